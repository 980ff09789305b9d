"""The forms of a hazard's steps, generated from the domain's own tables; every write goes through the ledger's door."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from riskmap.domain import forms, separation
from riskmap.domain.actions import Action
from riskmap.domain.hazard import Hazard
from riskmap.ledger.errors import NotFound, Refused, Stale
from riskmap.ledger.permission import able
from riskmap.views.html import actions
from riskmap.web import data, evidence_files, meanwhile, officer, step_fields, uploading
from riskmap.web.filterbar import plain
from riskmap.web.session import Run, current
from riskmap.web.step_fields import NOT_ASKED, PREFIX, key

OUTCOME, CHOSEN, ABOUT, FOLLOWED = "step_outcome", "step_action", "step_about", "step_followed"


def show(run: Run, hazard: Hazard) -> None:
    """Draw the outcome of the last step and the form of the next one."""
    t = run.t
    _outcome(run, hazard)
    can = _offered(hazard)
    if not can:
        st.caption(t("No step can be taken in this state."))
        return
    _follow(run, hazard, can)
    if st.session_state.get(CHOSEN) not in can:
        st.session_state[CHOSEN] = can[0]
    chosen = st.selectbox(t("Step"), can, key=CHOSEN, format_func=lambda one: actions.action(t, one))
    _begin(hazard, chosen)
    field = step_fields.field_to_correct(run) if chosen is Action.CORRECT else ""
    if chosen is Action.CLOSE and separation.would_be_alone(hazard, data.story(hazard), officer.actor().id):
        st.warning(t("You entered this major hazard yourself; somebody else should cross it off. It can be recorded."))
    evidence_files.show(run, _files(hazard.id), step_fields.wanted(hazard, chosen), _offer(hazard))
    opened = meanwhile.before(hazard)
    # with the card in it the first button is one of the decision: the enter key takes none
    with st.form(f"step_{chosen}", border=False, enter_to_submit=opened is None):
        if opened is not None:
            meanwhile.show(run, opened, hazard, chosen, (_anyway, _leave))
        step_fields.show(run, hazard, chosen, field)
        st.caption(t("Never enter classified information."))
        if opened is None:
            st.form_submit_button(t("Record"), type="primary", on_click=_submit, args=(hazard.id, chosen.value))


def _follow(run: Run, hazard: Hazard, can: list[Action]) -> None:
    """Open the form of the step that the address names, once."""
    asked = (hazard.id, run.own.get("action", ""))
    if asked[1] in can and st.session_state.get(FOLLOWED) != asked:
        st.session_state[FOLLOWED], st.session_state[CHOSEN] = asked, Action(asked[1])


def _offered(hazard: Hazard) -> list[Action]:
    """The steps that can be taken, and the one of a form that was opened while it still could."""
    can = [one for one in able(officer.actor(), hazard) if one in forms.FORMS]
    chosen: Action | None = st.session_state.get(CHOSEN)
    if chosen is None or chosen in can or meanwhile.before(hazard) is None or not _stands(hazard, chosen):
        return can
    return [*can, chosen]


def _stands(hazard: Hazard, action: Action) -> bool:
    """Whether the form of a step stood open in the run before, with what was typed into it."""
    return st.session_state.get(ABOUT) == (hazard.id, action.value) and key("on") in st.session_state


def _begin(hazard: Hazard, action: Action) -> None:
    """A form for another hazard or step opens empty, but for what the ledger knows of an order already."""
    state = st.session_state
    if _stands(hazard, action):
        return
    _empty()
    state[ABOUT] = (hazard.id, action.value)
    meanwhile.begin(hazard)
    if action is Action.CONFIRM:
        known = {"grade": hazard.grade, "responsible_unit": hazard.responsible_unit or hazard.enterprise_name}
        known |= {name: getattr(hazard, name) for name in ("responsible_person", "inspectors", "basis", "measure")}
        state.update({key(name): value for name, value in known.items() if value})


def _outcome(run: Run, hazard: Hazard) -> None:
    said = st.session_state.pop(OUTCOME, None)
    if said is None or said[0] != hazard.id:
        return
    kind, lines = said[1], said[2]
    if kind == "done":
        st.success(run.t("Recorded: {what}.", what=actions.action(run.t, lines[0])))
    else:
        st.error(
            "\n".join([run.t("Not recorded:"), *(f"- {plain(one)}" for one in actions.reasons(run.t, lines, said[3]))])
        )


def _empty() -> None:
    """Forget what was typed; the form opens anew."""
    st.session_state.pop(ABOUT, None)
    for name in [str(name) for name in st.session_state if str(name).startswith(PREFIX)]:
        del st.session_state[name]


def _files(hazard_id: str) -> str:
    return f"step_files_{hazard_id}"


def _offer(hazard: Hazard) -> uploading.Offer:
    """The day of a photo may be that of the step; its place that of a hazard that has none."""
    placeable = hazard.lon is None and Action.CORRECT in able(officer.actor(), hazard)
    return uploading.Offer(partial(_place, hazard.id) if placeable else None, _on)


def _on(day: str) -> None:
    st.session_state[key("on")] = min(date.fromisoformat(day), current().today)


def _place(hazard_id: str, lon: float, lat: float) -> None:
    """Put the hazard where its photo was taken: a correction with that reason, judged by the ledger."""
    run, version = current(), meanwhile.version(hazard_id)
    if version is None:
        return
    reason = run.t("Place of a photo of it")
    try:
        data.ledger().place(hazard_id, lon, lat, reason, officer.actor(), version, run.today)
    except Refused as refused:
        st.session_state[OUTCOME] = (hazard_id, "refused", list(refused.codes), Action.CORRECT.value)
    except Stale:
        meanwhile.refuse()
    except NotFound:
        return  # the page says so
    else:
        meanwhile.follow(hazard_id)
        st.session_state[OUTCOME] = (hazard_id, "done", [Action.CORRECT.value])


def told(action: Action, values: Mapping[str, Any], files: str = "") -> dict[str, Any]:
    """The action's form from the values of the widgets (by name without prefix); blank ones are left out.

    `files`: key of the field of its files.
    """
    found: dict[str, Any] = {
        name: values[name]
        for name in forms.FORMS[action]
        if name not in NOT_ASKED and values.get(name) not in (None, "", False)
    }
    if action is Action.CORRECT and "new" not in found:
        found["new"] = values.get("new")
    plan = {part: values.get(f"plan_{part}") for part in actions.PLAN if values.get(f"plan_{part}")}
    if action is Action.START and plan:
        found["plan"] = plan
    on = values.get("on")
    day = on.isoformat() if isinstance(on, date) else None
    typed = {name.removeprefix("paper_"): text for name, text in values.items() if name.startswith("paper_") and text}
    if values.get("other_kind") and values.get("other_reference"):
        typed.setdefault(str(values["other_kind"]), values["other_reference"])
    papers = evidence_files.told(files, typed, day)
    if papers:
        found["evidence"] = papers
    return found


def _submit(hazard_id: str, code: str) -> None:
    """The step a person recorded, judged against the version on which the form was opened."""
    run, action, version = current(), Action(code), meanwhile.version(hazard_id)
    values = {
        str(name).removeprefix(PREFIX): value
        for name, value in st.session_state.items()
        if str(name).startswith(PREFIX)
    }
    actor = officer.on_behalf(str(values.get("on_behalf_of") or "")) if _behalf(values) else officer.actor()
    if version is None:
        return
    try:
        files, on = uploading.paths(uploading.files(_files(hazard_id))), values.get("on") or run.today
        form = told(action, values, _files(hazard_id))
        data.ledger().act(hazard_id, action.value, form, actor, version, on, files)
    except Refused as refused:
        st.session_state[OUTCOME] = (hazard_id, "refused", list(refused.codes), action.value)
        return
    except Stale:
        meanwhile.refuse()
        return
    except NotFound:
        return  # the page says so
    st.session_state[OUTCOME] = (hazard_id, "done", [action.value])
    evidence_files.done(_files(hazard_id))
    _empty()


def _anyway(hazard_id: str, code: str) -> None:
    """The same values once more, by who knows now what others did; another change since then is told as well."""
    meanwhile.accept()
    _submit(hazard_id, code)


def _leave() -> None:
    """What was typed is not recorded; the form opens on the hazard as it stands."""
    _empty()


def _behalf(values: Mapping[str, Any]) -> bool:
    return bool(str(values.get("on_behalf_of") or "").strip())

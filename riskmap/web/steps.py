"""The forms of a hazard's steps, generated from the domain's own tables; every write goes through the ledger's door."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from riskmap.domain import forms, roles
from riskmap.domain.actions import Action
from riskmap.domain.codes import Control, EvidenceKind, Grade, Item, LateReason, Level, Post, Step, System
from riskmap.domain.corrections import NAMES
from riskmap.domain.evidence import RULES
from riskmap.domain.hazard import Hazard
from riskmap.ledger.errors import NotFound, Refused, Stale
from riskmap.ledger.permission import able
from riskmap.views.html import actions
from riskmap.web import data, evidence_files, officer, uploading
from riskmap.web.filterbar import plain
from riskmap.web.session import Run, current

SEEN, OUTCOME, CHOSEN, ABOUT = "step_seen", "step_outcome", "step_action", "step_about"
DAYS = frozenset({"due", "rectified", "new_due", "requested_to", "approved_to", "found", "expected"})
AREAS = frozenset(
    {"opinion", "report", "reason", "measures", "note", "content", "in_place", "description", "measure", "progress",
     "coordination"}
)  # fmt: skip
CODES: Mapping[str, tuple[str, ...]] = {
    "grade": tuple(Grade),
    "level": (Level.COUNTY, Level.CITY, Level.PROVINCE),
    "item": tuple(Item),
    "status": tuple(Control),
    "post": tuple(Post),
    "step": tuple(one for one in Step if one is not Step.LIST),
    "system": tuple(System),
    "late_reason": tuple(LateReason),
}
NOT_ASKED = frozenset({"evidence", "chain", "plan"})  # asked in their own way, or not here
BY_ID = {"enterprise_id", "inspection_id", "plan_filed"}  # not for typing
AS_WRITTEN = {"township_raw", "sector_raw", "grade_raw", "status_raw"}
CORRECTABLE = (*sorted(NAMES - {"lon", "lat"} - BY_ID - AS_WRITTEN), "lon", "lat")


def show(run: Run, hazard: Hazard) -> None:
    """Draw the outcome of the last step and the form of the next one."""
    t = run.t
    _outcome(run, hazard)
    st.session_state[SEEN] = (hazard.id, hazard.version)
    can = [action for action in able(officer.actor(), hazard) if action in forms.FORMS]
    if not can:
        st.caption(t("No step can be taken in this state."))
        return
    if st.session_state.get(CHOSEN) not in can:
        st.session_state[CHOSEN] = can[0]
    chosen = st.selectbox(t("Step"), can, key=CHOSEN, format_func=lambda one: actions.action(t, one))
    _begin(hazard, chosen)
    field = _field_to_correct(run) if chosen is Action.CORRECT else ""
    evidence_files.show(run, _files(hazard.id), _wanted(hazard, chosen), _offer(hazard))
    with st.form(f"step_{chosen}", border=False):
        _fields(run, hazard, chosen, field)
        st.caption(t("Never enter classified information."))
        st.form_submit_button(t("Record"), type="primary", on_click=_submit, args=(hazard.id, chosen.value))


def _begin(hazard: Hazard, action: Action) -> None:
    """A form for another hazard or step opens empty, but for what the ledger knows of an order already."""
    state, about = st.session_state, (hazard.id, action.value)
    if state.get(ABOUT) == about:
        return
    for key in [str(key) for key in state if str(key).startswith(_key(""))]:
        del state[key]
    state[ABOUT] = about
    if action is Action.CONFIRM:
        known = {"grade": hazard.grade, "responsible_unit": hazard.responsible_unit or hazard.enterprise_name}
        known |= {name: getattr(hazard, name) for name in ("responsible_person", "inspectors", "basis", "measure")}
        state.update({_key(name): value for name, value in known.items() if value})


def _outcome(run: Run, hazard: Hazard) -> None:
    said = st.session_state.pop(OUTCOME, None)
    if said is None or said[0] != hazard.id:
        return
    kind, lines = said[1], said[2]
    if kind == "done":
        st.success(run.t("Recorded: {what}.", what=actions.action(run.t, lines[0])))
    elif kind == "stale":
        st.warning(
            run.t("Somebody else changed this hazard meanwhile. It is shown anew; please check and record again.")
        )
    else:
        st.error(
            "\n".join([run.t("Not recorded:"), *(f"- {plain(one)}" for one in actions.reasons(run.t, lines, said[3]))])
        )


def _key(name: str) -> str:
    return f"step_field_{name}"


def _field_to_correct(run: Run) -> str:
    def word(name: str) -> str:
        return actions.field(run.t, name)

    return str(st.selectbox(word("field"), CORRECTABLE, key=_key("field"), format_func=word))


def _fields(run: Run, hazard: Hazard, action: Action, field: str) -> None:
    """Fields in the order of the domain's form: what must be told first, then the gate's papers."""
    t = run.t
    st.date_input(t("Day of the step"), value=run.today, key=_key("on"), format="YYYY-MM-DD", max_value=run.today)
    if _for_another(hazard, action):
        st.text_input(t("On behalf of"), value=hazard.enterprise_name, key=_key("on_behalf_of"))
    for name, ask in forms.FORMS[action].items():
        if name in NOT_ASKED or name == "field":
            continue
        if name == "new":
            _new(run, field)
        else:
            _field(run, name, ask, action)
    if action is Action.START and hazard.grade is Grade.MAJOR:
        for part, title in actions.PLAN.items():
            st.text_area(f"{t('Treatment plan')} · {t(title)}", key=_key(f"plan_{part}"), height=68)
    _papers(run, hazard, action)


def _for_another(hazard: Hazard, action: Action) -> bool:
    """Whether a step is recorded on behalf of the enterprise: its own people take it themselves."""
    own = any(one.role is roles.Role.ENTERPRISE and one.scope.covers(hazard) for one in officer.actor().held)
    return roles.enterprise_step(action, hazard) and not own


def _field(run: Run, name: str, ask: forms.Ask, action: Action) -> None:
    title = actions.field(run.t, name, action) + (" *" if ask.required else "")
    if name in CODES:
        word: Callable[[str], str] = lambda code: actions.code_word(run.t, name, code)  # noqa: E731
        st.selectbox(title, CODES[name], index=None, key=_key(name), format_func=word, placeholder=run.t("choose"))
    elif name in DAYS:
        st.date_input(title, value=None, key=_key(name), format="YYYY-MM-DD")
    elif name == "area_stopped":
        st.checkbox(title, key=_key(name))
    elif name in AREAS:
        st.text_area(title, key=_key(name), height=68, max_chars=2000)
    else:
        st.text_input(title, key=_key(name), max_chars=200)


def _new(run: Run, field: str) -> None:
    """The new value in the way of its field: a code from a list, else text (dates as 2026-11-22)."""
    title = run.t("New value") + " *"
    known = _choices(run, field)
    if known:
        st.selectbox(
            title,
            known,
            index=None,
            key=_key("new"),
            format_func=lambda code: _word(run, field, code),
            placeholder=run.t("choose"),
        )
    else:
        st.text_input(title, key=_key("new"), help=run.t("Dates as 2026-11-22."))


def _choices(run: Run, field: str) -> tuple[str, ...]:
    if field in {"township", "sector", "department"}:
        return tuple(code for code in run.view.index.dim(field)[1] if code)
    fixed = {"grade": tuple(Grade), "supervision": tuple(Level)}
    return tuple(str(code) for code in fixed.get(field, ()))


def _word(run: Run, field: str, code: str) -> str:
    return run.label(field, code)


def _files(hazard_id: str) -> str:
    return f"step_files_{hazard_id}"


def _offer(hazard: Hazard) -> uploading.Offer:
    """The day of a photo may be that of the step; its place that of a hazard that has none."""
    placeable = hazard.lon is None and Action.CORRECT in able(officer.actor(), hazard)
    return uploading.Offer(partial(_place, hazard.id) if placeable else None, _on)


def _on(day: str) -> None:
    st.session_state[_key("on")] = min(date.fromisoformat(day), current().today)


def _place(hazard_id: str, lon: float, lat: float) -> None:
    """Put the hazard where its photo was taken: a correction with that reason, judged by the ledger."""
    run, (seen_id, version) = current(), st.session_state.get(SEEN, ("", -1))
    if seen_id != hazard_id:
        return
    reason = run.t("Place of a photo of it")
    try:
        data.ledger().place(hazard_id, lon, lat, reason, officer.actor(), version, run.today)
    except Refused as refused:
        st.session_state[OUTCOME] = (hazard_id, "refused", list(refused.codes), Action.CORRECT.value)
    except (Stale, NotFound):
        st.session_state[OUTCOME] = (hazard_id, "stale", [])
    else:
        st.session_state[OUTCOME] = (hazard_id, "done", [Action.CORRECT.value])


def _wanted(hazard: Hazard, action: Action) -> tuple[str, ...]:
    """The kinds of evidence that the gate of a step asks for."""
    gates = data.county().gates()
    wanted = [item for item in gates.items(action, hazard) if item not in RULES]
    if _for_another(hazard, action):
        wanted += [item for item in gates.items("on_behalf", hazard) if item not in RULES]
    return tuple(dict.fromkeys(wanted))


def _papers(run: Run, hazard: Hazard, action: Action) -> None:
    """Evidence on paper: the kinds that the gate of this step asks for, and one of any kind."""
    t = run.t
    for kind in _wanted(hazard, action):
        title = t("{kind}: reference", kind=actions.code_word(t, "kind", kind))
        st.text_input(title, key=_key(f"paper_{kind}"), max_chars=200)
    word: Callable[[str], str] = lambda code: actions.code_word(t, "kind", code)  # noqa: E731
    left, right = st.columns([1, 1.4])
    left.selectbox(
        t("Other evidence"),
        tuple(EvidenceKind),
        index=None,
        key=_key("other_kind"),
        format_func=word,
        placeholder=t("choose"),
    )
    right.text_input(t("Reference"), key=_key("other_reference"), max_chars=200)


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
    """The step a person recorded, judged against the version they saw."""
    run, action = current(), Action(code)
    prefix = _key("")
    values = {
        str(key).removeprefix(prefix): value for key, value in st.session_state.items() if str(key).startswith(prefix)
    }
    seen_id, version = st.session_state.get(SEEN, ("", -1))
    actor = officer.on_behalf(str(values.get("on_behalf_of") or "")) if _behalf(values) else officer.actor()
    if seen_id != hazard_id:
        return
    try:
        files, on = uploading.paths(uploading.files(_files(hazard_id))), values.get("on") or run.today
        form = told(action, values, _files(hazard_id))
        data.ledger().act(hazard_id, action.value, form, actor, version, on, files)
    except Refused as refused:
        st.session_state[OUTCOME] = (hazard_id, "refused", list(refused.codes), action.value)
        return
    except (Stale, NotFound):
        st.session_state[OUTCOME] = (hazard_id, "stale", [])
        return
    st.session_state[OUTCOME] = (hazard_id, "done", [action.value])
    evidence_files.done(_files(hazard_id))
    st.session_state.pop(ABOUT, None)
    for key in [key for key in st.session_state if str(key).startswith(prefix)]:
        del st.session_state[key]


def _behalf(values: Mapping[str, Any]) -> bool:
    return bool(str(values.get("on_behalf_of") or "").strip())

"""The forms of a hazard's steps, generated from the domain's own tables; every write goes through the ledger's door."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from riskmap.domain import forms, separation
from riskmap.domain.actions import Action
from riskmap.domain.hazard import Hazard
from riskmap.ledger import drafts
from riskmap.ledger.errors import NotFound, Refused, Stale
from riskmap.ledger.permission import able
from riskmap.views.html import actions
from riskmap.views.html.markup import SEE, e, link
from riskmap.web import (
    data,
    evidence_files,
    form_draft,
    meanwhile,
    officer,
    once,
    session,
    step_choice,
    step_fields,
    uploading,
)
from riskmap.web.filterbar import plain
from riskmap.web.session import Run, current
from riskmap.web.step_choice import CHOSEN
from riskmap.web.step_fields import NOT_ASKED, PREFIX, key

OUTCOME, ABOUT, TOKEN, WHOLE = "step_outcome", "step_about", "_step_token", "_step_whole"
OF, BEGUN = "_step_of", "_step_begun"  # the hazard whose page is open, its steps that were begun before


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a step of a hazard: `made` is the new hazard of a recurrence; codes are those of a refusal."""

    hazard_id: str
    action: str
    codes: tuple[str, ...] = ()
    made: tuple[str, str] = ("", "")


def show(hazard: Hazard) -> None:
    """Draw the outcome of the last step and the form of the next one; it reruns without the rest of the page."""
    st.fragment(_form)(hazard)


def _form(hazard: Hazard) -> None:
    """The form of a hazard as the page read it; drawn alone, as it stands now."""
    run = session.current()
    if st.session_state.pop(WHOLE, False):
        st.rerun()  # the whole page knows what was recorded
    if session.alone():
        try:
            hazard = data.hazard(hazard.id)
        except NotFound:
            return  # the page says so
    t = run.t
    _outcome(run, hazard)
    can = _offered(hazard)
    if not can:
        st.caption(t("No step can be taken in this state."))
        return
    _resume(hazard, can)
    step_choice.follow(run, hazard, can)
    chosen = step_choice.show(run, hazard, can)
    _begin(run, hazard, chosen)
    if chosen is Action.CLOSE and separation.would_be_alone(hazard, data.story(hazard), officer.actor().id):
        st.warning(t("You entered this major hazard yourself; somebody else should cross it off. It can be recorded."))
    draft, opened = draft_of(hazard, chosen), meanwhile.before(hazard)
    form_draft.told(run, draft, partial(_discard, hazard.id, chosen.value))
    if opened is not None:
        meanwhile.show(run, opened, hazard, chosen, (_anyway, _leave), st.button)
    field = step_fields.field_to_correct(run, hazard) if chosen is Action.CORRECT else ""
    evidence_files.show(run, _files(hazard.id), step_fields.wanted(hazard, chosen), _offer(hazard))
    # with the card above it there is no button here: the enter key (pages.js) takes no decision
    with st.container(key=f"step_of_{chosen.value}"), st.container(key="step_form"):
        step_fields.show(run, hazard, chosen, field)
    form_draft.keep(draft)
    said = " ".join(one for one in (form_draft.standing(run, draft), t("Never enter classified information.")) if one)
    st.caption(said)
    if opened is None:
        args = (hazard.id, chosen.value, st.session_state[TOKEN])
        st.button(t("Record"), key="record_step", type="primary", on_click=_submit, args=args)


def draft_of(hazard: Hazard, action: Action) -> form_draft.Form:
    """How the form of a step is kept while it is not recorded."""
    days, seen = step_fields.DAYS | {"on"}, meanwhile.version(hazard.id) or hazard.version
    return form_draft.Form(f"{_head(hazard.id)}{action.value}", PREFIX, _files(hazard.id), days, seen)


def _head(hazard_id: str) -> str:
    return f"step:{hazard_id}:"


def _resume(hazard: Hazard, can: list[Action]) -> None:
    """Who comes back to the page finds the step that was being filled in."""
    if st.session_state.get(OF) == hazard.id:
        return
    st.session_state[OF] = hazard.id
    head = _head(hazard.id)
    begun = drafts.tokens(data.engine(), data.county(), officer.actor().id, head)
    wanted = [one.removeprefix(head) for one in begun if one.removeprefix(head) in can]
    st.session_state[CHOSEN], st.session_state[BEGUN] = Action(wanted[0]) if wanted else can[0], wanted


def _offered(hazard: Hazard) -> list[Action]:
    """The steps that can be taken, and the one of a form that was opened while it still could."""
    can = step_choice.ordered(hazard, [one for one in able(officer.actor(), hazard) if one in forms.FORMS])
    chosen: Action | None = st.session_state.get(CHOSEN)
    if chosen is None or chosen in can or meanwhile.before(hazard) is None or not _stands(hazard, chosen):
        return can
    return [*can, chosen]


def _stands(hazard: Hazard, action: Action) -> bool:
    """Whether the form of a step stood open in the run before, with what was typed into it."""
    return st.session_state.get(ABOUT) == (hazard.id, action.value) and key("on") in st.session_state


def _begin(run: Run, hazard: Hazard, action: Action) -> None:
    """A form for another hazard or step opens from its draft, else with what the ledger knows of an order already."""
    state = st.session_state
    if _stands(hazard, action):
        return
    before = state.get(ABOUT)
    if before is not None and before[0] == hazard.id and key("on") in state:
        form_draft.keep(draft_of(hazard, Action(before[1])))  # its last word came with the choice of this one
    _empty()
    state[ABOUT], state[TOKEN] = (hazard.id, action.value), once.token()
    meanwhile.begin(hazard)
    state.update(step_fields.blank(run, hazard, action))
    asked = before is not None and before[0] == hazard.id  # another step of the same page: it may have one of today
    there = asked or action.value in state.get(BEGUN, ())
    if not form_draft.restore(run, draft_of(hazard, action), there=there) and action is Action.CONFIRM:
        known = {"grade": hazard.grade, "responsible_unit": hazard.responsible_unit or hazard.enterprise_name}
        known |= {name: getattr(hazard, name) for name in ("responsible_person", "inspectors", "basis", "measure")}
        state.update({key(name): value for name, value in known.items() if value})


def _outcome(run: Run, hazard: Hazard) -> None:
    said: Outcome | None = st.session_state.pop(OUTCOME, None)
    if said is None or said.hazard_id != hazard.id:
        return
    t = run.t
    st.html(SEE)
    if said.codes:
        reasons = (f"- {plain(one)}" for one in actions.reasons(t, said.codes, said.action))
        st.error("\n".join([t("Not recorded:"), *reasons]))
        return
    st.success(t("Recorded: {what}.", what=actions.action(t, said.action)))
    made, number = said.made
    if made:
        way = link(run.context.href("hazard", {"id": made}), e(t("Open hazard {number}", number=number)), "w-button")
        words = t("It is registered anew as {number}, linked to this one.", number=number)
        st.html(f'<div class="w-saved" role="status">{e(words)} {way}</div>')


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
        st.session_state[OUTCOME] = Outcome(hazard_id, Action.CORRECT.value, refused.codes)
    except Stale:
        meanwhile.refuse()
    except NotFound:
        return  # the page says so
    else:
        meanwhile.follow(hazard_id)
        st.session_state[OUTCOME] = Outcome(hazard_id, Action.CORRECT.value)
        st.session_state[WHOLE] = True


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


def _submit(hazard_id: str, code: str, token: str) -> None:
    """The step a person recorded, judged against the version on which the form was opened; a second click is told so.

    Between the ledger's answer and the word of it nothing looks into the session (`once`).
    """
    run, action, version, sent = current(), Action(code), meanwhile.version(hazard_id), once.sent()
    values = {
        str(name).removeprefix(PREFIX): value
        for name, value in st.session_state.items()
        if str(name).startswith(PREFIX)
    }
    form, files = told(action, values, _files(hazard_id)), uploading.paths(uploading.files(_files(hazard_id)))
    actor = officer.on_behalf(str(values.get("on_behalf_of") or "")) if _behalf(values) else officer.actor()
    seen = form_draft.Form(_head(hazard_id) + code, PREFIX, _files(hazard_id), frozenset(), version or 0)
    untouched, said = form_draft.untouched(seen), (code, {**form, "evidence": None})
    try:
        with sent.writing:
            became = sent.became(token) or sent.just(hazard_id, said, untouched=untouched)
            if became is None and version is not None:
                after = data.ledger().act(hazard_id, code, form, actor, version, values.get("on") or run.today, files)
                made = (after.id, after.hazard_no) if after.id != hazard_id else ("", "")
                became = Outcome(hazard_id, code, made=made)
                sent.keep(token, became, hazard_id, said)
    except Refused as refused:
        st.session_state[OUTCOME] = Outcome(hazard_id, code, refused.codes)
        return
    except Stale:
        meanwhile.refuse()
        return
    except NotFound:
        return  # the page says so
    if became is not None:
        _recorded(became)


def _recorded(became: Outcome) -> None:
    """Say so, and open the next form empty; however often it is said."""
    st.session_state[OUTCOME], st.session_state[WHOLE] = became, True
    drafts.discard(data.engine(), data.county(), officer.actor().id, _head(became.hazard_id) + became.action)
    evidence_files.done(_files(became.hazard_id))  # after the draft, which speaks of them
    _empty()


def _anyway(hazard_id: str, code: str) -> None:
    """The same values once more, by who knows now what others did; another change since then is told as well."""
    meanwhile.accept()
    _submit(hazard_id, code, st.session_state.get(TOKEN, ""))


def _leave() -> None:
    """What was typed is not recorded, nor kept; the form opens on the hazard as it stands."""
    about = st.session_state.get(ABOUT)
    if about is not None:
        _discard(*about)


def _discard(hazard_id: str, code: str) -> None:
    form_draft.drop(form_draft.Form(_head(hazard_id) + code, PREFIX, _files(hazard_id), frozenset()))
    _empty()


def _behalf(values: Mapping[str, Any]) -> bool:
    return bool(str(values.get("on_behalf_of") or "").strip())

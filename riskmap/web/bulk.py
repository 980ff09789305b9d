"""Several hazards of the ledger's list at once: tick them, fill in one paper, see what would happen, record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Final

import streamlit as st
import uuid_utils

from riskmap.domain.hazard import Hazard
from riskmap.domain.people import Grant
from riskmap.domain.roles import SUPERVISORS
from riskmap.ledger.bulk import Bulk, Outcome, Request
from riskmap.ledger.errors import NotFound, Refused
from riskmap.views.html import actions
from riskmap.views.html import bulk as drawn
from riskmap.views.html.book import Book
from riskmap.views.html.bulk import HINTS, STEPS, Told
from riskmap.views.html.markup import e
from riskmap.web import bulk_draft, bulk_form, bulk_list, data, form_draft, officer, session, uploading
from riskmap.web.session import Run

DESK, SAID, WHOLE = "_bulk", "_bulk_said", "_bulk_whole"
ON: Final = "1"
FORM, PREVIEW, DONE = "form", "preview", "done"
FINAL: Final = frozenset({"not_in_state", "role", "scope", "bulk"})  # codes that no field of the form heals


@dataclass(frozen=True, slots=True)
class Desk:
    """What is under way. `hazards`: as they were seen; `left`: those of them that the step cannot take, with codes."""

    step: str
    hazards: tuple[Hazard, ...]
    left: Mapping[str, tuple[str, ...]]
    grants: tuple[Grant, ...]
    token: str
    draft: str  # name of its draft
    phase: str = FORM
    said: Mapping[str, Any] = field(default_factory=dict)
    told: Bulk | None = None
    outcomes: tuple[Outcome, ...] = ()
    again: bool = False

    @property
    def items(self) -> tuple[Hazard, ...]:
        """The hazards on the form."""
        return tuple(one for one in self.hazards if one.id not in self.left)


def offered(run: Run) -> bool:
    """Whether the reader may handle several hazards at once, which is done as of today alone."""
    return run.where.as_of == run.today and any(grant.role in SUPERVISORS for grant in run.reader.grants)


def show(run: Run, found: Book) -> bool:
    """Draw what is under way, or the list with room for ticks; whether the page's own list is not to be drawn."""
    st.session_state.pop(WHOLE, None)
    desk = _desk(run) or (_resumed(run) if found.bulk else None)
    if desk is not None and desk.phase == DONE:
        _result(run, desk)
    if not found.bulk:
        return False
    if desk is not None and desk.phase != DONE:
        st.fragment(_work)()
    elif len(found.rows):
        bulk_list.show(run, found, _open)
    else:
        return False
    return True


def _desk(run: Run) -> Desk | None:
    """What is under way for this reader; what was begun on another list, or by somebody else, is over."""
    desk = st.session_state.get(DESK)
    asked = run.own.get("bulk") == ON
    if isinstance(desk, Desk) and desk.grants == run.reader.grants and (asked or desk.phase == DONE):
        return desk
    st.session_state.pop(DESK, None)
    return None


def _open(step: str, ids: tuple[str, ...]) -> None:
    """Begin with the ticked hazards of a page."""
    run = session.current()
    ticked = bulk_list.ticked(ids)
    if not ticked:
        return
    hazards = _seen(ticked)
    desk = st.session_state[DESK] = _opened(run, step, hazards)
    bulk_form.begin(run, hazards)
    bulk_draft.begin(desk.draft, step, hazards)


def _opened(run: Run, step: str, hazards: tuple[Hazard, ...]) -> Desk:
    left, token = _left(run, step, hazards), str(uuid_utils.uuid7())
    return Desk(step, hazards, left, run.reader.grants, token, bulk_draft.token(run))


def _resumed(run: Run) -> Desk | None:
    """The form that the reader left of this list, over the hazards as they are now."""
    left = bulk_draft.left(run)
    hazards = _seen(tuple(left.ticked)) if left is not None else ()
    if left is None or not hazards:
        return None
    desk = st.session_state[DESK] = _opened(run, left.step, hazards)
    return desk


def _seen(ids: Sequence[str]) -> tuple[Hazard, ...]:
    """The hazards as the reader may see them now; one that is gone is left out."""
    try:
        return tuple(data.hazards(ids))
    except data.Silent:
        return tuple(one for name in ids if (one := _one(name)) is not None)


def _one(hazard_id: str) -> Hazard | None:
    try:
        return data.hazard(hazard_id)
    except NotFound:
        return None


def _left(run: Run, step: str, hazards: Sequence[Hazard]) -> dict[str, tuple[str, ...]]:
    """What the step cannot take, whatever the form will say: the ledger's own word on a form that says nothing yet."""
    form = {"step": "remind"} if step == "remind" else {}
    asked = tuple(Request(one.id, one.version, bulk_form.ACTIONS[step].value, form) for one in hazards)
    try:
        found = data.ledger().foresee_many(Bulk("", run.today, asked), officer.actor()) if asked else ()
    except Refused as refused:
        return dict.fromkeys((one.id for one in hazards), refused.codes)
    said = {one.hazard_id: tuple(code for code in one.codes if _final(code)) for one in found}
    return {name: codes for name, codes in said.items() if codes}


def _final(code: str) -> bool:
    return code.partition(":")[0] in FINAL or code == "missing:on_behalf_of"


# The form and what it would do


def _work() -> None:
    """The form or the preview; it reruns without the rest of the page."""
    run = session.current()
    desk = st.session_state.get(DESK)
    if st.session_state.pop(WHOLE, False) or not isinstance(desk, Desk):
        st.rerun()
    t = run.t
    with st.container(key="bulk"):
        count = t("{n} hazards", n=t.number(len(desk.hazards)))
        title = f'<h3 class="w-h3 w-up">{e(t(STEPS[desk.step]))} · {e(count)}</h3>'
        hint = f'<p class="w-say w-mu">{e(t(HINTS[desk.step]))}</p>' if desk.phase == FORM else ""
        st.html(title + hint)
        if said := st.session_state.pop(SAID, ()):
            st.error(" ".join(actions.reasons(t, said)))
        if desk.phase == PREVIEW:
            _preview(run, desk)
        else:
            _form(run, desk)


def _form(run: Run, desk: Desk) -> None:
    t, action = run.t, bulk_form.ACTIONS[desk.step].value
    if f"{bulk_form.PREFIX}on" not in st.session_state:  # after a reload, or another page
        bulk_form.begin(run, desk.hazards)
        bulk_draft.restore(run, desk.draft, desk.hazards)
    bulk_draft.told(run, desk.draft, desk.hazards, partial(_close, desk.token))
    gone = [Told(one, action, desk.left[one.id], None) for one in desk.hazards if one.id in desk.left]
    if html := drawn.left_out(run.context, gone, desk.step):
        st.html(html)
    if desk.items:
        bulk_form.show(run, desk.step, desk.items)
    bulk_draft.keep(desk.draft, desk.step, desk.hazards)
    with st.container(key="bulk_end", horizontal=True, vertical_alignment="center"):
        if desk.items:
            st.button(t("Preview"), type="primary", key="bulk_preview", on_click=_foresee, args=(desk.token,))
        st.button(t("Back to the list"), key="bulk_back", on_click=_close, args=(desk.token,))
        kept = form_draft.standing(run, bulk_draft.form_of(desk.draft, desk.hazards))
        said = " ".join(one for one in (kept, t("Never enter classified information.")) if one)
        st.html(f'<span class="w-mu">{e(said)}</span>', width="content")


def _preview(run: Run, desk: Desk) -> None:
    t, ready = run.t, sum(not one.codes for one in desk.outcomes)
    st.html(drawn.preview(run.context, told(desk)))
    with st.container(key="bulk_end", horizontal=True, vertical_alignment="center"):
        word = t("Record {n}", n=t.number(ready))
        st.button(word, type="primary", key="bulk_record", on_click=_record, args=(desk.token,), disabled=not ready)
        st.button(t("Change the form"), key="bulk_change", on_click=_change, args=(desk.token,))
        st.button(t("Back to the list"), key="bulk_back", on_click=_close, args=(desk.token,))


def told(desk: Desk) -> list[Told]:
    """Each chosen hazard with what became of it, or would; those that are on no paper with the reason."""
    known = {one.hazard_id: one for one in desk.outcomes}
    nothing = {one.id: Outcome(one.id, "", desk.left.get(one.id, ("bulk:no_result",))) for one in desk.hazards}
    found = [(one, known.get(one.id, nothing[one.id])) for one in desk.hazards]
    return [Told(one, what.action, what.codes, what.after) for one, what in found]


def _mine(token: str, phase: str) -> Desk | None:
    """The desk that a button was drawn for; None where it is over, was closed, or is no longer in this phase."""
    desk = st.session_state.get(DESK)
    return desk if isinstance(desk, Desk) and (desk.token, desk.phase) == (token, phase) else None


def _foresee(token: str) -> None:
    """Look at what the form would do; nothing is written."""
    run, desk = session.current(), _mine(token, FORM)
    if desk is None:
        return
    bulk_draft.keep(desk.draft, desk.step, desk.hazards)
    said = bulk_form.values()
    asked = tuple(one for item in desk.items if (one := bulk_form.request(run, desk.step, item, said)) is not None)
    files = uploading.paths(uploading.files(bulk_form.FILES))
    form = Bulk(desk.token, bulk_form.on(run, said), asked, files)
    try:
        outcomes = data.ledger().foresee_many(form, officer.actor())
    except Refused as refused:
        st.session_state[SAID] = refused.codes if asked else ("review:nothing",)
        return
    st.session_state[DESK] = replace(desk, phase=PREVIEW, said=said, told=form, outcomes=outcomes)


def _change(token: str) -> None:
    """Back to the form, over the hazards as they are now; of one that changed meanwhile the result is told anew."""
    run, desk = session.current(), _mine(token, PREVIEW)
    if desk is None:
        return
    hazards, before = _seen([one.id for one in desk.hazards]), {one.id: one.version for one in desk.hazards}
    changed = {f"{one.id}_result" for one in hazards if one.version != before[one.id]}
    left = _left(run, desk.step, hazards)
    st.session_state[DESK] = replace(desk, phase=FORM, hazards=hazards, left=left, told=None, outcomes=())
    bulk_form.put({name: value for name, value in desk.said.items() if name not in changed})


def _record(token: str) -> None:
    """Write what the preview promised, each hazard by itself; a second click finds the desk done."""
    desk = _mine(token, PREVIEW)
    if desk is None or desk.told is None:
        return
    ready = {one.hazard_id for one in desk.outcomes if not one.codes}
    form = replace(desk.told, requests=tuple(one for one in desk.told.requests if one.hazard_id in ready))
    try:
        done = data.ledger().act_many(form, officer.actor())
    except Refused as refused:
        st.session_state[SAID] = refused.codes
        return
    others = tuple(one for one in desk.outcomes if one.codes)
    st.session_state[DESK] = replace(desk, phase=DONE, outcomes=(*done.outcomes, *others), again=done.again)
    bulk_draft.drop(desk.draft, files=False)
    bulk_form.wipe()
    st.session_state[WHOLE] = True


def _close(token: str) -> None:
    """Back to the list: what was begun and not recorded is over, a result is closed."""
    desk = st.session_state.get(DESK)
    if isinstance(desk, Desk) and desk.token == token:
        del st.session_state[DESK]
        if desk.phase != DONE:
            bulk_draft.drop(desk.draft)
        bulk_form.wipe()
        st.session_state[WHOLE] = True


def _result(run: Run, desk: Desk) -> None:
    """What was done with each hazard; it stays above the list until it is closed."""
    t = run.t
    with st.container(key="bulk_done"):
        title = f'<h3 class="w-h3 w-up">{e(t(STEPS[desk.step]))}</h3>'
        st.html(title + drawn.result(run.context, told(desk), again=desk.again))
        st.button(t("Close the result"), key="bulk_close", on_click=_close, args=(desk.token,))

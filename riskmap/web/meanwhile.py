"""A form that stands open while somebody else changes its hazard: on which state it was opened, and who decides.

The form is judged against the state it was opened on, however often the page ran since. Where the hazard has gone on,
a card inside the form says who did what, and the reader records it all the same or leaves it.
"""

from collections.abc import Callable
from typing import Final

import streamlit as st

from riskmap.domain.actions import Action
from riskmap.domain.hazard import Hazard
from riskmap.domain.nameless import without_names
from riskmap.ledger.errors import NotFound
from riskmap.ledger.permission import bars
from riskmap.views.html import meanwhile as drawn
from riskmap.views.html.markup import SEE
from riskmap.views.html.meanwhile import Meanwhile
from riskmap.web import data, officer
from riskmap.web.session import Run

OPENED: Final = "step_opened"  # the hazard as the form was opened on
SHOWN: Final = "step_shown"  # the hazard as the card tells of it
TRIED: Final = "step_tried"  # the form was sent and refused as late
SAY: Final = "step_say"  # once, for who stands at the end of a long form


def begin(hazard: Hazard) -> None:
    """A form opens on a hazard as it stands."""
    st.session_state[OPENED] = hazard
    for word in (SHOWN, TRIED, SAY):
        st.session_state.pop(word, None)


def version(hazard_id: str) -> int | None:
    """The version that the open form of a hazard is judged against; None without such a form."""
    opened = st.session_state.get(OPENED)
    return opened.version if opened is not None and opened.id == hazard_id else None


def before(hazard: Hazard) -> Hazard | None:
    """The hazard as the open form has it, where it has gone on since then; else None."""
    opened: Hazard | None = st.session_state.get(OPENED)
    late = opened is not None and opened.id == hazard.id and opened.version < hazard.version
    return opened if late else None


def refuse() -> None:
    """The form was sent, and somebody else had been faster."""
    st.session_state[TRIED] = st.session_state[SAY] = True


def accept() -> None:
    """The reader knows what the card told, and goes on from there."""
    shown = st.session_state.get(SHOWN)
    if shown is not None:
        begin(shown)


def follow(*hazard_ids: str) -> None:
    """The reader's own step beside the form changed hazards; an open form of one of them goes on from there."""
    opened = st.session_state.get(OPENED)
    if opened is None or opened.id not in hazard_ids:
        return
    try:
        begin(data.hazard(opened.id))
    except NotFound:
        del st.session_state[OPENED]


def line(run: Run, hazard_id: str, seen: int) -> None:
    """Say in one line what happened to an item of a longer form since the version that was seen."""
    try:
        hazard = data.hazard(hazard_id)
    except NotFound:
        return
    events = data.story(hazard)[seen : hazard.version]
    st.html(drawn.short(run.context, hazard, events, officer.actor().id, data.county().time_zone))


def show(
    run: Run, opened: Hazard, hazard: Hazard, action: Action, decide: tuple[Callable[..., None], ...],
    button: Callable[..., bool] = st.form_submit_button,
) -> None:  # fmt: skip
    """Draw the card with its two buttons, inside the form. `decide`: what records it all the same, what leaves it.

    `button`: of Streamlit, where no form of its own stands around the card.
    """
    st.session_state[SHOWN] = hazard
    actor, t = officer.actor(), run.t
    if not run.reader.sees_names(hazard):
        opened = without_names(opened)
    what = Meanwhile(
        events=data.story(hazard)[opened.version : hazard.version],  # a version counts the events of its hazard
        before=opened,
        after=hazard,
        own=actor.id,
        tried=bool(st.session_state.get(TRIED)),
        bars=bars(actor, action, hazard),
    )
    if st.session_state.pop(SAY, False):
        st.html(SEE)
    st.html(drawn.told(run.context, action, what, data.county().time_zone))
    with st.container(key="meanwhile", horizontal=True):
        record, leave = decide
        args = (hazard.id, action.value)
        if not what.bars:
            button(t("Record it all the same"), type="primary", key="meanwhile_record", on_click=record, args=args)
        button(t("Leave it"), key="meanwhile_leave", on_click=leave)

"""A page of the ledger's list with room for ticks, and what is done with the ticked hazards."""

from collections.abc import Callable
from typing import Final, Literal

import streamlit as st

from riskmap.domain.columns import to_day
from riskmap.ledger.bulk import MOST
from riskmap.views.html import actions, bulk
from riskmap.views.html.book import Book, turning
from riskmap.views.html.bulk import STEPS, Listed
from riskmap.views.html.markup import e
from riskmap.web import book, cache
from riskmap.web.filterbar import plain
from riskmap.web.session import Run

TICK, NOTHING = "bulk_tick_", "_bulk_nothing"
Ids = tuple[str, ...]
Begin = Callable[[str, Ids], None]
SAID: Final = ("bulk:nothing",)


def show(run: Run, found: Book, begin: Begin) -> None:
    """Draw the list; `begin` is called with the step that was chosen and the ids of the page."""

    def make() -> Listed:
        day = to_day(run.where.as_of)
        return bulk.listed(run.context, run.view.index.at(day)[list(book.COLUMNS)].iloc[found.shown])

    page = cache.listed(run, "bulk", make, found.page, *found.own.values())
    with st.container(key="bulk"):
        st.html(bulk.head(run.context, found, MOST))
        if st.session_state.pop(NOTHING, False):
            st.warning(" ".join(actions.reasons(run.t, SAID)))
        with st.form("bulk_pick", border=False):
            for one in page.lines:
                with st.container(key=f"bulk_row_{one.id}", horizontal=True, vertical_alignment="center", gap="small"):
                    st.checkbox(plain(one.name), key=TICK + one.id, label_visibility="collapsed")
                    st.html(one.html)
            _bar(run, page, begin)
        if found.pages > 1:
            st.html(turning(run.context, found))


def ticked(ids: Ids) -> Ids:
    """Those of the hazards that are ticked; of none the list says so."""
    found = tuple(one for one in ids if st.session_state.get(TICK + one))[:MOST]
    st.session_state[NOTHING] = not found
    return found


def _bar(run: Run, page: Listed, begin: Begin) -> None:
    """What is done with the ticked ones, of what some row of the page stands ready for."""
    t, ids = run.t, tuple(one.id for one in page.lines)
    with st.container(key="bulk_bar", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f'<span class="w-ticked">{e(t("ticked"))}</span>', width="content")
        for place, step in enumerate(page.steps):
            kind: Literal["primary", "secondary"] = "secondary" if place else "primary"
            st.form_submit_button(t(STEPS[step]), key=f"bulk_{step}", on_click=begin, args=(step, ids), type=kind)
        st.form_submit_button(t("Tick all of this page"), key="bulk_all", on_click=_tick, args=(ids,), type="tertiary")
        if not page.steps:
            st.caption(t("No row of this page stands ready for an order, a re-inspection or a reminder."))


def _tick(ids: Ids) -> None:
    st.session_state.update(dict.fromkeys((TICK + one for one in ids), True))

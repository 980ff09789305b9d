"""The saved views in the filter bar: a link each, and the form that keeps, renames, shares and forgets one's own.

What a reader sees is asked of the ledger once a revision; the menu travels only while it is open.
"""

import logging
from collections.abc import Callable
from typing import Final

import streamlit as st
from sqlalchemy.exc import SQLAlchemyError

from riskmap.domain.roles import Right
from riskmap.domain.saved_views import NAME, PAGES, SHARED_WITH, SavedView
from riskmap.ledger.saved_views import SavedViews
from riskmap.metrics.index import Memory
from riskmap.views.html import saved as drawn
from riskmap.views.html.markup import e
from riskmap.web import data, officer, session, telling
from riskmap.web.filterbar import CHANGED
from riskmap.web.session import OWN, Run
from riskmap.web.telling import Outcome

logger = logging.getLogger("riskmap.web")
# Words of a moment, not of a question: which row is open, which page of a list, where the screen hangs.
PASSING: Final = frozenset(
    {"id", "hazard", "meeting", "page", "bulk", "kiosk", "tour", "dwell", "wall", "rotate", "place", "number"}
)
_seen = Memory(256)


def popover(run: Run) -> None:
    """Draw the button of saved views and, while it is open, what it holds."""
    if run.page not in PAGES or not run.reader.may(Right.VIEWS):
        return
    opened = st.popover(run.t("Views"), key="open_views", on_change="rerun")
    if opened.open:
        with opened:
            _menu(run)


def seen(run: Run) -> tuple[SavedView, ...]:
    """The views that the reader of a run sees."""
    key = (run.view.key, run.reader.person.id, run.reader.grants)
    return _seen.get(key, lambda: _read(run))


def words(run: Run) -> tuple[tuple[str, str], ...]:
    """The question of a run as a view keeps it."""
    own = {name: word for name, word in run.own.items() if name in OWN and name not in PASSING and word}
    filtered = {name: word for name, word in run.context.query.items() if name != "lang"}
    return tuple(sorted({**filtered, **own}.items()))


def _read(run: Run) -> tuple[SavedView, ...]:
    try:
        found = SavedViews(data.engine(), data.county()).seen(run.reader.actor)
    except SQLAlchemyError:
        logger.exception("saved views could not be read")
        return ()
    return tuple(one for one in found if one.page in PAGES)


def _current(run: Run) -> SavedView | None:
    here = words(run)
    return next((one for one in seen(run) if one.page == run.page and one.words == here), None)


def _menu(run: Run) -> None:
    telling.outcome()
    views, owner, current = seen(run), run.reader.person.id, _current(run)
    st.html(drawn.menu(run.context, views, owner, current.id if current else ""))
    if current is None:
        _keeping(run)
    if own := {one.id: one for one in views if one.owner == owner}:
        _changing(run, own, current)


def _keeping(run: Run) -> None:
    t = run.t
    st.html(f'<h4 class="w-views">{e(t("Keep this view"))}</h4>')
    st.text_input(t("Name of the view"), key="view_name", max_chars=NAME)
    if run.reader.may(Right.SHARE_VIEWS):
        _role(run, "view_role")
    st.button(t("Keep"), key="view_keep", type="primary", on_click=_keep)


def _changing(run: Run, own: dict[str, SavedView], current: SavedView | None) -> None:
    t = run.t
    with st.expander(t("Rename, share or forget"), key="view_change"):
        first = list(own).index(current.id) if current and current.id in own else 0
        chosen = st.selectbox(
            t("Which view"), list(own), first, key="view_chosen", format_func=lambda one: own[one].name
        )
        if chosen not in own:
            return
        st.text_input(t("New name"), key="view_new_name", max_chars=NAME, placeholder=own[chosen].name)
        st.button(t("Rename"), key="view_rename", on_click=_rename, args=(own[chosen],))
        if run.reader.may(Right.SHARE_VIEWS):
            _role(run, f"view_role_of_{chosen}", own[chosen].shared)
            st.button(t("Share as chosen"), key="view_share", on_click=_share, args=(own[chosen],))
        st.button(t("Forget the view"), key="view_forget", on_click=_forget, args=(own[chosen],))


def _role(run: Run, key: str, now: str = "") -> None:
    offered = drawn.roles(run.t, SHARED_WITH)
    options = list(offered)
    st.selectbox(
        run.t("Who sees it"), options, options.index(now) if now in options else 0, key=key,
        format_func=lambda code: offered[code],
    )  # fmt: skip


def _done(step: Callable[[SavedViews], object], said: str) -> None:
    def taken() -> Outcome:
        step(SavedViews(data.engine(), data.county()))
        return Outcome(said)

    if telling.tell(taken, drawn.why):
        for name in ("view_name", "view_new_name"):
            st.session_state[name] = ""  # a field keeps what it shows when its key is only forgotten
    st.session_state[CHANGED] = True  # the ledger has another revision: the whole page is drawn anew


def _keep() -> None:
    run, state = session.current(), st.session_state
    made = SavedView("", state.get("view_name", ""), run.page, words(run), shared=state.get("view_role") or "")
    _done(lambda door: door.keep(made, officer.actor()), run.t("The view is kept."))


def _rename(view: SavedView) -> None:
    name = st.session_state.get("view_new_name", "")
    said = session.current().t("The view has its new name.")
    _done(lambda door: door.rename(view.id, name, officer.actor(), view.version), said)


def _share(view: SavedView) -> None:
    role = st.session_state.get(f"view_role_of_{view.id}") or ""
    t = session.current().t
    said = t("The view is shared.") if role else t("The view is yours alone.")
    _done(lambda door: door.share(view.id, role, officer.actor(), view.version), said)


def _forget(view: SavedView) -> None:
    said = session.current().t("The view is forgotten.")
    _done(lambda door: door.forget(view.id, officer.actor()), said)

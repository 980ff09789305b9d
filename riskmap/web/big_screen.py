"""The big screen: live blocks in one fragment that looks every few seconds, a map that is mounted once and for all.

Several pages may be shown in turn: all of their blocks are sent, a script shows one of them. Nothing is mounted anew,
nor when the office shows another page for a while (riskmap.web.presenting).
"""

import logging
from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd
import streamlit as st
from sqlalchemy.exc import SQLAlchemyError

from riskmap.domain.columns import to_day
from riskmap.domain.hazard import Hazard
from riskmap.domain.presenting import Presented
from riskmap.i18n import Translator
from riskmap.ledger.errors import LedgerError
from riskmap.metrics import changes
from riskmap.metrics.frame import Ints
from riskmap.metrics.index import Memory
from riskmap.metrics.matrix import matrix
from riskmap.metrics.truth import truth
from riskmap.views.html import overview, trouble
from riskmap.views.html.markup import e
from riskmap.views.html.wall import chart, foot, listed, lists, numbers, presented, ranks, rates, top
from riskmap.views.html.wall.base import Change, Wall, silent
from riskmap.views.html.wall.choice import MAIN, Choice, choose
from riskmap.web import cache, data, identity, map_data, map_places, presenting, session, standing
from riskmap.web.session import Run

logger = logging.getLogger("riskmap.web")
PAGE, LAST = "big_screen", "_wall_last"  # LAST: what this screen was sent last
TROUBLE = (SQLAlchemyError, LedgerError, data.Silent, OSError, ValueError, LookupError)  # database, file, a row amiss
MAP = '<div class="wa-canvas" id="wall-map"></div>'
Blocks = tuple[str, ...]
_walls = Memory(16)


def show() -> None:
    """Draw the wall of the present run: the map's place first, which no refresh touches, then the live blocks."""
    with st.container(key="wall"):
        run = session.current()
        if MAIN in choose(run.own).pages or _kiosk(run):  # a kiosk may be shown its main page at any time
            st.html(MAP)
        st.fragment(_live, run_every=data.settings().wall_seconds)()


def _live() -> None:
    """Blocks of the newest state. The same state gives the same bytes, so the browser leaves what it shows alone."""
    try:
        blocks = st.session_state[LAST] = _blocks()
    except identity.SignedOut:
        st.rerun()  # the whole page leads to the door
    except TROUBLE:  # a wall is never wiped: its last picture stays, and without a new beat it says of when it is
        logger.exception("the wall could not be drawn")
        blocks = st.session_state.get(LAST) or (silent(Translator(session.language())),)
    for html in blocks:  # all are ready before the first is sent: a wall appears at once
        st.html(html)


def _blocks() -> Blocks:
    """The head, the blocks of every page that is shown, and the beat that tells of this look at the ledger."""
    run, shown = _asked()
    choice = presenting.chosen(choose(run.own), shown)
    if run.problem is not None:
        blocks: Blocks = (top.trouble(run.context, trouble.said(run.t, run.problem).replace("\\", "")),)
    else:
        blocks = tuple(html for page in choice.drawn for html in _page(run, choice, page))
    return (_head(run, choice, shown), *blocks, f'<i id="wall-beat" data-at="{data.now():%H%M%S}"></i>')


def _asked() -> tuple[Run, Presented | None]:
    """The question of the wall, with the filter that the office shows; its own where that filter cannot be used here.

    A desk is nobody's to drive: only kiosks follow.
    """
    run = session.begin(PAGE)
    shown = presenting.now() if _kiosk(run) else None
    if instead := presenting.filtered(shown):
        told = session.begin(PAGE, instead)
        run = session.begin(PAGE) if told.problem is not None and run.problem is None else told
    return run, shown


def _page(run: Run, choice: Choice, page: str) -> Blocks:
    """The blocks of a page, made once for everybody who asks the same; in full again while the database is silent."""

    def make(told: Blocks) -> Blocks:
        last = foot.foot(_wall(run), run.own, page, choice.pages)
        return tuple(f'<div class="wa-page" data-page="{e(page)}">{html}</div>' for html in (*told, last))

    try:
        also = (tuple(run.own.items()), choice.pages)
        return cache.blocks(run, f"wall {page}", lambda: make(PAGES[page](run, choice)), *also)
    except data.Silent:
        return make(_listed_of(run, {}))


def _kiosk(run: Run) -> bool:
    return run.reader.device or run.own.get("kiosk") == "1"


def _head(run: Run, choice: Choice, shown: Presented | None) -> str:
    settings, county = data.settings(), data.county()
    beat = top.Beat(settings.wall_seconds, f"{settings.wall_reload:%H:%M}", county.time_zone)
    revision = f"{run.view.snapshot.revision} {run.today.isoformat()}"
    focus = presented.focus(_wall(run), shown) if shown is not None and run.problem is None else None
    townships = run.where.township or tuple(sorted(map_places.own_townships() or ()))
    return top.head(run.context, standing.of(run), beat, revision, top.State(choice, shown, focus, townships))


def _main(run: Run, _: Choice) -> Blocks:
    wall = _wall(run)
    shapes = map_data.county_shapes()
    over = chart.over(wall, data.county().label(run.lang), real=shapes.real or not shapes.townships)
    left = f'<div class="wa-ranks">{ranks.table(wall, "township")}{ranks.table(wall, "group")}</div>'
    right = f'<div class="wa-side">{lists.majors(wall)}{lists.warnings(wall)}{lists.trend(wall)}</div>'
    return numbers.row(wall), left, over, right


def _rates(run: Run, choice: Choice) -> Blocks:
    return (rates.page(_wall(run), matrix(run.view.index, run.where), choice),)


def _listed(run: Run, _: Choice) -> Blocks:
    scene = _wall(run).figures.scene
    ids = scene.frame["id"].iloc[listed.rows(scene)[: listed.MOST]]
    return _listed_of(run, {one.id: one for one in data.hazards(map(str, ids))})


def _listed_of(run: Run, hazards: Mapping[str, Hazard]) -> Blocks:
    wall = _wall(run)
    return (listed.page(wall, listed.rows(wall.figures.scene), hazards),)


PAGES: Mapping[str, Callable[[Run, Choice], Blocks]] = {"main": _main, "rates": _rates, "listed": _listed}


def _wall(run: Run) -> Wall:
    """What the pages tell, made once a revision for all of them."""
    return _walls.get((*run.key, _kiosk(run)), lambda: _figures(run))


def _figures(run: Run) -> Wall:
    """The figures of the overview page, and what the wall tells besides."""
    index, where = run.view.index, run.where
    today = changes.majors_of_day(index, where)
    frame = index.at(to_day(where.as_of))
    return Wall(
        context=run.context,
        figures=overview.figures(index, where, map_data.picture(where, run.view).scene),
        pending_late=truth(index, where).pending_late.n,
        new=_named(run, frame, today.new),
        closed=_named(run, frame, today.closed),
        links=not _kiosk(run),
    )


def _named(run: Run, frame: pd.DataFrame, rows: Ints) -> tuple[Change, ...]:
    some = frame.iloc[np.asarray(rows)]
    return tuple(
        Change(run.label("township", str(township)), str(enterprise or place))
        for township, enterprise, place in zip(some["township"], some["enterprise"], some["place"], strict=True)
    )

"""The big screen: live blocks in one fragment that looks every few seconds, a map that is mounted once and for all."""

import numpy as np
import pandas as pd
import streamlit as st

from riskmap.domain.columns import to_day
from riskmap.metrics import changes
from riskmap.metrics.frame import Ints
from riskmap.metrics.truth import truth
from riskmap.views.html import overview, trouble
from riskmap.views.html.wall import chart, lists, numbers, ranks, top
from riskmap.views.html.wall.base import Change, Wall
from riskmap.web import cache, data, identity, map_data, session, standing
from riskmap.web.session import Run

PAGE = "big_screen"
MAP = '<div class="wa-canvas" id="wall-map"></div>'


def show() -> None:
    """Draw the wall of the present run: the map's place first, which no refresh touches, then the live blocks."""
    with st.container(key="wall"):
        st.html(MAP)
        st.fragment(_live, run_every=data.settings().wall_seconds)()


def _live() -> None:
    """Blocks of the newest state. The same state gives the same bytes, so the browser leaves what it shows alone."""
    try:
        run = session.begin(PAGE)
    except identity.SignedOut:
        st.rerun()  # the whole page leads to the door
    blocks: tuple[str, ...]
    if run.problem is not None:
        blocks = (top.trouble(run.context, trouble.said(run.t, run.problem).replace("\\", "")),)
    else:
        blocks = cache.blocks(run, "wall", lambda: _blocks(run), tuple(run.own.items()))
    for html in (_head(run), *blocks):  # all are ready before the first is sent: a wall appears at once
        st.html(html)
    st.html(f'<i id="wall-beat" data-at="{data.now():%H%M%S}"></i>')


def _kiosk(run: Run) -> bool:
    return run.reader.device or run.own.get("kiosk") == "1"


def _head(run: Run) -> str:
    settings, county = data.settings(), data.county()
    beat = top.Beat(settings.wall_seconds, f"{settings.wall_reload:%H:%M}", county.time_zone)
    revision = f"{run.view.snapshot.revision} {run.today.isoformat()}"
    return top.head(run.context, standing.of(run), beat, revision, run.own)


def _blocks(run: Run) -> tuple[str, ...]:
    wall = _wall(run)
    shapes = map_data.county_shapes()
    over = chart.over(wall, data.county().label(run.lang), real=shapes.real or not shapes.townships)
    foot = top.foot(wall, run.own)
    left = f'<div class="wa-ranks">{ranks.table(wall, "township")}{ranks.table(wall, "group")}</div>'
    right = f'<div class="wa-side">{lists.majors(wall)}{lists.warnings(wall)}{lists.trend(wall)}</div>'
    return numbers.row(wall), left, over, right, foot


def _wall(run: Run) -> Wall:
    """The figures of the overview page, and what the wall tells besides."""
    index, where = run.view.index, run.where
    today = changes.majors_of_day(index, where)
    frame = index.at(to_day(where.as_of))
    return Wall(
        context=run.context,
        figures=overview.figures(index, where, map_data.picture(where).scene),
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

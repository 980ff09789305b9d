"""The part "duration" of the analysis: how long it takes, how old the stock is, where in the loop time is lost."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from riskmap.metrics import durations, stages, stock
from riskmap.metrics.durations import CLOSED, EVENTS, RECTIFIED
from riskmap.metrics.index import Memory
from riskmap.views import charts, charts_analysis
from riskmap.views.html import analysis_duration as blocks
from riskmap.views.html import tables
from riskmap.web import cache
from riskmap.web.session import Run

Drawn = tuple[str, Any]  # head of a card with its table view, and its figure (None where there is nothing to draw)
_figures = Memory(64)


def draw(run: Run) -> None:
    """Draw the part for the question of a run."""
    for column, name in zip(st.columns(3, gap="small"), ("rectify", "close", "age"), strict=True):
        chart(run, column, name, _MAKERS[name])
    left, right = st.columns([1, 1.85], gap="small")
    chart(run, left, "desks", _desks)
    right.html(cache.html(run, "analysis.stages", lambda: blocks.stages(run.context, _stages(run))))
    for column, name in zip(st.columns(2, gap="small"), ("sector", "township"), strict=True):
        chart(run, column, f"by_{name}", _MAKERS[f"by_{name}"])
    st.html(cache.html(run, "analysis.duration.note", lambda: blocks.note(run.context)))


def chart(run: Run, column: Any, name: str, make: Callable[[Run], Drawn]) -> None:
    """A card with a head and a figure, made once for everyone who asks the same question."""
    head, figure = _figures.get(("analysis", name, *run.key), lambda: make(run))
    with column.container(key=f"analysis_card_{name}", height="stretch"):
        st.html(head)
        if figure is not None:
            st.plotly_chart(figure, theme=None, height="stretch", config=charts.CONFIG, key=f"analysis_chart_{name}")


def _curve(run: Run, event: str) -> Drawn:
    curves = durations.graded(run.view.index, run.where, event)
    figure = charts_analysis.durations(curves, run.t) if curves["all"].items else None
    return blocks.curve(run.context, curves, event), figure


def _age(run: Run) -> Drawn:
    found = stock.ages(run.view.index, run.where)
    return tables.ages(run.context, found), charts.ages(found, run.t) if len(found.rows) else None


def _stages(run: Run) -> tuple[stages.Stage, ...]:
    return stages.stages(run.view.index, run.where)


def _desks(run: Run) -> Drawn:
    bars = blocks.stage_bars(run.context, _stages(run))
    return blocks.stage_head(run.context, _stages(run)), charts_analysis.bars(bars) if bars else None


def _by(run: Run, dim: str) -> Drawn:
    found = {event: durations.by_unit(run.view.index, run.where, event, dim) for event in EVENTS}
    named = [(run.label(dim, one.code), one.curve) for one in found[RECTIFIED]]
    return blocks.units(run.context, dim, found), charts_analysis.medians(named, run.t) if named else None


_MAKERS: dict[str, Callable[[Run], Drawn]] = {
    "rectify": lambda run: _curve(run, RECTIFIED),
    "close": lambda run: _curve(run, CLOSED),
    "age": _age,
    "by_sector": lambda run: _by(run, blocks.dims(run.where)[0]),
    "by_township": lambda run: _by(run, "township"),
}

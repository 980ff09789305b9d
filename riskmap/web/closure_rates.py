"""The page of closure rates."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from riskmap.metrics import drill, durations, stock, trend
from riskmap.metrics.bridge import bridge
from riskmap.metrics.index import Memory
from riskmap.metrics.truth import truth
from riskmap.views import charts
from riskmap.views.html import honesty, overview, rates, tables, top
from riskmap.views.html.markup import card, empty
from riskmap.web import cache, data, paper_numbers, session, taking
from riskmap.web.session import Run

_figures = Memory(64)
CHARTS = ("trend", "curve", "ages")


def show() -> None:
    """Draw the page of the present run."""
    run = session.current()
    upper = cache.html(run, "rates.upper", lambda: _upper(run))
    st.html(upper)
    if not run.view.index.mask(run.where).any():
        return
    left, *right = st.columns([1.62, 1, 1, 1], gap="small")
    with left.container(key="towns", height="stretch"):
        st.html(cache.html(run, "rates.townships", lambda: rates.townships(run.context, _rates(run))))
    for column, name in zip(right, CHARTS, strict=True):
        _chart(run, column, name)
    st.html(cache.html(run, "rates.lower", lambda: _lower(run)))


def _chart(run: Run, column: Any, name: str) -> None:
    head, figure = drawn(run, name)
    with column.container(key=name, height="stretch"):
        st.html(head)
        if figure is not None:
            st.plotly_chart(figure, theme=None, height="stretch", config=charts.CONFIG, key=f"chart_{name}")


def drawn(run: Run, name: str) -> tuple[str, Any]:
    """Head of a chart's card with its table view, and its figure (None where there is nothing to draw)."""
    makers: Mapping[str, Callable[[Run], tuple[str, Any]]] = {"trend": _trend, "curve": _curve, "ages": _ages}
    return _figures.get(("chart", name, *run.key), lambda: makers[name](run))


def _rates(run: Run) -> rates.Figures:
    return _figures.get(("rates", *run.key), lambda: rates.figures(run.view.index, run.where))


def _upper(run: Run) -> str:
    if not run.view.index.mask(run.where).any():
        return card("", empty(*overview.nothing(run.context, "closure_rates")))
    found, context = _rates(run), run.context
    group_of = {code: data.county().sectors.group_of(code) for code in run.view.index.dim("sector")[1]}
    body = f'<div class="w-grid w-rates">{rates.sectors(context, found, group_of)}{rates.matrix(context, found)}</div>'
    return f'{rates.strip(context, found, taken=taking.said(run))}<div style="height:12px"></div>{body}'


def _lower(run: Run) -> str:
    index, where, context = run.view.index, run.where, run.context
    one = honesty.bridge(context, bridge(index, where))
    twice = int(drill.rows(index, where, drill.PAPER_TWICE).sum())
    two = honesty.truth(context, truth(index, where), _rates(run).counts, twice)
    shared = paper_numbers.listed(run)
    listed = f'<div class="w-block">{shared}</div>' if shared else ""
    return f'<div class="w-grid w-pair w-honest">{one}{two}</div>{listed}{top.foot(context)}'


def _trend(run: Run) -> tuple[str, Any]:
    weeks = trend.weekly(run.view.index, run.where.as_of, run.where.from_, run.where)
    dates = [run.t.date(day, "short") for day in weeks["as_of"]]
    head = tables.trend(run.context, weeks)
    return head, charts.trend(weeks, run.t, dates) if weeks["due_rate"].notna().any() else None


def _curve(run: Run) -> tuple[str, Any]:
    curves = durations.closing(run.view.index, run.where)
    figure = charts.closing(curves, run.t) if any(curve.items for curve in curves.values()) else None
    return tables.curve(run.context, curves), figure


def _ages(run: Run) -> tuple[str, Any]:
    found = stock.ages(run.view.index, run.where)
    return tables.ages(run.context, found), charts.ages(found, run.t) if len(found.rows) else None

"""The part "time" of the analysis: stock and flow by week or month, rates as of each end, what explains them."""

from typing import Any, Final

import streamlit as st

from riskmap.domain.annotations import Annotation, shipped, shown
from riskmap.metrics import timeline
from riskmap.metrics.index import Memory
from riskmap.metrics.timeline import LENGTHS, Line
from riskmap.views import charts_time
from riskmap.views.html import analysis_time, annotations
from riskmap.views.html.analysis_time import TimeChoice, choice
from riskmap.web import annotating, cache, telling
from riskmap.web.session import Run

CHARTS: Final = ("time_rates", "time_flows", "time_stock")
_figures = Memory(48)


def draw(run: Run) -> None:
    """Draw the part for the question of a run."""
    chosen = choice(run.own)
    telling.outcome()
    st.html(cache.html(run, "time.bar", lambda: _bar(run, chosen), chosen))
    annotating.draw(run)
    for column, name in zip(st.columns([1.25, 1.25, 1], gap="small"), CHARTS, strict=True):
        _chart(run, column, name, chosen)
    st.html(cache.html(run, "time.table", lambda: _table(run, chosen), chosen, known(run, chosen)))


def _bar(run: Run, chosen: TimeChoice) -> str:
    return analysis_time.bar(run.context, chosen)


def lines(run: Run, chosen: TimeChoice) -> tuple[Line, ...]:
    """The periods of a run, oldest first."""
    return timeline.timeline(run.view.index, run.where, chosen.every, LENGTHS[chosen.every])


def known(run: Run, chosen: TimeChoice) -> tuple[Annotation, ...]:
    """What is annotated in the periods of a run, as far as its reader may see."""
    first = timeline.lately(chosen.every, run.where.as_of, LENGTHS[chosen.every])[0].start
    found = (*shipped(run.lang), *annotating.entered(run))
    return shown(found, [grant.role for grant in run.reader.grants], first, run.where.as_of)


def _chart(run: Run, column: Any, name: str, chosen: TimeChoice) -> None:
    seen = known(run, chosen)
    head, figure = _figures.get((name, chosen, seen, *run.key), lambda: _drawn(run, name, chosen, seen))
    with column.container(key=name, height="stretch"):
        st.html(head)
        st.plotly_chart(figure, theme=None, height="stretch", config=charts_time.CONFIG, key=f"chart_{name}")


def _drawn(run: Run, name: str, chosen: TimeChoice, seen: tuple[Annotation, ...]) -> tuple[str, Any]:
    found = lines(run, chosen)
    names, bands = analysis_time.names_of(run.context, found), charts_time.bands(found, seen)
    head = analysis_time.head(run.context, name, found, chosen)
    if name == "time_rates":
        return head, charts_time.rates(found, chosen.rate, run.t, names, bands)
    if name == "time_flows":
        return head, charts_time.flows(found, run.t, names, bands)
    return head, charts_time.stock(found, run.t, names)


def _table(run: Run, chosen: TimeChoice) -> str:
    """All periods, two of them side by side, and the list of annotations."""
    found, index, where, context = lines(run, chosen), run.view.index, run.where, run.context
    period = timeline.named(chosen.every, chosen.point, where.as_of) or found[-1].now.period
    now = timeline.line(index, where, period).now
    other = timeline.beside(index, where, period, chosen.than)
    pair = analysis_time.compared(context, now, other, found, chosen)
    pair += annotations.annotations(context, known(run, chosen))
    return (
        f'<div class="w-block">{analysis_time.periods(context, found, chosen)}</div>'
        f'<div class="w-grid w-pair w-block">{pair}</div>'
    )

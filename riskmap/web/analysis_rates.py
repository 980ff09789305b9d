"""The part "rates" of the analysis: how high, by what, crossed with what, and is it true."""

import streamlit as st

from riskmap.domain.codes import Grade
from riskmap.metrics import breakdown, drill, own_work
from riskmap.metrics.breakdown import Breakdown
from riskmap.metrics.bridge import bridge
from riskmap.metrics.counts import cells, total
from riskmap.metrics.matrix import matrix
from riskmap.metrics.measures import COLUMNS
from riskmap.metrics.truth import truth
from riskmap.views.html import analysis_matrix, analysis_rates, honesty
from riskmap.views.html.analysis_choice import Choice, bar, choice
from riskmap.views.html.analysis_rates import Row
from riskmap.web import cache
from riskmap.web.session import Run


def draw(run: Run) -> None:
    """Draw the part for the question of a run."""
    chosen = choice(run.own)
    st.html(cache.html(run, "analysis.rates", lambda: _page(run, chosen), chosen))


def _page(run: Run, chosen: Choice) -> str:
    context = run.context
    blocks = [analysis_rates.five(context, _rows(run)), bar(context, chosen), *_dimension(run, chosen), _true(run)]
    return "".join(f'<div class="w-block">{block}</div>' for block in blocks)


def _rows(run: Run) -> list[Row]:
    """The whole and its parts: general ones that others found, self-found general ones, major ones."""
    index, where, t = run.view.index, run.where, run.t
    days = (where.as_of, where.from_)
    labels, numbers = cells(index, *days, ("grade",), where, only=drill.part(index, where, "sector"))
    lines = (dict(zip(COLUMNS, row, strict=True)) for row in numbers.tolist())
    grades = dict(zip(labels["grade"], lines, strict=True))
    rows: list[Row] = [(run.context.whole, total(index, *days, where), "", {})]
    if general := grades.get(Grade.GENERAL):
        rows.append((t("General, found by others"), general, "sector", {"grade": ("general",)}))
    alone = total(index, *days, where, only=drill.part(index, where, "self_found"))
    if any(alone.values()):
        rows.append((t("General, self-found"), alone, "self_found", {}))
    if major := grades.get(Grade.MAJOR):
        rows.append((t("Major"), major, "", {"grade": ("major",)}))
    return rows


def _dimension(run: Run, chosen: Choice) -> list[str]:
    """The table of the dimension, the matrix, and what makes the lines true."""
    index, where, context = run.view.index, run.where, run.context
    found: Breakdown | None = None
    if chosen.by != breakdown.DEPARTMENT:
        found = breakdown.breakdown(index, where, chosen.by)
    if chosen.of_departments:
        work = own_work.table(index, where)
        other = chosen.across if chosen.by == breakdown.DEPARTMENT else chosen.by
        crossed = breakdown.work(index, where, other)
        blocks = [
            analysis_matrix.departments(context, work, chosen),
            analysis_matrix.work_matrix(context, index, crossed, work, chosen),
        ]
    else:
        assert found is not None
        crossed_rate = matrix(index, where, chosen.by, chosen.across)
        blocks = [analysis_rates.lines(context, found, chosen), analysis_matrix.matrix(context, crossed_rate, chosen)]
    if found is not None:
        pair = analysis_rates.checks(context, found) + analysis_rates.steps(context, found)
        blocks.append(f'<div class="w-grid w-pair">{pair}</div>')
    return blocks


def _true(run: Run) -> str:
    """What stands beside every rate: the two ways of counting, and the checks."""
    index, where, context = run.view.index, run.where, run.context
    counts = total(index, where.as_of, where.from_, where)
    one = honesty.bridge(context, bridge(index, where))
    twice = int(drill.rows(index, where, drill.PAPER_TWICE).sum())
    two = honesty.truth(context, truth(index, where), counts, twice)
    return f'<div class="w-grid w-pair w-honest">{one}{two}</div>'

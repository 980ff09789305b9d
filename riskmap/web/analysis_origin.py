"""The part "origin" of the analysis: where hazards come from, what comes again, what stands out."""

from functools import partial

import streamlit as st

from riskmap.metrics import covered, origin, repeats, standing_out
from riskmap.metrics.counts import total
from riskmap.metrics.index import Memory
from riskmap.metrics.origin import PARETOS
from riskmap.metrics.rates import RATES
from riskmap.views import charts_analysis
from riskmap.views.html import analysis_duration
from riskmap.views.html import analysis_origin as blocks
from riskmap.web import cache, data
from riskmap.web.analysis_duration import Drawn, chart
from riskmap.web.session import Run

_texts = standing_out.Texts(standing_out.tagged)
_private = Memory(4)


def draw(run: Run) -> None:
    """Draw the part for the question of a run."""
    st.html(cache.html(run, "analysis.origin", lambda: _upper(run)))
    for column, kind in zip(st.columns(len(PARETOS), gap="small"), PARETOS, strict=True):
        chart(run, column, kind, partial(_pareto, kind=kind))
    st.html(cache.html(run, "analysis.origin.lower", lambda: _lower(run)))


def prepare(view: data.View) -> None:
    """Cut the descriptions of a ledger into words before anybody asks: a second at 10^5, and only new ones later."""
    standing_out.prepared(view.index, _texts)


def _upper(run: Run) -> str:
    index, where = run.view.index, run.where
    on_time = RATES["on_time_rate"].parts(total(index, where.as_of, where.from_, where))
    return blocks.strip(run.context, origin.origin(index, where), repeats.repeats(index, where), on_time)


def _pareto(run: Run, kind: str) -> Drawn:
    found = origin.pareto(run.view.index, run.where, kind)
    bars = blocks.pareto_bars(run.context, found)
    return blocks.pareto(run.context, found), charts_analysis.bars(bars) if bars else None


def _lower(run: Run) -> str:
    index, where, context, snapshot = run.view.index, run.where, run.context, run.view.snapshot
    found = origin.origin(index, where)
    towns = covered.covered(index, where, snapshot.inspections, snapshot.enterprises)
    stand = standing_out.standing_out(index, where, _texts, private())
    categories = origin.pareto(index, where, origin.CATEGORY)
    again = blocks.repeats(context, repeats.repeats(index, where), len(categories.bars) + categories.other_values)
    first = again + blocks.coverage(context, towns) + blocks.sources(context, found)
    second = blocks.words(context, stand) + blocks.five(context, found.five, found.majors)
    second += blocks.money(context, found.amounts)
    rows = "".join(f'<div class="w-grid w-three">{three}</div>' for three in (first, second))
    return f'<div class="w-grid">{rows}</div>{analysis_duration.note(context)}'


def private() -> standing_out.Private:
    """What no word may tell: persons and enterprises of the whole ledger, also those beyond what the reader sees."""
    whole = data.whole()
    return _private.get(whole.key, lambda: _made_private(whole))


def _made_private(whole: data.View) -> standing_out.Private:
    snapshot, regions = whole.snapshot, data.county().regions
    hazards, firms = snapshot.hazards, snapshot.enterprises
    people = standing_out.persons([
        hazards["responsible_person"], hazards["regulator_person"], hazards["inspectors"], snapshot.posts["person"],
        firms["principal"], firms["safety_person"], firms["leader"], snapshot.inspections["inspectors"],
    ])  # fmt: skip
    names = {str(name) for column in (firms["name"], firms["short"], hazards["enterprise"]) for name in column.unique()}
    return standing_out.Private(
        people, tuple(sorted(names - {""})), tuple(word for one in regions.townships for word in one.words)
    )

"""The part "rates" of the analysis: how high, by what, and is it true."""

import streamlit as st

from riskmap.metrics.bridge import bridge
from riskmap.metrics.counts import total
from riskmap.metrics.truth import truth
from riskmap.views.html import honesty
from riskmap.web import cache
from riskmap.web.session import Run


def draw(run: Run) -> None:
    """Draw the part for the question of a run."""
    st.html(cache.html(run, "analysis.true", lambda: _true(run)))


def _true(run: Run) -> str:
    """What stands beside every rate: the two ways of counting, and the checks."""
    index, where, context = run.view.index, run.where, run.context
    counts = total(index, where.as_of, where.from_, where)
    one = honesty.bridge(context, bridge(index, where))
    return f'<div class="w-grid w-pair">{one}{honesty.truth(context, truth(index, where), counts)}</div>'

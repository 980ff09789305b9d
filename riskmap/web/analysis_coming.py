"""The part "coming" of the analysis: what falls due, what will be crossed off, and which enterprises to check first."""

from typing import Any

import streamlit as st

from riskmap.domain.roles import Role
from riskmap.metrics.check_first import check_first
from riskmap.metrics.due_calendar import calendar
from riskmap.metrics.expected import expected
from riskmap.metrics.hindsight import hindsight
from riskmap.metrics.index import Memory
from riskmap.views import charts, coming_chart
from riskmap.views.check_first import places_of
from riskmap.views.html import check_first as listed
from riskmap.views.html import coming, exporting
from riskmap.web import cache, taking
from riskmap.web.session import Run

_figures = Memory(64)
EXPORT = "/api/v1/export/check_first"
FORMS = {"xlsx": "Export Excel", "csv": "Export CSV"}


def draw(run: Run) -> None:
    """Draw the part for the question of a run."""
    upper, left = cache.blocks(run, "coming.upper", lambda: _upper(run))
    st.html(upper)
    one, two = st.columns([1.5, 1], gap="small")
    one.html(left)
    head, figure = _figures.get(("expected", *run.key), lambda: _expected(run))
    with two.container(key="expected", height="stretch"):
        st.html(head)
        if figure is not None:
            st.plotly_chart(figure, theme=None, height="stretch", config=charts.CONFIG, key="chart_expected")
    if _plans(run):
        st.html(cache.html(run, "coming.first", lambda: _first(run)))


def _plans(run: Run) -> bool:
    """Whether a reader is more than an enterprise: who is to be visited first is not told to the visited."""
    return any(grant.role is not Role.ENTERPRISE for grant in run.reader.grants)


def _upper(run: Run) -> tuple[str, str]:
    found, foretold = calendar(run.view.index, run.where), expected(run.view.index, run.where)
    return coming.strip(run.context, found, foretold), coming.calendar(run.context, found)


def _expected(run: Run) -> tuple[str, Any]:
    found = expected(run.view.index, run.where)
    return coming.expected(run.context, found), coming_chart.expected(found, run.t) if found else None


def _first(run: Run) -> str:
    index, where, context = run.view.index, run.where, run.context
    left_ = taking.left(run, lambda view: len(check_first(view.index, where)))
    told = "" if left_ is None else run.t("Only the part of your roles that may export is taken out: {n} enterprises.",
                                          n=run.t.number(left_))  # fmt: skip
    form = "" if left_ == 0 else exporting.form(run.t, EXPORT, context.query, FORMS, told)
    places = {
        firm: " · ".join(run.label(kind, code) for kind, code in zip(("township", "sector"), codes, strict=False))
        for firm, codes in places_of(run.view.snapshot.enterprises).items()
    }
    left = listed.listed(context, check_first(index, where), places, form, whole=left_ is None)
    right = f"{listed.looked_back(context, hindsight(index, where))}{listed.points(context)}"
    return f'<div class="w-grid w-coming">{left}<div class="w-stack">{right}</div></div>'

"""The page of the yearly assessment: worked out when it is asked for, kept as it was, never live."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from itertools import count
from typing import Final

import streamlit as st

from riskmap.domain.assessment import Scheme, Unit
from riskmap.domain.people import Grant
from riskmap.domain.roles import Right
from riskmap.metrics.forms import PeriodError
from riskmap.views import assessment as words
from riskmap.views.html import assessment as drawn
from riskmap.views.html import assessment_scheme as read
from riskmap.views.html.context import Context
from riskmap.views.html.markup import card, empty
from riskmap.web import assessment_data, assessment_scheme, assessment_trial, cache, session
from riskmap.web.assessment_data import Made
from riskmap.web.filterbar import plain
from riskmap.web.session import Run

KEPT: Final = "assess_kept"
SHEET, SCHEME = "sheet", "scheme"
VIEWS: Final = {SHEET: "assess|Sheet", SCHEME: "assess|Scheme"}
BACK: Final = 3  # years to choose from
_tokens = count(1)


@dataclass(frozen=True, slots=True)
class Kept:
    """A sheet as this session asked for it; nobody else reads it. `token`: its number in this process."""

    made: Made
    half: int
    as_of: date | None
    grants: tuple[Grant, ...]
    token: int


def show() -> None:
    """Draw the question, then the sheet that was asked for, or the scheme."""
    run = session.current()
    st.html(drawn.narrow(run.context))
    with st.container(key="assess"):
        unit, year = _asked(run)
        one = assessment_data.known(run, year, unit)
        if one is None:
            st.html(card(run.t("Assessment"), empty(run.t("There is no scheme for this year and kind of unit."))))
        elif st.session_state.get("assess_view") == SCHEME:
            assessment_scheme.show(run, one)
        else:
            _sheet(run, one)


def _asked(run: Run) -> tuple[Unit, int]:
    """The question: whom, which year, which part of it, as of which day."""
    t, state = run.t, st.session_state
    open_to = [unit for unit in Unit if assessment_data.units(run.reader, unit)]
    state.setdefault("assess_view", SHEET)
    years = [run.today.year - back for back in range(BACK)]
    with st.container(key="assess_bar", horizontal=True, vertical_alignment="bottom"):
        word: Callable[[Unit], str] = lambda one: t(words.UNITS[one])  # noqa: E731
        st.segmented_control(t("assess|Whom"), open_to, key="assess_unit", default=open_to[0], format_func=word,
                             required=True)  # fmt: skip
        st.selectbox(t("assess|Year"), years, key="assess_year", width=110)
        st.segmented_control(t("assess|Period"), tuple(words.HALVES), key="assess_half", default=0, required=True,
                             format_func=lambda half: t(words.HALVES[half]))  # fmt: skip
        st.date_input(t("As of (empty: its end)"), value=None, key="assess_as_of", format="YYYY-MM-DD", width=170)
        st.button(t("Work out"), type="primary", key="assess_make", on_click=_make)
        st.segmented_control(t("assess|Show"), tuple(VIEWS), key="assess_view", required=True,
                             format_func=lambda view: t(VIEWS[view]))  # fmt: skip
        st.toggle(t("Units in fixed order"), key="assess_fixed")
    return Unit(state.get("assess_unit") or open_to[0]), int(state.get("assess_year") or years[0])


def _make() -> None:
    """Work the sheet out, in the button's callback: this is the only place where it is."""
    run, state = session.current(), st.session_state
    half, as_of = int(state.get("assess_half") or 0), state.get("assess_as_of")
    state.pop(KEPT, None)
    state.pop(assessment_trial.TRIED, None)
    one = assessment_data.scheme(int(state["assess_year"]), Unit(state["assess_unit"]))
    if one is None:
        return
    try:
        found = assessment_data.made(one, half, as_of, run.reader)
    except PeriodError:
        state["assess_problem"] = True
        return
    state["assess_view"] = SHEET
    state[KEPT] = Kept(found, half, as_of, run.reader.grants, next(_tokens))


def _sheet(run: Run, one: Scheme) -> None:
    t = run.t
    if st.session_state.pop("assess_problem", False):
        st.error(plain(t("This period has not begun, or the day lies outside it.")))
    kept = st.session_state.get(KEPT)
    if not isinstance(kept, Kept) or kept.grants != run.reader.grants or kept.made.sheet.scheme.id != one.id:
        told = lambda: f"{drawn.waiting(run.context)}{read.scheme(run.context, one, ())}"  # noqa: E731
        st.html(f'<div class="w-stack">{cache.html(run, "assessment.waiting", told, one)}</div>')
        return
    context = of_sheet(run.context, kept.made)
    fixed = bool(st.session_state.get("assess_fixed"))

    def make() -> str:
        return _drawn(run, context, kept, fixed)

    body = cache.html(run, "assessment", make, kept.token, fixed)
    if not kept.made.complete:
        st.html(body)
        return
    left, right = st.columns([3.1, 1], gap="small")
    with left:
        assessment_trial.result(run, context, kept.made)
        st.html(body)
    with right:
        assessment_trial.panel(run, kept.made, kept.token)


def _drawn(run: Run, context: Context, kept: Kept, fixed: bool) -> str:
    t, made = run.t, kept.made
    moment = t.moment(made.at)
    stated = t("Worked out {moment} from state {n} of the ledger; it does not change by itself.", moment=moment,
               n=t.number(made.revision))  # fmt: skip
    asked = {"half": str(kept.half), "as_of": kept.as_of.isoformat() if kept.as_of else "", "lang": run.lang}
    found = drawn.Found(made.sheet, made.rows, made.complete, fixed, stated)
    address = f"api/v1/assessment/{made.sheet.scheme.id}"
    return drawn.page(context, found, address, asked, takes=run.reader.may(Right.EXPORT))


def of_sheet(context: Context, made: Made) -> Context:
    """The context in whose period and day the numbers of a sheet open their rows."""
    return replace(context, where=made.sheet.where, query={"lang": context.query.get("lang", "")})

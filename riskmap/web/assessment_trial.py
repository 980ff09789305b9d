"""The side panel of an assessment (试算): other weights and targets, overdue items crossed off. Nothing is saved."""

from decimal import Decimal
from typing import Final

import streamlit as st

from riskmap.domain.assessment import Scheme, Unit, faults, named
from riskmap.metrics.assessment import Sheet
from riskmap.metrics.assessment_trial import Trial, overdue, supposed, tried
from riskmap.views import assessment as words
from riskmap.views.html import assessment as drawn
from riskmap.views.html.context import Context
from riskmap.views.html.markup import e
from riskmap.web import book, data, session
from riskmap.web.assessment_data import Made
from riskmap.web.filterbar import plain
from riskmap.web.session import Run

TRIED: Final = "assess_tried"
PROBLEM: Final = "assess_trial_problem"
FINE: Final = Decimal("0.0001")
MOST: Final = 200  # overdue items to choose from


def panel(run: Run, made: Made, token: int) -> None:
    """What may be supposed."""
    t, scheme = run.t, made.sheet.scheme
    with st.container(key="assess_trial"):
        mark = f'<b class="w-demo">{e(t("What if, not saved"))}</b>'
        st.html(f'<h3 class="w-h3">{e(t("What if"))} {mark}</h3>')
        for at, one in enumerate(scheme.indicators):
            st.html(f'<p class="w-trialled">{e(named(one, t.lang))}</p>')
            weight, target = st.columns(2, gap="small")
            weight.number_input(t("assess|Weight"), 0.0, 1000.0, float(one.weight), 1.0, "%g",
                                key=f"trial_weight_{token}_{at}")  # fmt: skip
            if one.target is not None:
                target.number_input(t("assess|Target"), 0.0, 1000.0, float(one.target), 0.01, "%g",
                                    key=f"trial_target_{token}_{at}")  # fmt: skip
        if scheme.unit is Unit.TOWNSHIP:
            _closed(run, made, token)
        st.button(t("Try"), key="trial_make", on_click=_try, args=(made, token), width="stretch")


def _closed(run: Run, made: Made, token: int) -> None:
    """Overdue items of a township that are supposed to have been crossed off."""
    t, view, sheet = run.t, data.whole(), made.sheet
    codes = [one.code for one in sheet.results]
    st.html(f'<p class="w-trialled">{e(t("If these overdue items had been crossed off"))}</p>')
    code = st.selectbox(t("Township"), codes, key=f"trial_unit_{token}", index=None, placeholder=t("choose"),
                        format_func=lambda one: run.label("township", one))  # fmt: skip
    if code:
        rows = overdue(view.index, sheet.where, code)[:MOST]
        known = book.named(view, sheet.where.as_of, rows)
        st.multiselect(t("Overdue items"), tuple(known), key=f"trial_closed_{token}_{code}",
                       placeholder=t("choose"), format_func=lambda one: known.get(one, one))  # fmt: skip


def _try(made: Made, token: int) -> None:
    state, sheet = st.session_state, made.sheet
    trial = _trial(sheet.scheme, token)
    view = data.whole()
    if view.key[1:] != made.state:  # the difference would be that of the ledger too
        state[PROBLEM] = session.current().t("The ledger was changed since this sheet; please work it out again.")
        return
    if faults(supposed(sheet.scheme, trial)):
        state[PROBLEM] = session.current().t("This cannot be tried: a weight or a target is no number above 0.")
        return
    codes = [one.code for one in sheet.results]
    state[TRIED] = (token, trial, tried(view.index, sheet.scheme, sheet.where, codes, trial))


def _trial(scheme: Scheme, token: int) -> Trial:
    state = st.session_state
    weights, targets = {}, {}
    for at, one in enumerate(scheme.indicators):
        weight, target = state.get(f"trial_weight_{token}_{at}"), state.get(f"trial_target_{token}_{at}")
        if weight is not None and _exact(weight) != one.weight:
            weights[at] = _exact(weight)
        if target is not None and _exact(target) != one.target:
            targets[at] = _exact(target)
    code = state.get(f"trial_unit_{token}")
    closed = state.get(f"trial_closed_{token}_{code}") or ()
    return Trial(weights, targets, frozenset(map(str, closed)))


def _exact(value: float) -> Decimal:
    return Decimal(str(value)).quantize(FINE).normalize()


def result(run: Run, context: Context, made: Made) -> None:
    """What the last trial changes, until another sheet is worked out."""
    if problem := st.session_state.pop(PROBLEM, ""):
        st.error(plain(problem))
    kept = st.session_state.get(TRIED)
    if kept is None:
        return
    _, trial, sheet = kept
    st.html(f'<div class="w-stack">{drawn.tried(context, made.sheet, sheet, _said(run, made.sheet, trial))}</div>')


def _said(run: Run, sheet: Sheet, trial: Trial) -> str:
    """What was supposed, in words."""
    t, lines = run.t, []
    for at, one in enumerate(sheet.scheme.indicators):
        for word, old, new in (("assess|Weight", one.weight, trial.weights.get(at)),
                               ("assess|Target", one.target or Decimal(0), trial.targets.get(at))):  # fmt: skip
            if new is not None:
                change = f"{words.number(old)} → {words.number(new)}"
                title = named(one, t.lang)
                lines.append(t("{indicator}: {what} {change}", indicator=title, what=t(word), change=change))
    after = supposed(sheet.scheme, trial).full
    if after != sheet.scheme.full:
        change = f"{words.number(sheet.scheme.full)} → {words.number(after)}"
        lines.append(t("full score {change}", change=change))
    if trial.closed:
        lines.append(t("{n} overdue items crossed off by {day}", n=len(trial.closed), day=t.date(sheet.where.as_of)))
    return t("list|; ").join(lines) or t("Nothing was supposed.")

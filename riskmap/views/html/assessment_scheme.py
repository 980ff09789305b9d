"""A scheme as it is read: indicators with weights and formulas, deductions, versions."""

from collections.abc import Sequence
from datetime import datetime

from riskmap.domain.assessment import Deduction, Indicator, Scheme, named
from riskmap.metrics.format import NOTHING
from riskmap.views import assessment as words
from riskmap.views.html.context import Context
from riskmap.views.html.markup import card, e, empty, span, table


def scheme(context: Context, one: Scheme, versions: Sequence[tuple[int, datetime, str]]) -> str:
    """The whole scheme. `versions`: number, moment in the county and person of each that was saved, newest first."""
    t = context.t
    mark = (
        span(t("Version {n}", n=one.version), "w-mu")
        if one.version
        else f'<b class="w-demo">{e(t("Sample scheme, not adopted"))}</b>'
    )
    full = t("Full score {n}, floor {floor}", n=words.number(one.full), floor=words.number(one.floor))
    body = _indicators(context, one.indicators) + _deductions(context, one.deductions)
    return card(named(one, t.lang), body + _versions(context, versions), span(full), button=mark)


def _indicators(context: Context, lines: Sequence[Indicator]) -> str:
    t = context.t
    heads = [e(t("Indicator")), ">" + e(t("assess|Weight")), ">" + e(t("assess|Target")), e(t("Formula"))]
    rows = [
        [e(named(one, t.lang)), e(words.number(one.weight)),
         e(NOTHING if one.target is None else words.number(one.target)), f"<code>{e(one.formula)}</code>"]
        for one in lines
    ]  # fmt: skip
    return table(heads, rows, "w-small")


def _deductions(context: Context, lines: Sequence[Deduction]) -> str:
    t = context.t
    if not lines:
        return empty(t("There are no deductions."))
    heads = [e(t("Deduction")), ">" + e(t("Points each")), ">" + e(t("At most")), e(t("For each item of"))]
    rows = [
        [e(named(one, t.lang)), e(words.number(one.points)), e(NOTHING if one.cap is None else words.number(one.cap)),
         f"{e(t(words.FIGURES[one.figure]))} <code>{e(one.figure)}</code>"]
        for one in lines
    ]  # fmt: skip
    return f'<div style="height:8px"></div>{table(heads, rows, "w-small")}'


def _versions(context: Context, versions: Sequence[tuple[int, datetime, str]]) -> str:
    t = context.t
    lines = [
        t("Version {n}: {moment}, {who}", n=number, moment=t.moment(at, short=True), who=who)
        for number, at, who in versions
    ]
    return f'<p class="w-hint">{e(" · ".join(lines))}</p>' if lines else ""

"""Units that the ladder proposes for an interview, for the office: each figure opens its rows; a paper may follow."""

from collections.abc import Sequence
from typing import Any

from riskmap.domain.escalation import Units
from riskmap.metrics.escalation_units import RATE, Unit, Week
from riskmap.views.html.context import Context
from riskmap.views.html.markup import card, e, link, span, table
from riskmap.views.html.parts import parts_of, percent


def proposed(context: Context, rule: Units, found: Sequence[Unit]) -> str:
    """The card of the units within the filter, in the order of the tables; "" without any."""
    t = context.t
    kept = [one for one in found if not (asked := getattr(context.where, one.by)) or one.code in asked]
    if not kept:
        return ""
    said = t(
        "due-item rate (confirmed) below {below} % at the end of each of the last {weeks} weeks, {least} items or more "
        "due, something overdue without an approved extension; the ladder proposes, nothing is called an interview "
        "until it is signed", below=rule.below, weeks=rule.weeks, least=rule.least,
    )  # fmt: skip
    rows = [[*row(context, one), _draft(context, one)] for one in kept]
    as_of = span(t("as of {day}", day=t.date(context.day)), "w-mu")
    body = f'<p class="w-hint">{e(said)}</p>{table([*heads(context, kept[0]), ">"], rows)}'
    return card(t("Proposed: formal interview of a unit"), body, as_of)


def heads(context: Context, one: Unit) -> list[str]:
    """Unit, its rate at the end of each week, its overdue items."""
    t = context.t
    ends = [t("units|Up to {day}", day=t.date(week.end)) for week in one.weeks]
    return [e(t("units|Unit")), *(">" + e(end) for end in ends), ">" + e(t("Overdue, not rectified"))]


def row(context: Context, one: Unit, **days: Any) -> list[str]:
    """A unit under these heads; `days`: from_ and as_of of its overdue items, where they are not those of the page."""
    only: dict[str, Any] = {one.by: (one.code,), **days}
    late = context.count(one.overdue, "stock_overdue", one.by, "w-n w-late w-strong", only)
    return [e(context.label(one.by, one.code)), *(_week(context, one, week) for week in one.weeks), late]


def _draft(context: Context, one: Unit) -> str:
    only: dict[str, Any] = {one.by: (one.code,)}
    return link(context.href("papers", **only), e(context.t("Draft a paper")), "w-text")


def _week(context: Context, one: Unit, week: Week) -> str:
    only = {one.by: (one.code,), "as_of": week.end, "from_": week.start}
    of = parts_of(context, RATE.name, week.counts, one.by, only)
    return f"{e(percent(context, RATE.name, week.counts))} <small>{of}</small>"

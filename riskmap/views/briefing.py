"""The words of the papers of weeks, months and quarters: names of figures and of the periods they are compared with."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from riskmap.domain.meetings import Decision
from riskmap.domain.periods import Kind, Period
from riskmap.i18n import Translator
from riskmap.metrics.briefing import Figures, Side
from riskmap.metrics.rates import RATES

NAMES: Final = {
    "stock": "week|Not crossed off", "stock_overdue": "week|Overdue, not rectified", "stock_major": "week|Major, open",
    "stock_listed": "week|Listed, not delisted", "new_in_period": "week|New", "flow.rectified": "week|Rectified",
    "flow.passed": "week|Re-inspection passed", "closed_in_period": "week|Crossed off",
    "newly_late": "week|Became overdue", "flow.extended": "week|Extended", "flow.rejected": "week|Re-inspection failed",
    "flow.recurred": "week|Recurred", "due_rate_passed": "week|Due-item rate", "on_time_rate": "week|On-time rate",
    "rectification_rate": "week|Rectification rate", "flow.on_the_spot": "enforced|Fixed on the spot",
    "flow.ordered": "enforced|Ordered to rectify by a date", "flow.stopped": "enforced|Stopped, people withdrawn",
    "flow.reviewed": "enforced|Re-inspected", "flow.listed": "enforced|Listed for supervision",
    "flow.delisted": "enforced|Delisted", "flow.supervised": "enforced|Supervision orders",
    "flow.criticised": "enforced|Circulars of criticism", "flow.interviewed": "enforced|Formal interviews",
    "flow.handed_over": "enforced|Handed over for punishment", "visits": "enforced|Visits",
}  # fmt: skip
COUNTED: Final = {
    "due": "week|due", "due_passed": "week|due, confirmed", "on_time": "week|in time", "found": "week|found",
    "general_passed": "week|general, passed", "major_closed": "week|major, crossed off",
    "opening": "week|Opening stock", "voided_in_period": "week|Void", "transferred": "week|Transferred",
    "stock_overdue": "week|Overdue, not rectified", "not_yet_due": "Not due", "review_late": "Re-inspection late",
}  # fmt: skip
LESS_IS_BETTER: Final = frozenset({"stock", "stock_overdue", "stock_major", "stock_listed", "newly_late"})
MORE_IS_BETTER: Final = frozenset({"flow.rectified", "flow.passed", "closed_in_period"})  # finding more is never judged
THIS: Final = {Kind.WEEK: "week|This week", Kind.MONTH: "period|This month", Kind.QUARTER: "period|This quarter"}
BEFORE: Final = {
    Kind.WEEK: "week|Week before", Kind.MONTH: "period|Month before", Kind.QUARTER: "period|Quarter before",
}  # fmt: skip
LAST_YEAR: Final = {
    Kind.WEEK: "period|Same week last year", Kind.MONTH: "period|Same month last year",
    Kind.QUARTER: "period|Same quarter last year",
}  # fmt: skip
WITHIN: Final = {  # inside a sentence
    "this": {Kind.WEEK: "in|this week", Kind.MONTH: "in|this month", Kind.QUARTER: "in|this quarter"},
    "before": {
        Kind.WEEK: "in|the week before", Kind.MONTH: "in|the month before", Kind.QUARTER: "in|the quarter before",
    },
    "last_year": {
        Kind.WEEK: "in|the same week last year", Kind.MONTH: "in|the same month last year",
        Kind.QUARTER: "in|the same quarter last year",
    },
}  # fmt: skip
TITLES: Final = {
    Kind.WEEK: "briefing|Work safety: weekly review, {period}",
    Kind.MONTH: "briefing|Work safety: monthly report, {period}",
    Kind.QUARTER: "briefing|Work safety: quarterly report, {period}",
}  # fmt: skip
ONE_BY_ONE: Final = (  # measures that a paper tells one by one
    "stopped", "listed", "delisted", "supervised", "criticised", "interviewed", "handed_over",
)  # fmt: skip
MANY: Final = ("on_the_spot", "ordered", "reviewed")  # those that the workbook tells alone
SHEETS: Final = {  # every table of a paper: its word in an address → its name; those that a paper may be without last
    "figures": "sheet|Figures", "rates": "sheet|Rates", "trend": "sheet|Trend", "ages": "sheet|Ages",
    "group": "sheet|Sectors", "township": "sheet|Townships", "department": "sheet|Departments",
    "enforcement": "sheet|Enforcement", "pending": "sheet|Open decisions", "differences": "sheet|Differences",
    "major": "sheet|Major hazards", "overdue": "sheet|Overdue", "listed": "sheet|Listed",
    "proposed": "sheet|Listings proposed", "steps": "sheet|Steps", "units": "sheet|Units proposed",
    "measures": "sheet|Measures",
    "wishes": "sheet|Wishes", "next": "sheet|Due next", "decided": "sheet|Decided", "visits": "sheet|Visits",
    "orders": "sheet|Orders, re-inspections", "open": "sheet|Open hazards",
}  # fmt: skip
TABLES: Final[tuple[Mapping[Any, str], ...]] = (THIS, BEFORE, LAST_YEAR, TITLES, SHEETS, *WITHIN.values())  # of words


def called(t: Translator, period: Period) -> str:
    """A period by its name: 2026年第47周, 2026年11月, 2026年第4季度."""
    year, number = str(period.start.year), (period.start.month - 1) // 3 + 1
    if period.kind is Kind.WEEK:
        year, _, week = period.label.partition("-W")
        return t("period|week {n} of {year}", n=int(week), year=year)
    return t.date(period.start, "month") if period.kind is Kind.MONTH else t("{year}, quarter {n}", year=year, n=number)


def short(t: Translator, period: Period) -> str:
    """A period under the axis of a chart: the last day of a week, the month, the quarter."""
    if period.kind is Kind.WEEK:
        return t.date(period.end, "short")
    return period.label if period.kind is Kind.QUARTER else f"{period.start:%Y-%m}"


def side(t: Translator, f: Figures, one: Side) -> str:
    """What the column of a period is called that another one is compared with."""
    label = one.period.label
    if label == f.before.period.label:
        return t(BEFORE[f.kind])
    if label == f.last_year.period.label:
        return t(LAST_YEAR[f.kind])
    name = called(t, one.period)
    return name[0].upper() + name[1:]


def within(t: Translator, f: Figures, one: Side) -> str:
    """The same inside a sentence."""
    name = "before" if one is f.before else "last_year" if one is f.last_year else ""
    return t(WITHIN[name][f.kind]) if name else called(t, one.period)


def number(one: Side, name: str) -> int:
    """A count of a period by its name: stock at its end, what happened in it, or its visits."""
    if name == "visits":
        return one.visits
    return one.flows[name] if name in one.flows else one.counts[name]


def parts(one: Side, name: str, *, alone: bool = False) -> tuple[int, int]:
    """Numerator and denominator of a rate at the end of a period: of the year to it, or of the period alone."""
    return RATES[name].parts(one.alone if alone else one.counts)


def gap(t: Translator, now: int, before: int) -> str:
    """A difference in items, signed."""
    return f"{'+' if now > before else '-'}{t.number(abs(now - before))}" if now != before else "0"


def balance(t: Translator, one: Side) -> str:
    """How the stock at the beginning of a period became the stock at its end."""
    b = one.alone
    moved = f"{b['transferred']:+d}" if b["transferred"] else "±0"
    return t(
        "{opening} + {new} new − {closed} crossed off − {void} void ({moved} moved in or out) = {stock}",
        opening=b["opening"], new=b["new_in_period"], closed=b["closed_in_period"], void=b["voided_in_period"],
        moved=moved, stock=b["stock"],
    )  # fmt: skip


def earlier(decisions: Sequence[Decision], f: Figures) -> list[Decision]:
    """What was decided before: by an earlier meeting than the week's; of a month or quarter by its last day."""
    day = f.now.as_of
    return [one for one in decisions if one.decided <= day and (f.kind is not Kind.WEEK or one.week < f.name)]


def decided(decisions: Sequence[Decision], f: Figures) -> list[Decision]:
    """What the week's meeting decided; of a month or quarter what was decided in its days."""
    if f.kind is Kind.WEEK:
        return [one for one in decisions if one.week == f.name]
    return [one for one in decisions if f.own.from_ <= one.decided <= f.own.as_of]


def held(f: Figures, decisions: Sequence[Decision], *, differing: bool) -> list[str]:
    """The tables that a paper has something to put into, by their words, in the order of the paper."""
    day, flows = f.now.as_of, f.this.flows
    filled = {
        "pending": any(one.open(day) for one in earlier(decisions, f)), "differences": differing,
        "major": len(f.majors), "overdue": len(f.overdue), "listed": len(f.listed),
        "proposed": len(f.to_list) + len(f.to_delist), "steps": any(map(len, f.steps.values())), "units": len(f.units),
        "measures": any(flows[f"flow.{name}"] for name in ONE_BY_ONE), "wishes": len(f.wished),
        "next": len(f.next_due), "decided": len(decided(decisions, f)), "visits": len(f.visits),
        "orders": any(flows[f"flow.{name}"] for name in MANY), "open": f.this.counts["stock"],
    }  # fmt: skip
    return [name for name in SHEETS if filled.get(name, True)]


def age_classes(t: Translator, edges: Sequence[int]) -> tuple[str, ...]:
    """Classes of days by their upper edges, and the last one without an end."""
    first = [t("paper|{a}–{b} days", a=a, b=b) for a, b in zip((0, *(edge + 1 for edge in edges)), edges, strict=False)]
    return (*first, t("paper|more than {n} days", n=edges[-1]))

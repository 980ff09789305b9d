"""The paper of the weekly review on a page, in the parts of §7 周调度会; every number opens its rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from riskmap.domain.hazard import Hazard
from riskmap.domain.meetings import Decision, Meeting
from riskmap.metrics.filters import Filter
from riskmap.metrics.format import fraction, points
from riskmap.metrics.index import Index
from riskmap.metrics.rates import RATES
from riskmap.metrics.weekly import EVENTS, FLOWS, STOCK, Figures, beside
from riskmap.metrics.weekly import RATES as SHOWN
from riskmap.views.html import weekly_lists as lists
from riskmap.views.html import weekly_units as units
from riskmap.views.html.context import Context
from riskmap.views.html.markup import card, e, link, span, table
from riskmap.views.html.parts import definition

NAMES: Final = {
    "stock": "week|Not crossed off", "stock_overdue": "week|Overdue, not rectified", "stock_major": "week|Major, open",
    "stock_listed": "week|Listed, not delisted", "new_in_period": "week|New", "flow.rectified": "week|Rectified",
    "flow.passed": "week|Re-inspection passed", "closed_in_period": "week|Crossed off",
    "newly_late": "week|Became overdue", "flow.extended": "week|Extended", "flow.rejected": "week|Re-inspection failed",
    "flow.recurred": "week|Recurred", "due_rate_passed": "week|Due-item rate", "on_time_rate": "week|On-time rate",
    "rectification_rate": "week|Rectification rate",
}  # fmt: skip
LESS_IS_BETTER: Final = frozenset({"stock", "stock_overdue", "stock_major", "stock_listed", "newly_late"})
MORE_IS_BETTER: Final = frozenset({"flow.rectified", "flow.passed", "closed_in_period"})  # finding more is never judged


@dataclass(frozen=True, slots=True)
class Paper:
    """What a page or a document tells of one week."""

    figures: Figures
    meeting: Meeting
    decisions: Sequence[Decision]
    hazards: Mapping[str, Hazard]  # those that are named with reasons and wishes
    moved: tuple[int, int] | None = None  # 补录, 更正 since the figures were frozen


def page(context: Context, index: Index, paper: Paper) -> str:
    """The whole paper."""
    f = paper.figures
    first = f"{lists.pending(context, paper)}{_stock(context, f)}{_flows(context, f)}{_rates(context, f)}"
    last = (
        f"{units.proposed(context, index, paper)}{_happened(context, f)}{units.wishes(context, index, paper)}"
        f"{lists.decided(context, paper)}"
    )
    return (
        f'<div class="w-grid w-week-top">{first}</div>'
        f"{lists.overdue(context, index, paper)}"
        f'<div class="w-grid w-week-three">{units.townships(context, f, fixed=paper.meeting.fixed_order)}'
        f"{units.departments(context, f)}{units.next_due(context, index, f)}</div>"
        f"{lists.majors(context, index, paper)}"
        f'<div class="w-grid w-week-last">{last}</div>'
    )


FILES: Final = {"docx": "Word", "xlsx": "Excel", "pdf": "PDF", "pptx": "PPT"}


def files(context: Context, week: str) -> str:
    """The buttons that give the paper as a file."""
    lang = context.t.lang
    return " ".join(
        f'<a class="w-button" href="/api/v1/weekly/{e(week)}.{kind}?lang={lang}" download>{e(name)}</a>'
        for kind, name in FILES.items()
    )


def head(context: Context, paper: Paper, today: date, files: str = "") -> str:
    """Which week, as of when, the weeks beside it, its files, and what was frozen."""
    t, f = context.t, paper.figures
    title = t("Weekly review, week {week}", week=f.name)
    days = t("{start} to {end}, last day included", start=t.date(f.week.from_), end=t.date(f.now.as_of))
    ways = [link(context.href("weekly_review", {"week": beside(f.name, -1)}), e(t("← Week before")), "w-button")]
    following = beside(f.name, 1)
    if f.week.from_ + timedelta(days=7) <= today:
        ways.append(link(context.href("weekly_review", {"week": following}), e(t("Week after →")), "w-button"))
    ways.append(link(context.href("weekly_review", {"week": f.name, "meeting": "1"}), e(t("Meeting view")), "w-button"))
    state = _state(context, paper)
    running = span(t("The week is still running."), "w-soon") if f.running else ""
    return (
        f'<div class="w-weekhead"><div><h2>{e(title)}</h2><p class="w-mu">{e(days)} {running}</p>{state}</div>'
        f'<div class="w-aside">{" ".join(ways)} {files}</div></div>'
    )


def _state(context: Context, paper: Paper) -> str:
    """Whether the figures are frozen, and what was entered or corrected since."""
    t, meeting = context.t, paper.meeting
    if meeting.closed is None:
        return ""
    changed = [name for name, number in paper.figures.printed().items() if meeting.printed.get(name, number) != number]
    said = t("Frozen on {day}.", day=t.date(meeting.closed))
    if paper.moved and any(paper.moved):
        said += " " + t("Since then: {late} entered late, {corrected} corrected.", late=paper.moved[0],
                        corrected=paper.moved[1])  # fmt: skip
    if changed:
        said += " " + t("{n} figures differ from the frozen paper; both are shown.", n=len(changed))
    return f'<p class="{"w-soon" if changed else "w-mu"}">{e(said)}</p>'


def frozen(context: Context, paper: Paper) -> str:
    """The figures that differ from the frozen paper, side by side; "" without any."""
    t, meeting = context.t, paper.meeting
    now = paper.figures.printed() if meeting.closed else {}
    rows = [
        [e(_named(context, name)), e(t.number(meeting.printed[name])), e(t.number(number))]
        for name, number in now.items()
        if meeting.printed.get(name, number) != number
    ]
    if not rows:
        return ""
    heads = [e(t("Figure")), ">" + e(t("Frozen")), ">" + e(t("Now, for the same days"))]
    return card(t("Differences from the frozen paper"), table(heads, rows))


COUNTED: Final = {
    "due": "week|due",
    "due_passed": "week|due, confirmed",
    "on_time": "week|in time",
    "found": "week|found",
    "general_passed": "week|general, passed",
    "major_closed": "week|major, crossed off",
    "opening": "week|Opening stock",
    "voided_in_period": "week|Void",
    "transferred": "week|Transferred",
    "stock_overdue": "week|Overdue, not rectified",
}


def _named(context: Context, name: str) -> str:
    t, parts = context.t, name.split(".")
    if parts[0] == "township":
        return f"{context.label('township', parts[1])} · {t(COUNTED[parts[2]])}"
    if parts[0] == "year":
        return f"{t('this year')} · {t(COUNTED[parts[1]])}"
    return t(NAMES.get(name) or COUNTED[name])


def _heads(context: Context) -> list[str]:
    t = context.t
    return [e(t("Figure")), ">" + e(t("week|This week")), ">" + e(t("week|Week before")), ">" + e(t("week|Change"))]


def _count(context: Context, number: int, rows: str, where: Filter, cls: str = "w-n w-strong") -> str:
    return context.count(number, rows, cls=cls, only={"from_": where.from_, "as_of": where.as_of})


def _change(context: Context, name: str, now: int, before: int) -> str:
    """▲ or ▼ with the number, and in words whether that is better; finding more is never judged."""
    t, gap = context.t, now - before
    if not gap:
        return span(t("— level"), "w-mu")
    arrow = f"{'▲' if gap > 0 else '▼'}{t.number(abs(gap))}"
    if name not in LESS_IS_BETTER | MORE_IS_BETTER:
        return span(arrow)
    better = (gap < 0) == (name in LESS_IS_BETTER)
    return span(f"{arrow} {t('better') if better else t('worse')}", "w-done" if better else "w-late")


def _lines(
    context: Context, names: Sequence[str], now: Mapping[str, int], before: Mapping[str, int], f: Figures
) -> str:
    rows = [
        [
            e(context.t(NAMES[name])), _count(context, now[name], name, f.now if name in STOCK else f.week),
            span(context.t.number(before[name]), "w-mu"), _change(context, name, now[name], before[name]),
        ]
        for name in names
    ]  # fmt: skip
    return table(_heads(context), rows, "w-small")


def _stock(context: Context, f: Figures) -> str:
    t, b = context.t, f.balance
    line = t("{opening} + {new} new − {closed} crossed off − {void} void {moved} = {stock}",
             opening=b["opening"], new=b["new_in_period"], closed=b["closed_in_period"], void=b["voided_in_period"],
             moved=f"{b['transferred']:+d}", stock=b["stock"])  # fmt: skip
    body = _lines(context, STOCK, f.counts, f.before, f) + f'<p class="w-hint">{e(line)}</p>'
    return card(t("2 Stock"), body, span(t.date(f.now.as_of, "short"), "w-mu"))


def _flows(context: Context, f: Figures) -> str:
    days = f"{context.t.date(f.week.from_, 'short')} – {context.t.date(f.week.as_of, 'short')}"
    return card(context.t("3 Done this week"), _lines(context, FLOWS, f.flows, f.flows_before, f), span(days, "w-mu"))


def _happened(context: Context, f: Figures) -> str:
    return card(context.t("10 What else happened"), _lines(context, EVENTS, f.flows, f.flows_before, f))


def _rates(context: Context, f: Figures) -> str:
    """Rates of the year with their parts; changes in percentage points of the printed values."""
    t, rows = context.t, []
    for name in SHOWN:
        rate = RATES[name]
        (n, m), (n0, m0) = rate.parts(f.counts), rate.parts(f.before)
        gap = points(n, m, n0, m0)
        tone = "" if gap in {"0.0", "/"} else "w-done" if gap.startswith("+") else "w-late"
        moved = "—" if gap in {"0.0", "/"} else t("{n} points", n=gap)
        shown = f"<b>{e(t.percent(rate.text(f.counts)))}</b> {span(fraction(n, m), 'w-mu')}"
        rows.append([e(t(NAMES[name])), shown, span(t.percent(rate.text(f.before)), "w-mu"), span(moved, tone)])
    button = definition(context, *SHOWN)
    return card(t("4 Rates (this year)"), table(_heads(context), rows, "w-small"), button=button)



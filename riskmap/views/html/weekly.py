"""The paper of the weekly review on a page, in the parts of §7 周调度会; every number opens its rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from riskmap.domain.hazard import Hazard
from riskmap.domain.meetings import Decision, Meeting, Moved
from riskmap.metrics.briefing import EVENTS, FLOWS, STOCK, Figures
from riskmap.metrics.briefing import RATES as SHOWN
from riskmap.metrics.filters import Filter
from riskmap.metrics.format import fraction, points
from riskmap.metrics.forms import Register
from riskmap.metrics.frozen_lists import Held
from riskmap.metrics.index import Index
from riskmap.metrics.rates import RATES
from riskmap.views.briefing import LESS_IS_BETTER, MORE_IS_BETTER, NAMES, THIS, balance, gap, number, parts, side
from riskmap.views.html import weekly_acts as acts
from riskmap.views.html import weekly_lists as lists
from riskmap.views.html import weekly_units as units
from riskmap.views.html.context import Context
from riskmap.views.html.markup import card, e, span, table
from riskmap.views.html.parts import definition


@dataclass(frozen=True, slots=True)
class Paper:
    """What a page or a document tells of one week, month or quarter."""

    figures: Figures
    meeting: Meeting
    decisions: Sequence[Decision]
    hazards: Mapping[str, Hazard]  # those that are named with reasons and wishes
    register: Register
    moved: Moved | None = None  # 补录, 更正 since the figures were frozen, by id
    held: Mapping[str, Held] = field(default_factory=dict)  # its lists as they were frozen; {} while it is open


def page(context: Context, index: Index, paper: Paper) -> str:
    """The whole paper."""
    f, fixed = paper.figures, paper.meeting.fixed_order
    stands = f'<div class="w-stack">{_stock(context, f)}{_rates(context, f)}</div>'
    three = (
        f"{units.townships(context, index, f, fixed=fixed)}"
        f"{units.groups(context, index, f, fixed=fixed)}{units.departments(context, f)}"
    )
    acted = f"{acts.proposed(context, index, paper)}{acts.enforced(context, paper)}"
    last = f"{acts.wishes(context, index, paper)}{acts.next_due(context, index, paper)}{lists.decided(context, paper)}"
    return (
        f'<div class="w-grid w-week-top">{lists.pending(context, paper)}{stands}{_flows(context, f)}</div>'
        f'<div class="w-grid w-week-three">{three}</div>'
        f"{lists.majors(context, index, paper)}{lists.overdue(context, index, paper)}"
        f'<div class="w-grid w-week-two">{acted}</div><div class="w-grid w-week-three">{last}</div>'
    )


def heads(context: Context, f: Figures) -> list[str]:
    """Figure, this period, the one beside it, the change."""
    t = context.t
    return [e(t("Figure")), ">" + e(t(THIS[f.kind])), ">" + e(side(t, f, f.beside)), ">" + e(t("week|Change"))]


def _count(context: Context, shown: int, rows: str, where: Filter) -> str:
    return context.count(shown, rows, cls="w-n w-strong", only={"from_": where.from_, "as_of": where.as_of})


def _change(context: Context, name: str, f: Figures) -> str:
    """▲ or ▼ with the number, and in words whether that is better; finding more is never judged."""
    t, now, before = context.t, number(f.this, name), number(f.beside, name)
    if not f.beside.known:
        return span("—", "w-mu")
    if now == before:
        return span(t("— level"), "w-mu")
    arrow = f"{'▲' if now > before else '▼'}{gap(t, now, before)[1:]}"
    if name not in LESS_IS_BETTER | MORE_IS_BETTER:
        return span(arrow)
    better = (now < before) == (name in LESS_IS_BETTER)
    return span(f"{arrow} {t('better') if better else t('worse')}", "w-done" if better else "w-late")


def _lines(context: Context, names: Sequence[str], f: Figures) -> str:
    t = context.t
    rows = [
        [
            e(t(NAMES[name])), _count(context, number(f.this, name), name, f.now if name in STOCK else f.own),
            _before(context, name, f), _change(context, name, f),
        ]
        for name in names
    ]  # fmt: skip
    return table(heads(context, f), rows, "w-small")


def _before(context: Context, name: str, f: Figures) -> str:
    other = f.beside
    if not other.known:
        return span("—", "w-mu")
    where = other.now if name in STOCK else other.own
    only = {"from_": where.from_, "as_of": where.as_of}
    return context.count(number(other, name), name, cls="w-n w-mu", only=only)


def _stock(context: Context, f: Figures) -> str:
    t = context.t
    body = _lines(context, STOCK, f) + f'<p class="w-hint">{e(balance(t, f.this))}</p>'
    return card(t("2 Stock"), body, span(t.date(f.now.as_of, "short"), "w-mu"))


def _flows(context: Context, f: Figures) -> str:
    t = context.t
    days = f"{t.date(f.own.from_, 'short')} – {t.date(f.own.as_of, 'short')}"
    return card(t("Done in the period (items)"), _lines(context, (*FLOWS, *EVENTS), f), span(days, "w-mu"))


def _rates(context: Context, f: Figures) -> str:
    """Rates of the year with their parts; changes in percentage points of the printed values."""
    t, rows = context.t, []
    for name in SHOWN:
        now, then = parts(f.this, name), parts(f.beside, name)
        moved = points(*now, *then) if f.beside.known else "/"
        level = moved in {"0.0", "/"}
        tone = "" if level else "w-done" if moved.startswith("+") else "w-late"
        shown = f"<b>{e(t.percent(RATES[name].text(f.this.counts)))}</b> {span(fraction(*now), 'w-mu')}"
        before = t.percent(RATES[name].text(f.beside.counts)) if f.beside.known else "—"
        rows.append([
            e(t(NAMES[name])), shown, span(before, "w-mu"),
            span("—" if level else t("{n} points", n=moved), tone),
        ])  # fmt: skip
    return card(t("Rates (this year)"), table(heads(context, f), rows, "w-small"), button=definition(context, *SHOWN))

"""The part "time" of the analysis: what it is asked, heads of the charts with their tables, the table of periods."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from riskmap.domain.periods import Kind, last_year
from riskmap.metrics import timeline
from riskmap.metrics import words as figure_words
from riskmap.metrics.format import change, fraction, pct, points
from riskmap.metrics.rates import ALL
from riskmap.metrics.timeline import FLOWS, LENGTHS, RATES, Line, Point
from riskmap.views import charts_time, theme
from riskmap.views.html.context import Context
from riskmap.views.html.markup import card, e, link, span, table
from riskmap.views.html.parts import definition
from riskmap.views.html.tables import pictures, view

PART: Final = "time"
NAMES: Final = {
    "new_in_period": "flow|Found", "flow.rectified": "flow|Rectified", "closed_in_period": "flow|Crossed off",
    "newly_late": "flow|Newly overdue", "stock": "Stock", "stock_overdue": "Overdue", "not_yet_due": "Not due",
    "awaiting": "Awaiting review or closing",
}  # fmt: skip
EVERY: Final = {Kind.WEEK: "every|Weeks", Kind.MONTH: "every|Months"}


@dataclass(frozen=True, slots=True)
class TimeChoice:
    """Words of the address: weeks or months, the rate, the period to compare ("" = the last), and with which."""

    every: Kind
    rate: str
    point: str
    than: str

    def own(self, **changes: str) -> dict[str, str]:
        """The words of the page for this choice, changed."""
        words = {"part": PART, "every": self.every.value, "rate": self.rate, "point": self.point, "than": self.than}
        return {name: word for name, word in {**words, **changes}.items() if word}


def choice(words: Mapping[str, str]) -> TimeChoice:
    """Read `every`, `rate`, `point` and `than`; what is missing or no such word takes its default."""
    every = Kind.MONTH if words.get("every") == Kind.MONTH else Kind.WEEK
    rate = words.get("rate", "")
    return TimeChoice(every, rate if rate in RATES else RATES[0], words.get("point", ""), words.get("than", ""))


def bar(context: Context, chosen: TimeChoice) -> str:
    """The row of choices: weeks or months, the rate."""
    t = context.t
    everies = "".join(
        link(context.href("analysis", chosen.own(every=key.value, point="", than="")), e(t(word)),
             "on" if key is chosen.every else "")
        for key, word in EVERY.items()
    )  # fmt: skip
    rates = "".join(
        link(context.href("analysis", chosen.own(rate=key)), e(t(figure_words.RATES[key])),
             "on" if key == chosen.rate else "")
        for key in RATES
    )  # fmt: skip
    told = t("Charts: drag to zoom, double-click to go back; a key shows and hides its line")
    return (
        f'<div class="w-choice"><div role="group" aria-label="{e(t("analysis|Every"))}"><span>{e(t("analysis|Every"))}'
        f"</span>{everies}<i>{e(told)}</i></div>"
        f'<div role="group" aria-label="{e(t("Rate shown"))}"><span>{e(t("Rate shown"))}</span>{rates}</div></div>'
    )


def names_of(context: Context, lines: Sequence[Line]) -> list[str]:
    """What the periods are called on an axis: the last day of a week, the name of a month."""
    return [
        context.t.date(line.now.period.end, "short") if line.now.period.kind is Kind.WEEK else line.now.name
        for line in lines
    ]


def said(context: Context, point: Point) -> str:
    """A period as it is read: its name and, where it is still running, its last day."""
    running = context.t("up to {day}", day=context.t.date(point.period.end, "short"))
    return f"{point.name} {running}" if point.period.is_partial else point.name


def head(context: Context, name: str, lines: Sequence[Line], chosen: TimeChoice) -> str:
    """Head of a chart's card: title, keys, its table and the pictures of it."""
    t = context.t
    if name == "time_rates":
        title, low = t(figure_words.RATES[chosen.rate]), charts_time.floor(lines, chosen.rate)
        keys = _key(t("period|this year"), theme.LIGHT["accent"], "solid") + _key(
            t("a year ago"), theme.LIGHT["second"], "dashed"
        )
        keys = (e(t("from {n}%", n=low)) if low else "") + keys
        columns, more = [_rate_cells(context, line, chosen.rate) for line in lines], definition(context, chosen.rate)
        heads = [">" + e(t("period|this year")), ">" + e(t("a year ago"))]
    elif name == "time_flows":
        title, more = t("Flows of each period"), ""
        keys = "".join(_key(t(NAMES[key]), *look) for key, look in zip(FLOWS, _FLOW_LOOKS, strict=True))
        columns, heads = [[_flow(context, line.now, key) for key in FLOWS] for line in lines], _heads(context, FLOWS)
    else:
        title, more = t("Stock on the last day"), ""
        keys = _key(t("Overdue"), theme.OVERDUE) + _key(t("Others in stock"), theme.RAMP["light"][2])
        shown = ("stock", "stock_overdue")
        columns, heads = [[_stock(context, line.now, key) for key in shown] for line in lines], _heads(context, shown)
    rows = [[e(said(context, line.now)), *cells] for line, cells in zip(lines[::-1], columns[::-1], strict=True)]
    told = table([e(t(EVERY[chosen.every])), *heads], rows)
    return card(title, "", keys, button=more + view(context, told) + pictures(context, title))


_FLOW_LOOKS: Final = (
    (charts_time.FOUND, ""), (theme.LIGHT["accent"], "dashed"), (theme.LIGHT["bar"], ""), (theme.OVERDUE, "solid"),
)  # fmt: skip


def _key(text: str, colour: str, line: str = "") -> str:
    """The key of a line or of bars, which shows and hides them (assets/charts.js); `text`: their name in the figure."""
    style = f"border-top:2px {line} {colour};height:0" if line else f"background:{colour}"
    return f'<button type="button" class="w-key" aria-pressed="true"><i style="{style}"></i>{e(text)}</button>'


def _heads(context: Context, names: Sequence[str]) -> list[str]:
    return [">" + e(context.t(NAMES[name])) for name in names]


def _days(point: Point) -> dict[str, object]:
    return {"from_": point.period.start, "as_of": point.period.end}


def _flow(context: Context, point: Point, name: str) -> str:
    return context.count(point.flows[name], name, only=_days(point))


def _stock(context: Context, point: Point, name: str) -> str:
    late = name == "stock_overdue" and point.stock[name]
    return context.count(point.stock[name], name, cls="w-n w-late" if late else "w-n", only=_days(point))


def _rate_cells(context: Context, line: Line, name: str) -> list[str]:
    return [_rate(context, line.now, name), _rate(context, line.last_year, name)]


def parts(point: Point, name: str) -> tuple[int, int]:
    """Numerator and denominator of a rate as of the end of a period, 0/0 before the first day that was chosen."""
    return ALL[name].parts(point.year) if point.year is not None else (0, 0)


def _rate(context: Context, point: Point, name: str) -> str:
    """A rate with its parts, each opening its rows."""
    n, m = parts(point, name)
    if not m:
        return f"<b>/</b> {fraction(n, m)}"
    only = {"from_": min(point.since, point.period.end), "as_of": point.period.end}
    above, below = "+".join(ALL[name].above), ALL[name].below
    shown = f"{context.count(n, above, only=only)}/{context.count(m, below, only=only)}"
    return f"<b>{e(context.t.percent(pct(n, m)))}</b> {shown}"


def periods(context: Context, lines: Sequence[Line], chosen: TimeChoice) -> str:
    """The table of all periods, the last one first: flows with their change, stock, the rate with both changes."""
    t = context.t
    before = t("vs week before") if chosen.every is Kind.WEEK else t("vs month before")
    heads = [e(t(EVERY[chosen.every]))]
    for name in FLOWS:
        heads += [">" + e(t(NAMES[name])), ">" + e(before)]
    heads += [*_heads(context, ("stock", "stock_overdue")), ">" + e(t(figure_words.RATES[chosen.rate])),
              ">" + e(before), ">" + e(t("vs last year"))]  # fmt: skip
    rows = []
    for line in reversed(lines):
        way = context.href("analysis", chosen.own(point=line.now.name, than=""))
        cells = [link(way, e(line.now.name), "w-only") + span(f" {_between(context, line.now)}", "w-mu")]
        for flow in FLOWS:
            gap = change(line.now.flows[flow], line.before.flows[flow])
            cells += [_flow(context, line.now, flow), span(_percent(gap), "w-mu")]
        cells += [_stock(context, line.now, "stock"), _stock(context, line.now, "stock_overdue")]
        rows.append([*cells, _rate(context, line.now, chosen.rate), *_moves(context, line, chosen.rate)])
    note = t("Rates count from {start} to the last day of each period; a running period stands beside as many days.",
             start=t.date(context.where.from_) if context.where.set_from else t("1 January"))  # fmt: skip
    title = t("Week by week") if chosen.every is Kind.WEEK else t("Month by month")
    aside = span(t("{n} periods; counts change in %, rates in percentage points", n=LENGTHS[chosen.every]))
    body = f'<div class="w-scroll">{table(heads, rows, "w-periods")}</div><p class="w-foot">{e(note)}</p>'
    return card(title, body, aside, button=definition(context, chosen.rate))


def _between(context: Context, point: Point) -> str:
    """First and last day of a week, of a month only where it is still running."""
    t, period = context.t, point.period
    if period.kind is not Kind.WEEK and not period.is_partial:
        return ""
    return f"{t.date(period.start, 'short')} – {t.date(period.end, 'short')}"


def _percent(gap: str) -> str:
    return gap if gap == "—" else f"{gap}%".replace("-", "−")


def move(context: Context, now: Point, other: Point, name: str, *, comparable: bool = True) -> str:
    """The change of a rate in percentage points, "—" where the two do not count from the same day or have no base."""
    gap = points(*parts(now, name), *parts(other, name)) if comparable else "/"
    return "—" if gap == "/" else context.t("{n} pp", n=gap.replace("-", "−"))


def _moves(context: Context, line: Line, name: str) -> list[str]:
    return [
        span(move(context, line.now, line.before, name, comparable=line.comparable), "w-mu"),
        span(move(context, line.now, line.last_year, name), "w-mu"),
    ]


def compared(context: Context, now: Point, other: Point, lines: Sequence[Line], chosen: TimeChoice) -> str:
    """Two periods side by side: any two, or one and the same of last year."""
    t = context.t
    known = [line.now.name for line in reversed(lines)]
    first = _menu(context, t("compare|Period"), said(context, now), [(name, chosen.own(point=name)) for name in known])
    special = [(t("the one before"), chosen.own(than="")), (t("the same of last year"), chosen.own(than="last_year"))]
    others = [*special, *((name, chosen.own(than=name)) for name in known if name != now.name)]
    second = _menu(context, t("compare|With"), said(context, other), others)
    heads = ["", ">" + e(said(context, now)), ">" + e(said(context, other)), ">" + e(t("compare|Change"))]
    rows = []
    for name in (*FLOWS, *timeline.STOCK):
        sides = [_flow(context, one, name) if name in FLOWS else _stock(context, one, name) for one in (now, other)]
        numbers = [one.flows[name] if name in FLOWS else one.stock[name] for one in (now, other)]
        gap = numbers[0] - numbers[1]
        told = f"{_signed(gap)} {span(_percent(change(*numbers)), 'w-mu')}"
        rows.append([e(t(NAMES[name])), *sides, told])
    same = now.since == other.since or other.name == last_year(now.period).label  # not over New Year otherwise
    for name in RATES:
        cells = [_rate(context, one, name) for one in (now, other)]
        rows.append([e(t(figure_words.RATES[name])), *cells, e(move(context, now, other, name, comparable=same))])
    body = f'<div class="w-scroll">{table(heads, rows, "w-lines")}</div>'
    return card(t("Two periods compared"), body, f'<div class="w-menus">{first}{second}</div>')


def _signed(gap: int) -> str:
    return f"{gap:+d}".replace("-", "−") if gap else "0"


def _menu(context: Context, title: str, now: str, choices: Sequence[tuple[str, Mapping[str, str]]]) -> str:
    links = "".join(link(context.href("analysis", words), e(name)) for name, words in choices)
    return f'<details class="w-why end w-menu"><summary>{e(title)} {e(now)}</summary><div>{links}</div></details>'

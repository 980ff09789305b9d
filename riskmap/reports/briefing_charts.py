"""The charts of a paper and the tables of the same numbers: how stock and rate moved, how old the stock is, units."""

from collections.abc import Mapping, Sequence
from typing import Final

from riskmap.metrics.briefing import Point
from riskmap.metrics.format import fraction, pct
from riskmap.metrics.ranking import FEWEST_DUE, Line
from riskmap.metrics.rates import RATES
from riskmap.metrics.timeline import FLOWS
from riskmap.reports.briefing_told import Asked, Chart, Series, Shape, Table
from riskmap.views.briefing import NAMES, SHEETS, age_classes, called, short

RATE: Final = RATES["due_rate_passed"]
STEP: Final = 5.0  # per cent: where the axis of a rate may start
TOLD: Final = ("stock", "stock_overdue", *FLOWS)  # the counts of the table of the trend, in order
WIDTHS: Final = (1.5, 1.2, *(0.95 for _ in TOLD), 1.1, 1.2)  # of that table


def stock(asked: Asked) -> Chart:
    """Open and overdue hazards at the end of each period."""
    title = asked.t("chart|Open and overdue hazards at the end of each period (items)")
    counts = [one.counts for one in asked.figures.points]
    return _periods(asked, Shape.LINES, title, counts, {"stock": "accent", "stock_overdue": "overdue_text"})


def flow(asked: Asked) -> Chart:
    """What came and what was crossed off in each period."""
    title = asked.t("chart|New and crossed off in each period (items)")
    counts = [one.flows for one in asked.figures.points]
    return _periods(asked, Shape.COLUMNS, title, counts, {"new_in_period": "second", "closed_in_period": "bar"})


def _periods(
    asked: Asked, shape: Shape, title: str, counts: Sequence[Mapping[str, int]], tones: Mapping[str, str]
) -> Chart:
    """Counts by period, those of the table of the trend that `tones` names."""
    t = asked.t
    series = tuple(
        Series(t(NAMES[name]), tuple(float(one[name]) for one in counts),
               tuple(t.number(one[name]) for one in counts), tone)
        for name, tone in tones.items()
    )  # fmt: skip
    columns = tuple(2 + TOLD.index(name) for name in tones)
    sheet, alt = t(SHEETS["trend"]), _alt(asked, title, series)
    return Chart(shape, title, _labels(asked), series, alt, sheet=sheet, names=1, columns=columns)


def rate(asked: Asked) -> Chart:
    """The due-item rate of the year as of the end of each period, not of today."""
    t, points = asked.t, asked.figures.points
    pairs = [RATE.parts(one.counts) for one in points]
    values = tuple(100 * n / m if m else None for n, m in pairs)
    known = [value for value in values if value is not None]
    floor = max(0.0, STEP * ((min(known, default=100.0) - STEP / 2) // STEP)) if known else 0.0
    series = (Series(t(NAMES["due_rate_passed"]), values, tuple(t.percent(pct(*pair)) for pair in pairs), "accent"),)
    title = t("chart|Due-item rate of the year at the end of each period (axis from {floor}%)", floor=f"{floor:.0f}")
    sheet, alt = t(SHEETS["trend"]), _alt(asked, title, series)
    return Chart(Shape.LINES, title, _labels(asked), series, alt, floor, sheet, 1, (2 + len(TOLD),), t(SHEETS["rates"]))


def _labels(asked: Asked) -> tuple[str, ...]:
    return tuple(short(asked.t, one.period) for one in asked.figures.points)


def trend_table(asked: Asked) -> Table:
    """The numbers of all three, with the parts of the rate."""
    t = asked.t
    names = (*TOLD, "due_rate_passed")
    heads = (t("file|Period"), t("paper|To the end of"), *(t(NAMES[name]) for name in names), t("Confirmed / due"))
    rows = tuple(_point(asked, one) for one in asked.figures.points)
    return Table(t(SHEETS["trend"]), heads, rows, WIDTHS, frozenset(range(2, len(heads))))


def _point(asked: Asked, one: Point) -> tuple[str, ...]:
    t, pair = asked.t, RATE.parts(one.counts)
    counts = (t.number(one.flows[name] if name in FLOWS else one.counts[name]) for name in TOLD)
    return (called(t, one.period), t.date(one.period.end), *counts, t.percent(pct(*pair)), fraction(*pair))


def ages(asked: Asked) -> Chart:
    """How long the open hazards have been open, general and major ones."""
    t, found = asked.t, asked.figures.ages
    series = tuple(
        Series(name, tuple(map(float, counts)), tuple(map(t.number, counts)), tone)
        for name, counts, tone in (
            (t("paper|General"), found.general, "bar"), (t("paper|Major"), found.major, "major"),
        )
    )  # fmt: skip
    title = t("chart|How long the open hazards have been open (items)")
    sheet, alt = t(SHEETS["ages"]), _alt(asked, title, series)
    return Chart(Shape.COLUMNS, title, _classes(asked), series, alt, sheet=sheet, columns=(1, 2))


def age_table(asked: Asked) -> Table:
    """The numbers of it, with the days past due."""
    t, found = asked.t, asked.figures.ages
    heads = (t("paper|Days"), t("paper|General"), t("paper|Major"), t("paper|Overdue by so many days"))
    counts = zip(_classes(asked), found.general, found.major, found.overdue, strict=True)
    rows = [(name, t.number(a), t.number(b), t.number(c)) for name, a, b, c in counts]
    general, major, late = (t.number(sum(part)) for part in (found.general, found.major, found.overdue))
    rows.append((t("Total"), general, major, late))
    return Table(t(SHEETS["ages"]), heads, tuple(rows), (2, 1, 1, 1.6), frozenset({1, 2, 3}))


def _classes(asked: Asked) -> tuple[str, ...]:
    return age_classes(asked.t, asked.figures.ages.edges)


def units(asked: Asked, by: str, lines: Sequence[Line]) -> Chart:
    """The due-item rate of each township or sector in the order of its table; few due items have no bar."""
    t = asked.t
    values: list[float | None] = []
    texts = []
    for line in lines:
        n, m = RATE.parts(line.counts)
        few = m < FEWEST_DUE
        values.append(None if few else 100 * n / m)
        said = t("fewer than {n} due", n=FEWEST_DUE) if few else t.percent(pct(n, m))
        texts.append(f"{said} {fraction(n, m)}")
    series = (Series(t(NAMES["due_rate_passed"]), tuple(values), tuple(texts), "bar"),)
    title = t("chart|Due-item rate of the townships (this year)" if by == "township" else
              "chart|Due-item rate of the sectors (this year)")  # fmt: skip
    labels = tuple(asked.label(by, line.code) for line in lines)
    told = "；" if t.lang == "zh_CN" else "; "
    alt = f"{title}: " + told.join(f"{name} {text}" for name, text in zip(labels, texts, strict=True))
    first = 0 if asked.meeting.fixed_order else 1  # a table without ranks begins with the unit
    return Chart(Shape.BARS, title, labels, series, alt, sheet=t(SHEETS[by]), names=first, columns=(first + 1,))


def _alt(asked: Asked, title: str, series: Sequence[Series]) -> str:
    """A chart in words: its title, and the first and last value of each line."""
    t = asked.t
    said = [
        t("chart|{name}: from {first} to {last}", name=one.name, first=one.texts[0], last=one.texts[-1])
        for one in series
        if one.texts
    ]
    return f"{title}. {t('list|, ').join(said)}"

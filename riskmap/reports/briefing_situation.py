"""The first figures of a paper: stock, what happened, rates, each beside the periods it is compared with."""

from collections.abc import Iterator

from riskmap.domain.periods import Kind
from riskmap.metrics.briefing import EVENTS, FLOWS, STOCK, Figures, Side
from riskmap.metrics.briefing import RATES as SHOWN
from riskmap.metrics.format import fraction, pct, points
from riskmap.reports import briefing_charts as charts
from riskmap.reports import briefing_frozen as frozen
from riskmap.reports.briefing_told import Asked, Behind, Part, Table
from riskmap.views.briefing import NAMES, SHEETS, THIS, WITHIN, balance, gap, number, parts, side, within

SITUATION = {
    Kind.WEEK: "paper|The week in figures", Kind.MONTH: "paper|The month in figures",
    Kind.QUARTER: "paper|The quarter in figures",
}  # fmt: skip


def situation(asked: Asked) -> Part:
    """What came and went, what stands, how the rates moved; finding more is told without a judgement."""
    t, f = asked.t, asked.figures
    due = parts(f.this, "due_rate_passed")
    this = t(WITHIN["this"][f.kind])
    names = ("new_in_period", "closed_in_period", "stock", "stock_overdue")
    told = {name: _told(asked, f.before, name) for name in names}
    sentences = [
        t(
            "paper|{new} hazards were entered {this} ({new_gap}) and {closed} crossed off ({closed_gap}); {stock} are "
            "open ({stock_gap}).",
            this=this, new=t.number(number(f.this, "new_in_period")), new_gap=told["new_in_period"],
            closed=t.number(number(f.this, "closed_in_period")), closed_gap=told["closed_in_period"],
            stock=t.number(f.this.counts["stock"]), stock_gap=told["stock"],
        ),
        t(
            "paper|{late} are overdue and not rectified ({gap}), {new} of them since {this}; {major} major hazards are "
            "open, {listed} hazards are listed for supervision.",
            this=this, late=t.number(f.this.counts["stock_overdue"]), gap=told["stock_overdue"],
            new=number(f.this, "newly_late"), major=f.this.counts["stock_major"], listed=f.this.counts["stock_listed"],
        ),
        _balance(asked),
        t("paper|Of what fell due this year {rate} ({parts}) is re-inspected and passed, {moved}.",
          rate=t.percent(pct(*due)), parts=fraction(*due), moved=_moved(asked, f.before)),
        *_alone(asked),
        *(_beside(asked, one) for one in f.sides[1:]),
        *frozen.sentence(asked),
    ]  # fmt: skip
    tables = (_figures(asked), _rates(asked), charts.trend_table(asked), charts.age_table(asked),
              *frozen.table(asked))  # fmt: skip
    pictures = (charts.stock(asked), charts.rate(asked), charts.flow(asked), charts.ages(asked))
    return Part(t(SITUATION[f.kind]), tuple(sentences), tables, pictures)


def _balance(asked: Asked) -> str:
    """How the stock at the beginning became the stock at the end."""
    t = asked.t
    line = balance(t, asked.figures.this)
    return t("paper|Balance of the stock: {line}.", line=line)


def _told(asked: Asked, other: Side, name: str) -> str:
    """A count against another period, in words."""
    t, f = asked.t, asked.figures
    if not other.known:
        return t("paper|nothing to compare with")
    now, before, than = number(f.this, name), number(other, name), within(t, f, other)
    if now == before:
        return t("paper|as many as {than}", than=than)
    if now > before:
        return t("paper|{n} more than {than}", n=t.number(now - before), than=than)
    return t("paper|{n} fewer than {than}", n=t.number(before - now), than=than)


def _moved(asked: Asked, other: Side) -> str:
    """The due-item rate of the year against another period, in percentage points."""
    t, f = asked.t, asked.figures
    moved, than = points(*parts(f.this, "due_rate_passed"), *parts(other, "due_rate_passed")), within(t, f, other)
    if moved == "/" or not other.known:
        return t("paper|with nothing to compare it with")
    if moved == "0.0":
        return t("paper|as {than}", than=than)
    if moved[0] == "+":
        return t("paper|{points} percentage points more than {than}", points=moved[1:], than=than)
    return t("paper|{points} percentage points less than {than}", points=moved[1:], than=than)


def _alone(asked: Asked) -> tuple[str, ...]:
    """What fell due within a month or quarter; of a week it is too little to divide by."""
    t, f = asked.t, asked.figures
    if f.kind is Kind.WEEK:
        return ()
    due = parts(f.this, "due_rate_passed", alone=True)
    return (t("paper|Of what fell due {this} {rate} ({parts}) is re-inspected and passed.",
              this=t(WITHIN["this"][f.kind]), rate=t.percent(pct(*due)), parts=fraction(*due)),)  # fmt: skip


def _beside(asked: Asked, other: Side) -> str:
    t, f = asked.t, asked.figures
    than = within(t, f, other)
    if not other.known:
        return t("paper|The ledger holds nothing of {than}; nothing is compared with it.", than=than)
    told = {name: _told(asked, other, name) for name in ("new_in_period", "closed_in_period", "stock")}
    return t("paper|Compared with {than}: entered {new}, crossed off {closed}, open {stock}; due-item rate {moved}.",
             than=than, new=told["new_in_period"], closed=told["closed_in_period"], stock=told["stock"],
             moved=_moved(asked, other))  # fmt: skip


def _heads(asked: Asked, difference: str) -> tuple[str, ...]:
    t, f = asked.t, asked.figures
    others = (head for one in f.sides for head in (side(t, f, one), difference))
    return (t("Figure"), t(THIS[f.kind]), *others)


def _figures(asked: Asked) -> Table:
    t, f = asked.t, asked.figures
    rows = []
    for name in (*STOCK, *FLOWS, *EVENTS):
        row = [t(NAMES[name]), t.number(number(f.this, name))]
        for one in f.sides:
            now, then = number(f.this, name), number(one, name)
            row += [t.number(then), gap(t, now, then)] if one.known else ["—", "—"]
        rows.append(tuple(row))
    heads = _heads(asked, t("paper|± items"))
    widths = (2.6, 1.2, *(width for _ in f.sides for width in (1.6, 1)))
    return Table(t("sheet|Figures"), heads, tuple(rows), widths, frozenset(range(1, len(heads))), brief=(0, 1, 2, 3),
                 behind=() if asked.live else tuple(_behind(f)))  # fmt: skip


def _behind(f: Figures) -> Iterator[Behind]:
    """Each count opens its rows: stock as of its day, what happened in its period."""
    for row, name in enumerate((*STOCK, *FLOWS, *EVENTS)):
        for place, one in enumerate((f.this, *f.sides)):
            if one.known:
                where = one.now if name in STOCK else one.own
                days = (("from_", where.from_), ("as_of", where.as_of))
                yield Behind(row, max(1, 2 * place), name, only=days)


def _rates(asked: Asked) -> Table:
    t, f = asked.t, asked.figures
    rows = [_rate(asked, name, alone=False) for name in SHOWN]
    if f.kind is not Kind.WEEK:
        rows += [_rate(asked, name, alone=True) for name in SHOWN]
    heads, sheet = _heads(asked, t("paper|± percentage points")), t(SHEETS["rates"])
    widths = (2.3, 1.9, *(width for _ in f.sides for width in (1.9, 1.1)))
    return Table(sheet, heads, tuple(rows), widths, frozenset(range(1, len(heads))), brief=(0, 1, 2, 3))


def _rate(asked: Asked, name: str, *, alone: bool) -> tuple[str, ...]:
    t, f = asked.t, asked.figures
    of = t(WITHIN["this"][f.kind]) if alone else t("this year")
    now = parts(f.this, name, alone=alone)
    row = [t("paper|{rate} ({of})", rate=t(NAMES[name]), of=of), _shown(asked, now)]
    for one in f.sides:
        then = parts(one, name, alone=alone)
        row += [_shown(asked, then), points(*now, *then)] if one.known else ["—", "—"]
    return tuple(row)


def _shown(asked: Asked, rate: tuple[int, int]) -> str:
    """A rate with its n/m."""
    return f"{asked.t.percent(pct(*rate))} {fraction(*rate)}"

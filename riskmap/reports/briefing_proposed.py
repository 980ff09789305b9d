"""Units that the ladder proposes for an interview (约谈): proposals alone, each with the rates that propose it."""

from riskmap.metrics import frozen_lists
from riskmap.metrics.escalation_units import RATE, Unit, Week
from riskmap.metrics.format import fraction, pct
from riskmap.metrics.frozen_lists import State
from riskmap.reports import briefing_since as since
from riskmap.reports.briefing_told import Asked, Behind, Table
from riskmap.views.briefing import SHEETS
from riskmap.views.frozen import BY_CORRECTION, SINCE


def sentence(asked: Asked) -> tuple[str, ...]:
    """Which units are proposed; () without any."""
    t, found = asked.t, frozen_lists.units(asked.index, asked.figures, asked.lists)
    said = []
    if found:
        names = t(", ").join(asked.label(one.by, one.code) for one, _ in found)
        words = (
            "paper|Proposed for an interview by the rule on units, not an interview until it is signed: {n} ({units})."
        )
        said.append(t(words, n=len(found), units=names))
    more = len(frozen_lists.units_since(asked.figures, asked.lists))
    fewer = sum(state is State.LEFT for _, state in found)
    if more or fewer:
        said.append(t("paper|Units by the ledger and the rule of now: {more} more (apart), {fewer} no longer (marked).",
                      more=more, fewer=fewer))  # fmt: skip
    return tuple(said)


def units(asked: Asked) -> tuple[Table, ...]:
    """The proposed units with their rate at the end of each week of the rule; () without any."""
    t, found = asked.t, frozen_lists.units(asked.index, asked.figures, asked.lists)
    later = frozen_lists.units_since(asked.figures, asked.lists)
    if not found and not later:
        return ()
    first = found[0][0] if found else later[0]
    ends = tuple(t("units|Up to {day}", day=t.date(week.end)) for week in first.weeks)
    heads = (t("units|Unit"), *ends, t("Overdue, not rectified"))
    last = len(heads) - 1
    behind = () if asked.live else tuple(_behind(asked, row, last, one) for row, (one, _) in enumerate(found))
    shape = Table(t(SHEETS["units"]), heads, (), (2.4, *(2,) * len(ends), 1.4), frozenset(range(1, last + 1)),
                  behind=behind)  # fmt: skip
    kept = [(*_cells(asked, one), t(SINCE[state]) if state else "") for one, state in found]
    return since.told(asked, shape, kept, [(*_cells(asked, one), t(BY_CORRECTION)) for one in later])


def _cells(asked: Asked, one: Unit) -> tuple[str, ...]:
    weeks = tuple(_rate(asked, week) for week in one.weeks)
    return (asked.label(one.by, one.code), *weeks, asked.t.number(one.overdue))


def _rate(asked: Asked, week: Week) -> str:
    n, m = RATE.parts(week.counts)
    return asked.t("paper|{text} ({aside})", text=asked.t.percent(pct(n, m)), aside=fraction(n, m))


def _behind(asked: Asked, row: int, column: int, one: Unit) -> Behind:
    days = (("from_", asked.figures.now.from_), ("as_of", asked.figures.now.as_of))
    return Behind(row, column, "stock_overdue", one.by, ((one.by, (one.code,)), *days))

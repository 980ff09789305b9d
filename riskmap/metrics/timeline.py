"""Week by week or month by month: stock and flow of each period, and the rates as they stood on its last day.

A rate is cumulative (本年累计): from 1 January of the year in which the period ends, or from the day that was chosen,
to the period's end. The running period is as of the filter's day, beside the same number of days (DOMAIN.md §3.4).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from riskmap.domain import periods
from riskmap.domain.columns import to_day
from riskmap.domain.periods import Kind, Period
from riskmap.metrics import filters
from riskmap.metrics.counts import total
from riskmap.metrics.filters import Filter
from riskmap.metrics.index import Index

FLOWS: Final = ("new_in_period", "flow.rectified", "closed_in_period", "newly_late")  # words of riskmap.metrics.drill
STOCK: Final = ("stock", "stock_overdue", "not_yet_due", "awaiting")
RATES: Final = (
    "due_rate_passed", "due_rate", "on_time_rate_passed", "on_time_rate", "rectification_rate", "closing_rate",
)  # fmt: skip
KINDS: Final = (Kind.WEEK, Kind.MONTH)
LENGTHS: Final = {Kind.WEEK: 26, Kind.MONTH: 13}


@dataclass(frozen=True, slots=True)
class Point:
    """A period as of its end. `year`: the counts of the rates (COLUMNS, None before the chosen first day); `since`:
    the first day they count from; `flows`: FLOWS of the period alone; `stock`: STOCK on its last day.
    """

    period: Period
    since: date
    year: Mapping[str, int] | None
    flows: Mapping[str, int]
    stock: Mapping[str, int]

    @property
    def name(self) -> str:
        """2026-W47, 2026-11."""
        return self.period.label


@dataclass(frozen=True, slots=True)
class Line:
    """A period beside the one before it and the same one a year ago."""

    now: Point
    before: Point
    last_year: Point

    @property
    def comparable(self) -> bool:
        """Whether the rates of now and before count from the same day; over New Year they do not."""
        return self.now.since == self.before.since


def own_period(where: Filter, period: Period) -> Filter:
    """Return the filter whose period is that period alone: under it the flows of a point open their rows."""
    return filters.changed(where, from_=period.start, as_of=period.end)


def to_date(where: Filter, period: Period, since: date) -> Filter:
    """Return the filter of the rates of a point: from its first day to the end of the period."""
    return filters.changed(where, from_=min(since, period.end), as_of=period.end)


def first_day(where: Filter, period: Period, years_back: int = 0) -> date:
    """Return the day from which the rates of a period count."""
    if not where.set_from:
        return date(period.end.year, 1, 1)
    chosen = where.from_
    for _ in range(years_back):
        chosen = periods.last_year(Period(Kind.MONTH, chosen.replace(day=1), chosen)).end
    return chosen


def lately(kind: Kind, as_of: date, count: int) -> list[Period]:
    """Return the last periods, oldest first; the running one up to `as_of` is the last of them."""
    found = [periods.to_date(kind, as_of)]
    while len(found) < count:
        found.append(periods.whole(kind, found[-1].start - periods.DAY))
    return found[::-1]


def line(index: Index, where: Filter, period: Period) -> Line:
    """Return a period with the two that stand beside it."""
    before, year = periods.previous(period), periods.last_year(period)
    return Line(
        now=point(index, where, period, first_day(where, period)),
        before=point(index, where, before, first_day(where, before)),
        last_year=point(index, where, year, first_day(where, year, 1)),
    )


def timeline(index: Index, where: Filter, kind: Kind, count: int) -> tuple[Line, ...]:
    """Return the last `count` periods up to the filter's day, oldest first, each with those beside it."""
    key = ("timeline", where, where.set_from, kind, count)
    return index.answers.get(key, lambda: _timeline(index, where, kind, count))


def _timeline(index: Index, where: Filter, kind: Kind, count: int) -> tuple[Line, ...]:
    made: dict[tuple[Period, date], Point] = {}

    def known(period: Period, since: date) -> Point:
        if (period, since) not in made:
            made[period, since] = point(index, where, period, since)
        return made[period, since]

    lines = []
    for period in lately(kind, where.as_of, count):
        before, year = periods.previous(period), periods.last_year(period)
        lines.append(
            Line(
                known(period, first_day(where, period)), known(before, first_day(where, before)),
                known(year, first_day(where, year, 1)),
            )
        )  # fmt: skip
    return tuple(lines)


def point(index: Index, where: Filter, period: Period, since: date) -> Point:
    """Return the figures of a period as of its end; what the filter derives (progress, listing …) holds on that day."""
    own = own_period(where, period)
    alone = total(index, period.end, period.start, own)
    inside = since <= period.end
    year = total(index, period.end, since, to_date(where, period, since)) if inside else None
    flows = {name: alone[name] for name in FLOWS if name in alone} | _moved(index, own)
    return Point(period, since, year, {name: flows[name] for name in FLOWS}, {name: alone[name] for name in STOCK})


def _moved(index: Index, own: Filter) -> dict[str, int]:
    """Flows that the contract does not count, as drill.rows finds them, from the facts alone, without a frame."""
    day, start = to_day(own.as_of), to_day(own.from_)
    now, was = index.states.positions(day), index.states.positions(start - 1)  # of many days: none is kept
    f, codes, derived = index.facts, index.facts_mask(own), index.derived_mask(own)
    rect, stands = f.rect[now], (f.found[now] <= day) & (f.voided[now] > day)
    for kept in (None if codes is None else codes[now], derived):
        stands = stands if kept is None else stands & kept
    rectified = stands & (rect >= start) & (rect <= day)
    late = stands & (f.entry[now] <= day) & (f.closed[now] > day) & (rect > day) & (f.due[now] < day)
    old = (f.entry[was] < start) & (f.voided[was] >= start) & (f.closed[was] >= start) & (f.rect[was] >= start)
    late &= ~(old & (f.due[was] < start - 1))
    return {"flow.rectified": int(np.count_nonzero(rectified)), "newly_late": int(np.count_nonzero(late))}


def named(kind: Kind, name: str, as_of: date) -> Period | None:
    """Return the period of a label (2026-W47, 2026-11) up to `as_of`; None for no such label, or a later period."""
    try:
        if kind is Kind.WEEK:
            year, _, week = name.partition("-W")
            start = date.fromisocalendar(int(year), int(week), 1)
        else:
            start = date.fromisoformat(f"{name}-01")
    except ValueError:
        return None
    if start > as_of or periods.label(kind, start) != name:
        return None
    return Period(kind, start, min(periods.whole(kind, start).end, as_of))


def beside(index: Index, where: Filter, period: Period, than: str) -> Point:
    """Return what a period is compared with: "last_year", the label of another one, else the one before.

    Where the period is still running, the other is cut to as many days.
    """
    if than == "last_year":
        year = periods.last_year(period)
        return point(index, where, year, first_day(where, year, 1))
    other = named(period.kind, than, where.as_of)
    if other is None or other.start == period.start:
        other = periods.previous(period)
    elif period.is_partial:
        other = Period(other.kind, other.start, min(other.end, other.start + periods.DAY * (period.days - 1)))
    return point(index, where, other, first_day(where, other))

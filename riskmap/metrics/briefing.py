"""The figures of one week, month or quarter for its paper: stock, flows, rates, beside the periods it is compared with.

As of the last day of the period, or of the as-of day where it is still running (DOMAIN.md §3.4, §7 周调度会).
`ends`: the office's cut-off, the day of the week on which a week is over; every week beside it is cut the same way.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

import numpy as np

from riskmap.domain import periods
from riskmap.domain.codes import Step
from riskmap.domain.columns import DELISTING, PROPOSED, WISHED, to_day
from riskmap.domain.periods import SUNDAY, Kind, Period
from riskmap.metrics import drill, filters, inspected, own_work, ranking, stock, timeline
from riskmap.metrics.counts import total
from riskmap.metrics.escalation_units import Unit, units
from riskmap.metrics.filters import Filter
from riskmap.metrics.flows import ENFORCED as TAKEN
from riskmap.metrics.forms import Register
from riskmap.metrics.frame import Ints, countdown_day, days_left, equals
from riskmap.metrics.index import Index
from riskmap.metrics.own_work import Work
from riskmap.metrics.ranking import RankTable
from riskmap.metrics.stock import Ages

KINDS: Final = (Kind.WEEK, Kind.MONTH, Kind.QUARTER)  # that a paper is written for
STOCK: Final = ("stock", "stock_overdue", "stock_major", "stock_listed")
FLOWS: Final = ("new_in_period", "flow.rectified", "flow.passed", "closed_in_period")
EVENTS: Final = ("newly_late", "flow.extended", "flow.rejected", "flow.recurred")
ENFORCED: Final = tuple(f"{drill.FLOW}{name}" for name in TAKEN)
RATES: Final = ("due_rate_passed", "on_time_rate", "rectification_rate")
LADDER: Final = (Step.SUPERVISE, Step.LIST, Step.CRITICISE, Step.INTERVIEW)
AHEAD: Final = {Kind.WEEK: 7, Kind.MONTH: 31, Kind.QUARTER: 92}  # days of the list of what falls due next
POINTS: Final = {Kind.WEEK: 12, Kind.MONTH: 12, Kind.QUARTER: 8}  # of a trend
EARLIEST: Final = date(1900, 1, 1)  # no ledger begins before; the periods beside an earlier one leave the calendar
WISHES: Final = drill.WAITING + WISHED
TO_LIST: Final = drill.WAITING + PROPOSED
TO_DELIST: Final = drill.WAITING + DELISTING


@dataclass(frozen=True, slots=True)
class Side:
    """A period and what it counts. `now`: the year to its end; `own`: the period alone; counts of both by COLUMNS.

    `known`: the ledger holds a hazard that was found by then; where it holds none nothing is compared.
    """

    period: Period
    now: Filter
    own: Filter
    counts: dict[str, int]
    alone: dict[str, int]
    flows: dict[str, int]
    visits: int
    known: bool


@dataclass(frozen=True, slots=True)
class Point:
    """A period as of its end: stock, what fell due in that day's year with what was confirmed (COLUMNS); `flows`:
    what came and went in the period alone (timeline.FLOWS).
    """

    period: Period
    counts: Mapping[str, int]
    flows: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that the paper of a period counts; hazards are rows of the index, visits of the register."""

    this: Side
    before: Side  # the directly preceding period of equal kind, as many days of it
    last_year: Side
    against: Side | None  # another one that was asked for
    year: dict[str, int]  # ENFORCED and visits from 1 January on
    townships: RankTable
    townships_before: RankTable
    groups: RankTable
    departments: list[Work]
    points: tuple[Point, ...]
    ages: Ages
    overdue: Ints  # majors first, then longest overdue
    majors: Ints
    listed: Ints
    to_list: Ints
    to_delist: Ints
    next_due: Ints
    wished: Ints  # what the county must coordinate
    steps: dict[Step, Ints]
    units: tuple[Unit, ...]  # proposed for an interview; of a part of the county nobody proposes any
    visits: Ints

    @property
    def name(self) -> str:
        """2026-W47, 2026-11, 2026-Q4."""
        return self.this.period.label

    @property
    def ends(self) -> int:
        """The day of the week on which its weeks are over."""
        return self.this.period.ends

    @property
    def kind(self) -> Kind:
        """Week, month or quarter."""
        return self.this.period.kind

    @property
    def now(self) -> Filter:
        """The year to the end of the period."""
        return self.this.now

    @property
    def own(self) -> Filter:
        """The period alone."""
        return self.this.own

    @property
    def running(self) -> bool:
        """Whether the period is not over on the as-of day."""
        return self.this.period.is_partial

    @property
    def sides(self) -> tuple[Side, ...]:
        """What the period is compared with: the one before, the same a year ago, and the one asked for."""
        known = (self.before, self.last_year)
        extra = self.against is None or self.against.period in {one.period for one in known}
        return known if extra or self.against is None else (*known, self.against)

    @property
    def beside(self) -> Side:
        """The one that a page has room for: what was asked for, else the one before."""
        return self.against or self.before


def reviewed(kind: Kind, today: date, ends: int = SUNDAY) -> str:
    """The period whose paper is asked for first: the last one of its kind that is over."""
    return periods.previous(periods.whole(kind, today + timedelta(days=1), ends)).label


def beside(name: str, steps: int) -> str:
    """The period of the same kind so many later, or earlier; a week by its name, on whichever day it ends."""
    period = periods.parse(name)
    for _ in range(abs(steps)):
        ends = period.end + periods.DAY if steps > 0 else period.start - periods.DAY
        period = periods.whole(period.kind, ends)
    return period.label


def a_year_before(name: str) -> str:
    """The same period of the year before; "" for a word that names none."""
    try:
        return periods.last_year(periods.parse(name)).label
    except ValueError:
        return ""


def period_of(name: str, today: date, ends: int = SUNDAY) -> Period:
    """The period of a name, cut at today. Raises ValueError for one that no paper is written for, or not begun yet."""
    whole = periods.parse(name, ends)
    if whole.kind not in KINDS or not EARLIEST <= whole.start <= today:
        raise ValueError(f"no paper of {name}")
    return replace(whole, end=min(whole.end, today))


def figures(
    index: Index, where: Filter, name: str, today: date, register: Register | None = None, against: str = "",
    ends: int = SUNDAY,
) -> Figures:  # fmt: skip
    """Return the figures of a period; of `where` the parts that narrow the rows hold, not its days.

    `register`: enterprises and visits, without them no visit is counted. `against`: another period of the same kind.
    Raises ValueError (period_of, or two kinds).
    """
    period = period_of(name, today, ends)
    other = period_of(against, today, ends) if against else None
    if other and other.kind is not period.kind:
        raise ValueError(f"no paper of {name} against {against}")
    key = ("briefing", period, other, register is None, filters.changed(where, from_=period.end, as_of=period.end))
    return index.answers.get(key, lambda: _figures(index, where, period, other, register))


def _figures(index: Index, where: Filter, period: Period, other: Period | None, register: Register | None) -> Figures:
    this = _side(index, where, period, register)
    before = _side(index, where, periods.previous(period), register)
    now, last = this.now, before.now
    year = {name: count(index, now, name) for name in ENFORCED} | {"visits": len(_visits(register, now))}
    return Figures(
        this=this,
        before=before,
        last_year=_side(index, where, periods.last_year(period), register),
        against=None if other is None else _side(index, where, _as_long(other, period), register),
        year=year,
        townships=ranking.table(index, "township", now.as_of, now.from_, now),
        townships_before=ranking.table(index, "township", last.as_of, last.from_, last),
        groups=ranking.table(index, "group", now.as_of, now.from_, now),
        departments=own_work.table(index, now),
        points=_points(index, where, period),
        ages=stock.ages(index, now),
        overdue=ordered(index, now, "stock_overdue"),
        majors=ordered(index, now, "stock_major"),
        listed=ordered(index, now, "stock_listed"),
        to_list=ordered(index, now, TO_LIST),
        to_delist=ordered(index, now, TO_DELIST),
        next_due=ordered(index, now, f"{drill.SOON}.{AHEAD[period.kind]}", by_day=True),
        wished=ordered(index, now, WISHES),
        units=units(index, now.as_of, weeks_end(period)),
        steps={step: ordered(index, now, drill.LADDER + step) for step in LADDER},
        visits=_visits(register, this.own),
    )


def weeks_end(period: Period) -> int | None:
    """The day on which the weeks are over that propose units: of a weekly paper its own, else None: the county's."""
    return period.ends if period.kind is Kind.WEEK else None


def _as_long(other: Period, period: Period) -> Period:
    """A running period is compared with as many days of another one (§3.4)."""
    if not period.is_partial:
        return other
    return replace(other, end=min(other.end, other.start + timedelta(days=period.days - 1)))


def _side(index: Index, where: Filter, period: Period, register: Register | None) -> Side:
    end = period.end
    now = filters.changed(where, from_=date(end.year, 1, 1), as_of=end)
    own = filters.changed(where, from_=period.start, as_of=end)
    return Side(
        period=period,
        now=now,
        own=own,
        counts=total(index, end, now.from_, now),
        alone=total(index, end, own.from_, own),
        flows={name: count(index, own, name) for name in (*FLOWS, *EVENTS, *ENFORCED)},
        visits=len(_visits(register, own)),
        known=bool(index.mask(now).any()),
    )


def _visits(register: Register | None, where: Filter) -> Ints:
    if register is None:
        return np.zeros(0, dtype=np.int64)
    return inspected.visits(register.inspections, register.enterprises, where)


def _points(index: Index, where: Filter, period: Period) -> tuple[Point, ...]:
    """The last periods of the kind, the paper's own last."""
    found, at = [period], period
    for _ in range(POINTS[period.kind] - 1):
        at = periods.whole(at.kind, at.start - periods.DAY, at.ends)
        found.append(at)
    made = []
    for one in reversed(found):
        now = filters.changed(where, from_=date(one.end.year, 1, 1), as_of=one.end)
        if index.mask(now).any():
            point = timeline.point(index, where, one, now.from_)
            made.append(Point(one, point.year or {}, point.flows))
    return tuple(made)


def named(index: Index, figures: Figures) -> dict[str, None]:
    """The hazards whose own words the paper prints, by id: overdue, major and listed ones, and those with a wish."""
    ids = index.at(to_day(figures.now.as_of))["id"].to_numpy(dtype=object)
    rows = (figures.overdue, figures.majors, figures.listed, figures.to_list, figures.to_delist, figures.wished)
    return dict.fromkeys(ids[np.concatenate(rows)])


def count(index: Index, where: Filter, rows: str) -> int:
    """How many hazards stand behind a word for rows."""
    return int(np.count_nonzero(drill.rows(index, where, rows)))


def ordered(index: Index, where: Filter, rows: str, *, by_day: bool = False) -> Ints:
    """Hazards behind a word: majors first, then by countdown; `by_day`: by the day they are due alone."""
    found, day = np.flatnonzero(drill.rows(index, where, rows)), to_day(where.as_of)
    frame = index.at(day).take(found)
    first = np.zeros(len(found)) if by_day else ~equals(frame, "grade", "major")
    last = countdown_day(frame) if by_day else days_left(frame, day)
    number = frame["hazard_no"].to_numpy(dtype=object).astype(str)
    return np.asarray(found[np.lexsort((number, last, first))], dtype=np.int64)

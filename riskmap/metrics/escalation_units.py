"""Units that the ladder proposes for an interview (约谈): by the rate that ranks them, at the ends of weeks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np

from riskmap.domain.codes import Step
from riskmap.domain.columns import to_day
from riskmap.domain.periods import Kind, whole
from riskmap.metrics import drill, filters, ranking
from riskmap.metrics.escalation import taken
from riskmap.metrics.frame import Bools, days
from riskmap.metrics.index import Index
from riskmap.metrics.measures import COLUMNS
from riskmap.metrics.rates import RATES

BY: Final = ("township", "sector")  # the lines of the rank tables; departments are not ranked by this rate
RATE: Final = RATES["due_rate_passed"]


@dataclass(frozen=True, slots=True)
class Week:
    """The counts of a unit from 1 January to the end of a week."""

    end: date
    counts: Mapping[str, int]

    @property
    def start(self) -> date:
        """The first day that is counted."""
        return date(self.end.year, 1, 1)


@dataclass(frozen=True, slots=True)
class Unit:
    """A township or sector (`by`, `code`) with the weeks that propose it, latest first, and all its overdue items."""

    by: str
    code: str
    weeks: tuple[Week, ...]
    overdue: int

    @property
    def parts(self) -> tuple[int, int]:
        """Confirmed and due at the end of the latest week."""
        return RATE.parts(self.weeks[0].counts)


def units(index: Index, as_of: date, ends: int | None = None) -> tuple[Unit, ...]:
    """Return the units that are proposed on a day, in the order of the tables; none where the county set no threshold.

    `ends`: the day of the week on which weeks are over (1 Monday to 7 Sunday), None: that of the county's review.
    A unit whose every overdue item was a ground of an interview on its present occasion, or has an approved extension
    that still runs, is not proposed.
    Rule: DOMAIN.md §7 (约谈), escalation.toml.
    """
    day = ends or index.ladder.units.ends
    return index.answers.get(("ladder_units", as_of, day), lambda: _units(index, as_of, day))


def _units(index: Index, as_of: date, day: int) -> tuple[Unit, ...]:
    rule = index.ladder.units
    if rule.below is None:
        return ()
    done, extended = taken(index, as_of, Step.INTERVIEW), _extended(index, to_day(as_of))
    found = []
    for by in BY:
        weeks = [_below(index, by, end, rule.below, rule.least) for end in _ends(as_of, rule.weeks, day)]
        for code in index.dim(by)[1]:
            if not all(code in week for week in weeks):
                continue
            late = _late(index, as_of, by, code)
            if np.any(late & ~done & ~extended):
                found.append(Unit(by, code, tuple(week[code] for week in weeks), int(np.count_nonzero(late))))
    return tuple(found)


def standing(index: Index, as_of: date, by: str, code: str, ends: int | None = None) -> Unit:
    """The same figures of a unit, whether it is proposed or not."""
    weeks, rule = [], index.ladder.units
    for end in _ends(as_of, rule.weeks, ends or rule.ends):
        lines = ranking.ranked(index, by, end, date(end.year, 1, 1))
        counts = next((line.counts for line in lines if line.code == code), dict.fromkeys(COLUMNS, 0))
        weeks.append(Week(end, counts))
    return Unit(by, code, tuple(weeks), int(np.count_nonzero(_late(index, as_of, by, code))))


def _late(index: Index, as_of: date, by: str, code: str) -> Bools:
    """The overdue hazards of a unit."""
    return drill.rows(index, filters.changed(filters.default(as_of), **{by: (code,)}), "stock_overdue", by)


def _extended(index: Index, day: int) -> Bools:
    """The hazards with an approved extension that still runs: applied for late it moves no due date, but excuses."""
    now = index.at(day)
    return np.asarray((days(now, "extended") <= day) & (days(now, "extended_to") >= day), dtype=np.bool_)


def _ends(as_of: date, weeks: int, day: int) -> list[date]:
    """The last days of the latest whole weeks, a week that ends on the day among them."""
    last = whole(Kind.WEEK, as_of, day).end
    last -= timedelta(7 if last > as_of else 0)
    return [last - timedelta(7 * before) for before in range(weeks)]


def _below(index: Index, by: str, end: date, per_cent: int, least: int) -> dict[str, Week]:
    """The units whose rate lies below so many per cent at the end of a week, with enough items due."""
    found = {}
    for line in ranking.ranked(index, by, end, date(end.year, 1, 1)):
        passed, due = RATE.parts(line.counts)
        if line.code and due >= least and 100 * passed < per_cent * due:
            found[line.code] = Week(end, line.counts)
    return found

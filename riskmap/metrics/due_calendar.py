"""What falls due day by day (到期日历): unrectified hazards of the stock by the day their countdown ends."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt

from riskmap.domain.columns import NEVER, from_day, to_day
from riskmap.metrics import frame
from riskmap.metrics.filters import Filter
from riskmap.metrics.frame import Bools, Ints
from riskmap.metrics.index import Index
from riskmap.metrics.stock import standing

DAYS: Final = 30
# Words for what lies together: the date of the present round has passed and the effective due date has not; on a
# Saturday or Sunday of the calendar; after its last day; without any date.
PASSED, WEEKEND, LATER, UNDATED = "passed", "weekend", "later", "undated"
TOGETHER: Final = (PASSED, WEEKEND, LATER, UNDATED)
_SATURDAY: Final = 5
_MONDAY: Final = to_day(date(1970, 1, 5))


@dataclass(frozen=True, slots=True)
class DueDay:
    """One day of the calendar: items that fall due on it, and how many of them are major."""

    day: date
    general: int
    major: int

    @property
    def items(self) -> int:
        """All that fall due."""
        return self.general + self.major

    @property
    def weekend(self) -> bool:
        """Saturday or Sunday; public holidays are not known here."""
        return self.day.weekday() >= _SATURDAY


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days from the as-of day on, and what lies beside them; together every unrectified item of the stock.

    `overdue`: past the effective due date; `passed`: past the date of the present round only; `later`: after the last
    day; `undated`: no date at all.
    """

    days: tuple[DueDay, ...]
    overdue: int
    passed: int
    later: int
    undated: int

    @property
    def ahead(self) -> int:
        """Items that fall due within the calendar."""
        return sum(one.items for one in self.days)

    @property
    def weekend(self) -> int:
        """Those of them that fall due on a Saturday or a Sunday."""
        return sum(one.items for one in self.days if one.weekend)


def calendar(index: Index, where: Filter, days: int = DAYS) -> Calendar:
    """Return what falls due on the filter's day and the `days` days after it (its `from` plays no part)."""
    return index.answers.get(("due calendar", where, days), lambda: _calendar(index, where, days))


def _calendar(index: Index, where: Filter, days: int) -> Calendar:
    day = to_day(where.as_of)
    open_, late, target = _unrectified(index, where)
    facts = index.facts.take(index.positions(day))
    ahead = np.where(target == NEVER, NEVER, target - day)
    weight = facts.weight

    def items(mask: Bools) -> int:
        return int(weight[mask].sum())

    def by_day(mask: Bools) -> npt.NDArray[np.float64]:
        counted = np.bincount(ahead[mask], weights=weight[mask], minlength=days + 1)
        return np.asarray(counted, dtype=np.float64)

    in_time = open_ & ~late
    here = in_time & (ahead >= 0) & (ahead <= days)
    general, major = by_day(here & ~facts.major), by_day(here & facts.major)
    return Calendar(
        days=tuple(
            DueDay(from_day(day + number), int(general[number]), int(major[number])) for number in range(days + 1)
        ),
        overdue=items(open_ & late),
        passed=items(in_time & (ahead < 0)),
        later=items(in_time & (ahead > days) & (target != NEVER)),
        undated=items(in_time & (target == NEVER)),
    )


def falls_due(index: Index, where: Filter, when: int | str) -> Bools:
    """Return the hazards that fall due `when` days after the filter's day, or together (a word of TOGETHER)."""
    day = to_day(where.as_of)
    open_, late, target = _unrectified(index, where)
    in_time: Bools = open_ & ~late
    if isinstance(when, int):
        return np.asarray(in_time & (target == day + when), dtype=np.bool_)
    within = (target >= day) & (target <= day + DAYS)
    together = {
        PASSED: target < day,
        WEEKEND: within & ((target - _MONDAY) % 7 >= _SATURDAY),
        LATER: (target > day + DAYS) & (target != NEVER),
        UNDATED: target == NEVER,
    }
    return np.asarray(in_time & together[when], dtype=np.bool_)


def _unrectified(index: Index, where: Filter) -> tuple[Bools, Bools, Ints]:
    """What of the stock is not rectified, which of all are past the effective due date, and when countdowns end."""
    day = to_day(where.as_of)
    positions = index.positions(day)
    open_ = standing(index, where) & (index.facts.rect[positions] > day)
    return open_, index.facts.due[positions] < day, frame.countdown_day(index.at(day))

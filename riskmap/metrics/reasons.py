"""Which hazards speak for checking their enterprise first (建议先查), reason by reason."""

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np

from riskmap.domain.check_first import Reason
from riskmap.domain.codes import Grade, Source
from riskmap.domain.columns import NEVER, to_day
from riskmap.metrics.due_calendar import DAYS
from riskmap.metrics.filters import Filter
from riskmap.metrics.frame import Bools, days, equals
from riskmap.metrics.index import Index
from riskmap.metrics.repeats import again
from riskmap.metrics.stock import alarm, due_within, standing

YEAR: Final = 365


def speaks(index: Index, where: Filter, reason: Reason) -> Bools:
    """Return the hazards of a filter that bring a reason as of its day.

    What an enterprise found itself and treats effectively brings none (自查不罚): rectified or in time and, where it is
    major, under control.
    """
    return _SPEAKS[reason](index, where) & ~effective(index, where)


def all_that_speaks(index: Index, where: Filter) -> dict[Reason, Bools]:
    """Return `speaks` of every reason."""
    counted = ~effective(index, where)
    return {reason: of(index, where) & counted for reason, of in _SPEAKS.items()}


def effective(index: Index, where: Filter) -> Bools:
    """Return the hazards found by enterprises themselves that are treated effectively as of the filter's day."""
    day = to_day(where.as_of)
    facts, states = index.facts.take(index.positions(day)), index.at(day)
    in_time = np.where(facts.rect <= day, facts.timely | (facts.due == NEVER), facts.due >= day)
    failed = days(states, "rejected") <= day
    return equals(states, "source", Source.SELF) & in_time.astype(np.bool_) & ~failed & ~alarm(index, where)


def _major(index: Index, where: Filter) -> Bools:
    return _open(index, where) & equals(index.at(to_day(where.as_of)), "grade", Grade.MAJOR)


def _late(index: Index, where: Filter) -> Bools:
    day = to_day(where.as_of)
    return _open(index, where) & (index.facts.due[index.positions(day)] < day)


def _failed(index: Index, where: Filter) -> Bools:
    day = to_day(where.as_of)
    states = index.at(day)
    on = days(states, "rejected")
    return index.mask(where) & (days(states, "voided") > day) & (on > day - YEAR) & (on <= day)


def _behind(index: Index, where: Filter) -> Bools:
    day = to_day(where.as_of)
    facts = index.facts.take(index.positions(day))
    done = (facts.rect <= day) & (facts.rect > day - YEAR) & (facts.due < NEVER) & ~facts.timely
    kept: Bools = index.mask(where) & (facts.entry <= day) & (facts.voided > day) & done
    return kept


def _open(index: Index, where: Filter) -> Bools:
    day = to_day(where.as_of)
    return standing(index, where) & (index.facts.rect[index.positions(day)] > day)


_SPEAKS: Final[Mapping[Reason, Callable[[Index, Filter], Bools]]] = {
    Reason.UNCONTROLLED: alarm,
    Reason.MAJOR: _major,
    Reason.LATE: _late,
    Reason.FAILED: _failed,
    Reason.REPEAT: lambda index, where: _open(index, where) & again(index, where),
    Reason.BEHIND: _behind,
    Reason.NEAR: lambda index, where: due_within(index, where, DAYS),
}

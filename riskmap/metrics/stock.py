"""How old the stock is: what stands on a day, whenever it was found."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from riskmap.domain.codes import Control, Grade
from riskmap.domain.columns import NEVER, to_day
from riskmap.metrics import frame
from riskmap.metrics.filters import Filter
from riskmap.metrics.frame import Bools, Ints
from riskmap.metrics.index import Index

EDGES = (7, 30, 90, 180, 365)  # the last day of each age class; the last class is open


@dataclass(frozen=True, slots=True)
class Ages:
    """Items of the stock by age class (days since found), and by days past due; `rows` are hazards of the index."""

    edges: tuple[int, ...]
    general: tuple[int, ...]
    major: tuple[int, ...]
    overdue: tuple[int, ...]  # by days past the effective due date, unrectified only
    median_days: float | None
    rows: Ints


def standing(index: Index, where: Filter) -> Bools:
    """Return which hazards stand in the stock as of the filter's day: confirmed, not void, not closed."""
    day = to_day(where.as_of)
    facts = index.facts.take(index.positions(day))
    stands: Bools = (facts.entry <= day) & (facts.voided > day) & (facts.closed > day)
    return stands & index.mask(where)


def alarm(index: Index, where: Filter) -> Bools:
    """Return the major hazards of the stock without control measures (DOMAIN.md §2.3)."""
    states = index.at(to_day(where.as_of))
    without = frame.equals(states, "control", "", Control.NONE)
    return standing(index, where) & frame.equals(states, "grade", Grade.MAJOR) & without


def ages(index: Index, where: Filter, edges: tuple[int, ...] = EDGES) -> Ages:
    """Return the age classes of the stock at the filter's as_of (its `from` plays no part)."""
    return index.answers.get(("ages", where, edges), lambda: _ages(index, where, edges))


def _ages(index: Index, where: Filter, edges: tuple[int, ...]) -> Ages:
    day = to_day(where.as_of)
    rows = np.flatnonzero(standing(index, where))
    facts = index.facts.take(index.positions(day)[rows])
    age, weight = day - facts.found, facts.weight.astype(np.float64)
    late = (facts.rect > day) & (facts.due < day)
    return Ages(
        edges=edges,
        general=_classes(age[~facts.major], weight[~facts.major], edges),
        major=_classes(age[facts.major], weight[facts.major], edges),
        overdue=_classes((day - facts.due)[late], weight[late], edges),
        median_days=weighted_median(age, facts.weight),
        rows=rows,
    )


def late_from(edges: tuple[int, ...] = EDGES) -> tuple[int, ...]:
    """Return the first day of each class of days late (1, 8, 31, …); the last class is open."""
    return (1, *(edge + 1 for edge in edges))


def late_since(index: Index, where: Filter, first: int) -> Bools:
    """Return the overdue hazards of the stock in the class of days late that begins with `first` (`late_from`).

    Raises ValueError for a day with which no class begins.
    """
    firsts, day = late_from(), to_day(where.as_of)
    place = firsts.index(first)
    facts = index.facts.take(index.positions(day))
    late: Bools = (facts.rect > day) & (day - facts.due >= first) & standing(index, where)
    return late if place + 1 == len(firsts) else late & (day - facts.due < firsts[place + 1])


def _classes(values: Ints, weight: npt.NDArray[np.float64], edges: tuple[int, ...]) -> tuple[int, ...]:
    places = np.searchsorted(np.asarray(edges), values, side="left")
    return tuple(int(number) for number in np.bincount(places, weights=weight, minlength=len(edges) + 1))


def weighted_median(values: Ints, weight: Ints) -> float | None:
    """Return the median of values that stand for `weight` items each, None of nothing."""
    total = int(weight.sum())
    if not total:
        return None
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weight[order])
    low = values[order][np.searchsorted(reached, (total + 1) // 2)]
    high = values[order][np.searchsorted(reached, total // 2 + 1)]
    return float(low + high) / 2


def due_within(index: Index, where: Filter, days: int) -> Bools:
    """Return which unrectified hazards of the stock come due from the filter's day to `days` days later."""
    day = to_day(where.as_of)
    target = frame.countdown_day(index.at(day))
    facts = index.facts.take(index.positions(day))
    soon: Bools = (target != NEVER) & (target >= day) & (target - day <= days) & (facts.rect > day) & (facts.due >= day)
    return soon & standing(index, where)

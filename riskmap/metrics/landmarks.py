"""What stood on past weeks and how much of it was crossed off soon after: the history that forecasts rest on."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from riskmap.domain.columns import to_day
from riskmap.metrics.filters import Filter
from riskmap.metrics.frame import Ints
from riskmap.metrics.index import Index

Numbers = npt.NDArray[np.float64]

WEEKS: Final = (1, 2, 3, 4)
AGES: Final = (7, 14, 30, 60, 90, 180, 365)  # the last day of each age class; the last class is open
STAGES: Final = 3  # not rectified, declared and waiting for re-inspection, passed and waiting for crossing off
CLASSES: Final = STAGES * 2 * (len(AGES) + 1)  # stage × grade × days since it was found


@dataclass(frozen=True, slots=True)
class Landmarks:
    """By week looked back on (the last first): `days`, items of the stock by class, and those of them crossed off.

    `stood`: weeks × classes; `closed`: weeks × horizons × classes, meaningful where the horizon lies before the as-of.
    """

    days: Ints
    stood: Numbers
    closed: Numbers


def landmarks(index: Index, where: Filter, weeks: int) -> Landmarks:
    """Return the stock on the filter's day and on each of the `weeks` same weekdays before it, as of those days.

    What the filter derives from dates (status, progress, overdue, listed) is left out: the history of what is open
    now would know how it went on.
    """
    where = replace(where, status=(), progress=(), listed=(), overdue=False)
    key = ("landmarks", where, weeks)
    return index.answers.get(key, lambda: _landmarks(index, where, weeks))


def _landmarks(index: Index, where: Filter, weeks: int) -> Landmarks:
    last = to_day(where.as_of)
    days = last - 7 * np.arange(weeks + 1, dtype=np.int64)
    stood = np.zeros((len(days), CLASSES))
    closed = np.zeros((len(days), len(WEEKS), CLASSES))
    for place, day in enumerate(days):
        rows, classes = _classed(index, where, int(day))
        weight = index.facts.weight[rows].astype(np.float64)
        stood[place] = np.bincount(classes, weights=weight, minlength=CLASSES)
        for at, ahead in enumerate(WEEKS):
            if day + 7 * ahead > last:
                continue
            gone = _crossed_off(index, rows, int(day) + 7 * ahead)
            closed[place, at] = np.bincount(classes[gone], weights=weight[gone], minlength=CLASSES)
    return Landmarks(days, stood, closed)


def present(index: Index, where: Filter) -> Numbers:
    """Return the items of the stock on the filter's day by class, with every part of the filter."""
    rows, classes = _classed(index, where, to_day(where.as_of))
    weight = index.facts.weight[rows].astype(np.float64)
    return np.asarray(np.bincount(classes, weights=weight, minlength=CLASSES), dtype=np.float64)


def _classed(index: Index, where: Filter, day: int) -> tuple[Ints, Ints]:
    """Return the hazards of the stock of `day` within a filter and the class of each."""
    positions, facts = index.positions(day), index.facts
    rows = np.flatnonzero((facts.entry[positions] <= day) & (facts.closed[positions] > day))
    rows = rows[(facts.voided[positions[rows]] > day) & index.mask(where, day)[rows]]
    own = positions[rows]
    stage = (facts.rect[own] <= day).astype(np.int64) + (facts.passed[own] <= day)
    age = np.searchsorted(np.asarray(AGES), day - facts.found[own], side="left")
    return rows, (stage * 2 + facts.major[own]) * (len(AGES) + 1) + age


def _crossed_off(index: Index, rows: Ints, day: int) -> npt.NDArray[np.bool_]:
    own = index.positions(day)[rows]
    gone: npt.NDArray[np.bool_] = (index.facts.closed[own] <= day) & (index.facts.voided[own] > day)
    return gone

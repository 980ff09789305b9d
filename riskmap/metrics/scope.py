"""The sets that rates are made of, as masks over hazards, so that every figure opens its rows (穿透)."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from riskmap.domain.columns import to_day
from riskmap.metrics.direct import Side, situation
from riskmap.metrics.filters import Filter
from riskmap.metrics.frame import Bools, Ints
from riskmap.metrics.index import Facts, Index
from riskmap.metrics.measures import COLUMNS, Situation, measures


@dataclass(frozen=True, slots=True)
class Scope:
    """Hazards as of the filter's day: their frame, their facts, what holds, and which the filter keeps."""

    day: int
    start: int
    frame: pd.DataFrame
    facts: Facts
    holds: Situation
    kept: Bools

    def figure(self, mask: Bools) -> "Figure":
        """Return the items of `mask` that the filter keeps."""
        rows = np.flatnonzero(mask & self.kept)
        return Figure(int(self.facts.weight[rows].sum()), rows)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of items and the rows of the index they stand for (fewer rows than items when n ≥ 1)."""

    n: int
    rows: Ints


def scope(index: Index, where: Filter) -> Scope:
    """Return the hazards of an index as of the filter's day in its period."""
    day, start = to_day(where.as_of), to_day(where.from_)
    facts, before = index.facts.take(index.positions(day)), index.facts.take(index.positions(start - 1))
    nowhere = np.zeros(index.size, dtype=np.int64)
    holds = situation(Side(facts, nowhere), Side(before, nowhere), day, start)
    return Scope(day, start, index.at(day), facts, holds, index.mask(where))


def rows_of(index: Index, where: Filter, name: str) -> Ints:
    """Return the rows of the index behind a count of the contract (`name` of COLUMNS), as of the filter's day.

    `opening` gives those that stood the day before the period and fit the filter now; moves between cells have no
    rows here. Raises KeyError for another name.
    """
    if name not in COLUMNS:
        raise KeyError(name)
    found = scope(index, where)
    kept = index.fits(where, found.day) if name == "opening" else found.kept
    return np.flatnonzero((measures(found.holds)[name] != 0) & kept)

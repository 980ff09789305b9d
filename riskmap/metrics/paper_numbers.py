"""Hazards whose enforcement paper bears a number that stands on another visit as well (DOMAIN.md §7.1)."""

import numpy as np

from riskmap.domain.columns import to_day
from riskmap.metrics.filters import Filter
from riskmap.metrics.frame import Bools
from riskmap.metrics.index import Index


def twice(index: Index, where: Filter) -> Bools:
    """Return the hazards of a filter, known by its day and not void, with such a number.

    Numbers are those recorded by now, whatever the day: they say nothing of a date. `index.twice` knows the whole
    ledger, so that a number counts here where its other visit lies beyond the index.
    """
    found = frozenset(index.twice())
    return index.answers.get(("paper_twice", where, found), lambda: _twice(index, where, found))


def _twice(index: Index, where: Filter, found: frozenset[str]) -> Bools:
    day = to_day(where.as_of)
    facts = index.facts.take(index.positions(day))
    marked = index.at(day)["id"].isin(found).to_numpy(dtype=np.bool_)
    return np.asarray(marked & (facts.voided > day) & index.mask(where), dtype=np.bool_)

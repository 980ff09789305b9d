"""What changed: among majors on one day, or of any grade since a chosen day; each kind opens its rows."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from riskmap.domain.codes import Grade
from riskmap.domain.columns import to_day
from riskmap.metrics import drill, filters
from riskmap.metrics.filters import Filter
from riskmap.metrics.frame import Ints, equals
from riskmap.metrics.index import Index


@dataclass(frozen=True, slots=True)
class Changes:
    """Hazards of the index (positions) that the as-of day itself brought or took."""

    new: Ints
    closed: Ints


SINCE = {"new": "new_in_period", "closed": "closed_in_period", "late": drill.NEWLY_LATE}  # kind → rows of the ledger


def since(where: Filter, day: date) -> Filter:
    """Return the filter whose period is what came after a day, up to its as-of day."""
    return filters.changed(where, from_=min(day + timedelta(days=1), where.as_of))


def between(index: Index, where: Filter, day: date) -> dict[str, Ints]:
    """Return what is new, closed or newly late since the end of a day: kind of SINCE → positions in the index."""
    period = since(where, day)
    return {kind: np.flatnonzero(drill.rows(index, period, rows)) for kind, rows in SINCE.items()}


def majors_of_day(index: Index, where: Filter) -> Changes:
    """Return the majors of a filter that were new, or closed, on its as-of day (counted as `new_in_period` is)."""
    day = filters.changed(where, from_=where.as_of)
    major = equals(index.at(to_day(where.as_of)), "grade", Grade.MAJOR)
    return Changes(
        new=np.flatnonzero(drill.rows(index, day, "new_in_period") & major),
        closed=np.flatnonzero(drill.rows(index, day, "closed_in_period") & major),
    )

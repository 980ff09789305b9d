"""What a day brought among major hazards: those that entered the stock on it, those that were crossed off."""

from dataclasses import dataclass

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


def majors_of_day(index: Index, where: Filter) -> Changes:
    """Return the majors of a filter that were new, or closed, on its as-of day (counted as `new_in_period` is)."""
    day = filters.changed(where, from_=where.as_of)
    major = equals(index.at(to_day(where.as_of)), "grade", Grade.MAJOR)
    return Changes(
        new=np.flatnonzero(drill.rows(index, day, "new_in_period") & major),
        closed=np.flatnonzero(drill.rows(index, day, "closed_in_period") & major),
    )

"""Which self-found general hazards the department looks at itself: a sample of the short loop (DOMAIN.md §2.3)."""

from typing import Final

import numpy as np

from riskmap.domain.codes import Grade, Source
from riskmap.domain.columns import to_day
from riskmap.domain.sampling import drawn
from riskmap.metrics.filters import Filter
from riskmap.metrics.frame import Bools, days, equals
from riskmap.metrics.index import Index

DAYS: Final = 30  # how long an item that an enterprise crossed off stands in the list


def sampled(index: Index, where: Filter) -> Bools:
    """Return the self-found general hazards of a filter that were crossed off within DAYS up to its day and are drawn.

    The share is the index's `sample` (per cent); nobody chooses, it follows from the id.
    """
    return index.answers.get(("sampled", where), lambda: _sampled(index, where))


def _sampled(index: Index, where: Filter) -> Bools:
    day = to_day(where.as_of)
    frame = index.at(day)
    closed = days(frame, "closed")
    own = equals(frame, "source", Source.SELF) & equals(frame, "grade", Grade.GENERAL)
    recent = index.mask(where) & own & (closed <= day) & (closed > day - DAYS)
    ids = frame["id"].array
    found: Bools = np.zeros(index.size, dtype=np.bool_)
    for place in np.flatnonzero(recent):
        found[place] = drawn(str(ids[int(place)]), index.sample)
    return found

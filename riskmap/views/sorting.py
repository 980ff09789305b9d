"""Rows of the ledger in a chosen order, fast enough for 10^5 rows: every text is ranked once a revision."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from riskmap.domain.columns import NEVER, to_day
from riskmap.metrics import frame as facts
from riskmap.metrics.filters import Filter
from riskmap.metrics.frame import Bools, Ints
from riskmap.metrics.index import Index
from riskmap.views.marks import ORDER

DAYS: Final = ("found", "due", "rectified", "closed")
TEXTS: Final = ("hazard_no", "enterprise", "description")
CODES: Final = ("township", "sector", "department")
SORTS: Final = ("urgency", "grade", *DAYS, *TEXTS, *CODES)
DEFAULT: Final = "urgency"


def order(index: Index, where: Filter, keep: Bools, sort: str) -> Ints:
    """Numbers of the hazards that `keep` marks, in the order of `sort` (one of SORTS, "-" before it turns it round).

    Equal rows stand in the order of their numbers. `urgency`: by mark as on the map, then by countdown, majors first.
    """
    name, down = sort.removeprefix("-"), sort.startswith("-")
    rows = np.flatnonzero(keep)
    keys = _keys(index, where, rows, name)
    if down:
        keys = [-key for key in keys]
    number = ranks(index, "hazard_no")[rows]
    return np.asarray(rows[np.lexsort((number, *reversed(keys)))], dtype=np.int64)


def _keys(index: Index, where: Filter, rows: Ints, name: str) -> list[Ints]:
    day = to_day(where.as_of)
    frame = index.at(day)
    if name in TEXTS:
        return [ranks(index, name)[rows]]
    if name in CODES:
        return [index.dim(name)[0][index.positions(day)[rows]].astype(np.int64)]
    if name in DAYS:
        values = facts.days(frame, name)[rows]
        return [np.where(values == NEVER, NEVER, values)]
    major = ~facts.equals(frame, "grade", "major")[rows]
    if name == "grade":
        return [major.astype(np.int64)]
    progress, left = standing(index, where)
    place = np.zeros(len(rows), dtype=np.int64)
    for number, code in enumerate(ORDER):
        place[progress[rows] == code] = number + 1
    place[place == 0] = len(ORDER) + 1
    closed = place == ORDER.index(next(code for code in ORDER if code.value == "closed")) + 1
    count = np.where(closed, -facts.days(frame, "closed")[rows], left[rows])
    return [place, major.astype(np.int64), count]


def standing(index: Index, where: Filter) -> tuple[npt.NDArray[np.object_], Ints]:
    """Progress and days left of every hazard on the filter's day, kept with the index."""
    day = to_day(where.as_of)

    def make() -> tuple[npt.NDArray[np.object_], Ints]:
        frame = index.at(day)
        return facts.progress_at(frame, day), facts.days_left(frame, day)

    return index.arrays.get(("standing", day), make)


def ranks(index: Index, name: str) -> Ints:
    """Place of every hazard in the order of a text column, made once for an index."""

    def make() -> Ints:
        values: npt.NDArray[Any] = index.states.all[name].to_numpy(dtype=object)[: index.size]
        result = np.empty(index.size, dtype=np.int64)
        result[np.argsort(values.astype(str), kind="stable")] = np.arange(index.size)
        distinct = values.astype(str)
        by_place = np.argsort(result)
        same = (
            np.concatenate([[False], distinct[by_place][1:] == distinct[by_place][:-1]])
            if index.size
            else np.zeros(0, bool)
        )
        result[by_place] = np.cumsum(~same)
        return result

    return index.arrays.get(("rank", name), make)

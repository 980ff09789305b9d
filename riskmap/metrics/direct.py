"""Counting row by row: every case, with moves between cells, voided rows, and cells by week or month."""

from dataclasses import dataclass

import numpy as np

from riskmap.domain.columns import NEVER
from riskmap.metrics.frame import Bools, Ints
from riskmap.metrics.index import TIME_DIMS, Facts, Index, Part
from riskmap.metrics.measures import BY_CLOSED, BY_DUE, BY_VOIDED, COLUMNS, Situation, measures

NOWHERE = -1
_DENSE = 1 << 14  # keys up to here are counted in place
_PERIODS = 1 << 22  # more than the numbers of weeks or months of any day, shifted to be positive


@dataclass(frozen=True, slots=True)
class Side:
    """The states of some hazards on one day, and the cell each stands in (NOWHERE = left out by the filter)."""

    facts: Facts
    cell: Ints


def side(index: Index | Part, hazards: Ints, day: int, by: tuple[str, ...], kept: Bools | None) -> Side:
    """Return the states of `hazards` (row numbers) on `day`; `kept` tells which states the filter keeps."""
    positions = index.positions(day)[hazards]
    cell = np.zeros(len(hazards), dtype=np.int64)
    for name in by:
        if name not in TIME_DIMS:
            codes, labels = index.dim(name)
            cell = cell * max(len(labels), 1) + codes[positions]
    if kept is not None:
        cell[~kept[positions]] = NOWHERE
    return Side(index.facts.take(positions), cell)


def situation(now: Side, was: Side, day: int, start: int) -> Situation:
    """Return what holds on `day` in the period from `start`, given the states of that day and of the day before."""
    f, o = now.facts, was.facts
    known, void = f.entry <= day, f.voided <= day
    valid = known & ~void
    closed, rect = f.closed <= day, valid & (f.rect <= day)
    stock = valid & ~closed
    opening = (o.entry < start) & (o.voided >= start) & (o.closed >= start)
    entered = known & (f.entry >= start) & ~opening & ~(void & (f.voided <= f.entry))
    left = (opening | entered) & ~stock
    voided_out = left & void
    closed_out = left & valid & closed
    came = stock & ~opening & ~entered
    back = left & ~voided_out & ~closed_out
    return Situation(
        cohort=valid & (f.found >= start),
        carried=f.found < start,
        major=f.major,
        rect=rect,
        late=(f.late <= day) & (f.passed > day),
        passed=valid & (f.passed <= day),
        closed=valid & closed,
        stock=stock,
        in_due_set=valid & (f.due >= start) & ((f.due < day) | ((f.due == day) & rect)),
        timely=f.timely,
        past_due=f.due < day,
        no_due=f.due == NEVER,
        listed=(f.listed <= day) & (f.delisted > day),
        opening=opening,
        new=entered,
        closed_out=closed_out,
        voided_out=voided_out,
        transferred=came.astype(np.int8) - back.astype(np.int8),
    )


def period(days: Ints, name: str) -> Ints:
    """Number the ISO week (Monday first) or the calendar month of days since 1970-01-01."""
    if name == "week":
        return np.asarray((days + 3) // 7, dtype=np.int64)
    months = days.astype("datetime64[D]").astype("datetime64[M]")
    return np.asarray(months.astype(np.int64), dtype=np.int64)


def period_label(number: int, name: str) -> str:
    """Return the label of a period: 2026-W47 or 2026-11."""
    if name == "month":
        return str(np.datetime64(number, "M"))
    monday = np.datetime64(number * 7 - 3, "D").astype(object)
    year, week, _ = monday.isocalendar()
    return f"{year}-W{week:02d}"


def keys(cell: Ints, days: Ints, by: tuple[str, ...]) -> Ints:
    """Join cell and periods of `days` into one number; NOWHERE stays NOWHERE."""
    joined = cell.copy()
    for name in by:
        if name in TIME_DIMS:
            joined = joined * _PERIODS + period(days, name) + (_PERIODS >> 1)
    return np.where(cell == NOWHERE, NOWHERE, joined)


def split(joined: Ints, by: tuple[str, ...]) -> tuple[Ints, dict[str, Ints]]:
    """Undo `keys`: return the cells and the number of the period for each time dimension."""
    periods: dict[str, Ints] = {}
    for name in reversed(by):
        if name in TIME_DIMS:
            periods[name] = joined % _PERIODS - (_PERIODS >> 1)
            joined = joined // _PERIODS
    return joined, periods


def tally(
    index: Index | Part, hazards: Ints, day: int, start: int, by: tuple[str, ...], kept: Bools | None = None
) -> tuple[Ints, Ints]:
    """Count `hazards` (row numbers) as of `day` in the period from `start`.

    `kept`: which states the filter keeps, or None. Returns the joined keys of the cells that occur (sorted) and
    the counts, one row a key and one column a name of COLUMNS.
    By week or month, found-based and stock counts go by found day, due-based ones by due day, flows by their own day.
    """
    now, was = side(index, hazards, day, by, kept), side(index, hazards, start - 1, by, kept)
    marks = measures(situation(now, was, day, start))
    f = now.facts
    by_found, before = keys(now.cell, f.found, by), keys(was.cell, was.facts.found, by)
    places = dict.fromkeys(COLUMNS, by_found) | {"opening": before}
    if any(name in TIME_DIMS for name in by):
        places |= dict.fromkeys(BY_DUE, keys(now.cell, f.due, by))
        places[BY_CLOSED] = keys(now.cell, np.maximum(f.closed, f.entry), by)
        places[BY_VOIDED] = keys(now.cell, np.maximum(f.voided, f.entry), by)
    moved = (marks["opening"] != 0) & (by_found != before)
    entries = [(COLUMNS.index(name), places[name], marks[name].astype(np.int64) * f.weight) for name in COLUMNS]
    transferred = COLUMNS.index("transferred")
    entries.append((transferred, by_found, moved * f.weight))
    entries.append((transferred, before, -(moved * was.facts.weight)))
    return _sum(entries)


def _sum(entries: list[tuple[int, Ints, Ints]]) -> tuple[Ints, Ints]:
    """Add up (column, keys, amounts) into one row a key."""
    used = [
        (column, place[chosen], amount[chosen])
        for column, place, amount in entries
        if len(chosen := np.flatnonzero((amount != 0) & (place != NOWHERE)))
    ]
    if not used:
        return np.zeros(0, dtype=np.int64), np.zeros((0, len(COLUMNS)), dtype=np.int64)
    most = max(int(place.max()) for _, place, _ in used)
    if most < _DENSE:
        found = np.arange(most + 1, dtype=np.int64)
        places = [place for _, place, _ in used]
    else:
        found = np.unique(np.concatenate([np.unique(place) for _, place, _ in used]))
        places = [np.searchsorted(found, place) for _, place, _ in used]
    table = np.zeros((len(COLUMNS), len(found)), dtype=np.int64)
    for (column, _, amount), place in zip(used, places, strict=True):
        table[column] += np.rint(np.bincount(place, weights=amount, minlength=len(found))).astype(np.int64)
    any_left = np.flatnonzero(table.any(axis=0))
    return found[any_left], table[:, any_left].T

"""Counting in one pass: each hazard falls into one of 250 classes of a day, and classes are counted per cell.

Only for hazards with one state, never voided and never listed; the others go the long way (direct.py).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from riskmap.domain.columns import NEVER
from riskmap.metrics.frame import Bools, Ints
from riskmap.metrics.index import Facts, Index
from riskmap.metrics.measures import COLUMNS, Situation, measures

CLASSES = 250
MAX_BINS = 1 << 21  # above this many counters the long way is as fast and needs less memory
_BLOCK = 1 << 16  # rows at a time, so that what is being counted stays in the processor's cache
_SHORT_RANGE = 32_000
_NEVER16 = 32_767

Days = npt.NDArray[Any]  # int16 where the ledger spans less than 87 years, else int32


@dataclass(frozen=True, slots=True)
class Compact:
    """Days of the plain hazards as small integers, ordered by the last day on which anything happens to them."""

    rows: Ints
    found: Days
    entry: Days
    due: Days
    rect: Days
    late: Days
    passed: Days
    closed: Days
    last: Days
    never: int
    origin: int
    top: int
    weight: npt.NDArray[np.float64] | None

    def day(self, day: int) -> Any:
        """Return a day in the compact form; days outside the ledger's range become the nearest outside value."""
        return self.found.dtype.type(min(max(day - self.origin, -1), self.top + 1))


def compact(index: Index) -> Compact:
    """Build the compact form of the plain hazards of an index."""
    plain = np.ones(index.size, dtype=np.bool_)
    plain[index.special] = False
    rows = np.flatnonzero(plain)
    facts = index.facts.take(rows)
    names = ("found", "entry", "due", "rect", "late", "passed", "closed")
    lows, tops = zip(*(_range(getattr(facts, name)) for name in names), strict=True)
    origin, top = min(lows), max(tops) - min(lows)
    short = top <= _SHORT_RANGE
    never, kind = (_NEVER16, np.int16) if short else (NEVER * 2, np.int32)
    last = np.maximum(np.maximum(facts.closed, facts.entry), np.where(facts.due == NEVER, facts.found, facts.due))
    order = np.argsort(last, kind="stable")

    def small(days: Ints) -> Days:
        return np.where(days == NEVER, never, days - origin)[order].astype(kind)

    weights = facts.weight[order]
    return Compact(
        rows=rows[order],
        **{name: small(getattr(facts, name)) for name in names},
        last=small(last),
        never=never,
        origin=origin,
        top=top,
        weight=None if (weights == 1).all() else weights.astype(np.float64),
    )


def _range(days: Ints) -> tuple[int, int]:
    real = days[days != NEVER]
    return (int(real.min()), int(real.max())) if len(real) else (0, 0)


def base(index: Index, plain: Compact, by: tuple[str, ...]) -> tuple[npt.NDArray[np.int32], int]:
    """Return the first counter of each plain hazard (by cell, grade and timeliness) and the number of cells."""
    cell, cells = np.zeros(len(plain.rows), dtype=np.int64), 1
    for name in by:
        codes, labels = index.dim(name)
        cell, cells = cell * max(len(labels), 1) + codes[plain.rows], cells * max(len(labels), 1)
    facts: Facts = index.facts
    number = (cell * 2 + facts.major[plain.rows]) * 2 + facts.timely[plain.rows]
    return (number * CLASSES).astype(np.int32), cells


def classes(plain: Compact, chosen: slice | Ints, day: int, start: int) -> npt.NDArray[np.uint8]:
    """Return the class of each chosen plain hazard: entry (5) × stage (5) × due (5) × closed before the period (2)."""
    t, a, one = plain.day(day), plain.day(start), np.uint8
    entry, due, closed = plain.entry[chosen], plain.due[chosen], plain.closed[chosen]
    number: npt.NDArray[np.uint8] = (entry > t).view(one) * one(2)
    number += (entry >= a).view(one)
    number += (plain.found[chosen] >= a).view(one)
    number *= one(5)
    for stage in (plain.rect[chosen], plain.late[chosen], plain.passed[chosen], closed):
        number += (stage <= t).view(one)
    number *= one(5)
    number += (due >= a).view(one)
    number += (due >= t).view(one)
    number += (due > t).view(one)
    number += (due == plain.never).view(one)
    number *= one(2)
    number += (closed >= a).view(one)
    return number


def meaning() -> npt.NDArray[np.float64]:
    """Return what each (grade, timeliness, class) adds to each of COLUMNS: array of 4 x 250 rows."""
    number = np.arange(4 * CLASSES)
    major, timely = number // (2 * CLASSES) == 1, number // CLASSES % 2 == 1
    entry, stage, due = number % CLASSES // 50, number // 10 % 5, number // 2 % 5
    stood, known = number % 2 == 1, entry < 3
    rect, stock, never = stage >= 1, known & (stage < 4), np.zeros(len(number), dtype=np.bool_)
    marks = measures(
        Situation(
            cohort=entry == 2,
            carried=entry < 2,
            major=major,
            rect=rect,
            late=stage == 2,
            passed=stage >= 3,
            closed=stage == 4,
            stock=stock,
            in_due_set=known & ((due == 1) | ((due == 2) & rect)),
            timely=timely,
            past_due=due < 2,
            no_due=due == 4,
            listed=never,
            opening=(entry == 0) & stood,
            new=(entry == 1) | (entry == 2),
            closed_out=known & (stage == 4) & (stood | (entry > 0)),
            voided_out=never,
            transferred=never.astype(np.int8),
        )
    )
    return np.stack([marks[name] for name in COLUMNS], axis=1).astype(np.float64)


_MEANING = meaning()


def histogram(
    plain: Compact, first: npt.NDArray[np.int32], bins: int, day: int, start: int, keep: Bools | None
) -> npt.NDArray[np.float64]:
    """Count plain hazards per counter; `keep` (in the order of plain.rows) leaves the others out."""
    begin = int(np.searchsorted(plain.last, plain.day(start)))  # before it nothing touches the period or the stock
    rows = None if keep is None else np.flatnonzero(keep[begin:]) + begin
    size = len(plain.rows) - begin if rows is None else len(rows)
    number = np.empty(size, dtype=np.int64)
    for at in range(0, size, _BLOCK):
        chosen = slice(begin + at, begin + at + _BLOCK) if rows is None else rows[at : at + _BLOCK]
        np.add(first[chosen], classes(plain, chosen, day, start), out=number[at : at + _BLOCK])
    weights = None if plain.weight is None else plain.weight[begin:] if rows is None else plain.weight[rows]
    return np.bincount(number, weights=weights, minlength=bins).astype(np.float64)


def tally(index: Index, day: int, start: int, by: tuple[str, ...], kept: Bools | None) -> tuple[Ints, Ints]:
    """Count the plain hazards; `kept` tells for each hazard of the index whether the filter keeps it.

    Returns the same as direct.tally. Sums are exact up to 2**53.
    """
    plain = index.arrays.get("compact", lambda: compact(index))
    first, cells = index.arrays.get(("base", by), lambda: base(index, plain, by))
    keep = None if kept is None else kept[plain.rows]
    counted = histogram(plain, first, cells * 4 * CLASSES, day, start, keep)
    table = np.rint(counted.reshape(cells, 4 * CLASSES) @ _MEANING).astype(np.int64)
    used = np.flatnonzero(table.any(axis=1))
    return used, table[used]


def fits(index: Index, by: tuple[str, ...]) -> bool:
    """Tell whether the counters of these dimensions are few enough for the one pass."""
    cells = 1
    for name in by:
        cells *= max(len(index.dim(name)[1]), 1)
    return cells * 4 * CLASSES <= MAX_BINS

"""The balance of a period by township, sector or grade: what stood, what came, what went, what stands (DOMAIN.md §3.2).

opening + confirmed + transferred in − transferred out − voided − closed = closing, in every cell and in the sum.
`confirmed` are hazards that entered the stock in the period, whenever they were found; a transfer is a hazard of the
opening stock whose township, sector or grade was corrected, or one that a correction brought back or took out.
"""

from dataclasses import dataclass

import numpy as np

from riskmap.domain.columns import to_day
from riskmap.metrics.direct import NOWHERE, Side, side, situation
from riskmap.metrics.filters import Filter
from riskmap.metrics.frame import Bools, Ints
from riskmap.metrics.index import Index

PARTS = ("opening", "confirmed", "transferred_in", "transferred_out", "voided", "closed", "closing")


@dataclass(frozen=True, slots=True)
class Line:
    """The balance of one cell; `code` is None for the sum."""

    code: str | None
    opening: int
    confirmed: int
    transferred_in: int
    transferred_out: int
    voided: int
    closed: int
    closing: int

    @property
    def holds(self) -> bool:
        """Whether the parts add up to the closing stock."""
        came = self.opening + self.confirmed + self.transferred_in
        return came - self.transferred_out - self.voided - self.closed == self.closing


def balance(index: Index, where: Filter, dim: str) -> tuple[list[Line], Line]:
    """The lines of a dimension (one of index.DIMS) and their sum, for the period and the codes of a filter.

    The codes of the filter hold on each day: what was moved out of them is a transfer out. What a filter derives
    (status, progress, listing, words) holds on its own day for all parts. The sum adds the lines up.
    """
    day, start = to_day(where.as_of), to_day(where.from_)
    derived, kept = index.derived_mask(where), index.facts_mask(where)
    hazards = np.arange(index.size, dtype=np.int64) if derived is None else np.flatnonzero(derived)
    now, was = side(index, hazards, day, (dim,), kept), side(index, hazards, start - 1, (dim,), kept)
    table = _table(now, was, day, start, len(index.dim(dim)[1]))
    lines = [Line(code, *map(int, table[:, at])) for at, code in enumerate(index.dim(dim)[1]) if table[:, at].any()]
    return lines, Line(None, *(sum(getattr(line, name) for line in lines) for name in PARTS))


def _table(now: Side, was: Side, day: int, start: int, size: int) -> Ints:
    """One row a part, one column a cell."""
    s = situation(now, was, day, start)
    moved = s.opening & (now.cell != was.cell)
    came, back = s.transferred > 0, s.transferred < 0
    weight, before = now.facts.weight, was.facts.weight

    def count(marks: Bools, cell: Ints, weights: Ints) -> Ints:
        chosen = marks & (cell != NOWHERE)
        found = np.bincount(cell[chosen], weights=weights[chosen].astype(np.float64), minlength=max(size, 1))
        return np.asarray(np.rint(found), dtype=np.int64)

    parts = {
        "opening": count(s.opening, was.cell, before),
        "confirmed": count(s.new, now.cell, weight),
        "transferred_in": count(moved, now.cell, weight) + count(came, now.cell, weight),
        "transferred_out": count(moved, was.cell, before) + count(back, now.cell, weight),
        "voided": count(s.voided_out, now.cell, weight),
        "closed": count(s.closed_out, now.cell, weight),
        "closing": count(s.stock, now.cell, weight),
    }
    return np.stack([parts[name] for name in PARTS])


def in_play(index: Index, where: Filter) -> Bools:
    """Which hazards of the filter a period is about: found by its end, and neither closed nor void before it."""
    day, start = to_day(where.as_of), to_day(where.from_)
    facts = index.facts.take(index.positions(day))
    return index.mask(where) & (facts.closed >= start) & (facts.voided >= start)

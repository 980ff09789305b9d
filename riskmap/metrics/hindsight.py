"""Would the list have helped (回看)? Past months: the list of the month's start against who newly fell behind in it.

An enterprise is newly late in a month when one of its hazards became overdue in it and still was at its end
(drill.newly_late). The list of the last day before a month is held against three others: the enterprises with most
open hazards first, and chance. Risk colours are those of the register now, for it keeps no earlier ones.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

import numpy as np

from riskmap.domain.columns import to_day
from riskmap.metrics import drill, filters
from riskmap.metrics.check_first import Scores, scores
from riskmap.metrics.filters import Filter
from riskmap.metrics.frame import Bools, Ints
from riskmap.metrics.index import Index

MONTHS: Final = 6
FIRST: Final = 20
CLEAR: Final = 3.841  # χ² of one degree of freedom at 5 %


@dataclass(frozen=True, slots=True)
class Month:
    """One past month. Arrays by enterprise of the index: what the list and the number of open hazards said, who came.

    `order` and `open_order`: enterprises in the order of both lists; `known`: had a hazard in the ledger by then.
    """

    first: date
    last: date
    score: Ints
    open: Ints
    order: Ints
    open_order: Ints
    late: Bools
    known: Bools


@dataclass(frozen=True, slots=True)
class Hindsight:
    """Of `late` newly late enterprises in `months` months, how many stood among the first `first` of each list.

    `apart`: how many stood there in one of the two lists only.
    """

    months: int
    first: int
    late: int
    held: int
    open_held: int
    apart: int
    chance: float

    @property
    def verdict(self) -> int:
        """1: the list held more than most open first, -1: fewer, 0: the difference may be chance (McNemar, 5 %)."""
        ahead = self.held - self.open_held
        if ahead * ahead <= CLEAR * self.apart:
            return 0
        return 1 if ahead > 0 else -1


def hindsight(index: Index, where: Filter, months: int = MONTHS, first: int = FIRST) -> Hindsight:
    """Return how the lists of the last full months before the filter's day did, within the filter's part."""
    key = ("hindsight", replace(where, from_=where.as_of), months, first)
    return index.answers.get(key, lambda: _summed(past(index, where, months), first))


def past(index: Index, where: Filter, months: int) -> tuple[Month, ...]:
    """Return the last full months before the filter's day, oldest first; those before the ledger's first hazard not."""
    where = replace(where, status=(), progress=(), listed=(), overdue=False)
    found: list[Month] = []
    last = (where.as_of + timedelta(days=1)).replace(day=1) - timedelta(days=1)
    while len(found) < months:
        first = last.replace(day=1)
        month = _month(index, where, first, last)
        if not month.known.any():
            break
        found.append(month)
        last = first - timedelta(days=1)
    return tuple(reversed(found))


def _month(index: Index, where: Filter, first: date, last: date) -> Month:
    before = first - timedelta(days=1)
    told = scores(index, filters.changed(where, as_of=before, from_=before))
    late = drill.newly_late(index, filters.changed(where, as_of=last, from_=first))
    seen = index.mask(filters.changed(where, as_of=before, from_=before))
    return Month(
        first=first,
        last=last,
        score=told.score,
        open=told.open,
        order=told.order,
        open_order=_most_open(told),
        late=_firms_of(index, late, to_day(last)),
        known=_firms_of(index, seen, to_day(before)),
    )


def _most_open(told: Scores) -> Ints:
    """Enterprises with something open, most first; ties by id, as chance has it."""
    order = np.lexsort((np.array(told.ids), -told.open))
    named = np.array([bool(one) for one in told.ids], dtype=np.bool_)
    return order[(told.open > 0)[order] & named[order]]


def _firms_of(index: Index, mask: Bools, day: int) -> Bools:
    """Which enterprises the hazards of `mask` belong to on a day."""
    codes, ids = index.dim("enterprise")
    some = np.zeros(len(ids), dtype=np.bool_)
    some[codes[index.positions(day)][mask]] = True
    return some & np.array([bool(one) for one in ids], dtype=np.bool_)


def _summed(months: tuple[Month, ...], first: int) -> Hindsight:
    late = sum(int(one.late.sum()) for one in months)
    ours = [set(np.flatnonzero(one.late)) & set(one.order[:first]) for one in months]
    theirs = [set(np.flatnonzero(one.late)) & set(one.open_order[:first]) for one in months]
    apart = sum(len(one ^ other) for one, other in zip(ours, theirs, strict=True))
    chance = sum(int((one.late & one.known).sum()) * min(1.0, first / int(one.known.sum())) for one in months)
    return Hindsight(len(months), first, late, sum(map(len, ours)), sum(map(len, theirs)), apart, chance)

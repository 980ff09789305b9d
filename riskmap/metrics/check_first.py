"""Enterprises in the order in which to check them (建议先查), each with its reasons; never a penalty, never persons.

score = Σ over reasons of min(each × hazards that bring it, most) + points of the risk colour (domain/check_first.toml).
An enterprise without a reason is not in the list, whatever its colour. Equal scores share a rank; among them stands
first who has more open majors without control, then more open majors, then more late items, then the lower id.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from riskmap.domain.check_first import RISK, SHIPPED, Points, Reason
from riskmap.domain.codes import Risk
from riskmap.domain.columns import to_day
from riskmap.metrics.filters import Filter
from riskmap.metrics.frame import Bools, Ints
from riskmap.metrics.index import Index
from riskmap.metrics.reasons import all_that_speaks
from riskmap.metrics.stock import standing

REASONS: Final = tuple(Reason)


@dataclass(frozen=True, slots=True)
class Scores:
    """What every enterprise scores, in the order of the index's dimension: arrays of one length.

    `counts`: hazards by reason × enterprise; `points`: of each reason and, last, of the colour; `order`: numbers of the
    enterprises that have a reason, first to check first.
    """

    ids: tuple[str, ...]
    counts: Ints
    points: Ints
    open: Ints  # hazards of the stock
    order: Ints

    @property
    def score(self) -> Ints:
        """Points of each enterprise; 0 without a reason."""
        total: Ints = self.points.sum(axis=0)
        return np.where(self.counts.any(axis=0), total, 0)


@dataclass(frozen=True, slots=True)
class Firm:
    """A line of the list: rank, score, hazards and points by reason (`risk` for the colour), and what stands open."""

    enterprise: str
    rank: int
    score: int
    hazards: dict[Reason, int]
    points: dict[str, int]
    risk: str
    open: int


def check_first(index: Index, where: Filter) -> tuple[Firm, ...]:
    """Return the enterprises of a filter that have a reason, first to check first, as of its day."""
    return index.answers.get(("check first", where), lambda: _firms(index, scores(index, where)))


def scores(index: Index, where: Filter, points: Points = SHIPPED) -> Scores:
    """Return what every enterprise scores as of the filter's day; hazards without an enterprise count for none."""
    codes, ids = index.dim("enterprise")
    own = codes[index.positions(to_day(where.as_of))]
    weight = index.facts.weight[index.positions(to_day(where.as_of))].astype(np.float64)

    def count(mask: Bools) -> Ints:
        return np.bincount(own[mask], weights=weight[mask], minlength=len(ids)).astype(np.int64)

    speaks = all_that_speaks(index, where)
    counts = np.array([count(speaks[reason]) for reason in REASONS])
    counts[:, [number for number, code in enumerate(ids) if not code]] = 0
    worth = [points.reasons[reason] for reason in REASONS]
    earned = [np.minimum(one.each * row, one.most) for one, row in zip(worth, counts, strict=True)]
    colours = _risks(index, ids)
    earned.append(np.array([points.risks[one] if one else 0 for one in colours], dtype=np.int64))
    table = np.array(earned)
    named = {reason: counts[place] for place, reason in enumerate(REASONS)}
    keys = (np.array(ids), -named[Reason.LATE], -named[Reason.MAJOR], -named[Reason.UNCONTROLLED], -table.sum(axis=0))
    order: Ints = np.lexsort(keys)
    reasoned = np.asarray(counts.sum(axis=0) > 0, dtype=np.bool_)
    return Scores(tuple(ids), counts, table, count(standing(index, where)), order[reasoned[order]])


def _risks(index: Index, ids: list[str]) -> list[Risk | None]:
    """The risk colour of each enterprise as the register has it now; None without one."""
    if index.firms is None:
        return [None] * len(ids)
    known = dict(zip(index.firms["id"], index.firms[RISK], strict=True))
    legal = set(Risk)
    return [Risk(found) if (found := known.get(one)) in legal else None for one in ids]


def _firms(index: Index, found: Scores) -> tuple[Firm, ...]:
    risks, score = _risks(index, list(found.ids)), found.score
    firms: list[Firm] = []
    for place, number in enumerate(found.order.tolist()):
        total = int(score[number])
        same = place > 0 and firms[-1].score == total
        counts, earned = found.counts[:, number].tolist(), found.points[:, number].tolist()
        firms.append(
            Firm(
                enterprise=found.ids[number],
                rank=firms[-1].rank if same else place + 1,
                score=total,
                hazards={reason: n for reason, n in zip(REASONS, counts, strict=True) if n},
                points={name: n for name, n in zip((*REASONS, RISK), earned, strict=True) if n},
                risk=str(risks[number] or ""),
                open=int(found.open[number]),
            )
        )
    return tuple(firms)

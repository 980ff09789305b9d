"""How long it takes: one minus the Kaplan–Meier estimate (用时累计曲线) on what was found in the period.

An item not done by the day is censored: it counts as waiting as long as it was seen waiting, and then leaves the count.
The interval of the curve is the 95 % interval on the log-log scale (Greenwood's variance), as in Kalbfleisch and
Prentice; that of the median holds the days on which the curve's interval holds one half (Brookmeyer and Crowley 1982).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from riskmap.domain.columns import NEVER
from riskmap.metrics import frame
from riskmap.metrics.filters import Filter
from riskmap.metrics.frame import Bools, Ints
from riskmap.metrics.index import Index
from riskmap.metrics.scope import Scope, scope

RECTIFIED: Final = "rectified"
CLOSED: Final = "closed"
EVENTS: Final = (RECTIFIED, CLOSED)
Z: Final = 1.959963984540054  # two-sided 95 %
FEWEST_ENDS: Final = 5  # with fewer ends no median is printed: it would be the chance of single items
_HALF: Final = 0.5 + 1e-12  # products of fractions come out a little beside one half

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Curve:
    """Share done by day: `days` on which it rises (from 0), `share` from there on, between `low` and `high`.

    `items`, `ends`: how many there are and how many of them were done (weights counted); `median`: the first day by
    which half was done, within `between`; None where it is not reached (yet). The bounds are NaN where the estimate
    has no variance: before the first end, and once all are done.
    """

    days: tuple[int, ...]
    share: tuple[float, ...]
    items: int
    ends: int
    median: int | None
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()
    between: tuple[int | None, int | None] = (None, None)

    @property
    def shown_median(self) -> int | None:
        """The median where enough ends stand behind it (FEWEST_ENDS)."""
        return self.median if self.ends >= FEWEST_ENDS else None


@dataclass(frozen=True, slots=True)
class Unit:
    """The curve of a township or sector group ("" = none is known)."""

    code: str
    curve: Curve


def closing(index: Index, where: Filter) -> dict[str, Curve]:
    """Return the closing curves of "general" and "major" hazards (found in the period, closed = crossed off)."""
    return graded(index, where, CLOSED)


def graded(index: Index, where: Filter, event: str) -> dict[str, Curve]:
    """Return the curves "all", "general" and "major" of the cohort until `event`, one of EVENTS."""
    return index.answers.get(("durations", event, where), lambda: _graded(index, where, event))


def by_unit(index: Index, where: Filter, event: str, dim: str) -> tuple[Unit, ...]:
    """Return the curve of each code of a dimension that has items in the cohort, in the county's order."""
    return index.answers.get(("durations", event, dim, where), lambda: _by_unit(index, where, event, dim))


def _graded(index: Index, where: Filter, event: str) -> dict[str, Curve]:
    s = scope(index, where)
    waited, done = spans(s, event)
    cohort, weight = s.holds.cohort & s.kept, s.facts.weight
    parts = {"all": cohort, "general": cohort & ~s.facts.major, "major": cohort & s.facts.major}
    return {name: curve(waited[part], done[part], weight[part]) for name, part in parts.items()}


def _by_unit(index: Index, where: Filter, event: str, dim: str) -> tuple[Unit, ...]:
    s = scope(index, where)
    waited, done = spans(s, event)
    cohort = np.flatnonzero(s.holds.cohort & s.kept)
    numbers, codes = index.dim(dim)
    own = numbers[index.positions(s.day)][cohort]
    units = []
    for number, code in enumerate(codes):
        rows = cohort[own == number]
        if len(rows):
            units.append(Unit(code, curve(waited[rows], done[rows], s.facts.weight[rows])))
    return tuple(units)


def spans(s: Scope, event: str) -> tuple[Ints, Bools]:
    """Return days from found until `event`, or until the day it was last seen without it, and whether it was done.

    A rectification took until the day it was done where that is written, and counts from its declaration (§3.2).
    """
    if event == CLOSED:
        done = s.facts.closed <= s.day
        end = s.facts.closed
    else:
        done = s.facts.rect <= s.day
        written = frame.days(s.frame, "rectified")
        end = np.where(written != NEVER, written, s.facts.rect)
    return np.maximum(np.where(done, np.minimum(end, s.day), s.day) - s.facts.found, 0), np.asarray(done)


def curve(waited: Ints, done: Bools, weight: Ints | None = None) -> Curve:
    """Return the curve of items that were done, or last seen waiting, after `waited` days; `weight` items each."""
    number = np.ones(len(waited), dtype=np.int64) if weight is None else weight
    items, ended = int(number.sum()), int(number[done].sum())
    if not ended:
        return Curve((0,), (0.0,), items, 0, None, (np.nan,), (np.nan,))
    days, place = np.unique(waited[done], return_inverse=True)
    ends: Floats = np.bincount(place, weights=number[done]).astype(np.float64)
    order = np.argsort(waited, kind="stable")
    before = np.concatenate([[0], np.cumsum(number[order])])[np.searchsorted(waited[order], days, side="left")]
    left: Floats = (items - before).astype(np.float64)
    waiting = np.asarray(np.cumprod(1 - ends / left), dtype=np.float64)
    low, high = _bounds(waiting, ends, left)
    return Curve(
        days=(0, *days.tolist()),
        share=(0.0, *(1 - waiting).tolist()),
        items=items,
        ends=ended,
        median=_first(days, waiting),
        low=(np.nan, *(1 - high).tolist()),
        high=(np.nan, *(1 - low).tolist()),
        between=(_first(days, np.nan_to_num(low)), _first(days, high)),  # no lower bound lies above an estimate of 0
    )


def _bounds(waiting: Floats, ends: Floats, left: Floats) -> tuple[Floats, Floats]:
    """The interval of the share still waiting, on the log-log scale; NaN once nobody waits."""
    low, high = np.full(len(waiting), np.nan), np.full(len(waiting), np.nan)
    some = waiting > 0
    n, d, share = left[some], ends[some], waiting[some]
    scaled = np.log(-np.log(share))
    width = Z * np.sqrt(np.cumsum(d / (n * (n - d)))) / -np.log(share)
    low[some], high[some] = np.exp(-np.exp(scaled + width)), np.exp(-np.exp(scaled - width))
    return low, high


def _first(days: Ints, waiting: Floats) -> int | None:
    """The first day from which at most one half waits; NaN never does."""
    half = np.flatnonzero(waiting <= _HALF)
    return int(days[half[0]]) if len(half) else None

"""How long closing takes: one minus the Kaplan–Meier estimate on what was found in the period, open items censored."""

from dataclasses import dataclass

import numpy as np

from riskmap.metrics.filters import Filter
from riskmap.metrics.frame import Bools, Ints
from riskmap.metrics.index import Index
from riskmap.metrics.scope import scope


@dataclass(frozen=True, slots=True)
class Curve:
    """Share closed by day: `days` on which it rises (from 0), `share` from there on; `median`: None if not reached."""

    days: tuple[int, ...]
    share: tuple[float, ...]
    items: int
    closed: int
    median: int | None


def closing(index: Index, where: Filter) -> dict[str, Curve]:
    """Return the curves of "general" and "major" hazards of the cohort (found in the period, closed = crossed off)."""
    s = scope(index, where)
    cohort, day = s.holds.cohort & s.kept, s.day
    done = s.facts.closed <= day
    waited = np.maximum(np.minimum(s.facts.closed, day) - s.facts.found, 0)
    return {
        "general": curve(waited[cohort & ~s.facts.major], done[cohort & ~s.facts.major]),
        "major": curve(waited[cohort & s.facts.major], done[cohort & s.facts.major]),
    }


def curve(waited: Ints, done: Bools) -> Curve:
    """Return the curve of items that were closed (`done`) or seen open for the last time after `waited` days."""
    if not len(waited):
        return Curve((0,), (0.0,), 0, 0, None)
    ends = np.unique(waited[done])
    left = len(waited) - np.searchsorted(np.sort(waited), ends, side="left")
    closed = np.unique(waited[done], return_counts=True)[1]
    share = 1 - np.cumprod(1 - closed / left)
    half = np.flatnonzero(share >= 0.5)
    return Curve(
        days=(0, *(int(value) for value in ends)),
        share=(0.0, *(float(value) for value in share)),
        items=len(waited),
        closed=int(done.sum()),
        median=int(ends[half[0]]) if len(half) else None,
    )

"""How many of the open items will be crossed off in the next weeks, with an interval that past forecasts have earned.

Method. Every item of the stock belongs to a class: how far it is in the loop, grade, days since it was found. Its
chance to be crossed off within k weeks is the share of the items of this class that were, counted on each same weekday
of the YEAR weeks before (never with what lies after the as-of day); a class with little history leans on all items at
the same place in the loop (LEAN items' worth). The expected number is the sum of the chances. Items do not close
independently, one busy week closes many: the interval is as many Poisson-binomial deviations wide as LEVEL of the
forecasts made in the same way over the past year needed, and never narrower than independent items would have it.
"""

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

import numpy as np

from riskmap.metrics.filters import Filter
from riskmap.metrics.index import Index
from riskmap.metrics.landmarks import STAGES, WEEKS, Landmarks, Numbers, landmarks, present

YEAR: Final = 52  # weeks of history behind each forecast, and of forecasts behind each interval
LEAN: Final = 10.0
LEVEL: Final = 0.8
LEAST: Final = 12  # forecasts that must have come to their end before they widen an interval
_NORMAL: Final = NormalDist().inv_cdf((1 + LEVEL) / 2)


@dataclass(frozen=True, slots=True)
class Expected:
    """Of `items` that stand open, how many are crossed off within `weeks`: expected, and from `low` to `high`.

    `judged`: past forecasts behind the width; `held`: of the forecasts that could be judged by earlier ones
    (`trials`), how many intervals held what came.
    """

    weeks: int
    items: int
    expected: float
    low: int
    high: int
    judged: int
    held: int
    trials: int


def expected(index: Index, where: Filter) -> tuple[Expected, ...]:
    """Return the forecast for 1 to 4 weeks after the filter's day; () where no week of history has come to its end."""
    return index.answers.get(("expected", where), lambda: _expected(index, where))


def _expected(index: Index, where: Filter) -> tuple[Expected, ...]:
    history, now = landmarks(index, where, 2 * YEAR), present(index, where)
    found = (_within(history, now, at) for at in range(len(WEEKS)))
    return tuple(one for one in found if one is not None)


def _within(history: Landmarks, now: Numbers, at: int) -> Expected | None:
    """The forecast of one horizon (`at`: place in WEEKS) for the items `now`, and how earlier ones fared."""
    ahead = WEEKS[at]
    chances = _chances(history, at, 0)
    if chances is None:
        return None
    misses = _misses(history, at)
    held = trials = 0
    for place in range(ahead, YEAR + 1):
        known = _finite(misses[place + ahead : place + ahead + YEAR])
        if len(known) >= LEAST and np.isfinite(misses[place]):
            trials += 1
            held += bool(abs(misses[place]) <= _factor(known))
    known = _finite(misses[:YEAR])
    middle, spread = _sums(now, chances)
    width, items = _factor(known) * spread, int(now.sum())
    low, high = max(0, math.floor(middle - width)), min(items, math.ceil(middle + width))
    return Expected(ahead, items, middle, low, high, len(known), held, trials)


def _chances(history: Landmarks, at: int, place: int) -> Numbers | None:
    """Chance of each class, from the year of landmarks whose outcome was known `place` weeks before the as-of day."""
    first = place + WEEKS[at]
    stood, closed = history.stood[first : first + YEAR], history.closed[first : first + YEAR, at]
    if np.count_nonzero(stood.sum(axis=1)) < LEAST:
        return None
    stood, closed = stood.sum(axis=0), closed.sum(axis=0)
    shape = (STAGES, len(stood) // STAGES)
    some = stood.reshape(shape).sum(axis=1)
    whole = closed.sum() / stood.sum()
    stage = np.where(some > 0, closed.reshape(shape).sum(axis=1) / np.maximum(some, 1), whole)
    return np.asarray((closed + LEAN * np.repeat(stage, shape[1])) / (stood + LEAN))


def _sums(items: Numbers, chances: Numbers) -> tuple[float, float]:
    """Mean and deviation of a Poisson-binomial count."""
    return float(items @ chances), math.sqrt(float(items @ (chances * (1 - chances))))


def _misses(history: Landmarks, at: int) -> Numbers:
    """By landmark: how many deviations what came lay off the forecast made then; NaN where none was made or judged."""
    found = np.full(len(history.days), np.nan)
    for place in range(WEEKS[at], len(history.days)):
        chances = _chances(history, at, place)
        if chances is None:
            continue
        middle, spread = _sums(history.stood[place], chances)
        if spread > 0:
            found[place] = (history.closed[place, at].sum() - middle) / spread
    return found


def _finite(values: Numbers) -> Numbers:
    return values[np.isfinite(values)]


def _factor(misses: Numbers) -> float:
    """How many deviations hold LEVEL of such misses and of a next one; the largest of few, no less than a normal's."""
    if not len(misses):
        return _NORMAL
    rank = min(len(misses), math.ceil((len(misses) + 1) * LEVEL))
    return max(_NORMAL, float(np.sort(np.abs(misses))[rank - 1 if len(misses) >= LEAST else -1]))

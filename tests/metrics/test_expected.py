"""What will be crossed off in the next weeks: chances from history alone, and intervals that hold what they promise."""

from datetime import date
from itertools import product

import numpy as np
import pandas as pd
import pytest

from riskmap.domain.columns import NEVER
from riskmap.metrics import expected as method
from riskmap.metrics.expected import expected
from riskmap.metrics.filters import Filter
from riskmap.metrics.index import Index
from support.hazard_frames import T, facts, frame

NOW = Filter(as_of=date(2026, 11, 22), from_=date(2026, 1, 1))


def county(seed: int, size: int = 2500, days: int = 900) -> pd.DataFrame:
    """Hazards that are crossed off 20 days after they were found on average, and weeks in which nobody does it."""
    rng = np.random.default_rng(seed)
    found = T - rng.integers(0, days, size)
    closed = found + 1 + rng.geometric(1 / 20, size)
    lazy = rng.random(400) < 0.2
    closed = np.where(lazy[(closed // 7) % 400], (closed // 7 + 1) * 7, closed)
    template = frame(*[facts(number) for number in range(2)])
    table = template.iloc[np.zeros(size, dtype=int)].reset_index(drop=True)
    table["id"] = [f"h{number}" for number in range(size)]
    for name, values in {
        "found": found, "confirmed": found, "rectified": closed, "declared": closed, "passed": closed, "closed": closed,
    }.items():  # fmt: skip
        table[name] = values.astype(np.int32)
    return table


def test_the_mean_and_the_spread_are_those_of_independent_items():
    items, chances = np.array([2.0, 1.0]), np.array([0.25, 0.6])
    each = [0.25, 0.25, 0.6]
    chance = {}
    for outcome in product((0, 1), repeat=3):
        weight = np.prod([p if hit else 1 - p for p, hit in zip(each, outcome, strict=True)])
        chance[sum(outcome)] = chance.get(sum(outcome), 0) + weight
    mean = sum(n * p for n, p in chance.items())
    spread = sum((n - mean) ** 2 * p for n, p in chance.items()) ** 0.5
    assert method._sums(items, chances) == pytest.approx((mean, spread))


def test_a_steady_county_is_foretold():
    (week, *_, month) = expected(Index(county(1)), NOW)
    assert (week.weeks, month.weeks) == (1, 4)
    assert 0 < week.low <= week.expected <= week.high < week.items
    assert week.expected == pytest.approx(week.items * (1 - (1 - 1 / 20) ** 7), rel=0.25)
    assert week.expected < month.expected <= month.items
    assert week.judged > 40 and week.trials > 40


@pytest.mark.parametrize("seed", range(3))
def test_the_intervals_hold_at_least_what_they_promise(seed):
    """Walk-forward over a year: each interval was made from what was known then."""
    found = expected(Index(county(seed)), NOW)
    held, trials = sum(one.held for one in found), sum(one.trials for one in found)
    assert held / trials >= method.LEVEL - 0.1
    assert all(one.held <= one.trials for one in found)


def test_nothing_that_came_after_the_day_is_used():
    whole = county(2)
    past = date(2026, 8, 2)
    last = T - (NOW.as_of - past).days
    known = whole[whole["found"] <= last].reset_index(drop=True)
    for name in ("rectified", "declared", "passed", "closed"):
        known[name] = np.where(known[name] > last, NEVER, known[name]).astype(np.int32)
    then = Filter(as_of=past, from_=date(2026, 1, 1))
    assert expected(Index(known), then) == expected(Index(whole), then)


def test_a_status_in_the_filter_narrows_the_items_and_not_the_history():
    index = Index(county(3))
    whole, part = expected(index, NOW)[0], expected(index, Filter(NOW.as_of, NOW.from_, status=("open",)))[0]
    assert part.items == whole.items  # every open item of this county has this status
    assert part.expected == pytest.approx(whole.expected)


def test_without_history_nothing_is_foretold():
    assert expected(Index(frame(facts(1), facts(2))), NOW) == ()
    assert expected(Index(frame()), NOW) == ()

"""What falls due day by day, and that nothing unrectified is left out of it."""

from datetime import date, timedelta
from random import Random

import numpy as np
import pytest
from histories import FIRST, day, frames, random_history, single

from riskmap.domain.columns import from_day, to_day
from riskmap.metrics.counts import total
from riskmap.metrics.drill import rows
from riskmap.metrics.due_calendar import TOGETHER, calendar
from riskmap.metrics.filters import Filter, changed
from riskmap.metrics.index import Index

FRIDAY = date(2026, 5, 29)
YEAR = Filter(as_of=FRIDAY, from_=date(2026, 1, 1))


def hazard(due, **given):
    return single(found=day(2026, 5, 1), confirmed=day(2026, 5, 1), due=due, **given)


def test_each_item_stands_on_the_day_its_countdown_ends():
    today = to_day(FRIDAY)
    found = calendar(
        Index(*frames([
            hazard(today), hazard(today + 1, grade="major"), hazard(today + 1), hazard(today + 30), hazard(today + 31),
            hazard(today - 1), hazard(today + 9, rectified=today - 2, declared=today - 2),
            hazard(today + 20, round_due=today + 2), hazard(today + 20, round_due=today - 3),
        ])), YEAR,
    )  # fmt: skip
    by_day = {one.day: (one.general, one.major) for one in found.days if one.items}
    at = [FRIDAY + timedelta(days=ahead) for ahead in (0, 1, 2, 30)]
    assert by_day == {at[0]: (1, 0), at[1]: (1, 1), at[2]: (1, 0), at[3]: (1, 0)}
    assert (found.overdue, found.passed, found.later, found.undated) == (1, 1, 1, 0)
    assert (found.ahead, found.weekend) == (5, 4)  # Saturday, Sunday; 30 days on is a Sunday too
    assert len(found.days) == 31


@pytest.mark.parametrize("seed", range(6))
def test_every_unrectified_item_is_counted_once_and_every_day_opens_its_rows(seed):
    rnd = Random(seed)
    index = Index(*frames([random_history(rnd) for _ in range(120)]))
    where = changed(YEAR, as_of=from_day(FIRST + 45), from_=from_day(FIRST))
    found = calendar(index, where)
    counts = total(index, where.as_of, where.from_, where)
    beside = found.overdue + found.passed + found.later + found.undated
    assert found.ahead + beside == counts["stock"] - counts["awaiting"]
    assert found.overdue == counts["stock_overdue"]
    weight = index.facts.weight[index.positions(to_day(where.as_of))]
    behind = [int(weight[rows(index, where, f"in.{ahead}")].sum()) for ahead in range(31)]
    assert behind == [one.items for one in found.days]
    together = {word: int(weight[rows(index, where, f"in.{word}")].sum()) for word in TOGETHER}
    assert together == {
        "passed": found.passed, "weekend": found.weekend, "later": found.later, "undated": found.undated,
    }  # fmt: skip
    soon = np.logical_or.reduce([rows(index, where, f"in.{ahead}") for ahead in range(31)])
    assert (soon == rows(index, where, "soon.30")).all()

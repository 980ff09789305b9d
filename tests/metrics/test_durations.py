"""How long closing takes, open items censored."""

from datetime import date

import numpy as np
from histories import day, frames, single

from riskmap.metrics.durations import closing, curve
from riskmap.metrics.filters import Filter
from riskmap.metrics.index import Index

YEAR = Filter(as_of=date(2026, 5, 31), from_=date(2026, 1, 1))


def test_open_items_leave_the_count_on_the_day_they_were_last_seen():
    # closed after 2, 4 and 4 days; last seen open after 3 and 9 days
    found = curve(np.array([2, 3, 4, 4, 9]), np.array([True, False, True, True, False]))
    assert found.days == (0, 2, 4)
    assert np.allclose(found.share, (0, 1 / 5, 1 - (4 / 5) * (1 / 3)))
    assert (found.items, found.closed, found.median) == (5, 3, 4)


def test_nothing_closed_has_no_median():
    found = curve(np.array([5, 6]), np.array([False, False]))
    assert (found.closed, found.median) == (0, None)
    assert curve(np.array([], dtype=int), np.array([], dtype=bool)).items == 0


def test_a_past_day_sees_as_open_what_was_closed_later():
    row = single(found=day(2026, 5, 1), passed=day(2026, 5, 11), closed=day(2026, 5, 11))
    curves = closing(Index(*frames([row])), YEAR)
    assert (curves["general"].closed, curves["general"].median) == (1, 10)
    early = Filter(as_of=YEAR.as_of.replace(day=5), from_=YEAR.from_)
    assert closing(Index(*frames([row])), early)["general"].closed == 0

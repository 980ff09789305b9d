"""The weekly trend against hazards counted one by one: weeks tile the calendar, every point has one start."""

from datetime import date, timedelta
from random import Random

from histories import FIRST, SPAN, as_date, frames, random_history
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from reference import count

from riskmap.metrics.index import Index
from riskmap.metrics.trend import weekly

PARTS = ("found", "due", "due_rectified", "due_passed")
days = st.integers(FIRST - 3, FIRST + SPAN + 10)


@settings(max_examples=12, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(st.integers(0, 10**6), st.integers(0, 25), days, st.integers(0, 70))
def test_each_week_is_monday_to_sunday_and_counts_what_its_days_hold(seed: int, size: int, day: int, back: int) -> None:
    histories = [random_history(Random(seed * 1000 + number)) for number in range(size)]
    last, start = as_date(day), as_date(day - back)
    points = weekly(Index(*frames(histories)), last, start, weeks=5).to_dict("records")
    assert points[-1]["as_of"] == last
    ends = [one["as_of"] for one in points]
    assert all(end.isoweekday() == 7 for end in ends[:-1])
    assert [one["partial"] for one in points] == [end.isoweekday() != 7 for end in ends]
    assert len({one["week"] for one in points}) == len(points)
    for one in points:
        _check(one, histories, start)


def _check(one: dict, histories: list, start: date) -> None:
    end = one["as_of"]
    monday = end - timedelta(days=end.weekday())
    assert one["week"] == f"{end.isocalendar().year}-W{end.isocalendar().week:02d}"
    week = count(histories, _number(end), _number(monday)).get((), {})
    for name, shown in (("new_in_period", "new_in_week"), ("closed_in_period", "closed_in_week")):
        assert one[shown] == week.get(name, 0)
    assert one["stock"] == week.get("stock", 0)
    period = count(histories, _number(end), _number(start)).get((), {}) if end >= start else {}
    assert {name: one[name] for name in PARTS} == {name: period.get(name, 0) for name in PARTS}


def _number(on: date) -> int:
    return FIRST + (on - as_date(FIRST)).days

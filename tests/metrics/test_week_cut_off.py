"""The figures of a review week with the office's cut-off, against hazards counted one by one."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from histories import FIRST, SPAN, History, as_date, frames, random_history
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from reference import count

from riskmap.domain import periods
from riskmap.domain.periods import Kind
from riskmap.metrics import briefing, filters
from riskmap.metrics.index import Index
from support.availability import ALL

STOCKS = ("stock", "stock_major", "stock_listed", "overdue", "due", "due_passed", "found")
ALONE = ("new_in_period", "closed_in_period", "voided_in_period", "opening", "stock")
DAY = timedelta(days=1)


@settings(max_examples=21 if ALL else 4, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(st.integers(0, 10**6), st.integers(1, 7), st.integers(FIRST + 7, FIRST + SPAN), st.integers(0, 6))
def test_every_side_and_point_counts_the_days_of_its_own_week(seed: int, ends: int, day: int, over: int) -> None:
    histories = [_of_its_own(random_history(Random(seed * 1000 + number)), number) for number in range(20)]
    index, on = Index(*frames(histories)), as_date(day)
    today = on + over * DAY
    name = periods.label(Kind.WEEK, on, ends)
    f = briefing.figures(index, filters.default(today), name, today, ends=ends)
    week = periods.parse(name, ends)
    assert (f.own.from_, f.now.as_of) == (week.start, min(week.end, today))
    assert f.ends == ends
    for one in f.sides:
        _check(one.period, one.counts, one.alone, histories)
    for point in f.points:
        assert point.period.end == min(today, point.period.start + 6 * DAY)
        end = point.period.end
        year = count(histories, _number(end), _number(date(end.year, 1, 1))).get((), {})
        alone = count(histories, _number(end), _number(point.period.start)).get((), {})
        assert (point.counts["stock"], point.counts["due"]) == (year.get("stock", 0), year.get("due", 0))
        assert point.flows["new_in_period"] == alone.get("new_in_period", 0)
        assert point.flows["closed_in_period"] == alone.get("closed_in_period", 0)


def _of_its_own(history: History, number: int) -> History:
    """The history under an id that no other one has."""
    return tuple(replace(one, facts={**one.facts, "id": f"h{number}"}) for one in history)


def _check(period, counts, alone, histories) -> None:
    end = period.end
    year = count(histories, _number(end), _number(date(end.year, 1, 1))).get((), {})
    assert {name: counts[name] for name in STOCKS} == {name: year.get(name, 0) for name in STOCKS}
    own = count(histories, _number(end), _number(period.start)).get((), {})
    assert {name: alone[name] for name in ALONE} == {name: own.get(name, 0) for name in ALONE}


def _number(on: date) -> int:
    return FIRST + (on - as_date(FIRST)).days


def test_the_week_is_asked_for_first_once_its_last_day_has_come() -> None:
    thursday = date(2026, 11, 19)
    found = [briefing.reviewed(Kind.WEEK, thursday + step * DAY, 4) for step in (-1, 0, 1, 6, 7)]
    assert found == ["2026-W46", "2026-W47", "2026-W47", "2026-W47", "2026-W48"]


def test_weeks_are_compared_with_weeks_cut_the_same_way() -> None:
    index, today = Index(*frames([random_history(Random(1))])), date(2026, 11, 30)
    f = briefing.figures(index, filters.default(today), "2026-W47", today, against="2026-W40", ends=4)
    days = [(str(one.period.start), str(one.period.end)) for one in f.sides]
    assert days == [("2026-11-06", "2026-11-12"), ("2025-11-14", "2025-11-20"), ("2026-09-25", "2026-10-01")]
    plain = briefing.figures(index, filters.default(today), "2026-W47", today)
    assert (str(plain.own.from_), str(plain.now.as_of)) == ("2026-11-16", "2026-11-22")
    month = [briefing.figures(index, filters.default(today), "2026-10", today, ends=ends).this for ends in (4, 7)]
    assert month[0].period == month[1].period

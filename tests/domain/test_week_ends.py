"""Weeks that end on the office's own day: they tile the calendar, have one name each, and keep their length."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskmap.domain.meetings import last_day
from riskmap.domain.periods import DAY, SUNDAY, Kind, Period, label, last_year, parse, previous, whole

THURSDAY = 4
days = st.dates(date(2016, 1, 1), date(2040, 12, 31))
ends = st.integers(1, SUNDAY)


@given(ends, days)
def test_weeks_tile_the_calendar_and_end_on_their_day(last: int, day: date) -> None:
    week = whole(Kind.WEEK, day, last)
    assert week.holds(day)
    assert (week.days, week.end.isoweekday(), week.is_partial) == (7, last, False)
    before, after = whole(Kind.WEEK, week.start - DAY, last), whole(Kind.WEEK, week.end + DAY, last)
    assert (before.end + DAY, after.start - DAY) == (week.start, week.end)
    assert before.label < week.label < after.label
    assert all(whole(Kind.WEEK, week.start + number * DAY, last) == week for number in range(7))


@given(ends, days)
def test_a_week_is_named_after_the_iso_week_it_ends_in_and_read_back(last: int, day: date) -> None:
    week = whole(Kind.WEEK, day, last)
    assert week.label == label(Kind.WEEK, day, last) == label(Kind.WEEK, week.end)
    assert parse(week.label, last) == week
    assert last_day(week.label, last) == week.end


@given(ends, days, st.integers(1, 7))
def test_what_a_week_is_compared_with_has_its_days_of_the_week(last: int, day: date, length: int) -> None:
    start = whole(Kind.WEEK, day, last).start
    week = Period(Kind.WEEK, start, start + (length - 1) * DAY, last)
    assert week.is_partial == (length < 7)
    for other in (previous(week), last_year(week)):
        assert (other.days, other.ends, other.is_partial) == (week.days, last, week.is_partial)
        assert other.start.isoweekday() == week.start.isoweekday()
    assert previous(week).start == week.start - timedelta(days=7)
    year, number = map(int, week.label.split("-W"))
    assert last_year(week).label == f"{year - 1}-W{number:02d}" or number == 53


@given(st.sampled_from([one for one in Kind if one is not Kind.WEEK]), ends, days)
def test_the_cut_off_moves_no_other_period(kind: Kind, last: int, day: date) -> None:
    assert whole(kind, day, last) == whole(kind, day)
    assert parse(label(kind, day, last), last) == whole(kind, day)


@pytest.mark.parametrize(
    ("name", "start", "end", "before", "a_year_ago"),
    [
        ("2026-W47", "2026-11-13", "2026-11-19", "2026-W46", "2025-W47"),
        ("2027-W01", "2027-01-01", "2027-01-07", "2026-W53", "2026-W01"),
        ("2026-W53", "2026-12-25", "2026-12-31", "2026-W52", "2025-W52"),
        ("2025-W01", "2024-12-27", "2025-01-02", "2024-W52", "2024-W01"),
    ],
)
def test_a_thursday_as_the_last_day(name: str, start: str, end: str, before: str, a_year_ago: str) -> None:
    week = parse(name, THURSDAY)
    assert (str(week.start), str(week.end)) == (start, end)
    assert (previous(week).label, last_year(week).label) == (before, a_year_ago)


@pytest.mark.parametrize("name", ["0001-W01", "9999-W53", "2025-W53"])
def test_a_week_outside_the_calendar_is_refused(name: str) -> None:
    with pytest.raises(ValueError):
        parse(name, THURSDAY)

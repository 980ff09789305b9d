"""Weeks to years, the period before and the same a year ago (DOMAIN.md §3.4)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskmap.domain.periods import DAY, Kind, Period, label, last_year, previous, to_date, whole


def d(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("kind", "day", "start", "end", "name"),
    [
        (Kind.WEEK, "2026-11-22", "2026-11-16", "2026-11-22", "2026-W47"),
        (Kind.WEEK, "2027-01-01", "2026-12-28", "2027-01-03", "2026-W53"),
        (Kind.WEEK, "2024-12-31", "2024-12-30", "2025-01-05", "2025-W01"),
        (Kind.MONTH, "2024-02-10", "2024-02-01", "2024-02-29", "2024-02"),
        (Kind.QUARTER, "2026-11-22", "2026-10-01", "2026-12-31", "2026-Q4"),
        (Kind.HALF, "2026-06-30", "2026-01-01", "2026-06-30", "2026-H1"),
        (Kind.HALF, "2026-07-01", "2026-07-01", "2026-12-31", "2026-H2"),
        (Kind.YEAR, "2026-11-22", "2026-01-01", "2026-12-31", "2026"),
    ],
)
def test_the_period_of_a_day(kind: Kind, day: str, start: str, end: str, name: str) -> None:
    period = whole(kind, d(day))
    assert (period.start, period.end, period.label) == (d(start), d(end), name)
    assert label(kind, d(day)) == name


@pytest.mark.parametrize(
    ("kind", "as_of", "start", "end"),
    [
        (Kind.MONTH, "2026-05-31", "2026-04-01", "2026-04-30"),  # a full month answers to the full month before
        (Kind.MONTH, "2026-05-10", "2026-04-01", "2026-04-10"),
        (Kind.MONTH, "2026-03-30", "2026-02-01", "2026-02-28"),  # the month before is shorter
        (Kind.WEEK, "2026-11-18", "2026-11-09", "2026-11-11"),
        (Kind.WEEK, "2026-11-22", "2026-11-09", "2026-11-15"),
        (Kind.YEAR, "2026-03-01", "2025-01-01", "2025-03-01"),
        (Kind.QUARTER, "2026-01-15", "2025-10-01", "2025-10-15"),
        (Kind.YEAR, "2026-12-31", "2025-01-01", "2025-12-31"),
    ],
)
def test_the_period_before_has_as_many_days(kind: Kind, as_of: str, start: str, end: str) -> None:
    assert previous(to_date(kind, d(as_of))) == Period(kind, d(start), d(end))


@pytest.mark.parametrize(
    ("kind", "as_of", "start", "end"),
    [
        (Kind.YEAR, "2026-05-31", "2025-01-01", "2025-05-31"),
        (Kind.MONTH, "2024-02-29", "2023-02-01", "2023-02-28"),
        (Kind.MONTH, "2025-02-28", "2024-02-01", "2024-02-29"),  # a full month answers to the full month
        (Kind.MONTH, "2025-02-27", "2024-02-01", "2024-02-27"),
        (Kind.YEAR, "2024-02-29", "2023-01-01", "2023-02-28"),
        (Kind.QUARTER, "2026-11-22", "2025-10-01", "2025-11-22"),
        (Kind.WEEK, "2026-11-22", "2025-11-17", "2025-11-23"),
        (Kind.WEEK, "2027-01-01", "2025-12-22", "2025-12-26"),  # 2026-W53 has no fellow: the last week of 2025
    ],
)
def test_the_same_period_a_year_ago(kind: Kind, as_of: str, start: str, end: str) -> None:
    assert last_year(to_date(kind, d(as_of))) == Period(kind, d(start), d(end))


kinds = st.sampled_from(Kind)
days = st.dates(date(2016, 1, 1), date(2040, 12, 31))


@given(kinds, days)
def test_periods_tile_the_calendar(kind: Kind, day: date) -> None:
    period = whole(kind, day)
    assert period.holds(day)
    before, after = whole(kind, period.start - DAY), whole(kind, period.end + DAY)
    assert before.end + DAY == period.start
    assert after.start - DAY == period.end
    assert len({before.label, period.label, after.label}) == 3


@given(kinds, days)
def test_comparisons_stay_inside_one_period_and_before_it(kind: Kind, day: date) -> None:
    period = to_date(kind, day)
    for other in (previous(period), last_year(period)):
        assert other.start <= other.end < period.start
        assert label(kind, other.start) == label(kind, other.end)
    assert previous(period).days <= period.days or not period.is_partial
    assert abs(last_year(period).days - period.days) <= 1  # Jan–May answers to Jan–May, leap year or not

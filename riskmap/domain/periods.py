"""Periods of the reports: week, month, quarter, half-year, year; the one before, and the same a year ago (§3.4).

A week ends on Sunday (ISO 8601, GB/T 7408) unless `ends` says another day: the cut-off of an office's weekly review.
"""

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

DAY = timedelta(days=1)
SUNDAY: Final = 7  # days of the week are numbered as ISO 8601 numbers them: 1 Monday to 7 Sunday
_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_LABEL = re.compile(r"(\d{4})(?:-([WQH]?)(\d{1,2}))?", re.ASCII)


class Kind(StrEnum):
    """How a period is cut."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Period:
    """Days from start to end, both inclusive. A partial one ends before its kind does (本年累计 to T).

    `ends`: the day of the week on which a week is over; periods that are no weeks have SUNDAY.
    """

    kind: Kind
    start: date
    end: date
    ends: int = SUNDAY

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days + 1

    @property
    def label(self) -> str:
        """2026-W47, 2026-11, 2026-Q4, 2026-H2, 2026."""
        return label(self.kind, self.start, self.ends)

    @property
    def is_partial(self) -> bool:
        """Whether it ends before its kind does."""
        return self.end < whole(self.kind, self.start, self.ends).end

    def holds(self, day: date) -> bool:
        """Whether a day lies within."""
        return self.start <= day <= self.end


def label(kind: Kind, day: date, ends: int = SUNDAY) -> str:
    """The label of the period a day lies in; of a week with another last day the ISO week in which it ends."""
    if kind is Kind.WEEK:
        year, week, _ = whole(kind, day, ends).end.isocalendar()
        return f"{year}-W{week:02d}"
    if kind is Kind.YEAR:
        return f"{day.year}"
    if kind is Kind.MONTH:
        return f"{day.year}-{day.month:02d}"
    letter = "Q" if kind is Kind.QUARTER else "H"
    return f"{day.year}-{letter}{(day.month - 1) // _MONTHS[kind] + 1}"


def parse(text: str, ends: int = SUNDAY) -> Period:
    """The full period of a label, as `label` writes it (2026-W47, 2026-11, 2026-Q4 …). Raises ValueError."""
    found = _LABEL.fullmatch(text)
    if found is None:
        raise ValueError(f"no period: {text}")
    year, letter, number = int(found[1]), found[2], int(found[3] or 1)
    kind = {None: Kind.YEAR, "": Kind.MONTH, "W": Kind.WEEK, "Q": Kind.QUARTER, "H": Kind.HALF}[letter]
    if kind is Kind.WEEK:
        try:
            return whole(kind, date.fromisocalendar(year, number, ends), ends)
        except OverflowError as beyond:  # before year 1 or after year 9999
            raise ValueError(f"no period: {text}") from beyond
    period = whole(kind, date(year, (number - 1) * _MONTHS[kind] + 1, 1))
    if period.label != text:
        raise ValueError(f"no period: {text}")
    return period


def whole(kind: Kind, day: date, ends: int = SUNDAY) -> Period:
    """The full period of a kind that a day lies in."""
    if kind is Kind.WEEK:
        end = day + DAY * ((ends - day.isoweekday()) % 7)
        return Period(kind, end - 6 * DAY, end, ends)
    length = _MONTHS[kind]
    first = (day.month - 1) // length * length + 1
    last = first + length - 1
    return Period(kind, date(day.year, first, 1), date(day.year, last, calendar.monthrange(day.year, last)[1]))


def to_date(kind: Kind, as_of: date) -> Period:
    """The period up to a day: this week, this month, 本年累计."""
    return Period(kind, whole(kind, as_of).start, as_of)


def previous(period: Period) -> Period:
    """The directly preceding period of equal kind (环比); a partial one gives its first days, as many as it has."""
    before = whole(period.kind, period.start - DAY, period.ends)
    if not period.is_partial:
        return before
    return replace(before, end=min(before.start + DAY * (period.days - 1), before.end))


def last_year(period: Period) -> Period:
    """The same period of the year before (同比); a partial one ends on the same calendar day
    (Jan–May answers to Jan–May, also where one of them has a 29 February).

    A week answers to the week of the same number; week 53 to the last week of a year without one.
    """
    if period.kind is Kind.WEEK:
        year, week, _ = whole(period.kind, period.start, period.ends).end.isocalendar()
        weeks = date(year - 1, 12, 28).isocalendar().week
        start = date.fromisocalendar(year - 1, min(week, weeks), period.ends) - 6 * DAY
        return replace(period, start=start, end=start + (period.end - period.start))
    start = _a_year_before(period.start)
    if not period.is_partial:
        return whole(period.kind, start)
    return Period(period.kind, start, _a_year_before(period.end))


def _a_year_before(day: date) -> date:
    last = calendar.monthrange(day.year - 1, day.month)[1]
    return date(day.year - 1, day.month, min(day.day, last))

"""A date as a cell says it → a calendar day, given what its row or its ledger tells besides."""

import calendar
from datetime import date, timedelta
from typing import Final

from riskmap.ingest.clean.dates import Parsed

# A later step so much before its base is a slip of the pen; one earlier is of the next year.
SLIP: Final = timedelta(days=31)


def settle(parsed: Parsed, base: date | None, year: int, *, until: date | None = None) -> date | None:
    """The calendar day of `parsed` given the found date of its row (`base`) or, without one, the ledger's `year`.

    A day without a year that would lie more than SLIP before `base` is of the next year, unless it would then lie
    behind `until`, the last day that is possible for it.
    """
    if parsed.day is not None:
        return parsed.day
    if parsed.after is not None:
        return base + timedelta(days=parsed.after) if base is not None else None
    if parsed.month_day is None:
        return None
    month, day = parsed.month_day
    if not month:
        return _of_month(base or date(year, 12, 1), day) if base is not None or not day else None
    found = _in(base.year if base is not None else year, month, day)
    if base is None or found is None or found >= base - SLIP:
        return found
    later = _in(base.year + 1, month, day)
    return found if later is None or (until is not None and later > until) else later


def _in(year: int, month: int, day: int) -> date | None:
    last = calendar.monthrange(year, month)[1]
    return date(year, month, day or last) if day <= last else None


def _of_month(base: date, day: int) -> date:
    """That day of the month of `base` (0: the last), or of the next month where it is over; a shorter month ends it."""
    last = calendar.monthrange(base.year, base.month)[1]
    if not day or day >= base.day:
        return base.replace(day=min(day or last, last))
    after = base.replace(day=1) + timedelta(days=last)
    return after.replace(day=min(day, calendar.monthrange(after.year, after.month)[1]))

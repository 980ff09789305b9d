"""Weekly points: cumulative rates at each Sunday from the same period start, and what came and went in each week."""

from datetime import date, timedelta

import pandas as pd

from riskmap.metrics.counts import total
from riskmap.metrics.filters import Filter
from riskmap.metrics.index import Index
from riskmap.metrics.rates import RATES

WEEKS = 12


def sundays(as_of: date, weeks: int = WEEKS) -> list[date]:
    """Return the last Sundays of weeks that are over by `as_of`, oldest first (weeks run Monday to Sunday)."""
    last = as_of - timedelta(days=as_of.isoweekday() % 7)
    return [last - timedelta(weeks=back) for back in range(weeks - 1, -1, -1)]


def weekly(index: Index, as_of: date, from_: date, where: Filter | None = None, weeks: int = WEEKS) -> pd.DataFrame:
    """Return one row a week: the last complete ones, then the running one as of `as_of` (`partial`).

    Columns: as_of (the Sunday or `as_of`), week (2026-W47), partial; of the period from `from_`: found, due,
    due_passed, due_rectified, and the rates due_rate_passed, due_rate, rectification_rate, closing_rate (NaN for "/");
    of the stock that day: stock, stock_overdue; of the week alone: new_in_week, closed_in_week.
    Sundays before `from_` belong to an earlier period: their rates are missing, stock and weekly flows are not.
    """
    return index.answers.get(
        ("weekly", as_of, from_, where, weeks), lambda: _weekly(index, as_of, from_, where, weeks)
    ).copy()


def _weekly(index: Index, as_of: date, from_: date, where: Filter | None, weeks: int) -> pd.DataFrame:
    points = sundays(as_of, weeks)
    if as_of not in points:
        points.append(as_of)
    return pd.DataFrame([_point(index, on, from_, where) for on in points])


def _point(index: Index, on: date, from_: date, where: Filter | None) -> dict[str, object]:
    monday = on - timedelta(days=on.isoweekday() - 1)
    week = total(index, on, monday, where)
    year, number, weekday = on.isocalendar()
    point: dict[str, object] = {"as_of": on, "week": f"{year}-W{number:02d}", "partial": weekday != 7}
    inside = on >= from_
    period = total(index, on, from_, where) if inside else {}
    for name in ("found", "due", "due_rectified", "due_passed"):
        point[name] = period.get(name, 0)
    for name in ("due_rate_passed", "due_rate", "rectification_rate", "closing_rate"):
        value = RATES[name].value(period) if inside else None
        point[name] = float("nan") if value is None else value
    point |= {"stock": week["stock"], "stock_overdue": week["stock_overdue"]}
    return point | {"new_in_week": week["new_in_period"], "closed_in_week": week["closed_in_period"]}

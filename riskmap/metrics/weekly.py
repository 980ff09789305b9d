"""The figures of one week for the weekly review: stock, flows, rates of the year, each beside the week before.

As of the last day of the week, or of the as-of day where the week is still running (DOMAIN.md §3.4, §7 周调度会).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np

from riskmap.domain.codes import Step
from riskmap.domain.columns import WISHED, to_day
from riskmap.domain.meetings import last_day
from riskmap.domain.periods import Kind, label
from riskmap.metrics import drill, filters, own_work, ranking
from riskmap.metrics.counts import total
from riskmap.metrics.filters import Filter
from riskmap.metrics.frame import Ints, countdown_day, days_left, equals
from riskmap.metrics.index import Index
from riskmap.metrics.own_work import Work
from riskmap.metrics.ranking import RankTable

STOCK: Final = ("stock", "stock_overdue", "stock_major", "stock_listed")
FLOWS: Final = ("new_in_period", "flow.rectified", "flow.passed", "closed_in_period")
EVENTS: Final = ("newly_late", "flow.extended", "flow.rejected", "flow.recurred")
RATES: Final = ("due_rate_passed", "on_time_rate", "rectification_rate")
LADDER: Final = (Step.SUPERVISE, Step.LIST, Step.CRITICISE, Step.INTERVIEW)
NEXT: Final = "soon.7"
WISHES: Final = drill.WAITING + WISHED


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that the paper of a week counts. `now`: the year to the week's end; `week`: the week alone."""

    name: str  # 2026-W47
    now: Filter
    week: Filter
    running: bool  # the week is not over on the as-of day
    counts: dict[str, int]  # of the year, with the stock
    before: dict[str, int]
    flows: dict[str, int]
    flows_before: dict[str, int]
    balance: dict[str, int]  # of the week
    townships: RankTable
    townships_before: RankTable
    groups: RankTable
    departments: list[Work]
    overdue: Ints  # hazards of the index, majors first, then longest overdue
    majors: Ints
    next_due: Ints
    wished: Ints  # what the county must coordinate
    steps: dict[Step, Ints]

    def printed(self) -> dict[str, int]:
        """The figures that are frozen when the meeting closes, by name."""
        found = {name: self.counts[name] for name in STOCK} | self.flows
        found |= {name: self.balance[name] for name in ("opening", "voided_in_period", "transferred")}
        for name in ("due", "due_passed", "on_time", "found", "general_passed", "major_closed"):
            found[f"year.{name}"] = self.counts[name]
        for line in self.townships.lines:
            own = {name: line.counts[name] for name in ("due", "due_passed", "stock_overdue")}
            found |= {f"township.{line.code}.{name}": number for name, number in own.items()}
        return found


def week_of(day: date) -> str:
    """The name of the week a day lies in."""
    return label(Kind.WEEK, day)


def reviewed(today: date) -> str:
    """The week that a meeting reviews: the last one that is over."""
    return week_of(today - timedelta(days=today.isoweekday() % 7))


def beside(week: str, weeks: int) -> str:
    """The week so many weeks later, or earlier."""
    return week_of(last_day(week) + timedelta(weeks=weeks))


def figures(index: Index, where: Filter, week: str, today: date) -> Figures:
    """Return the figures of a week; of `where` the parts that narrow the rows hold, not its days."""
    end = min(last_day(week), today)
    key = ("week", week, end, filters.changed(where, from_=end, as_of=end))
    return index.answers.get(key, lambda: _figures(index, where, week, end))


def _figures(index: Index, where: Filter, week: str, end: date) -> Figures:
    sunday = last_day(week)
    monday, year = sunday - timedelta(days=6), date(end.year, 1, 1)
    last_end = monday - timedelta(days=1)
    now = filters.changed(where, from_=year, as_of=end)
    own = filters.changed(where, from_=monday, as_of=end)
    former = filters.changed(where, from_=monday - timedelta(days=7), as_of=last_end)
    last_year = filters.changed(where, from_=date(last_end.year, 1, 1), as_of=last_end)
    return Figures(
        name=week,
        now=now,
        week=own,
        running=end < sunday,
        counts=total(index, end, year, now),
        before=total(index, last_end, last_year.from_, last_year),
        flows={name: count(index, own, name) for name in (*FLOWS, *EVENTS)},
        flows_before={name: count(index, former, name) for name in (*FLOWS, *EVENTS)},
        balance=total(index, end, monday, own),
        townships=ranking.table(index, "township", end, year, now),
        townships_before=ranking.table(index, "township", last_end, last_year.from_, last_year),
        groups=ranking.table(index, "group", end, year, now),
        departments=own_work.table(index, now),
        overdue=_ordered(index, now, "stock_overdue"),
        majors=_ordered(index, now, "stock_major"),
        next_due=_ordered(index, now, NEXT, by_day=True),
        wished=_ordered(index, now, WISHES),
        steps={step: _ordered(index, now, drill.LADDER + step) for step in LADDER},
    )


def named(index: Index, figures: Figures) -> dict[str, None]:
    """The hazards whose own words the paper prints, by id: overdue and major ones, and those with a wish."""
    ids = index.at(to_day(figures.now.as_of))["id"].to_numpy(dtype=object)
    return dict.fromkeys(ids[np.concatenate((figures.overdue, figures.majors, figures.wished))])


def count(index: Index, where: Filter, rows: str) -> int:
    """How many hazards stand behind a word for rows."""
    return int(np.count_nonzero(drill.rows(index, where, rows)))


def _ordered(index: Index, where: Filter, rows: str, *, by_day: bool = False) -> Ints:
    """Hazards behind a word: majors first, then by countdown; `by_day`: by the day they are due alone."""
    found, day = np.flatnonzero(drill.rows(index, where, rows)), to_day(where.as_of)
    frame = index.at(day).take(found)
    first = np.zeros(len(found)) if by_day else ~equals(frame, "grade", "major")
    last = countdown_day(frame) if by_day else days_left(frame, day)
    number = frame["hazard_no"].to_numpy(dtype=object).astype(str)
    return np.asarray(found[np.lexsort((number, last, first))], dtype=np.int64)

"""Departments by their own work, never by the closure rate of their enterprises (DOMAIN.md §3.3).

核实及时率: found in the period → confirmed, or found untrue, within 3 working days. 复查及时率: declared in the period
→ re-inspected within 10 days. 督办按时办结率: supervision orders with a date in the period → rectified by that date.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from riskmap.domain.codes import Grade, Source, Step
from riskmap.domain.columns import NEVER, REVIEWED, to_day
from riskmap.metrics import frame
from riskmap.metrics.filters import Filter
from riskmap.metrics.frame import Bools
from riskmap.metrics.index import REVIEW_DAYS, Index
from riskmap.metrics.truth import PENDING_WORKDAYS, workdays

RATES: Final = ("confirmed", "reviewed", "ordered")  # each n/m as `<name>` and `<name>_of`
PARTS: Final = tuple(part for name in RATES for part in (name, f"{name}_of"))


@dataclass(frozen=True, slots=True)
class Work:
    """A line of the table: a department ("" = items without one), None = the whole; its counts by PARTS."""

    code: str | None
    counts: dict[str, int]


def own_work(index: Index, where: Filter, part: str) -> Bools:
    """Return the hazards of a filter that a part of a rate counts; `part`: one of PARTS."""
    return _masks(index, where)[part] & index.mask(where)


def table(index: Index, where: Filter) -> list[Work]:
    """Return a line for each department that has something to count, in the county's order, then the whole.

    Items without a department have a line of their own, so that the lines add up to the whole.
    """
    masks, keep = _masks(index, where), index.mask(where)
    column = index.at(to_day(where.as_of))["department"].to_numpy(dtype=object).astype(str)
    lines = []
    for code in index.dim("department")[1]:
        here = keep & (column == code)
        counts = {part: int(np.count_nonzero(mask & here)) for part, mask in masks.items()}
        if any(counts.values()):
            lines.append(Work(code, counts))
    return [*lines, Work(None, {part: int(np.count_nonzero(mask & keep)) for part, mask in masks.items()})]


def _masks(index: Index, where: Filter) -> dict[str, Bools]:
    day, start = to_day(where.as_of), to_day(where.from_)
    return index.answers.get(("own_work", day, start), lambda: _made(index, day, start))


def _made(index: Index, day: int, start: int) -> dict[str, Bools]:
    now = index.at(day)
    confirmed, confirmed_of = _confirmed(index, now, day, start)
    reviewed, reviewed_of = _reviewed(index, now, day, start)
    ordered, ordered_of = _ordered(index, now, day, start)
    return {
        "confirmed": confirmed, "confirmed_of": confirmed_of, "reviewed": reviewed, "reviewed_of": reviewed_of,
        "ordered": ordered, "ordered_of": ordered_of,
    }  # fmt: skip


def _confirmed(index: Index, now: pd.DataFrame, day: int, start: int) -> tuple[Bools, Bools]:
    """Judged: what was found in the period, unless an enterprise found it itself (open at once) or a file closed it."""
    found = frame.days(now, "found")
    alone = frame.equals(now, "source", Source.SELF) & frame.equals(now, "grade", Grade.GENERAL)
    asked = (found >= start) & (found <= day) & ~alone & ~frame.flags(now, "legacy")
    answered = np.minimum(frame.days(now, "confirmed"), frame.days(now, "voided"))
    known = answered <= day
    until = np.where(known, answered, day)[asked]
    late = np.zeros(len(now), dtype=np.bool_)
    late[asked] = workdays(index, np.minimum(found[asked], until), until) > PENDING_WORKDAYS
    return asked & known & ~late, asked & (known | late)


def _reviewed(index: Index, now: pd.DataFrame, day: int, start: int) -> tuple[Bools, Bools]:
    """The latest declaration in the period of each hazard: the standing one, else that of a round that failed."""
    declared, passed = frame.done_day(now), frame.passed_day(now)
    alone = frame.equals(now, "source", Source.SELF) & frame.equals(now, "grade", Grade.GENERAL)
    own = (declared >= start) & (declared <= day)
    answered = np.where(own & (passed <= day), passed, NEVER)
    acts = index.acts[frame.equals(index.acts, "act", REVIEWED)]
    acts = acts[(acts["on"] <= day) & (acts["due"] >= start) & (acts["due"] <= day)].sort_values("on", kind="stable")
    place = pd.Index(now["id"]).get_indexer(pd.Index(acts["hazard_id"]))
    asked, ended = np.where(own, declared, NEVER), answered.copy()
    for at, on, since in zip(place, acts["on"].to_numpy(), acts["due"].to_numpy(), strict=True):
        if at >= 0 and not own[at]:
            asked[at], ended[at] = since, on
    held = (asked != NEVER) & ~alone & (frame.days(now, "voided") > day)
    in_time = held & (ended <= day) & (ended - asked <= REVIEW_DAYS)
    return in_time, held & ((ended <= day) | (day - asked > REVIEW_DAYS))


def _ordered(index: Index, now: pd.DataFrame, day: int, start: int) -> tuple[Bools, Bools]:
    """The latest supervision order of each hazard whose date lies in the period and is over, or was met before."""
    acts = index.acts[frame.equals(index.acts, "act", Step.SUPERVISE)]
    acts = acts[(acts["on"] <= day) & (acts["due"] >= start) & (acts["due"] <= day)].sort_values("on", kind="stable")
    until = np.full(len(now), NEVER, dtype=np.int64)
    place = pd.Index(now["id"]).get_indexer(pd.Index(acts["hazard_id"]))
    until[place[place >= 0]] = acts["due"].to_numpy()[place >= 0]
    held = (until != NEVER) & (frame.days(now, "voided") > day)
    done = held & (frame.rectified_day(now) <= until)
    return done, held & (done | (until < day))

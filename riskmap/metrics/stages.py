"""Where in the loop time is lost: found → ordered → rectified → re-inspected → crossed off, and on whose desk.

Counted over what was found in the period, as of the day. A stage is done, or still running (then its days go on, and
are told apart), or its dates are not in the ledger (`unknown`: never counted as no time at all). Several rounds of one
hazard add up: the enterprise has the days until each declaration, the authority those until each re-inspection.
Whose desk (DOMAIN.md §2.3): rectification lies with the enterprise, orders and re-inspections with the authority that
supervises (department, township, or a level above the county), crossing off with the same, of a major hazard with the
committee office. What an enterprise found itself and is general stays on its own desk to the end (short loop).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from riskmap.domain.codes import Grade, Level, Source
from riskmap.domain.columns import NEVER, REVIEWED, to_day
from riskmap.metrics import durations, frame
from riskmap.metrics.durations import Curve
from riskmap.metrics.filters import Filter
from riskmap.metrics.frame import Bools, Ints
from riskmap.metrics.index import REVIEW_DAYS, Index
from riskmap.metrics.scope import Scope, scope
from riskmap.metrics.stock import weighted_median
from riskmap.metrics.truth import PENDING_WORKDAYS, workdays

STAGES: Final = ("order", "rectify", "review", "close")
LIMITED: Final = ("order", "rectify", "review")  # crossing off has no term in the rules
DESKS: Final = ("enterprise", "department", "township", "higher", "office")
PARTS: Final = ("done", "running", "over", "judged", "unknown")
_ENTERPRISE, _DEPARTMENT, _TOWNSHIP, _HIGHER, _OFFICE = range(len(DESKS))


@dataclass(frozen=True, slots=True)
class Marks:
    """One stage of every hazard of an index: what holds, the days it took or runs, and the number of the desk.

    `judged`: done, or past its term; `over`: those of them that took, or take, longer than the term.
    """

    done: Bools
    running: Bools
    over: Bools
    judged: Bools
    unknown: Bools
    days: Ints
    desk: Ints


@dataclass(frozen=True, slots=True)
class Days:
    """How many items, their days together, mean and median; None of nothing."""

    n: int
    total: int
    median: float | None

    @property
    def mean(self) -> float | None:
        """Days an item."""
        return self.total / self.n if self.n else None


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage, or the part of it on one desk. `curve`: with what runs censored; `over` of `judged` exceed the term."""

    code: str
    desk: str  # "" = all
    done: Days
    running: Days
    over: int
    judged: int
    unknown: int
    curve: Curve


def stages(index: Index, where: Filter) -> tuple[Stage, ...]:
    """Return the four stages of a filter, each as a whole, then by the desks that have any of it."""
    return index.answers.get(("stages", where), lambda: _stages(index, where))


def part(index: Index, where: Filter, stage: str, name: str, desk: str = "") -> Bools:
    """Return the hazards of a filter that a part (one of PARTS) of a stage counts, on one desk or on all."""
    found = marks(index, where)[stage]
    held: Bools = getattr(found, name) & index.mask(where)
    return held & (found.desk == DESKS.index(desk)) if desk else held


def marks(index: Index, where: Filter) -> Mapping[str, Marks]:
    """Return the stages of all hazards found in the filter's period, as of its day."""
    key = ("stage marks", to_day(where.as_of), to_day(where.from_))
    return index.answers.get(key, lambda: _marks(index, where))


def _stages(index: Index, where: Filter) -> tuple[Stage, ...]:
    keep, weight = index.mask(where), index.facts.take(index.positions(to_day(where.as_of))).weight
    found = []
    for code, held in marks(index, where).items():
        found.append(_stage(code, "", held, keep, weight))
        for number, desk in enumerate(DESKS):
            here = keep & (held.desk == number)
            one = _stage(code, desk, held, here, weight)
            if one.done.n or one.running.n or one.unknown:
                found.append(one)
    return tuple(found)


def _stage(code: str, desk: str, held: Marks, keep: Bools, weight: Ints) -> Stage:
    some = np.flatnonzero(keep & (held.done | held.running))
    return Stage(
        code=code,
        desk=desk,
        done=_days(held, keep & held.done, weight),
        running=_days(held, keep & held.running, weight),
        over=int(weight[keep & held.over].sum()),
        judged=int(weight[keep & held.judged].sum()),
        unknown=int(weight[keep & held.unknown].sum()),
        curve=durations.curve(held.days[some], held.done[some], weight[some]),
    )


def _days(held: Marks, which: Bools, weight: Ints) -> Days:
    rows = np.flatnonzero(which)
    days, number = held.days[rows], weight[rows]
    return Days(int(number.sum()), int((days * number).sum()), weighted_median(days, number))


@dataclass(frozen=True, slots=True)
class _Dates:
    """The days between which the stages lie, NEVER where a step was not taken by the day; `failed`: days in failed
    re-inspections, together and the longest.
    """

    s: Scope
    valid: Bools  # found in the period, confirmed or not, not void
    alone: Bools
    ordered: Ints
    done: Ints
    asked: Ints
    failed: Ints
    longest: Ints


def _marks(index: Index, where: Filter) -> dict[str, Marks]:
    s = scope(index, where)
    day, states = s.day, s.frame
    found = s.facts.found
    known = (found >= s.start) & (found <= day) & (s.facts.voided > day)
    alone = frame.equals(states, "source", Source.SELF) & frame.equals(states, "grade", Grade.GENERAL)
    confirmed = frame.days(states, "confirmed")
    written = frame.days(states, "ordered")
    ordered = np.where(written != NEVER, written, np.maximum(confirmed, found))
    failed, longest = _failed(index, states, day)
    done = frame.days(states, "rectified")
    done = np.where(done != NEVER, done, s.facts.rect)
    asked = np.where(frame.days(states, "declared") != NEVER, frame.days(states, "declared"), done)
    dates = _Dates(s, known, alone, np.where(alone, found, ordered), done, asked, failed, longest)
    return {"order": _order(index, dates), "rectify": _rectify(dates), "review": _review(dates), "close": _close(dates)}


def _failed(index: Index, states: pd.DataFrame, day: int) -> tuple[Ints, Ints]:
    """Days that failed re-inspections took until a day, together and the longest, of each hazard."""
    acts = index.acts[frame.equals(index.acts, "act", REVIEWED)]
    on, asked = frame.days(acts, "on"), frame.days(acts, "due")
    place = pd.Index(states["id"]).get_indexer(pd.Index(acts["hazard_id"])) if len(acts) else np.zeros(0, np.int64)
    some = (place >= 0) & (on <= day) & (asked <= on)
    total, longest = np.zeros(len(states), dtype=np.int64), np.full(len(states), -1, dtype=np.int64)
    np.add.at(total, place[some], (on - asked)[some])
    np.maximum.at(longest, place[some], (on - asked)[some])
    return total, longest


def _order(index: Index, d: _Dates) -> Marks:
    """Found → confirmed and ordered (what was fixed on the spot needed no order); term: 3 working days."""
    s, found = d.s, d.s.facts.found
    applies = d.valid & ~d.alone & (frame.days(s.frame, "rectified") != found)
    taken = applies & (((s.facts.entry <= s.day) & (d.ordered <= s.day)) | s.holds.rect)
    unknown = taken & (frame.days(s.frame, "ordered") == NEVER) & (frame.days(s.frame, "confirmed") <= found)
    done, running = taken & ~unknown, applies & ~taken
    until = np.where(done, np.minimum(np.maximum(d.ordered, found), s.day), s.day)
    since = np.minimum(found, until)  # what is not found yet is in no part
    late = workdays(index, since, until) > PENDING_WORKDAYS
    over = (done | running) & late & ~frame.flags(s.frame, "legacy")
    return Marks(done, running, over, (done & ~frame.flags(s.frame, "legacy")) | over, unknown, until - since, _desk(d))


def _rectify(d: _Dates) -> Marks:
    """Ordered (found, where an enterprise found it) → rectified and standing; term: the due date in force."""
    s = d.s
    applies = d.valid & s.holds.cohort
    unknown = applies & s.holds.rect & frame.flags(s.frame, "undated")
    done, running = applies & s.holds.rect & ~unknown, applies & ~s.holds.rect
    days = np.maximum(np.where(done, np.minimum(d.done, s.day), s.day) - d.ordered - d.failed, 0)
    over = (done & ~s.holds.timely & ~s.holds.no_due) | (running & s.holds.past_due)
    desk = np.full(len(days), _ENTERPRISE, dtype=np.int64)
    return Marks(done, running, over, (done & ~s.holds.no_due) | over, unknown, days, desk)


def _review(d: _Dates) -> Marks:
    """Declared → re-inspected and passed, failed ones added; term: 10 days each, none within an enterprise."""
    s = d.s
    applies = d.valid & s.holds.cohort & s.holds.rect
    dated = (frame.days(s.frame, "passed") != NEVER) & (d.asked <= frame.days(s.frame, "passed"))
    told = (frame.days(s.frame, "declared") != NEVER) | (frame.days(s.frame, "rectified") != NEVER)
    unknown = applies & s.holds.passed & ~(dated & told)
    done, running = applies & s.holds.passed & ~unknown, applies & ~s.holds.passed
    last = np.maximum(np.where(done, s.facts.passed, s.day) - d.asked, 0)
    over = (done | running) & ~d.alone & (np.maximum(last, d.longest) > REVIEW_DAYS)
    return Marks(done, running, over, (done & ~d.alone) | over, unknown, last + d.failed, _desk(d))


def _close(d: _Dates) -> Marks:
    """Passed → crossed off; the rules set no term."""
    s = d.s
    applies = d.valid & s.holds.cohort & s.holds.passed
    passed = frame.days(s.frame, "passed")
    unknown = applies & s.holds.closed & ((passed == NEVER) | (passed > s.facts.closed))
    done, running = applies & s.holds.closed & ~unknown, applies & ~s.holds.closed
    days = np.maximum(np.where(done, s.facts.closed, s.day) - s.facts.passed, 0)
    desk = _desk(d)
    desk[s.facts.major & (desk != _HIGHER)] = _OFFICE
    nothing = np.zeros(len(days), dtype=np.bool_)
    return Marks(done, running, nothing, nothing, unknown, days, desk)


def _desk(d: _Dates) -> Ints:
    """The authority that orders and re-inspects; the enterprise itself in the short loop."""
    states = d.s.frame
    desk = np.full(len(states), _DEPARTMENT, dtype=np.int64)
    desk[frame.equals(states, "supervision", Level.TOWNSHIP)] = _TOWNSHIP
    desk[frame.equals(states, "supervision", Level.CITY, Level.PROVINCE, Level.STATE)] = _HIGHER
    desk[d.alone] = _ENTERPRISE
    return desk


def rows(index: Index, where: Filter, word: str) -> Bools | None:
    """Return the hazards behind `<stage>.<part>` or `<stage>.<part>.<desk>`; None for a word that means nothing."""
    stage, _, rest = word.partition(".")
    name, _, desk = rest.partition(".")
    if stage not in STAGES or name not in PARTS or desk not in ("", *DESKS) or rest.endswith("."):
        return None
    return part(index, where, stage, name, desk)

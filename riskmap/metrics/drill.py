"""Which rows stand behind a printed number (穿透): words of the address → hazards of the index."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from typing import TypeVar

import numpy as np

from riskmap.domain.check_first import Reason
from riskmap.domain.codes import Grade, Level, Progress, Source, Step
from riskmap.domain.columns import to_day
from riskmap.metrics import escalation, origin, repeats, stages
from riskmap.metrics.bridge import bridge
from riskmap.metrics.declared import LISTED, SETS
from riskmap.metrics.due_calendar import TOGETHER, falls_due
from riskmap.metrics.filters import Filter
from riskmap.metrics.flows import FLOWS, flow
from riskmap.metrics.forms import FORM, mask
from riskmap.metrics.frame import Bools, closed_day, equals, progress_at
from riskmap.metrics.index import Index
from riskmap.metrics.measures import COLUMNS, measures
from riskmap.metrics.named import named
from riskmap.metrics.own_work import PARTS, own_work
from riskmap.metrics.paper_numbers import twice
from riskmap.metrics.reasons import speaks
from riskmap.metrics.reporting import unreported
from riskmap.metrics.responsibility import held
from riskmap.metrics.scope import Figure, scope
from riskmap.metrics.stock import alarm, due_within, late_from, late_since
from riskmap.metrics.truth import Truth, truth
from riskmap.metrics.waiting import KINDS, waiting

AMONG = ("township", "sector", "self_found", "higher")  # the parts of rank tables
ALARM = "alarm"
SHOWN = "shown"  # what the map draws, or would draw if it knew where
CLOSED_DAYS = 90  # a crossed-off hazard stays on the map this long (DESIGN.md §1)
NEWLY_LATE = "newly_late"  # overdue on the day, not on the day before the period
SOON = "soon"
PAPER_TWICE = "paper_twice"  # the number of an enforcement paper stands on another visit as well
UNREPORTED = "unreported"  # majors without a number in a system that the county reports to
UNEXPLAINED = "unexplained"  # no reasons stated, though they are asked by now
CHECK, STEP, LADDER, WAITING, FLOW, OWN = "check.", "step.", "ladder.", "waiting.", "flow.", "own."
POST, NAMED = "post.", "named."
STAGE, ORIGIN, REPEAT = "stage.", "origin.", "repeat."
DUE_IN = "in."  # falls due so many days after the filter's day, or a word of due_calendar.TOGETHER
LATE = "late."  # overdue, in the class of days late that begins with this day
FIRST = "first."  # a reason for checking enterprises first


T = TypeVar("T", bound=str)


class DrillError(ValueError):
    """A word for rows that does not exist; `word` is it."""

    def __init__(self, word: str) -> None:
        super().__init__(f"unknown rows: {word}")
        self.word = word


def rows(index: Index, where: Filter, measure: str, among: str = "") -> Bools:
    """Return which hazards of the filter a number counts.

    `measure`: names of COLUMNS joined by "," (all hold) or "+" (any holds), `alarm`, `shown`, `newly_late`, `soon.N`,
    `unexplained`, `unreported`, `paper_twice`, `ladder.<step>`, `waiting.<kind>`, `check.<field of Truth>`,
    `step.<code of Bridge>`, `flow.<name>`, `own.<name>`, `post.<post>.<holder>`, `stage.<stage>.<part>[.<desk>]`,
    `origin.<word of origin.rows>`, `repeat.<word of repeats.rows>`, `form.<set of an official form>`, `in.<days>`,
    `in.<word>`, `late.<first day of a class>`, `first.<reason>`, `named.<inspector>`; "" = all.
    `among`: one of AMONG, "" = all. Raises DrillError.
    """
    keep = index.mask(where)
    if among:
        keep = keep & part(index, where, among)
    return keep & _measure(index, where, measure) if measure else keep


def part(index: Index, where: Filter, among: str) -> Bools:
    """Return the hazards that a part of a rank table counts (riskmap.metrics.ranking)."""
    frame = index.at(to_day(where.as_of))
    alone = equals(frame, "source", Source.SELF) & equals(frame, "grade", Grade.GENERAL)
    if among == "self_found":
        return alone
    if among == "sector":
        return ~alone
    above = np.zeros(index.size, dtype=np.bool_)
    for level in (Level.CITY, Level.PROVINCE, Level.STATE):
        above |= equals(frame, "supervision", level)
    if among == "township":
        return ~alone & ~above
    if among == "higher":
        return above & ~alone
    raise DrillError(among)


def shown(index: Index, where: Filter) -> Bools:
    """Return what belongs on the map: known by the day, not void, not crossed off more than 90 days ago."""
    day = to_day(where.as_of)
    frame, keep = index.at(day), index.mask(where)
    progress = progress_at(frame, day)
    earlier = (progress == Progress.CLOSED) & (closed_day(frame) < day - CLOSED_DAYS)
    return np.asarray(keep & (progress != "") & (progress != Progress.VOID) & ~earlier, dtype=np.bool_)


def newly_late(index: Index, where: Filter) -> Bools:
    """Return what became overdue in the filter's period and still is: overdue on its day, not on the day before it."""
    day, before = to_day(where.as_of), to_day(where.from_) - 1
    late = progress_at(index.at(day), day) == Progress.OVERDUE
    was = progress_at(index.at(before), before) == Progress.OVERDUE
    return np.asarray(index.mask(where) & late & ~was, dtype=np.bool_)


_SINGLE = {
    ALARM: alarm, SHOWN: shown, NEWLY_LATE: newly_late, UNEXPLAINED: escalation.unexplained, UNREPORTED: unreported,
    PAPER_TWICE: twice,
}  # fmt: skip


def _measure(index: Index, where: Filter, measure: str) -> Bools:
    if measure in _SINGLE:
        return _SINGLE[measure](index, where)
    head, dot, rest = measure.partition(".")
    if dot and head + dot in _HEADED:
        try:
            return _HEADED[head + dot](index, where, rest)
        except DrillError as error:
            raise DrillError(measure) from error
    return _counted(index, where, measure)


def _soon(index: Index, where: Filter, number: str) -> Bools:
    if not (number.isascii() and number.isdigit()):
        raise DrillError(number)
    return due_within(index, where, int(number[:3]))


def _due_in(index: Index, where: Filter, when: str) -> Bools:
    if when in TOGETHER:
        return falls_due(index, where, when)
    if not (when.isascii() and when.isdigit()):
        raise DrillError(when)
    return falls_due(index, where, int(when[:3]))


def _late(index: Index, where: Filter, first: str) -> Bools:
    if first not in map(str, late_from()):
        raise DrillError(first)
    return late_since(index, where, int(first))


def _one_of(known: Iterable[T], word: str) -> T:
    """The known one that a word names."""
    found = next((one for one in known if one == word), None)
    if found is None:
        raise DrillError(word)
    return found


def _counted(index: Index, where: Filter, measure: str) -> Bools:
    either = "+" in measure
    names = measure.split("+" if either else ",")
    if not set(names) <= set(COLUMNS):
        raise DrillError(measure)
    counted = measures(scope(index, where).holds)
    marks = np.array([counted[name] != 0 for name in names])
    return np.asarray(marks.any(axis=0) if either else marks.all(axis=0), dtype=np.bool_)


def _rows(index: Index, found: Figure | None, word: str) -> Bools:
    if found is None:
        raise DrillError(word)
    mask = np.zeros(index.size, dtype=np.bool_)
    mask[found.rows] = True
    return mask


def _check(index: Index, where: Filter, name: str) -> Figure | None:
    if name not in {field.name for field in fields(Truth)}:
        return None
    value = getattr(truth(index, where), name)
    return value if isinstance(value, Figure) else None


def _known(found: Bools | None, word: str) -> Bools:
    if found is None:
        raise DrillError(word)
    return found


def _step(index: Index, where: Filter, code: str) -> Figure | None:
    found = bridge(index, where)
    return next((step.items for step in (*found.steps, *found.beside) if step.code == code), None)


_HEADED: Mapping[str, Callable[[Index, Filter, str], Bools]] = {
    f"{SOON}.": _soon,
    CHECK: lambda index, where, name: _rows(index, _check(index, where, name), name),
    STEP: lambda index, where, code: _rows(index, _step(index, where, code), code),
    LADDER: lambda index, where, step: escalation.due(index, where, _one_of(Step, step)),
    WAITING: lambda index, where, kind: waiting(index, where, _one_of(KINDS, kind)),
    FLOW: lambda index, where, name: flow(index, where, _one_of(FLOWS, name)),
    POST: lambda index, where, word: _known(held(index, where, word), word),
    ORIGIN: lambda index, where, word: _known(origin.rows(index, where, word), word),
    REPEAT: lambda index, where, word: _known(repeats.rows(index, where, word), word),
    STAGE: lambda index, where, word: _known(stages.rows(index, where, word), word),
    DUE_IN: _due_in,
    LATE: _late,
    FIRST: lambda index, where, reason: speaks(index, where, _one_of(Reason, reason)),
    NAMED: lambda index, where, word: _known(named(index, where, word), word),
    OWN: lambda index, where, part: own_work(index, where, _one_of(PARTS, part)),
    FORM: lambda index, where, name: mask(index, where, _one_of((*SETS, *LISTED), name)),
}

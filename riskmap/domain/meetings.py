"""The weekly meeting (周调度会): who was there, what was decided, and what the week's figures were when it closed.

A decision returns every week until it is done or dropped; closing a meeting freezes its figures (DOMAIN.md §7).
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, Final

from riskmap.domain.periods import SUNDAY

WEEK: Final = re.compile(r"\d{4}-W(0[1-9]|[1-4]\d|5[0-3])")
LONGEST: Final = {
    "text": 500, "owner": 80, "progress": 500, "chair": 80, "present": 1_000, "absent": 1_000, "minutes": 8_000,
}  # fmt: skip
Moved = tuple[tuple[str, ...], tuple[str, ...]]  # hazards entered late and corrected since a meeting closed, by id


class DecisionKind(StrEnum):
    """What a meeting decides."""

    SUPERVISE = "supervise"  # 督办
    INTERVIEW = "interview"  # 约谈
    COORDINATE = "coordinate"  # 协调
    COMMENT = "comment"  # 点评
    LIST = "list"  # 挂牌
    DELIST = "delist"  # 摘牌
    CHECK = "check"  # 检查、核查
    OTHER = "other"


class Subject(StrEnum):
    """What a decision is about."""

    HAZARD = "hazard"
    ENTERPRISE = "enterprise"
    TOWNSHIP = "township"
    DEPARTMENT = "department"
    COUNTY = "county"


class DecisionState(StrEnum):
    """How a decision stands; whether it is late follows from its date."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing that was decided: for whom, by when, and what became of it. `subject_id`: id or code, "" for county."""

    id: str
    week: str
    kind: DecisionKind
    subject: Subject
    text: str
    owner: str  # 责任单位
    due: date
    decided: date
    subject_id: str = ""
    state: DecisionState = DecisionState.OPEN
    progress: str = ""
    progressed: date | None = None
    ended: date | None = None
    demo: bool = False
    version: int = 0

    def late(self, day: date) -> bool:
        """Whether it is open past its date."""
        return self.open(day) and day > self.due

    def open(self, day: date) -> bool:
        """Whether it was decided by a day and neither done nor dropped by it."""
        return self.decided <= day and (self.ended is None or self.ended > day)


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure of the weekly paper as it was printed."""

    name: str
    number: int


@dataclass(frozen=True, slots=True)
class Row:
    """A row that a list of the weekly paper printed. Of a hazard: its number, grade and days left (below 0: late)."""

    id: str
    number: str = ""
    grade: str = ""
    left: int = 0


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of the weekly paper as it was printed: places in `Meeting.rows`, in the order of the list."""

    name: str
    at: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Lists:
    """Every list of a paper; a row that stands in several is told once."""

    rows: tuple[Row, ...] = ()
    lists: tuple[Listed, ...] = ()


@dataclass(frozen=True, slots=True)
class Meeting:
    """The meeting of one week. `figures`: what the paper printed, frozen when it closed with `revision`, the number of
    the ledger's last event then; `rows`, `lists`: the rows of its lists, () of a meeting that closed before they were
    kept; `as_of`: the last day of its week.
    """

    week: str
    as_of: date
    held: date | None = None
    chair: str = ""
    present: str = ""
    absent: str = ""
    minutes: str = ""
    fixed_order: bool = False  # units in the order of the county, not by rank
    closed: date | None = None
    revision: int = 0
    figures: tuple[Printed, ...] = ()
    rows: tuple[Row, ...] = ()
    lists: tuple[Listed, ...] = ()
    demo: bool = False
    version: int = 0

    @property
    def printed(self) -> dict[str, int]:
        """The frozen figures by name."""
        return {one.name: one.number for one in self.figures}

    @property
    def listed(self) -> dict[str, tuple[Row, ...]]:
        """The frozen lists by name."""
        return {one.name: tuple(self.rows[at] for at in one.at) for one in self.lists}


def last_day(week: str, ends: int = SUNDAY) -> date:
    """The last day of a week such as 2026-W47; `ends`: the day of the week on which it is over. Raises ValueError."""
    if not WEEK.fullmatch(week):
        raise ValueError(f"no week: {week}")
    return date.fromisocalendar(int(week[:4]), int(week[6:]), ends)


def decision_faults(one: Decision) -> tuple[str, ...]:
    """Why a decision cannot stand: missing:text, missing:owner, missing:subject, bad:week, bad_order:due<decided."""
    found = [f"missing:{name}" for name in ("text", "owner") if not getattr(one, name).strip()]
    if one.subject is not Subject.COUNTY and not one.subject_id:
        found.append("missing:subject")
    if not WEEK.fullmatch(one.week):
        found.append("bad:week")
    if one.due < one.decided:
        found.append("bad_order:due<decided")
    return tuple(found + too_long(one))


def too_long(one: Any) -> list[str]:
    """Codes of the texts that are longer than a field holds."""
    return [f"too_long:{name}" for name, most in LONGEST.items() if len(getattr(one, name, "")) > most]


def reported(one: Decision, progress: str, on: date) -> Decision | tuple[str, ...]:
    """A decision with word of how it stands, or why not."""
    return _moved(one, on, progress=progress.strip(), progressed=on)


def ended(one: Decision, state: DecisionState, progress: str, on: date) -> Decision | tuple[str, ...]:
    """A decision that is done or dropped, with word of it, or why not."""
    return _moved(one, on, state=state, progress=progress.strip(), progressed=on, ended=on)


def _moved(one: Decision, on: date, **facts: Any) -> Decision | tuple[str, ...]:
    if one.state is not DecisionState.OPEN:
        return ("decision:ended",)
    if not facts["progress"]:
        return ("missing:progress",)
    if on < max(one.decided, one.progressed or one.decided):
        return ("bad_order:on<decided",)
    after = replace(one, **facts, version=one.version + 1)
    return tuple(too_long(after)) or after

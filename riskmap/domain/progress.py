"""What a hazard shows on a day: progress, state, days left, alarm. Functions of stored facts and the day, never stored.

First match wins (DESIGN.md §1): void, to be confirmed, closed, waiting, overdue, due soon, in progress.
"""

from dataclasses import dataclass
from datetime import date

from riskmap.domain.codes import Control, Grade, Level, Progress, Status
from riskmap.domain.due import countdown_to, due_eff, is_extended, round_ahead
from riskmap.domain.hazard import ControlRecord, Hazard, Round
from riskmap.domain.listing import level_at

SOON_DAYS = 7


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything derived about one hazard on one day."""

    status: Status
    progress: Progress
    due: date | None  # effective
    countdown_to: date | None
    days_left: int | None
    overdue: bool
    extended: bool
    listed: Level | None
    suspended: bool
    repeated: bool
    alarm: bool


def _by(day: date | None, as_of: date) -> bool:
    return day is not None and day <= as_of


def started_in(hazard: Hazard, ahead: Round | None) -> date | None:
    """The day work began in the round that stood, which failed later (`ahead`) or stands still (None).

    Files tell one start only: it counts for every failed round that has none of its own.
    """
    return hazard.started if ahead is None else ahead.started or hazard.started


def rectified_on(hazard: Hazard, as_of: date) -> date | None:
    """The day of the rectification that stands on a day; one that failed by then is withdrawn. None = not rectified.

    Passed or closed implies rectified; where no declaration is written, the day it was done counts
    (DOMAIN.md §3.2: declared ≤ T).
    """
    ahead = round_ahead(hazard, as_of)
    days: list[date | None]
    if ahead is not None:
        days = [ahead.declared or ahead.rectified]
    else:
        days = [hazard.declared or hazard.rectified, hazard.passed, hazard.closed]
    return min((day for day in days if _by(day, as_of) and day is not None), default=None)


def passed_on(hazard: Hazard, as_of: date) -> date | None:
    """The day of the passed re-inspection, if it was passed by a day; closed implies passed."""
    return min((day for day in (hazard.passed, hazard.closed) if day is not None and day <= as_of), default=None)


def status_at(hazard: Hazard, as_of: date) -> Status | None:
    """The state a hazard was in on a day; None before it was found."""
    if hazard.found > as_of:
        return None
    if _by(hazard.voided, as_of):
        return Status.VOID
    if not _by(hazard.confirmed, as_of):
        return Status.PENDING
    if _by(hazard.closed, as_of):
        return Status.CLOSED
    if passed_on(hazard, as_of):
        return Status.VERIFIED
    if rectified_on(hazard, as_of):
        return Status.AWAITING_REVIEW
    return _unrectified(hazard, as_of)


def _unrectified(hazard: Hazard, as_of: date) -> Status:
    failed = max((one.reviewed for one in hazard.rounds if one.reviewed <= as_of), default=None)
    ahead = round_ahead(hazard, as_of)
    begun = started_in(hazard, ahead)
    started = begun if _by(begun, as_of) else None
    undated = ahead is None and begun is None and hazard.status is Status.RECTIFYING
    if failed is not None:
        return Status.RECTIFYING if started is not None and started >= failed else Status.REJECTED
    if hazard.status is Status.REJECTED and not hazard.rounds:
        return Status.REJECTED
    return Status.RECTIFYING if started is not None or undated else Status.OPEN


def is_overdue(hazard: Hazard, as_of: date) -> bool:
    """超期未整改: confirmed, not void, past the effective due date (inclusive) and no rectification stands."""
    if status_at(hazard, as_of) in (None, Status.PENDING, Status.VOID, Status.CLOSED):
        return False
    due = due_eff(hazard, as_of)
    return due is not None and as_of > due and rectified_on(hazard, as_of) is None


def progress(hazard: Hazard, as_of: date) -> Progress | None:
    """What its mark shows on a day; None before it was found."""
    status = status_at(hazard, as_of)
    if status is None:
        return None
    plain = {Status.VOID: Progress.VOID, Status.PENDING: Progress.PENDING, Status.CLOSED: Progress.CLOSED}
    if status in plain:
        return plain[status]
    if rectified_on(hazard, as_of) is not None:
        return Progress.WAITING
    if is_overdue(hazard, as_of):
        return Progress.OVERDUE
    target = countdown_to(hazard, as_of)
    soon = target is not None and (target - as_of).days <= SOON_DAYS
    return Progress.DUE_SOON if soon else Progress.IN_PROGRESS


def days_left(hazard: Hazard, as_of: date) -> int | None:
    """Days from a day to the date the countdown runs to, negative when past; None without a date.

    Past the effective due date it counts from that date, whatever date a later round has.
    """
    due, target = due_eff(hazard, as_of), countdown_to(hazard, as_of)
    if due is not None and due < as_of:
        target = due
    return None if target is None else (target - as_of).days


def fact_at(hazard: Hazard, name: str, as_of: date) -> str:
    """A fact that figures are grouped by (`name`: one of MOVABLE) on a day, as stored text: its later moves undone."""
    later = [move for move in hazard.moves if move.name == name and move.on > as_of]
    if later:
        return min(later, key=lambda move: move.on).old
    return getattr(hazard, name) or ""


def grade_at(hazard: Hazard, as_of: date) -> Grade:
    """The grade on a day: later upgrades and downgrades undone."""
    return Grade(fact_at(hazard, "grade", as_of))


def control_at(hazard: Hazard, as_of: date) -> ControlRecord | None:
    """The control status that holds on a day, the last one recorded of the latest day; None before the first record."""
    held = [one for one in hazard.controls if one.on <= as_of]
    return max(enumerate(held), key=lambda pair: (pair[1].on, pair[0]))[1] if held else None


def alarm(hazard: Hazard, as_of: date) -> bool:
    """Whether an open major hazard has no control status or 未采取措施: an alarm of its own, above overdue."""
    status = status_at(hazard, as_of)
    if status in (None, Status.PENDING, Status.VOID, Status.CLOSED) or grade_at(hazard, as_of) is not Grade.MAJOR:
        return False
    record = control_at(hazard, as_of)
    return record is None or record.status is Control.NONE


def is_suspended(hazard: Hazard, as_of: date) -> bool:
    """已停产: stopped, whole or part, and no restart approved by the day."""
    return hazard.suspended and not _by(hazard.restart_on, as_of)


def standing(hazard: Hazard, as_of: date) -> Standing | None:
    """All of it at once; None before the hazard was found."""
    status, shown = status_at(hazard, as_of), progress(hazard, as_of)
    if status is None or shown is None:
        return None
    return Standing(
        status=status,
        progress=shown,
        due=due_eff(hazard, as_of),
        countdown_to=countdown_to(hazard, as_of),
        days_left=days_left(hazard, as_of),
        overdue=is_overdue(hazard, as_of),
        extended=is_extended(hazard, as_of),
        listed=level_at(hazard, as_of),
        suspended=is_suspended(hazard, as_of),
        repeated=hazard.recurs_of is not None,
        alarm=alarm(hazard, as_of),
    )

"""The effective due date, and the dates that only drive the countdown (DOMAIN.md §2.3)."""

from datetime import date

from riskmap.domain.codes import ExtensionState
from riskmap.domain.hazard import DUE, Extension, Hazard, Round


def decided_on(extension: Extension) -> date:
    """The day an extension holds from; a decision without a date counts as taken when it was applied for."""
    return extension.decided or extension.applied


def ordered_due(hazard: Hazard) -> date | None:
    """The due date as it was first ordered, whatever was corrected or extended since; None if there was none."""
    first = next((move.old for move in hazard.moves if move.name == DUE), "")
    return date.fromisoformat(first) if first else hazard.due


def granted(hazard: Hazard, as_of: date) -> tuple[Extension, ...]:
    """The extensions approved by a day, in the order they were decided."""
    found = [
        one
        for one in hazard.extensions
        if one.state is ExtensionState.APPROVED and one.approved_to is not None and decided_on(one) <= as_of
    ]
    return tuple(sorted(found, key=lambda one: (decided_on(one), one.applied)))


def _split(hazard: Hazard, as_of: date) -> tuple[list[Extension], list[Extension]]:
    """The extensions applied for in time and those applied for too late."""
    in_time: list[Extension] = []
    late: list[Extension] = []
    for one in granted(hazard, as_of):
        before = [other.approved_to for other in in_time if decided_on(other) <= one.applied]
        in_force = max([day for day in (hazard.due, *before) if day is not None], default=None)
        (in_time if in_force is None or one.applied <= in_force else late).append(one)
    return in_time, late


def round_ahead(hazard: Hazard, as_of: date) -> Round | None:
    """The round that stood on a day: the first that failed only after it."""
    later = [one for one in hazard.rounds if one.reviewed > as_of]
    return min(later, key=lambda one: one.reviewed, default=None)


def due_eff(hazard: Hazard, as_of: date) -> date | None:
    """The due date that 超期 and 按期 are judged by, as known on a day; None if there is none.

    The later of the original date and the latest one approved by the day on an application filed no later than the
    date then in force. Fixed on the spot without a date is due when found; a hazard done without any date has none.
    """
    if hazard.undated:
        return None
    in_time, _ = _split(hazard, as_of)
    days = [day for day in (hazard.due, *(one.approved_to for one in in_time)) if day is not None]
    if days:
        return max(days)
    ahead = round_ahead(hazard, as_of)
    rectified = ahead.rectified if ahead else hazard.rectified  # as told then: a later round may have withdrawn it
    return hazard.found if rectified == hazard.found else None


def round_due(hazard: Hazard, as_of: date) -> date | None:
    """The round's own date: given by the latest failed re-inspection, or granted on a late application; else None.

    It drives countdown and reminders and never moves due_eff.
    """
    _, late = _split(hazard, as_of)
    told: list[tuple[date, date | None]] = [
        (one.reviewed, one.new_due) for one in hazard.rounds if one.reviewed <= as_of and one.new_due is not None
    ]
    told += [(decided_on(one), one.approved_to) for one in late]
    return max(told, key=lambda pair: pair[0])[1] if told else None


def countdown_to(hazard: Hazard, as_of: date) -> date | None:
    """The day a countdown runs to: the round's own date if there is one, else the effective due date."""
    return round_due(hazard, as_of) or due_eff(hazard, as_of)


def is_extended(hazard: Hazard, as_of: date) -> bool:
    """Whether an extension applied for in time moved the due date (已延期)."""
    return moved_on(hazard, as_of) is not None


def moved_on(hazard: Hazard, as_of: date) -> date | None:
    """The day on which an extension last moved due_eff, as known on a day.

    One on a late application, or to a date before the one in force, never does.
    """
    in_force, moved = hazard.due, None
    for one in _split(hazard, as_of)[0]:
        if in_force is None or (one.approved_to or in_force) > in_force:
            in_force, moved = one.approved_to, decided_on(one)
    return moved


def extended_to(hazard: Hazard, as_of: date) -> date | None:
    """The day to which the latest extension granted by a day runs, whenever it was applied for."""
    found = granted(hazard, as_of)
    return found[-1].approved_to if found else None

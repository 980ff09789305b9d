"""Extension of the due date (延期): requested → approved or refused (DOMAIN.md §2.3)."""

from dataclasses import replace
from datetime import date

from riskmap.domain.codes import ExtensionState
from riskmap.domain.due import due_eff
from riskmap.domain.hazard import Extension, Hazard


def waiting(hazard: Hazard) -> Extension | None:
    """The application that is not decided; there is at most one."""
    return next((one for one in hazard.extensions if one.state is ExtensionState.REQUESTED), None)


def is_late(hazard: Hazard, applied: date) -> bool:
    """Whether an application on a day is too late: it may be granted, but an overdue already incurred stays."""
    due = due_eff(hazard, applied)
    return due is not None and applied > due


def requested(hazard: Hazard, on: date, to: date, reason: str) -> tuple[Extension, ...]:
    """The extensions with a new application."""
    return (*hazard.extensions, Extension(ExtensionState.REQUESTED, on, to, reason))


def approved(hazard: Hazard, on: date, to: date, by: str) -> tuple[Extension, ...]:
    """The extensions with the waiting application granted to a date."""
    return _decided(hazard, state=ExtensionState.APPROVED, decided=on, approved_to=to, decided_by=by)


def refused(hazard: Hazard, on: date, by: str) -> tuple[Extension, ...]:
    """The extensions with the waiting application refused: the old date stays."""
    return _decided(hazard, state=ExtensionState.REFUSED, decided=on, approved_to=None, decided_by=by)


def _decided(
    hazard: Hazard, *, state: ExtensionState, decided: date, approved_to: date | None, decided_by: str
) -> tuple[Extension, ...]:
    return tuple(
        replace(one, state=state, decided=decided, approved_to=approved_to, decided_by=decided_by)
        if one.state is ExtensionState.REQUESTED
        else one
        for one in hazard.extensions
    )

"""Facts moved along the calendar: the demo county stands in the present week, and nothing in it lies ahead of today."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from typing import Any, TypeVar

from riskmap.domain.codes import EvidenceKind, ExtensionState, ListingState, Status
from riskmap.domain.hazard import Extension, Hazard, Listing

T = TypeVar("T")
AFTER = {EvidenceKind.PHOTO_AFTER: "rectified", EvidenceKind.REVIEW_PAPER: "passed"}
DATED = ("controls", "statements", "escalations")  # records of a day of their own
CLOSING = frozenset({EvidenceKind.ACCEPTANCE, EvidenceKind.DELISTING, EvidenceKind.RESTART, EvidenceKind.ASSESSMENT})


def moved(value: T, days: int) -> T:
    """A frozen record with every date in it, however deep, `days` later."""
    step = timedelta(days=days)

    def move(part: Any) -> Any:
        if isinstance(part, date):
            return part + step
        if isinstance(part, tuple):
            return tuple(move(one) for one in part)
        if is_dataclass(part) and not isinstance(part, type):
            held = ((f.name, getattr(part, f.name)) for f in fields(part))
            changes = {name: move(one) for name, one in held if one and isinstance(one, date | tuple)}
            return replace(part, **changes) if changes else part
        return part

    result: T = move(value)
    return result


def until(hazard: Hazard, today: date) -> Hazard | None:
    """The hazard as it stood on `today`: later steps have not happened, None if it was not yet found."""
    if hazard.found > today:
        return None
    steps = (
        "confirmed", "ordered", "started", "declared", "rectified", "passed", "closed", "voided", "plan_filed",
        "restart_on",
    )  # fmt: skip
    late = [name for name in steps if (day := getattr(hazard, name)) is not None and day > today]
    dated: dict[str, Any] = {name: tuple(one for one in getattr(hazard, name) if one.on <= today) for name in DATED}
    rounds = tuple(one for one in hazard.rounds if one.reviewed <= today)
    blank: dict[str, Any] = dict.fromkeys(late)
    kept = replace(
        hazard,
        **blank,
        rounds=rounds,
        extensions=_each(hazard.extensions, lambda one: _extension(one, today)),
        listings=_each(hazard.listings, lambda one: _listing(one, today)),
        **dated,
        evidence=tuple(one for one in hazard.evidence if one.on is None or one.on <= today),
    )
    if len(rounds) < len(hazard.rounds):  # the review that failed is still to come: its round is the standing one
        first = hazard.rounds[len(rounds)]
        kept = replace(
            kept,
            started=_past(first.started, today) or kept.started,
            declared=_past(first.declared, today),
            rectified=_past(first.rectified, today),
            passed=None,
            closed=None,
        )
    elif not late:
        return kept
    return _consistent(kept)


def _consistent(hazard: Hazard) -> Hazard:
    """State, names and evidence that go with the dates that are left."""
    gone = {kind for kind, name in AFTER.items() if getattr(hazard, name) is None}
    gone |= CLOSING if hazard.closed is None else set()
    return replace(
        hazard,
        status=_status(hazard),
        rectified=hazard.rectified if hazard.declared else None,
        reviewers=hazard.reviewers if hazard.passed else "",
        review_result=hazard.review_result if hazard.passed else "",
        closed_by=hazard.closed_by if hazard.closed else "",
        closed_by_ledger=hazard.closed_by_ledger and hazard.closed is not None,
        void_reason=hazard.void_reason if hazard.voided else "",
        restart_no=hazard.restart_no if hazard.restart_on else "",
        evidence=tuple(one for one in hazard.evidence if one.kind not in gone),
    )


def _status(hazard: Hazard) -> Status:
    marks = (
        (hazard.voided, Status.VOID),
        (hazard.closed, Status.CLOSED),
        (hazard.passed, Status.VERIFIED),
        (hazard.declared, Status.AWAITING_REVIEW),
    )
    for day, status in marks:
        if day is not None:
            return status
    if hazard.confirmed is None:
        return Status.PENDING
    if hazard.rounds:
        return Status.REJECTED
    return Status.OPEN if hazard.status == Status.OPEN else Status.RECTIFYING


def _each(records: tuple[T, ...], keep: Callable[[T], T | None]) -> tuple[T, ...]:
    return tuple(kept for one in records if (kept := keep(one)) is not None)


def _past(day: date | None, today: date) -> date | None:
    return day if day is not None and day <= today else None


def _extension(one: Extension, today: date) -> Extension | None:
    if one.applied > today:
        return None
    if one.decided is not None and one.decided > today:
        return replace(one, state=ExtensionState.REQUESTED, decided=None, approved_to=None, decided_by="")
    return one


def _listing(one: Listing, today: date) -> Listing | None:
    if (one.proposed or one.listed or today) > today:
        return None
    applied, delisted = _past(one.delist_applied, today), _past(one.delisted, today)
    state = one.state
    if one.listed is not None and one.listed > today:
        return replace(one, state=ListingState.PROPOSED, listed=None, delist_applied=None, delisted=None)
    if one.dropped is not None and one.dropped > today:
        return replace(one, state=ListingState.PROPOSED, dropped=None)
    if delisted != one.delisted:
        state = ListingState.ACCEPTANCE if applied else ListingState.LISTED
    elif applied != one.delist_applied:
        state = ListingState.LISTED
    refused = _past(one.delist_refused, today)
    if refused != one.delist_refused and applied is not None:
        state = ListingState.ACCEPTANCE
    return replace(one, state=state, delist_applied=applied, delisted=delisted, delist_refused=refused)

"""What only the hazard itself can tell of a column, as of a day: steps after it are not told."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from riskmap.domain.codes import Control, EvidenceKind, ExtensionState, Item, ListingState, Post
from riskmap.domain.five import item_of
from riskmap.domain.hazard import ControlRecord, Extension, Hazard, Listing, Round
from riskmap.views.names import EXTENSION

Cell = str | date | None
Tell = Callable[[Hazard, date], Cell]
T = TypeVar("T")


def of_step(name: str, step: str) -> Tell:
    """A text that belongs to a step: told once the step was taken."""

    def tell(hazard: Hazard, day: date) -> Cell:
        on: date | None = getattr(hazard, step)
        return str(getattr(hazard, name)) if on is not None and on <= day else None

    return tell


def fact(name: str) -> Tell:
    """A text of the hazard."""
    return lambda hazard, _day: str(getattr(hazard, name))


def day_of(name: str) -> Tell:
    """A day that has come."""

    def tell(hazard: Hazard, day: date) -> Cell:
        on: date | None = getattr(hazard, name)
        return on if on is not None and on <= day else None

    return tell


def _last(found: Sequence[T], day: Callable[[T], date | None], until: date) -> T | None:
    known = [one for one in found if (on := day(one)) is None or on <= until]
    return known[-1] if known else None


def extension(name: str) -> Tell:
    """A part of the last application to extend."""

    def tell(hazard: Hazard, day: date) -> Cell:
        one = _last(hazard.extensions, lambda x: x.applied, day)
        if one is None:
            return None
        decided = one.decided is not None and one.decided <= day
        return _told_of_extension(one, name, decided=decided)

    return tell


def _told_of_extension(one: Extension, name: str, *, decided: bool) -> Cell:
    if name == "to":
        return (one.approved_to if decided else None) or one.requested_to
    if name == "result":
        return EXTENSION[one.state if decided else ExtensionState.REQUESTED]
    if name == "decided":
        return one.decided if decided else None
    if name == "decided_by" and not decided:
        return None
    value: Cell = getattr(one, name)
    return value




def listing(name: str) -> Tell:
    """A part of the last listing."""

    def tell(hazard: Hazard, day: date) -> Cell:
        one = standing_listing(hazard, day)
        value: Cell = getattr(one, name) if one else None
        return None if name in {"listed", "delist_applied", "delisted"} and _later(value, day) else value

    return tell


def standing_listing(hazard: Hazard, day: date) -> Listing | None:
    """The last listing begun by a day; dropped proposals are none."""
    found = [one for one in hazard.listings if one.state is not ListingState.DROPPED]
    return _last(found, lambda one: one.proposed or one.listed, day)


def listing_state(hazard: Hazard, day: date) -> str:
    """How the last listing stood on a day, as a message id around {level}."""
    one = standing_listing(hazard, day)
    if one is None or _later(one.listed, day) or one.listed is None:
        return "export|{level}, proposed"
    return "export|{level}" if one.delisted is None or one.delisted > day else "export|{level}, delisted"


def _later(value: Cell, day: date) -> bool:
    return isinstance(value, date) and value > day


def control(name: str) -> Tell:
    """A part of the control record in force."""

    def tell(hazard: Hazard, day: date) -> Cell:
        one: ControlRecord | None = _last(sorted(hazard.controls, key=lambda x: x.on), lambda x: x.on, day)
        value: Cell = getattr(one, name) if one else None
        return value

    return tell


def stopped(hazard: Hazard, day: date) -> Cell:
    """Production was stopped and no control record says so."""
    said = [one.status for one in hazard.controls if one.on <= day]
    if not hazard.suspended or set(said) & {Control.SUSPENDED, Control.PARTIAL}:
        return None
    return "stop|Partly stopped"


def content(item: Item) -> Tell:
    """What one of the five has on paper."""
    return lambda hazard, _day: item_of(hazard, item).content


def proof(item: Item) -> Tell:
    """What proves one of the five in place."""

    def tell(hazard: Hazard, day: date) -> Cell:
        one = item_of(hazard, item)
        return None if _later(one.in_place_on, day) else one.in_place

    return tell


def post(which: Post) -> Tell:
    """Who holds a post of the responsibility chain."""

    def tell(hazard: Hazard, day: date) -> Cell:
        one = _last([x for x in hazard.chain if x.post is which], lambda x: x.since, day)
        return (one.person or one.unit) if one else None

    return tell


def paper(kind: EvidenceKind) -> Tell:
    """References to the papers of a kind."""

    def tell(hazard: Hazard, day: date) -> Cell:
        found = [one.reference for one in hazard.evidence if one.kind is kind and not _later(one.on, day)]
        return "；".join(found)

    return tell


def failed_round(number: int, name: str) -> Tell:
    """A part of a failed re-inspection, counted from 0."""

    def tell(hazard: Hazard, day: date) -> Cell:
        failed = [one for one in hazard.rounds if one.reviewed <= day]
        if number >= len(failed):
            return None
        one: Round = failed[number]
        value: Cell = "round|Failed" if name == "result" else getattr(one, name)
        return value

    return tell

"""One paper over several hazards of a list: each is judged and written by itself, none stops the others.

The preview and the writing are one piece of code: what differs is whether an event is written or merely applied.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from riskmap.domain.actions import Action
from riskmap.domain.codes import Grade, Step
from riskmap.domain.hazard import Hazard
from riskmap.domain.lifecycle import Event, apply
from riskmap.domain.roles import SUPERVISORS
from riskmap.ledger import attached, once, permission, writing
from riskmap.ledger.errors import Refused
from riskmap.ledger.journal import Journal
from riskmap.store import hazards as hazard_store

MOST: Final = 50  # hazards at a time
WHOLE: Final = "bulk"  # what a form of this kind became, in the row of its draft
JUDGED: Final = frozenset({Action.CONFIRM, Action.PASS, Action.FAIL})  # a major hazard is looked at by itself
ACTIONS: Final = JUDGED | {Action.TAKE_STEP}

Decide = Callable[[Journal, Hazard | None, str, Mapping[str, Any], date], Event]
Write = Callable[[Journal, Hazard, Event], Hazard]


@dataclass(frozen=True, slots=True)
class Request:
    """A step of one hazard, judged against the version seen; `data` is the form of the action."""

    hazard_id: str
    seen_version: int
    action: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Bulk:
    """A form: the day of the step, a request a hazard, files of evidence (named by their hash).

    `token`: of the form, so that it is entered once; without one the versions seen guard it alone.
    """

    token: str
    on: date
    requests: tuple[Request, ...]
    files: Sequence[Path] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one request, or would: the hazard after it, else the codes why not."""

    hazard_id: str
    action: str
    codes: tuple[str, ...] = ()
    after: Hazard | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """An outcome a request, in their order; `again`: the same form had been entered before, nothing was written."""

    outcomes: tuple[Outcome, ...]
    again: bool = False


def act(book: Journal, told: Bulk, decide: Decide) -> Done:
    """Write each request that may be written, an event each; a form that was entered before writes nothing."""
    said = (told.on, told.requests)
    if once.before(book, told.token, said):
        return Done((), again=True)
    outcomes = _each(book, told, decide, writing.change)
    if any(not one.codes for one in outcomes):
        once.became(book, told.token, said, WHOLE)
    return Done(outcomes)


def foresee(book: Journal, told: Bulk, decide: Decide) -> tuple[Outcome, ...]:
    """What `act` would do now, without writing anything."""
    return _each(book, told, decide, lambda _, before, event: apply(before, event))


def permitted(told: Bulk, book: Journal) -> Journal:
    """The book in hands that may handle several at once. Raises Refused: role, bulk:nothing, bulk:too_many."""
    actor = permission.permit(book.actor, SUPERVISORS)
    if not told.requests:
        raise Refused(("bulk:nothing",))
    if len(told.requests) > MOST:
        raise Refused(("bulk:too_many",))
    return replace(book, actor=actor)


def _each(book: Journal, told: Bulk, decide: Decide, write: Write) -> tuple[Outcome, ...]:
    """Every request by itself; a hazard asked for twice has changed by the second time."""
    book = permitted(told, book)
    ids = [one.hazard_id for one in told.requests]
    stored = hazard_store.load(book.connection, book.county.code, ids)
    outcomes = []
    for one in told.requests:
        try:
            own, before, event = _event(book, stored.get(one.hazard_id), one, told, decide)
        except Refused as why:
            outcomes.append(Outcome(one.hazard_id, one.action, why.codes))
            continue
        after = stored[one.hazard_id] = write(own, before, event)
        outcomes.append(Outcome(one.hazard_id, one.action, (), after))
    return tuple(outcomes)


def _event(
    book: Journal, stored: Hazard | None, one: Request, told: Bulk, decide: Decide
) -> tuple[Journal, Hazard, Event]:
    """The event of a request as the single step has it, in the hands of the role that may. Raises Refused."""
    if one.action not in ACTIONS or (one.action == Action.TAKE_STEP and one.data.get("step") != Step.REMIND):
        raise Refused(("bulk:not_this_step",))
    if stored is None:
        raise Refused(("bulk:gone",))
    own = permission.step(book, one.action, stored)
    if stored.version != one.seen_version:
        raise Refused(("bulk:stale",))
    if one.action in JUDGED and Grade.MAJOR in {stored.grade, one.data.get("grade")}:
        raise Refused(("bulk:major",))
    if not attached.brought(one.data, told.files):
        raise Refused(("bad:evidence",))
    return own, stored, decide(own, stored, one.action, one.data, told.on)

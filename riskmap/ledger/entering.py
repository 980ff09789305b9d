"""What a person enters by hand in one go: a hazard with a new enterprise, its visit and its order, or none of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from riskmap.domain import forms
from riskmap.domain.actions import Action
from riskmap.domain.enterprise import Enterprise, Inspection
from riskmap.domain.gates import Gates
from riskmap.domain.hazard import Hazard
from riskmap.domain.inspection import faults, gains_findings
from riskmap.domain.lifecycle import Event, Refusal, apply, decide
from riskmap.domain.roles import FIELD, refusals
from riskmap.ledger import importing, once, permission, writing
from riskmap.ledger.errors import Refused
from riskmap.ledger.journal import Journal, new_id
from riskmap.store import hazards, register


@dataclass(frozen=True, slots=True)
class Entry:
    """One hazard with all that is entered with it.

    `action`: register or fix; `on`: day of that step; `data`: the rest of its form. `enterprise`: one that the register
    does not know yet, stored as unconfirmed. `visit`: a new one (without id) or the stored one that found the hazard.
    `order`: day and form of the confirmation that orders its rectification at once; `files`: of the evidence, named by
    their hash. `token`: of the form, so that it is entered once.
    """

    facts: Mapping[str, Any]
    on: date
    action: str = Action.REGISTER.value
    data: Mapping[str, Any] = field(default_factory=dict)
    enterprise: Enterprise | None = None
    visit: Inspection | None = None
    order: tuple[date, Mapping[str, Any]] | None = None
    files: Sequence[Path] = ()
    token: str = ""


def enter(book: Journal, entry: Entry, gates: Gates) -> Hazard:
    """Write an entry; each thing leaves its event, and the same form sent again writes nothing.

    Raises Refused with everything that is missing or wrong at once.
    """
    said = replace(entry, files=())
    if known := once.before(book, entry.token, said):
        return next(hazards.load_where(book.connection, book.county.code, "id = ?", (known,)))
    hazard = _entered(book, entry, gates)
    once.became(book, entry.token, said, hazard.id)
    return hazard


def _entered(book: Journal, entry: Entry, gates: Gates) -> Hazard:
    told = tentative(entry.facts)
    book = permission.step(book, entry.action, told, new=True) if told is not None else book
    if codes := tuple(dict.fromkeys(_refusals(book, entry, gates))):
        raise Refused(codes)
    facts = dict(entry.facts)
    if entry.enterprise is not None:
        firm = add_enterprise(book, entry.enterprise)
        facts |= {"enterprise_id": firm.id, "enterprise_name": firm.name}
    if entry.visit is not None:
        visit = add_visit(book, replace(entry.visit, enterprise_id=facts.get("enterprise_id")))
        facts |= {"inspection_id": visit.id, "inspection_kind": visit.kind}
    return write(book, replace(entry, facts=facts), gates)


def add_enterprise(book: Journal, enterprise: Enterprise) -> Enterprise:
    """Store an enterprise that nobody knew, to be confirmed; gives it with its id."""
    firm = replace(enterprise, id=new_id(), confirmed=False)
    importing.save_enterprises(book, [firm], None, demo=book.demo)
    return firm


def write(book: Journal, entry: Entry, gates: Gates) -> Hazard:
    """Write the hazard of an entry and its order; the hazard after the last. Raises Refused."""
    hazard = writing.create(
        book, _decided(book, None, entry.action, {**entry.data, "facts": entry.facts}, entry.on, gates)
    )
    if entry.order is None:
        return hazard
    day, form = entry.order
    book = permission.step(book, Action.CONFIRM.value, hazard)
    return writing.change(book, hazard, _decided(book, hazard, Action.CONFIRM.value, form, day, gates))


def _refusals(book: Journal, entry: Entry, gates: Gates) -> Iterator[str]:
    """Why an entry cannot be written: of the visit, the registration and the order together."""
    if entry.visit is not None and book.actor.role in FIELD:
        yield from faults(entry.visit, 1, inspectors=gates.inspectors)
    yield from refusals_of(book, entry, gates)


def refusals_of(book: Journal, entry: Entry, gates: Gates) -> Iterator[str]:
    """Why the hazard of an entry cannot be written: of the registration and the order together."""
    if book.actor.role not in FIELD:
        yield "role:not_allowed"
        return
    first = _judged(book, None, entry.action, {**entry.data, "facts": entry.facts}, entry.on, gates)
    if isinstance(first, Refusal):
        yield from first.codes
    if entry.order is None:
        return
    hazard = apply(None, first) if isinstance(first, Event) else tentative(entry.facts)
    try:
        book = permission.step(book, Action.CONFIRM.value, hazard) if hazard is not None else book
    except Refused as refused:
        yield from refused.codes
        return
    yield from refusals(Action.CONFIRM, None, book.actor.role, "")
    day, form = entry.order
    if hazard is not None:
        second = _judged(book, hazard, Action.CONFIRM.value, form, day, gates)
        yield from second.codes if isinstance(second, Refusal) else ()


def tentative(facts: Mapping[str, Any]) -> Hazard | None:
    """The hazard as told, so that what its order lacks is said together with what it lacks itself."""
    try:
        return forms.facts(dict(facts))
    except (TypeError, ValueError, KeyError):
        return None


def _judged(
    book: Journal, hazard: Hazard | None, action: str, data: Mapping[str, Any], on: date, gates: Gates
) -> Event | Refusal:
    actor = book.actor
    return decide(
        hazard, action, data, actor.role, on, actor=actor.name, on_behalf_of=actor.on_behalf_of,
        gates=book.seeded(gates, action),
    )  # fmt: skip


def _decided(
    book: Journal, hazard: Hazard | None, action: str, data: Mapping[str, Any], on: date, gates: Gates
) -> Event:
    judged = _judged(book, hazard, action, data, on, gates)
    if isinstance(judged, Refusal):
        raise Refused(judged.codes)
    return judged


def add_visit(book: Journal, visit: Inspection) -> Inspection:
    """The visit of an entry, stored; one that was entered as finding nothing learns that it found something."""
    writing.check_enterprise(book, visit.enterprise_id)
    stored = register.inspections_of(book.connection, book.county.code, [visit.id]) if visit.id else {}
    before = stored.get(visit.id)
    if before is None:
        visit = replace(visit, id=new_id(), demo=book.demo, batch_id=None)
        importing.add_visit(book, visit)
        return visit
    if gains_findings(before, visit):
        importing.found_something(book, before)
    return before

"""A visit with all that it found, entered in one go: every problem with its order or its repair, or none of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from riskmap.domain.actions import Action
from riskmap.domain.codes import InspectionKind
from riskmap.domain.enterprise import Enterprise, Inspection
from riskmap.domain.evidence import RULES
from riskmap.domain.gates import Gates
from riskmap.domain.hazard import Hazard
from riskmap.domain.inspection import faults
from riskmap.domain.roles import FIELD, Role
from riskmap.ledger import attached, entering, once, permission, writing
from riskmap.ledger.entering import Entry
from riskmap.ledger.errors import PartsRefused, Refused
from riskmap.ledger.journal import Journal
from riskmap.store import hazards as hazard_store
from riskmap.store import register


@dataclass(frozen=True, slots=True)
class VisitEntry:
    """What a form of a visit says.

    `token`: of the form, so that it is entered once; `visit`: a new one (without id) or the stored one it joins;
    `problems`: entries without enterprise and visit of their own, which are those of the visit, as are day and
    inspectors; `enterprise`: one that the register does not know yet; `files`: of the evidence, named by their hash.
    """

    token: str
    visit: Inspection
    problems: tuple[Entry, ...] = ()
    enterprise: Enterprise | None = None
    files: Sequence[Path] = ()


@dataclass(frozen=True, slots=True)
class Entered:
    """A visit as it stands with its hazards; `again`: the same form had been entered before, nothing was written."""

    visit: Inspection
    hazards: tuple[Hazard, ...]
    again: bool = False


def enter(book: Journal, told: VisitEntry, gates: Gates) -> Entered:
    """Write a visit and its problems; each thing leaves its event.

    Raises PartsRefused with everything that is missing or wrong at once: "" the visit, "0", "1" … the problems.
    """
    first, said = book, (told.visit, told.problems, told.enterprise)
    if before := once.before(book, told.token, said):
        return _stored(book, before)
    told = replace(told, problems=tuple(_of_visit(one, told.visit) for one in told.problems))
    if refused := {key: codes for key, codes in _refusals(book, told, gates) if codes}:
        raise PartsRefused(refused)
    book = _own(book, told)
    visit = replace(told.visit, enterprise_name=told.visit.enterprise_name.strip())
    if told.enterprise is not None:
        firm = entering.add_enterprise(book, told.enterprise)
        visit = replace(visit, enterprise_id=firm.id, enterprise_name=firm.name)
    visit = entering.add_visit(book, visit)
    hazards = tuple(_problem(book, _of_visit(one, visit), gates) for one in told.problems)
    once.became(first, told.token, said, visit.id)
    return Entered(visit, hazards)


def _own(book: Journal, told: VisitEntry) -> Journal:
    """The book in the hands of who may enter the visit by the own role, else of whose role was lent."""
    firm = told.enterprise or (writing.enterprise(book, told.visit.enterprise_id) if told.visit.enterprise_id else None)
    if firm is None:
        return permission.standing_in(book, FIELD, lambda scopes: not scopes)
    known = permission.answered_for(firm, book.county, told.visit.on)
    return permission.standing_in(book, FIELD, lambda scopes: permission.holds(scopes, known))


def _problem(book: Journal, entry: Entry, gates: Gates) -> Hazard:
    hazard = entering.tentative(entry.facts)
    own = permission.step(book, entry.action, hazard, new=True) if hazard is not None else book
    return entering.write(own, entry, gates)


def _of_visit(entry: Entry, visit: Inspection) -> Entry:
    """A problem as the visit found it."""
    common = {
        "found": visit.on, "enterprise_id": visit.enterprise_id, "enterprise_name": visit.enterprise_name,
        "inspectors": visit.inspectors, "inspection_kind": visit.kind,
    }  # fmt: skip
    own = {"inspection_id": visit.id} if visit.id else {}
    facts = {**entry.facts, **own, **{name: value for name, value in common.items() if value}}
    return replace(entry, facts=facts, on=visit.on)


def _refusals(book: Journal, told: VisitEntry, gates: Gates) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(part, codes) of the visit and of each problem."""
    yield "", tuple(dict.fromkeys(_of_the_visit(book, told, gates)))
    for place, entry in enumerate(told.problems):
        yield str(place), tuple(dict.fromkeys(_of_a_problem(book, entry, told, gates)))


def _of_the_visit(book: Journal, told: VisitEntry, gates: Gates) -> Iterator[str]:
    visit, firm = told.visit, told.enterprise
    yield from faults(visit, len(told.problems), inspectors=gates.inspectors)
    if firm is None and visit.enterprise_id:
        firm = writing.enterprise(book, visit.enterprise_id)
        if firm is None:
            yield "bad:enterprise_id"
            return
    try:
        actor = permission.permit(book.actor, FIELD)
        permission.reaches(actor, firm and permission.answered_for(firm, book.county, visit.on), FIELD)
    except Refused as refused:
        yield from refused.codes
        return
    roles = {grant.role for grant in actor.held} & FIELD
    if roles == {Role.ENTERPRISE} and visit.kind is not InspectionKind.SELF:
        yield "source:not_self"


def _of_a_problem(book: Journal, entry: Entry, told: VisitEntry, gates: Gates) -> Iterator[str]:
    if not attached.brought(entry.facts, told.files):
        yield "bad:evidence"
    hazard = entering.tentative(entry.facts)
    try:
        own = permission.step(book, entry.action, hazard, new=True) if hazard is not None else book
    except Refused as refused:
        yield from refused.codes
        return
    yield from entering.refusals_of(own, entry, gates)
    if hazard is not None:  # a step that lacks fields is not asked for its evidence: here all is said at once
        shown = {one.kind for one in hazard.evidence}
        action = entry.action if entry.order is None else Action.CONFIRM.value
        asked = (item for item in gates.items(action, hazard, hazard.grade) if item not in RULES)
        yield from (f"missing_evidence:{item}" for item in asked if item not in shown)


def _stored(book: Journal, visit_id: str) -> Entered:
    """What a form became that is sent again."""
    county = book.county.code
    visits = register.inspections_of(book.connection, county, [visit_id])
    if visit_id not in visits:
        raise Refused(("visit:gone",))
    found = hazard_store.load_where(book.connection, county, "inspection_id = ?", (visit_id,))
    return Entered(visits[visit_id], tuple(found), again=True)

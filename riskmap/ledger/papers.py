"""Office papers through the one door: drafted, reviewed, issued with a number, delivered; each step one event.

Issuing a paper that is a step of the escalation ladder takes that step for every hazard it names, in one transaction.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Engine

from riskmap.domain.actions import Action
from riskmap.domain.codec import decode_field, to_json
from riskmap.domain.codes import EvidenceKind
from riskmap.domain.county import County
from riskmap.domain.hazard import Hazard
from riskmap.domain.lifecycle import Event
from riskmap.domain.papers import Move, Paper, PaperKind, drafters, faults, moved, movers, rules
from riskmap.domain.roles import Role
from riskmap.domain.table import STANDING
from riskmap.ledger import permission, writing
from riskmap.ledger.errors import NotFound, Refused, Stale
from riskmap.ledger.journal import Journal, new_id
from riskmap.store import events, papers, register
from riskmap.store import hazards as hazard_store
from riskmap.store.engine import reading

Decide = Callable[[Journal, Hazard | None, str, Mapping[str, Any], date], Event]


def draft(book: Journal, told: Mapping[str, Any], on: date) -> Paper:
    """Draft a paper; `told`: kind, hazards and the fields of domain.papers.TOLD[EDIT]. Raises Refused, NotFound."""
    try:
        facts = {name: decode_field(Paper, name, value) for name, value in told.items()}
        kind = PaperKind(facts.pop("kind"))
    except (KeyError, TypeError, ValueError) as wrong:
        raise Refused(("bad:kind",)) from wrong
    if strange := facts.keys() - {"hazards", "title", "to", "copies", "text", "due"}:
        raise Refused(tuple(f"unknown:{name}" for name in sorted(strange)))
    paper = Paper(new_id(), kind, drafted=on, drafted_by=book.actor.name, demo=book.demo, version=1, **facts)
    if codes := faults(paper):
        raise Refused(codes)
    named = _within(book, paper, drafters(kind))
    return _write(_own(book, drafters(kind), named), "paper_drafted", paper, on)


def move(
    book: Journal, paper_id: str, step: Move, told: Mapping[str, Any], seen_version: int, on: date, decide: Decide
) -> Paper:
    """Take a step with a paper. Raises Refused, Stale, NotFound; what it does to hazards is refused with it."""
    found = papers.papers(book.connection, book.county.code, "id = ?", (paper_id,))
    if not found:
        raise NotFound(paper_id)
    before = found[0]
    if before.version != seen_version:
        raise Stale(before.version)
    hazards = _within(book, before, movers(before.kind, step))
    data = {name: decode_field(Paper, name, value) for name, value in told.items()}
    after = moved(before, step, data, on, book.actor.name)
    if not isinstance(after, Paper):
        raise Refused(after)
    if after.hazards != before.hazards:
        hazards = _within(book, after, movers(before.kind, step))
    if step is Move.ISSUE:
        after = _issued(book, after, hazards, on, decide)
    elif step is Move.SCAN:
        _shown(book, after, hazards, on, decide)
    return _write(_own(book, movers(before.kind, step), hazards), f"paper_{step.value}", after, on)


def _own(book: Journal, roles: frozenset[Role], hazards: list[Hazard]) -> Journal:
    """The book in the hands of who may write of these hazards by the own role, else for whom somebody stands in."""
    return permission.standing_in(book, roles, lambda scopes: all(permission.within(scopes, one) for one in hazards))


def _within(book: Journal, paper: Paper, roles: Any) -> list[Hazard]:
    """The hazards of a paper, if the actor may write papers about every one of them. Raises Refused, NotFound."""
    actor = permission.permit(book.actor, roles)
    scopes = permission.part(actor, roles)
    stored = hazard_store.load(book.connection, book.county.code, paper.hazards)
    for hazard_id in paper.hazards:
        if hazard_id not in stored:
            raise NotFound(hazard_id)
        if not permission.within(scopes, stored[hazard_id]):
            raise Refused(("scope:outside",))
    return [stored[one] for one in paper.hazards]


def _issued(book: Journal, paper: Paper, hazards: list[Hazard], on: date, decide: Decide) -> Paper:
    rule = rules()[paper.kind]
    if not rule.enforcement:
        serial = register.next_numbers(book.connection, book.county.code, f"paper.{paper.kind}", on.year, 1)[0]
        paper = replace(paper, number=book.county.paper_number(rule.series, on.year, serial))
    if rule.step is not None:
        told = {"step": rule.step.value, "signed_by": paper.signed_by, "number": paper.number, "unit": paper.to}
        told |= {"due": paper.due.isoformat()} if paper.due else {}
        for hazard in hazards:
            own = permission.step(book, Action.TAKE_STEP, hazard)
            writing.change(own, hazard, decide(own, hazard, Action.TAKE_STEP, told, on))
    return paper


def _shown(book: Journal, paper: Paper, hazards: list[Hazard], on: date, decide: Decide) -> None:
    """The scan is evidence of the hazards that are not crossed off; of the others it is read at the paper."""
    words = " · ".join(part for part in (paper.number, paper.scan_name) if part)
    proof = {"kind": EvidenceKind.OTHER.value, "on": on.isoformat(), "reference": words, "sha256": paper.scan}
    for hazard in (one for one in hazards if one.status in STANDING):
        own = permission.step(book, Action.ADD_EVIDENCE, hazard)
        writing.change(own, hazard, decide(own, hazard, Action.ADD_EVIDENCE, {"evidence": [proof]}, on))


def _write(book: Journal, action: str, paper: Paper, on: date) -> Paper:
    seq = book.note(action, events.PAPER, paper.id, on, to_json(paper))
    papers.write(book.connection, book.county.code, paper, seq)
    return paper


def all_papers(engine: Engine, county: County) -> list[Paper]:
    """Every paper, latest first."""
    with reading(engine) as connection:
        return papers.papers(connection, county.code)[::-1]


def one(engine: Engine, county: County, paper_id: str) -> Paper:
    """One paper. Raises NotFound."""
    with reading(engine) as connection:
        found = papers.papers(connection, county.code, "id = ?", (paper_id,))
    if not found:
        raise NotFound(paper_id)
    return found[0]


def stood_in(engine: Engine, county: County, paper_id: str) -> dict[str, tuple[str, str]]:
    """Of each step of a paper that a deputy took: action of its last event → names of who acted and in whose role."""
    with reading(engine) as connection:
        found = events.of_entity(connection, county.code, paper_id)
    last = {one.action: one for one in found}
    return {name: (one.actor_name, whose) for name, one in last.items() if (whose := events.deputy_of(one.payload))}


def of_hazard(engine: Engine, county: County, hazard_id: str) -> list[Paper]:
    """The papers that name a hazard, latest first."""
    with reading(engine) as connection:
        return papers.of_hazard(connection, county.code, hazard_id)[::-1]

"""One hazard and its event, written together."""

from collections.abc import Mapping
from typing import Any

from riskmap.domain.enterprise import Enterprise
from riskmap.domain.hazard import Hazard
from riskmap.domain.lifecycle import Event, apply
from riskmap.ledger.errors import Refused, Stale
from riskmap.ledger.journal import Journal, new_id, numbers
from riskmap.store import events, register
from riskmap.store import hazards as hazard_store
from riskmap.store.hazards import Entry, Given
from riskmap.store.shapes import dumps


def _note(journal: Journal, hazard_id: str, event: Event) -> int:
    day, told = event.on.isoformat(), dict(event.data)
    if journal.actor.deputy_of:  # beside the form of the step: no fact of the hazard follows from it
        told[events.DEPUTY] = journal.actor.deputy_of
    one = events.Draft(event.action, events.HAZARD, hazard_id, day, dumps(told), event.on_behalf_of)
    return journal.write([one])[0]


def create(journal: Journal, event: Event) -> Hazard:
    """A new hazard from the event that registers it; it gets its id and its permanent number here."""
    found = apply(None, event)
    check_enterprise(journal, found.enterprise_id)
    with numbers(journal) as series:
        number = series.next(found.found)
    given = Given(new_id(), number, None, demo=journal.demo, touched=True)
    facts: Mapping[str, Any] = event.data["facts"]
    whole = Event(
        event.action, event.on, {**event.data, "facts": named_facts(facts, given)}, event.actor, event.on_behalf_of
    )
    hazard = apply(None, whole)
    seq = _note(journal, hazard.id, whole)
    named = hazard_store.named(hazard_store.told(hazard), given)
    entry = Entry(named, "", journal.entered, journal.at)
    hazard_store.insert(journal.connection, hazard_store.lay_out(journal.county.code, [entry]), seq)
    return hazard


def change(journal: Journal, before: Hazard, event: Event) -> Hazard:
    """Apply an event to a stored hazard; the hazard as it stands now. Raises Stale, Refused."""
    after = apply(before, event)
    if after.enterprise_id != before.enterprise_id:
        check_enterprise(journal, after.enterprise_id)
    seq = _note(journal, before.id, event)
    if not hazard_store.update(journal.connection, journal.county.code, before, after, seq):
        raise Stale(before.version)
    return after


def check_enterprise(journal: Journal, enterprise_id: str | None) -> None:
    """Raise Refused for an enterprise that is not in the register."""
    if enterprise_id and not enterprise(journal, enterprise_id):
        raise Refused(("bad:enterprise_id",))


def enterprise(journal: Journal, enterprise_id: str) -> Enterprise | None:
    """One enterprise of the register."""
    found = register.enterprises(journal.connection, journal.county.code, "id = ?", (enterprise_id,))
    return found.get(enterprise_id)


def named_facts(facts: Mapping[str, Any], given: Given) -> dict[str, Any]:
    """The facts of an event with what the ledger gives; what is empty there is left out, as defaults are."""
    named = {name: value for name, value in facts.items() if name not in Given._fields}
    named.update({name: value for name, value in zip(Given._fields, given, strict=True) if value})
    return named

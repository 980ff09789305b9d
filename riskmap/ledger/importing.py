"""A prepared file into the ledger, within one transaction: demo out, enterprises, visits, new hazards, changes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Any, Final

from riskmap.domain import codec
from riskmap.domain.batches import uncollected
from riskmap.domain.codes import Status
from riskmap.domain.enterprise import Enterprise, Inspection
from riskmap.domain.hazard import Hazard
from riskmap.domain.inspection import gains_findings
from riskmap.domain.lifecycle import Event
from riskmap.ledger.batch import BatchResult, PreparedBatch, Progress, Revision, Telling, silent
from riskmap.ledger.errors import Refused, Stale
from riskmap.ledger.journal import Journal, draft, new_id, next_numbers
from riskmap.ledger.writing import change
from riskmap.store import events, register, rows
from riskmap.store import hazards as hazard_store
from riskmap.store.hazards import Entry, Given, Told
from riskmap.store.schema import INSPECTION
from riskmap.store.shapes import dumps

CHUNK: Final = 2_000
TERMINAL: Final = frozenset({Status.CLOSED, Status.VOID})
# What no file may say of a stored hazard.
FIXED: Final = frozenset({"id", "hazard_no", "version", "touched", "demo", "batch_id", "recurs_of", "judged"})


def commit(journal: Journal, batch: PreparedBatch, progress: Progress = silent) -> BatchResult:
    """Write a batch. Raises Stale if what it was matched against has changed, Refused if it mixes demo and real."""
    _check_seen(journal, batch)
    removed = _settle_demo(journal, batch)
    batch_id = new_id()
    first = events.last(journal.connection, journal.county.code)[0] + 1
    added, changed = save_enterprises(journal, batch.enterprises, batch_id, demo=batch.demo)
    with uncollected():
        visits = _visits(journal, batch, batch_id)
        created = _create(journal, batch, batch_id, progress)
    prints: dict[str, str] = {}
    revised, refused = _revise(journal, [Revision(*one) for one in batch.revises], prints)
    told = {"created": created + added, "changed": revised + len(refused) + changed, **batch.counts}
    counts = {**told, "changed": told["changed"] - len(refused), "refused": len(refused)}
    note = {"file_name": batch.file_name, "sha256": batch.sha256, "sender": batch.sender, "kind": batch.kind}
    more = {"counts": counts, "demo": batch.demo, "first": first, "fingerprints": prints, **_more(batch)}
    number = journal.note("import", events.BATCH, batch_id, None, {**note, **more})
    mapping = dumps(dict(batch.mapping))
    register.insert_batch(
        journal.connection,
        (
            journal.county.code,
            batch_id,
            *note.values(),
            mapping,
            dumps(counts),
            batch.demo,
            journal.actor.id,
            journal.at,
        ),
    )
    return BatchResult(batch_id, created, revised, added, changed, visits, removed, tuple(refused), number)


def _more(batch: PreparedBatch) -> dict[str, Any]:
    """What the event of a batch says beside its counts: findings by code, the 启用日 of an opening import."""
    told: dict[str, Any] = {"findings": dict(batch.findings)} if batch.findings else {}
    return told | ({"opening": batch.opening.isoformat()} if batch.opening else {})


def _check_seen(journal: Journal, batch: PreparedBatch) -> None:
    """A file taken in after the matching may have brought the same rows, one undone taken them: match again."""
    if batch.seen_revision is None:
        return
    condition = "county_code = ? AND seq > ? AND (entity = ? OR action = ?)"
    later = (journal.county.code, batch.seen_revision, events.BATCH if batch.creates else "", events.UNDONE)
    found = rows.select(journal.connection, "event", ("seq",), condition, later, "seq DESC LIMIT 1")
    if found:
        raise Stale(found[0][0])


def _settle_demo(journal: Journal, batch: PreparedBatch) -> int:
    """Demo rows and real ones never stand together: real ones drive the demo out, the demo does not come to them."""
    if not batch.demo:
        return remove_demo(journal)
    real = rows.select(
        journal.connection, "hazard", ("id",), "county_code = ? AND NOT demo", (journal.county.code,), "id LIMIT 1"
    )
    if real:
        raise Refused(("demo_beside_real",))
    return 0


def remove_demo(journal: Journal) -> int:
    """Remove every demo row and say so in the chain; the number of hazards removed (0 writes no event)."""
    connection, county = journal.connection, journal.county.code
    hazards = hazard_store.delete_demo(connection, county)
    visits, enterprises = register.delete_demo(connection, county)
    if hazards or visits or enterprises:
        counts = {"hazards": hazards, "enterprises": enterprises, "inspections": visits}
        journal.note("demo_removed", events.LEDGER, "demo", None, counts)
    return hazards


def save_enterprises(
    journal: Journal, enterprises: Iterable[Enterprise], batch_id: str | None, *, demo: bool | None = None
) -> tuple[int, int]:
    """Add or update enterprises; (added, changed). Raises Stale if one was changed since it was read."""
    wanted = {one.id: one if demo is None else replace(one, demo=demo) for one in enterprises}
    stored: dict[str, Enterprise] = {}
    for piece in rows.chunks(wanted):
        stored |= register.enterprises(journal.connection, journal.county.code, rows.among("id", piece), piece)
    new = [replace(one, version=1, batch_id=batch_id) for one in wanted.values() if one.id not in stored]
    first, _ = journal.write(_enterprise("enterprise_added", one, journal) for one in new)
    register.insert_enterprises(
        journal.connection, journal.county.code, ((one, first + at) for at, one in enumerate(new))
    )
    changed = 0
    for before in stored.values():
        after = wanted[before.id]
        if after.version != before.version:
            raise Stale(before.version)
        if after == before:
            continue
        after = replace(after, version=before.version + 1)
        number = journal.write([_enterprise("enterprise_changed", after, journal)])[0]
        register.update_enterprise(journal.connection, journal.county.code, before, after, number)
        changed += 1
    return len(new), changed


def _enterprise(action: str, one: Enterprise, journal: Journal) -> events.Draft:
    return draft(action, events.ENTERPRISE, one.id, None, codec.enterprise_to_json(one), journal.actor)


def _visits(journal: Journal, batch: PreparedBatch, batch_id: str) -> int:
    """Visits of a file that are not stored yet; one that is stored learns at most that something was found."""
    visits, added = iter(batch.inspections), 0
    while piece := list(islice(visits, CHUNK)):
        told = [replace(v, id=v.id or new_id(), batch_id=batch_id, demo=batch.demo) for v in piece]
        stored = register.inspections_of(journal.connection, journal.county.code, [v.id for v in told])
        new = [v for v in told if v.id not in stored]
        add_visits(journal, new)
        added += len(new)
        for visit in told:
            before = stored.get(visit.id)
            if before is not None and gains_findings(before, visit):
                found_something(journal, before)
    return added


def found_something(journal: Journal, before: Inspection) -> None:
    """A stored visit that had found nothing turns out to have found something."""
    after = replace(before, found_nothing=False, result="")
    facts = codec.inspection_to_json(after)
    number = journal.note("inspection_changed", events.INSPECTION, after.id, after.on, facts)
    register.update_inspection(journal.connection, journal.county.code, after, number)


def add_visits(journal: Journal, visits: Sequence[Inspection]) -> None:
    """Add visits, each with its event."""
    flat = [INSPECTION.encode(visit) for visit in visits]
    first, _ = journal.write(
        draft("inspection_added", events.INSPECTION, visit.id, visit.on, INSPECTION.facts(row), journal.actor)
        for visit, row in zip(visits, flat, strict=True)
    )
    register.insert_inspections(journal.connection, journal.county.code, flat, first)


def _create(journal: Journal, batch: PreparedBatch, batch_id: str, progress: Progress) -> int:
    """New hazards in pieces, so that a long file never stands in memory as a whole."""
    prints = iter(batch.fingerprints)
    hazards: Iterator[Told] = batch.creates.facts() if isinstance(batch.creates, Telling) else iter(batch.creates)
    created = 0
    while piece := list(islice(hazards, CHUNK)):
        days = [one.found if isinstance(one, Hazard) else one["found"] for one in piece]
        numbers = next_numbers(journal, days)
        given = [Given(new_id(), next(numbers[day.year]), batch_id, batch.demo, touched=False) for day in days]
        _add(journal, piece, days, given, list(islice(prints, len(piece))))
        created += len(piece)
        progress(created, len(batch.creates))
    return created


def _add(
    journal: Journal, hazards: Sequence[Told], days: Sequence[date], given: Sequence[Given], fingerprints: Sequence[str]
) -> None:
    """Insert hazards with one event each; the event holds every fact."""
    entered = journal.entered
    flat = [hazard_store.row_of(one, own) for one, own in zip(hazards, given, strict=True)]
    first, _ = journal.write(
        draft("register", events.HAZARD, own.id, day, {"facts": hazard_store.facts_of(one, row)}, journal.actor)
        for one, day, own, row in zip(hazards, days, given, flat, strict=True)
    )
    rest = zip(hazards, flat, fingerprints, strict=True)
    entries = [Entry(*one, entered, journal.at, number) for number, one in enumerate(rest, first)]
    hazard_store.insert(journal.connection, journal.county.code, entries)


def _revise(
    journal: Journal, revisions: Sequence[Revision], prints: dict[str, str]
) -> tuple[int, list[tuple[str, str]]]:
    """Changes that a file brings to stored hazards; what the ledger does not take is given back with its reason.

    `prints` collects the fingerprints that are replaced, by hazard.
    """
    changed, refused = 0, []
    for start in range(0, len(revisions), CHUNK):
        piece = revisions[start : start + CHUNK]
        stored = hazard_store.load(journal.connection, journal.county.code, (one.hazard_id for one in piece))
        for one in piece:
            code = _why_not(stored.get(one.hazard_id), one)
            if code:
                refused.append((one.hazard_id, code))
            else:
                changed += _apply(journal, stored[one.hazard_id], one, prints)
    return changed, refused


def _why_not(stored: Hazard | None, revision: Revision) -> str:
    """A second look at what matching already keeps to; "" when the change may pass."""
    if stored is None:
        return "not_found"
    if stored.version != revision.seen_version:
        raise Stale(stored.version)
    if stored.status in TERMINAL:
        return "closed"
    if stored.touched:
        return "touched"
    return "fixed_field" if FIXED & revision.changes.keys() else ""


def _apply(journal: Journal, stored: Hazard, revision: Revision, prints: dict[str, str]) -> bool:
    changes = {
        name: [codec.encode_field(Hazard, name, getattr(stored, name)), codec.encode_field(Hazard, name, value)]
        for name, value in sorted(revision.changes.items())
        if getattr(stored, name) != value
    }
    if not changes:
        return False
    day = date.fromisoformat(journal.entered)
    change(journal, stored, Event("revise", day, {"changes": changes}, journal.actor.name, journal.actor.on_behalf_of))
    if revision.fingerprint:
        prints[stored.id] = hazard_store.fingerprint(journal.connection, journal.county.code, stored.id)
        hazard_store.set_fingerprint(journal.connection, journal.county.code, stored.id, revision.fingerprint)
    return True

"""A prepared file into the ledger, within one transaction: demo out, enterprises, visits, new hazards, changes."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Any, Final, NamedTuple

from riskmap.domain import codec
from riskmap.domain.batches import ahead, uncollected
from riskmap.domain.codes import Status
from riskmap.domain.enterprise import Enterprise, Inspection
from riskmap.domain.hazard import Hazard
from riskmap.domain.inspection import gains_findings
from riskmap.domain.lifecycle import Event
from riskmap.domain.people import Scope
from riskmap.domain.roles import RIGHTS, Right
from riskmap.ledger import import_part, permission
from riskmap.ledger.batch import Actor, BatchResult, PreparedBatch, Progress, Revision, silent
from riskmap.ledger.errors import Refused, Stale
from riskmap.ledger.journal import Journal, Numbers, draft, new_id, numbers
from riskmap.ledger.pieces import CHUNK, MANY, Order, Piece, made, told
from riskmap.ledger.writing import change
from riskmap.store import assessment, events, filling, meetings, papers, register, rows, saved_views, tips
from riskmap.store import hazards as hazard_store
from riskmap.store.engine import postpone_checkpoint
from riskmap.store.schema import INSPECTION
from riskmap.store.shapes import dumps

TERMINAL: Final = frozenset({Status.CLOSED, Status.VOID})
# What no file may say of a stored hazard.
FIXED: Final = frozenset({"id", "hazard_no", "version", "touched", "demo", "batch_id", "recurs_of", "judged"})


def commit(journal: Journal, batch: PreparedBatch, progress: Progress = silent) -> BatchResult:
    """Write a batch. Raises Stale if what it was matched against has changed.

    Raises Refused if it mixes demo and real, or if it brings what lies outside the part of the county that its actor
    imports for; a change outside it is refused row by row.
    """
    _check_seen(journal, batch)
    journal = import_part.own(journal, batch)
    removed = _settle_demo(journal, batch)
    batch_id = new_id()
    first = events.last(journal.connection, journal.county.code)[0] + 1
    added, changed = save_enterprises(journal, batch.enterprises, batch_id, demo=batch.demo)
    visits, created = _rows(journal, batch, batch_id, progress)
    prints: dict[str, str] = {}
    revised, refused = _revise(journal, [Revision(*one) for one in batch.revises], prints)
    rows_of = {"created": created + added, "changed": revised + len(refused) + changed, **batch.counts}
    counts = {**rows_of, "changed": rows_of["changed"] - len(refused), "refused": len(refused)}
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


def _rows(journal: Journal, batch: PreparedBatch, batch_id: str, progress: Progress) -> tuple[int, int]:
    """New visits and hazards; how many of each. The hazards are made ready while the visits are written."""
    if len(batch.creates) >= MANY:
        postpone_checkpoint(journal.connection)
    with uncollected(), numbers(journal) as series:
        own = Numbers(journal.county.prefix, series.last)
        order = Order(
            batch.creates, batch.fingerprints, journal.county.code, own, batch_id, batch.demo, journal.actor,
            journal.entered, journal.at,
        )  # fmt: skip
        with made(order) as coming:
            visits = _visits(journal, batch, batch_id)
            return visits, _create(journal, coming, series, lambda done: progress(done, len(batch.creates)))


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
    for table in (filling, papers, meetings, tips, assessment, saved_views):
        table.delete_demo(connection, county)
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
    added = 0
    for piece in ahead(_visit_pieces(journal, batch, batch_id)):
        stored = register.inspections_of(journal.connection, journal.county.code, [one.id for one in piece])
        new = [one for one in piece if one.id not in stored] if stored else piece
        _store_visits(journal, new)
        added += len(new)
        for one in piece if stored else ():
            before = stored.get(one.id)
            if before is not None and gains_findings(before, Inspection(**one.facts)):
                found_something(journal, before)
    return added


class _Visit(NamedTuple):
    """A visit on its way into the ledger: its facts and its event."""

    id: str
    facts: Mapping[str, Any]
    event: events.Draft


def _visit_pieces(journal: Journal, batch: PreparedBatch, batch_id: str) -> Iterator[list[_Visit]]:
    visits = iter(told(batch.inspections, register.told))
    while piece := list(islice(visits, CHUNK)):
        own = {"batch_id": batch_id, "demo": batch.demo}
        yield [_visit({**facts, **own, "id": facts["id"] or new_id()}, journal.actor) for facts in piece]


def _visit(facts: Mapping[str, Any], actor: Actor) -> _Visit:
    own = INSPECTION.told(facts)
    event = draft("inspection_added", events.INSPECTION, facts["id"], facts["on"], own, actor)
    return _Visit(facts["id"], own, event)


def _store_visits(journal: Journal, visits: Sequence[_Visit]) -> None:
    first, _ = journal.write(one.event for one in visits)
    register.insert_inspections(journal.connection, journal.county.code, [one.facts for one in visits], first)


def found_something(journal: Journal, before: Inspection) -> None:
    """A stored visit that had found nothing turns out to have found something."""
    after = replace(before, found_nothing=False, result="")
    facts = codec.inspection_to_json(after)
    number = journal.note("inspection_changed", events.INSPECTION, after.id, after.on, facts)
    register.update_inspection(journal.connection, journal.county.code, after, number)


def add_visit(journal: Journal, visit: Inspection) -> None:
    """Add a visit with its event."""
    _store_visits(journal, [_visit(register.told(visit), journal.actor)])


def _create(journal: Journal, coming: Iterator[Piece], series: Numbers, heard: Callable[[int], None]) -> int:
    """New hazards in pieces, so that a long file never stands in memory as a whole; each after its event."""
    created, connection = 0, journal.connection
    for piece in coming:
        first, last = journal.write(piece.drafts)
        hazard_store.insert(connection, piece.layout, first)
        series.given.update(piece.years)
        created += last - first + 1
        heard(created)
    return created


def _revise(
    journal: Journal, revisions: Sequence[Revision], prints: dict[str, str]
) -> tuple[int, list[tuple[str, str]]]:
    """Changes that a file brings to stored hazards; what the ledger does not take is given back with its reason.

    `prints` collects the fingerprints that are replaced, by hazard.
    """
    changed, refused = 0, []
    scopes = permission.part(journal.actor, RIGHTS[Right.IMPORT])
    for start in range(0, len(revisions), CHUNK):
        piece = revisions[start : start + CHUNK]
        stored = hazard_store.load(journal.connection, journal.county.code, (one.hazard_id for one in piece))
        for one in piece:
            code = _why_not(stored.get(one.hazard_id), one, scopes)
            if code:
                refused.append((one.hazard_id, code))
            else:
                changed += _apply(journal, stored[one.hazard_id], one, prints)
    return changed, refused


def _why_not(stored: Hazard | None, revision: Revision, scopes: tuple[Scope, ...]) -> str:
    """A second look at what matching already keeps to; "" when the change may pass."""
    if stored is None:
        return "not_found"
    if stored.version != revision.seen_version:
        raise Stale(stored.version)
    if stored.status in TERMINAL:
        return "closed"
    if stored.touched:
        return "touched"
    if scopes and not all(permission.within(scopes, one) for one in (stored, replace(stored, **revision.changes))):
        return "scope:outside"
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

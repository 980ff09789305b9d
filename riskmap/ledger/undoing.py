"""An imported file is taken back: what it brought goes, what it changed stands as it stood, and the chain says so.

The events of a file stand in one run that ends with its own. A later event about one of its rows keeps it, unless that
event belongs to a file that was undone itself or to its undoing: then nothing of it is left. So does a later round of
filling in that asks for one of its hazards, and an office paper that has been written about one since.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any, Final

from riskmap.domain import codec
from riskmap.domain.actions import RESTORE
from riskmap.domain.hazard import Hazard
from riskmap.domain.lifecycle import Event, apply
from riskmap.domain.papers import PaperState
from riskmap.domain.roles import RIGHTS, Right
from riskmap.ledger import permission
from riskmap.ledger.errors import NotFound, NotUndone, Refused, Stale
from riskmap.ledger.journal import Journal
from riskmap.ledger.writing import change
from riskmap.store import events, register, rows
from riskmap.store import hazards as hazard_store
from riskmap.store.events import StoredEvent, event_of
from riskmap.store.shapes import loads

SHOWN: Final = 20  # rows named that keep a file in the ledger
PIECE: Final = 400
OWN: Final = frozenset({"id", "version"})  # never restored: the version of a row only grows
KINDS: Final = (events.HAZARD, events.ENTERPRISE, events.INSPECTION)
ADDED: Final = frozenset({"register", "enterprise_added", "inspection_added"})
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undoing did: rows removed and rows that stand as before; `revision` is the number of its event."""

    batch_id: str
    hazards: int
    enterprises: int
    inspections: int
    restored: int
    revision: int


@dataclass(slots=True)
class _Run:
    """The events of one file: what it added and what it changed, by kind of row."""

    first: int
    last: int
    prints: dict[str, str]
    payload: dict[str, Any]
    added: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    changed: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


def undo(journal: Journal, batch_id: str) -> Undone:
    """Take a file back within a transaction. Raises NotFound, and NotUndone with the rows that keep it."""
    spans = _undone(journal)
    run = _run(journal, batch_id)
    if batch_id in spans:
        raise NotUndone("undo:already")
    if run.payload.get("demo"):
        raise NotUndone("undo:demo")
    _collect(journal, run)
    _within(journal, run, batch_id)
    _untouched(journal, run, [span for pair in spans.values() for span in pair])
    _unasked(journal, run)
    _unnamed(journal, run)
    start = events.last(journal.connection, journal.county.code)[0] + 1
    restored = _restore_hazards(journal, run) + _restore_enterprises(journal, run) + _restore_visits(journal, run)
    connection, county = journal.connection, journal.county.code
    _nothing_hangs(journal, batch_id, "hazard", "recurs_of", "hazard")
    hazards = hazard_store.delete_batch(connection, county, batch_id)
    for table, name, owner in (
        ("hazard", "inspection_id", "inspection"),
        ("hazard", "enterprise_id", "enterprise"),
        ("inspection", "enterprise_id", "enterprise"),
    ):
        _nothing_hangs(journal, batch_id, table, name, owner)
    visits, enterprises = register.delete_batch(connection, county, batch_id)
    counts = {"hazards": hazards, "enterprises": enterprises, "inspections": visits, "restored": restored}
    told: dict[str, Any] = {name: run.payload[name] for name in ("file_name", "sha256") if name in run.payload}
    number = journal.note(events.UNDONE, events.LEDGER, batch_id, None, {**told, **counts, "first": start})
    return Undone(batch_id, hazards, enterprises, visits, restored, number)


def _undone(journal: Journal) -> dict[str, tuple[Span, Span]]:
    """Batch → the run of its events and the run of its undoing, of every file that was undone."""
    found = {}
    where = "action = ?"
    for one in list(events.read(journal.connection, journal.county.code, where, (events.UNDONE,))):
        run = _run(journal, one.entity_id)
        found[one.entity_id] = ((run.first, run.last), (int(loads(one.payload)["first"]), one.seq))
    return found


def _run(journal: Journal, batch_id: str) -> _Run:
    where = "entity = ? AND entity_id = ?"
    told = list(events.read(journal.connection, journal.county.code, where, (events.BATCH, batch_id)))
    if not told:
        raise NotFound(batch_id)
    payload = loads(told[0].payload)
    first = payload.get("first") or _first_of(journal, told[0])
    return _Run(int(first), told[0].seq, payload.get("fingerprints", {}), payload)


def _first_of(journal: Journal, last: StoredEvent) -> int:
    """Files of an older program: their events bear one moment and one hand, in one run up to the file's own."""
    where = "county_code = ? AND seq < ? AND (at <> ? OR actor <> ? OR entity IN (?, ?))"
    values = (last.county_code, last.seq, last.at, last.actor, events.BATCH, events.LEDGER)
    found = rows.select(journal.connection, "event", ("seq",), where, values, "seq DESC LIMIT 1")
    return int(found[0][0]) + 1 if found else 1


def _collect(journal: Journal, run: _Run) -> None:
    where, values = "county_code = ? AND seq >= ? AND seq < ?", (journal.county.code, run.first, run.last)
    for action, entity, key in rows.stream(
        journal.connection, "event", ("action", "entity", "entity_id"), where, values, "seq"
    ):
        (run.added if action in ADDED else run.changed)[entity].add(key)
    for kind in KINDS:
        run.changed[kind] -= run.added[kind]


def _within(journal: Journal, run: _Run, batch_id: str) -> None:
    """Whoever imports for a part of the county takes back what they took in themselves, and nothing beyond that part.

    Raises NotUndone for somebody else's file, Refused for one with a row outside.
    """
    scopes = permission.part(journal.actor, RIGHTS[Right.IMPORT])
    if not scopes:
        return
    connection, county = journal.connection, journal.county.code
    taken = rows.select(connection, "import_batch", ("actor",), "county_code = ? AND id = ?", (county, batch_id))
    if [one[0] for one in taken] != [journal.actor.id]:
        raise NotUndone("undo:others")
    columns = {  # what a scope asks of a row
        "hazard": ("sector", "department", "township", "enterprise_id"),
        "enterprise": ("sector", "department", "township", "id"),
    }
    for kind, names in columns.items():
        for piece in rows.chunks([*run.added[kind], *run.changed[kind]]):
            where = f"county_code = ? AND {rows.among('id', piece)}"
            found = rows.select(connection, kind, names, where, (county, *piece))
            if not all(permission.covered(scopes, *one) for one in found):
                raise Refused(("scope:outside",))


def _untouched(journal: Journal, run: _Run, spans: Iterable[Span]) -> None:
    """Raise NotUndone if a later event, not undone itself, is about a row of the file."""
    gone = list(spans)
    where, values = "county_code = ? AND seq > ?", (journal.county.code, run.last)
    touched: dict[str, dict[str, None]] = {kind: {} for kind in KINDS}
    for seq, kind, key in rows.stream(
        journal.connection, "event", ("seq", "entity", "entity_id"), where, values, "seq"
    ):
        ours = kind in touched and (key in run.added[kind] or key in run.changed[kind])
        if ours and not any(first <= seq <= last for first, last in gone):
            touched[kind][key] = None
    found = [(kind, key) for kind in KINDS for key in touched[kind]]
    if found:
        raise NotUndone("undo:touched", tuple(_names(journal, found[:SHOWN])), max(len(found) - SHOWN, 0))


def _unasked(journal: Journal, run: _Run) -> None:
    """Raise NotUndone if a round sent out since then asks for a hazard of the file: a unit is filling it in."""
    connection, county = journal.connection, journal.county.code
    where = "county_code = ? AND seq > ? AND entity = ? AND action = ?"
    values = (county, run.last, events.ROUND, "round_created")
    sent = [row[0] for row in rows.select(connection, "event", ("entity_id",), where, values)]
    ours = run.added[events.HAZARD] | run.changed[events.HAZARD]
    found: set[str] = set()
    for piece in rows.chunks(sent):
        of = f"county_code = ? AND {rows.among('round_id', piece)}"
        asked = rows.select(connection, "filling_asked", ("hazard_id", "hazard_no"), of, (county, *piece))
        found |= {number for key, number in asked if key in ours}
    if found:
        names = tuple((events.HAZARD, number) for number in sorted(found)[:SHOWN])
        raise NotUndone("undo:asked", names, max(len(found) - SHOWN, 0))


def _unnamed(journal: Journal, run: _Run) -> None:
    """Raise NotUndone if an office paper written since then, and not withdrawn, names a hazard of the file."""
    connection, county = journal.connection, journal.county.code
    written = "county_code = ? AND last_event > ? AND state <> ?"
    where = f"county_code = ? AND paper_id IN (SELECT id FROM paper WHERE {written})"  # noqa: S608 - our own SQL
    values = (county, county, run.last, PaperState.WITHDRAWN.value)
    named = {row[0] for row in rows.select(connection, "paper_hazard", ("hazard_id",), where, values)}
    found = sorted(named & (run.added[events.HAZARD] | run.changed[events.HAZARD]))
    if found:
        shown = _names(journal, [(events.HAZARD, key) for key in found[:SHOWN]])
        raise NotUndone("undo:in_paper", tuple(sorted(shown)), max(len(found) - SHOWN, 0))


NAMED: Final = {events.HAZARD: "hazard_no", events.ENTERPRISE: "name", events.INSPECTION: "enterprise_name"}


def _names(journal: Journal, found: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    for kind, key in found:
        where = "county_code = ? AND id = ?"
        told = rows.select(journal.connection, kind, (NAMED[kind],), where, (journal.county.code, key))
        yield kind, str(told[0][0]) if told else key


def _nothing_hangs(journal: Journal, batch_id: str, table: str, name: str, owner: str) -> None:
    """Raise NotUndone if a row that stays points at one that goes."""
    inner = f"SELECT id FROM {owner} WHERE county_code = ? AND batch_id = ?"  # noqa: S608 - names of our own schema
    where = f"county_code = ? AND (batch_id IS NULL OR batch_id <> ?) AND {name} IN ({inner})"
    county = journal.county.code
    found = rows.select(journal.connection, table, (NAMED[table],), where, (county, batch_id, county, batch_id), "id")
    if found:
        names = tuple((table, str(one[0])) for one in found[:SHOWN])
        raise NotUndone("undo:in_use", names, max(len(found) - SHOWN, 0))


def _restore_hazards(journal: Journal, run: _Run) -> int:
    """What a file revised, as the events before the file have it."""
    ids = sorted(run.changed[events.HAZARD])
    day = date.fromisoformat(journal.entered)
    for start in range(0, len(ids), PIECE):
        piece = ids[start : start + PIECE]
        stored = hazard_store.load(journal.connection, journal.county.code, piece)
        for key, before in _earlier(journal, piece, run.first).items():
            now = stored[key]
            changes = {
                name: [codec.encode_field(Hazard, name, getattr(one, name)) for one in (now, before)]
                for name in Hazard.__slots__
                if name not in OWN and getattr(now, name) != getattr(before, name)
            }
            change(journal, now, Event(RESTORE, day, {"changes": changes}, journal.actor.name))
            if key in run.prints:
                hazard_store.set_fingerprint(journal.connection, journal.county.code, key, run.prints[key])
    return len(ids)


def _earlier(journal: Journal, ids: list[str], first: int) -> dict[str, Hazard]:
    where = f"county_code = ? AND entity = ? AND seq < ? AND {rows.among('entity_id', ids)}"
    values = (journal.county.code, events.HAZARD, first, *ids)
    found = rows.select(journal.connection, "event", events.NAMES, where, values, "entity_id, seq")
    stories = groupby(map(StoredEvent._make, found), attrgetter("entity_id"))
    replayed = {key: _replayed(story) for key, story in stories}
    return {key: hazard for key, hazard in replayed.items() if hazard is not None}


def _replayed(story: Iterable[StoredEvent]) -> Hazard | None:
    hazard: Hazard | None = None
    for one in story:
        hazard = apply(hazard, event_of(one))
    return hazard


def _restore_enterprises(journal: Journal, run: _Run) -> int:
    connection, county = journal.connection, journal.county.code
    for key in sorted(run.changed[events.ENTERPRISE]):
        now = register.enterprises(connection, county, "id = ?", (key,))[key]
        before = replace(codec.enterprise_from_json(_told(journal, key, run.first)), version=now.version + 1)
        facts = codec.enterprise_to_json(before)
        number = journal.note("enterprise_changed", events.ENTERPRISE, key, None, facts)
        if not register.update_enterprise(connection, county, now, before, number):
            raise Stale(now.version)
    return len(run.changed[events.ENTERPRISE])


def _restore_visits(journal: Journal, run: _Run) -> int:
    for key in sorted(run.changed[events.INSPECTION]):
        before = codec.inspection_from_json(_told(journal, key, run.first))
        facts = codec.inspection_to_json(before)
        number = journal.note("inspection_changed", events.INSPECTION, key, before.on, facts)
        register.update_inspection(journal.connection, journal.county.code, before, number)
    return len(run.changed[events.INSPECTION])


def _told(journal: Journal, key: str, first: int) -> dict[str, Any]:
    """The row as the last event before the file has it."""
    where = "county_code = ? AND entity_id = ? AND seq < ?"
    found = rows.select(
        journal.connection, "event", ("payload",), where, (journal.county.code, key, first), "seq DESC LIMIT 1"
    )
    return events.facts(str(found[0][0]))

"""The chain of events: one row a change, each hash over the hash before it, sequence numbers without gaps."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from hashlib import sha256
from itertools import islice
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection

from riskmap.domain.lifecycle import Event
from riskmap.store import rows, schema
from riskmap.store.shapes import canonical, loads

GENESIS: Final = "0" * 64
NAMES: Final = (
    "county_code", "seq", "prev_hash", "hash", "at", "actor", "actor_name", "role", "on_behalf_of", "action", "entity",
    "entity_id", "on_date", "payload",
)  # fmt: skip
HAZARD: Final = "hazard"
ENTERPRISE: Final = "enterprise"
INSPECTION: Final = "inspection"
BATCH: Final = "batch"
LEDGER: Final = "ledger"
PROFILE: Final = "profile"
EXPORT: Final = "export"  # rows that left the program
PUBLISHED: Final = "published"  # figures as they were once published
PAPER: Final = "paper"  # an office paper: what it does to hazards are events of theirs
MEETING: Final = "meeting"
DECISION: Final = "decision"  # of a meeting
ANNOTATION: Final = "annotation"  # of the time charts
PERSON: Final = "person"  # who signs in, and with which roles
TOKEN: Final = "token"  # noqa: S105 - a kind of row: what programs and devices show, without its secret
NOTICE: Final = "notice"  # counts that left the program for a channel
TIP: Final = "tip"  # a report of a whistle-blower, without its words
SEAL: Final = "seal"  # the key of the reports of whistle-blowers
VIEW: Final = "view"  # a saved view of a page
SCHEME: Final = "scheme"  # of the yearly assessment
WALL: Final = "wall"  # what the office shows on the walls
# No fact of the ledger changes with these.
BESIDE: Final = frozenset(
    {EXPORT, PUBLISHED, PROFILE, PERSON, PAPER, MEETING, DECISION, ANNOTATION, TOKEN, NOTICE, TIP, SEAL, VIEW, SCHEME}
) | {WALL}
ROUND: Final = "round"
UNDONE: Final = "import_undone"  # action of an event of LEDGER whose entity_id is the batch

ALONE: Final = "entered_by_same"  # beside the facts of a closing: who entered the major hazard crossed it off too
DEPUTY: Final = "deputy_of"  # beside the facts of an event: the person with whose role somebody acted (AB角)


class StoredEvent(NamedTuple):
    """One event as stored; `payload` is compact JSON, `at` a moment in UTC, `on_date` the day of the fact."""

    county_code: str
    seq: int
    prev_hash: str
    hash: str
    at: str
    actor: str
    actor_name: str
    role: str
    on_behalf_of: str
    action: str
    entity: str
    entity_id: str
    on_date: str
    payload: str


class Draft(NamedTuple):
    """An event before it has a place in the chain; its first five fields end the row."""

    action: str
    entity: str
    entity_id: str
    on_date: str
    payload: str
    on_behalf_of: str = ""


class Signature(NamedTuple):
    """Who writes a run of events, and when, in the order of the row."""

    at: str
    actor: str
    actor_name: str
    role: str


def digest(values: Sequence[Any]) -> str:
    """SHA-256 over canonical JSON of all fields but the hash, in the order of NAMES, then a line with the payload."""
    return sha256(canonical((*values[:3], *values[4:13])) + b"\n" + values[13].encode()).hexdigest()


def last(connection: Connection, county: str) -> tuple[int, str]:
    """Number and hash of the last event; (0, GENESIS) before the first."""
    found = rows.select(connection, "event", ("seq", "hash"), "county_code = ?", (county,), "seq DESC LIMIT 1")
    return found[0] if found else (0, GENESIS)


def holds(connection: Connection, county: str, seq: int, digest_: str) -> bool:
    """Whether the chain bears an event under this number and hash; one that was restored meanwhile may not."""
    if not seq:
        return digest_ == GENESIS
    where = "county_code = ? AND seq = ? AND hash = ?"
    return bool(rows.select(connection, "event", ("seq",), where, (county, seq, digest_)))


def link(county: str, after: tuple[int, str], drafts: Iterable[Draft], by: Signature) -> list[StoredEvent]:
    """Events in their place in the chain: `after` is number and hash of the one before them."""
    seq, previous = after
    found: list[StoredEvent] = []
    for draft in drafts:
        seq += 1
        values = [county, seq, previous, "", *by, draft.on_behalf_of, *draft[:5]]
        values[3] = previous = digest(values)
        found.append(StoredEvent._make(values))
    return found


def insert(connection: Connection, linked: Sequence[StoredEvent]) -> None:
    """Write events that follow the last stored one. Only inside `engine.writing`."""
    rows.insert(connection, schema.event, NAMES, linked)


def append(connection: Connection, county: str, drafts: Iterable[Draft], by: Signature) -> tuple[int, int]:
    """Append events; give the numbers of the first and of the last one. Only inside `engine.writing`."""
    place = last(connection, county)
    first, waiting = place[0] + 1, iter(drafts)
    while piece := list(islice(waiting, rows.CHUNK)):
        linked = link(county, place, piece, by)
        insert(connection, linked)
        place = (linked[-1].seq, linked[-1].hash)
    return first, place[0]


def read(connection: Connection, county: str, where: str = "", values: Sequence[object] = ()) -> Iterator[StoredEvent]:
    """Events of a county in order, streamed. `where` is our own SQL with `?` for values."""
    condition = "county_code = ?" + (f" AND {where}" if where else "")
    for row in rows.stream(connection, "event", NAMES, condition, (county, *values), "seq"):
        yield StoredEvent._make(row)


def facts(payload: str) -> dict[str, Any]:
    """What an event says of its row, without whose role it was written in."""
    told: dict[str, Any] = loads(payload)
    told.pop(DEPUTY, None)
    return told


def deputy_of(payload: str) -> str:
    """The name of the person with whose role somebody acted; "" for an own role."""
    return str(loads(payload).get(DEPUTY, "")) if DEPUTY in payload else ""


def of_entity(connection: Connection, county: str, entity_id: str) -> list[StoredEvent]:
    """Every event of one hazard, enterprise or visit, oldest first."""
    condition = "county_code = ? AND entity_id = ?"
    found = rows.select(connection, "event", NAMES, condition, (county, entity_id), "seq")
    return [StoredEvent._make(row) for row in found]


def event_of(stored: StoredEvent) -> Event:
    """A stored event as the domain replays it."""
    return Event(
        action=stored.action,
        on=date.fromisoformat(stored.on_date),
        data=loads(stored.payload),
        actor=stored.actor_name,
        on_behalf_of=stored.on_behalf_of,
    )

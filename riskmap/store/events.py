"""The chain of events: one row a change, each hash over the hash before it, sequence numbers without gaps."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from json.encoder import encode_basestring as quoted
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection

from riskmap.store import rows, schema

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
UNDONE: Final = "import_undone"  # action of an event of LEDGER whose entity_id is the batch


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


@dataclass(frozen=True, slots=True)
class Draft:
    """An event before it has a place in the chain."""

    action: str
    entity: str
    entity_id: str
    on_date: str
    payload: str
    on_behalf_of: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who writes a run of events, and when."""

    at: str
    actor: str
    actor_name: str
    role: str


def digest(values: Sequence[Any]) -> str:
    """SHA-256 over canonical JSON of all fields but the hash, in the order of NAMES, then a line with the payload."""
    county, seq, *texts = *values[:3], *values[4:13]
    head = ",".join(map(quoted, texts))
    return sha256(f"[{quoted(county)},{seq},{head}]\n{values[13]}".encode()).hexdigest()


def last(connection: Connection, county: str) -> tuple[int, str]:
    """Number and hash of the last event; (0, GENESIS) before the first."""
    found = rows.select(connection, "event", ("seq", "hash"), "county_code = ?", (county,), "seq DESC LIMIT 1")
    return found[0] if found else (0, GENESIS)


def append(connection: Connection, county: str, drafts: Iterable[Draft], by: Signature) -> tuple[int, int]:
    """Append events; give the numbers of the first and of the last one. Only inside `engine.writing`."""
    seq, previous = last(connection, county)
    first = seq + 1
    found: list[list[Any]] = []
    for draft in drafts:
        seq += 1
        values: list[Any] = [
            county, seq, previous, "", by.at, by.actor, by.actor_name, by.role, draft.on_behalf_of, draft.action,
            draft.entity, draft.entity_id, draft.on_date, draft.payload,
        ]  # fmt: skip
        values[3] = previous = digest(values)
        found.append(values)
        if len(found) == rows.CHUNK:
            rows.insert(connection, schema.event, NAMES, found)
            found = []
    rows.insert(connection, schema.event, NAMES, found)
    return first, seq


def read(connection: Connection, county: str, where: str = "", values: Sequence[object] = ()) -> Iterator[StoredEvent]:
    """Events of a county in order, streamed. `where` is our own SQL with `?` for values."""
    condition = "county_code = ?" + (f" AND {where}" if where else "")
    for row in rows.stream(connection, "event", NAMES, condition, (county, *values), "seq"):
        yield StoredEvent._make(row)


def of_entity(connection: Connection, county: str, entity_id: str) -> list[StoredEvent]:
    """Every event of one hazard, enterprise or visit, oldest first."""
    condition = "county_code = ? AND entity_id = ?"
    found = rows.select(connection, "event", NAMES, condition, (county, entity_id), "seq")
    return [StoredEvent._make(row) for row in found]

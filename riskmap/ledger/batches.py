"""The list of imported files: what each brought, who took it in, what was odd, whether it was undone."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, Engine

from riskmap.domain.county import County
from riskmap.domain.masking import hidden_numbers
from riskmap.domain.roles import RIGHTS, Right
from riskmap.ledger import permission
from riskmap.ledger.batch import Actor
from riskmap.ledger.errors import NotFound
from riskmap.store import events, rows
from riskmap.store.engine import reading
from riskmap.store.shapes import loads

NAMES: Final = ("id", "file_name", "sha256", "sender", "kind", "mapping", "counts", "demo", "at")


@dataclass(frozen=True, slots=True)
class Undoing:
    """When a file was undone (UTC), by whom, and how many rows went or stand as before."""

    at: datetime
    by: str
    counts: Mapping[str, int]
    stood_in: str = ""  # name of the person with whose role (AB角)


@dataclass(frozen=True, slots=True)
class Batch:
    """An imported file. `mapping`: header → field; `counts`: what became of its rows; `findings`: code → how often.

    `at` is in UTC; `by` names who took it in; `opening` is the 启用日 of an opening import.
    """

    id: str
    file_name: str
    sha256: str
    sender: str
    kind: str
    mapping: Mapping[str, str]
    counts: Mapping[str, int]
    demo: bool
    at: datetime
    by: str = ""
    findings: Mapping[str, int] = field(default_factory=dict)
    opening: date | None = None
    undone: Undoing | None = None
    stood_in: str = ""  # name of the person with whose role it was taken in (AB角)


def listed(engine: Engine, county: County, limit: int | None = None, *, actor: Actor | None = None) -> list[Batch]:
    """Every imported file, latest first, at most `limit`; those that were undone stay in the list.

    An `actor` who imports for a part of the county sees the files that they took in themselves.
    """
    where, values = "county_code = ?", [county.code]
    if actor and permission.part(actor, RIGHTS[Right.IMPORT]):
        where, values = f"{where} AND actor = ?", [*values, actor.id]
    order = "at DESC, id DESC" + (f" LIMIT {int(limit)}" if limit is not None else "")
    with reading(engine) as connection:
        found = rows.select(connection, "import_batch", NAMES, where, values, order)
        told = _told(connection, county.code, [str(row[0]) for row in found])
    return [_batch(row, told) for row in found]


def one(engine: Engine, county: County, batch_id: str) -> Batch:
    """One imported file. Raises NotFound."""
    with reading(engine) as connection:
        where, values = "county_code = ? AND id = ?", (county.code, batch_id)
        found = rows.select(connection, "import_batch", NAMES, where, values)
        told = _told(connection, county.code, [batch_id])
    if not found:
        raise NotFound(batch_id)
    return _batch(found[0], told)


def names(engine: Engine, county: County) -> dict[str, str]:
    """The names of the imported files by their ids, as any reader may see them: numbers of persons hidden."""
    with reading(engine) as connection:
        found = rows.select(connection, "import_batch", ("id", "file_name"), "county_code = ?", (county.code,))
    return {batch: hidden_numbers(name) for batch, name in found}


Told = dict[tuple[str, str], tuple[str, str, dict[str, Any]]]  # (batch, entity) → moment, name of who, payload


def _told(connection: Connection, county: str, ids: list[str]) -> Told:
    """The events of these files: their import and their undoing."""
    return {(one[0], one[1]): (one[2], one[3], loads(one[4])) for one in _events(connection, county, ids)}


def _events(connection: Connection, county: str, ids: list[str]) -> Iterator[tuple[Any, ...]]:
    names = ("entity_id", "entity", "at", "actor_name", "payload")
    for piece in rows.chunks(ids):
        where = f"county_code = ? AND {rows.among('entity_id', piece)} AND entity IN (?, ?)"
        values = (county, *piece, events.BATCH, events.LEDGER)
        yield from rows.select(connection, "event", names, where, values, "seq")


def _batch(row: tuple[Any, ...], told: Told) -> Batch:
    key, file_name, sha256, sender, kind, mapping, counts, demo, at = row
    _, by, note = told.get((key, events.BATCH), ("", "", {}))
    gone = told.get((key, events.LEDGER))
    opening = date.fromisoformat(note["opening"]) if note.get("opening") else None
    undone = None
    if gone is not None:
        numbers = {name: value for name, value in gone[2].items() if isinstance(value, int) and name != "first"}
        undone = Undoing(datetime.fromisoformat(gone[0]), gone[1], numbers, str(gone[2].get(events.DEPUTY, "")))
    return Batch(
        key, file_name, sha256, sender, kind, json.loads(mapping), json.loads(counts), bool(demo),
        datetime.fromisoformat(at), by, note.get("findings", {}), opening, undone,
        str(note.get(events.DEPUTY, "")),
    )  # fmt: skip

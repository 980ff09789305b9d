"""Hazards as aggregates: the flat row and its children, read and written together."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection

from riskmap.domain import codec
from riskmap.domain.hazard import Hazard
from riskmap.store import rows, schema
from riskmap.store.schema import CHILD_SHAPES, CHILD_TABLES, CHILDREN, HAZARD

OWN: Final = ("fingerprint", "entered", "created_at", "last_event")
_INSERT: Final = ("county_code", *HAZARD.names, *OWN)
_COMPARED: Final = tuple(name for name in HAZARD.names if name not in {"id", "version"})


class Given(NamedTuple):
    """What the ledger gives a hazard that it takes in, whatever the hazard itself says (replace() costs too much)."""

    id: str
    hazard_no: str
    batch_id: str | None
    demo: bool
    touched: bool
    version: int = 1


Told = Hazard | Mapping[str, Any]  # an object, or its facts by name where making an object of them costs too much
_own: Final = attrgetter(*CHILD_TABLES)
_GIVEN: Final = tuple(HAZARD.names.index(name) for name in Given._fields)


class Entry(NamedTuple):
    """A new hazard, its row, and what the store keeps about it."""

    hazard: Told
    row: list[Any]
    fingerprint: str
    entered: str
    created_at: str
    last_event: int


def _children(hazard: Told) -> tuple[tuple[Any, ...], ...]:
    if isinstance(hazard, Hazard):
        return tuple(_own(hazard))
    return tuple([hazard.get(field, ()) for field in CHILD_TABLES])


def row_of(hazard: Told, given: Given) -> list[Any]:
    """The flat row of a hazard with what the ledger gives it."""
    row = HAZARD.encode(hazard) if isinstance(hazard, Hazard) else HAZARD.row(hazard)
    for at, value in zip(_GIVEN, given, strict=True):
        row[at] = value
    return row


def facts_of(hazard: Told, row: Sequence[Any]) -> dict[str, Any]:
    """All facts of a hazard and its row, JSON-able, as domain.codec writes them."""
    facts = HAZARD.facts(row)
    if any(children := _children(hazard)):
        for field, own in zip(CHILD_TABLES, children, strict=True):
            if own:
                facts[field] = [codec.to_json(child) for child in own]
    return facts


def insert(connection: Connection, county: str, entries: Iterable[Entry]) -> None:
    """Insert new hazards with their children."""
    flat: list[tuple[Any, ...]] = []
    children: dict[str, list[list[Any]]] = defaultdict(list)
    for entry in entries:
        flat.append((county, *entry.row, *entry[2:]))
        if any(_children(entry.hazard)):
            _collect(county, entry.row[0], entry.hazard, CHILD_TABLES, children)
    rows.insert(connection, schema.hazard, _INSERT, flat)
    for field, found in children.items():
        _insert_children(connection, field, found)


def _collect(
    county: str, hazard_id: str, hazard: Told, names: Container[str], into: dict[str, list[list[Any]]]
) -> None:
    for field, own in zip(CHILD_TABLES, _children(hazard), strict=True):
        for seq, child in enumerate(own if field in names else ()):
            into[field].append([county, hazard_id, seq, *CHILD_SHAPES[field].encode(child)])


def _insert_children(connection: Connection, field: str, found: Sequence[Sequence[Any]]) -> None:
    names = ("county_code", "hazard_id", "seq", *CHILD_SHAPES[field].names)
    rows.insert(connection, CHILDREN[field], names, found)


def update(connection: Connection, county: str, before: Hazard, after: Hazard, last_event: int) -> bool:
    """Write what changed if the version is still that of `before`; False if somebody was faster."""
    old, new = HAZARD.encode(before), HAZARD.encode(after)
    changed = [name for name, a, b in zip(HAZARD.names, old, new, strict=True) if a != b and name in _COMPARED]
    values = dict(zip(HAZARD.names, new, strict=True))
    assigned = ", ".join(f'"{name}" = ?' for name in (*changed, "version", "last_event"))
    touched = rows.execute(
        connection,
        f"UPDATE hazard SET {assigned} WHERE county_code = ? AND id = ? AND version = ?",  # noqa: S608
        (*(values[name] for name in changed), after.version, last_event, county, before.id, before.version),
    )
    if touched != 1:
        return False
    fields = [field for field in CHILD_TABLES if getattr(before, field) != getattr(after, field)]
    children: dict[str, list[list[Any]]] = defaultdict(list)
    _collect(county, after.id, after, fields, children)
    for field in fields:
        statement = f'DELETE FROM "{CHILD_TABLES[field]}" WHERE county_code = ? AND hazard_id = ?'  # noqa: S608
        rows.execute(connection, statement, (county, before.id))
        _insert_children(connection, field, children[field])
    return True


def fingerprint(connection: Connection, county: str, hazard_id: str) -> str:
    """The fingerprint by which a hazard is found; "" without one."""
    where = "county_code = ? AND id = ?"
    found = rows.select(connection, "hazard", ("fingerprint",), where, (county, hazard_id))
    return str(found[0][0]) if found else ""


def entered(connection: Connection, county: str, ids: Sequence[str]) -> Iterator[tuple[str, Any]]:
    """(id, day of entry) of these hazards."""
    for piece in rows.chunks(ids):
        where = f"county_code = ? AND {rows.among('id', piece)}"
        yield from rows.select(connection, "hazard", ("id", "entered"), where, (county, *piece))


def set_fingerprint(connection: Connection, county: str, hazard_id: str, fingerprint: str) -> None:
    """Let a hazard be found by another fingerprint."""
    statement = "UPDATE hazard SET fingerprint = ? WHERE county_code = ? AND id = ?"
    rows.execute(connection, statement, (fingerprint, county, hazard_id))


def delete_demo(connection: Connection, county: str) -> int:
    """Delete every demo hazard with its children; how many there were."""
    return _delete(connection, "county_code = ? AND demo", (county,))


def delete_batch(connection: Connection, county: str, batch_id: str) -> int:
    """Delete every hazard that a file brought, with its children; how many there were."""
    return _delete(connection, "county_code = ? AND batch_id = ?", (county, batch_id))


def _delete(connection: Connection, condition: str, values: Sequence[Any]) -> int:
    for table in CHILD_TABLES.values():
        inner = f"SELECT id FROM hazard WHERE {condition}"  # noqa: S608 - ours
        statement = f'DELETE FROM "{table}" WHERE county_code = ? AND hazard_id IN ({inner})'  # noqa: S608
        rows.execute(connection, statement, (values[0], *values))
    return rows.execute(connection, f"DELETE FROM hazard WHERE {condition}", values)  # noqa: S608


def load(connection: Connection, county: str, ids: Iterable[str]) -> dict[str, Hazard]:
    """The hazards of these ids; an id without a hazard is left out."""
    found: dict[str, Hazard] = {}
    for piece in rows.chunks(ids):
        for hazard in load_where(connection, county, rows.among("id", piece), piece):
            found[hazard.id] = hazard
    return found


def load_where(connection: Connection, county: str, where: str = "", values: Sequence[Any] = ()) -> Iterator[Hazard]:
    """Hazards with their children, in order of id. `where` is our own SQL over the table hazard, `?` for values."""
    condition = "county_code = ?" + (f" AND {where}" if where else "")
    flat = rows.select(connection, "hazard", HAZARD.names, condition, (county, *values), "id")
    inner = f"county_code = ? AND hazard_id IN (SELECT id FROM hazard WHERE {condition})" if where else condition  # noqa: S608
    parameters = (county, county, *values) if where else (county,)
    children: dict[str, dict[str, list[Any]]] = defaultdict(dict)
    for field, table in CHILD_TABLES.items():
        shape = CHILD_SHAPES[field]
        names = ("hazard_id", *shape.names)
        for row in rows.select(connection, table, names, inner, parameters, "hazard_id, seq"):
            children[row[0]].setdefault(field, []).append(shape.build(row[1:]))
    for row in flat:
        facts = HAZARD.decode(row)
        for field, own in children.get(facts["id"], {}).items():
            facts[field] = tuple(own)
        yield Hazard(**facts)


def one(connection: Connection, county: str, hazard_id: str) -> Hazard | None:
    """One hazard, None if there is none of this id."""
    return load(connection, county, [hazard_id]).get(hazard_id)

"""Hazards as aggregates: the flat row and its children, read and written together."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
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


Told = Mapping[str, Any]  # a hazard by its facts: making an object of them costs too much


class Entry(NamedTuple):
    """A new hazard and what the store keeps about it."""

    facts: Told
    fingerprint: str
    entered: str
    created_at: str


def told(hazard: Hazard) -> dict[str, Any]:
    """The facts of a hazard by name."""
    return {name: getattr(hazard, name) for name in hazard.__slots__}


def named(facts: Told, given: Given) -> dict[str, Any]:
    """The facts of a hazard with what the ledger gives it, those at their default left out."""
    return HAZARD.told({**facts, **given._asdict()})


def jsonable(facts: Told) -> Told:
    """The same for `dumps`, which writes them as domain.codec does."""
    if CHILD_TABLES.keys().isdisjoint(facts.keys()):
        return facts
    children = CHILD_TABLES.keys() & facts.keys()
    return {**facts, **{field: [codec.to_json(child) for child in facts[field]] for field in children}}


class Layout(NamedTuple):
    """New hazards as they lie in the tables: columns of the flat rows but the last, rows of children by field."""

    columns: list[Sequence[Any]]
    children: Mapping[str, list[list[Any]]]


def lay_out(county: str, entries: Sequence[Entry]) -> Layout:
    """New hazards ready to be inserted; there is at least one."""
    hazards, *own = zip(*entries, strict=True)
    children: dict[str, list[list[Any]]] = defaultdict(list)
    for facts in hazards:
        if not CHILD_TABLES.keys().isdisjoint(facts.keys()):
            _collect(county, facts["id"], facts, CHILD_TABLES, children)
    return Layout([[county] * len(entries), *HAZARD.spread(hazards), *own], children)


def insert(connection: Connection, layout: Layout, first: int) -> None:
    """Insert new hazards with their children; their events are numbered on from `first`."""
    last_event = range(first, first + len(layout.columns[0]))
    rows.insert_columns(connection, schema.hazard, _INSERT, [*layout.columns, last_event])
    for field, found in layout.children.items():
        _insert_children(connection, field, found)


def _collect(county: str, hazard_id: str, facts: Told, names: Iterable[str], into: dict[str, list[list[Any]]]) -> None:
    for field in names:
        for seq, child in enumerate(facts.get(field, ())):
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
    _collect(county, after.id, told(after), fields, children)
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

"""Enterprises with their aliases, visits, and the list of imported files."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from riskmap.domain.enterprise import Enterprise, Inspection
from riskmap.store import rows, schema
from riskmap.store.schema import ENTERPRISE, INSPECTION


def enterprises(
    connection: Connection, county: str, where: str = "", values: Sequence[Any] = ()
) -> dict[str, Enterprise]:
    """Enterprises by id, in order of id. `where` is our own SQL over the table enterprise, `?` for values."""
    condition = "county_code = ?" + (f" AND {where}" if where else "")
    aliases: dict[str, list[str]] = defaultdict(list)
    for owner, alias in rows.select(
        connection, "enterprise_alias", ("enterprise_id", "alias"), "county_code = ?", (county,), "enterprise_id, seq"
    ):
        aliases[owner].append(alias)
    found = {}
    for row in rows.select(connection, "enterprise", ENTERPRISE.names, condition, (county, *values), "id"):
        facts = ENTERPRISE.decode(row)
        found[facts["id"]] = Enterprise(**facts, aliases=tuple(aliases.get(facts["id"], ())))
    return found


def insert_enterprises(connection: Connection, county: str, new: Iterable[tuple[Enterprise, int]]) -> None:
    """Insert enterprises, each with the number of its event."""
    new = list(new)
    names = ("county_code", *ENTERPRISE.names, "last_event")
    rows.insert(connection, schema.enterprise, names, [[county, *ENTERPRISE.encode(e), seq] for e, seq in new])
    _insert_aliases(connection, county, (enterprise for enterprise, _ in new))


def update_enterprise(connection: Connection, county: str, before: Enterprise, after: Enterprise, seq: int) -> bool:
    """Write an enterprise if its version is still that of `before`; False if somebody was faster."""
    names = (*(name for name in ENTERPRISE.names if name != "id"), "last_event")
    values = dict(zip(ENTERPRISE.names, ENTERPRISE.encode(after), strict=True)) | {"last_event": seq}
    assigned = ", ".join(f'"{name}" = ?' for name in names)
    touched = rows.execute(
        connection,
        f"UPDATE enterprise SET {assigned} WHERE county_code = ? AND id = ? AND version = ?",  # noqa: S608
        (*(values[name] for name in names), county, before.id, before.version),
    )
    if touched == 1 and before.aliases != after.aliases:
        statement = "DELETE FROM enterprise_alias WHERE county_code = ? AND enterprise_id = ?"
        rows.execute(connection, statement, (county, before.id))
        _insert_aliases(connection, county, [after])
    return touched == 1


def _insert_aliases(connection: Connection, county: str, owners: Iterable[Enterprise]) -> None:
    found = [(county, owner.id, seq, alias) for owner in owners for seq, alias in enumerate(owner.aliases)]
    rows.insert(connection, schema.enterprise_alias, ("county_code", "enterprise_id", "seq", "alias"), found)


def inspections(connection: Connection, county: str, where: str = "", values: Sequence[Any] = ()) -> list[Inspection]:
    """Visits in order of id."""
    condition = "county_code = ?" + (f" AND {where}" if where else "")
    found = rows.select(connection, "inspection", INSPECTION.names, condition, (county, *values), "id")
    return [INSPECTION.build(row) for row in found]


def told(visit: Inspection) -> dict[str, Any]:
    """The facts of a visit by name."""
    return {name: getattr(visit, name) for name in visit.__slots__}


def inspections_of(connection: Connection, county: str, ids: Iterable[str]) -> dict[str, Inspection]:
    """The visits of these ids; an id without a visit is left out."""
    found: dict[str, Inspection] = {}
    for piece in rows.chunks(ids):
        found |= {one.id: one for one in inspections(connection, county, rows.among("id", piece), piece)}
    return found


def update_inspection(connection: Connection, county: str, visit: Inspection, seq: int) -> None:
    """Write a visit in the place of what is stored of it, with the number of its event."""
    names = (*(name for name in INSPECTION.names if name != "id"), "last_event")
    values = dict(zip(INSPECTION.names, INSPECTION.encode(visit), strict=True)) | {"last_event": seq}
    assigned = ", ".join(f'"{name}" = ?' for name in names)
    statement = f"UPDATE inspection SET {assigned} WHERE county_code = ? AND id = ?"  # noqa: S608  # our own names
    rows.execute(connection, statement, (*(values[name] for name in names), county, visit.id))


def insert_inspections(connection: Connection, county: str, new: Sequence[Mapping[str, Any]], first: int) -> None:
    """Insert visits told by their facts; their events are numbered on from `first`."""
    if new:
        names = ("county_code", *INSPECTION.names, "last_event")
        columns = [[county] * len(new), *INSPECTION.spread(new), range(first, first + len(new))]
        rows.insert_columns(connection, schema.inspection, names, columns)


def insert_batch(connection: Connection, values: Sequence[Any]) -> None:
    """Note an imported file; values in the order of the table's columns."""
    rows.insert(connection, schema.import_batch, [column.name for column in schema.import_batch.columns], [values])


def delete_demo(connection: Connection, county: str) -> tuple[int, int]:
    """Delete demo visits and demo enterprises; how many of each. Demo hazards are gone by then."""
    return _delete(connection, "county_code = ? AND demo", (county,))


def delete_batch(connection: Connection, county: str, batch_id: str) -> tuple[int, int]:
    """Delete visits and enterprises that a file brought; how many of each. Its hazards are gone by then."""
    return _delete(connection, "county_code = ? AND batch_id = ?", (county, batch_id))


def _delete(connection: Connection, condition: str, values: Sequence[Any]) -> tuple[int, int]:
    visits = rows.execute(connection, f"DELETE FROM inspection WHERE {condition}", values)  # noqa: S608 - ours
    inner = f"SELECT id FROM enterprise WHERE {condition}"  # noqa: S608
    statement = f"DELETE FROM enterprise_alias WHERE county_code = ? AND enterprise_id IN ({inner})"  # noqa: S608
    rows.execute(connection, statement, (values[0], *values))
    return visits, rows.execute(connection, f"DELETE FROM enterprise WHERE {condition}", values)  # noqa: S608


def last_numbers(connection: Connection, county: str, name: str) -> dict[int, int]:
    """The last number given of a series by year."""
    return dict(rows.select(connection, "counter", ("year", "value"), "county_code = ? AND name = ?", (county, name)))


def next_numbers(connection: Connection, county: str, name: str, year: int, count: int) -> range:
    """The next `count` numbers of a series; they are never given again. Only inside `engine.writing`."""
    where = "county_code = ? AND name = ? AND year = ?"
    found = rows.select(connection, "counter", ("value",), where, (county, name, year))
    value = found[0][0] if found else 0
    if found:
        rows.execute(connection, f"UPDATE counter SET value = ? WHERE {where}", (value + count, county, name, year))  # noqa: S608
    else:
        rows.insert(connection, schema.counter, ("county_code", "name", "year", "value"), [(county, name, year, count)])
    return range(value + 1, value + count + 1)


def now(connection: Connection) -> str:
    """The moment by the clock of the database, one clock for every process: 2026-11-23T08:00:00.000Z."""
    if connection.dialect.name == "sqlite":
        statement = "SELECT strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"
    else:
        statement = "SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')"
    return str(connection.exec_driver_sql(statement).scalar())

"""The stored meetings and decisions, and annotations of time charts: each one row that holds the whole of it."""

from typing import Any, Final, TypeVar

from sqlalchemy import Connection, Table

from riskmap.domain.annotations import Annotation
from riskmap.domain.codec import from_json, to_json
from riskmap.domain.meetings import Decision, Meeting
from riskmap.store import rows, schema_meetings
from riskmap.store.shapes import dumps, loads

T = TypeVar("T", Decision, Meeting, Annotation)
TABLES: Final[dict[type[Any], Table]] = {
    Decision: schema_meetings.decision, Meeting: schema_meetings.meeting, Annotation: schema_meetings.annotation,
}  # fmt: skip


def key(one: Decision | Meeting | Annotation) -> str:
    """What a row is found by: the week of a meeting, the id of everything else."""
    return one.week if isinstance(one, Meeting) else one.id


def all_of(connection: Connection, county: str, kind: type[T]) -> list[T]:
    """Every decision or annotation in the order it was entered, or every meeting by its week."""
    found = rows.select(connection, TABLES[kind].name, ("told",), "county_code = ?", (county,), "id")
    return [from_json(kind, loads(told)) for (told,) in found]


def one_of(connection: Connection, county: str, kind: type[T], wanted: str) -> T | None:
    """One of them, None if there is no such."""
    found = rows.select(connection, TABLES[kind].name, ("told",), "county_code = ? AND id = ?", (county, wanted))
    return from_json(kind, loads(found[0][0])) if found else None


def write(connection: Connection, county: str, one: Decision | Meeting | Annotation, seq: int) -> None:
    """Put one in the place of its former self, with the number of its event."""
    table = TABLES[type(one)]
    rows.execute(connection, f"DELETE FROM {table.name} WHERE county_code = ? AND id = ?", (county, key(one)))  # noqa: S608
    row = (county, key(one), dumps(to_json(one)), one.demo, seq)
    rows.insert(connection, table, ("county_code", "id", "told", "demo", "last_event"), [row])


def marks(connection: Connection, county: str, kind: type[T]) -> dict[str, int]:
    """Number of the last event of each."""
    return dict(rows.select(connection, TABLES[kind].name, ("id", "last_event"), "county_code = ?", (county,)))


def delete_demo(connection: Connection, county: str) -> None:
    """Delete the meetings, decisions and annotations that were entered over demo rows."""
    for table in TABLES.values():
        rows.execute(connection, f"DELETE FROM {table.name} WHERE county_code = ? AND demo", (county,))  # noqa: S608

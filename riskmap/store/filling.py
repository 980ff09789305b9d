"""Rounds of filling in with their units, items, returns and figures."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from riskmap.domain.filling import FillingRound
from riskmap.store import rows
from riskmap.store.schema import FILLING, FILLING_CHILDREN, FILLING_SHAPES, FILLING_TABLES, filling_round


def load(connection: Connection, county: str, where: str = "", values: Sequence[Any] = ()) -> dict[str, FillingRound]:
    """Rounds by id, in order of id. `where` is our own SQL over the table filling_round, `?` for values."""
    condition = "county_code = ?" + (f" AND {where}" if where else "")
    parameters = (county, *values)
    inner = f"county_code = ? AND round_id IN (SELECT id FROM filling_round WHERE {condition})"  # noqa: S608
    children: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for field, table in FILLING_TABLES.items():
        shape = FILLING_SHAPES[field]
        names = ("round_id", *shape.names)
        for row in rows.select(connection, table, names, inner, (county, *parameters), "round_id, seq"):
            children[row[0]][field].append(shape.build(row[1:]))
    found = {}
    for row in rows.select(connection, "filling_round", FILLING.names, condition, parameters, "id"):
        facts = FILLING.decode(row)
        facts |= {field: tuple(own) for field, own in children[facts["id"]].items()}
        found[facts["id"]] = FillingRound(**facts)
    return found


def insert(connection: Connection, county: str, sent: FillingRound, seq: int) -> None:
    """Insert a round with all it holds; `seq`: number of its event."""
    names = ("county_code", *FILLING.names, "last_event")
    rows.insert(connection, filling_round, names, [[county, *FILLING.encode(sent), seq]])
    for field in FILLING_TABLES:
        _insert_children(connection, county, sent, field)


def _insert_children(connection: Connection, county: str, sent: FillingRound, field: str) -> None:
    shape = FILLING_SHAPES[field]
    names = ("county_code", "round_id", "seq", *shape.names)
    found = [[county, sent.id, seq, *shape.encode(one)] for seq, one in enumerate(getattr(sent, field))]
    rows.insert(connection, FILLING_CHILDREN[field], names, found)


def update(connection: Connection, county: str, before: FillingRound, after: FillingRound, seq: int) -> bool:
    """Write a round if its version is still that of `before`; False if somebody was faster."""
    names = (*(name for name in FILLING.names if name != "id"), "last_event")
    values = dict(zip(FILLING.names, FILLING.encode(after), strict=True)) | {"last_event": seq}
    assigned = ", ".join(f'"{name}" = ?' for name in names)
    touched = rows.execute(
        connection,
        f"UPDATE filling_round SET {assigned} WHERE county_code = ? AND id = ? AND version = ?",  # noqa: S608
        (*(values[name] for name in names), county, before.id, before.version),
    )
    if touched != 1:
        return False
    for field, table in FILLING_TABLES.items():
        if getattr(before, field) != getattr(after, field):
            statement = f'DELETE FROM "{table}" WHERE county_code = ? AND round_id = ?'  # noqa: S608
            rows.execute(connection, statement, (county, before.id))
            _insert_children(connection, county, after, field)
    return True


def delete_demo(connection: Connection, county: str) -> int:
    """Delete the rounds that were sent out over demo rows; how many."""
    for table in FILLING_TABLES.values():
        rows.execute(
            connection,
            f'DELETE FROM "{table}" WHERE county_code = ? AND round_id IN '  # noqa: S608
            "(SELECT id FROM filling_round WHERE county_code = ? AND demo)",
            (county, county),
        )
    return rows.execute(connection, "DELETE FROM filling_round WHERE county_code = ? AND demo", (county,))

"""Many rows at driver level: chunked executemany on SQLite, COPY on PostgreSQL; rows come back as plain tuples."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, compress
from typing import Any, Final

from sqlalchemy import Connection, Table

CHUNK: Final = 5_000
MANY: Final = 100  # fewer rows are not worth a COPY or a statement of their own
IN_LIMIT: Final = 500

Row = Sequence[Any]


def mark(connection: Connection) -> str:
    """The driver's placeholder."""
    return "?" if connection.dialect.name == "sqlite" else "%s"


def insert(connection: Connection, table: Table, names: Sequence[str], rows: Sequence[Row]) -> None:
    """Insert rows whose values stand in the order of `names`."""
    if rows:
        insert_columns(connection, table, names, [*zip(*rows, strict=True)])


def insert_columns(connection: Connection, table: Table, names: Sequence[str], values: Sequence[Sequence[Any]]) -> None:
    """The same with the values of each column together; there is at least one row."""
    count = len(values[0])
    if count >= MANY and connection.dialect.name == "sqlite":
        _insert_many(connection, table.name, names, values)
        return
    columns = ", ".join(f'"{name}"' for name in names)
    if count >= MANY:
        cursor = connection.connection.cursor()
        with cursor.copy(f'COPY "{table.name}" ({columns}) FROM STDIN') as copy:
            for row in zip(*values, strict=True):
                copy.write_row(row)
        cursor.close()
        return
    marks = ", ".join([mark(connection)] * len(names))
    statement = f'INSERT INTO "{table.name}" ({columns}) VALUES ({marks})'  # noqa: S608  # names of our own schema
    connection.exec_driver_sql(statement, [*zip(*values, strict=True)])


def _insert_many(connection: Connection, table: str, names: Sequence[str], columns: Sequence[Sequence[Any]]) -> None:
    """Into SQLite with many rows a statement; what they have in common is bound once.

    Binding is what the driver is slow at, above all None and True; and while a statement runs, other threads may work.
    """
    common = [values.count(values[0]) == len(values) for values in columns]
    common[-1] = False  # so that every row has something of its own
    shared = [values[0] for values, same in zip(columns, common, strict=True) if same]
    own = [*zip(*(values for values, same in zip(columns, common, strict=True) if not same), strict=True)]
    ordered = (*compress(names, common), *(name for name, same in zip(names, common, strict=True) if not same))
    raw = connection.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)
    size = (raw.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER) - len(shared)) // len(own[0])
    for start in range(0, len(own), size):
        piece = own[start : start + size]
        statement = _many(table, ordered, len(shared), len(piece))
        connection.exec_driver_sql(statement, (*shared, *chain.from_iterable(piece)))


@lru_cache(maxsize=16)
def _many(table: str, names: Sequence[str], shared: int, rows: int) -> str:
    """INSERT of so many rows; the first `shared` columns are the same in all of them."""
    marks = ", ".join([*(f"?{at}" for at in range(1, shared + 1)), *"?" * (len(names) - shared)])
    columns = ", ".join(f'"{name}"' for name in names)
    return f'INSERT INTO "{table}" ({columns}) VALUES {", ".join([f"({marks})"] * rows)}'  # noqa: S608  # our own names


def select(
    connection: Connection, table: str, names: Sequence[str], where: str = "", values: Row = (), order: str = ""
) -> list[tuple[Any, ...]]:
    """Rows of a table as plain tuples. `where` and `order` are ours, never text from outside; `?` marks a value."""
    found: list[tuple[Any, ...]] = _ask(connection, _statement(table, names, where, order), values).fetchall()
    return found


def stream(
    connection: Connection, table: str, names: Sequence[str], where: str = "", values: Row = (), order: str = ""
) -> Iterator[tuple[Any, ...]]:
    """The same, one chunk at a time in memory."""
    cursor = _ask(connection, _statement(table, names, where, order), values, stream=True)
    try:
        while chunk := cursor.fetchmany(CHUNK):
            yield from chunk
    finally:
        cursor.close()


def _statement(table: str, names: Sequence[str], where: str, order: str) -> str:
    columns = ", ".join(f'"{name}"' for name in names)
    statement = f'SELECT {columns} FROM "{table}"'  # noqa: S608  # names of our own schema
    statement += f" WHERE {where}" if where else ""
    return statement + (f" ORDER BY {order}" if order else "")


def _ask(connection: Connection, statement: str, values: Row, *, stream: bool = False) -> Any:
    """A cursor of the driver after the question; a stream on PostgreSQL stays on the server, out of our memory."""
    raw = connection.connection
    named = stream and connection.dialect.name == "postgresql"
    cursor = raw.cursor(name="stream") if named else raw.cursor()
    cursor.execute(statement.replace("?", mark(connection)), tuple(values))
    return cursor


def execute(connection: Connection, statement: str, values: Row = ()) -> int:
    """Run one statement of ours with `?` for values; the number of rows it touched."""
    return connection.exec_driver_sql(statement.replace("?", mark(connection)), tuple(values)).rowcount


def chunks(values: Iterable[str]) -> Iterator[list[str]]:
    """Pieces small enough for one IN (…)."""
    found = list(values)
    for start in range(0, len(found), IN_LIMIT):
        yield found[start : start + IN_LIMIT]


def among(name: str, values: Sequence[str]) -> str:
    """`name IN (?, …)`."""
    return f'"{name}" IN ({", ".join("?" * len(values))})'

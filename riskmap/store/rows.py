"""Many rows at driver level: chunked executemany on SQLite, COPY on PostgreSQL; rows come back as plain tuples."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Table

CHUNK: Final = 5_000
COPY_FROM: Final = 100  # fewer rows are not worth a COPY
IN_LIMIT: Final = 500

Row = Sequence[Any]


def mark(connection: Connection) -> str:
    """The driver's placeholder."""
    return "?" if connection.dialect.name == "sqlite" else "%s"


def insert(connection: Connection, table: Table, names: Sequence[str], rows: Sequence[Row]) -> None:
    """Insert rows whose values stand in the order of `names`."""
    if not rows:
        return
    columns = ", ".join(f'"{name}"' for name in names)
    if connection.dialect.name == "postgresql" and len(rows) >= COPY_FROM:
        cursor = connection.connection.cursor()
        with cursor.copy(f'COPY "{table.name}" ({columns}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)
        cursor.close()
        return
    marks = ", ".join([mark(connection)] * len(names))
    statement = f'INSERT INTO "{table.name}" ({columns}) VALUES ({marks})'  # noqa: S608  # names of our own schema
    for start in range(0, len(rows), CHUNK):
        connection.exec_driver_sql(statement, [*map(tuple, rows[start : start + CHUNK])])


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

"""The whole database to and from one SQLite file, whatever it lives in."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from riskmap.store import guards, rows
from riskmap.store.engine import open_engine, writing
from riskmap.store.migrate import upgrade
from riskmap.store.schema import metadata

PIECE: Final = 5_000


def write_file(connection: Connection, file: Path) -> dict[str, int]:
    """Write every row to `file`; rows by table.

    SQLite copies itself in one step: a stepwise copy starts anew on every commit, a plain file copy loses commits.
    """
    if connection.dialect.name == "sqlite":
        found = counts(connection)
        raw = connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        file.unlink(missing_ok=True)
        with closing(sqlite3.connect(file)) as target:
            raw.backup(target, pages=-1)
            target.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
        return found
    engine = open_engine(f"sqlite:///{file.as_posix()}")
    try:
        upgrade(engine)
        with writing(engine) as target_connection:
            found = copy_rows(connection, target_connection)
    finally:
        engine.dispose()  # an open connection of the pool would keep the log
    with closing(sqlite3.connect(file)) as target:
        target.execute("PRAGMA journal_mode=DELETE")
    return found


def version_of(file: Path) -> str:
    """The schema of a backup. Raises ValueError for a file that is none."""
    if not file.is_file():
        raise ValueError("there is no such file")
    try:
        with closing(sqlite3.connect(f"file:{file.absolute().as_posix()}?mode=ro", uri=True)) as connection:
            found = connection.execute("SELECT version_num FROM alembic_version").fetchall()
            if connection.execute("PRAGMA quick_check").fetchone() != ("ok",):
                raise ValueError("it is damaged")
    except sqlite3.DatabaseError as error:
        raise ValueError(str(error)) from error
    if len(found) != 1:
        raise ValueError("it has no version")
    return str(found[0][0])


def counts(connection: Connection) -> dict[str, int]:
    """Rows by table."""
    return {
        table.name: connection.exec_driver_sql(f'SELECT count(*) FROM "{table.name}"').scalar_one()  # noqa: S608
        for table in metadata.sorted_tables
    }


def counties(connection: Connection) -> list[str]:
    """The counties that have events, or had."""
    statement = "SELECT county_code FROM event UNION SELECT county_code FROM chain_head ORDER BY county_code"
    return [row[0] for row in connection.exec_driver_sql(statement)]


def copy_rows(source: Connection, target: Connection) -> dict[str, int]:
    """Copy every table, parents first, in pieces; rows by table."""
    copied = {}
    booleans_differ = source.dialect.name == "sqlite" != target.dialect.name
    for table in metadata.sorted_tables:
        names = [column.name for column in table.columns]
        flags = [at for at, c in enumerate(table.columns) if c.type.python_type is bool] if booleans_differ else []
        copied[table.name], piece = 0, []
        for row in rows.stream(source, table.name, names):
            piece.append(_as_flags(row, flags) if flags else row)
            if len(piece) == PIECE:
                rows.insert(target, table, names, piece)
                copied[table.name] += len(piece)
                piece = []
        rows.insert(target, table, names, piece)
        copied[table.name] += len(piece)
    return copied


def _as_flags(row: tuple[object, ...], flags: list[int]) -> tuple[object, ...]:
    values = list(row)
    for at in flags:
        values[at] = None if values[at] is None else bool(values[at])
    return tuple(values)


def empty(connection: Connection) -> None:
    """Delete every row, children first; events and heads are released for it and guarded again."""
    guards.release_events(connection)
    guards.release_heads(connection)
    for table in reversed(metadata.sorted_tables):
        connection.exec_driver_sql(f'DELETE FROM "{table.name}"')  # noqa: S608
    guards.protect_events(connection)
    guards.protect_heads(connection)

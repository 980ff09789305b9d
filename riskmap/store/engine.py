"""One way to open the database: SQLite by default, PostgreSQL by its address; one writer at a time on both."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import OperationalError

from riskmap.store.turnstile import turnstile

BUSY_SECONDS: Final = 60
GLANCE_SECONDS: Final = 0.001
WRITING: Final = "riskmap_writing"
AT_ONCE: Final = "at once"  # a value of WRITING: who waits for nobody
POSTPONED: Final = "riskmap_postponed"
LOG_PAGES: Final = 1_000  # SQLite copies its log into the file when it is longer
TURNSTILE: Final = "-turn"  # the file at which processes wait to write is called after the database
LOCK_SPACE: Final = 0x7269736B  # "risk": advisory locks of other programs live elsewhere

_locks: "WeakKeyDictionary[Engine, threading.RLock]" = WeakKeyDictionary()
_guard = threading.Lock()


def open_engine(url: str) -> Engine:
    """An engine on `url` (sqlite:///file or postgresql://…); connections are made when first needed.

    Raises ValueError for an address of another database or an SQLite address without a file.
    """
    address = make_url(url)
    backend = address.get_backend_name()
    if backend in {"postgresql", "postgres"}:
        return create_engine(address.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
    if backend != "sqlite":
        raise ValueError(f"{backend} is not supported, use sqlite or postgresql")
    if not address.database or address.database == ":memory:":
        raise ValueError("an SQLite address names a file: sqlite:///path/to/riskmap.sqlite3")
    Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS}, pool_size=16, max_overflow=32)
    event.listen(engine, "connect", _settle_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _settle_sqlite(connection: Any, record: Any) -> None:
    del record
    connection.isolation_level = None  # the driver begins nothing by itself
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_SECONDS * 1000}",
        "cache_size=-32768",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    how = connection.get_execution_options().get(WRITING, False)
    if not how:
        connection.exec_driver_sql("BEGIN")
        return
    if how == AT_ONCE:
        _begin_writing(_raw(connection), 0)
        return
    # A deferred BEGIN that turns into a write later fails at once when another writer was faster (STACK.md).
    with turnstile(Path(f"{connection.engine.url.database}{TURNSTILE}")):
        _begin_writing(_raw(connection), BUSY_SECONDS)


def _begin_writing(raw: sqlite3.Connection, seconds: float) -> None:
    """BEGIN IMMEDIATE as soon as the writer before is done: one waits here, often; SQLite would sleep ever longer."""
    until = time.monotonic() + seconds
    raw.execute("PRAGMA busy_timeout=0")
    try:
        while True:
            try:
                raw.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() >= until:
                    raise OperationalError("BEGIN IMMEDIATE", None, error) from error
                time.sleep(GLANCE_SECONDS)
            else:
                return
    finally:
        raw.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1_000:.0f}")


def _lock_of(engine: Engine) -> threading.RLock:
    with _guard:
        return _locks.setdefault(engine, threading.RLock())


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that is alone in writing; commits at the end, rolls back on any error.

    Threads of this process wait at a lock, processes at a turnstile before the database: BEGIN IMMEDIATE on SQLite, an
    advisory lock until the end of the transaction on PostgreSQL, where those who wait stand in a queue.
    """
    if engine.dialect.name != "sqlite":
        with engine.begin() as connection:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK_SPACE})")
            yield connection
        return
    with _lock_of(engine), engine.connect().execution_options(**{WRITING: True}) as connection:
        try:
            with connection.begin():
                yield connection
        finally:
            postponed = connection.info.pop(POSTPONED, False)
            if postponed:
                _raw(connection).execute(f"PRAGMA wal_autocheckpoint={LOG_PAGES}")
    if postponed:
        threading.Thread(target=_copy_log, args=(engine,), name="checkpoint").start()


@contextmanager
def writing_at_once(engine: Engine) -> Iterator[Connection | None]:
    """A transaction like `writing` if nobody writes at this moment, else None: for what is as well written later."""
    if engine.dialect.name != "sqlite":
        with engine.begin() as connection:
            free = connection.exec_driver_sql(f"SELECT pg_try_advisory_xact_lock({LOCK_SPACE})").scalar()
            yield connection if free else None
        return
    lock = _lock_of(engine)
    if not lock.acquire(blocking=False):
        yield None
        return
    try:
        with engine.connect().execution_options(**{WRITING: AT_ONCE}) as connection:
            try:
                begun = connection.begin()
            except OperationalError:  # another process writes
                yield None
                return
            with begun:
                yield connection
    finally:
        lock.release()


def postpone_checkpoint(connection: Connection) -> None:
    """Let this long transaction be over when it stands in the log; a thread copies it into the file after that."""
    if connection.dialect.name == "sqlite":
        _raw(connection).execute("PRAGMA wal_autocheckpoint=0")
        connection.info[POSTPONED] = True


def _copy_log(engine: Engine) -> None:
    # What cannot be done now is done with a later write.
    with suppress(OperationalError, sqlite3.OperationalError), engine.connect() as connection:
        _raw(connection).execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()


def _raw(connection: Connection) -> sqlite3.Connection:
    raw = connection.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)
    return raw


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction whose statements all see one state of the database."""
    options = {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}
    with engine.connect().execution_options(**options) as connection, connection.begin():
        yield connection

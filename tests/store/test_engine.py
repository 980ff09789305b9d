"""Opening databases, and many writers at once."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from riskmap.store import register
from riskmap.store.engine import open_engine, postpone_checkpoint, reading, writing, writing_at_once


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://localhost/x"])
def test_an_address_that_cannot_hold_a_ledger_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="sqlite"):
        open_engine(url)


def test_sqlite_is_safe_against_a_power_cut(tmp_path: object) -> None:
    with open_engine(f"sqlite:///{tmp_path}/deep/x.sqlite3").connect() as connection:
        told = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")]
    assert told == ["wal", 2]


def test_sixteen_writers_lose_nothing_and_never_meet_a_lock(engine: Engine) -> None:
    def take(_: int) -> list[int]:
        found = []
        for _ in range(10):
            with writing(engine) as connection:
                found += register.next_numbers(connection, "141034", "hazard", 2026, 1)
        return found

    with ThreadPoolExecutor(16) as pool:
        given = [number for numbers in pool.map(take, range(16)) for number in numbers]
    assert sorted(given) == list(range(1, 161))


def test_what_may_wait_is_not_written_while_somebody_writes_and_is_after_that(engine: Engine) -> None:
    def numbered() -> bool:
        with writing_at_once(engine) as connection:
            if connection is None:
                return False
            register.next_numbers(connection, "141034", "hazard", 2026, 1)
            return True

    other = open_engine(engine.url.render_as_string(hide_password=False))  # as another program has it
    with ThreadPoolExecutor(1) as pool:
        for busy in (engine, other):
            with writing(busy) as connection:
                register.next_numbers(connection, "141034", "hazard", 2026, 1)
                began = time.monotonic()
                assert pool.submit(numbered).result(5) is False
                assert time.monotonic() - began < 1
        assert pool.submit(numbered).result(5) is True
    other.dispose()
    with writing(engine) as connection:
        assert list(register.next_numbers(connection, "141034", "hazard", 2026, 1)) == [4]


def test_the_clock_of_the_database_speaks_utc(engine: Engine) -> None:
    with engine.connect() as connection:
        moment = register.now(connection)
    assert len(moment) == len("2026-11-23T08:00:00.000Z")
    assert moment.endswith("Z")


def _log_is_copied(engine: Engine, *, fails: bool = False) -> int:
    """Write more than SQLite leaves in its log, with the copying put off; how often it is copied from then on."""
    try:
        with writing(engine) as connection:
            postpone_checkpoint(connection)
            connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS long (told BLOB)")
            connection.exec_driver_sql("INSERT INTO long VALUES (zeroblob(8000000))")
            assert not fails
    except AssertionError:
        assert fails
    for thread in threading.enumerate():
        if thread.name == "checkpoint":
            thread.join()
    with engine.connect() as connection:
        return int(connection.exec_driver_sql("PRAGMA wal_autocheckpoint").scalar_one())


def test_the_log_of_a_long_transaction_is_copied_after_it(tmp_path: Path) -> None:
    file = tmp_path / "x.sqlite3"
    engine = open_engine(f"sqlite:///{file}")
    assert _log_is_copied(engine, fails=True) == 1_000
    assert file.stat().st_size < 1_000_000
    assert _log_is_copied(engine) == 1_000
    assert file.stat().st_size > 8_000_000
    with reading(engine) as connection:
        assert connection.exec_driver_sql("SELECT length(told) FROM long").scalar() == 8_000_000
    engine.dispose()


def test_who_waits_too_long_for_another_program_is_told_by_the_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (open_engine(f"sqlite:///{tmp_path}/x.sqlite3") for _ in range(2))
    monkeypatch.setattr("riskmap.store.engine.BUSY_SECONDS", 0.05)
    with writing(first), pytest.raises(OperationalError, match="locked"), writing(second):
        pass
    with writing(second) as connection:
        assert connection.exec_driver_sql("SELECT 1").scalar() == 1
    first.dispose()
    second.dispose()

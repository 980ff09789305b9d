"""Opening databases, and many writers at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine

from riskmap.store import register
from riskmap.store.engine import open_engine, writing


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


def test_the_clock_of_the_database_speaks_utc(engine: Engine) -> None:
    with engine.connect() as connection:
        moment = register.now(connection)
    assert len(moment) == len("2026-11-23T08:00:00.000Z")
    assert moment.endswith("Z")

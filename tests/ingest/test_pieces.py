"""A long file's hazards are made ready by a process of its own; the ledger is the same, and nothing if it fails."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from riskmap.domain.county import County
from riskmap.domain.gates import load_gates
from riskmap.ingest import child
from riskmap.ingest.run import dry_run
from riskmap.ledger import maintain, pieces, queries
from riskmap.ledger.batch import Actor
from riskmap.ledger.commands import Ledger
from riskmap.store import copying, events
from riskmap.store.engine import open_engine, reading
from riskmap.store.migrate import upgrade
from support.ledgers import MAJOR, ONE, write

OFFICE = Actor("bench", "安委办", "system")


@pytest.fixture
def engines(tmp_path: Path) -> Iterator[list[Engine]]:
    opened = [open_engine(f"sqlite:///{tmp_path / name}.sqlite3") for name in ("alone", "beside")]
    for one in opened:
        upgrade(one)
    yield opened
    for one in opened:
        one.dispose()


def take(engine: Engine, county: County, file: Path) -> None:
    index = queries.match_index(engine, county)
    dry = dry_run(file, county=county, match_index=index, today=date(2026, 11, 22), reader=child.work)
    Ledger(engine, county, load_gates()).import_batch(dry.batch, OFFICE)


def stored(engine: Engine, county: County) -> tuple[Any, ...]:
    """What the ledger holds but for ids, which are new each time, and visits named by the ids of enterprises."""
    index = queries.match_index(engine, county)
    own = {"id": "", "batch_id": "", "enterprise_id": "", "inspection_id": ""}
    hazards = [replace(one, **own) for one in index.load(index.known).values()]  # type: ignore[arg-type]
    with reading(engine) as connection:
        steps = [(one.seq, one.action, one.on_date, len(one.payload)) for one in events.read(connection, county.code)]
        counts = copying.counts(connection)
        given = connection.exec_driver_sql("SELECT year, value FROM counter ORDER BY year").fetchall()
    return hazards, steps, counts, [tuple(row) for row in given]


def ledger_of(folder: Path) -> Path:
    rows = [{**(ONE if at % 3 else MAJOR), "ledger_no": f"B{at}", "description": f"第{at}处"} for at in range(2_100)]
    return write(folder / "台账.csv", [*rows, {**ONE, "ledger_no": "C1", "found": "2025-12-01", "inspectors": "张某"}])


def test_a_process_beside_prepares_the_same_ledger(
    county: County, engines: list[Engine], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, (alone, beside) = ledger_of(tmp_path), engines
    take(alone, county, file)
    started: list[str] = []
    real = pieces.interpreter
    monkeypatch.setattr(pieces, "MANY", 2_000)
    monkeypatch.setattr(pieces.os, "cpu_count", lambda: 2)
    monkeypatch.setattr(pieces, "interpreter", lambda *told: started.append(told[0]) or real(*told))  # type: ignore[func-returns-value]
    take(beside, county, file)
    assert started == ["riskmap.ledger.pieces"]
    assert stored(beside, county) == stored(alone, county)
    assert maintain.verify(beside, county).ok


def test_a_process_that_fails_leaves_nothing_of_the_import(
    county: County, engines: list[Engine], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = engines[0]
    monkeypatch.setattr(pieces, "MANY", 2_000)
    monkeypatch.setattr(pieces.os, "cpu_count", lambda: 2)
    monkeypatch.setattr(pieces, "interpreter", lambda *_: ([sys.executable, "-c", "raise SystemExit(3)"], None))
    with pytest.raises(RuntimeError, match="ended with 3"):
        take(engine, county, ledger_of(tmp_path))
    with reading(engine) as connection:
        assert not any(copying.counts(connection).values())

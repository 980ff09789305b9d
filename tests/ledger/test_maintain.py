"""Verify finds what was changed behind the door; backup and restore lose nothing, on both databases."""

import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError

from riskmap.domain.enterprise import Enterprise, Inspection
from riskmap.domain.hazard import FiveItem, Item
from riskmap.ledger import maintain, queries
from riskmap.ledger.batch import PreparedBatch
from riskmap.ledger.commands import Ledger, Refused, RestoreError
from riskmap.store import guards, migrate
from riskmap.store.engine import open_engine
from riskmap.store.schema import FILLING_TABLES
from support.facts import DEPARTMENT, OFFICE, hazard

DAY = date(2026, 10, 9)


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    """Three hazards, one enterprise, one visit, one correction."""
    batch = PreparedBatch(
        "f", "0", creates=[hazard(1, five=(FiveItem(Item.FUNDS, "x"),)), hazard(2, enterprise_id="e1"), hazard(3)],
        fingerprints=["1", "2", "3"], enterprises=[Enterprise("e1", "甲厂", aliases=("甲",))],
        inspections=[Inspection("v1", DAY, "e1", found_nothing=True)],
    )  # fmt: skip
    ledger.import_batch(batch, OFFICE)
    first = queries.snapshot(ledger.engine, ledger.county).hazards["id"][0]
    ledger.act(first, "correct", {"field": "place", "new": "新处", "reason": "x"}, DEPARTMENT, 1, DAY)
    return ledger


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Engine]:
    """Another database, empty."""
    engine = open_engine(f"sqlite:///{(tmp_path / 'other.sqlite3').as_posix()}")
    migrate.upgrade(engine)
    yield engine
    engine.dispose()


def behind(ledger: Ledger, *statements: str) -> None:
    """Somebody with the file in hand, past the door and the triggers."""
    with ledger.engine.begin() as connection:
        guards.release_events(connection)
        guards.release_heads(connection)
        for statement in statements:
            connection.exec_driver_sql(statement)
        guards.protect_events(connection)
        guards.protect_heads(connection)


def faults(ledger: Ledger) -> str:
    return "\n".join(maintain.verify(ledger.engine, ledger.county).problems)


def test_a_sound_ledger_verifies(filled: Ledger) -> None:
    report = maintain.verify(filled.engine, filled.county)
    assert report.ok
    assert (report.events, report.hazards, report.enterprises, report.inspections) == (7, 3, 1, 1)


def test_an_empty_ledger_verifies(ledger: Ledger) -> None:
    assert maintain.verify(ledger.engine, ledger.county).ok


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE hazard SET description = 'x' WHERE ledger_no = 'L2'", "FX-2026-000002 does not say what its events"),
        ("UPDATE hazard SET version = 9 WHERE ledger_no = 'L2'", "version"),
        ("UPDATE five_item SET content = 'y'", "five"),
        ("DELETE FROM hazard WHERE ledger_no = 'L3'", "FX-2026-000003 of event"),
        ("UPDATE enterprise SET name = 'x'", "enterprise e1 does not say what event"),
        ("UPDATE enterprise_alias SET alias = 'x'", "enterprise e1 does not say"),
        ("DELETE FROM inspection", "inspection v1 of event"),
        ("UPDATE event SET payload = '{}' WHERE seq = 3", "event 3 was changed"),
        ("UPDATE event SET actor = 'x' WHERE seq = 7", "event 7 was changed"),
        ("DELETE FROM event WHERE seq = 2", "event 2 is missing"),
        ("DELETE FROM event WHERE seq = 7", "does not say what its events say"),
        ("UPDATE event SET entity_id = 'z' WHERE seq = 5", "has no events"),
    ],
)
def test_what_was_changed_behind_the_door_is_found(filled: Ledger, statement: str, told: str) -> None:
    behind(filled, statement)
    assert told in faults(filled)


@pytest.mark.parametrize(
    ("statements", "told"),
    [
        (("DELETE FROM event WHERE seq > 3",), "its head says 7: events 4 to 7 are gone"),
        (("DELETE FROM event", "DELETE FROM import_batch"), "its head says 7: events 1 to 7 are gone"),
        (("DELETE FROM chain_head",), "goes on after event 0"),
        (("UPDATE chain_head SET seq = 6",), "goes on after event 6"),
        (("UPDATE chain_head SET hash = 'x'",), "event 7 is not the one that was written last"),
        (("UPDATE hazard SET last_event = 9 WHERE ledger_no = 'L2'",), "names event 9 as its last, the chain has"),
        (("UPDATE inspection SET last_event = 9",), "inspection v1 names event 9"),
        (("UPDATE counter SET value = 5",), "5 numbers of 2026 were given, the events know 3"),
        (("DELETE FROM counter",), "0 numbers of 2026 were given, the events know 3"),
        (("DELETE FROM import_batch",), "of an event is missing"),
    ],
)
def test_a_chain_that_lost_its_end_is_found(filled: Ledger, statements: tuple[str, ...], told: str) -> None:
    behind(filled, *statements)
    assert told in faults(filled)


def test_an_end_cut_off_with_all_that_hangs_on_it_is_found(filled: Ledger) -> None:
    """The last event, its effect on the row and the row's own mark: nothing is left of it but the head."""
    before = queries.hazard(filled.engine, filled.county, _first(filled))
    behind(filled, *_undo(filled))
    after = queries.hazard(filled.engine, filled.county, before.id)
    assert (after.version, after.place) == (1, hazard(1).place)
    assert faults(filled) == "the chain ends at event 6, its head says 7: events 7 to 7 are gone"


def _first(ledger: Ledger) -> str:
    return str(queries.snapshot(ledger.engine, ledger.county).hazards["id"][0])


def _undo(ledger: Ledger) -> tuple[str, ...]:
    """What takes the correction of `filled` back, event and row alike."""
    with ledger.engine.connect() as connection:
        seq = connection.exec_driver_sql("SELECT min(seq) FROM event WHERE action = 'register'").scalar_one()
    row = f"place = '{hazard(1).place}', version = 1, touched = FALSE, last_event = {seq}"
    return "DELETE FROM event WHERE seq = 7", f"UPDATE hazard SET {row} WHERE ledger_no = 'L1'"


def test_nothing_is_written_on_top_of_a_cut_chain(filled: Ledger) -> None:
    behind(filled, *_undo(filled))
    with pytest.raises(Refused) as refused:
        filled.act(_first(filled), "correct", {"field": "place", "new": "x", "reason": "x"}, DEPARTMENT, 1, DAY)
    assert refused.value.codes == ("chain:broken",)
    assert "events 7 to 7 are gone" in faults(filled)


def test_a_head_kept_outside_is_looked_for_in_the_chain(filled: Ledger) -> None:
    """Who holds the file can take the head back too; not the one on a sheet of paper in another house."""
    kept = maintain.verify(filled.engine, filled.county).head
    assert kept.seq == 7
    filled.import_batch(PreparedBatch("f", "0", creates=[hazard(4)], fingerprints=["x"]), OFFICE)
    assert maintain.verify(filled.engine, filled.county, expected=kept.hash).ok
    with filled.engine.connect() as connection:
        sixth = connection.exec_driver_sql("SELECT hash FROM event WHERE seq = 6").scalar_one()
    now = maintain.verify(filled.engine, filled.county).head
    batch = "DELETE FROM import_batch WHERE id = (SELECT entity_id FROM event WHERE seq = 9)"
    rest = ("DELETE FROM hazard WHERE ledger_no = 'L4'", "UPDATE counter SET value = 3", batch)
    cut = "DELETE FROM event WHERE seq > 7"
    back = f"UPDATE chain_head SET seq = 6, hash = '{sixth}'"
    undo = _undo(filled)
    behind(filled, *rest, cut, *undo, back)
    assert maintain.verify(filled.engine, filled.county).ok
    for head in (kept, now):
        report = maintain.verify(filled.engine, filled.county, expected=head.hash)
        assert report.problems == (
            f"no event bears the hash {head.hash}: the chain was cut off or rewritten before it",
        )


@pytest.mark.parametrize("statement", ["UPDATE chain_head SET seq = 6", "DELETE FROM chain_head"])
def test_the_database_lets_a_head_only_move_forward(filled: Ledger, statement: str) -> None:
    with pytest.raises(DatabaseError, match="only moves forward"), filled.engine.begin() as connection:
        connection.exec_driver_sql(statement)


def test_a_ledger_from_before_heads_were_kept_gets_one(filled: Ledger) -> None:
    with filled.engine.begin() as connection:
        guards.release_heads(connection)
        later = ("chain_head", "published_form", "statement", *FILLING_TABLES.values(), "filling_round")
        for table in (*later, "sender_profile"):
            connection.exec_driver_sql(f"DROP TABLE {table}")
        connection.exec_driver_sql("ALTER TABLE hazard DROP COLUMN legacy")
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    migrate.upgrade(filled.engine)
    assert maintain.verify(filled.engine, filled.county).ok
    assert filled.import_batch(PreparedBatch("f", "0", creates=[hazard(4)], fingerprints=["x"]), OFFICE).revision == 9


def test_a_backup_names_its_head_and_one_cut_short_is_refused(filled: Ledger, other: Engine, tmp_path: Path) -> None:
    heads = maintain.backup(filled.engine, tmp_path / "b.sqlite3")
    assert heads == {filled.county.code: maintain.verify(filled.engine, filled.county).head}
    connection = sqlite3.connect(tmp_path / "b.sqlite3")
    with connection:
        connection.execute("DROP TRIGGER event_no_delete")
        for statement in _undo(filled):
            connection.execute(statement)
    connection.close()
    with pytest.raises(RestoreError, match="its head says 7"):
        maintain.restore(other, tmp_path / "b.sqlite3")


def test_a_hazard_slipped_in_behind_the_door_is_found(filled: Ledger) -> None:
    columns = "county_code, hazard_no, found, " + ", ".join(
        name for name in _columns(filled.engine) if name not in {"county_code", "hazard_no", "found", "id"}
    )
    behind(
        filled,
        "INSERT INTO hazard (id, " + columns + ") SELECT 'zz', county_code, 'FX-2026-000099', found, "
        + columns.split("found, ", 1)[1] + " FROM hazard WHERE ledger_no = 'L3'",
    )  # fmt: skip
    assert "FX-2026-000099 has no events" in faults(filled)


def _columns(engine: Engine) -> list[str]:
    from riskmap.store.schema import hazard as table

    del engine
    return [column.name for column in table.columns]


def test_problems_are_counted_when_there_are_many(ledger: Ledger) -> None:
    found = [hazard(at) for at in range(60)]
    ledger.import_batch(PreparedBatch("f", "0", creates=found, fingerprints=["x"] * 60), OFFICE)
    behind(ledger, "UPDATE hazard SET place = 'x'")
    problems = maintain.verify(ledger.engine, ledger.county).problems
    assert (len(problems), problems[-1]) == (21, "… and 40 more")


def state(engine: Engine, county: Any) -> list[Any]:
    told = queries.snapshot(engine, county)
    frames = (told.hazards, told.spells, told.enterprises, told.inspections)
    index = queries.match_index(engine, county)
    return [told.revision, told.updated_at, index.known, *(frame.astype(str).to_dict() for frame in frames)]


def test_a_backup_restored_elsewhere_is_the_same_ledger(filled: Ledger, other: Engine, tmp_path: Path) -> None:
    file = tmp_path / "backup.sqlite3"
    maintain.backup(filled.engine, file)
    assert [one.name for one in tmp_path.glob("*backup*")] == ["backup.sqlite3"]
    counts = maintain.restore(other, file)
    assert (counts["hazard"], counts["event"]) == (3, 7)
    assert state(other, filled.county) == state(filled.engine, filled.county)
    assert maintain.verify(other, filled.county).ok


def test_a_ledger_is_restored_over_itself_only_when_that_is_said(filled: Ledger, tmp_path: Path) -> None:
    file = tmp_path / "backup.sqlite3"
    maintain.backup(filled.engine, file)
    before = state(filled.engine, filled.county)
    filled.import_batch(PreparedBatch("f", "0", creates=[hazard(4)], fingerprints=["x"]), OFFICE)
    with pytest.raises(RestoreError) as refused:
        maintain.restore(filled.engine, file)
    assert refused.value.code == "not_empty"
    maintain.restore(filled.engine, file, replace=True)
    assert state(filled.engine, filled.county) == before
    behind(filled, "SELECT 1")  # the guards stand again: releasing them would fail otherwise
    one = PreparedBatch("f", "0", creates=[hazard(4)], fingerprints=["x"])
    assert filled.import_batch(one, OFFICE).revision == 9
    assert maintain.verify(filled.engine, filled.county).ok


def test_a_backup_while_others_write_is_one_moment_of_the_ledger(filled: Ledger, other: Engine, tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    def write(number: int) -> None:
        filled.import_batch(PreparedBatch("f", "0", creates=[hazard(number)], fingerprints=["x"]), OFFICE)

    with ThreadPoolExecutor(4) as pool:
        writes = [pool.submit(write, number) for number in range(10, 30)]
        maintain.backup(filled.engine, tmp_path / "b.sqlite3")
        for one in writes:
            one.result()
    maintain.restore(other, tmp_path / "b.sqlite3")
    assert maintain.verify(other, filled.county).ok


@pytest.mark.parametrize("content", [b"", b"not a database", None])
def test_a_file_that_is_no_backup_is_refused(other: Engine, tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "no.sqlite3"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(RestoreError) as refused:
        maintain.restore(other, file)
    assert refused.value.code == "not_a_backup"


def _edited(ledger: Ledger, file: Path, *statements: str) -> Path:
    maintain.backup(ledger.engine, file)
    connection = sqlite3.connect(file)
    with connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()
    return file


def test_a_backup_of_a_newer_program_is_refused(filled: Ledger, other: Engine, tmp_path: Path) -> None:
    file = _edited(filled, tmp_path / "b.sqlite3", "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(RestoreError, match="newer") as refused:
        maintain.restore(other, file)
    assert refused.value.code == "newer_schema"


@pytest.mark.parametrize("statement", ["UPDATE hazard SET place = 'x'", "DELETE FROM five_item"])
def test_a_backup_that_was_changed_is_refused_and_nothing_is_lost(
    filled: Ledger, tmp_path: Path, statement: str
) -> None:
    file = _edited(filled, tmp_path / "b.sqlite3", statement)
    before = state(filled.engine, filled.county)
    with pytest.raises(RestoreError) as refused:
        maintain.restore(filled.engine, file, replace=True)
    assert refused.value.code == "broken"
    assert state(filled.engine, filled.county) == before


def test_a_backup_that_cannot_be_written_says_so(filled: Ledger, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        maintain.backup(filled.engine, tmp_path / "none" / "b.sqlite3")


def test_a_ledger_that_is_broken_is_not_backed_up_over_a_good_backup(filled: Ledger, tmp_path: Path) -> None:
    file = tmp_path / "b.sqlite3"
    maintain.backup(filled.engine, file)
    good = file.read_bytes()
    behind(filled, "UPDATE hazard SET place = 'x'")
    with pytest.raises(RestoreError, match="does not say"):
        maintain.backup(filled.engine, file)
    assert file.read_bytes() == good

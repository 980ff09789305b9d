"""`verify`, `backup`, `restore`."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from support.commands import Run, open_row, row, workbook


@pytest.fixture
def ledger(holding: Callable[..., Run]) -> Run:
    return holding([row(1), open_row(2)])


def test_a_sound_ledger_verifies(ledger: Run) -> None:
    answer = ledger("verify")
    assert (answer.code, answer.document["ok"]) == (0, True)


def test_a_row_changed_behind_the_door_is_found(ledger: Run, tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "var" / "riskmap.sqlite3")
    with connection:
        connection.execute("UPDATE hazard SET description = 'x' WHERE ledger_no = 'T001'")
    connection.close()
    answer = ledger("verify")
    assert (answer.code, answer.document["ok"]) == (1, False)
    assert answer.document["problems"]


def test_a_backup_brings_the_ledger_back(ledger: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = ledger("metrics", "--by", "township").document
    answer = ledger("backup", tmp_path / "b.sqlite3")
    assert (answer.code, answer.document["bytes"] > 0) == (0, True)
    monkeypatch.setenv("RISKMAP_DATA_DIR", str(tmp_path / "other"))
    assert ledger("restore", tmp_path / "b.sqlite3").code == 0
    assert ledger("metrics", "--by", "township").document == before
    assert ledger("verify").code == 0


@pytest.mark.parametrize("content", [b"", b"not a database"])
def test_a_file_that_is_no_backup_is_refused(ledger: Run, tmp_path: Path, content: bytes) -> None:
    before = ledger("metrics").document
    file = tmp_path / "no.sqlite3"
    file.write_bytes(content)
    answer = ledger("restore", file)
    assert answer.code == 2
    assert answer.err.strip()
    assert ledger("metrics").document == before


def test_a_missing_backup_is_refused(riskmap: Run, tmp_path: Path) -> None:
    assert riskmap("restore", tmp_path / "none.sqlite3").code == 2


def test_verify_and_backup_print_the_head_and_verify_asks_for_one_kept_outside(ledger: Run, tmp_path: Path) -> None:
    head = ledger("verify").document["head"]
    assert head == ledger("backup", tmp_path / "b.sqlite3").document["head"]
    ledger("import", workbook(tmp_path / "c.xlsx", [row(3)]))
    digest = head.split(":")[1]
    grouped = " ".join(digest[at : at + 8] for at in range(0, 64, 8))  # as the sheet to be kept prints it
    for told in (head, digest, head.upper(), grouped):
        assert ledger("verify", "--head", told).code == 0
    other = ledger("verify", "--head", "0" * 63 + "1")
    assert (other.code, other.document["ok"]) == (1, False)
    for wrong in ("7", "7:abc", "x" * 64):
        answer = ledger("verify", "--head", wrong)
        assert (answer.code, answer.out) == (2, "")
        assert "--head" in answer.err


def test_an_import_onto_a_cut_chain_is_refused_in_words(ledger: Run, tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "var" / "riskmap.sqlite3")
    with connection:
        connection.execute("DROP TRIGGER event_no_delete")
        connection.execute("DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)")
    connection.close()
    assert ledger("verify").code == 1
    answer = ledger("import", workbook(tmp_path / "c.xlsx", [row(3)]))
    assert answer.code == 2
    assert "chain of events does not end where its head says" in answer.err


def test_a_backup_of_a_newer_program_is_refused(ledger: Run, tmp_path: Path) -> None:
    ledger("backup", tmp_path / "b.sqlite3")
    connection = sqlite3.connect(tmp_path / "b.sqlite3")
    with connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    answer = ledger("restore", tmp_path / "b.sqlite3", "--replace")
    assert answer.code == 2
    assert "newer" in answer.err
    assert ledger("metrics").document["total"]["found"] == 2

"""The same commands on SQLite and on PostgreSQL: the same figures, and a backup that goes from one to the other."""

from pathlib import Path

import pytest

from support.commands import Run, open_row, row, workbook


@pytest.fixture
def ledger(riskmap: Run, tmp_path: Path, empty_database_url: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("RISKMAP_DATABASE_URL", empty_database_url)
    rows = [row(1), open_row(2), open_row(3, 隐患等级="重大", 所属乡镇="对竹镇")]
    assert riskmap("import", workbook(tmp_path / "a.xlsx", rows)).code == 0
    return riskmap


def test_a_ledger_gives_the_same_figures_on_both(ledger: Run) -> None:
    total = ledger("metrics").document["total"]
    assert (total["found"], total["closed"], total["stock"], total["stock_major"]) == (3, 1, 2, 1)
    assert ledger("verify").code == 0


def test_a_backup_of_either_opens_as_sqlite(ledger: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = ledger("metrics", "--by", "sector,township").document
    assert ledger("backup", tmp_path / "b.riskmap").code == 0
    monkeypatch.delenv("RISKMAP_DATABASE_URL")
    assert ledger("restore", tmp_path / "b.riskmap").code == 0
    assert ledger("metrics", "--by", "sector,township").document == before


def test_the_demo_stays_away_from_real_rows(ledger: Run) -> None:
    assert ledger("demo", "load").code == 2  # real hazards are there


def test_a_start_prepares_either(riskmap: Run, empty_database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RISKMAP_DATABASE_URL", empty_database_url)
    assert riskmap("prepare").document == {"demo": "loaded"}
    assert riskmap("prepare").document == {"demo": "kept"}
    assert 150 <= riskmap("metrics").document["total"]["stock"] <= 250
    assert riskmap("verify").code == 0

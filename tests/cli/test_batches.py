"""`batches list`, `batches undo ID` and `import --opening` from the command line."""

from datetime import date
from pathlib import Path

from support.commands import Run, open_row, row, workbook


def found(riskmap: Run) -> int:
    return int(riskmap("metrics").document["total"]["found"])


def test_a_file_is_listed_and_undone_and_verify_stays_green(riskmap: Run, tmp_path: Path) -> None:
    riskmap("import", workbook(tmp_path / "a.xlsx", [row(1), open_row(2)]))
    riskmap("import", workbook(tmp_path / "b.xlsx", [open_row(3), open_row(2, 整改期限=date(2026, 10, 20))]))
    before = riskmap("metrics").document["total"]
    last, first = riskmap("batches", "list").document["batches"]
    assert (first["file"], last["file"]) == ("a.xlsx", "b.xlsx")
    assert (last["counts"]["created"], last["counts"]["changed"], last["undone"]) == (1, 1, None)
    assert last["columns"]["隐患描述"] == "description"
    assert last["findings"] is not None
    assert len(last["sha256"]) == 64
    done = riskmap("batches", "undo", last["id"])
    assert (done.code, done.document["hazards"], done.document["restored"]) == (0, 1, 1)
    assert found(riskmap) == before["found"] - 1
    assert riskmap("batches", "list").document["batches"][0]["undone"]["hazards"] == 1
    assert riskmap("verify").code == 0


def test_an_undo_that_cannot_be_is_refused_in_words(riskmap: Run, tmp_path: Path) -> None:
    riskmap("import", workbook(tmp_path / "a.xlsx", [open_row(1)]))
    riskmap("import", workbook(tmp_path / "b.xlsx", [open_row(1, 整改期限=date(2026, 10, 20))]))
    first = riskmap("batches", "list").document["batches"][1]["id"]
    answer = riskmap("batches", "undo", first)
    assert (answer.code, answer.document["undone"]) == (2, False)
    assert "FX-2026-000001" in answer.err
    assert "later changed" in answer.err
    assert riskmap("batches", "undo", "nothing").code == 2
    assert found(riskmap) == 1


def test_an_opening_import_keeps_the_state_of_the_old_ledger(riskmap: Run, tmp_path: Path) -> None:
    file = workbook(tmp_path / "old.xlsx", [row(1), row(2), open_row(3)])
    plain = riskmap("import", file, "--dry-run").document
    assert "opening" not in plain
    report = riskmap("import", file, "--opening", "2026-12-01").document
    assert report["opening"]["since"] == "2026-12-01"
    assert report["opening"]["legacy"] == 2
    total = riskmap("metrics").document["total"]
    assert (total["closed"], total["stock"]) == (2, 1)
    assert riskmap("import", file, "--opening", "2026-12-01").document["unchanged"] == 3
    assert riskmap("batches", "list").document["batches"][-1]["opening"] == "2026-12-01"
    assert riskmap("verify").code == 0


def test_rows_from_the_opening_day_on_are_no_old_ledger(riskmap: Run, tmp_path: Path) -> None:
    file = workbook(tmp_path / "old.xlsx", [row(1)])
    assert riskmap("import", file, "--opening", "2020-01-01").document["opening"]["legacy"] == 0
    assert riskmap("import", file, "--opening", "someday").code == 2

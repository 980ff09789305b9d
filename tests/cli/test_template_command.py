"""`template`: an empty workbook that comes back without a question."""

from pathlib import Path

import openpyxl
import pytest

from support.commands import Run


@pytest.mark.parametrize("kind", ["ledger", "register"])
def test_a_template_is_written_and_imports_without_a_question(riskmap: Run, tmp_path: Path, kind: str) -> None:
    file = tmp_path / f"{kind}.xlsx"
    answer = riskmap("template", kind, "--out", file)
    assert (answer.code, answer.document["kind"], answer.document["bytes"]) == (0, kind, file.stat().st_size)
    sheet = openpyxl.load_workbook(file).worksheets[0]
    assert sheet.data_validations.dataValidation  # drop-downs
    taken = riskmap("import", file)
    assert (taken.code, taken.document["rows"], taken.document["issues"]) == (0, 0, [])


@pytest.mark.parametrize(("kind", "rows"), [("villages", 94), ("emergency", 1)])
def test_a_template_of_places_holds_what_the_county_knows(riskmap: Run, tmp_path: Path, kind: str, rows: int) -> None:
    file = tmp_path / f"{kind}.xlsx"
    assert riskmap("template", kind, "--out", file).code == 0
    assert openpyxl.load_workbook(file).worksheets[0].max_row == rows


def test_a_place_that_cannot_be_written_is_a_sentence(riskmap: Run, tmp_path: Path) -> None:
    answer = riskmap("template", "ledger", "--out", tmp_path / "nowhere" / "x.xlsx")
    assert answer.code == 1
    assert "cannot be written" in answer.err


def test_an_unknown_kind_is_refused(riskmap: Run, tmp_path: Path) -> None:
    answer = riskmap("template", "letter", "--out", tmp_path / "x.xlsx")
    assert answer.code == 2
    assert "letter" in answer.err
    assert not (tmp_path / "x.xlsx").exists()

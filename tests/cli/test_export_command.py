"""`export hazards`: the rows of a filter in three forms."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from support.commands import Run, open_row, row

EVIL = '=HYPERLINK("http://example.invalid","x")'


@pytest.fixture
def ledger(holding: Callable[..., Run]) -> Run:
    rows = [row(1), open_row(2, 隐患描述=EVIL), open_row(3, 隐患描述="+1+1", 所属乡镇="对竹镇")]
    return holding(rows)


def cells(path: Path) -> list[str]:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [cell for line in csv.reader(file) for cell in line]
    sheet = openpyxl.load_workbook(path).worksheets[-1]
    return [str(cell.value) for line in sheet.iter_rows() for cell in line if cell.value is not None]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_formulas_leave_as_text(ledger: Run, tmp_path: Path, form: str) -> None:
    out = tmp_path / f"out.{form}"
    answer = ledger("export", "hazards", "--purpose", "p", "--format", form, "--out", out)
    assert (answer.code, answer.document["rows"]) == (0, 3)
    found = cells(out)
    assert not [cell for cell in found if cell.startswith(("=", "+", "@"))]
    assert any("HYPERLINK" in cell for cell in found)


def test_geojson_has_one_feature_a_hazard(ledger: Run, tmp_path: Path) -> None:
    out = tmp_path / "out.geojson"
    assert ledger("export", "hazards", "--purpose", "p", "--format", "geojson", "--out", out).code == 0
    document = json.loads(out.read_text(encoding="utf-8"))
    assert (document["type"], len(document["features"])) == ("FeatureCollection", 3)


@pytest.mark.parametrize("form", ["csv", "xlsx", "geojson"])
def test_a_filter_that_holds_nothing_writes_a_file_without_rows(ledger: Run, tmp_path: Path, form: str) -> None:
    answer = ledger(
        "export", "hazards", "--purpose", "p", "--format", form, "--out", tmp_path / f"o.{form}", "--where", "q=nowhere"
    )
    assert (answer.code, answer.document["rows"]) == (0, 0)


def test_filters_choose_the_rows(ledger: Run, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    assert (
        ledger(
            "export", "hazards", "--purpose", "p", "--format", "csv", "--out", out, "--where", "township=141034101"
        ).document["rows"]
        == 1
    )
    assert (
        ledger(
            "export", "hazards", "--purpose", "p", "--format", "csv", "--out", out, "--where", "status=closed"
        ).document["rows"]
        == 1
    )


def test_an_unknown_filter_writes_nothing(ledger: Run, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    assert (
        ledger("export", "hazards", "--purpose", "p", "--format", "csv", "--out", out, "--where", "colour=red").code
        == 2
    )
    assert not out.exists()


def test_a_place_that_cannot_be_written_is_said(ledger: Run, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("x")
    answer = ledger("export", "hazards", "--purpose", "p", "--format", "csv", "--out", blocked / "out.csv")
    assert answer.code == 1
    assert "cannot be written" in answer.err


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_export_goes_back_in_as_the_same_hazards(ledger: Run, tmp_path: Path, form: str) -> None:
    out = tmp_path / f"out.{form}"
    ledger("export", "hazards", "--purpose", "p", "--format", form, "--out", out)
    report = ledger("import", out).document
    assert (report["accepted"], report["created"], report["changed"], report["unchanged"]) == (3, 0, 0, 3)


def test_an_export_leaves_an_event_with_its_purpose_and_the_chain_holds(ledger: Run, tmp_path: Path) -> None:
    events = ledger("verify").document["events"]
    out = tmp_path / "out.csv"
    ledger(
        "export", "hazards", "--format", "csv", "--out", out, "--purpose", "上报市安委办", "--where", "grade=general"
    )
    answer = ledger("verify")
    assert (answer.code, answer.document["events"]) == (0, events + 1)


def test_an_export_that_cannot_be_written_leaves_no_event(ledger: Run, tmp_path: Path) -> None:
    events = ledger("verify").document["events"]
    (tmp_path / "file").write_text("x")
    assert (
        ledger("export", "hazards", "--purpose", "p", "--format", "csv", "--out", tmp_path / "file" / "out.csv").code
        == 1
    )
    assert ledger("verify").document["events"] == events


def test_an_exported_workbook_opens_with_its_purpose(ledger: Run, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    ledger("export", "hazards", "--format", "xlsx", "--out", out, "--purpose", "周调度会", "--where", "overdue=1")
    cover = openpyxl.load_workbook(out).worksheets[0]
    assert {"周调度会", "只看超期：是"} & {str(cell.value) for row in cover.iter_rows() for cell in row} >= {"周调度会"}

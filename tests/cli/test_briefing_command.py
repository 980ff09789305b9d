"""`report weekly` writes the papers of a week; their numbers are those of the metrics command for the same days."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from support.commands import Run, open_row, row


@pytest.fixture
def county(holding: Callable[..., Run]) -> Run:
    return holding([row(number) for number in range(1, 9)] + [open_row(number) for number in range(9, 14)])


def figures_of(path: Path) -> dict[str, str]:
    table = openpyxl.load_workbook(path)["总体情况"]
    return {str(line[0].value): str(line[1].value) for line in list(table.iter_rows())[1:]}


def test_the_papers_agree_with_each_other_and_with_the_metrics(county: Run, tmp_path: Path) -> None:
    out = tmp_path / "papers"
    answer = county("report", "weekly", "--out", out, "--lang", "zh_CN")
    assert answer.code == 0, answer.err
    told = answer.document
    assert {Path(one).suffix for one in told["files"]} == {".docx", ".xlsx", ".pdf", ".pptx"}
    week = told["week"]
    total = county("metrics", "--by", "sector", "--as-of", told["as_of"], "--json").document["total"]
    assert told["figures"]["stock"] == total["stock"]
    assert told["figures"]["stock_overdue"] == total["stock_overdue"]
    assert told["figures"]["year.due_passed"] == total["due_passed"]
    figures = figures_of(out / f"weekly_{week}.xlsx")
    assert figures["未销号"] == str(total["stock"])
    assert figures["超期未整改"] == str(total["stock_overdue"])
    file = Document(BytesIO((out / f"weekly_{week}.docx").read_bytes()))
    said = "\n".join(one.text for one in file.paragraphs)
    assert f"现存 {total['stock']} 项" in said
    assert f"超期未整改 {total['stock_overdue']} 项" in said
    assert f"{total['due_passed']}/{total['due']}" in said


@pytest.mark.parametrize("week", ["2026-47", "2030-W01", "W1"])
def test_a_week_that_is_none_is_refused_and_writes_nothing(county: Run, tmp_path: Path, week: str) -> None:
    answer = county("report", "weekly", "--week", week, "--out", tmp_path / "none")
    assert answer.code == 2
    assert week in answer.err
    assert not (tmp_path / "none").exists()

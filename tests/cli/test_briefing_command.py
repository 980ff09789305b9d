"""`report weekly`, `monthly`, `quarterly`: the numbers of the papers are those of the metrics command."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from riskmap.cli.office import Office
from riskmap.ledger.batch import Actor
from support.commands import Run, open_row, row
from support.cut_off import county_ending


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


@pytest.mark.parametrize(
    ("paper", "word", "name", "title"),
    [
        ("monthly", "month", "2026-10", "月报（2026年10月）"),
        ("quarterly", "quarter", "2026-Q4", "季报（2026年第4季度）"),
    ],
)  # fmt: skip
def test_months_and_quarters_have_the_same_papers(
    county: Run, tmp_path: Path, paper: str, word: str, name: str, title: str
) -> None:
    out = tmp_path / "papers"
    answer = county("report", paper, f"--{word}", name, "--out", out, "--lang", "zh_CN", "--format", "docx", "xlsx")
    assert answer.code == 0, answer.err
    told = answer.document
    assert told[word] == name
    assert told["as_of"] == ("2026-10-31" if word == "month" else "2026-11-18")
    total = county("metrics", "--by", "sector", "--as-of", told["as_of"], "--json").document["total"]
    alone = ("--from", "2026-10-01", "--as-of", told["as_of"], "--json")
    own = county("metrics", "--by", "sector", *alone).document["total"]
    assert told["figures"]["stock"] == total["stock"]
    assert told["figures"]["new_in_period"] == own["new_in_period"] == 13
    said = "\n".join(one.text for one in Document(BytesIO((out / f"{paper}_{name}.docx").read_bytes())).paragraphs)
    assert title in said
    assert f"{own['due_passed']}/{own['due']}" in said  # the period alone beside the year


def test_a_paper_stands_beside_any_other_period_of_its_kind(county: Run, tmp_path: Path) -> None:
    out = tmp_path / "papers"
    told = ("report", "weekly", "--week", "2026-W46", "--against", "2026-W40", "--out", out, "--format", "xlsx")
    answer = county(*told, "--lang", "zh_CN")
    assert answer.code == 0, answer.err
    table = openpyxl.load_workbook(out / "weekly_2026-W46.xlsx")["总体情况"]
    head, *rows = [[cell.value for cell in line] for line in table.iter_rows()]
    assert head[-2:] == ["2026年第40周", "增减（项）"]
    (new,) = [row for row in rows if row[0] == "新增"]
    assert (new[1], new[-2], new[-1]) == (0, 13, -13)
    assert county(*told[:5], "2026-10", "--out", tmp_path / "none").code == 2


def test_the_enforcement_sheet_and_the_list_of_open_hazards_stand_in_the_workbook(county: Run, tmp_path: Path) -> None:
    county("report", "weekly", "--out", tmp_path, "--lang", "zh_CN", "--format", "xlsx")
    (path,) = tmp_path.glob("weekly_*.xlsx")
    book = openpyxl.load_workbook(path)
    assert [cell.value for cell in book["执法情况"][1]] == ["指标", "本周", "上周", "本年累计"]
    assert book["现存隐患台账"].max_row == 6  # five open ones


def test_a_closed_meeting_gives_the_figures_it_froze_and_tells_what_differs(county: Run, tmp_path: Path) -> None:
    office = Office.open()
    revision, actor = office.snapshot.revision, Actor("o", "县安委办", "committee")
    kept = {"stock": 4711, "year.due": 50, "year.due_passed": 49}
    office.ledger.close_meeting("2026-W46", kept, revision, actor, 0, office.today)
    out = tmp_path / "papers"
    asked = ("report", "weekly", "--week", "2026-W46", "--out", out, "--lang", "zh_CN")
    told = county(*asked, "--format", "xlsx", "docx").document
    assert (told["figures"]["stock"], told["figures"]["year.due"]) == (4711, 50)
    assert figures_of(out / "weekly_2026-W46.xlsx")["未销号"] == "4711"
    book = openpyxl.load_workbook(out / "weekly_2026-W46.xlsx")
    rows = {row[0].value: [cell.value for cell in row[1:]] for row in book["与定稿的差异"].iter_rows(min_row=2)}
    total = county("metrics", "--by", "sector", "--as-of", told["as_of"], "--json").document["total"]
    assert rows["未销号"] == [4711, total["stock"], total["stock"] - 4711]
    said = "\n".join(one.text for one in Document(BytesIO((out / "weekly_2026-W46.docx").read_bytes())).paragraphs)
    assert "定稿冻结；此后补录 0 项、更正 0 项" in said
    assert "各隐患清单按现台账列出" in said  # closed before lists were kept
    assert "现存 4,711 项" in said
    assert "98.0%（49/50）" in said


def test_a_county_with_a_cut_off_of_its_own_has_its_weeks(
    county: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RISKMAP_COUNTY", str(county_ending(tmp_path / "county", "thursday")))
    asked = ("report", "weekly", "--out", tmp_path / "papers", "--lang", "zh_CN", "--format", "docx")
    told = county(*asked).document
    assert (told["week"], told["as_of"]) == ("2026-W46", "2026-11-12")  # today is Wednesday 18
    told = county(*asked, "--week", "2026-W40").document  # found on 1 October, a Thursday: its last day
    assert (told["as_of"], told["figures"]["new_in_period"]) == ("2026-10-01", 13)
    total = county("metrics", "--from", "2026-09-25", "--as-of", "2026-10-01", "--json").document["total"]
    assert total["new_in_period"] == 13
    said = "\n".join(
        one.text for one in Document(BytesIO((tmp_path / "papers/weekly_2026-W40.docx").read_bytes())).paragraphs
    )
    assert "2026-09-25 至 2026-10-01" in said
    assert county(*asked, "--week", "2026-W48").code == 2  # begins on Friday 20


def test_a_cut_off_that_is_no_day_is_refused_in_words(
    county: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RISKMAP_COUNTY", str(county_ending(tmp_path / "county", "payday")))
    answer = county("report", "weekly", "--out", tmp_path / "papers")
    assert answer.code == 2
    assert "'payday' is no day of the week; write one of monday, tuesday" in answer.err

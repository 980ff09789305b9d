"""`report form`, `report enter` and `reconcile` from the command line."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from support.commands import Run, open_row, row, workbook


@pytest.fixture
def ledger(holding: Callable[..., Run]) -> Run:
    rows = [row(1), open_row(2), open_row(3, 隐患等级="重大", 所属乡镇="对竹镇")]
    return holding(rows)


def test_a_form_is_written_with_its_figures_and_leaves_an_event(ledger: Run, tmp_path: Path) -> None:
    events, out = ledger("verify").document["events"], tmp_path / "m.xlsx"
    answer = ledger("report", "form", "monthly", "--period", "2026-11", "--out", out, "--purpose", "月报", "--json")
    assert answer.code == 0
    told = answer.document
    assert (told["from"], told["as_of"], told["cumulative"]) == ("2026-01-01", "2026-11-18", True)
    assert told["total"]["major"] == "1"
    assert int(told["total"]["general"]) == sum(int(line["general"]) for line in told["rows"])
    assert openpyxl.load_workbook(out).worksheets[0].cell(1, 1).value.endswith("月报表")
    assert ledger("verify").document["events"] == events + 1


def test_a_filter_and_the_single_month_narrow_the_form(ledger: Run, tmp_path: Path) -> None:
    asked = (
        "report",
        "form",
        "--purpose",
        "p",
        "monthly",
        "--period",
        "2026-11",
        "--out",
        tmp_path / "m.xlsx",
        "--no-cumulative",
    )
    told = ledger(*asked, "--where", "township=141034101").document
    assert (told["from"], told["cumulative"]) == ("2026-11-01", False)
    assert int(told["total"]["general"]) == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("lost", "--period", "2026-10"), "there is no form"),
        (("monthly", "--period", "2026-13"), "no period"),
        (("monthly", "--period", "2026-10", "--where", "as_of=2026-10-01"), "--period"),
        (("monthly", "--period", "2026-10", "--where", "colour=red"), "unknown filter"),
    ],
)
def test_a_wrong_word_is_refused_and_writes_nothing(
    ledger: Run, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    out = tmp_path / "m.xlsx"
    answer = ledger("report", "form", *words, "--purpose", "p", "--out", out)
    assert answer.code == 2
    assert said in answer.err
    assert not out.exists()


def test_published_figures_are_compared_with_ours(ledger: Run) -> None:
    answer = ledger("report", "enter", "monthly", "--period", "2026-11", "major=3", "--source", "11月月报", "--json")
    assert answer.code == 0
    assert answer.document["figures"] == [{"column": "major", "published": "3", "ours": "1", "difference": "-2"}]


@pytest.mark.parametrize("figure", ["lost=1", "major", "major=many", "major=-1"])
def test_what_is_no_figure_of_the_form_is_refused(ledger: Run, figure: str) -> None:
    assert ledger("report", "enter", "monthly", "--period", "2026-11", figure).code == 2


def test_a_file_is_compared_with_ours_and_the_balance_holds(ledger: Run, tmp_path: Path) -> None:
    events = ledger("verify").document["events"]
    rows = [row(1), open_row(2, 整改期限="2026-11-30"), open_row(4, 隐患描述="只有他们有")]
    told = ledger("reconcile", workbook(tmp_path / "b.xlsx", rows), "--json").document
    assert (told["rows"], told["same"], len(told["different"])) == (3, 1, 1)
    assert told["different"][0]["fields"][0]["theirs"] == "2026-11-30"
    assert [one["description"] for one in told["only_there"]] == ["只有他们有"]
    assert len(told["only_here"]) == 1
    for dim in ("township", "sector"):
        assert all(line["holds"] for line in [*told["balance"][dim]["rows"], told["balance"][dim]["total"]])
    assert told["balance"]["sector"]["total"]["closing"] == told["totals"]["ours"]["stock"]
    assert ledger("verify").document["events"] == events


def test_a_file_that_cannot_be_read_is_refused(ledger: Run, tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(b"no workbook")
    assert ledger("reconcile", tmp_path / "x.xlsx").code == 2
    assert ledger("reconcile", tmp_path / "nowhere.xlsx").code == 2

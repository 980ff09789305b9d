"""`report assessment`, `assessment show | save`: sheets as workbooks, a scheme as a file, out and in."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from support.commands import Run, open_row, row


@pytest.fixture
def county(holding: Callable[..., Run]) -> Run:
    return holding([row(number) for number in range(1, 9)] + [open_row(number) for number in range(9, 14)])


def test_the_sheets_are_written_and_agree_with_the_metrics(county: Run, tmp_path: Path) -> None:
    out = tmp_path / "sheets"
    answer = county("report", "assessment", "--year", "2026", "--half", "2", "--lang", "zh_CN", "--out", out,
                    "--purpose", "年度考核")  # fmt: skip
    assert answer.code == 0, answer.err
    told = answer.document["township"]
    assert (told["file"], told["version"]) == (str(out / "assessment_2026-H2_township.xlsx"), 0)
    assert (out / "assessment_2026-H2_department.xlsx").exists()
    as_of = told["as_of"]
    found = county("metrics", "--by", "township", "--from", "2026-07-01", "--as-of", as_of, "--json").document
    line = next(one for one in found["rows"] if one["township"] == "141034100")
    expected = Decimal(50) * line["due_passed"] / line["due"] if line["due"] else None
    book = openpyxl.load_workbook(out / "assessment_2026-H2_township.xlsx")
    rows = {str(one[0]): one for one in book["得分表"].values if one[0]}
    score = rows["永安镇"][1]
    assert score == "/" if expected is None else abs(Decimal(str(score)) - expected) <= Decimal("0.01")
    assert str(told["totals"]["141034100"]) == f"{rows['永安镇'][8]:.2f}"
    assert [name for name in rows if "年度考核" in name]


def test_a_scheme_goes_out_is_changed_and_comes_back_as_a_version(county: Run, tmp_path: Path) -> None:
    file = tmp_path / "scheme.toml"
    told = county("assessment", "show", "--year", "2026", "--unit", "township", "--out", file)
    assert (told.code, told.document["version"]) == (0, 0)
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("weight = 30", "weight = 35"), encoding="utf-8")
    assert county("assessment", "save", file).document == {"scheme": "2026-township", "version": 1}
    again = county("assessment", "save", file)
    assert (again.code, "内容没有变化" in again.err) == (2, True)
    assert "weight = 35" in county("assessment", "show", "--year", "2026", "--unit", "township").document["toml"]
    assert county("verify").code == 0


WRONG = {
    ("full * min(1, due_rate_passed / target)", "full * 罚款金额 / target"): "行政处罚法第七十四条",
    ("due_rate_passed", "found) - (found"): "多发现隐患不得少得分",
    ('unit = "township"', 'unit = "person"'): "persons",
}


def test_a_scheme_that_no_score_may_be_made_of_is_refused(county: Run, tmp_path: Path) -> None:
    file = tmp_path / "scheme.toml"
    county("assessment", "show", "--year", "2026", "--unit", "township", "--out", file)
    text = file.read_text(encoding="utf-8")
    for change, said in WRONG.items():
        file.write_text(text.replace(*change), encoding="utf-8")
        answer = county("assessment", "save", file)
        assert (answer.code, said in answer.err) == (2, True), answer.err
    assert county("assessment", "show", "--year", "2026", "--unit", "township").document["version"] == 0


def test_a_period_that_is_none_writes_nothing(county: Run, tmp_path: Path) -> None:
    for words in (("--year", "2199"), ("--year", "2026", "--half", "1", "--as-of", "2026-12-01")):
        assert county("report", "assessment", *words, "--out", tmp_path / "none").code == 2
    assert not (tmp_path / "none").exists()

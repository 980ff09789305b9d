"""The weekly round from the command line: create, send, collect, status, back, close; JSON out, words on stderr."""

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from support.commands import Run
from support.ledgers import MAJOR, ONE, write
from support.rounds import AT, HEAD, filled

LATE = {"stand": "整改中", "late_reason": "设备到货", "expected": date(2026, 12, 1), "coordination": "协调供货"}


@pytest.fixture
def sent(riskmap: Run, tmp_path: Path) -> dict[str, Any]:
    rows = [{**ONE, "ledger_no": f"A-{n}", "description": f"隐患{n}号"} for n in range(3)]
    assert riskmap("import", write(tmp_path / "a.csv", [*rows, MAJOR])).code == 0
    answer = riskmap("round", "create", "--deadline", "2026-11-20", "--title", "第47周", "--notes", "逐项填写")
    assert answer.code == 0, answer.err
    document: dict[str, Any] = answer.document
    return document


def books(riskmap: Run, sent: dict[str, Any], tmp_path: Path) -> list[Path]:
    answer = riskmap("round", "send", sent["round"], "--out", tmp_path / "out.zip")
    assert answer.document["items"] == sent["items"]
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        archive.extractall(tmp_path / "out")
        return [tmp_path / "out" / name for name in sorted(archive.namelist())[1:]]


def back(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_bytes(filled(path.read_bytes(), *rows))
    return path


def test_a_round_goes_out_comes_back_and_is_counted(riskmap: Run, sent: dict[str, Any], tmp_path: Path) -> None:
    assert sent["units"] == len(sent["receivers"])
    assert sent["states"] == {"reported": 0, "late": 0, "missing": sent["units"], "sent_back": 0}
    assert sent["items"] == sum(one["items"] for one in sent["receivers"])
    file = back(books(riskmap, sent, tmp_path)[0], LATE)
    dry = riskmap("round", "collect", sent["round"], file, "--dry-run").document
    assert (dry["written"], dry["changes"], dry["conflicts"], dry["findings"]) == (False, 3, 0, [])
    done = riskmap("round", "collect", sent["token"], file, "--received", "2026-11-18", "--json")
    assert done.document["written"]
    again = riskmap("round", "collect", sent["round"], file).document
    assert (again["written"], again["changes"]) == (False, 0)
    assert [one["code"] for one in again["findings"]] == ["already_taken"]
    status = riskmap("round", "status", sent["round"]).document
    first = status["receivers"][0]
    assert (first["state"], first["on"], first["answered"], first["chase"]) == ("reported", "2026-11-18", 1, False)
    assert riskmap("round", "status").document["rounds"][0]["answered"] == 1
    assert riskmap("verify").code == 0


def test_a_report_goes_back_with_a_reason_and_a_round_is_closed(
    riskmap: Run, sent: dict[str, Any], tmp_path: Path
) -> None:
    code = sent["receivers"][0]["code"]
    refused = riskmap("round", "back", sent["round"], "--unit", code, "--reason", "不全")
    assert (refused.code, refused.out) == (2, "")
    riskmap("round", "collect", sent["round"], back(books(riskmap, sent, tmp_path)[0], LATE))
    told = riskmap("round", "back", sent["round"], "--unit", code, "--reason", "不全").document
    assert told["states"]["sent_back"] == 1
    assert riskmap("round", "close", sent["round"]).document["closed"] == "2026-11-18"
    assert riskmap("round", "close", sent["round"]).code == 2


def test_statements_go_out_with_the_ledger_and_the_file_still_comes_in_unchanged(
    riskmap: Run, sent: dict[str, Any], tmp_path: Path
) -> None:
    riskmap("round", "collect", sent["round"], back(books(riskmap, sent, tmp_path)[0], LATE))
    out = tmp_path / "ledger.xlsx"
    assert riskmap("export", "hazards", "--purpose", "p", "--format", "xlsx", "--out", out).code == 0
    book = openpyxl.load_workbook(io.BytesIO(out.read_bytes()))
    assert book.sheetnames[-1] == "进展与滞后原因"
    told = [cell.value for cell in book.worksheets[-1][2]]
    assert told[4] == "设备到货"
    assert told[6] == "协调供货"
    report = riskmap("import", out, "--dry-run").document
    assert [one["name"] for one in report["sheets"]] == [book.sheetnames[1]]
    assert (report["rows"], report["created"]) == (4, 0)
    past = riskmap(
        "export", "hazards", "--purpose", "p", "--format", "xlsx", "--out", out, "--where", "as_of=2026-11-17"
    )
    assert past.code == 0
    assert len(openpyxl.load_workbook(out).sheetnames) == 2


@pytest.mark.parametrize(
    "words",
    [
        ("status", "nowhere"),
        ("send", "nowhere", "--out", "x.zip"),
        ("create", "--deadline", "soon"),
        ("create", "--deadline", "2026-11-01"),
        ("create", "--deadline", "2026-11-20", "--where", "grade=strange"),
        ("collect", "nowhere", "missing.xlsx"),
    ],
    ids=" ".join,
)
def test_a_wrong_word_is_refused_in_words_and_changes_nothing(
    riskmap: Run, sent: dict[str, Any], words: tuple[str, ...]
) -> None:
    answer = riskmap("round", *words)
    assert answer.code == 2
    assert answer.err
    assert len(riskmap("round", "status").document["rounds"]) == 1


def test_the_hidden_mark_is_in_every_row(riskmap: Run, sent: dict[str, Any], tmp_path: Path) -> None:
    for path in books(riskmap, sent, tmp_path):
        sheet = openpyxl.load_workbook(path).active
        assert all(sheet.cell(row, AT["row_id"]).value.startswith("RM1.") for row in range(HEAD + 2, sheet.max_row + 1))


def test_the_monthly_form_goes_out_comes_back_and_is_added_up(
    riskmap: Run, sent: dict[str, Any], tmp_path: Path
) -> None:
    made = riskmap("round", "create", "--kind", "form", "--deadline", "2026-11-20", "--title", "11月月报").document
    assert (made["kind"], made["items"]) == ("form", 0)
    file = books(riskmap, made, tmp_path)[0]
    book = openpyxl.load_workbook(file)
    book.active.cell(HEAD + 2, 4).value = 7
    book.save(file)
    done = riskmap("round", "collect", made["round"], file).document
    assert (done["written"], done["changes"]) == (True, 1)
    assert not riskmap("round", "collect", made["round"], file).document["written"]
    status = riskmap("round", "status", made["round"]).document
    assert status["form"]["total"]["general"] == "7"
    assert status["form"]["total"]["general_rate"] == "0.0"
    assert status["form"]["total"]["major_rate"] == "/"
    assert {"reported": "7", "ledger": "0"}.items() <= status["differences"][0].items()
    assert riskmap("round", "create", "--kind", "form", "--by", "enterprise", "--deadline", "2026-11-20").code == 2

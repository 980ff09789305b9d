"""`import`: the report, the exit codes, and what is in the ledger afterwards."""

from datetime import date
from pathlib import Path

import pytest

from support.commands import Answer, Run, open_row, row, workbook

KEYS = ["file", "sheets", "rows", "accepted", "rejected", "created", "changed", "unchanged", "issues"]
ISSUE = ["sheet", "row", "column", "value", "code", "severity", "fix"]


def test_a_ledger_is_taken_in_and_the_report_says_what_happened(riskmap: Run, tmp_path: Path) -> None:
    answer = riskmap("import", workbook(tmp_path / "a.xlsx", [row(1), row(2), open_row(3)]), "--json")
    assert answer.code == 0
    report = answer.document
    assert [key for key in report if key in KEYS] == KEYS  # a contract; what else is told stands beside it
    assert {"changes", "pictures", "recognition"} <= report.keys()
    assert (report["rows"], report["accepted"], report["rejected"], report["created"]) == (3, 3, 0, 3)
    assert all([key for key in issue if key in ISSUE] == ISSUE for issue in report["issues"])
    assert answer.out.count("\n") == 1
    assert riskmap("metrics").document["total"]["found"] == 3


def test_the_same_file_again_changes_nothing(riskmap: Run, tmp_path: Path) -> None:
    file = workbook(tmp_path / "a.xlsx", [row(1), open_row(2)])
    riskmap("import", file)
    report = riskmap("import", file).document
    assert (report["created"], report["changed"], report["unchanged"]) == (0, 0, 2)


def test_a_later_file_moves_a_hazard_on(riskmap: Run, tmp_path: Path) -> None:
    riskmap("import", workbook(tmp_path / "a.xlsx", [open_row(1), open_row(2)]))
    report = riskmap("import", workbook(tmp_path / "b.xlsx", [row(1), open_row(2)])).document
    assert (report["created"], report["changed"], report["unchanged"]) == (0, 1, 1)
    assert riskmap("metrics").document["total"]["closed"] == 1


def test_a_report_names_what_changes_field_by_field(riskmap: Run, tmp_path: Path) -> None:
    riskmap("import", workbook(tmp_path / "a.xlsx", [open_row(1), open_row(2)]))
    file = workbook(tmp_path / "b.xlsx", [open_row(1), open_row(2, 整改期限=date(2026, 10, 20), 隐患等级="重大")])
    whose = {"hazard_no": "FX-2026-000002", "enterprise": "示例甲厂", "sheet": "台账", "row": 3}
    told = [
        {**whose, "field": "due", "old": "2026-10-15", "new": "2026-10-20"},
        {**whose, "field": "grade", "old": "general", "new": "major"},
        {**whose, "field": "grade_raw", "old": "一般", "new": "重大"},
    ]
    assert riskmap("import", file, "--dry-run").document["changes"] == told
    assert riskmap("import", file).document["changes"] == told
    assert riskmap("import", file).document["changes"] == []


def test_a_report_names_what_changes_in_the_register(riskmap: Run, tmp_path: Path) -> None:
    file = tmp_path / "r.csv"
    for state in ("生产", "停产"):
        lines = ("企业名称,统一社会信用代码,从业人员,生产状态", f"示例甲厂,91350100M000100Y43,30,{state}")
        file.write_text("\n".join(lines), encoding="utf-8")
        report = riskmap("import", file).document
    (one,) = report["changes"]
    assert (one["hazard_no"], one["enterprise"], one["row"]) == ("", "示例甲厂", 2)
    assert (one["field"], one["old"], one["new"]) == ("state", "producing", "stopped")


def test_a_refused_file_names_no_change(riskmap: Run, tmp_path: Path) -> None:
    riskmap("import", workbook(tmp_path / "a.xlsx", [open_row(1)]))
    rows = [open_row(1, 隐患等级="重大"), row(2, 检查时间=None)]
    answer = riskmap("import", workbook(tmp_path / "b.xlsx", rows), "--strict")
    assert (answer.code, answer.document["changed"], answer.document["changes"]) == (2, 0, [])


def test_a_dry_run_changes_nothing(riskmap: Run, tmp_path: Path) -> None:
    answer = riskmap("import", workbook(tmp_path / "a.xlsx", [row(1)]), "--dry-run")
    assert (answer.code, answer.document["created"]) == (0, 1)
    assert riskmap("metrics").document["total"]["found"] == 0


def test_rejected_rows_do_not_stop_the_others(riskmap: Run, tmp_path: Path) -> None:
    rows = [row(1), row(2, 检查时间=None), row(3)]
    answer = riskmap("import", workbook(tmp_path / "a.xlsx", rows))
    report = answer.document
    assert (answer.code, report["rows"], report["accepted"], report["rejected"], report["created"]) == (0, 3, 2, 1, 2)
    assert any(issue["severity"] == "error" for issue in report["issues"])


def test_strict_refuses_the_file_for_one_rejected_row(riskmap: Run, tmp_path: Path) -> None:
    rows = [row(1), row(2, 检查时间=None)]
    answer = riskmap("import", workbook(tmp_path / "a.xlsx", rows), "--strict")
    assert (answer.code, answer.document["created"], answer.document["changed"]) == (2, 0, 0)
    assert riskmap("metrics").document["total"]["found"] == 0


def test_strict_takes_a_clean_file(riskmap: Run, tmp_path: Path) -> None:
    assert riskmap("import", workbook(tmp_path / "a.xlsx", [row(1)]), "--strict").code == 0


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.xlsx", b""),
        ("noise.xlsx", b"\x00\x01\x02" * 100),
        ("page.xls", b"<html><table><tr><td>1</td></tr></table></html>"),
        ("words.csv", "只是一段话\n没有表头\n".encode()),
    ],
)
def test_a_file_without_a_table_is_refused_as_a_whole(riskmap: Run, tmp_path: Path, name: str, content: bytes) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    answer = riskmap("import", file)
    assert (answer.code, answer.document["created"], answer.document["changed"]) == (2, 0, 0)
    assert answer.err


def test_a_missing_file_is_refused(riskmap: Run, tmp_path: Path) -> None:
    answer = riskmap("import", tmp_path / "none.xlsx")
    assert (answer.code, answer.document["rows"]) == (2, 0)


def test_a_header_without_rows_is_an_empty_ledger(riskmap: Run, tmp_path: Path) -> None:
    answer = riskmap("import", workbook(tmp_path / "a.xlsx", []))
    assert (answer.code, answer.document["rows"], answer.document["created"]) == (0, 0, 0)


def test_a_table_of_rejected_rows_is_refused(riskmap: Run, tmp_path: Path) -> None:
    answer = riskmap("import", workbook(tmp_path / "a.xlsx", [row(1, 检查时间=None)]))
    assert (answer.code, answer.document["rejected"], answer.document["created"]) == (2, 1, 0)


def test_an_unknown_sheet_is_refused(riskmap: Run, tmp_path: Path) -> None:
    file = workbook(tmp_path / "a.xlsx", [row(1)])
    assert riskmap("import", file, "--sheet", "没有").code == 2
    assert riskmap("import", file, "--sheet", "台账").code == 0


def test_ledger_numbers_are_unique_per_sender(riskmap: Run, tmp_path: Path) -> None:
    file = workbook(tmp_path / "a.xlsx", [row(1)])
    riskmap("import", file, "--sender", "永安镇")
    assert riskmap("import", file, "--sender", "永安镇").document["unchanged"] == 1
    assert riskmap("import", file, "--sender", "应急局").document["created"] == 1


def test_a_profile_teaches_foreign_headers(riskmap: Run, tmp_path: Path) -> None:
    file, profile = tmp_path / "f.csv", tmp_path / "p.toml"
    file.write_text(
        "Befund,Firma,Tag,Frist,Stand\nGelaender fehlt,示例甲厂,01/10/2026,15/10/2026,fertig\n", encoding="utf-8"
    )
    profile.write_text(
        '[headers]\nBefund = "description"\nFirma = "enterprise"\nTag = "found"\nFrist = "due"\nStand = "status"\n'
        '[values.status]\nfertig = "closed"\n[dates]\nformats = ["%d/%m/%Y"]\n',
        encoding="utf-8",
    )
    answer = riskmap("import", file, "--profile", profile)
    assert (answer.code, answer.document["created"]) == (0, 1)
    assert riskmap("metrics", "--as-of", "2026-10-01").document["total"]["found"] == 1


def test_a_wrong_profile_is_refused(riskmap: Run, tmp_path: Path) -> None:
    profile = tmp_path / "p.toml"
    profile.write_text("[headers]\nX = 'no_such_field'\n", encoding="utf-8")
    assert riskmap("import", workbook(tmp_path / "a.xlsx", [row(1)]), "--profile", profile).code == 2


def test_a_date_after_today_counts_when_it_comes(riskmap: Run, tmp_path: Path) -> None:
    riskmap(
        "import", workbook(tmp_path / "a.xlsx", [open_row(1, 检查时间=date(2026, 11, 25), 整改期限=date(2026, 12, 5))])
    )
    assert riskmap("metrics").document["total"]["found"] == 0
    assert riskmap("metrics", "--as-of", "2026-11-25").document["total"]["found"] == 1


def test_the_file_of_a_county_leaves_the_demo_behind(riskmap: Run, tmp_path: Path) -> None:
    riskmap("demo", "load")
    report = riskmap("import", workbook(tmp_path / "a.xlsx", [row(1), open_row(2)])).document
    assert report["demo_removed"] > 2900
    total = riskmap("metrics", "--from", "2020-01-01").document["total"]
    assert (total["found"], total["stock"]) == (2, 1)
    assert riskmap("verify").code == 0


REGISTER = (
    "企业名称,所属乡镇,详细地址,主要负责人\n"
    "示例煤业一厂有限公司,永安镇,一号,张某\n示例煤业二厂有限公司,永安镇,二号,李某\n"
)


def decided(riskmap: Run, tmp_path: Path, text: str | bytes) -> Answer:
    """Import a row of an enterprise that the register may know under another name, with decisions."""
    file, told = tmp_path / "ledger.xlsx", tmp_path / "decided.csv"
    if not file.exists():
        (tmp_path / "register.csv").write_text(REGISTER, encoding="utf-8")
        assert riskmap("import", tmp_path / "register.csv").code == 0
        workbook(file, [open_row(1, 企业名称="示例煤业一厂"), open_row(2, 企业名称="示例煤业厂")])
    told.write_bytes(text if isinstance(text, bytes) else text.encode())
    return riskmap("import", file, "--decide", told)


def test_a_decision_about_an_enterprise_counts_and_is_remembered(riskmap: Run, tmp_path: Path) -> None:
    answer = decided(riskmap, tmp_path, "示例煤业厂,示例煤业二厂有限公司\n".encode("gb18030"))
    assert (answer.code, answer.document["created"]) == (0, 2), answer.err
    codes = {one["code"]: one["value"] for one in answer.document["issues"]}
    assert codes["enterprise_decided"] == "示例煤业厂 → 示例煤业二厂有限公司"
    assert "enterprise_resembles" not in {
        one["code"] for one in answer.document["issues"] if one["value"] == "示例煤业厂"
    }
    later = riskmap("import", workbook(tmp_path / "b.xlsx", [open_row(3, 企业名称="示例煤业厂")]))
    assert not {"enterprise_created", "enterprise_resembles"} & {one["code"] for one in later.document["issues"]}
    assert riskmap("verify").code == 0


def test_a_new_enterprise_is_decided_as_such_and_may_be_named_by_id(riskmap: Run, tmp_path: Path) -> None:
    assert decided(riskmap, tmp_path, "\ufeff示例煤业厂\tnew\n").code == 0
    dry = riskmap("import", workbook(tmp_path / "c.xlsx", [open_row(4, 企业名称="示例煤业三厂")]), "--dry-run").document
    (asked,) = [one for one in dry["issues"] if one["code"] == "enterprise_resembles"]
    (tmp_path / "ids.csv").write_text(f"示例煤业三厂,{asked['candidates'][0]['id']}\n", encoding="utf-8")
    told = riskmap("import", tmp_path / "c.xlsx", "--decide", tmp_path / "ids.csv").document
    assert [one["code"] for one in told["issues"] if one["code"].startswith("enterprise")] == ["enterprise_decided"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("没有问到的厂,new\n", "no enterprise is asked about"),
        ("示例煤业厂,别的厂\n", "no candidate bears '别的厂'"),
        ("示例煤业厂,new\n示例煤业厂,示例煤业二厂有限公司\n", "decided twice"),
        ("示例煤业厂\n", "line 1"),
        ("示例煤业厂,\n", "line 1"),
        (b"\xff\xff\xff\n", "no text of two columns"),
    ],
)
def test_a_decision_that_the_page_would_not_offer_takes_nothing(
    riskmap: Run, tmp_path: Path, text: str | bytes, said: str
) -> None:
    answer = decided(riskmap, tmp_path, text)
    assert (answer.code, said in answer.err) == (2, True), answer.err
    assert riskmap("metrics").document["total"]["found"] == 0


def test_decisions_that_are_not_there_are_said(riskmap: Run, tmp_path: Path) -> None:
    file = workbook(tmp_path / "a.xlsx", [open_row(1)])
    answer = riskmap("import", file, "--decide", tmp_path / "nothing.csv")
    assert (answer.code, "cannot be read" in answer.err) == (2, True)

"""A file is shown as what it would do; only the confirmation writes, and drives the demo out."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
from streamlit.testing.v1 import AppTest

from riskmap.web import data
from support.ledgers import MAJOR, ONE, write
from support.small import shown

Open = Callable[..., AppTest]
Make = Callable[..., Any]


def upload(app: AppTest, name: str, content: bytes) -> AppTest:
    app.file_uploader[0].set_value((name, content, "text/csv"))
    return app.run()


def test_a_dry_run_writes_nothing_and_a_confirmation_does(ledger_of: Make, open_at: Open, tmp_path: Path) -> None:
    ledger_of("one", demo=True)
    content = write(tmp_path / "a.csv", [ONE, MAJOR]).read_bytes()
    app = upload(open_at("import", lang="zh_CN"), "a.csv", content)
    assert not app.exception
    assert "试读：a.csv" in shown(app)
    assert "将新增" in shown(app)
    assert len(data.current().hazards) == 1
    app.button(key="import_confirm").click()
    app.run()
    assert not app.exception
    assert "新增 2" in app.success[0].value
    assert "演示数据已同时清除" in app.success[0].value
    assert sorted(data.current().hazards["description"]) == ["通风系统不可靠", "配电箱未接地"]
    assert "演示数据" not in app.html[0].value


def test_a_file_that_is_no_table_is_refused_in_words(ledger_of: Make, open_at: Open) -> None:
    ledger_of("one")
    app = upload(open_at("import", lang="zh_CN"), "a.xlsx", b"not a workbook at all \x00\x01")
    assert not app.exception
    assert "文件未采纳" in app.error[0].value
    assert not [one for one in app.button if one.key == "import_confirm"]


def test_findings_are_grouped_and_counted(ledger_of: Make, open_at: Open, tmp_path: Path) -> None:
    ledger_of("empty")
    rows = [{**ONE, "ledger_no": f"A-{n}", "township": "不存在的乡", "description": f"隐患{n}"} for n in range(7)]
    content = write(tmp_path / "a.csv", rows).read_bytes()
    text = shown(upload(open_at("import", lang="en"), "a.csv", content))
    assert text.count("Unknown township") == 1
    assert "不存在的乡" in text


def test_before_a_file_the_page_tells_what_is_read_and_what_came_last(ledger_of: Make, open_at: Open) -> None:
    ledger_of("one")
    text = shown(open_at("import", lang="zh_CN"))
    assert "最近导入" in text
    assert "被检查单位" in text
    english = shown(open_at("import", lang="en"))
    assert "Hazard ledger" in english
    assert "Company" in english


def test_one_sheet_of_a_workbook_can_be_chosen(ledger_of: Make, open_at: Open, tmp_path: Path) -> None:
    ledger_of("empty")
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in (("一季度", [ONE]), ("二季度", [MAJOR])):
        with write(tmp_path / f"{name}.csv", rows).open(encoding="utf-8-sig", newline="") as file:
            sheet = book.create_sheet(name)
            for line in csv.reader(file):
                sheet.append(line)
    book.save(tmp_path / "a.xlsx")
    app = upload(open_at("import", lang="zh_CN"), "a.xlsx", (tmp_path / "a.xlsx").read_bytes())
    assert "新增 2" in app.button(key="import_confirm").label
    (chosen,) = app.selectbox
    chosen.set_value("二季度").run()
    assert "新增 1" in app.button(key="import_confirm").label
    app.button(key="import_confirm").click().run()
    assert list(data.current().hazards["description"]) == [MAJOR["description"]]


def test_what_would_change_is_named_in_words(ledger_of: Make, open_at: Open, tmp_path: Path) -> None:
    ledger_of("empty")
    first, later = {**ONE, "ledger_no": "A-1"}, {**ONE, "ledger_no": "A-1", "grade": "重大", "due": "2026-11-19"}
    for rows in ([first], [later]):
        content = write(tmp_path / "a.csv", rows).read_bytes()
        app = upload(open_at("import", lang="zh_CN"), "a.csv", content)
        if rows == [first]:
            app.button(key="import_confirm").click().run()
    text = shown(app)
    assert "等级：一般 → 重大" in text
    assert "→ 2026-11-19" in text
    assert "等级原文" not in text
    assert "general" not in text
    english = shown(upload(open_at("import", lang="en"), "a.csv", content))
    assert "Grade: General → Major" in english

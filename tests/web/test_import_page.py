"""A file is shown as what it would do; only the confirmation writes, and drives the demo out."""

import csv
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from riskmap.ingest.profile import Profile, loads
from riskmap.web import data
from riskmap.web.document import ASSETS
from support.ledgers import MAJOR, ONE, write
from support.small import shown

Open = Callable[..., AppTest]
Make = Callable[..., Any]


def upload(app: AppTest, name: str, content: bytes) -> AppTest:
    next(one for one in app.file_uploader if one.key.startswith("import_file")).set_value((name, content, "text/csv"))
    return app.run()


def with_profile(app: AppTest, content: str) -> AppTest:
    app.file_uploader(key="import_profile").set_value(("p.toml", content.encode(), "application/toml"))
    return app.run()


FOREIGN = "单位,毛病,日子,档次\n示例煤业一矿,漏电,03/11/2026,P1\n".encode()
PROFILE = (
    'sender = "某集团"\n[headers]\n"单位" = "enterprise"\n"毛病" = "description"\n"日子" = "found"\n"档次" = "grade"\n'
    '[values.grade]\n"P1" = "major"\n[dates]\nformats = ["%d/%m/%Y"]\n'
)


def test_a_foreign_file_is_read_with_its_senders_profile(ledger_of: Make, open_at: Open) -> None:
    ledger_of("one")
    app = with_profile(open_at("import", lang="zh_CN"), PROFILE)
    assert app.text_input(key="import_sender").placeholder == "某集团"
    app = upload(app, "a.csv", FOREIGN)
    app.button(key="import_confirm").click().run()
    assert not app.exception
    frame = data.current().hazards
    (row,) = frame[frame["description"] == "漏电"].to_dict("records")
    assert (row["grade"], row["sender"]) == ("major", "某集团")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("kind = 'x'", "kind 只能是 ledger、register、auto，不能是 x"),
        ("[headers]\n'甲' = 'no_such_field'", "没有字段 no_such_field"),
        ("a = 1\n\nb = = 2", "第 3 行不符合 TOML 格式"),
        ("headers = 3", "headers 应写成一节"),
        ("[more]", "不认识的项：more"),
    ],
)
def test_a_wrong_profile_is_said_in_the_readers_words_and_nothing_is_read(
    ledger_of: Make, open_at: Open, content: str, said: str
) -> None:
    ledger_of("one")
    app = upload(with_profile(open_at("import", lang="zh_CN"), content), "a.csv", FOREIGN)
    assert not app.exception
    assert said in app.error[0].value.replace("\\", "")
    assert not [one for one in app.button if one.key == "import_confirm"]
    english = upload(with_profile(open_at("import", lang="en"), content), "a.csv", FOREIGN)
    assert not re.search(r"[\u4e00-\u9fff]", english.error[0].value)


def test_the_example_profile_can_be_downloaded_and_is_that_of_the_documentation() -> None:
    root = Path(__file__).resolve().parents[2]
    documented = re.search(r"```toml\n(.*?)```", (root / "docs" / "import.md").read_text(encoding="utf-8"), re.DOTALL)
    assert documented
    made = {lang: (ASSETS / f"profile-example.{lang}.toml").read_bytes() for lang in ("zh", "en")}
    assert made["en"].decode() == documented.group(1)
    assert loads(made["zh"]) == loads(made["en"]) != Profile()


def test_the_page_leads_to_the_example_of_its_language(ledger_of: Make, open_at: Open) -> None:
    ledger_of("one")
    for lang in ("zh_CN", "en"):
        assert f"assets/riskmap/profile-example.{lang[:2]}.toml" in shown(open_at("import", lang=lang))


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

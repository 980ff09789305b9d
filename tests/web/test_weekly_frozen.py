"""The lists of a closed week: the rows as they were frozen, on page, in the meeting and in every file."""

import csv
import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
from docx import Document
from pptx import Presentation
from streamlit.testing.v1 import AppTest

from riskmap.domain.roles import Role
from riskmap.i18n import Translator
from riskmap.ledger import meetings, queries
from riskmap.metrics.frozen_lists import COUNTED
from riskmap.reports import briefing_table
from riskmap.reports.briefing_files import files
from riskmap.reports.briefing_told import Asked
from riskmap.views.names import labels
from riskmap.web import data, identity, weekly_data
from support.facts import OFFICE
from support.small import ids, shown

Open = Callable[..., AppTest]
Make = Callable[..., Any]
WEEK, LATE = "2026-W46", "灭火器过期"
CONFIRM = {"grade": "general", "due": "2026-11-10", "responsible_person": "王某", "inspectors": "张某、李某",
           "evidence": [{"kind": "photo_before", "on": "2026-11-09", "reference": "照片"}]}  # fmt: skip


def text(app: AppTest) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", shown(app)))


def close(app: AppTest) -> None:
    """The office closes the week's meeting on the page."""
    next(one for one in app.button if one.label == "会议定稿（冻结数据）").click()
    assert not app.run().error


def act(hazard_id: str, action: str, told: dict[str, Any], on: date, behalf: str = "") -> None:
    version = queries.hazard(data.engine(), data.county(), hazard_id).version
    data.ledger().act(hazard_id, action, told, replace(OFFICE, on_behalf_of=behalf), version, on)


def entered_late() -> str:
    """One that was overdue in the week and entered after its meeting closed."""
    facts = {
        "found": "2026-11-09", "source": "department", "enterprise_name": "示例", "place": "井",
        "inspectors": "张某、李某", "description": "补录的一项", "township": "141034100",
    }  # fmt: skip
    late = data.ledger().register(facts, OFFICE, on=date(2026, 11, 9))
    act(late.id, "confirm", CONFIRM, date(2026, 11, 9))
    return late.id


def asked(lang: str = "zh_CN", week: str = WEEK) -> Asked:
    view, t = data.view(), Translator(lang)
    paper = weekly_data.paper(view, identity.reader(), week, data.today())
    assert paper is not None
    return weekly_data.asked(view, paper, t, labels(data.county(), lang, {}))


def test_lists_of_a_closed_week_keep_their_rows_and_tell_what_became_of_them(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    gone, known = ids()[LATE], ids()["上年示例"]
    close(open_at("weekly_review", week=WEEK, lang="zh_CN"))
    kept = meetings.meeting(data.engine(), data.county(), WEEK)
    for name, figure in COUNTED.items():
        assert len(kept.listed[name]) == kept.printed[figure], name
    late = entered_late()
    done = {"rectified": "2026-11-13", "report": "报告", "rectified_by": "王某", "evidence": [
        {"kind": kind, "on": "2026-11-13", "reference": "件"} for kind in ("photo_after", "on_behalf")]}  # fmt: skip
    act(gone, "declare", done, date(2026, 11, 14), "示例煤业一矿")
    act(known, "correct", {"field": "township", "new": "141034101", "reason": "写错"}, data.today())
    number, page = kept.printed["stock_overdue"], shown(open_at("weekly_review", week=WEEK, lang="zh_CN"))
    card = page.split("五、超期未整改清单")[1].split("六、")[0]
    assert f"共 {number} 项" in card
    frozen, apart = card.split("定稿后另列 1 项")
    assert frozen.count("hazard?") == number
    assert re.search(rf'id={gone}"[^§]*?更正，已退出', frozen)
    assert re.search(rf'补录</span></td><td><a href="hazard\?[^"]*id={late}', apart)
    slides = [text(open_at("weekly_review", week=WEEK, meeting=str(at), lang="zh_CN")) for at in range(9, 16)]
    list_ = next(one for one in slides if "更正，已退出" in one and "超期清单" in one)
    assert "补录的一项" not in list_
    assert "更正后退出 1 项" in list_
    assert any("补录的一项" in one and "超期清单（定稿后）" in one for one in slides)


def test_every_file_of_a_closed_week_has_as_many_rows_as_its_figure_says(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    close(open_at("weekly_review", week=WEEK, lang="zh_CN"))
    kept = meetings.meeting(data.engine(), data.county(), WEEK).printed
    entered_late()
    told = asked()
    made = files(told, ["docx", "xlsx", "pptx"])
    book = openpyxl.load_workbook(BytesIO(made["xlsx"]))
    assert book["超期清单"].max_row == kept["stock_overdue"] + 1
    assert book["现存隐患台账"].max_row == kept["stock"] + 1
    assert [row[-1].value for row in book["超期清单（定稿后）"].iter_rows()] == ["定稿后", "补录"]
    word = Document(BytesIO(made["docx"]))
    assert any("定稿后：补录 1 项（另列）" in one.text for one in word.paragraphs)
    slides = Presentation(BytesIO(made["pptx"])).slides
    said = [shape.text_frame.text for slide in slides for shape in slide.shapes if shape.has_text_frame]
    assert any("定稿后：补录 1 项" in one for one in said)
    body, _, rows = briefing_table.file(told, "overdue", "csv") or (b"", "", 0)
    lines = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    assert rows == kept["stock_overdue"]
    assert [line[-1] for line in lines] == ["定稿后", *["—"] * kept["stock_overdue"], "补录"]
    english = files(asked("en"), ["xlsx"])["xlsx"]
    assert "Overdue, since the freeze" in openpyxl.load_workbook(BytesIO(english)).sheetnames


def test_a_list_that_was_empty_says_so_beside_what_came_since(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    week, day = "2026-W15", date(2026, 4, 7)
    close(open_at("weekly_review", week=week, lang="zh_CN"))
    facts = {
        "found": f"{day}", "source": "department", "enterprise_name": "示例", "place": "井", "inspectors": "张某、李某",
        "description": "补录的重大", "township": "141034100",
    }  # fmt: skip
    late, told = data.ledger().register(facts, OFFICE, on=day), CONFIRM | {"grade": "major", "due": "2026-12-01"}
    told |= {"basis": "煤矿重大事故隐患判定标准"}
    act(late.id, "confirm", told, day)
    made = files(asked(week=week), ["docx", "pdf", "pptx", "xlsx"])
    word = Document(BytesIO(made["docx"]))
    said = [one.text for one in word.paragraphs]
    single = [table.rows[0].cells[0].text for table in word.tables if len(table.rows) == 1]
    assert not any(single)  # pictures stand in rows without words: no table is a heading alone
    assert "本清单没有条目。" in said
    assert any("补录的重大" in cell.text for table in word.tables for row in table.rows for cell in row.cells)
    slides = [shape for slide in Presentation(BytesIO(made["pptx"])).slides for shape in slide.shapes]
    assert not any(shape.has_table and len(shape.table.rows) == 1 for shape in slides if hasattr(shape, "has_table"))


def test_who_sees_a_part_of_the_county_has_the_lists_of_now(
    ledger_of: Make, open_at: Open, be: Callable[..., None]
) -> None:
    ledger_of("several")
    close(open_at("weekly_review", week=WEEK, lang="zh_CN"))
    late = entered_late()
    be(Role.TOWNSHIP, townships=("141034100",))
    page = shown(open_at("weekly_review", week=WEEK, lang="zh_CN"))
    assert late in page
    assert "定稿后另列" not in page

"""The weekly paper as files: text, tables and numbers of all of them are those of the one content."""

import re
from io import BytesIO

import openpyxl
import pypdfium2
import pytest
from docx import Document
from pptx import Presentation

from riskmap.reports import briefing_docx, briefing_pdf, briefing_pptx, briefing_xlsx
from riskmap.reports.briefing_told import Content, Part, Table

ROWS = (("FX-1", "=1+1 勍香", "7"), ("FX-2", "<b>&矿", "12"))
TABLE = Table("超期清单", ("编号", "企业", "超期"), ROWS, (1, 3, 1), frozenset({2}))
HEADS = ("编号", "问题")
MANY = tuple((f"FX-{n}", "高陡边坡存在滑移危险" * 4) for n in range(60))
CONTENT = Content(
    "汾西县安全生产周调度会材料", "2026-11-16 至 2026-11-22", ("内部资料", "演示数据"),
    (
        Part("上周议定未办结事项", ("此前会议议定事项均已办结。",)),
        Part("本周总体情况", ("本周新增隐患 35 项（较上周减少 1 项）。", "超期未整改 30 项。"), (TABLE,)),
        *(Part(f"第{n}部分", (f"第 {n} 句。",), (Table(f"清单{n}", HEADS, MANY, (1, 4)),)) for n in range(3, 9)),
    ),
    "到期整改率 = 到期且复查确认 ÷ 到期应整改。",
)  # fmt: skip


def words_of_docx(body: bytes) -> str:
    file = Document(BytesIO(body))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in file.paragraphs), *cells])


def words_of_pdf(body: bytes) -> tuple[int, str]:
    file = pypdfium2.PdfDocument(body)
    return len(file), "".join(page.get_textpage().get_text_bounded() for page in file)


def test_the_word_file_is_numbered_as_official_papers_are_and_repeats_its_heads() -> None:
    body = briefing_docx.document(CONTENT, "zh_CN")
    said = words_of_docx(body)
    for wanted in ("一、上周议定未办结事项", "二、本周总体情况", "超期未整改 30 项。", "=1+1 勍香", "<b>&矿"):
        assert wanted in said
    assert said.startswith("内部资料 · 演示数据")
    xml = Document(BytesIO(body)).element.xml
    assert xml.count("w:tblHeader") == sum(len(part.tables) for part in CONTENT.parts)
    assert "FangSong" in xml or "FangSong" in Document(BytesIO(body)).styles.element.xml
    assert "PAGE" in Document(BytesIO(body)).sections[0].footer._element.xml
    assert words_of_docx(briefing_docx.document(CONTENT, "en")).count("1. 上周议定未办结事项") == 1


def test_the_workbook_holds_every_table_and_runs_no_formula() -> None:
    book = openpyxl.load_workbook(BytesIO(briefing_xlsx.workbook(CONTENT, "zh_CN")))
    sheet = book["超期清单"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == list(TABLE.heads)
    assert [row[0] for row in rows[1:]] == ["FX-1", "FX-2"]
    assert all(cell.data_type != "f" for one in book for row in one.iter_rows() for cell in row)
    assert not str(rows[1][1]).startswith("=")
    cover = "\n".join(str(row[0].value) for row in book.worksheets[0].iter_rows())
    assert "本周新增隐患 35 项（较上周减少 1 项）。" in cover


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_the_brief_is_one_page_whatever_it_has_to_tell(lang: str) -> None:
    pages, said = words_of_pdf(briefing_pdf.brief(CONTENT, lang))
    assert pages == 1
    for wanted in ("汾西县安全生产周调度会材料", "超期未整改 30 项", "勍香", "内部资料"):
        assert wanted in re.sub(r"\s+", lambda m: " " if " " in m.group() else "", said), wanted


def test_the_same_content_makes_the_same_brief() -> None:
    assert briefing_pdf.brief(CONTENT, "zh_CN") == briefing_pdf.brief(CONTENT, "zh_CN")


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_the_slides_tell_each_part_once_within_the_slide(lang: str) -> None:
    deck = Presentation(BytesIO(briefing_pptx.slides(CONTENT, lang)))
    assert len(deck.slides) == len(CONTENT.parts) + 1 <= 10
    for slide, part in zip(list(deck.slides)[1:], CONTENT.parts, strict=True):
        texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        assert part.title in texts
        assert all(any(sentence in text for text in texts) for sentence in part.sentences)
        assert all(shape.top + shape.height <= deck.slide_height for shape in slide.shapes)
        assert all(shape.left + shape.width <= deck.slide_width for shape in slide.shapes)

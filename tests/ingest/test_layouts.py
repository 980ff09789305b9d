"""Layouts beyond the plain one, each on its own: what is one table, what is two, which row a picture belongs to."""

import io
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from openpyxl.drawing.image import Image as Drawn
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor

from riskmap.ingest import child
from riskmap.ingest.guard import Caps
from riskmap.ingest.reading import beside
from riskmap.ingest.run import DryRun
from riskmap.ingest.sheet import RawSheet
from support.bombs import TYPES, WORD, zipped
from support.corpus import biff, sheets, words
from support.corpus.grids import Grid, grid
from support.corpus.pictures import picture
from support.corpus.records import SHORT, TYPICAL, rows

Run = Callable[..., DryRun]
Make = Callable[..., Path]
HEAD = ["序号", "企业名称", "隐患描述", "检查时间", "整改前照片", "整改后照片"]
BEFORE, AFTER = "photo_before", "photo_after"


def line(number: int) -> list[Any]:
    return [number, "示例甲厂", f"缺护罩{number}", "2026-03-01", None, None]


def shown(dry: DryRun) -> list[list[str]]:
    return [[one.kind.value for one in hazard.evidence if one.sha256] for hazard in dry.batch.creates]


# Side by side


@pytest.mark.parametrize(
    ("head", "parts"),
    [
        (["序号", "企业名称", "检查时间", "整改情况"], 1),
        (["序号", "企业名称", "隐患描述", "检查时间", "序号", "企业名称", "隐患描述", "检查时间"], 2),
        (["企业名称", "隐患描述", "检查时间", "", "企业名称", "隐患描述", "检查时间"], 2),
        (["", "序号", "企业名称", "部位", "检查时间", "", "", "序号", "企业名称", "部位", "检查时间"], 2),
        (["序号", "企业名称", "检查时间", "整改情况", "", "复查人", "复查时间", "复查结论"], 1),  # one, with a gap
        (["序号", "企业名称", "检查时间", "序号", "备注"], 1),  # a second number is no second table
        (["甲", "乙", "甲", "乙"], 1),
    ],
)
def test_a_header_that_begins_anew_is_another_table(head: list[str], parts: int) -> None:
    sheet = RawSheet(
        "表", [["2026年台账"], list(head), ["x"] * len(head) if "" not in head else [h and "x" for h in head]]
    )
    assert len(beside.split(sheet)) == parts


def test_parts_know_their_place_on_the_sheet(run: Run, xlsx: Make) -> None:
    head = ["序号", "企业名称", "隐患描述", "检查时间"]
    file = xlsx([head * 2, [1, "甲厂", "缺护罩", "2026-03-01", 1, "乙厂", "漏电", "2026-03-02"]])
    kept: list[child.Summary] = []
    run(file, reader=lambda request: kept.append(child.work(request)) or kept[-1])  # type: ignore[func-returns-value]
    left, right = kept[0].sheets
    assert (left.name, left.left, right.name, right.left) == ("台账 A–D", 0, "台账 E–H", 4)
    assert right.head[1] == ["1", "乙厂", "漏电", "2026-03-02"]
    assert (right.top, right.fields) == (0, {0: "seq", 1: "enterprise", 2: "description", 3: "found"})


# One below the other


def test_a_header_of_its_own_further_down_is_another_table(run: Run, xlsx: Make) -> None:
    first = [["2026年台账"], HEAD, line(1), line(2), ["合计", "2项"], []]
    second = [
        ["二、重大隐患"],
        ["隐患描述", "单位名称", "整改期限", "检查时间"],
        ["漏电", "乙厂", "2026-05-01", "2026-04-01"],
    ]
    dry = run(xlsx([*first, *second, ["断路", "丙厂", "限期", "不详"]]))
    assert [(one["name"], one["header_row"], one["rows"]) for one in dry.report["sheets"]] == [
        ("台账", 2, 2),
        ("台账 A7", 8, 2),
    ]
    told = list(dry.batch.creates)
    assert [(one.enterprise_name, one.description) for one in told][2] == ("乙厂", "漏电")
    assert [one["row"] for one in dry.report["issues"] if one["code"] == "no_found_date"] == [10]


def test_the_same_header_again_or_its_second_row_is_the_same_table(run: Run) -> None:
    dice = random.Random(3)
    parents = (("description", "grade", "隐患情况"), ("due", "status", "整改"))
    one = grid(dice, rows(dice, 6), TYPICAL, parents=parents, plain_headers=True)
    two = grid(dice, rows(dice, 6), TYPICAL, repeat=2, plain_headers=True)
    for made in (one, two):
        assert [sheet["rows"] for sheet in run(sheets.xlsx({"台账": made})).report["sheets"]] == [6]


# Sheets that repeat others


def repeated(run: Run, grids: dict[str, Grid]) -> list[tuple[str, str]]:
    dry = run(sheets.xlsx(grids))
    return [(one["sheet"], one["value"]) for one in dry.report["issues"] if one["code"] == "summary_sheet"]


def test_a_summary_is_told_with_where_its_rows_stand(run: Run) -> None:
    dice = random.Random(4)
    a, b = rows(dice, 4, "永安镇", plain=True), rows(dice, 5, "和平镇", plain=True)
    grids = {
        "总表": grid(dice, [*a, *b], TYPICAL),
        "永安镇": grid(dice, a, TYPICAL),
        "和平镇": grid(dice, b, TYPICAL, title=("填报单位：和平镇人民政府",)),
    }
    assert repeated(run, grids) == [("总表", "和平镇 5、永安镇 4")]


def test_a_copy_of_a_sheet_is_told(run: Run) -> None:
    dice = random.Random(5)
    a = rows(dice, 4, plain=True)
    assert repeated(run, {"一月": grid(dice, a, TYPICAL), "一月 (2)": grid(dice, a, TYPICAL)}) == [
        ("一月 (2)", "一月 4")
    ]


def test_sheets_of_their_own_are_no_summary(run: Run) -> None:
    dice = random.Random(6)
    grids = {name: grid(dice, rows(dice, 5, plain=True), TYPICAL) for name in ("永安镇", "和平镇", "汇总")}
    assert repeated(run, grids) == []


# Pictures on cells


def drawn(anchors: list[Any], merged: str = "", heights: dict[int, int] | None = None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for cells in (HEAD, *map(line, range(1, 5))):
        sheet.append(cells)
    if merged:
        sheet.merge_cells(merged)
    for row, height in (heights or {}).items():
        sheet.row_dimensions[row].height = height
    for number, anchor in enumerate(anchors, 1):
        image = Drawn(io.BytesIO(picture(number)))
        image.anchor = anchor
        if isinstance(anchor, str):
            image.width, image.height = 30, 15
        sheet.add_image(image)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def between(column: int, row: int, y: int, end_column: int, end_row: int, end_y: int) -> TwoCellAnchor:
    start = AnchorMarker(col=column, colOff=0, row=row, rowOff=y)
    return TwoCellAnchor(_from=start, to=AnchorMarker(col=end_column, colOff=300_000, row=end_row, rowOff=end_y))


def test_a_picture_belongs_to_the_cell_it_covers_most(run: Run) -> None:
    anchors = ["E2", "F3", between(4, 2, 180_000, 4, 3, 150_000), between(5, 3, 10_000, 5, 4, 20_000)]
    assert shown(run(drawn(anchors))) == [[BEFORE], [AFTER], [BEFORE, AFTER], []]


def test_heights_of_rows_count(run: Run) -> None:
    """100 points high: a picture from the middle of row 2 to a little into row 3 belongs to row 2."""
    anchor = between(4, 1, 300_000, 4, 2, 180_000)
    assert shown(run(drawn([anchor], heights={2: 100}))) == [[BEFORE], [], [], []]
    assert shown(run(drawn([anchor]))) == [[], [BEFORE], [], []]


def test_a_picture_in_a_merged_cell_belongs_to_all_its_rows(run: Run) -> None:
    assert shown(run(drawn(["F2"], merged="F2:F4"))) == [[AFTER], [AFTER], [AFTER], []]


def test_a_picture_over_words_belongs_to_nobody(run: Run) -> None:
    dry = run(drawn(["B2", "E9", "E1"]))
    assert shown(dry) == [[], [], [], []]
    assert dry.report["pictures"] == {"placed": 0, "unplaced": 3}
    told = [(one["row"], one["column"]) for one in dry.report["issues"] if one["code"] == "picture_unplaced"]
    assert told == [(2, "企业名称"), (9, "整改前照片"), (1, "整改前照片")]


def test_an_unknown_header_about_pictures_takes_them(run: Run) -> None:
    raw = sheets.patched(
        drawn(["E2", "F2"]), {"xl/sharedStrings.xml": lambda text: text.replace("整改前照片", "现场截图")}
    )
    assert shown(run(raw))[0] == [BEFORE, AFTER]


def test_a_picture_and_a_tick_are_one_evidence_a_number_another(run: Run) -> None:
    book = openpyxl.load_workbook(io.BytesIO(drawn(["E2"])))
    book.worksheets[0]["E2"], book.worksheets[0]["F2"] = "√", "见附件3"
    out = io.BytesIO()
    book.save(out)
    hazard = next(iter(run(out.getvalue()).batch.creates))
    assert [(one.kind.value, one.reference, bool(one.sha256)) for one in hazard.evidence] == [
        (BEFORE, "image1.jpeg", True),
        (AFTER, "见附件3", False),
    ]


def test_the_same_picture_in_many_rows_is_kept_once(run: Run) -> None:
    book = openpyxl.load_workbook(io.BytesIO(drawn(["E2"])))
    for at in (3, 4):
        image = Drawn(io.BytesIO(picture(1)))
        image.anchor, image.width, image.height = f"E{at}", 30, 15
        book.worksheets[0].add_image(image)
    out = io.BytesIO()
    book.save(out)
    dry = run(out.getvalue())
    assert dry.report["pictures"] == {"placed": 3, "unplaced": 0}
    assert len(dry.batch.attachments) == 1


def test_pictures_that_are_not_read_are_counted(run: Run) -> None:
    """In an old workbook; in OpenDocument and as values of cells of newer Excel where no cell leads to them."""
    one = grid(random.Random(1), rows(random.Random(1), 2), SHORT)
    rels = '<Relationships><Relationship Id="rId1" Target="../media/image1.png"/></Relationships>'
    rich = {"xl/richData/richValueRel.xml": "<richValueRels/>", "xl/richData/_rels/richValueRel.xml.rels": rels}
    old = biff.xls({"台账": one})
    for raw in (
        old + picture(1) + picture(2, "PNG"),
        sheets.patched(sheets.ods("台账", one), {}, {"Pictures/1.jpg": picture(1), "Pictures/2.jpg": picture(2)}),
        sheets.patched(sheets.xlsx({"台账": one}), {}, {**rich}),
    ):
        report = run(raw).report
        assert report["created"] == 2
        told = [one["value"] for one in report["issues"] if one["code"] == "pictures_not_read"]
        assert told == [str(report["pictures"]["unplaced"])]
        assert told in (["1"], ["2"])


def test_pictures_of_opendocument_stand_where_the_sheet_says(run: Run) -> None:
    """Repeated rows above are counted; a picture on the sheet itself has no row."""
    one = grid(random.Random(1), rows(random.Random(1), 2), SHORT)
    column = len(one.cells[0])
    for at, line in enumerate(one.cells):
        line.append("整改后照片" if not at else None)
    raw = sheets.ods("台账", one, [(2, column, 1)], above=3)
    shapes = '<table:shapes><draw:frame><draw:image xlink:href="Pictures/9.jpg"/></draw:frame></table:shapes>'
    start = '<table:table table:name="台账">'
    raw = sheets.patched(
        raw, {"content.xml": lambda text: text.replace(start, start + shapes)}, {"Pictures/9.jpg": picture(9)}
    )
    dry = run(raw)
    assert shown(dry) == [[], [AFTER]]
    assert dry.report["pictures"] == {"placed": 1, "unplaced": 1}
    assert [one["row"] for one in dry.report["issues"] if one["code"] == "picture_unplaced"] == [None]


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("xl/metadata.xml", lambda text: text.replace('v="0"', 'v="77777777"')),
        ("xl/metadata.xml", lambda text: text.replace("XLRICHVALUE", "OTHER")),
        ("xl/metadata.xml", lambda text: text[:200]),
        ("xl/richData/rdrichvalue.xml", lambda text: text.replace("<v>0</v>", "<v>-1</v>")),
        ("xl/richData/rdrichvalue.xml", lambda text: text.replace('s="1"', 's="x"')),
        ("xl/richData/rdrichvaluestructure.xml", lambda text: text.replace("_localImage", "_webimage")),
        ("xl/richData/richValueRel.xml", lambda _: "<!DOCTYPE x><x/>"),
        ("xl/richData/_rels/richValueRel.xml.rels", lambda text: text.replace("rId1", "rId9")),
    ],
)
def test_a_broken_chain_to_a_picture_is_told_and_the_rows_are_read(run: Run, part: str, change: Any) -> None:
    one = grid(random.Random(1), rows(random.Random(1), 2), SHORT)
    for at, line in enumerate(one.cells):
        line.append("x" if at else "整改后照片")
    raw = sheets.with_rich_pictures(sheets.xlsx({"台账": one}), [(1, len(one.cells[0]) - 1, 1)])
    assert shown(run(raw)) == [[AFTER], []]
    dry = run(sheets.patched(raw, {part: change}))
    assert dry.report["created"] == 2
    assert dry.report["pictures"]["placed"] == 0
    told = [one["value"] for one in dry.report["issues"] if one["code"] == "pictures_not_read"]
    assert told in (["1"], [])


DAMAGES = {
    "cut off": lambda text: text[:120],
    "a document type": lambda _: "<!DOCTYPE x><x/>",
    "no xml": lambda _: "\0\0",
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
@pytest.mark.parametrize("values", [True, False])
@pytest.mark.parametrize("part", ["xl/cellimages.xml", "xl/_rels/cellimages.xml.rels"])
def test_damaged_cell_pictures_leave_the_rows(run: Run, part: str, values: bool, damage: Any) -> None:
    one = grid(random.Random(1), rows(random.Random(1), 2), SHORT)
    for at, line in enumerate(one.cells):
        line.append("x" if at else "整改后照片")
    raw = sheets.with_cell_pictures(sheets.xlsx({"台账": one}), [(1, len(one.cells[0]) - 1, 1)], values=values)
    assert shown(run(raw)) == [[AFTER], []]
    dry = run(sheets.patched(raw, {part: damage}))
    assert (dry.report["created"], dry.report["pictures"]) == (2, {"placed": 0, "unplaced": 1})
    assert [one["value"] for one in dry.report["issues"] if one["code"] == "pictures_damaged"] == ["1"]
    assert "DISPIMG" not in str(list(dry.batch.creates))


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
@pytest.mark.parametrize("part", [
    "xl/drawings/drawing1.xml", "xl/drawings/_rels/drawing1.xml.rels", "xl/worksheets/_rels/sheet1.xml.rels",
])  # fmt: skip
def test_a_damaged_drawing_leaves_the_rows(run: Run, part: str, damage: Any) -> None:
    dry = run(sheets.patched(drawn(["E2"]), {part: damage}))
    assert (dry.report["created"], dry.report["pictures"]) == (4, {"placed": 0, "unplaced": 1})
    assert [one["value"] for one in dry.report["issues"] if one["code"] == "pictures_damaged"] == ["1"]


# Word


def document(body: str) -> bytes:
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    whole = f"<w:document {WORD} {mc}><w:body>{body}</w:body></w:document>"
    return zipped({"[Content_Types].xml": TYPES, "word/document.xml": whole})


def cell(inner: str) -> str:
    return f"<w:tc><w:p>{inner}</w:p></w:tc>"


def said(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def table(*lines: list[str]) -> str:
    body = "".join("<w:tr>" + "".join(map(cell, cells)) + "</w:tr>" for cells in lines)
    return f"<w:tbl>{body}</w:tbl>"


def test_deleted_words_go_and_inserted_ones_stay(run: Run) -> None:
    heads = [said(one) for one in ("企业名称", "隐患描述", "检查时间")]
    told = f"<w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:ins>{said('缺护')}</w:ins>{said('罩')}"
    (hazard,) = run(document(table(heads, [said("甲厂"), told, said("2026-03-01")]))).batch.creates
    assert hazard.description == "缺护罩"


def test_a_table_within_a_cell_is_text_of_the_cell_and_a_text_box_is_read_once(run: Run) -> None:
    heads = [said(one) for one in ("企业名称", "隐患描述", "检查时间")]
    both = f"<mc:Choice>{said('一')}</mc:Choice><mc:Fallback>{said('一')}</mc:Fallback>"
    box = f"<mc:AlternateContent>{both}</mc:AlternateContent>"
    inner = f"</w:p>{table([said('甲'), said('乙')])}<w:p>{box}"
    (hazard,) = run(document(table(heads, [said("甲厂"), inner, said("2026-03-01")]))).batch.creates
    assert "".join(hazard.description.split()) == "甲乙一"


def test_the_words_above_a_table_tell_sender_year_and_cut_off(run: Run) -> None:
    told = rows(random.Random(8), 2)
    one = grid(random.Random(8), told, SHORT)
    one.cells[1][3] = "3月5日"
    raw = words.document(["2024年隐患台账", "填报单位：示例局（盖章）", (one, 0, len(one.cells))])
    first = next(iter(run(raw, name="a.docx").batch.creates))
    assert (first.sender, first.found.isoformat()) == ("示例局", "2024-03-05")


def test_two_tables_with_words_between_are_two_and_without_are_one(run: Run) -> None:
    one = grid(random.Random(8), rows(random.Random(8), 4), SHORT)
    apart = words.document([(one, 0, 3), "二、其他", (one, 0, 1), "", (one, 3, 5)])
    report = run(apart, name="台账.docx").report
    assert [(sheet["name"], sheet["rows"]) for sheet in report["sheets"]] == [("台账 1", 2), ("台账 2", 2)]


def test_a_document_without_a_table_is_refused(run: Run) -> None:
    out = io.BytesIO()
    book = docx.Document()
    book.add_paragraph("没有表格")
    book.save(out)
    assert run(out.getvalue(), name="a.docx").refusal == "no_table"


def test_an_old_word_document_is_told_as_one(run: Run) -> None:
    body = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096))
    body[1024:1048] = "WordDocument".encode("utf-16-le")
    assert run(bytes(body), name="a.doc").refusal == "old_word"


def test_a_far_cell_is_refused_before_its_area_is_built(run: Run, xlsx: Make) -> None:
    assert run(xlsx([HEAD, line(1), *[[None]] * 40, line(2)]), caps=Caps(rows=30)).refusal == "too_many_rows"


# Merged ranges: wide cells and notes

WIDE = ["序号", "企业名称", "存在问题", None, None, None, None, "检查时间", "整改情况"]


@pytest.mark.parametrize("header_merged", [True, False])
def test_a_column_over_more_than_half_of_the_grid_is_a_column(run: Run, xlsx: Make, header_merged: bool) -> None:
    body = [[n, "示例甲厂", f"缺护罩{n}", None, None, None, None, "2026-03-01", "未整改"] for n in range(1, 6)]
    boxes = [f"C{row}:G{row}" for row in range(1 if header_merged else 2, 7)]
    dry = run(xlsx([WIDE, *body], merged=boxes))
    assert [hazard.description for hazard in dry.batch.creates] == [f"缺护罩{n}" for n in range(1, 6)]
    assert not any(hazard.extra for hazard in dry.batch.creates)
    assert "note_row" not in dry.counts


def test_a_wide_column_of_a_word_table_is_a_column(run: Run) -> None:
    document = docx.Document()
    table = document.add_table(rows=4, cols=9)
    for at, told in enumerate(
        [WIDE, *([n, "示例甲厂", f"缺护罩{n}", *[None] * 4, "2026-03-01", "未整改"] for n in (1, 2, 3))]
    ):
        table.cell(at, 2).merge(table.cell(at, 6))
        for column in (0, 1, 2, 7, 8):
            table.cell(at, column).text = str(told[column])
    out = io.BytesIO()
    document.save(out)
    assert [one.description for one in run(out.getvalue()).batch.creates] == ["缺护罩1", "缺护罩2", "缺护罩3"]


COURSE = ["序号", "企业名称", "隐患描述", "检查时间", "整改措施", "整改责任人", "整改期限", "整改完成时间", "整改情况"]
STOPPED = [3, "示例乙厂", "无警示牌", "2026-03-02", "企业停产，复产前整改", None, None, None, None]


def test_a_wide_remark_beside_a_row_leaves_the_row(run: Run, xlsx: Make) -> None:
    other = [1, "示例甲厂", "缺护罩", "2026-03-01", "加护罩", "张某", "2026-03-10", None, "整改中"]
    dry = run(xlsx([COURSE, other, STOPPED], merged=["E3:I3"]))
    [_, hazard] = dry.batch.creates
    assert (hazard.description, hazard.measure, hazard.rectified) == ("无警示牌", "企业停产，复产前整改", None)
    assert dry.counts["unknown_status"] == 1


@pytest.mark.parametrize(
    "told",
    [
        ["一、危险化学品"],
        ["备注", "以上隐患均已通知企业，由各乡镇督促整改"],
        ["审核人：", "李某", None, None, None, None, None, "日期：", "2026年3月5日"],
        [7, "本月企业停产，未检查"],
    ],
)
def test_a_wide_note_is_still_no_row(run: Run, xlsx: Make, told: list[Any]) -> None:
    row = [1, "示例甲厂", "缺护罩", "2026-03-01", "加护罩", "张某", "2026-03-10", None, "整改中"]
    box = "A3:I3" if len(told) == 1 else "B3:G3" if len(told) > 2 else "B3:I3"
    dry = run(xlsx([COURSE, row, told], merged=[box]))
    assert (dry.report["rows"], dry.report["rejected"], dry.counts["note_row"]) == (1, 0, 1)

"""Layouts of workbooks: titles, headers of several rows, several tables, hidden parts, old formats."""

import random

from support.corpus import biff, sheets
from support.corpus.grids import Grid, grid
from support.corpus.records import SHORT, TOWNS, TYPICAL, YEAR, Row, rows
from support.corpus.registry import FOOT, LAYOUTS, TITLE, Ledger, Maker, heads, layout, single


def _plain(seed: int) -> Maker:
    """Sixteen columns, titles, notes: the common case, with other words and other mess each time."""

    def maker(dice: random.Random) -> Ledger:
        told = rows(dice, dice.randint(8, 20))
        fields = [one for one in TYPICAL if one in SHORT or dice.random() < 0.85]
        one = grid(dice, told, fields, title=TITLE, foot=FOOT if seed % 2 else (), blanks=seed % 3)
        return single(f"台账{seed}.xlsx", one, sheets.xlsx({"台账": one}), told)

    return maker


for number in range(1, 9):
    LAYOUTS[f"plain_{number}"] = _plain(number)


@layout
def two_row_header(dice: random.Random) -> Ledger:
    told = rows(dice, 10)
    parents = (("place", "grade", "隐患基本情况"), ("due", "status", "整改落实情况"))
    one = grid(dice, told, TYPICAL, title=TITLE, parents=parents)
    return single("两行表头.xlsx", one, sheets.xlsx({"Sheet1": one}), told)


@layout
def three_row_header(dice: random.Random) -> Ledger:
    told = rows(dice, 9)
    one = grid(dice, told, TYPICAL, title=TITLE[:1], parents=(("due", "status", "整改情况跟踪"),), layers=3)
    return single("三行表头.xlsx", one, sheets.xlsx({"Sheet1": one}), told)


@layout
def five_row_header(dice: random.Random) -> Ledger:
    told = rows(dice, 9)
    one = grid(dice, told, TYPICAL, title=TITLE[:1], parents=(("due", "status", "整改情况跟踪"),), layers=5)
    return single("五行表头.xlsx", one, sheets.xlsx({"Sheet1": one}), told)


@layout
def header_far_down(dice: random.Random) -> Ledger:
    told = rows(dice, 7)
    one = grid(dice, told, TYPICAL, title=TITLE, blanks=16)
    return single("表头靠下.xlsx", one, sheets.xlsx({"Sheet1": one}), told)


@layout
def merged_enterprises(dice: random.Random) -> Ledger:
    told = rows(dice, 12)
    one = grid(dice, told, TYPICAL, title=TITLE, merge_firms=True)
    return single("合并单元格.xlsx", one, sheets.xlsx({"台账": one}), told)


@layout
def repeated_headers(dice: random.Random) -> Ledger:
    told = rows(dice, 15)
    one = grid(dice, told, TYPICAL, title=TITLE, repeat=5, foot=FOOT)
    return single("分页表头.xlsx", one, sheets.xlsx({"台账": one}), told, "repeated_header")


@layout
def subtotals(dice: random.Random) -> Ledger:
    told = rows(dice, 12)
    one = grid(dice, told, TYPICAL, title=TITLE, subtotal=4, foot=FOOT)
    return single("小计.xlsx", one, sheets.xlsx({"台账": one}), told, "subtotal_row", "note_row")


@layout
def hidden_parts(dice: random.Random) -> Ledger:
    told = rows(dice, 10)
    one = grid(dice, told, TYPICAL, title=TITLE)
    one.hidden_rows, one.hidden_columns = [one.lines[2], one.lines[5]], [3]
    return single("隐藏行列.xlsx", one, sheets.xlsx({"台账": one}), told, "hidden_rows", "hidden_columns")


@layout
def township_sheets(dice: random.Random) -> Ledger:
    grids, told = {}, []
    for town in ("永安镇", "对竹镇", "勍香镇"):
        own = rows(dice, 6, town)
        grids[town] = grid(dice, own, TYPICAL, title=(f"{town}{YEAR}年隐患台账",))
        told += own
    return Ledger("分乡镇.xlsx", sheets.xlsx(grids), told, [heads(one) for one in grids.values()])


@layout
def summary_sheet(dice: random.Random) -> Ledger:
    """Each township and a sheet over all of them; the summary comes first, as offices keep it."""
    towns = {town: rows(dice, 5, town, plain=True) for town in ("永安镇", "和平镇", "僧念镇")}
    every = [row for own in towns.values() for row in own]
    fields = TYPICAL[1:]
    grids = {"全县汇总": grid(dice, every, fields, title=(f"汾西县{YEAR}年隐患台账汇总表",))}
    grids |= {town: grid(dice, own, fields, title=(f"{town}{YEAR}年隐患台账",)) for town, own in towns.items()}
    told = [*every, *every]
    return Ledger("含汇总.xlsx", sheets.xlsx(grids), told, [heads(g) for g in grids.values()], 0, {"summary_sheet"})


@layout
def side_by_side(dice: random.Random) -> Ledger:
    left, right = rows(dice, 8), rows(dice, 8)
    fields = ("seq", "enterprise", "description", "grade", "found", "due", "status")
    one, two = grid(dice, left, fields, plain_headers=True), grid(dice, right, fields, plain_headers=True)
    both = Grid([[*a, None, *b] for a, b in zip(one.cells, two.cells, strict=True)])
    both.cells.insert(0, [f"永安镇{YEAR}年隐患台账", *[None] * 14])
    both.merged = [(0, 0, 0, 14)]
    return Ledger("并排.xlsx", sheets.xlsx({"台账": both}), [*left, *right], [heads(one), heads(two)])


@layout
def three_side_by_side(dice: random.Random) -> Ledger:
    fields = ("enterprise", "description", "found", "status")
    parts = [rows(dice, 5) for _ in range(3)]
    grids = [grid(dice, own, fields, plain_headers=True) for own in parts]
    both = Grid([[*a, *b, *c] for a, b, c in zip(*(one.cells for one in grids), strict=True)])
    both.cells.insert(0, [f"{YEAR}年台账"])
    return Ledger(
        "三栏.xlsx", sheets.xlsx({"台账": both}), [row for own in parts for row in own], [heads(g) for g in grids]
    )


@layout
def wrong_dimension(dice: random.Random) -> Ledger:
    told = rows(dice, 30)
    one = grid(dice, told, TYPICAL, title=TITLE)
    return single("导出.xlsx", one, sheets.wrong_dimension(sheets.xlsx({"Sheet1": one})), told)


@layout
def epoch_1904(dice: random.Random) -> Ledger:
    told = rows(dice, 10, plain=True)
    one = grid(dice, told, TYPICAL, title=TITLE)
    return single("苹果.xlsx", one, sheets.xlsx({"Sheet1": one}, epoch_1904=True), told)


@layout
def moved_right(dice: random.Random) -> Ledger:
    told = rows(dice, 8)
    one = grid(dice, told, TYPICAL, title=TITLE)
    return single("右移.xlsx", one, sheets.xlsx({"Sheet1": one}, right=2), told)


@layout
def hidden_sheet(dice: random.Random) -> Ledger:
    first, second = rows(dice, 5), rows(dice, 4)
    grids = {"一季度": grid(dice, first, TYPICAL, title=TITLE), "旧": grid(dice, second, TYPICAL, title=TITLE)}
    content = sheets.xlsx(grids, hidden=("旧",))
    return Ledger("隐藏表.xlsx", content, [*first, *second], [heads(g) for g in grids.values()], 0, {"hidden_sheet"})


def _old(name: str) -> None:
    def maker(dice: random.Random) -> Ledger:
        told = rows(dice, 14)
        one = grid(dice, told, TYPICAL, title=TITLE, merge_firms=True, foot=FOOT)
        return single(name, one, biff.xls({"台账": one}), told)

    LAYOUTS[f"old_{name.rsplit('.', maxsplit=1)[-1]}"] = maker


_old("台账.xls")
_old("台账.et")


@layout
def et_of_today(dice: random.Random) -> Ledger:
    told = rows(dice, 8)
    one = grid(dice, told, TYPICAL, title=TITLE)
    return single("新版.et", one, sheets.xlsx({"台账": one}), told)


@layout
def open_document(dice: random.Random) -> Ledger:
    told = rows(dice, 8)
    one = grid(dice, told, TYPICAL, title=TITLE)
    return single("台账.ods", one, sheets.ods("台账", one), told)


FORM = ("seq", "description", "grade", "measure", "due", "rectified", "status", "remark")


def of_one_visit(dice: random.Random, count: int) -> tuple[list[Row], str, str]:
    """Rows of one inspection of one enterprise: what they share stands above the table."""
    told = rows(dice, count, plain=True)
    firm, day = told[0].facts["enterprise_name"], told[0].facts["found"]
    for row in told:
        shared = {"enterprise_name": firm, "found": day, "inspectors": "张某、李某", "township": TOWNS["永安镇"]}
        row.facts = {
            k: v for k, v in row.facts.items() if k in {"description", "grade", "measure", "status_raw"}
        } | shared
    return told, firm, f"{day.year}年{day.month}月{day.day}日"


@layout
def record_of_one_visit(dice: random.Random) -> Ledger:
    """Labels with their values in cells, the list of hazards below."""
    told, firm, day = of_one_visit(dice, 6)
    one = grid(dice, told, FORM)
    lines = [
        ["安全生产现场检查记录", *[None] * 7],
        ["被检查单位", firm, None, "检查时间", day, None, "所属乡镇", "永安镇"],
        ["检查人员", "张某、李某", None, "行业类别", "机械", None, "联系人", "略"],
    ]
    one.cells = [*lines, *one.cells]
    one.merged = [(0, 0, 0, 7), (1, 1, 1, 2), (1, 4, 1, 5)]
    made = single("检查记录.xlsx", one, sheets.xlsx({"Sheet1": one}), told, "taken_from_above")
    made.shared = {"enterprise", "found", "inspectors", "township"}
    return made

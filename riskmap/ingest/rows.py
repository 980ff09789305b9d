"""Which lines below a header are rows; blank lines, repeated headers, totals and notes are not (DOMAIN.md §3.5)."""

import re
from dataclasses import dataclass, field

from riskmap.ingest.clean.text import text_of, word
from riskmap.ingest.findings import Findings
from riskmap.ingest.recognise import Table
from riskmap.ingest.sheet import Cell, RawSheet

TOTAL = re.compile(r"^(合计|小计|总计|共计|累计|本页小计|本页合计|汇总|总合计|乡镇合计|合\s*计)[:：]?")
NOTE = re.compile(
    r"^(填表人|填报人|审核人|审批人|制表人?|单位负责人|负责人签字|主要负责人|备注|注|说明|填写要求|填表说明|填报说明|联系电话|联系人|"
    r"填报日期|填报时间|填报单位|签字|签章|分管领导|审核|日期|附|复核|统计人|报送)[^,，。]{0,10}[:：(（]"
)
FEW = 6
SECTION = re.compile(r"^[(（]?([一二三四五六七八九十]+|\d+)[)）]?[、.．]")


@dataclass(slots=True)
class Rows:
    """The rows of a table: sheet row numbers (from 1) and their cells by column index."""

    numbers: list[int] = field(default_factory=list)
    cells: list[list[Cell]] = field(default_factory=list)


def rows_of(sheet: RawSheet, table: Table, findings: Findings) -> Rows:
    """The rows below the header, merged cells filled down; what is passed over becomes a finding."""
    notes = _note_boxes(sheet, table)
    _fill(sheet, table, notes)
    width = max((c.index for c in table.columns), default=0) + 1
    fields = {c.index: c.field for c in table.columns}
    headers = {c.index: {word(part) for part in (*c.header.split("/"), c.header)} for c in table.columns}
    rows = Rows()
    blanks = 0
    for at in range(table.first, len(sheet.rows)):
        row = sheet.rows[at]
        filled = [i for i, cell in enumerate(row) if cell != "" and cell is not None and cell != " "]
        if not filled:
            blanks += 1
            continue
        reason = "note_row" if at in notes else _reason(row, filled, fields, headers)
        if reason:
            findings.add(sheet.name, sheet.first + at + 1, "", text_of(row[filled[0]]), reason)
            continue
        rows.numbers.append(sheet.first + at + 1)
        rows.cells.append(row if len(row) >= width else [*row, *[None] * (width - len(row))])
    if blanks:
        findings.add(sheet.name, None, "", str(blanks), "blank_row")
    return rows


def _note_boxes(sheet: RawSheet, table: Table) -> set[int]:
    """Rows (from 0) covered by a merged range wider than half the table: notes, signatures, section lines."""
    wide = max(3, len(table.columns) // 2)
    return {
        at
        for top, left, bottom, right in sheet.merged
        if top >= table.first and right - left + 1 > wide
        for at in range(top, min(bottom, len(sheet.rows) - 1) + 1)
    }


def _fill(sheet: RawSheet, table: Table, notes: set[int]) -> None:
    """Fill down merged cells of one column; other blanks stay blank (DOMAIN.md §6.3)."""
    for top, left, bottom, right in sheet.merged:
        if top < table.first or top in notes or top >= len(sheet.rows) or left >= len(sheet.rows[top]):
            continue
        value = sheet.rows[top][left]
        for row in sheet.rows[top : bottom + 1]:
            for column in range(left, min(right + 1, len(row))):
                row[column] = value


def _reason(row: list[Cell], filled: list[int], fields: dict[int, str], headers: dict[int, set[str]]) -> str:
    """Why a line is not a row, or an empty string."""
    if len(filled) > FEW and not isinstance(row[filled[0]], str):
        return ""  # a number first and many cells: a row, without a closer look
    known = [i for i in filled if i in fields]
    if not known:
        return "note_row"
    if all(fields[i] == "seq" for i in known):
        return _lone(row, known)
    first = text_of(row[filled[0]])
    if TOTAL.match(re.sub(r"\s", "", first)) or (len(filled) > 1 and _total_word(text_of(row[filled[1]]))):
        return "subtotal_row"
    same = _like_header(row, known[:3], headers) and _like_header(row, known, headers)
    if same and same * 5 >= len(known) * 3 and (same >= 3 or same == len(known)):
        return "repeated_header"
    if len(filled) <= FEW and NOTE.match(first):
        return "note_row"
    return ""


def _like_header(row: list[Cell], known: list[int], headers: dict[int, set[str]]) -> int:
    """How many of these cells repeat a word of their own header."""
    return sum(word(text_of(row[i])) in headers.get(i, ()) for i in known if isinstance(row[i], str))


def _total_word(text: str) -> bool:
    plain = re.sub(r"\s", "", text)
    return bool(TOTAL.fullmatch(plain))


def _lone(row: list[Cell], known: list[int]) -> str:
    """Only the number column is filled: a number, a total, a section heading or a note."""
    first = text_of(row[known[0]])
    plain = re.sub(r"\s", "", first)
    if TOTAL.match(plain):
        return "subtotal_row"
    if not re.search(r"[^\d.、()（）一二三四五六七八九十①-⑳]", plain):
        return "only_number"
    return "section_row" if SECTION.match(plain) and len(plain) <= 30 else "note_row"

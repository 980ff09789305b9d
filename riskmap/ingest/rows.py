"""Which lines below a header are rows; blank lines, repeated headers, totals and notes are not (DOMAIN.md §3.5)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from riskmap.ingest.clean.text import text_of, word
from riskmap.ingest.ditto import Ditto, once_told
from riskmap.ingest.findings import Findings
from riskmap.ingest.recognise import Table
from riskmap.ingest.sheet import Box, Cell, RawSheet

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
    """The rows below the header, merged cells filled down, 同上 resolved; what is passed over becomes a finding."""
    notes = _merged(sheet, table, findings)
    ditto = Ditto(sheet.name, table, findings)
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
            first = text_of(row[filled[0]])
            findings.add(sheet.name, sheet.first + at + 1, "", first, reason)
            if reason in {"section_row", "subtotal_row"} or (reason == "note_row" and not NOTE.match(first)):
                ditto.section()
            continue
        ditto.resolve(row, filled, sheet.first + at + 1)
        rows.numbers.append(sheet.first + at + 1)
        rows.cells.append(row if len(row) >= width else [*row, *[None] * (width - len(row))])
    if blanks:
        findings.add(sheet.name, None, "", str(blanks), "blank_row")
    return rows


def _merged(sheet: RawSheet, table: Table, findings: Findings) -> set[int]:
    """Fill the merged cells of the rows in place (DOMAIN.md §6.3); returns the lines (from 0) that are notes.

    A range over more than half of the headers is a note, a signature or a section line, unless its line holds a row
    beside it. One that lies below one header alone, however wide, is a cell like others. An amount is told once, on its
    first row.
    """
    headers = {c.index: c.header for c in table.columns}
    wide = max(3, len(set(headers.values())) // 2)
    boxes = [box for box in sheet.merged if table.first <= box[0] < len(sheet.rows)]
    across = [box for box in boxes if len({headers.get(i) for i in range(box[1], box[3] + 1)} - {None}) > wide]
    notes: set[int] = set()
    once = once_told(table)
    _fill(sheet, [box for box in boxes if box not in across], headers, notes, once)
    for box in across:
        lines = range(box[0], min(box[2], len(sheet.rows) - 1) + 1)
        notes.update(at for at in lines if not _beside(sheet.rows[at], box, table))
    _fill(sheet, across, headers, notes, once)
    for top, left, bottom, _ in boxes:
        if left in once and bottom > top and top not in notes and (told := text_of(_cell(sheet.rows[top], left))):
            findings.add(sheet.name, sheet.first + top + 1, headers[left], told, "amount_told_once")
    return notes


def _cell(row: list[Cell], at: int) -> Cell:
    return row[at] if at < len(row) else None


def _beside(row: list[Cell], box: Box, table: Table) -> bool:
    """Whether a line holds a row beside a wide range: two values of known columns, not counting the number."""
    told = (text_of(row[c.index]) for c in table.columns if c.index < len(row) and not box[1] <= c.index <= box[3]
            and c.field not in {"", "seq"})  # fmt: skip
    first = next((text for cell in row if (text := text_of(cell))), "")
    return len({text for text in told if text}) > 1 and not NOTE.match(first)


def _fill(sheet: RawSheet, boxes: list[Box], headers: Mapping[int, str], notes: set[int], once: set[int]) -> None:
    """Fill merged ranges from their first cell, but for notes; what lies below one header is told once.

    Columns of `once` are not filled down.
    """
    for top, left, bottom, right in boxes:
        if left >= len(sheet.rows[top]):
            continue
        value = sheet.rows[top][left]
        columns = [i for i in range(left, right + 1) if i == left or headers.get(i) != headers.get(left)]
        for at in range(top, min(bottom, len(sheet.rows) - 1) + 1):
            row = sheet.rows[at]
            for column in columns if at not in notes else ():
                if column < len(row) and (at == top or column not in once):
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

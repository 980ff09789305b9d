"""Empty workbooks with drop-downs and notes: filled in, they are read without a single question."""

import io
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Final

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from riskmap.domain.county import County
from riskmap.geo.places import Kind
from riskmap.ingest import place_files
from riskmap.ingest.fields import schema
from riskmap.ingest.notes import NOTES, TITLE

KINDS: Final = ("ledger", "register")  # what is imported
PLACES: Final = ("villages", "emergency")  # tables of places: they go into layers/ of the data folder
LAST: Final = 5_000  # rows that have drop-downs
LISTS: Final = 8  # first column of the lists on the sheet of notes
NEEDED, OTHER = PatternFill("solid", fgColor="FCE4D6"), PatternFill("solid", fgColor="E7EEF7")
HEADS: Final = ("列 / Column", "必填 / Required", "说明", "Explanation", "示例 / Example")
RULES: Final = (
    "一行一条，不留空行、不合并单元格、不改表头；日期写成 2026-03-02。",
    "One row each; no blank rows, no merged cells, headers unchanged; dates such as 2026-03-02.",
    "示例只在本页，表内从第二行起填写；本页不会被读入。",
    "Examples stand on this sheet only; fill in from the second row. This sheet is not read.",
    "不得填写涉密信息。 No classified information.",
)


def template(kind: str, county: County) -> bytes:
    """An empty table (of KINDS or of places) as xlsx with the county's own lists; its villages are filled in."""
    told = _told()[kind]
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = told["sheet"]
    notes = book.create_sheet(NOTES)
    headers = {name: one.header for name, one in schema(told.get("schema", kind)).fields.items()}
    _notes(notes, told["columns"], headers, county)
    lists = 0
    for at, column in enumerate(told["columns"], 1):
        _head(sheet, at, column, headers[column["field"]])
        if values := _values(column, county):
            _list(sheet, notes, at, LISTS + lists, values)
            lists += 1
        elif column.get("date"):
            _dates(sheet, at)
    if kind == "villages":
        _villages(sheet, [column["field"] for column in told["columns"]], county)
    sheet.freeze_panes = "A2"
    sheet.row_dimensions[1].height = 30
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _villages(sheet: Worksheet, fields: Sequence[str], county: County) -> None:
    """The county's villages, a row each, with whatever its list has of them."""
    if county.villages is None:
        return
    for place in place_files.read(county.villages).places:
        own = {
            "township": county.regions.label(county.regions.match(place.township) or "", "zh") or place.township,
            "kind": "社区" if place.kind is Kind.COMMUNITY else "村庄",
        }
        sheet.append([own.get(name) or getattr(place, name, None) or None for name in fields])


@cache
def _told() -> Mapping[str, Any]:
    return tomllib.loads(files("riskmap.ingest").joinpath("data", "template.toml").read_text(encoding="utf-8"))


def _values(column: Mapping[str, Any], county: County) -> list[str]:
    """The closed list of a column, if it has one."""
    told = column.get("list", [])
    if told == "townships":
        return [one.name for one in county.regions.townships]
    if told == "sectors":
        return [county.sectors.label(code, "zh_CN") for code in county.sectors.codes]
    if told == "departments":
        return [county.departments.label(code, "zh_CN") for code in county.departments.codes]
    return list(told)


def _head(sheet: Worksheet, at: int, column: Mapping[str, Any], header: str) -> None:
    cell = sheet.cell(1, at, header)
    cell.font = Font(bold=True)
    cell.fill = NEEDED if column.get("need") else OTHER
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    cell.comment = Comment(f"{column['zh']}\n{column['en']}", "riskmap", height=60, width=220)
    sheet.column_dimensions[get_column_letter(at)].width = max(12, 2 * len(header) + 4)


def _list(sheet: Worksheet, notes: Worksheet, at: int, place: int, values: Sequence[str]) -> None:
    """The values stand on the sheet of notes: a list written into the rule itself may have 255 characters only."""
    for row, value in enumerate(values, 2):
        notes.cell(row, place, value)
    letter = get_column_letter(place)
    notes.column_dimensions[letter].hidden = True
    rule = DataValidation(
        type="list", formula1=f"'{NOTES}'!${letter}$2:${letter}${len(values) + 1}", allow_blank=True,
        showErrorMessage=True, errorTitle="填报说明 / Notes", error="请从列表中选择。Please choose from the list.",
    )  # fmt: skip
    _over(sheet, at, rule)


def _dates(sheet: Worksheet, at: int) -> None:
    rule = DataValidation(
        type="date", operator="greaterThan", formula1="36526", allow_blank=True, showErrorMessage=True,
        errorTitle="填报说明 / Notes", error="请填写日期，如 2026-03-02。Please enter a date such as 2026-03-02.",
    )  # fmt: skip
    _over(sheet, at, rule)
    sheet.column_dimensions[get_column_letter(at)].number_format = "yyyy-mm-dd"


def _over(sheet: Worksheet, at: int, rule: DataValidation) -> None:
    letter = get_column_letter(at)
    rule.add(f"{letter}2:{letter}{LAST}")
    sheet.add_data_validation(rule)


def _notes(notes: Worksheet, columns: Sequence[Mapping[str, Any]], headers: Mapping[str, str], county: County) -> None:
    notes.cell(1, 1, TITLE).font = Font(bold=True, size=14)
    for row, rule in enumerate(RULES, 2):
        notes.cell(row, 1, rule)
    first = len(RULES) + 3
    for at, word in enumerate(HEADS, 1):
        notes.cell(first, at, word).font = Font(bold=True)
    for row, column in enumerate(columns, first + 1):
        values = _values(column, county)
        example = column.get("example", values[0] if values else "")
        line = (headers[column["field"]], "是 / yes" if column.get("need") else "", column["zh"], column["en"], example)
        for at, value in enumerate(line, 1):
            notes.cell(row, at, value)
    for at, width in enumerate((20, 14, 30, 34, 30), 1):
        notes.column_dimensions[get_column_letter(at)].width = width

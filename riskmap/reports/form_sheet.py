"""An official form as a workbook: title, period line, merged heads, numbered columns, total, signature footer."""

import io
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from riskmap.metrics.declared import heads
from riskmap.metrics.forms import Cell, Filled, Line
from riskmap.views.export import neutral
from riskmap.views.names import Label
from riskmap.views.words import Words

FIRST, OTHER = 22, 13.5  # widths of the name of a line, of a figure
TITLE, PERIOD, OVER, HEAD, NUMBER, BODY = range(6)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands around the figures. `period`, `until`: the two lines under the title; `unit`: who fills it in."""

    filled: Filled
    label: Label
    lang: str
    unit: str
    period: str
    until: str
    lines: str  # name of the first column
    total: str
    filter: str = ""  # what narrows it, in words
    taken: str = ""  # internal use, demo data, who, when, what for


def workbook(sheet: Sheet, t: Words) -> bytes:
    """The workbook as bytes: landscape A4 on one page in width, "/" where a rate has nothing to divide by."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet(t("forms|Form"))
    forms = _forms(book)
    last = len(sheet.filled.form.columns)
    page.set_column(0, 0, FIRST)
    page.set_column(1, last, OTHER)
    page.merge_range(TITLE, 0, TITLE, last, neutral(sheet.filled.form.title[sheet.lang]), forms["title"])
    page.set_row(TITLE, 34)
    middle = last // 2
    page.merge_range(PERIOD, 0, PERIOD, middle, neutral(f"{sheet.unit}　{sheet.period}"), forms["left"])
    page.merge_range(PERIOD, middle + 1, PERIOD, last, neutral(sheet.until), forms["right"])
    _heads(page, sheet, forms)
    for at, line in enumerate(sheet.filled.lines, BODY):
        _line(page, at, sheet.label(sheet.filled.form.rows, line.code or ""), line, forms)
    end = BODY + len(sheet.filled.lines)
    _line(page, end, sheet.total, sheet.filled.total, {**forms, "name": forms["sum name"], "": forms["sum"]})
    _footer(page, sheet, end + 1, last, forms)
    page.freeze_panes(BODY, 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(OVER, NUMBER)
    book.close()
    return out.getvalue()


def _forms(book: Any) -> dict[str, Any]:
    font = {"font_name": "宋体", "font_size": 10.5, "valign": "vcenter"}
    cell = {**font, "border": 1, "align": "right"}
    shown = {
        "title": {"font_name": "黑体", "font_size": 18, "align": "center", "valign": "vcenter"},
        "left": {**font, "align": "left"},
        "right": {**font, "align": "right"},
        "head": {**cell, "bold": True, "align": "center", "text_wrap": True, "bg_color": "#EDF2F6"},
        "number": {**cell, "align": "center", "font_size": 9, "font_color": "#536374"},
        "": cell,
        "name": {**cell, "align": "left", "text_wrap": True},
        "sum": {**cell, "bold": True, "bg_color": "#F3F6F9"},
        "sum name": {**cell, "bold": True, "align": "center", "bg_color": "#F3F6F9"},
        "note": {**font, "font_size": 9, "font_color": "#536374", "text_wrap": True},
    }
    return {name: book.add_format(one) for name, one in shown.items()}


def _heads(page: Any, sheet: Sheet, forms: dict[str, Any]) -> None:
    columns, lang = sheet.filled.form.columns, sheet.lang
    page.set_row(OVER, 22)
    page.set_row(HEAD, 54)
    page.merge_range(OVER, 0, HEAD, 0, neutral(sheet.lines), forms["head"])
    for over, first, last in heads(columns):
        if over is None:
            page.merge_range(OVER, first + 1, HEAD, first + 1, neutral(columns[first].title[lang]), forms["head"])
            continue
        if last > first:
            page.merge_range(OVER, first + 1, OVER, last + 1, neutral(over[lang]), forms["head"])
        else:
            page.write_string(OVER, first + 1, neutral(over[lang]), forms["head"])
        for at in range(first, last + 1):
            page.write_string(HEAD, at + 1, neutral(columns[at].title[lang]), forms["head"])
    page.write_blank(NUMBER, 0, None, forms["number"])
    for at in range(len(columns)):
        page.write_number(NUMBER, at + 1, at + 1, forms["number"])


def _line(page: Any, at: int, name: str, line: Line, forms: dict[str, Any]) -> None:
    page.write_string(at, 0, neutral(name), forms["name"])
    for column, cell in enumerate(line.cells, 1):
        if cell.m == 0:
            page.write_string(at, column, cell.text, forms[""])
        else:
            page.write_number(at, column, float(_printed(cell)), forms[""])


def _printed(cell: Cell) -> Decimal:
    """A figure as it is printed, so that a sheet and the screen say the same."""
    return Decimal(cell.text)


def _footer(page: Any, sheet: Sheet, at: int, last: int, forms: dict[str, Any]) -> None:
    footer = [one[sheet.lang] for one in sheet.filled.form.footer]
    page.set_row(at, 30)
    for number, text in enumerate(footer):
        first, end = number * (last + 1) // len(footer), (number + 1) * (last + 1) // len(footer) - 1
        said = f"{text}{'：' if sheet.lang.startswith('zh') else ':'}"
        if end > first:
            page.merge_range(at, first, at, end, neutral(said), forms["left"])
        else:
            page.write_string(at, first, neutral(said), forms["left"])
    notes = [one[sheet.lang] for one in sheet.filled.form.notes]
    for offset, text in enumerate([*notes, *filter(None, (sheet.filter, sheet.taken))], 1):
        page.merge_range(at + offset, 0, at + offset, last, neutral(text), forms["note"])
        page.set_row(at + offset, 26)

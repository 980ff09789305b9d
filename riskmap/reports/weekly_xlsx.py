"""The weekly paper as a workbook: a sheet with its sentences, then one for each table."""

from io import BytesIO
from typing import Any, Final

import xlsxwriter

from riskmap.reports.weekly_told import Content, Table
from riskmap.views.export import neutral

LETTERS: Final = 9  # characters a part of the width is wide
LONGEST: Final = 31  # letters of a sheet's name that a spreadsheet takes


def workbook(content: Content) -> bytes:
    """The paper as .xlsx; text that looks like a formula is made harmless."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    forms = {
        "title": book.add_format({"bold": True, "font_size": 14}), "mark": book.add_format({"font_color": "#536374"}),
        "head": book.add_format({"bold": True, "bg_color": "#EDF2F6", "border": 1, "text_wrap": True, "valign": "top"}),
        "cell": book.add_format({"border": 1, "text_wrap": True, "valign": "top"}),
        "right": book.add_format({"border": 1, "align": "right", "valign": "top"}),
        "part": book.add_format({"bold": True}), "text": book.add_format({"text_wrap": True, "valign": "top"}),
    }  # fmt: skip
    _cover(book.add_worksheet(content.parts[1].title[:LONGEST]), content, forms)
    for part in content.parts:
        for table in part.tables:
            _table(book.add_worksheet(table.sheet[:LONGEST]), table, forms)
    book.close()
    return out.getvalue()


def _cover(sheet: Any, content: Content, forms: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 110)
    lines = [(content.title, "title"), (content.subtitle, "mark"), (" · ".join(content.marks), "mark")]
    for part in content.parts:
        lines += [(part.title, "part"), *((sentence, "text") for sentence in part.sentences)]
    for row, (text, form) in enumerate([*lines, (content.foot, "mark")]):
        sheet.write_string(row, 0, neutral(text), forms[form])


def _table(sheet: Any, table: Table, forms: dict[str, Any]) -> None:
    for column, (head, width) in enumerate(zip(table.heads, table.widths, strict=True)):
        sheet.set_column(column, column, max(8, width * LETTERS))
        sheet.write_string(0, column, neutral(head), forms["head"])
    for row, texts in enumerate(table.rows, 1):
        for column, text in enumerate(texts):
            sheet.write_string(row, column, neutral(text), forms["right" if column in table.right else "cell"])
    sheet.freeze_panes(1, 0)
    if table.rows:
        sheet.autofilter(0, 0, len(table.rows), len(table.heads) - 1)

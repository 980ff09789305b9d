"""The paper of a period as a workbook: a sheet with its sentences, then one for each table and each appendix."""

import re
from io import BytesIO
from typing import Any, Final

import xlsxwriter

from riskmap.reports.briefing_told import Content, Table
from riskmap.views.export import neutral

WIDE, EACH = 130, 22  # characters that a table is wide at most, and that each of its columns is on average
LONGEST: Final = 31  # letters of a sheet's name that a spreadsheet takes
COUNT: Final = re.compile(r"\d{1,3}(,\d{3})*|\d+")


def workbook(content: Content) -> bytes:
    """The paper as .xlsx; counts are numbers, text that looks like a formula is made harmless."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    forms = {
        "title": book.add_format({"bold": True, "font_size": 14}), "mark": book.add_format({"font_color": "#536374"}),
        "head": book.add_format({"bold": True, "bg_color": "#EDF2F6", "border": 1, "text_wrap": True, "valign": "top"}),
        "cell": book.add_format({"border": 1, "text_wrap": True, "valign": "top"}),
        "right": book.add_format({"border": 1, "align": "right", "valign": "top"}),
        "count": book.add_format({"border": 1, "align": "right", "valign": "top", "num_format": "#,##0"}),
        "part": book.add_format({"bold": True}), "text": book.add_format({"text_wrap": True, "valign": "top"}),
    }  # fmt: skip
    _cover(book.add_worksheet(content.parts[1].title[:LONGEST]), content, forms)
    for table in (*(table for part in content.parts for table in part.tables), *content.appendix):
        _table(book.add_worksheet(table.sheet[:LONGEST]), table, content, forms)
    book.close()
    return out.getvalue()


def _printed(sheet: Any, content: Content, *, across: bool) -> None:
    """How a sheet is printed: A4, as wide as the page, with its marks and numbers."""
    sheet.set_paper(9)
    if across:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_header(f"&L&9&A&R&9{' · '.join(content.marks)}")
    sheet.set_footer("&C— &P —")


def _cover(sheet: Any, content: Content, forms: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 110)
    _printed(sheet, content, across=False)
    lines = [(content.title, "title"), (content.subtitle, "mark"), (" · ".join(content.marks), "mark")]
    for part in content.parts:
        lines += [(part.title, "part"), *((sentence, "text") for sentence in part.sentences)]
    for row, (text, form) in enumerate([*lines, (content.foot, "mark"), (content.issuer, "mark")]):
        sheet.write_string(row, 0, neutral(text), forms[form])


def _table(sheet: Any, table: Table, content: Content, forms: dict[str, Any]) -> None:
    unit = min(WIDE, EACH * len(table.heads)) / sum(table.widths)
    for column, (head, width) in enumerate(zip(table.heads, table.widths, strict=True)):
        sheet.set_column(column, column, max(8, width * unit))
        sheet.write_string(0, column, neutral(head), forms["head"])
    for row, texts in enumerate(table.rows, 1):
        for column, text in enumerate(texts):
            if column in table.right and COUNT.fullmatch(text):
                sheet.write_number(row, column, int(text.replace(",", "")), forms["count"])
            else:
                sheet.write_string(row, column, neutral(text), forms["right" if column in table.right else "cell"])
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    _printed(sheet, content, across=True)
    if table.rows:
        sheet.autofilter(0, 0, len(table.rows), len(table.heads) - 1)

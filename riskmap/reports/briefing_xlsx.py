"""The paper of a period as a workbook: a sheet with its sentences, then one for each table and each appendix."""

import math
import re
from collections.abc import Sequence
from io import BytesIO
from typing import Any, Final

import xlsxwriter

from riskmap.i18n import Translator
from riskmap.reports import briefing_native as native
from riskmap.reports.briefing_told import Content, Table
from riskmap.reports.fitting import CHINESE
from riskmap.views.export import neutral

WIDE, EACH = 130, 22  # characters that a table is wide at most, and that each of its columns is on average
COVER: Final = 74  # characters that the first sheet is wide
LINE, HIGHEST = 16.5, 400.0  # points of a line of a row, and of the highest row that a spreadsheet takes
LONGEST: Final = 31  # letters of a sheet's name that a spreadsheet takes
NUMBERS: Final = (  # what is printed → how its cell is formatted, and what its value is divided by
    (re.compile(r"[\d,]+"), "#,##0", 1), (re.compile(r"[+-][\d,]+"), "+#,##0;-#,##0;0", 1),
    (re.compile(r"[+-]?\d+\.\d"), "+0.0;-0.0;0.0", 1), (re.compile(r"\d+\.\d%"), "0.0%", 100),
)  # fmt: skip
EDGE: Final = {"border": 1, "valign": "top"}
FORMS: Final[dict[str, dict[str, Any]]] = {
    "title": {"bold": True, "font_size": 14, "text_wrap": True},
    "mark": {"font_color": "#536374", "text_wrap": True},
    "head": {**EDGE, "bold": True, "bg_color": "#EDF2F6", "text_wrap": True},
    "head_right": {**EDGE, "bold": True, "bg_color": "#EDF2F6", "text_wrap": True, "align": "right"},
    "cell": {**EDGE, "text_wrap": True},
    "right": {**EDGE, "align": "right"},
    **{form: {**EDGE, "align": "right", "num_format": form} for _, form, _ in NUMBERS},
    "part": {"bold": True, "text_wrap": True},
    "text": {"text_wrap": True, "valign": "top"},
}


def workbook(content: Content, lang: str) -> bytes:
    """The paper as .xlsx; counts are numbers, text that looks like a formula is made harmless. `lang`: zh_CN or en."""
    with _Book(content, lang) as to:
        to.cover()
        for table in content.tables:
            to.table(table)
    return to.out.getvalue()


def some(content: Content, tables: Sequence[Table], lang: str) -> bytes:
    """Tables of a paper with their charts as .xlsx."""
    with _Book(content, lang) as to:
        for table in tables:
            to.table(table)
    return to.out.getvalue()


class _Book:
    """A workbook under way."""

    def __init__(self, content: Content, lang: str) -> None:
        self.content, self.t, self.out = content, Translator(lang), BytesIO()
        font = {"font_name": native.FACE, "font_size": 11}
        safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self.book = xlsxwriter.Workbook(self.out, {**safe, "default_format_properties": font})
        self.forms = {name: self.book.add_format(given) for name, given in FORMS.items()}

    def __enter__(self) -> "_Book":
        return self

    def __exit__(self, *_: object) -> None:
        self.book.close()

    def cover(self) -> None:
        """The sentences of the paper."""
        _cover(self.book.add_worksheet(self.content.parts[1].title[:LONGEST]), self.content, self.forms)

    def table(self, table: Table) -> None:
        """A table on a sheet of its own, its charts under it."""
        drawn = [chart for part in self.content.parts for chart in part.charts if chart.sheet == table.sheet]
        sheet = self.book.add_worksheet(table.sheet[:LONGEST])
        _table(sheet, table, self.forms)
        _printed(sheet, self.content, across=not drawn, whole=bool(drawn))
        native.draw(self.book, sheet, drawn, len(table.rows), self.t)


def _printed(sheet: Any, content: Content, *, across: bool, whole: bool = False) -> None:
    """How a sheet is printed: A4, as wide as the page, with its marks and numbers; `whole`: all of it on one page."""
    sheet.set_paper(9)
    if across:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 1 if whole else 0)
    sheet.set_header(f"&L&9&A&R&9{' · '.join(content.marks)}")
    sheet.set_footer("&C— &P —")


def _cover(sheet: Any, content: Content, forms: dict[str, Any]) -> None:
    sheet.set_column(0, 0, COVER)
    _printed(sheet, content, across=False, whole=True)
    told = [(content.title, "title"), (content.subtitle, "mark"), (" · ".join(content.marks), "mark")]
    for part in content.parts:
        told += [(part.title, "part"), *((sentence, "text") for sentence in part.sentences)]
    for row, (text, form) in enumerate([*told, (content.foot, "mark"), (content.issuer, "mark")]):
        title = form == "title"
        sheet.set_row(row, LINE * (1.4 if title else 1) * _lines(text, COVER * (0.8 if title else 1)))
        sheet.write_string(row, 0, neutral(text), forms[form])


def _table(sheet: Any, table: Table, forms: dict[str, Any]) -> None:
    unit = min(WIDE, EACH * len(table.heads)) / sum(table.widths)
    for column, (head, width) in enumerate(zip(table.heads, table.widths, strict=True)):
        sheet.set_column(column, column, max(8, width * unit))
        sheet.write_string(0, column, neutral(head), forms["head_right" if column in table.right else "head"])
    wide = [max(8, width * unit) for width in table.widths]
    for row, texts in enumerate((table.heads, *table.rows)):
        high = max(_lines(text, width) for text, width in zip(texts, wide, strict=True))
        if high > 1:
            sheet.set_row(row, min(LINE * high, HIGHEST))
    for row, texts in enumerate(table.rows, 1):
        for column, text in enumerate(texts):
            number = _number(text) if column in table.right else None
            if number:
                sheet.write_number(row, column, number[0], forms[number[1]])
            else:
                sheet.write_string(row, column, neutral(text), forms["right" if column in table.right else "cell"])
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    if table.rows:
        sheet.autofilter(0, 0, len(table.rows), len(table.heads) - 1)


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a column of so many characters; Chinese ones are twice as wide."""
    units = sum(2.0 if ord(letter) >= CHINESE else 1.1 for letter in text)
    return max(1, math.ceil(units * 1.1 / width))


def bare(text: str) -> str:
    """A printed number without its separators and plus sign, a percentage as it is; words are made harmless."""
    number = _number(text)
    if number is None or text.endswith("%"):
        return neutral(text)
    return text.replace(",", "").lstrip("+")


def _number(text: str) -> tuple[float, str] | None:
    """A printed number as value and format; None for words."""
    for pattern, form, parts in NUMBERS:
        if pattern.fullmatch(text):
            return float(text.strip("%").replace(",", "")) / parts, form
    return None

"""One table as text or as a workbook of one sheet; what looks like a formula is made harmless."""

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, Final, NamedTuple

from riskmap.domain.masking import masked
from riskmap.views.export import neutral

MOST: Final = 1_000_000  # rows of a sheet
Row = Sequence[int | str | Decimal | None]


class Plain(NamedTuple):
    """What stands over the rows: name of the sheet, heads of the columns, and their widths (characters)."""

    title: str
    heads: Sequence[str]
    widths: Sequence[int]


def content(form: str, table: Plain, rows: Iterable[Row], stated: str, role: str = "") -> bytes:
    """The file of a form, csv or xlsx. `stated`: one line over the head of a workbook: who took what out, when.

    `role`: in which it leaves the program: numbers of persons in its words are hidden where the role may not have them;
    "" for words that were masked before.
    """
    if role:
        rows = ([masked(role, "", one) if isinstance(one, str) else one for one in row] for row in rows)
    return _csv(table, rows) if form == "csv" else _workbook(table, rows, stated)


def _csv(table: Plain, rows: Iterable[Row]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(table.heads)
    writer.writerows([_plain(value) for value in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _plain(value: Any) -> Any:
    return neutral(value) if isinstance(value, str) else value


def _workbook(table: Plain, rows: Iterable[Row], stated: str) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    sheet = book.add_worksheet(table.title)
    font = {"font_name": "宋体", "font_size": 10}
    head = book.add_format({**font, "bold": True, "bg_color": "#EDF2F6", "border": 1, "border_color": "#BFC8D1"})
    cell = book.add_format(font)
    for at, width in enumerate(table.widths):
        sheet.set_column(at, at, width)
    sheet.freeze_panes(2, 1)
    sheet.write_string(0, 0, neutral(stated), cell)
    for at, title in enumerate(table.heads):
        sheet.write_string(1, at, title, head)
    last = 1
    for last, row in enumerate(rows, 2):
        for at, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(last, at, neutral(value), cell)
            elif value is not None:
                sheet.write_number(last, at, value, cell)
    sheet.autofilter(1, 0, last, len(table.heads) - 1)
    book.close()
    return out.getvalue()

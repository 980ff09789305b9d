"""Events of the chain as text or as a workbook; what looks like a formula is made harmless."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any, Final

from riskmap.views.audit import COLUMNS
from riskmap.views.export import neutral
from riskmap.views.words import Words

MOST: Final = 1_000_000  # rows of a sheet
WIDTHS: Final = (9, 29, 14, 20, 14, 16, 22, 12, 20, 12, 46, 24, 24)
Row = Sequence[int | str]


def content(form: str, rows: Iterable[Row], t: Words, stated: str) -> bytes:
    """The file of a form, csv or xlsx. `stated`: one line over the head of a workbook: who took what out, when."""
    return _csv(rows, t) if form == "csv" else _workbook(rows, t, stated)


def _csv(rows: Iterable[Row], t: Words) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([t(head) for head in COLUMNS])
    writer.writerows([_plain(value) for value in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _plain(value: Any) -> Any:
    return neutral(value) if isinstance(value, str) else value


def _workbook(rows: Iterable[Row], t: Words, stated: str) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    sheet = book.add_worksheet(t("Audit trail"))
    font = {"font_name": "宋体", "font_size": 10}
    head = book.add_format({**font, "bold": True, "bg_color": "#EDF2F6", "border": 1, "border_color": "#BFC8D1"})
    cell = book.add_format(font)
    for at, width in enumerate(WIDTHS):
        sheet.set_column(at, at, width)
    sheet.freeze_panes(2, 1)
    sheet.write_string(0, 0, neutral(stated), cell)
    for at, title in enumerate(COLUMNS):
        sheet.write_string(1, at, t(title), head)
    last = 1
    for last, row in enumerate(rows, 2):
        for at, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(last, at, value, cell)
            else:
                sheet.write_string(last, at, neutral(value), cell)
    sheet.autofilter(1, 0, last, len(COLUMNS) - 1)
    book.close()
    return out.getvalue()

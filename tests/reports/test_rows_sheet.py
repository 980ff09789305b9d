"""Whole rows of a sheet are the cells that xlsxwriter writes one by one."""

import io
import re
import zipfile
from datetime import date
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import example, given
from hypothesis import strategies as st

from riskmap.reports.rows_sheet import Rows, number_of, serial
from riskmap.views.export import neutral

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
VALUES = st.none() | TEXTS | st.integers(-(10**9), 10**9) | st.floats(-1e9, 1e9) | st.dates(date(1900, 1, 1))
ROWS = st.lists(st.lists(VALUES, min_size=1, max_size=30), max_size=6)


def book(rows: list[list[Any]], *, whole: bool) -> str:
    """The XML of a sheet with these rows below a header of its own."""
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"constant_memory": True})
    text, day = made.add_format({"bold": True}), made.add_format({"num_format": "yyyy-mm-dd"})
    sheet = made.add_worksheet("a", Rows if whole else None)
    sheet.write_string(0, 0, "x", text)
    sheet.write_datetime(0, 1, date(2026, 1, 1), day)
    if rows and any(one not in (None, "") for one in rows[0]):
        sheet.set_row_pixels(1, 80)
    for number, row in enumerate(rows, 1):
        if whole:
            sheet.write_values(number, row, [number_of(text)] * len(row), [number_of(day)] * len(row))
            continue
        for at, value in enumerate(row):
            if isinstance(value, str) and value:
                sheet.write_string(number, at, neutral(value), text)
            elif isinstance(value, date):
                sheet.write_datetime(number, at, value, day)
            elif value is not None and value != "":
                sheet.write_number(number, at, value, text)
    made.close()
    with zipfile.ZipFile(out) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    return re.sub(r"<dimension[^>]*>", "", xml)  # a row that ends in blanks reaches as far as its last cell


@example([["a", None, "", date(2026, 2, 1), 3, 0.1], ["=1+1", " b ", "<x>&\"'", "\x00_x0041_\x1f\ufffe"], ["a"]])
@example([["\x1f", "\ta", "b\n"]])
@example([[None], ["", None], [date(1900, 2, 28), date(1900, 3, 1)]])
@given(ROWS)
def test_a_row_is_the_cells_that_would_be_written_one_by_one(rows: list[list[Any]]) -> None:
    assert book(rows, whole=True) == book(rows, whole=False)


@pytest.mark.parametrize("text", ["𠮷" * 20_000, "x" + "𠮷" * 20_000, "x" * 40_000, "x" * 32_767])
def test_a_text_longer_than_a_cell_is_cut_as_it_is_there(text: str) -> None:
    whole, single = (book([[text]], whole=one) for one in (True, False))
    assert (len(whole), hash(whole)) == (len(single), hash(single))


def test_markup_of_rich_text_is_words() -> None:
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"constant_memory": True})
    form = number_of(made.add_format())
    made.add_worksheet("a", Rows).write_values(0, ["<r><t>x</t></r>"], [form], [form])
    made.close()
    assert openpyxl.load_workbook(out).active["A1"].value == "<r><t>x</t></r>"


def test_days_are_counted_as_excel_does() -> None:
    assert [serial(one) for one in (date(1900, 1, 1), date(1900, 2, 28), date(1900, 3, 1), date(2026, 11, 22))] == [
        1, 59, 61, 46348,
    ]  # fmt: skip

"""Grids as Word documents (python-docx) and as text."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import docx
from docx.shared import Mm

from support.corpus.grids import Grid
from support.corpus.pictures import picture

Part = str | tuple[Grid, int, int]  # a paragraph, or lines from … to … of a grid as a table


def shown(value: Any) -> str:
    """A cell as it stands in a text."""
    if value is None:
        return ""
    return f"{value.year}/{value.month}/{value.day}" if isinstance(value, date) else str(value)


def document(parts: Sequence[Part], shots: Sequence[tuple[int, int, int]] = ()) -> bytes:
    """A document; `shots` (grid row, column, number) are pictures in the cells of the first grid."""
    book = docx.Document()
    for part in parts:
        if isinstance(part, str):
            book.add_paragraph(part)
        else:
            _table(book, *part, shots)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _table(book: Any, grid: Grid, first: int, end: int, shots: Sequence[tuple[int, int, int]]) -> None:
    lines = grid.cells[first:end]
    table = book.add_table(len(lines), len(lines[0]))
    for at, line in enumerate(lines):
        for cell, value in zip(table.rows[at].cells, line, strict=True):
            cell.text = shown(value)
    for row, column, which in shots:
        if first <= row < end:
            run = table.cell(row - first, column).paragraphs[0].add_run()
            run.add_picture(io.BytesIO(picture(which)), width=Mm(15))
    for top, left, bottom, right in grid.merged:
        if first <= top and bottom < end:
            kept = table.cell(top - first, left).text
            merged = table.cell(top - first, left).merge(table.cell(bottom - first, right))
            if not any(top <= row <= bottom and left <= column <= right for row, column, _ in shots):
                merged.text = kept


def text(grid: Grid, separator: str, encoding: str) -> bytes:
    """A text file as a spreadsheet saves it."""
    return pasted(grid, separator).encode(encoding)


def pasted(grid: Grid, separator: str = "\t") -> str:
    """The cells as a spreadsheet puts them on the clipboard."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    writer.writerows([shown(value) for value in line] for line in grid.cells)
    return out.getvalue()

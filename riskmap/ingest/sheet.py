"""A sheet as read: values in rows, with what calamine or the XML tells about its layout."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

Cell: TypeAlias = str | float | int | bool | date | datetime | time | timedelta | None
Box: TypeAlias = tuple[int, int, int, int]  # top, left, bottom, right; inclusive, counted from 0


@dataclass(slots=True)
class Picture:
    """A picture in a file. `row` and `columns` (most covered first) count from 0 in the sheet's rows as read.

    Without a row it is known by `numbers`, the numbers of rows that its name may mean, likeliest first. `sha256` is
    empty for what could not be kept; `place` is where a person finds it (a cell, a name in an archive). `origin`:
    drawing, cell (a picture as the value of a cell), word or photo (a file of an archive).
    """

    name: str
    sha256: str
    place: str
    row: int | None = None
    columns: tuple[int, ...] = ()
    numbers: tuple[str, ...] = ()
    kind: str = ""  # the kind of evidence that its name tells
    origin: str = "drawing"
    side: str = ""  # the kind of evidence as which a row takes it; empty while none does


@dataclass(slots=True)
class RawSheet:
    """One sheet, or one table of it: row i of `rows` is sheet row first + i + 1, its first cell column `left` (from 0).

    Rows may have unequal lengths. `title` is what stands above a table outside of its rows (Word).
    """

    name: str
    rows: list[list[Cell]]
    merged: list[Box] = field(default_factory=list)
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()  # counted from 0
    hidden_columns: frozenset[int] = frozenset()
    epoch_1904: bool = False
    pictures: list[Picture] = field(default_factory=list)
    unread: int = 0  # pictures of a format whose pictures are not read
    title: str = ""
    left: int = 0
    first: int = 0
    damaged: int = 0  # pictures behind a damaged part of the file, as far as they can be counted


def filled(sheet: RawSheet, columns: set[int] | None = None) -> None:
    """Fill merged ranges from their top left cell, in place (only `columns` if given); other blanks stay blank."""
    for top, left, bottom, right in sheet.merged:
        if top >= len(sheet.rows) or left >= len(sheet.rows[top]):
            continue
        value = sheet.rows[top][left]
        if value in ("", None):
            continue
        for row in sheet.rows[top : bottom + 1]:
            for column in range(left, min(right + 1, len(row))):
                if columns is None or column in columns:
                    row[column] = value

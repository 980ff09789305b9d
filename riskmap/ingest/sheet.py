"""A sheet as read: values in rows, with what calamine or the XML tells about its layout."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

Cell: TypeAlias = str | float | int | bool | date | datetime | time | timedelta | None
Box: TypeAlias = tuple[int, int, int, int]  # top, left, bottom, right; inclusive, counted from 0


@dataclass(slots=True)
class RawSheet:
    """One sheet; row i of `rows` is sheet row i + 1. Rows may have unequal lengths."""

    name: str
    rows: list[list[Cell]]
    merged: list[Box] = field(default_factory=list)
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()  # counted from 0
    hidden_columns: frozenset[int] = frozenset()
    epoch_1904: bool = False
    pictures: int = 0
    notes: list[str] = field(default_factory=list)  # codes of findings about the sheet as a whole


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

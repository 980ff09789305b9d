"""Tables that stand one below the other with headers of their own become sheets of their own.

The same header written again is no other table (rows.py passes over it).
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from riskmap.ingest.clean.text import header_forms, text_of
from riskmap.ingest.fields import schema
from riskmap.ingest.reading.drawings import name_of
from riskmap.ingest.sheet import Cell, Picture, RawSheet

KNOWN = 3  # known headers that make a table
LONGEST = 14  # characters of the first word of a header
SAME = 0.6  # of the words of a header that make it the same one
TITLES = 2  # lines above a header that belong to it


def split(sheet: RawSheet) -> list[RawSheet]:
    """The tables of a sheet from top to bottom: the sheet itself where there is one."""
    starts, header, first = [0], set[str](), 0
    for at, row in enumerate(sheet.rows):
        place = next((i for i, cell in enumerate(row) if cell not in ("", None)), -1)
        if place < 0 or not _opens(row[place]):
            continue
        forms = [form for cell in row if (form := _form(cell))]
        known = {form for form in forms if _field(form) not in {"", "seq"}}
        if len(known) < KNOWN or 2 * len(known) <= len(set(forms)):
            continue
        if not header:
            header, first, top = set(forms), place, at
        elif place <= first and at > top + 1 and len(header & set(forms)) < SAME * len(set(forms)):
            header, first, top = set(forms), place, at
            starts.append(_with_titles(sheet.rows, at))
    if len(starts) == 1:
        return [sheet]
    return [_part(sheet, a, z) for a, z in zip(starts, [*starts[1:], len(sheet.rows)], strict=True)]


def _opens(cell: Cell) -> bool:
    return isinstance(cell, str) and len(cell) <= LONGEST and _field(_form(cell)) != ""


def _form(cell: Cell) -> str:
    return _plain(cell) if isinstance(cell, str) else text_of(cell)


@lru_cache(maxsize=4_000)
def _plain(text: str) -> str:
    return header_forms(text)[0]


@lru_cache(maxsize=4_000)
def _field(form: str) -> str:
    return next((name for kind in ("ledger", "register") if (name := schema(kind).index.get(form))), "")


def _with_titles(rows: Sequence[Sequence[Cell]], header: int) -> int:
    """Where the table of a header begins: lines of one cell above it are its title."""
    at = header
    while header - at < TITLES and len({cell for cell in rows[at - 1] if cell not in ("", None)}) == 1:
        at -= 1
    return at


def _part(sheet: RawSheet, first: int, end: int) -> RawSheet:
    """Rows `first` to `end` of a sheet as a sheet."""
    return RawSheet(
        f"{sheet.name} {name_of(first, 0)}" if first else sheet.name,
        sheet.rows[first:end],
        [(t - first, a, min(b, end - 1) - first, z) for t, a, b, z in sheet.merged if first <= t < end],
        sheet.hidden,
        frozenset(at - first for at in sheet.hidden_rows if first <= at < end),
        sheet.hidden_columns,
        sheet.epoch_1904,
        [_moved(one, first) for one in sheet.pictures if first <= (one.row or 0) < end],
        0 if first else sheet.unread,
        sheet.title,
        sheet.left,
        first,
        0 if first else sheet.damaged,
    )


def _moved(picture: Picture, by: int) -> Picture:
    row = None if picture.row is None else picture.row - by
    return replace(picture, row=row)

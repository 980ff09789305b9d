"""Tables that stand side by side on one sheet, told by a header that begins anew, become sheets of their own."""

from collections.abc import Sequence
from dataclasses import replace

from riskmap.ingest.clean.text import header_forms, text_of
from riskmap.ingest.fields import schema
from riskmap.ingest.reading.drawings import name_of
from riskmap.ingest.sheet import Cell, Picture, RawSheet

DEPTH = 20  # rows in which a header begins, as in recognise.py
KNOWN = 3  # known headers that make a table


def split(sheet: RawSheet) -> list[RawSheet]:
    """The tables of a sheet from left to right: the sheet itself where there is one."""
    for at, row in enumerate(sheet.rows[:DEPTH]):
        forms = [header_forms(text_of(cell))[0] if isinstance(cell, str) else "" for cell in row]
        if sum(map(_known, forms)) >= KNOWN:
            starts = _starts(forms) or _apart(sheet, forms)
            return _cut(sheet, at, starts) if len(starts) > 1 else [sheet]
    return [sheet]


def _known(form: str) -> bool:
    return bool(form) and any(schema(kind).index.get(form, "seq") != "seq" for kind in ("ledger", "register"))


def _starts(forms: Sequence[str]) -> list[int]:
    """Where the header begins anew with its first word; empty unless every part says nearly the same."""
    first = next((form for form in forms if form), "")
    starts = [at for at, form in enumerate(forms) if form == first]
    return starts if len(starts) > 1 and _same(forms, starts) else []


def _apart(sheet: RawSheet, forms: Sequence[str]) -> list[int]:
    """The same for parts that an empty column divides, whatever their first word."""
    width = max(len(row) for row in sheet.rows)
    padded = [*forms, *[""] * (width - len(forms))]
    gaps = [at for at in range(1, width - 1) if not padded[at] and all(_blank(row, at) for row in sheet.rows)]
    starts = [0, *[gap + 1 for gap in gaps if gap + 1 not in gaps]]
    return starts if len(starts) > 1 and _same(padded, starts) else []


def _blank(row: Sequence[Cell], at: int) -> bool:
    return at >= len(row) or row[at] in ("", None)


def _same(forms: Sequence[str], starts: Sequence[int]) -> bool:
    parts = [{form for form in forms[a:b] if form} for a, b in zip(starts, [*starts[1:], len(forms)], strict=True)]
    shared = set.intersection(*parts)
    return sum(map(_known, shared)) >= KNOWN and all(2 * len(shared) > len(part) for part in parts)


def _cut(sheet: RawSheet, header: int, starts: Sequence[int]) -> list[RawSheet]:
    starts = [0, *starts[1:]]
    ends = [*starts[1:], max(len(row) for row in sheet.rows)]
    spread = [box for box in sheet.merged if box[0] < header and box[3] > box[1]]
    for top, left, _, _ in spread:  # a title over all tables is the title of each
        for start in starts:
            if left < start < len(sheet.rows[top]) and _blank(sheet.rows[top], start):
                sheet.rows[top][start] = sheet.rows[top][left]
    return [_part(sheet, a, b) for a, b in zip(starts, ends, strict=True)]


def _part(sheet: RawSheet, first: int, end: int) -> RawSheet:
    """Columns `first` to `end` of a sheet as a sheet."""
    return RawSheet(
        f"{sheet.name} {name_of(0, first)[:-1]}–{name_of(0, end - 1)[:-1]}",
        [row[first:end] for row in sheet.rows],
        [
            (t, max(a, first) - first, b, min(z, end - 1) - first)
            for t, a, b, z in sheet.merged
            if a < end and z >= first
        ],
        sheet.hidden,
        sheet.hidden_rows,
        frozenset(at - first for at in sheet.hidden_columns if first <= at < end),
        sheet.epoch_1904,
        [_moved(one, first) for one in sheet.pictures if _owner(one, first, end)],
        sheet.unread if not first else 0,
        sheet.title,
        sheet.left + first,
        sheet.first,
        sheet.damaged if not first else 0,
    )


def _owner(picture: Picture, first: int, end: int) -> bool:
    """A picture belongs to the table that it covers most, one without a cell to the first."""
    return first <= picture.columns[0] < end if picture.columns else first == 0


def _moved(picture: Picture, first: int) -> Picture:
    columns = tuple(at - first for at in picture.columns if at >= first)
    return replace(picture, columns=columns)

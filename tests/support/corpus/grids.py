"""A ledger as a grid of cells: titles, headers in one or more rows, rows, and what stands between and below them."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from support.corpus.records import HEADERS, Row

Box = tuple[int, int, int, int]


@dataclass
class Grid:
    """Cells with merged boxes; `lines[i]` is the grid row of row i, `fields` the fields of its columns by position."""

    cells: list[list[Any]] = field(default_factory=list)
    merged: list[Box] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)
    headers: list[str] = field(default_factory=list)  # as the report names them: parents joined by /
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)


def grid(
    dice: random.Random,
    rows: Sequence[Row],
    fields: Sequence[str],
    *,
    title: Sequence[str] = (),
    parents: Sequence[tuple[str, str, str]] = (),
    layers: int = 1,
    plain_headers: bool = False,
    repeat: int = 0,
    merge_firms: bool = False,
    foot: Sequence[Sequence[Any]] = (),
    blanks: int = 0,
    subtotal: int = 0,
) -> Grid:
    """A grid. `parents`: (first field, last field, words) of merged parents above; `layers` header rows in all."""
    made = Grid(fields=list(fields))
    width = len(fields)
    for text in title:
        made.merged.append((len(made.cells), 0, len(made.cells), width - 1))
        made.cells.append([text, *[None] * (width - 1)])
    made.cells.extend([None] * width for _ in range(blanks))
    heads = [HEADERS[name][0] if plain_headers else dice.choice(HEADERS[name]) for name in fields]
    layers = max(layers, 2 if parents else 1)
    top = len(made.cells)
    made.cells.extend(_header(made, heads, fields, parents, layers, top))
    for at, row in enumerate(rows):
        if repeat and at and at % repeat == 0:
            made.cells.append(list(heads))
        made.lines.append(len(made.cells))
        made.cells.append([row.cells.get(name) for name in fields])
        if subtotal and (at + 1) % subtotal == 0:
            made.cells.append(["小计", *[None] * (width - 2), f"{subtotal}项"])
    if merge_firms:
        _merge_firms(made, rows)
    made.cells.extend([*line, *[None] * (width - len(line))] for line in foot)
    return made


def _header(
    made: Grid, heads: list[str], fields: Sequence[str], parents: Sequence[tuple[str, str, str]], layers: int, top: int
) -> list[list[Any]]:
    lines: list[list[Any]] = [[None] * len(fields) for _ in range(layers)]
    above = {}
    for first, last, words in parents:
        a, z = fields.index(first), fields.index(last)
        lines[0][a] = words
        made.merged.append((top, a, top, z))
        above |= dict.fromkeys(range(a, z + 1), words)
    for at, words in enumerate(heads):
        if at in above:
            lines[1][at] = words
            if layers > 2:
                made.merged.append((top + 1, at, top + layers - 1, at))
        else:
            lines[0][at] = words
            if layers > 1:
                made.merged.append((top, at, top + layers - 1, at))
        made.headers.append(f"{above[at]}/{words}" if above.get(at, words) != words else words)
    return lines


def _merge_firms(made: Grid, rows: Sequence[Row]) -> None:
    """Rows in pairs of one enterprise, its cell merged and written once."""
    column = made.fields.index("enterprise")
    for at in range(0, len(rows) - 1, 2):
        name = rows[at].facts["enterprise_name"]
        rows[at + 1].facts["enterprise_name"] = name
        a, z = made.lines[at], made.lines[at + 1]
        if z != a + 1:
            made.cells[z][column] = name
            continue
        made.cells[z][column] = None
        made.merged.append((a, column, z, column))

"""Where the table is on a sheet, what its columns mean, and which lines are rows (DOMAIN.md §6.3, layout)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from riskmap.ingest.clean.text import header_forms, text_of, word
from riskmap.ingest.clean.words import code_of
from riskmap.ingest.fields import Schema, schema
from riskmap.ingest.profile import ASIDE, EXTRA, Profile
from riskmap.ingest.reading import above
from riskmap.ingest.sheet import RawSheet

DEPTH = 20  # the header begins within the first 20 rows
KNOWN = 3  # known headers that make a table
LAYERS = 5  # rows a header may take
LONG = 40  # a header is never longer


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: position, the header as read (parents joined by /), its field or "" (kept as extra).

    `how` it was told (recognition.HOW) and with what `confidence` (0 to 1); `suggested`: a field that is not certain
    enough to be taken without asking.
    """

    index: int
    header: str
    field: str
    part: str = ""  # the sub-column's own words, if several columns share one parent field
    how: str = ""
    confidence: float = 0.0
    suggested: str = ""


@dataclass(slots=True)
class Table:
    """A recognised table: rows `first`… of the sheet are below its header rows `top`…`first - 1`."""

    schema: Schema
    top: int
    first: int
    columns: list[Column]
    title: str = ""
    above: dict[str, tuple[str, str]] = field(default_factory=dict)  # field → label and value that hold for all rows

    def has(self, *names: str) -> bool:
        """Whether a column of any of these fields stands in the table."""
        return any(column.field in names for column in self.columns)


def recognise(sheet: RawSheet, kind: str = "auto", profile: Profile | None = None) -> Table | None:
    """The table of a sheet, or None. `kind` forces ledger or register; else the stronger reading wins."""
    profile = profile or Profile()
    grid = _head(sheet)
    readings = [
        table
        for name in (("ledger", "register") if kind == "auto" else (kind,))
        if (table := _read(sheet, grid, schema(name), profile)) is not None
    ]
    return max(readings, key=_weight) if readings else None


def _weight(table: Table) -> tuple[int, int]:
    known = {c.field for c in table.columns if c.field in table.schema.fields}
    strong = sum(table.schema.fields[name].strong for name in known)
    return strong, len(known)


def _head(sheet: RawSheet) -> list[list[str]]:
    """The first rows as text, merged ranges filled."""
    rows = [[text_of(cell) for cell in row] for row in sheet.rows[: DEPTH + LAYERS]]
    width = max((len(row) for row in rows), default=0)
    for row in rows:
        row.extend([""] * (width - len(row)))
    for top, left, bottom, right in sheet.merged:
        if top < len(rows) and left < width:
            value = rows[top][left]
            for row in rows[top : bottom + 1]:
                row[left : min(right, width - 1) + 1] = [value] * (min(right, width - 1) - left + 1)
    return rows


def _read(sheet: RawSheet, grid: list[list[str]], fields: Schema, profile: Profile) -> Table | None:
    top = _top(grid, fields, profile)
    if top is None:
        return None
    last = _bottom(sheet, grid, top)
    columns = _columns(sheet, grid[top : last + 1], fields, profile)
    if len({c.field for c in columns} - {"", "seq", EXTRA}) < KNOWN:
        return None
    title = " ".join(dict.fromkeys(cell for above in grid[:top] for cell in above if cell))
    table = Table(fields, top, last + 1, columns, title)
    if fields.kind == "ledger":
        held = above.told(grid[:top], sheet.title, lambda text: _lookup(text, fields, profile))
        table.above = {name: pair for name, pair in held.items() if not table.has(name)}
    _decide_type(sheet, table)
    return table


def _top(grid: list[list[str]], fields: Schema, profile: Profile) -> int | None:
    """The first header row: the first one of mostly known words, else the one with most of them.

    Labels with their values beside them (企业名称 甲厂 检查时间 …) are no header of a table below.
    """
    known = {at: len(_known(row, fields, profile)) for at, row in enumerate(grid[:DEPTH])}
    rows = [at for at, count in known.items() if count >= KNOWN]
    mostly = (at for at in rows if 2 * known[at] > len({cell for cell in grid[at] if cell}))
    return next(mostly, max(rows, key=lambda at: known[at], default=None))


def _known(row: list[str], fields: Schema, profile: Profile) -> set[str]:
    return {_lookup(cell, fields, profile) for cell in row} - {"", "seq", EXTRA}


def _lookup(text: str, fields: Schema, profile: Profile) -> str:
    if not text or len(text) > LONG:
        return ""
    for form in header_forms(text):
        name = profile.headers.get(form) or fields.index.get(form)
        if name and (name in fields.fields or name in ASIDE):
            return name
    return ""


def _bottom(sheet: RawSheet, grid: list[list[str]], top: int) -> int:
    """The last header row: as deep as the merged cells that begin in the first one, else as sub-headers follow."""
    last = top
    for t, left, bottom, _right in sheet.merged:
        if t <= top <= bottom and bottom < top + LAYERS and left < len(grid[0]) and grid[top][left]:
            last = max(last, bottom)
    while last + 1 < min(len(grid), top + LAYERS) and _is_sub_header(sheet, grid, top, last + 1):
        last += 1
    return last


def _is_sub_header(sheet: RawSheet, grid: list[list[str]], top: int, row: int) -> bool:
    """Short words that stand only below a parent spread over several columns (merged, or followed by blanks)."""
    cells = [(i, cell) for i, cell in enumerate(grid[row]) if cell]
    if not cells or any(len(cell) > 12 or re.search(r"\d{2}", cell) for _, cell in cells):
        return False
    spread = {i for t, first, _, end in sheet.merged if t == top and end > first for i in range(first, end + 1)}
    head = grid[top]
    for i, cell in enumerate(head):
        if cell and i + 1 < len(head) and not head[i + 1]:
            spread.update({i, *_blanks(head, i + 1)})
    below = [i for i, _ in cells]
    return all(i in spread for i in below) and len(below) >= 2 and not _same_value(sheet, row)


def _blanks(head: Sequence[str], start: int) -> list[int]:
    found = []
    for i in range(start, len(head)):
        if head[i]:
            break
        found.append(i)
    return found


def _same_value(sheet: RawSheet, row: int) -> bool:
    return any(not isinstance(cell, str) and cell is not None for cell in sheet.rows[row])


def _columns(sheet: RawSheet, layers: list[list[str]], fields: Schema, profile: Profile) -> list[Column]:
    paths = [_path(layers, i) for i in range(len(layers[0]))]
    found: list[Column] = []
    for i, path in enumerate(paths):
        name, part = _meaning(path, fields, profile)
        found.append(Column(i, "/".join(path), name, part))
    found = [c for c in found if c.header or _has_values(sheet, c.index, len(layers))]
    found = _beside(found, fields)
    return _spared(_once(found, fields), fields)


def _has_values(sheet: RawSheet, column: int, skip: int) -> bool:
    return any(column < len(row) and row[column] not in ("", None) for row in sheet.rows[skip : skip + 200])


def _path(layers: list[list[str]], column: int) -> list[str]:
    """Header words of a column from the outermost parent down; a parent spreads over the blanks after it."""
    words: list[str] = []
    for depth, layer in enumerate(layers):
        cell = layer[column]
        if not cell and depth == 0 and any(deep[column] for deep in layers[1:]):
            cell = next((layer[i] for i in range(column, -1, -1) if layer[i]), "")
        if cell and (not words or words[-1] != cell):
            words.append(cell)
    return words


def _meaning(path: list[str], fields: Schema, profile: Profile) -> tuple[str, str]:
    """The field of a header path: all words joined, then the innermost alone, then a parent with this as its part."""
    if not path:
        return "", ""
    joined = _lookup("".join(path), fields, profile)
    if joined:
        return joined, ""
    for depth in range(len(path) - 1, -1, -1):
        name = _lookup(path[depth], fields, profile)
        if name:
            return name, "/".join(path[depth + 1 :])
    return "", ""


def _beside(columns: list[Column], fields: Schema) -> list[Column]:
    """Headers that mean a field only in the company of another one (检查项目 beside 检查工点 is the project)."""
    forms = {header_forms(c.header)[0] for c in columns}
    taken = {c.field for c in columns}
    found = []
    for column in columns:
        name, others = fields.when_beside.get(header_forms(column.header)[0], ("", frozenset()))
        if not column.field and name and name not in taken and forms & others:
            column = Column(column.index, column.header, name)  # noqa: PLW2901
        found.append(column)
    return found


def _once(columns: list[Column], fields: Schema) -> list[Column]:
    """One column a field: the canonical header wins, then the first; parts of one parent stay together."""
    owner: dict[str, Column] = {}
    for column in columns:
        held = owner.get(column.field)
        if held is None or (_canonical(column, fields) and not _canonical(held, fields)):
            owner[column.field] = column
    kept = []
    for column in columns:
        held = owner.get(column.field)
        family = held is not None and held.part and column.part and _parent(held) == _parent(column)
        if not column.field or column.field in ASIDE or column is held or family:
            kept.append(column)
        else:
            kept.append(Column(column.index, column.header, ""))
    return kept


def _parent(column: Column) -> str:
    return column.header.split("/", maxsplit=1)[0]


def _canonical(column: Column, fields: Schema) -> bool:
    spec = fields.fields.get(column.field)
    return spec is not None and header_forms(column.header)[0] == header_forms(spec.header)[0]


def _spared(columns: list[Column], fields: Schema) -> list[Column]:
    taken = {c.field for c in columns}
    wanted = {word(h): f.name for f in fields.fields.values() if f.name not in taken for h in f.spare}
    return [Column(c.index, c.header, wanted.get(word(c.header), "")) if not c.field else c for c in columns]


def _decide_type(sheet: RawSheet, table: Table) -> None:
    """隐患类型 is the grade if it holds grade words and nothing else claims the grade; else the category."""
    for at, column in enumerate(table.columns):
        if column.field != "grade_or_category":
            continue
        rows = (row for row in sheet.rows[table.first : table.first + 500] if column.index < len(row))
        values = [value for row in rows if (value := text_of(row[column.index]))]
        grades = sum(code_of(value, "grade") is not None for value in values)
        name = "grade" if values and grades * 2 > len(values) and not table.has("grade") else "category"
        table.columns[at] = Column(column.index, column.header, "" if table.has(name) else name)


def mapping(table: Table) -> Mapping[str, str]:
    """Header → field of the recognised columns, for the report and the batch record."""
    return {column.header: column.field for column in table.columns if column.field in table.schema.fields}

"""Pictures in a workbook: drawings anchored to cells, and WPS cell pictures (`=DISPIMG("ID_…",1)`)."""

import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element

from riskmap.ingest.reading import xml
from riskmap.ingest.reading.album import MARK, Album
from riskmap.ingest.refusal import Refusal
from riskmap.ingest.sheet import Cell, Picture

POINT, PIXEL = 12_700, 9_525  # EMU
ROW_HEIGHT, COLUMN_WIDTH = 15 * POINT, 64 * PIXEL  # where a sheet says nothing
CELL_IMAGES = "xl/cellimages.xml"
DISPIMG = re.compile(r"DISPIMG\(\s*&?[\"'“]?(?:quot;)?(\w+)", re.IGNORECASE)
SPANS = 200  # cells that one picture may cover


@dataclass(slots=True)
class Grid:
    """Heights of rows and widths of columns of a sheet in EMU, by index from 0, where it states them."""

    heights: dict[int, int] = field(default_factory=dict)
    widths: dict[int, int] = field(default_factory=dict)
    row: int = ROW_HEIGHT

    def height(self, at: int) -> int:
        """Height of a row."""
        return self.heights.get(at, self.row)

    def width(self, at: int) -> int:
        """Width of a column."""
        return self.widths.get(at, COLUMN_WIDTH)


def name_of(row: int, column: int) -> str:
    """A cell as a person calls it: B3."""
    letters, rest = "", column
    while rest >= 0:
        letters, rest = chr(65 + rest % 26) + letters, rest // 26 - 1
    return f"{letters}{row + 1}"


def floating(archive: zipfile.ZipFile, sheet: str, grid: Grid, album: Album) -> Iterator[Picture]:
    """The pictures of the drawings of a sheet part, each at the cell that it covers most."""
    for target in xml.relations(archive, sheet).values():
        if not PurePosixPath(target).name.startswith("drawing") or not target.endswith(".xml"):
            continue
        root = xml.tree(archive, target)
        media = xml.relations(archive, target)
        for anchor in root if root is not None else ():
            for picture in (one for one in anchor.iter() if xml.local(one.tag) == "pic"):
                yield from _anchored(archive, anchor, picture, media, grid, album)


def _anchored(
    archive: zipfile.ZipFile, anchor: Element, picture: Element, media: Mapping[str, str], grid: Grid, album: Album
) -> Iterator[Picture]:
    part, name, mark = _named(picture, media)
    if mark.startswith(MARK):
        return  # a thumbnail of our own export
    rows, columns = _covered(anchor, grid)
    row = rows[0] if rows else None
    place = name_of(row, columns[0]) if row is not None and columns else ""
    yield Picture(name, album.part(archive, part), place, row, tuple(columns))


def _named(picture: Element, media: Mapping[str, str]) -> tuple[str, str, str]:
    """Part, name and description of a picture."""
    part = mark = ""
    for one in picture.iter():
        tag = xml.local(one.tag)
        if tag == "blip" and not part:
            part = media.get(xml.attribute(one, "embed"), "")
        elif tag == "cNvPr" and not mark:
            mark = one.get("descr", "")
    return part, PurePosixPath(part).name, mark


def _covered(anchor: Element, grid: Grid) -> tuple[list[int], list[int]]:
    """Rows and columns under a picture, most covered first; empty for a picture without an anchor in the cells."""
    start = _marker(anchor, "from")
    if start is None:
        return [], []
    column, x, row, y = start
    end = _marker(anchor, "to")
    if end is None:
        extent = next((one for one in anchor if xml.local(one.tag) == "ext"), None)
        wide, high = (_number(extent.get(key)) for key in ("cx", "cy")) if extent is not None else (1, 1)
        return _from(row, y, high, grid.height), _from(column, x, wide, grid.width)
    return _between(row, y, end[2], end[3], grid.height), _between(column, x, end[0], end[1], grid.width)


def _marker(anchor: Element, name: str) -> tuple[int, int, int, int] | None:
    for one in anchor:
        if xml.local(one.tag) == name:
            told = {xml.local(part.tag): _number(part.text) for part in one}
            return told.get("col", 0), told.get("colOff", 0), told.get("row", 0), told.get("rowOff", 0)
    return None


def _number(text: str | None) -> int:
    try:
        return max(0, min(int(text or 0), 2_000_000_000))
    except ValueError:
        return 0


def _from(start: int, offset: int, size: int, measure: Callable[[int], int]) -> list[int]:
    found, at, left = {}, start, size
    while left > 0 and at - start < SPANS:
        here = max(0, min(left, measure(at) - (offset if at == start else 0)))
        found[at] = here
        left -= here
        at += 1
    return _ranked(found, start, measure(start)) or [start]


def _between(start: int, offset: int, end: int, rest: int, measure: Callable[[int], int]) -> list[int]:
    if end <= start:
        return [start]
    last = min(end, start + SPANS)
    found = dict.fromkeys(range(start, last + 1), 0) | {at: measure(at) for at in range(start + 1, last)}
    found[start] = max(0, measure(start) - offset)
    found[last] = min(rest, measure(last)) if last == end else measure(last)
    return _ranked(found, start, measure(start))


def _ranked(found: Mapping[int, int], start: int, whole: int) -> list[int]:
    """Most covered first; a picture larger than its cell that begins in its upper half belongs where it begins."""
    begins = len(found) > 2 and 2 * found[start] >= whole
    return sorted(found, key=lambda one: (not (begins and one == start), -found[one], one))


class CellPictures:
    """WPS cell pictures: the parts of `cellimages.xml` by their ids; empty where a workbook has none.

    `damaged`: it has some, but no part leads to them.
    """

    def __init__(self, archive: zipfile.ZipFile, album: Album) -> None:
        self.archive, self.album = archive, album
        self.parts: dict[str, tuple[str, str]] = {}
        self.damaged = False
        try:
            self._read()
        except Refusal:
            self.parts, self.damaged = {}, True

    def _read(self) -> None:
        root = xml.tree(self.archive, CELL_IMAGES)
        media = xml.relations(self.archive, CELL_IMAGES) if root is not None else {}
        for picture in (one for one in root.iter() if xml.local(one.tag) == "pic") if root is not None else ():
            part, name, _ = _named(picture, media)
            ids = (one.get("name", "") for one in picture.iter() if xml.local(one.tag) == "cNvPr")
            self.parts[next(ids, "")] = (part, name)

    @property
    def there(self) -> bool:
        """Whether cells may hold such pictures."""
        return bool(self.parts) or self.damaged

    def of(self, formula: str, row: int, column: int) -> Picture | None:
        """The picture of a cell's formula."""
        told = DISPIMG.search(formula)
        if told is None:
            return None
        part, name = self.parts.get(told.group(1), ("", told.group(1)))
        kept = self.album.part(self.archive, part)
        return Picture(name, kept, name_of(row, column), row, (column,), origin="cell")


def in_cells(formulas: Mapping[tuple[int, int], str], rows: list[list[Cell]], own: CellPictures) -> Iterator[Picture]:
    """The pictures of cells that hold DISPIMG, as formula or as its text; the cells become blank."""
    found = dict(formulas)
    for at, row in enumerate(rows) if own.there else ():
        for column, cell in enumerate(row):
            if isinstance(cell, str) and "DISPIMG(" in cell:
                found.setdefault((at, column), cell)
    for (at, column), formula in sorted(found.items()):
        picture = own.of(formula, at, column)
        if picture is None:
            continue
        if at < len(rows) and column < len(rows[at]):
            rows[at][column] = None
        yield picture

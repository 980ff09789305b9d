"""What the XML of a workbook tells beside the values: hidden rows and columns, pictures, the epoch of its dates.

Large sheets are scanned as bytes in blocks: a parser would take longer than the whole reading.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from riskmap.ingest.guard import ZIP_ERRORS
from riskmap.ingest.reading import drawings, xml
from riskmap.ingest.reading.album import Album
from riskmap.ingest.reading.drawings import PIXEL, POINT, CellPictures, Grid
from riskmap.ingest.reading.rich import RichPictures
from riskmap.ingest.refusal import Refusal
from riskmap.ingest.sheet import RawSheet

ROW = re.compile(rb"<(?:\w+:)?row\b[^<>]*>")
COL = re.compile(rb"<(?:\w+:)?col\b[^<>]*>")
FORMAT = re.compile(rb"<(?:\w+:)?sheetFormatPr\b[^<>]*?\bdefaultRowHeight=[\"']([\d.]+)[\"']")
FORMULA = re.compile(
    rb"<(?:\w+:)?c\b[^<>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'][^<>]*>\s*<(?:\w+:)?f\b[^<>]*>([^<]*DISPIMG[^<]*)<"
)
HIDDEN = re.compile(rb"\bhidden=[\"'](?:1|true)[\"']")
NUMBER = rb"\b%s=[\"']([\d.]+)[\"']"
R, MIN, MAX, HEIGHT, WIDTH = (re.compile(NUMBER % name) for name in (b"r", b"min", b"max", b"ht", b"width"))
VALUED = re.compile(rb"<(?:\w+:)?c\b[^<>]*\bvm=[\"'](\d{1,8})[\"'][^<>]*>")
CELL = re.compile(rb"\br=[\"']([A-Z]{1,3})(\d{1,7})[\"']")
BLOCK = 4_000_000
COLUMNS = 16_384
HEIGHTS = 1_048_576


@dataclass(slots=True)
class Layout:
    """What the XML of one sheet says beside its values."""

    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    grid: Grid = field(default_factory=Grid)
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    values: dict[tuple[int, int], int] = field(default_factory=dict)  # cell → its value metadata
    last: int = 0  # the last row (from 1) with a value
    drawn: bool = False
    damaged: bool = False  # what it leads to cannot be told


class Book:
    """The XML of one workbook, read sheet by sheet; a workbook without readable XML tells nothing."""

    def __init__(self, path: Path, album: Album) -> None:
        self.album = album
        self.archive: zipfile.ZipFile | None = None
        self.epoch_1904 = False
        self.parts: dict[str, str] = {}
        self.unread = 0  # pictures as values of cells that cannot be reached
        try:
            self.archive = zipfile.ZipFile(path)
            self._open(self.archive)
        except ZIP_ERRORS:
            self.parts = {}  # calamine says whether the file can be read

    def _open(self, archive: zipfile.ZipFile) -> None:
        workbook = (xml.part(archive, "xl/workbook.xml") or b"").decode("utf-8", "replace")
        self.epoch_1904 = re.search(r"date1904=[\"'](1|true)[\"']", workbook) is not None
        targets = xml.relations(archive, "xl/workbook.xml")
        for tag in re.findall(r"<(?:\w+:)?sheet\b[^<>]*>", workbook):
            self.parts[_unescape(_attribute(tag, "name"))] = targets.get(_attribute(tag, r"\w+:id"), "")
        self.cells = CellPictures(archive, self.album)
        self.rich = RichPictures(archive, self.album)
        self.unread = self.rich.unread

    def close(self) -> None:
        """Let go of the file."""
        if self.archive is not None:
            self.archive.close()

    def layout(self, name: str) -> Layout:
        """What the XML of a sheet says; nothing where it has none."""
        part = self.parts.get(name, "")
        if self.archive is None or not part:
            return Layout()
        try:
            targets = xml.relations(self.archive, part).values()
        except Refusal:
            return replace(self._scan(part, drawn=False), damaged=True)
        return self._scan(part, drawn=any("/drawing" in f"/{target}" for target in targets))

    def tell(self, sheet: RawSheet, layout: Layout) -> None:
        """Add to a sheet what its XML says; pictures that cannot be reached are counted as unread."""
        sheet.epoch_1904 = self.epoch_1904
        if self.archive is None:
            return
        sheet.unread, self.unread = self.unread, 0
        sheet.damaged += layout.damaged
        sheet.hidden_rows, sheet.hidden_columns = frozenset(layout.rows), frozenset(layout.columns)
        own = list(drawings.in_cells(layout.formulas, sheet.rows, self.cells))
        if self.cells.damaged:
            sheet.damaged += len(own)
        else:
            sheet.pictures.extend(own)
        sheet.pictures.extend(self.rich.of(layout.values, sheet.rows))
        if layout.drawn:
            try:
                part = self.parts[sheet.name]
                sheet.pictures.extend(drawings.floating(self.archive, part, layout.grid, self.album))
            except Refusal:
                sheet.damaged += 1

    def _scan(self, part: str, *, drawn: bool) -> Layout:
        layout, tail = Layout(drawn=drawn), b""
        assert self.archive is not None
        try:
            with self.archive.open(part) as stream:
                while block := stream.read(BLOCK):
                    block = tail + block
                    cut = _cut(block)
                    block, tail = block[:cut], block[cut:]
                    self._look(layout, block)
            self._look(layout, tail)
        except KeyError:
            return layout
        except ZIP_ERRORS as error:
            raise Refusal("damaged_file", part) from error
        return layout

    def _look(self, layout: Layout, block: bytes) -> None:
        layout.last = _last(block) or layout.last
        if layout.drawn:
            _heights(layout.grid, block)
        if b"hidden" in block:
            for tag in filter(HIDDEN.search, ROW.findall(block)):
                layout.rows.update(at for at in _numbers(R, tag) if at >= 0)
            for tag in filter(HIDDEN.search, COL.findall(block)):
                layout.columns.update(_range(tag))
        if self.cells.there and b"DISPIMG" in block:
            for letters, row, formula in FORMULA.findall(block):
                layout.formulas[int(row) - 1, _column(letters)] = formula.decode("utf-8", "replace")
        if self.rich.parts and b" vm=" in block:
            for cell in VALUED.finditer(block):
                if place := CELL.search(cell.group()):
                    layout.values[int(place.group(2)) - 1, _column(place.group(1))] = int(cell.group(1))


def _cut(block: bytes) -> int:
    """Where a block may be cut without cutting a cell or the head of a row."""
    return max(block.rfind(b"<row"), block.rfind(b":row"), block.rfind(b"</row>"), 0) or block.rfind(b">") + 1


def _last(block: bytes) -> int:
    """The number of the last row of a block that holds a value, 0 if none states it."""
    value = max(block.rfind(b"</v>"), block.rfind(b"</is>"))
    row = block.rfind(b"row ", 0, value) if value > 0 else -1
    found = R.search(block, row, row + 400) if row >= 0 else None
    return _whole(found.group(1)) if found else 0


def _heights(grid: Grid, block: bytes) -> None:
    for told in FORMAT.findall(block)[:1]:
        grid.row = max(int(_float(told) * POINT), 1)
    for tag in COL.findall(block):
        if wide := WIDTH.search(tag):
            grid.widths |= dict.fromkeys(_range(tag), int((_float(wide.group(1)) * 7 + 5) * PIXEL))
    for tag in ROW.findall(block):
        if (high := HEIGHT.search(tag)) and (at := R.search(tag)) and len(grid.heights) < HEIGHTS:
            grid.heights[_whole(at.group(1)) - 1] = int(_float(high.group(1)) * POINT)


def _numbers(pattern: re.Pattern[bytes], tag: bytes) -> Iterator[int]:
    if found := pattern.search(tag):
        yield _whole(found.group(1)) - 1


def _range(tag: bytes) -> range:
    first, last = MIN.search(tag), MAX.search(tag)
    if not (first and last):
        return range(0)
    return range(max(_whole(first.group(1)) - 1, 0), min(_whole(last.group(1)), COLUMNS))


def _whole(digits: bytes) -> int:
    return int(digits) if digits.isdigit() and len(digits) < 9 else 0


def _float(digits: bytes) -> float:
    try:
        return min(float(digits), 100_000.0)
    except ValueError:
        return 0.0


def _column(letters: bytes) -> int:
    at = 0
    for one in letters:
        at = at * 26 + one - 64
    return at - 1


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf"\b{name}=\"([^\"]*)\"", tag) or re.search(rf"\b{name}='([^']*)'", tag)
    return found.group(1) if found else ""


def _unescape(text: str) -> str:
    for entity, char in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(entity, char)
    return text

"""Tables of a Word document: each becomes a sheet, the paragraphs above it its title; pages that go on are joined."""

import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from xml.parsers import expat

from riskmap.ingest.guard import ZIP_ERRORS, Caps
from riskmap.ingest.reading import xml
from riskmap.ingest.reading.album import MARK, Album
from riskmap.ingest.refusal import Refusal
from riskmap.ingest.sheet import Box, Cell, Picture, RawSheet

DOCUMENT: Final = "word/document.xml"
NEXT_PAGE = re.compile(r"[\s(（]*(续表|续上表|续)[\s)）0-9一二三四五六七八九十]*")
WIDEST: Final = 500  # columns that one cell may span
TITLE: Final = 2_000  # characters of what stands above a table


@dataclass(slots=True)
class _Table:
    """A table as it is written: its texts, where cells are merged, which cells hold which pictures."""

    title: str
    rows: list[list[Cell]] = field(default_factory=list)
    merged: list[Box] = field(default_factory=list)
    pictures: list[tuple[int, int, str, str]] = field(default_factory=list)  # row, column, relation, description
    goes_on: bool = False  # nothing but empty lines stands between it and the table before

    @property
    def width(self) -> int:
        return max((len(row) for row in self.rows), default=0)


@dataclass(slots=True)
class _Cell:
    texts: list[str] = field(default_factory=list)
    span: int = 1
    continues: bool = False  # merged with the cell above
    pictures: list[tuple[str, str]] = field(default_factory=list)


class _Reader:
    """Follows the elements of a document; a table within a cell is text of that cell."""

    def __init__(self, caps: Caps) -> None:
        self.caps = caps
        self.tables: list[_Table] = []
        self.above: list[str] = []
        self.depth = self.fallback = 0
        self.cell: _Cell | None = None
        self.text = False
        self.cells = 0
        self.descriptions: list[str] = []
        self.row: list[_Cell] = []
        self.open: dict[int, int] = {}  # column → place in `merged` of the box that may grow downwards
        self.starts: dict[str, Callable[[], None]] = {
            "tbl": self._table, "tr": self._row, "tc": self._tc, "t": self._words, "tab": self._gap, "br": self._line,
            "cr": self._line, "noBreakHyphen": self._hyphen,
        }  # fmt: skip
        self.told: dict[str, Callable[[Mapping[str, str]], None]] = {
            "gridSpan": self._span, "vMerge": self._merge, "gridBefore": self._before, "blip": self._picture,
            "imagedata": self._picture, "docPr": self._described,
        }  # fmt: skip
        self.ends: dict[str, Callable[[], None]] = {
            "tbl": self._table_end, "tr": self._row_end, "tc": self._tc_end, "p": self._line, "t": self._words_end,
        }  # fmt: skip
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._data
        self.parser.StartDoctypeDeclHandler = self._doctype

    def _doctype(self, *_: object) -> None:
        raise Refusal("unsafe_xml", DOCUMENT)

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = tag.rsplit(" ", 1)[-1]
        if name == "Fallback" or self.fallback:
            self.fallback += 1
            return
        if name in self.starts:
            self.starts[name]()
        elif name in self.told:
            self.told[name]({key.rsplit(" ", 1)[-1]: value for key, value in attributes.items()})

    def _end(self, tag: str) -> None:
        if self.fallback:
            self.fallback -= 1
            return
        name = tag.rsplit(" ", 1)[-1]
        if name in self.ends:
            self.ends[name]()

    def _data(self, text: str) -> None:
        if self.text and not self.fallback:
            self._say(text)

    def _say(self, text: str) -> None:
        (self.above if self.cell is None else self.cell.texts).append(text)

    def _table(self) -> None:
        self.depth += 1
        if self.depth == 1:
            title = "".join(self.above).strip()
            goes_on = bool(self.tables) and (not title or NEXT_PAGE.fullmatch(title) is not None)
            self.tables.append(_Table(title[-TITLE:], goes_on=goes_on))
            self.above, self.open = [], {}

    def _row(self) -> None:
        if self.depth == 1:
            self.row = []

    def _before(self, told: Mapping[str, str]) -> None:
        if self.depth == 1:
            self.row.extend(_Cell() for _ in range(_count(told)))

    def _tc(self) -> None:
        if self.depth == 1:
            self.cell = _Cell()

    def _span(self, told: Mapping[str, str]) -> None:
        if self.depth == 1 and self.cell is not None:
            self.cell.span = max(1, _count(told))

    def _merge(self, told: Mapping[str, str]) -> None:
        if self.depth == 1 and self.cell is not None:
            self.cell.continues = told.get("val", "continue") == "continue"

    def _picture(self, told: Mapping[str, str]) -> None:
        relation = told.get("embed") or told.get("id", "")
        if self.cell is not None and relation:
            self.cell.pictures.append((relation, self.descriptions[-1] if self.descriptions else ""))

    def _described(self, told: Mapping[str, str]) -> None:
        self.descriptions = [told.get("descr", "")]

    def _words(self) -> None:
        self.text = True

    def _words_end(self) -> None:
        self.text = False

    def _tc_end(self) -> None:
        if self.depth == 1 and self.cell is not None:
            self.row.append(self.cell)
            self.cell = None

    def _row_end(self) -> None:
        if self.depth != 1 or not self.tables:
            return
        table = self.tables[-1]
        at, row = len(table.rows), list[Cell]()
        for cell in self.row:
            self._place(table, at, len(row), cell)
            row.extend(["" if cell.continues else "".join(cell.texts).strip(), *[""] * (cell.span - 1)])
        self.cells += len(row)
        if len(row) > self.caps.columns:
            raise Refusal("too_many_columns", str(len(row)))
        if self.cells > self.caps.cells or at >= self.caps.rows:
            raise Refusal("too_many_rows", str(at))
        table.rows.append(row)

    def _place(self, table: _Table, at: int, column: int, cell: _Cell) -> None:
        """Merged boxes and pictures of one cell."""
        table.pictures.extend((at, column, *one) for one in cell.pictures)
        grows = self.open.get(column)
        if cell.continues and grows is not None:
            top, left, _, right = table.merged[grows]
            table.merged[grows] = (top, left, at, right)
            return
        self.open[column] = len(table.merged)
        table.merged.append((at, column, at, column + cell.span - 1))

    def _table_end(self) -> None:
        self.depth -= 1
        if self.depth == 0:
            self.cell = None

    def _gap(self) -> None:
        self._say(" ")

    def _line(self) -> None:
        self._say("\n")

    def _hyphen(self) -> None:
        self._say("-")


def _count(told: Mapping[str, str]) -> int:
    value = told.get("val", "")
    return min(int(value), WIDEST) if value.isdigit() and len(value) < 6 else 0


def read(path: Path, name: str, caps: Caps, album: Album) -> list[RawSheet]:
    """The tables of a Word document as sheets; refuses damaged, oversized and malicious ones."""
    with xml.opened(path) as archive:
        reader = _parsed(archive, caps)
        media = xml.relations(archive, DOCUMENT)
        joined = _joined(reader.tables)
        if len(joined) > caps.sheets:
            raise Refusal("too_many_sheets", str(len(joined)))
        return [_sheet(archive, table, at, len(joined), name, media, album) for at, table in enumerate(joined, 1)]


def _parsed(archive: zipfile.ZipFile, caps: Caps) -> _Reader:
    info = archive.getinfo(next(name for name in archive.namelist() if name.lower() == DOCUMENT))
    if info.file_size > caps.document:
        raise Refusal("too_large_unpacked", DOCUMENT)
    reader = _Reader(caps)
    try:
        with archive.open(info) as stream:
            reader.parser.ParseFile(stream)
    except (expat.ExpatError, *ZIP_ERRORS) as error:
        raise Refusal("damaged_file", DOCUMENT) from error
    return reader


def _joined(tables: list[_Table]) -> list[_Table]:
    """Tables of one width that follow each other without words between are one, cut at the end of a page."""
    found: list[_Table] = []
    for table in tables:
        if not table.rows:
            continue
        if found and table.goes_on and table.width == found[-1].width:
            first = found[-1]
            by = len(first.rows)
            first.rows.extend(table.rows)
            first.merged.extend((top + by, left, bottom + by, right) for top, left, bottom, right in table.merged)
            first.pictures.extend((row + by, column, relation, mark) for row, column, relation, mark in table.pictures)
        else:
            found.append(table)
    return found


def _sheet(
    archive: zipfile.ZipFile, table: _Table, at: int, of: int, name: str, media: Mapping[str, str], album: Album
) -> RawSheet:
    title = f"{Path(name).stem} {at}" if of > 1 else Path(name).stem
    sheet = RawSheet(title, table.rows, [box for box in table.merged if box[:2] != box[2:]], title=table.title)
    for row, column, relation, mark in table.pictures:
        if mark.startswith(MARK):
            continue
        part = media.get(relation, "")
        kept = album.part(archive, part)
        place = f"{row + 1}:{column + 1}"
        sheet.pictures.append(Picture(Path(part).name, kept, place, row, (column,), origin="word"))
    return sheet

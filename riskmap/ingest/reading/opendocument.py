"""Pictures in an OpenDocument workbook: each frame stands in the cell that it is anchored to, or on the sheet."""

import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, cast
from xml.etree import ElementTree as ET

from riskmap.ingest.guard import ZIP_ERRORS
from riskmap.ingest.reading import xml
from riskmap.ingest.reading.album import MARK, Album
from riskmap.ingest.reading.drawings import name_of
from riskmap.ingest.refusal import Refusal
from riskmap.ingest.sheet import Picture

CONTENT, FOLDER = "content.xml", "Pictures/"
MOST: Final = 64_000_000  # bytes of a document that is looked through for pictures
ROWS: Final = 10_000_000
CELLS: Final = frozenset({"table-cell", "covered-table-cell"})


def pictures(path: Path, album: Album) -> tuple[dict[str, list[Picture]], int]:
    """Pictures by the name of their sheet, and how many the file holds that could not be reached."""
    try:
        with zipfile.ZipFile(path) as archive:
            held = {name for name in archive.namelist() if name.startswith(FOLDER) and name != FOLDER}
            if not held:
                return {}, 0
            walker = _Walker(archive, album)
            walker.walk()
            return walker.found, len(held - walker.reached)
    except ZIP_ERRORS:
        return {}, 0  # calamine says whether the file can be read


class _Walker:
    """Walks through the document, counting rows and cells with their repetitions."""

    def __init__(self, archive: zipfile.ZipFile, album: Album) -> None:
        self.archive, self.album = archive, album
        self.found: dict[str, list[Picture]] = defaultdict(list)
        self.reached: set[str] = set()
        self.sheet = ""
        self.tables = 0  # how deep: a table within a cell is part of it
        self.row, self.column, self.inside = 0, 0, False

    def walk(self) -> None:
        """Find the pictures; what stands behind a damage of the document is not reached."""
        try:
            if (raw := xml.part(self.archive, CONTENT, MOST)) is None:
                return
            parser: ET.XMLPullParser[Any] = ET.XMLPullParser(("start", "end"))
            for at in range(0, len(raw), 1_000_000):
                parser.feed(raw[at : at + 1_000_000])
                for event, element in cast("Iterator[tuple[str, ET.Element]]", parser.read_events()):
                    (self._start if event == "start" else self._end)(xml.local(element.tag), element)
        except (Refusal, ET.ParseError, ValueError, LookupError):
            return

    def _start(self, tag: str, element: ET.Element) -> None:
        if tag == "table":
            self.tables += 1
            if self.tables == 1:
                self.sheet, self.row = xml.attribute(element, "name"), 0
        elif self.tables == 1 and tag == "table-row":
            self.column = 0
        elif self.tables == 1 and tag in CELLS:
            self.inside = True

    def _end(self, tag: str, element: ET.Element) -> None:
        if tag == "table":
            self.tables -= 1
        elif tag == "frame" and self.tables:
            self._frame(element)
        elif self.tables == 1 and tag in CELLS:
            self.inside = False
            self.column += _times(element, "number-columns-repeated")
        elif self.tables == 1 and tag == "table-row":
            self.row = min(self.row + _times(element, "number-rows-repeated"), ROWS)
            element.clear()

    def _frame(self, frame: ET.Element) -> None:
        told = {xml.local(one.tag): one.text or "" for one in frame}
        links = [xml.attribute(one, "href").removeprefix("./") for one in frame if xml.local(one.tag) == "image"]
        part = next((one for one in links if one.startswith(FOLDER)), "")
        if not part:
            return
        self.reached.add(part)
        if told.get("desc", "").startswith(MARK):
            return  # a thumbnail of our own export
        kept, name = self.album.part(self.archive, part), part.rpartition("/")[2]
        if self.inside:
            place = name_of(self.row, self.column)
            self.found[self.sheet].append(Picture(name, kept, place, self.row, (self.column,)))
        else:
            self.found[self.sheet].append(Picture(name, kept, ""))


def _times(element: ET.Element, name: str) -> int:
    told = xml.attribute(element, name)
    return min(int(told), ROWS) if told.isascii() and told.isdigit() and len(told) < 9 else 1

"""Pictures that newer Excel keeps as values of cells (place in cell): value metadata → rich value → relation → part."""

import zipfile
from collections.abc import Iterator, Mapping
from typing import Final, TypeVar
from xml.etree.ElementTree import Element

from riskmap.ingest.reading import xml
from riskmap.ingest.reading.album import Album
from riskmap.ingest.reading.drawings import name_of
from riskmap.ingest.refusal import Refusal
from riskmap.ingest.sheet import Cell, Picture

RELATIONS: Final = "xl/richData/richValueRel.xml"
VALUES, STRUCTURES = "xl/richData/rdrichvalue.xml", "xl/richData/rdrichvaluestructure.xml"
METADATA, TYPE = "xl/metadata.xml", "XLRICHVALUE"
T = TypeVar("T")
LOCAL, KEY = "_localImage", "_rvRel:LocalImageIdentifier"


class RichPictures:
    """The parts of a workbook's cell pictures by the number of their value metadata, which cells bear as `vm` (from 1).

    `unread` counts pictures that cannot be reached: of another kind, or behind parts that are damaged.
    """

    def __init__(self, archive: zipfile.ZipFile, album: Album) -> None:
        self.archive, self.album = archive, album
        self.parts: dict[int, str] = {}
        self.unread = 0
        if RELATIONS not in archive.namelist():
            return
        targets: Mapping[str, str] = {}
        try:
            targets = xml.relations(archive, RELATIONS)
            self.parts = dict(self._linked(targets))
        except Refusal:
            self.parts = {}
        self.unread = len(set(targets.values()) - set(self.parts.values()))

    def _linked(self, targets: Mapping[str, str]) -> Iterator[tuple[int, str]]:
        parts = [targets.get(xml.attribute(one, "id"), "") for one in self._all(RELATIONS, "rel")]
        pictures = list(self._values())
        for number, value in enumerate(self._metadata(), 1):
            at = _at(pictures, value)
            if at is not None and (part := _at(parts, at)):
                yield number, part

    def _values(self) -> Iterator[int | None]:
        """For each rich value the number of its relation, None for one that is no picture."""
        keys = [
            [one.get("n", "") for one in found if xml.local(one.tag) == "k"] if found.get("t") == LOCAL else []
            for found in self._all(STRUCTURES, "s")
        ]
        for value in self._all(VALUES, "rv"):
            own = _at(keys, _number(value.get("s"))) or []
            told = [one.text for one in value if xml.local(one.tag) == "v"]
            at = own.index(KEY) if KEY in own else None
            yield _number(_at(told, at))

    def _metadata(self) -> Iterator[int | None]:
        """For each value metadata the number of its rich value."""
        root = xml.tree(self.archive, METADATA)
        top = root if root is not None else ()
        blocks = {xml.local(one.tag): one for one in top if one.get("name") in {None, TYPE}}
        types = [one.get("name") for one in _within(blocks.get("metadataTypes"), "metadataType")]
        future = [
            next((_number(one.get("i")) for one in _within(block, "rvb")), None)
            for block in _within(blocks.get("futureMetadata"), "bk")
        ]
        for block in _within(blocks.get("valueMetadata"), "bk"):
            own = [one for one in _within(block, "rc") if _at(types, _before(_number(one.get("t")))) == TYPE]
            yield _at(future, _number(own[0].get("v"))) if own else None

    def _all(self, part: str, tag: str) -> Iterator[Element]:
        return _within(xml.tree(self.archive, part), tag)

    def of(self, cells: Mapping[tuple[int, int], int], rows: list[list[Cell]]) -> Iterator[Picture]:
        """The pictures of cells by row and column (from 0) with their `vm`; the cells become blank."""
        for (row, column), number in sorted(cells.items()):
            part = self.parts.get(number)
            if part is None:
                continue
            if row < len(rows) and column < len(rows[row]):
                rows[row][column] = None
            kept, name = self.album.part(self.archive, part), part.rpartition("/")[2]
            yield Picture(name, kept, name_of(row, column), row, (column,), origin="cell")


def _within(element: Element | None, tag: str) -> Iterator[Element]:
    return (one for one in element.iter() if xml.local(one.tag) == tag) if element is not None else iter(())


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else None


def _before(number: int | None) -> int | None:
    return number - 1 if number else None


def _at(found: list[T], at: int | None) -> T | None:
    return found[at] if at is not None and at < len(found) else None

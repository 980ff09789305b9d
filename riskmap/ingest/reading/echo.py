"""Workbooks that repeat one long text in very many cells: small outside and in their parts, endless as cells."""

import re
import zipfile
from array import array
from pathlib import Path
from typing import Final

from riskmap.ingest.guard import ZIP_ERRORS
from riskmap.ingest.refusal import Refusal

SUSPECT: Final = 40  # unpacked ÷ packed: ordinary workbooks stay below
MOST: Final = 300_000_000  # bytes of text in cells
BLOCK: Final = 4_000_000
STRINGS: Final = "xl/sharedStrings.xml"
CELL = re.compile(rb"\bt=[\"']s[\"'][^<>]*>\s*<(?:\w+:)?v>(\d{1,7})<")
ITEM = re.compile(rb"<(?:\w+:)?si[ />]")


def check(path: Path) -> None:
    """Refuse a workbook whose cells would hold far more text than its parts; ordinary ones are not looked into."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) <= SUSPECT * max(path.stat().st_size, 1):
                return
            lengths = _lengths(archive)
            sheets = (part for part in parts if part.filename.startswith("xl/worksheets/"))
            total = 0
            for part in sheets if len(lengths) else ():
                total = _echoed(archive, part, lengths, total)
    except ZIP_ERRORS as error:
        raise Refusal("damaged_file", type(error).__name__) from error


def _lengths(archive: zipfile.ZipFile) -> "array[int]":
    """Bytes of each shared text, in order."""
    if STRINGS not in archive.namelist():
        return array("q")
    starts, at, tail = array("q"), 0, b""
    with archive.open(STRINGS) as stream:
        while block := stream.read(BLOCK):
            block = tail + block
            cut = max(block.rfind(b"<"), 0)
            starts.extend(at + found.start() for found in ITEM.finditer(block, 0, cut))
            at, tail = at + cut, block[cut:]
    ends = [*starts[1:], at + len(tail)]
    return array("q", (end - start for start, end in zip(starts, ends, strict=True)))


def _echoed(archive: zipfile.ZipFile, part: zipfile.ZipInfo, lengths: "array[int]", total: int) -> int:
    tail = b""
    with archive.open(part) as stream:
        while block := stream.read(BLOCK):
            block = tail + block
            cut = max(block.rfind(b"<c"), block.rfind(b":c "), 0)
            for found in CELL.findall(block[:cut]):
                number = int(found)
                total += lengths[number] if number < len(lengths) else 0
            if total > MOST:
                raise Refusal("too_compressed", STRINGS)
            tail = block[cut:]
    return total

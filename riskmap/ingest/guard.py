"""What a file is, by its content, and whether it is safe to parse. Nothing is unpacked here."""

import lzma
import mmap
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from riskmap.ingest.refusal import Refusal

ZIP_ERRORS = (
    zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, OverflowError, RuntimeError, struct.error,
    zlib.error, lzma.LZMAError,
)  # fmt: skip
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORKBOOK_BEGINS = b"\x09\x08\x10\x00\x00\x06\x05\x00"  # BOF of a workbook in BIFF8
FILE_PASS, HEAD_RECORDS = 0x2F, 12
ZIP = b"PK\x03\x04"
OTHER = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
HTML = re.compile(rb"<\s*(!doctype\s+html|html|head|body|table|meta|div)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Caps:
    """Upper bounds checked before parsing; bytes unless said otherwise."""

    file: int = 200_000_000
    unpacked: int = 1_500_000_000
    ratio: int = 200  # unpacked ÷ packed of one part
    entries: int = 5_000
    rows: int = 500_000
    columns: int = 1_000
    sheets: int = 200
    cells: int = 20_000_000
    seconds: int = 900
    memory: int = 4_000_000_000  # address space of the reading process
    pictures: int = 1_500_000_000  # of one file together
    document: int = 100_000_000  # the text part of a Word document


def memory_for(path: Path, caps: Caps) -> int:
    """Address space for reading a file: a small one never needs much, so a file that lies about its size fails soon."""
    size = path.stat().st_size if path.is_file() else 0
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(part.file_size for part in archive.infolist())
    except ZIP_ERRORS:
        pass
    return min(caps.memory, 1_000_000_000 + 20 * size)


def kind_of(path: Path, caps: Caps) -> str:
    """The kind of a file by content: xlsx, xlsb, ods, docx, zip, xls, csv. Refuses what cannot hold a table."""
    size = path.stat().st_size
    if size == 0:
        raise Refusal("empty_file")
    if size > caps.file:
        raise Refusal("too_large", str(size))
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(OLE2):
        return _ole(path)
    if head.startswith(b"PK"):
        return _zip(path, caps)
    if head.startswith(OTHER):
        raise Refusal("unknown_format", "not a table file")
    if HTML.search(head.replace(b"\0", b"")):
        raise Refusal("html_as_excel")
    if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<?xml"):
        raise Refusal("unknown_format", "XML")
    return "csv"


def _ole(path: Path) -> str:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as body:
        if body.find("EncryptedPackage".encode("utf-16-le")) >= 0:
            raise Refusal("password_protected")
        if body.find("WordDocument".encode("utf-16-le")) >= 0:
            raise Refusal("old_word")
        if _has_file_pass(body):
            raise Refusal("password_protected")
    return "xls"


def _has_file_pass(body: mmap.mmap) -> bool:
    """Whether the records at the head of an old workbook say that the rest is encrypted."""
    at = body.find(WORKBOOK_BEGINS)
    for _ in range(HEAD_RECORDS):
        if at < 0 or at + 4 > len(body):
            return False
        kind, size = struct.unpack("<HH", body[at : at + 4])
        if kind == FILE_PASS:
            return True
        at += 4 + size
    return False


def _zip(path: Path, caps: Caps) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except ZIP_ERRORS as error:
        raise Refusal("damaged_file", type(error).__name__) from error
    _check(parts, path.stat().st_size, caps)
    names = {part.filename for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise Refusal("password_protected")
    lower = {name.lower().replace("\\", "/") for name in names}
    if "xl/workbook.xml" in lower:
        return "xlsx"
    if "xl/workbook.bin" in lower:
        return "xlsb"
    if "word/document.xml" in lower:
        return "docx"
    if "content.xml" in lower and "mimetype" in lower:
        return "ods"
    if "[content_types].xml" in lower:
        raise Refusal("unknown_format", "Office")  # a presentation, a drawing
    return "zip"


def _check(parts: list[zipfile.ZipInfo], size: int, caps: Caps) -> None:
    """Refuse a bomb from the table of contents alone; the child's memory limit catches one that lies about sizes."""
    if len(parts) > caps.entries:
        raise Refusal("too_many_entries", str(len(parts)))
    total = sum(part.file_size for part in parts)
    if total > caps.unpacked:
        raise Refusal("too_large_unpacked", str(total))
    if total > 50_000_000 and total > caps.ratio * size:
        raise Refusal("too_compressed", str(total))
    for part in parts:
        if part.file_size > 20_000_000 and part.file_size > caps.ratio * max(part.compress_size, 1):
            raise Refusal("too_compressed", part.filename)

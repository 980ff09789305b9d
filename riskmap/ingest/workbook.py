"""Workbooks: values and merged ranges by calamine, hidden rows and columns from the sheet XML."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from riskmap.ingest.guard import Caps
from riskmap.ingest.refusal import Refusal
from riskmap.ingest.sheet import Cell, RawSheet

ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*?>")
COL = re.compile(rb"<(?:\w+:)?col\b[^>]*?>")
HIDDEN = re.compile(rb"\bhidden=[\"'](?:1|true)[\"']")
ATTRIBUTE = rb"\b%s=[\"'](\d+)[\"']"
BLOCK = 4_000_000
XLSX_ERRORS = (CalamineError, OSError, ValueError, KeyError, UnicodeError, zipfile.BadZipFile, MemoryError)


@dataclass(slots=True)
class Layout:
    """What the XML of one sheet says beside its values."""

    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()
    pictures: int = 0


@dataclass(slots=True)
class Book:
    """What the XML of a workbook says, by sheet name."""

    layouts: dict[str, Layout] = field(default_factory=dict)
    epoch_1904: bool = False


def read(path: Path, kind: str, only: str | None, caps: Caps) -> Iterator[RawSheet]:
    """The sheets of a workbook one after another (only the one named `only` if given); refuses damaged files."""
    try:
        book = CalamineWorkbook.from_path(str(path))
        metadata = [m for m in book.sheets_metadata if m.typ == SheetTypeEnum.WorkSheet]
    except PasswordError as error:
        raise Refusal("password_protected") from error
    except XLSX_ERRORS as error:
        raise Refusal("damaged_file", type(error).__name__) from error
    if only is not None and only not in {m.name for m in metadata}:
        raise Refusal("no_such_sheet", only)
    if len(metadata) > caps.sheets:
        raise Refusal("too_many_sheets", str(len(metadata)))
    xml = _layouts(path) if kind == "xlsx" else Book()
    for meta in metadata:
        if only is None or meta.name == only:
            sheet = _sheet(book, meta.name, caps)
            layout = xml.layouts.get(meta.name, Layout())
            sheet.hidden = meta.visible != SheetVisibleEnum.Visible
            sheet.hidden_rows, sheet.hidden_columns, sheet.pictures = layout.rows, layout.columns, layout.pictures
            sheet.epoch_1904 = xml.epoch_1904
            yield sheet


def _sheet(book: CalamineWorkbook, name: str, caps: Caps) -> RawSheet:
    try:
        sheet = book.get_sheet_by_name(name)
        _within(sheet, caps)
        rows = sheet.to_python(skip_empty_area=False)
        ranges = sheet.merged_cell_ranges or []
    except XLSX_ERRORS as error:
        raise Refusal("damaged_file", type(error).__name__) from error
    merged = [(top, left, bottom, right) for (top, left), (bottom, right) in ranges]
    return RawSheet(name, cast("list[list[Cell]]", rows), merged)


def _within(sheet: CalamineSheet, caps: Caps) -> None:
    """A few far cells make a huge empty area: the caps count the area, as it would be built in memory."""
    if sheet.total_width > caps.columns:
        raise Refusal("too_many_columns", str(sheet.total_width))
    if sheet.total_height > caps.rows:
        raise Refusal("too_many_rows", str(sheet.total_height))
    if sheet.total_width * sheet.total_height > caps.cells:
        raise Refusal("too_many_rows", f"{sheet.total_height} × {sheet.total_width}")


def _layouts(path: Path) -> Book:
    book = Book()
    try:
        with zipfile.ZipFile(path) as archive:
            workbook = archive.read("xl/workbook.xml").decode("utf-8", "replace")
            relations = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
            book.epoch_1904 = re.search(r"date1904=[\"'](1|true)[\"']", workbook) is not None
            tags = re.findall(r"<Relationship\b[^>]*>", relations)
            targets = {_attribute(tag, "Id"): _attribute(tag, "Target") for tag in tags}
            for tag in re.findall(r"<(?:\w+:)?sheet\b[^>]*>", workbook):
                target = targets.get(_attribute(tag, "r:id"), "")
                part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
                book.layouts[_unescape(_attribute(tag, "name"))] = _scan(archive, part)
    except (KeyError, OSError, zipfile.BadZipFile, zlib.error, ValueError, EOFError, NotImplementedError):
        return book  # the values were read; what is hidden stays unknown
    return book


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf"\b{re.escape(name)}=\"([^\"]*)\"", tag) or re.search(rf"\b{re.escape(name)}='([^']*)'", tag)
    return found.group(1) if found else ""


def _unescape(text: str) -> str:
    for entity, char in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(entity, char)
    return text


def _scan(archive: zipfile.ZipFile, part: str) -> Layout:
    """Hidden rows and columns by a scan of the bytes in blocks: a parser would take longer than the reading."""
    if part not in archive.namelist():
        return Layout()
    rows: set[int] = set()
    columns: set[int] = set()
    tail = b""
    drawing = False
    with archive.open(part) as stream:
        while block := stream.read(BLOCK):
            block = tail + block
            cut = block.rfind(b">") + 1
            block, tail = block[:cut], block[cut:]
            drawing = drawing or b"<drawing " in block
            if b"hidden" in block:
                rows.update(i for i, _ in _hidden(ROW, block, b"r", b"r"))
                for first, last in _hidden(COL, block, b"min", b"max"):
                    columns.update(range(first, min(last, 16_384) + 1))
    pictures = sum(name.startswith("xl/media/") for name in archive.namelist()) if drawing else 0
    return Layout(frozenset(rows), frozenset(columns), pictures)


def _hidden(pattern: re.Pattern[bytes], block: bytes, first: bytes, last: bytes) -> Iterator[tuple[int, int]]:
    for tag in pattern.findall(block):
        if HIDDEN.search(tag):
            low, high = re.search(ATTRIBUTE % first, tag), re.search(ATTRIBUTE % last, tag)
            if low and high:
                yield int(low.group(1)) - 1, int(high.group(1)) - 1

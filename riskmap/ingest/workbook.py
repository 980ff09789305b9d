"""Workbooks: values and merged ranges by calamine; what it does not tell comes from the XML (reading/layout.py)."""

import re
import zipfile
from collections.abc import Iterator, Mapping
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

from riskmap.ingest.guard import ZIP_ERRORS, Caps
from riskmap.ingest.reading import echo, opendocument
from riskmap.ingest.reading.album import Album
from riskmap.ingest.reading.layout import Book, Layout
from riskmap.ingest.refusal import Refusal
from riskmap.ingest.sheet import Cell, Picture, RawSheet

XLSX_ERRORS = (CalamineError, OSError, ValueError, KeyError, UnicodeError, zipfile.BadZipFile, MemoryError)
OLE_PICTURE = re.compile(rb"\xff\xd8\xff[\xe0\xe1]|\x89PNG\r\n\x1a\n")


def read(path: Path, kind: str, only: str | None, caps: Caps, album: Album) -> Iterator[RawSheet]:
    """The sheets of a workbook one after another (only the one named `only` if given); refuses damaged files."""
    book, names = _opened(path, kind, only, caps)
    xml = Book(path, album) if kind == "xlsx" else None
    own, unread = ({}, 0) if xml else _pictures(path, kind, album)
    for name, hidden in names:
        layout = xml.layout(name) if xml is not None else Layout()
        if layout.last > caps.rows:
            raise Refusal("too_many_rows", str(layout.last))
        sheet = _sheet(book, name, caps)
        sheet.hidden = hidden
        sheet.unread, unread = unread, 0
        if xml is not None:
            xml.tell(sheet, layout)
        sheet.pictures.extend(own.get(name, ()))
        yield sheet
    if xml is not None:
        xml.close()


def _opened(path: Path, kind: str, only: str | None, caps: Caps) -> tuple[CalamineWorkbook, list[tuple[str, bool]]]:
    """The workbook and its sheets of cells that are to be read: name, and whether it is hidden."""
    if kind == "xlsx":
        echo.check(path)
    try:
        book = CalamineWorkbook.from_path(str(path))
        sheets = [m for m in book.sheets_metadata if m.typ == SheetTypeEnum.WorkSheet]
    except PasswordError as error:
        raise Refusal("password_protected") from error
    except XLSX_ERRORS as error:
        raise Refusal("damaged_file", type(error).__name__) from error
    if only is not None and only not in {m.name for m in sheets}:
        raise Refusal("no_such_sheet", only)
    if len(sheets) > caps.sheets:
        raise Refusal("too_many_sheets", str(len(sheets)))
    chosen = [m for m in sheets if only is None or m.name == only]
    return book, [(m.name, m.visible != SheetVisibleEnum.Visible) for m in chosen]


def _pictures(path: Path, kind: str, album: Album) -> tuple[Mapping[str, list[Picture]], int]:
    """Pictures of a workbook of another kind by sheet, and how many it holds whose places are not read."""
    if kind == "xls":
        return {}, len(OLE_PICTURE.findall(path.read_bytes()))
    if kind == "ods":
        return opendocument.pictures(path, album)
    try:
        with zipfile.ZipFile(path) as archive:
            return {}, sum(name.startswith("xl/media/") for name in archive.namelist())
    except ZIP_ERRORS:
        return {}, 0


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

"""Old workbooks (.xls, and .et, which is the same): BIFF8 in a compound file. No maintained package writes them."""

import struct
from datetime import date
from typing import Any

from support.corpus.grids import Grid

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def xls(sheets: dict[str, Grid]) -> bytes:
    """A workbook with the cells of the grids: texts, numbers, merged ranges; dates are texts."""
    bodies = [_sheet(grid) for grid in sheets.values()]
    names = [name.encode("utf-16-le") for name in sheets]
    begin = _record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0x0DBB, 0x07CC, 0, 6)) + _record(0x42, b"\xb0\x04")
    bounds = sum(4 + 8 + len(name) for name in names)
    offset = len(begin) + bounds + 4
    heads = b""
    for name, body in zip(names, bodies, strict=True):
        heads += _record(0x85, struct.pack("<IBBBB", offset, 0, 0, len(name) // 2, 1) + name)
        offset += len(body)
    return _compound(begin + heads + _record(0x0A, b"") + b"".join(bodies))


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _sheet(grid: Grid) -> bytes:
    out = [_record(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0x0DBB, 0x07CC, 0, 6))]
    width = max(map(len, grid.cells))
    out.append(_record(0x200, struct.pack("<IIHHH", 0, len(grid.cells), 0, width, 0)))
    for row, line in enumerate(grid.cells):
        out.extend(_cell(row, column, value) for column, value in enumerate(line) if value not in (None, ""))
    if grid.merged:
        boxes = b"".join(struct.pack("<HHHH", top, bottom, left, right) for top, left, bottom, right in grid.merged)
        out.append(_record(0xE5, struct.pack("<H", len(grid.merged)) + boxes))
    return b"".join(out) + _record(0x0A, b"")


def _cell(row: int, column: int, value: Any) -> bytes:
    if isinstance(value, (int, float)):
        return _record(0x203, struct.pack("<HHHd", row, column, 0, value))
    text = f"{value.year}-{value.month}-{value.day}" if isinstance(value, date) else str(value)
    raw = text.encode("utf-16-le")
    return _record(0x204, struct.pack("<HHHHB", row, column, 0, len(raw) // 2, 1) + raw)


def _compound(stream: bytes) -> bytes:
    """One stream named Workbook in a compound file with a single table of sectors."""
    stream += bytes(max(4096, -(-len(stream) // SECTOR) * SECTOR) - len(stream))
    count = len(stream) // SECTOR
    tables = -(-(count + 2) // (SECTOR // 4 - 1))
    chain = [*range(1, count), END, END, *[FAT] * tables]  # stream, directory, tables
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(tables * SECTOR, b"\xff")
    places = [count + 1 + at for at in range(tables)]
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6xII", 0x3E, 3, 0xFFFE, 9, 6, 0, tables)
    head += struct.pack("<IIIIIII", count, 0, 4096, END, 0, END, 0)
    head += struct.pack(f"<{len(places)}I", *places)
    return head.ljust(SECTOR, b"\xff") + stream + _directory(len(stream)) + table


def _directory(size: int) -> bytes:
    return b"".join(
        [
            _entry("Root Entry", 5, END, 0, child=1),
            _entry("Workbook", 2, 0, size),
            _entry("", 0, 0, 0),
            _entry("", 0, 0, 0),
        ]
    )


def _entry(name: str, kind: int, start: int, size: int, child: int = FREE) -> bytes:
    raw = name.encode("utf-16-le")
    length = len(raw) + 2 if name else 0
    body = raw.ljust(64, b"\0") + struct.pack("<HBBIII", length, kind, 1, FREE, FREE, child)
    return body + bytes(36) + struct.pack("<III", start, size, 0)

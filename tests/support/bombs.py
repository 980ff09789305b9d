"""Files made to fill a memory or a day: small outside, endless inside."""

import io
import zipfile

import openpyxl

TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
LAUGHS = '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + at)} "{f"&{chr(97 + at)};" * 10}">' for at in range(9)
) + "]>"  # fmt: skip
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def zipped(parts: dict[str, bytes | str]) -> bytes:
    """An archive of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def workbook(sheet: str, shared: str = "") -> bytes:
    """A real workbook whose sheet part, and words where given, are these."""
    book, out = openpyxl.Workbook(), io.BytesIO()
    assert book.active is not None
    book.active.append(["word"])
    book.save(out)
    more = {"xl/sharedStrings.xml": shared} if shared else {}
    with zipfile.ZipFile(out) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    return zipped({**parts, "xl/worksheets/sheet1.xml": sheet, **more})


def _blank_workbook() -> bytes:
    return workbook(f"<worksheet {MAIN}><sheetData>{' ' * 80_000_000}</sheetData></worksheet>")


def _cells_workbook() -> bytes:
    row = "<row>" + "<c><v>1</v></c>" * 1000 + "</row>"
    return workbook(f"<worksheet {MAIN}><sheetData>{row * 6000}</sheetData></worksheet>")


def _laughing_workbook() -> bytes:
    text = f'{LAUGHS}<sst {MAIN} count="1"><si><t>&j;</t></si></sst>'
    return workbook(f'<worksheet {MAIN}><sheetData><row><c t="s"><v>0</v></c></row></sheetData></worksheet>', text)


def _far_cell() -> bytes:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return workbook(f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>")


def _echoing_workbook() -> bytes:
    """One long word in eight hundred thousand cells."""
    text = f'<sst {MAIN} count="1"><si><t>{"x" * 32_000}</t></si></sst>'
    row = "<row>" + '<c t="s"><v>0</v></c>' * 800 + "</row>"
    return workbook(f"<worksheet {MAIN}><sheetData>{row * 1000}</sheetData></worksheet>", text)


def _endless_tags() -> bytes:
    """Tags that never close, for readers that look for an end."""
    return workbook(f'<worksheet {MAIN}><sheetData><row hidden="1" {"<row <c " * 2_000_000}</sheetData></worksheet>')


def _blank_document() -> bytes:
    body = f"<w:document {WORD}><w:body><w:p><w:t>{'a' * 80_000_000}</w:t></w:p></w:body></w:document>"
    return zipped({"[Content_Types].xml": TYPES, "word/document.xml": body})


def _laughing_document() -> bytes:
    table = "<w:tbl><w:tr><w:tc><w:p><w:t>&j;</w:t></w:p></w:tc></w:tr></w:tbl>"
    body = f"{LAUGHS}<w:document {WORD}><w:body>{table}</w:body></w:document>"
    return zipped({"[Content_Types].xml": TYPES, "word/document.xml": body})


def _many_parts() -> bytes:
    return zipped({f"{at}.csv": b"0" * 15_000_000 for at in range(12)})


def _nested() -> bytes:
    raw = zipped({"a.csv": b"0" * 20_000_000})
    for level in range(6):
        raw = zipped({f"{level}_{at}.zip": raw for at in range(8)})
    return raw


def _entries() -> bytes:
    return zipped({f"{at}.csv": b"" for at in range(20_000)})


BOMBS = {
    "blank_workbook": _blank_workbook, "cells_workbook": _cells_workbook, "laughing_workbook": _laughing_workbook,
    "far_cell": _far_cell, "echoing_workbook": _echoing_workbook, "endless_tags": _endless_tags,
    "blank_document": _blank_document, "laughing_document": _laughing_document, "many_parts": _many_parts,
    "nested": _nested, "entries": _entries,
}  # fmt: skip

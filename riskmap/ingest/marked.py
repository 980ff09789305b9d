"""The file as it came, with what was found beside each row: the one to send back to its sender.

A workbook is copied with one more column; a text file as it was cut. Only the added words are made harmless, the rest
is the sender's own. Of any other kind (Word, old Excel, archives) the findings themselves become a small table.
"""

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final
from zipfile import BadZipFile

import openpyxl
from openpyxl.styles import Font, PatternFill
from openpyxl.utils.exceptions import InvalidFileException

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
LARGEST: Final = 8_000_000  # bytes of a workbook that is copied; a larger one is answered with the findings alone
FILL: Final = PatternFill("solid", fgColor="FFF4CE")
WIDTH: Final = 60
SIGNS: Final = "\t,;|"
Words = Callable[[str], str]  # code → sentence in the reader's language
Where = tuple[str, int]


def marked(
    content: bytes, name: str, issues: Iterable[Mapping[str, Any]], title: str, words: Words
) -> tuple[str, bytes]:
    """(name, content) of the file to send back. `title` heads the added column."""
    found = list(issues)
    said = _said(found, words)
    stem, _, kind = name.rpartition(".")
    if kind.lower() in {"xlsx", "xlsm"} and len(content) <= LARGEST:
        try:
            return f"{stem}.{title}.xlsx", _workbook(content, said, title)
        except (BadZipFile, InvalidFileException, KeyError, ValueError, TypeError, OSError):
            pass  # a workbook in name only, or one that openpyxl cannot copy: the findings stand alone
    if kind.lower() in {"csv", "tsv", "txt"}:
        return f"{stem}.{title}.csv", _text(content, said, title)
    return f"{stem or name}.{title}.csv", _alone(found, title, words)


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _said(issues: Iterable[Mapping[str, Any]], words: Words) -> dict[Where, str]:
    """What is said of each row: column, sentence and value, one after the other."""
    lines: dict[Where, dict[str, None]] = defaultdict(dict)
    for one in issues:
        if one["row"] is not None:
            lines[str(one["sheet"]), int(one["row"])][_line(one, words)] = None
    return {where: harmless("; ".join(told)) for where, told in lines.items()}


def _line(one: Mapping[str, Any], words: Words) -> str:
    head = f"{one['column']}: " if one["column"] else ""
    value = f" ({one['value']})" if one["value"] else ""
    return f"{head}{words(str(one['code']))}{value}"


def _workbook(content: bytes, said: Mapping[Where, str], title: str) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(content))
    for sheet in book.worksheets:
        own = {row: text for (name, row), text in said.items() if name == sheet.title}
        if not own:
            continue
        column = sheet.max_column + 1
        top = sheet.cell(max(min(own) - 1, 1), column)
        if top.row not in own:
            top.value, top.font, top.fill = title, Font(bold=True), FILL
        for row, text in own.items():
            cell = sheet.cell(row, column)
            cell.value, cell.fill = text, FILL
            cell.data_type = "s"
        sheet.column_dimensions[top.column_letter].width = WIDTH
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _text(content: bytes, said: Mapping[Where, str], title: str) -> bytes:
    text = decoded(content)
    sign = max(SIGNS, key=text[:20_000].count)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=sign)
    by_row = {row: line for (_, row), line in said.items()}
    head = min(by_row, default=2) - 1
    for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=sign), 1):
        writer.writerow([*row, by_row.get(number, title if number == head else "")])
    return out.getvalue().encode("utf-8-sig")


def decoded(content: bytes) -> str:
    """The words of a text file, whichever of the usual ways it was written."""
    for encoding in ("utf-8-sig", "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("gb18030", "replace")


def _alone(issues: Iterable[Mapping[str, Any]], title: str, words: Words) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([title])
    for one in issues:
        told = (
            one["sheet"],
            one["row"] if one["row"] is not None else "",
            one["column"],
            words(str(one["code"])),
            one["value"],
        )
        writer.writerow([harmless(str(part)) for part in told])
    return out.getvalue().encode("utf-8-sig")

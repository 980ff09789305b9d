"""Cells as text, headers and words in their normal form."""

import re
import unicodedata
from datetime import date, datetime

from riskmap.ingest.sheet import Cell

SPACE = re.compile(r"\s+")
IN_BRACKETS = re.compile(r"[(\[{【〔《<][^)\]}】〕》>]*[)\]}】〕》>]")
NOT_WORD = re.compile(r"[\s()\[\]{}【】〔〕《》<>*＊:：、,，.。;；\"'“”‘’_\-—/\\|+·?？!！#]+")
EMPTY = frozenset({"", "/", "\\", "-", "--", "—", "——", "无", "暂无", "空", "nan", "none", "null", "n/a", "#n/a", "〃"})
QUOTED = ("'=", "'+", "'-", "'@")  # what an export writes so that a spreadsheet reads no formula
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def text_of(cell: Cell) -> str:
    """A cell as its reader sees it: whole numbers without `.0`, dates ISO, control characters gone, edges stripped."""
    if cell is None or cell == "":
        return ""
    if isinstance(cell, str):
        text = CONTROL.sub("", cell).strip()
        return text[1:] if text.startswith(QUOTED) else text
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        midnight = (cell.hour, cell.minute, cell.second) == (0, 0, 0)
        return cell.date().isoformat() if midnight else cell.isoformat(" ", "minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)


def flat(text: str) -> str:
    """NFKC without any white space: the form in which dates, amounts and words are read."""
    return SPACE.sub("", unicodedata.normalize("NFKC", text))


def word(text: str) -> str:
    """A status word or another value of a closed list: NFKC, without spaces, brackets, punctuation, in lower case."""
    return NOT_WORD.sub("", unicodedata.normalize("NFKC", text)).lower()


def header_forms(text: str) -> tuple[str, str]:
    """A header in its two normal forms: all characters but marks, and without what stands in brackets."""
    plain = unicodedata.normalize("NFKC", text)
    return word(plain), word(IN_BRACKETS.sub("", plain))


def is_blank(cell: Cell) -> bool:
    """Nothing, or a mark that stands for nothing (/, -, 无)."""
    return cell is None or cell == "" or (isinstance(cell, str) and cell.strip().lower() in EMPTY)


def identity(text: str) -> str:
    """Text as it counts for the identity of a hazard: NFKC, lower case, letters, digits and Chinese only."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).lower() if c.isalnum())


COMPANY_TAIL = re.compile(r"(有限责任公司|股份有限公司|有限公司)$")


def company(text: str) -> str:
    """An enterprise name for exact comparison: brackets unified, no spaces, 有限责任公司 = 有限公司."""
    plain = SPACE.sub("", unicodedata.normalize("NFKC", text)).replace("【", "(").replace("】", ")").lower()
    return COMPANY_TAIL.sub("有限公司", plain)

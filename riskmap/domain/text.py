"""Words as people write them: folded for comparison, split into names."""

import re
import unicodedata

_BLANKS = re.compile(r"\s+")
_SEPARATORS = re.compile(r"[、,，;；/和\s]+")
_NOBODY = frozenset({"", "/", "-", "—", "无", "等"})
TICKS = frozenset({"是", "否", "有", "无", "√", "✓", "✔", "×", "○", "已", "未", "y", "n", "yes", "no", "1", "0", "true",
                   "false", "/", "-", "—", "已落实", "到位", "已到位", "落实"})  # fmt: skip


def fold(text: str) -> str:
    """Text for comparison: NFKC, lower case, no white space, full-width brackets as plain ones."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text)).lower()


def people(text: str) -> tuple[str, ...]:
    """The distinct names of a text such as 张某、李某; separators are blanks and the usual marks."""
    names = (name for name in _SEPARATORS.split(text.strip()) if name not in _NOBODY)
    return tuple(dict.fromkeys(names))


def is_tick(text: str) -> bool:
    """Whether a text is blank or says no more than yes or no: that is no content (DOMAIN.md §2.6)."""
    return not text.strip() or fold(text) in TICKS

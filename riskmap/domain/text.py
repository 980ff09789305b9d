"""Words as people write them: one form for comparison, split into names."""

import re
import unicodedata

_NOISE = re.compile(r"[\s、，,。.·;；:：\-—_/()（）\[\]【】《》\"'“”]+")
_SEPARATORS = re.compile(r"[、,，;；/和\s]+")
_NOBODY = frozenset({"", "/", "-", "—", "无", "等"})
TICKS = frozenset({"是", "否", "有", "无", "√", "✓", "✔", "×", "○", "已", "未", "y", "n", "yes", "no", "1", "0", "true",
                   "false", "已落实", "到位", "已到位", "落实"})  # fmt: skip


def plain(text: str) -> str:
    """Text as words are compared: full width to half (NFKC), lower case, no white space, no punctuation."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text)).lower()


def people(text: str) -> tuple[str, ...]:
    """The distinct names of a text such as 张某、李某; separators are blanks and the usual marks."""
    names = (name for name in _SEPARATORS.split(text.strip()) if name not in _NOBODY)
    return tuple(dict.fromkeys(names))


def is_tick(text: str) -> bool:
    """Whether a text is blank, a dash, or says no more than yes or no: that is no content (DOMAIN.md §2.6)."""
    said = plain(text)
    return not said or said in TICKS

"""Words of a file → codes of a table: one way of comparing names for sectors, regions and departments."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

_NOISE = re.compile(r"[\s、，,。.·;；:：\-—_/()（）\[\]【】《》\"'“”]+")


def plain(text: str) -> str:
    """The text as names are compared: full width to half (NFKC), lower case, no spaces, no punctuation."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text)).lower()


def index(names: Iterable[tuple[str, Iterable[str]]]) -> Mapping[str, str]:
    """Compared form → code, from (code, its names); the first code named keeps a name that two would claim."""
    found: dict[str, str] = {}
    for code, words in names:
        for word in words:
            if word:
                found.setdefault(plain(word), code)
    return found

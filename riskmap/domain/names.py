"""Words of a file → codes of a table: one way of comparing names for sectors, regions and departments."""

from collections.abc import Iterable, Mapping

from riskmap.domain.text import plain


def index(names: Iterable[tuple[str, Iterable[str]]]) -> Mapping[str, str]:
    """Compared form → code, from (code, its names); the first code named keeps a name that two would claim."""
    found: dict[str, str] = {}
    for code, words in names:
        for word in words:
            if word:
                found.setdefault(plain(word), code)
    return found

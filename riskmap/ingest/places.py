"""Townships, sectors and departments of a county as words of a file; unknown ones are kept as written."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from riskmap.ingest import place_files
from riskmap.ingest.clean.text import flat, word

if TYPE_CHECKING:
    from riskmap.domain.county import County

FULL_NAME = re.compile(r"[\u4e00-\u9fff]{2,}(?:镇|乡|街道)")
SHORTEST = 3  # letters of a village's name that is looked for: 西村 stands in many words
TOWNSHIP = re.compile(r"[\u4e00-\u9fff]{1,4}?(?:镇|乡|街道)")


class Places:
    """Looks words up once each: a file repeats a few dozen of them."""

    def __init__(self, county: "County", values: Mapping[str, Mapping[str, str]]) -> None:
        self._county = county
        self._values = values
        self._known: dict[tuple[str, str], str | None] = {}
        self._full = {
            name: row.code
            for row in county.regions.townships
            for name in (row.name, *row.aliases, *(old.name for old in row.predecessors))
            if FULL_NAME.fullmatch(name)
        }

    def township(self, text: str) -> str | None:
        """Township code by name or predecessor; a county without regions takes the text itself; None = unknown."""
        return self._cached("region", text, self._township)

    def mentioned(self, *texts: str) -> str | None:
        """The one township whose full name stands in an address or a name, predecessors included; two say nothing."""
        found = {code for name, code in self._full.items() for text in texts if name in text}
        return found.pop() if len(found) == 1 else None

    def of_village(self, *texts: str) -> tuple[str, str] | None:
        """The one village of the texts that the county has once, and its township: a suggestion; two say nothing."""
        found = {name for name in self._villages for text in texts if name in text}
        whole = [name for name in found if not any(name != other and name in other for other in found)]
        return (whole[0], self._villages[whole[0]]) if len(whole) == 1 else None

    @cached_property
    def _villages(self) -> dict[str, str]:
        """Township codes of the villages and communities whose name the county has once."""
        if self._county.villages is None:
            return {}
        known = [(one.name, self.township(one.township)) for one in place_files.read(self._county.villages).places]
        times = Counter(name for name, _ in known)
        return {name: code for name, code in known if code and times[name] == 1 and len(name) >= SHORTEST}

    def name(self, code: str) -> str:
        """The name of a township, as ledgers write it."""
        return self._county.regions.label(code, "zh")

    def sector(self, text: str) -> str | None:
        """Sector code by name or alias; a county without sectors takes the text itself; None = unknown."""
        return self._cached("sector", text, self._sector)

    def department(self, text: str) -> str:
        """Department code, else the words of the file."""
        return self._cached("department", text, self._county.departments.match) or text

    def _cached(self, group: str, text: str, look: Callable[[str], str | None]) -> str | None:
        key = (group, text)
        if key not in self._known:
            told = self._values.get(group, {}).get(word(text) or text)
            self._known[key] = told or look(text)
        return self._known[key]

    def _township(self, text: str) -> str | None:
        regions = self._county.regions
        if not regions.codes:
            return text
        plain = flat(text)
        short = plain.removeprefix("山西省").removeprefix("临汾市").removeprefix(self._county.name)
        for candidate in (text, plain, short, *TOWNSHIP.findall(short)):
            if found := regions.match(candidate):
                return found
        return None

    def _sector(self, text: str) -> str | None:
        sectors = self._county.sectors
        return sectors.match(text) if sectors.codes else text

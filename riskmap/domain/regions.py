"""Townships with the predecessors that older records name (DOMAIN.md §8)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from riskmap.domain import names
from riskmap.domain.text import plain


@dataclass(frozen=True, slots=True)
class Predecessor:
    """A township merged into another; `until` is its last day."""

    code: str
    name: str
    name_en: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Region:
    """One township of today."""

    code: str
    name: str
    name_en: str = ""
    aliases: tuple[str, ...] = ()
    predecessors: tuple[Predecessor, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """Every way this township or one merged into it is written."""
        before = tuple(word for old in self.predecessors for word in (old.code, old.name, old.name_en))
        return (self.code, self.code + "000", self.name, self.name_en, *self.aliases, *before)


@dataclass(frozen=True)
class Regions:
    """The county's townships in institutional order; an unknown code is its own label."""

    townships: tuple[Region, ...] = ()

    @cached_property
    def _by_code(self) -> Mapping[str, Region]:
        return {row.code: row for row in self.townships}

    @cached_property
    def _index(self) -> Mapping[str, str]:
        return names.index((row.code, row.words) for row in self.townships)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Township codes in order."""
        return tuple(self._by_code)

    def label(self, code: str, lang: str) -> str:
        """Name of a township in a language."""
        row = self._by_code.get(code)
        if row is None:
            return code
        return row.name if lang.startswith("zh") else row.name_en or row.name

    def match(self, text: str) -> str | None:
        """The code that a word of a file stands for, predecessors included; None = unknown."""
        return self._index.get(plain(text))

    def predecessor(self, text: str) -> Predecessor | None:
        """The former township that a word names, if it names one."""
        told = plain(text)
        for row in self.townships:
            for old in row.predecessors:
                if told in {plain(old.code), plain(old.name), plain(old.name_en)}:
                    return old
        return None


def read_regions(rows: Iterable[Mapping[str, Any]]) -> Regions:
    """Regions from [[region]] tables; KeyError names what a row lacks."""
    return Regions(tuple(_region(row) for row in rows))


def _region(row: Mapping[str, Any]) -> Region:
    before = tuple(
        Predecessor(str(old["code"]), str(old["name"]), str(old.get("name_en", "")), old.get("until"))
        for old in row.get("predecessors", ())
    )
    aliases = tuple(row.get("aliases", ()))
    return Region(str(row["code"]), str(row["name"]), str(row.get("name_en", "")), aliases, before)

"""Sectors (行业领域), their groups for charts, and the departments that supervise them (DOMAIN.md §5)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from riskmap.domain import names
from riskmap.domain.text import plain


@dataclass(frozen=True, slots=True)
class Name:
    """A code with its names; `short` serves narrow columns."""

    code: str
    zh: str
    en: str
    zh_short: str = ""
    en_short: str = ""
    aliases: tuple[str, ...] = ()

    def label(self, lang: str, *, short: bool = False) -> str:
        """The name in a language (zh_CN or en)."""
        if lang.startswith("zh"):
            return (self.zh_short if short else "") or self.zh
        return (self.en_short if short else "") or self.en or self.zh

    @property
    def words(self) -> tuple[str, ...]:
        """Every way this name is written."""
        return (self.code, self.zh, self.en, self.zh_short, self.en_short, *self.aliases)


def named(table: Mapping[str, Any]) -> Name:
    """A Name from a TOML table with code, zh, en, short, short_en, aliases."""
    return Name(
        str(table["code"]),
        str(table["zh"]),
        str(table.get("en", "")),
        str(table.get("short", "")),
        str(table.get("short_en", "")),
        tuple(table.get("aliases", ())),
    )


@dataclass(frozen=True, slots=True)
class Duty:
    """A department that supervises a sector from a day to a day, both inclusive; None = open."""

    department: str
    start: date | None = None
    end: date | None = None

    def holds(self, on: date) -> bool:
        """Whether the duty holds on a day."""
        return (self.start is None or self.start <= on) and (self.end is None or on <= self.end)


@dataclass(frozen=True, slots=True)
class Sector:
    """One sector with its group and the departments that answer for it over time."""

    name: Name
    group: str
    duties: tuple[Duty, ...] = ()
    basis_doc: str = ""  # 判定标准; printed with the warning 判定标准版本请核对


@dataclass(frozen=True)
class Sectors:
    """The county's sectors in order; an unknown code is its own label and its own group."""

    rows: tuple[Sector, ...] = ()
    group_names: tuple[Name, ...] = ()
    _by_code: Mapping[str, Sector] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_code", {row.name.code: row for row in self.rows})

    @cached_property
    def _index(self) -> Mapping[str, str]:
        return names.index((row.name.code, row.name.words) for row in self.rows)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Sector codes in order."""
        return tuple(self._by_code)

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """Group codes in order."""
        return tuple(name.code for name in self.group_names)

    def group_of(self, code: str) -> str:
        """The group of a sector; the sector itself where the county has no such row."""
        row = self._by_code.get(code)
        return row.group if row else code

    def in_group(self, group: str) -> tuple[str, ...]:
        """Codes of the sectors of a group."""
        return tuple(code for code, row in self._by_code.items() if row.group == group)

    def label(self, code: str, lang: str) -> str:
        """Name of a sector."""
        return self._by_code[code].name.label(lang) if code in self._by_code else code

    def short(self, code: str, lang: str) -> str:
        """Short name of a sector, for charts and narrow columns."""
        return self._by_code[code].name.label(lang, short=True) if code in self._by_code else code

    def group_label(self, code: str, lang: str) -> str:
        """Name of a group; of the sector where it stands for itself."""
        return next((name.label(lang) for name in self.group_names if name.code == code), self.short(code, lang))

    def match(self, text: str) -> str | None:
        """The code that a word of a file stands for; None = unknown."""
        return self._index.get(plain(text))

    def department_of(self, sector: str, on: date) -> str:
        """Code of the department that supervises a sector on a day; empty = none known."""
        row = self._by_code.get(sector)
        return next((duty.department for duty in row.duties if duty.holds(on)), "") if row else ""

    def basis_doc(self, code: str) -> str:
        """The judgement standard of a sector (DOMAIN.md §2.7); empty = none named."""
        return self._by_code[code].basis_doc if code in self._by_code else ""


@dataclass(frozen=True, slots=True)
class Department:
    """One department; a vertical one is not ranked with county bureaus."""

    name: Name
    order: int = 0
    vertical: bool = False


@dataclass(frozen=True)
class Departments:
    """Departments in institutional order."""

    rows: tuple[Department, ...] = ()

    @cached_property
    def _by_code(self) -> Mapping[str, Department]:
        return {row.name.code: row for row in self.rows}

    @cached_property
    def _index(self) -> Mapping[str, str]:
        return names.index((row.name.code, row.name.words) for row in self.rows)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Department codes in institutional order."""
        return tuple(self._by_code)

    def label(self, code: str, lang: str) -> str:
        """Name of a department; the words of the file where the county has no such row."""
        return self._by_code[code].name.label(lang) if code in self._by_code else code

    def short(self, code: str, lang: str) -> str:
        """Short name of a department."""
        return self._by_code[code].name.label(lang, short=True) if code in self._by_code else code

    def match(self, text: str) -> str | None:
        """The code that a word of a file stands for; None = unknown."""
        return self._index.get(plain(text))


def read_sectors(rows: Iterable[Mapping[str, Any]], groups: Iterable[Mapping[str, Any]]) -> Sectors:
    """Sectors from [[sector]] and [[group]] tables; KeyError names what a row lacks."""
    found = []
    for row in rows:
        duties = tuple(Duty(str(d["code"]), d.get("from"), d.get("to")) for d in row.get("departments", ()))
        found.append(Sector(named(row), str(row.get("group", row["code"])), duties, str(row.get("basis_doc", ""))))
    return Sectors(tuple(found), tuple(named(group) for group in groups))


def read_departments(rows: Iterable[Mapping[str, Any]]) -> Departments:
    """Departments from [[department]] tables, put in institutional order."""
    found = [Department(named(row), int(row.get("order", 0)), bool(row.get("vertical", False))) for row in rows]
    return Departments(tuple(sorted(found, key=lambda row: row.order)))

"""Official forms as declarations: title, rows, columns and footer are data, since new ones are sent every year.

A form is a TOML file (docs/forms.md says what may stand in it); nothing here knows a single form.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from riskmap.domain.codes import Grade, Level, Source
from riskmap.domain.periods import Kind

Words = Mapping[str, str]  # language → text
SETS = ("found", "rectified", "passed", "closed", "planned", "in_place", "listed", "listed_closed")
LISTED = tuple(f"listed.{level.value}" for level in Level)
AMOUNTS = ("funds_planned", "funds_secured", "funds_paid")
UNITS = ("units", "units_due")  # enterprises inspected; enterprises that had to be
ROWS = ("sector", "group", "township", "department")
PERIODS = tuple(kind.value for kind in (Kind.MONTH, Kind.QUARTER, Kind.HALF, Kind.YEAR))
LAST = 99  # a form without an order of its own
NARROW = {"grade": frozenset(Grade), "source": frozenset(Source)}


class FormError(ValueError):
    """A declaration that cannot be used; the message names the file and what is wrong."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it counts (a set of hazards, an amount, enterprises) or which two columns it divides.

    `where`: grade and source that count, empty for all; `over`: the merged head above it, empty for none.
    """

    key: str
    title: Words
    count: str = ""
    rate: tuple[str, str] | None = None
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    over: Words | None = None

    @property
    def is_amount(self) -> bool:
        """Whether it adds up money (10,000 yuan)."""
        return self.count in AMOUNTS

    @property
    def is_units(self) -> bool:
        """Whether it counts enterprises."""
        return self.count in UNITS


@dataclass(frozen=True, slots=True)
class Form:
    """A declared form. `rows`: the dimension of its lines; `cumulative`: from 1 January unless said otherwise."""

    name: str
    title: Words
    period: Kind
    rows: str
    columns: tuple[Column, ...]
    footer: tuple[Words, ...]
    notes: tuple[Words, ...] = ()
    cumulative: bool = True

    def column(self, key: str) -> Column:
        """The column of a key; raises KeyError."""
        return {one.key: one for one in self.columns}[key]


def load_forms(folder: Path) -> dict[str, Form]:
    """Every form of a folder by name, by `order`, then by file name; FormError says which file is wrong and why."""
    tables = {file.stem: _read(file) for file in sorted(folder.glob("*.toml"))}
    found = {}
    for stem, table in sorted(tables.items(), key=lambda one: (int(one[1].get("order", LAST)), one[0])):
        try:
            form = _form(table, tables)
        except KeyError as gap:
            raise FormError(f"{folder / stem}.toml: {gap} is missing") from gap
        except (TypeError, ValueError, AttributeError) as wrong:
            raise FormError(f"{folder / stem}.toml: {wrong}") from wrong
        found[form.name] = form
    return found


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as wrong:
        raise FormError(f"{file}: {wrong}") from wrong


def _form(table: Mapping[str, Any], others: Mapping[str, Mapping[str, Any]]) -> Form:
    base = others[table["like"]] if "like" in table else {}
    told = {**base, **table}
    columns = tuple(_column(one) for one in told["column"])
    rows, period = str(told["rows"]), str(told["period"])
    _one_of("rows", rows, ROWS)
    _one_of("period", period, PERIODS)
    _check_keys(columns)
    return Form(
        name=str(told["name"]),
        title=_words(told["title"]),
        period=Kind(period),
        rows=rows,
        columns=columns,
        footer=tuple(map(_words, told.get("footer", ()))),
        notes=tuple(map(_words, told.get("note", ()))),
        cumulative=bool(told.get("cumulative", True)),
    )


def _column(table: Mapping[str, Any]) -> Column:
    count, rate = str(table.get("count", "")), table.get("rate")
    if (rate is None) == (not count):
        raise ValueError(f"column {table['key']} has either count or rate")
    if count:
        _one_of(f"count of {table['key']}", count, (*SETS, *LISTED, *AMOUNTS, *UNITS))
    where = {key: tuple(map(str, values)) for key, values in table.get("where", {}).items()}
    for key, values in where.items():
        _one_of("where", key, tuple(NARROW))
        for value in values:
            _one_of(key, value, tuple(NARROW[key]))
    over = table.get("over")
    return Column(
        str(table["key"]), _words(table), count, _pair(rate) if rate else None, where, _words(over) if over else None
    )


def _pair(rate: Any) -> tuple[str, str]:
    above, below = rate
    return str(above), str(below)


def _words(table: Mapping[str, Any]) -> dict[str, str]:
    return {lang: str(table[lang]) for lang in ("zh_CN", "en")}


def _one_of(what: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise ValueError(f"{what} is {value!r}, not one of {', '.join(known)}")


def _check_keys(columns: tuple[Column, ...]) -> None:
    counted = [one.key for one in columns if one.rate is None]
    if len({one.key for one in columns}) != len(columns):
        raise ValueError("two columns have one key")
    for one in columns:
        for key in one.rate or ():
            _one_of(f"rate of {one.key}", key, tuple(counted))


def heads(columns: tuple[Column, ...]) -> Iterator[tuple[Words | None, int, int]]:
    """Runs of columns under one merged head: (head or None, first, last)."""
    first = 0
    for at, column in enumerate(columns):
        if at + 1 == len(columns) or column.over is None or columns[at + 1].over != column.over:
            yield column.over, first, at
            first = at + 1

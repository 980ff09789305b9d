"""Hazards as rows of cells and as text, in the headers of a county's ledger: what goes out can be read in again."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd

from riskmap.domain.columns import NEVER, from_day
from riskmap.domain.hazard import Hazard, Statement
from riskmap.domain.masking import hidden_kept, masked, masks
from riskmap.domain.records import ROUNDS
from riskmap.metrics import frame as facts
from riskmap.views import export_records as records
from riskmap.views.export_columns import COLUMNS, FRAME, RECORDS, TOLD, Column, round_columns
from riskmap.views.export_told import listing_state
from riskmap.views.names import Label
from riskmap.views.rows import derived
from riskmap.views.words import Words

__all__ = ["COLUMNS", "DANGEROUS", "Ledger", "Table", "hazards_csv", "neutral", "table"]

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
KEPT = "kept "  # before the header of a column that was kept
Stated = tuple[str, str, Statement]


@dataclass(frozen=True, slots=True)
class Ledger:
    """What is to go out: a frame as of `day`, the hazards of its rows in the same order, and who takes them.

    `hazards` may be a stream and is read once; `role` decides what is masked.
    """

    frame: pd.DataFrame
    day: int
    label: Label
    hazards: Iterable[Hazard]
    role: str


@dataclass(frozen=True, slots=True)
class Table:
    """The cells of an export. `names`: field of each column, "" for one that no import understood and that was kept;
    `days`: which columns hold dates; `rows`: text, date, number or None, read once. `stated`: hazard number, enterprise
    and each statement of progress up to the day, personal data masked.
    """

    heads: tuple[str, ...]
    names: tuple[str, ...]
    days: frozenset[int]
    rows: Iterator[list[Any]]
    stated: Sequence[Stated] = ()


def neutral(text: str) -> str:
    """Text that no spreadsheet takes for a formula: a quotation mark before = + - @ (DOMAIN.md §6.3)."""
    return f"'{text}" if text.startswith(DANGEROUS) else text


def hazards_csv(ledger: Ledger, t: Words) -> bytes:
    """The rows as UTF-8 text with a byte order mark, which Excel needs to read Chinese."""
    out = io.StringIO(newline="")
    writer, found = csv.writer(out), table(ledger, t)
    writer.writerow([neutral(head) for head in found.heads])
    writer.writerows([_plain(value) for value in row] for row in found.rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _plain(value: Any) -> str:
    return neutral(value) if isinstance(value, str) else "" if value is None else str(value)


def table(ledger: Ledger, t: Words) -> Table:
    """The columns that every ledger has and those that some hazard fills, personal data masked for the role."""
    told = (*TOLD, *round_columns(ROUNDS), RECORDS)
    stated: list[Stated] = []
    more, kept = _told(ledger, told, t, stated)
    used = {key for one in more for key in one}
    own = [column for column in told if column.name in used]
    columns = (*FRAME, *own)
    heads = [t(column.header) for column in columns]
    extras = [t("export|{header} (as in the file)", header=one) if one in heads else one for one in kept]
    keys = [*(column.name for column in own), *(f"{KEPT}{one}" for one in kept)]
    names = (*(column.name for column in columns), *([""] * len(kept)))
    days = frozenset(at for at, one in enumerate(columns) if one.kind in {"day", "step", "date"})
    return Table((*heads, *extras), names, days, _rows(ledger, more, keys), stated)


def _rows(ledger: Ledger, more: Sequence[dict[str, Any]], keys: Sequence[str]) -> Iterator[list[Any]]:
    held = [_masked(values, column, ledger.role) for values, column in zip(_columns(ledger), FRAME, strict=True)]
    for cells, told in zip(zip(*held, strict=True), more, strict=True):
        yield [*cells, *map(told.get, keys)]


def _told(
    ledger: Ledger, columns: Sequence[Column], t: Words, stated: list[Stated]
) -> tuple[list[dict[str, Any]], list[str]]:
    """What each hazard tells beside the frame, by column name, and the headers of kept columns; blanks are left out.

    The stream of hazards is read here, once: their statements are added to `stated`.
    """
    day, role, words = from_day(ledger.day), ledger.role, _memory(t)
    found: list[dict[str, Any]] = []
    kept: dict[str, None] = {}
    groups = [(of, [(one.tell, one) for one in own if one.tell]) for of, own in _by_records(columns)]
    for hazard in ledger.hazards:
        row: dict[str, Any] = {}
        for tell, column in chain.from_iterable(own for of, own in groups if not of or getattr(hazard, of)):
            value = tell(hazard, day)
            if column.kind == "level" and value:
                level = ledger.label("listed_level", str(value))
                row[column.name] = t(listing_state(hazard, day), level=level)
            elif value:
                word = words if column.kind == "word" else partial(masked, role, column.name)
                row[column.name] = word(value) if isinstance(value, str) else value
        if earlier := records.text(hazard, day, role, t, ledger.label):
            row[records.NAME] = earlier
        for header, text in (hidden_kept(*one) if masks(role) else one for one in hazard.extra):
            kept[header] = None
            row[f"{KEPT}{header}"] = text
        found.append(row)
        firm = masked(role, "", hazard.enterprise_name)
        stated += [(hazard.hazard_no, firm, _masked_said(one, role)) for one in hazard.statements if one.on <= day]
    return found, list(kept)


def _by_records(columns: Sequence[Column]) -> list[tuple[str, list[Column]]]:
    """The columns by the records of which they tell: a hazard without any has nothing to tell there."""
    return [(of, [one for one in columns if one.of == of]) for of in dict.fromkeys(one.of for one in columns)]


def _masked_said(said: Statement, role: str) -> Statement:
    progress, wish = masked(role, "", said.progress), masked(role, "", said.coordination)
    return replace(said, progress=progress, coordination=wish, by=masked(role, "responsible_person", said.by))


def _memory(read: Callable[[str], str]) -> Callable[[str], str]:
    known: dict[str, str] = {}

    def look(text: str) -> str:
        if text not in known:
            known[text] = read(text)
        return known[text]

    return look


def _masked(values: Sequence[Any], column: Column, role: str) -> Sequence[Any]:
    if column.kind != "text" or column.name in {"hazard_no", "ledger_no"}:
        return values
    hide = _memory(lambda text: masked(role, column.name, text))
    return [hide(value) for value in values]


def _columns(ledger: Ledger) -> list[Sequence[Any]]:
    """The values of every column of the frame: text, dates, numbers or None."""
    frame, day = ledger.frame, ledger.day
    held = derived(frame, day)
    left = np.asarray(facts.days_left(frame, day)).tolist()
    special: dict[str, list[Any]] = {"days_left": [None if one == NEVER else int(one) for one in left]}
    return [
        special[column.name] if column.name in special else _values(frame, column, day, ledger.label, held)
        for column in FRAME
    ]


def _values(frame: pd.DataFrame, column: Column, day: int, label: Label, held: dict[str, list[str]]) -> list[Any]:
    if column.kind == "code":
        stored = column.name not in held
        codes = [str(one) for one in frame[column.name].tolist()] if stored else held[column.name]
        return _named(codes, column.name, label)
    if column.kind in {"day", "step"}:
        values = frame[column.name].to_numpy(np.int64)
        return _dates(np.where(values > day, NEVER, values) if column.kind == "step" else values)
    if column.kind == "number":
        return [None if one != one else one for one in frame[column.name].to_numpy(np.float64).tolist()]  # noqa: PLR0124
    return [str(one) for one in frame[column.name].to_numpy(dtype=object).tolist()]


def _named(codes: Sequence[str], dimension: str, label: Callable[[str, str], str]) -> list[str]:
    names = {code: label(dimension, code) if code not in {"", "unknown"} else "" for code in set(codes)}
    return [names[code] for code in codes]


def _dates(values: "np.ndarray[Any, np.dtype[np.int64]]") -> list[date | None]:
    table = {one: None if one == NEVER else from_day(one) for one in np.unique(values).tolist()}
    return [table[one] for one in values.tolist()]

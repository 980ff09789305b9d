"""All counts of the metrics contract, by any dimensions, as of any day, exact for weights n ≥ 1."""

from datetime import date

import numpy as np
import pandas as pd

from riskmap.domain.columns import to_day
from riskmap.metrics import direct, fast
from riskmap.metrics.filters import Filter
from riskmap.metrics.frame import Bools, Ints
from riskmap.metrics.index import DIMS, TIME_DIMS, Index
from riskmap.metrics.measures import COLUMNS

ALL_DIMS = DIMS + TIME_DIMS


class DimensionError(ValueError):
    """A dimension that is unknown or named twice; `name` is the word given."""

    def __init__(self, name: str) -> None:
        super().__init__(f"unknown or repeated dimension: {name}")
        self.name = name


def counts(
    index: Index,
    as_of: date,
    from_: date,
    by: tuple[str, ...] = (),
    where: Filter | None = None,
    only: Bools | None = None,
) -> pd.DataFrame:
    """Return the counts of the period [from_, as_of] as of `as_of`: one row a cell that has any, in printing order.

    `by`: up to two of sector, group, township, grade, department, enterprise, source, inspection_kind, week, month;
    () gives the one row of the total. `where`: its codes hold on the day each figure is about, so that a hazard moved
    into the filter shows as transferred; its derived parts (status, progress, listed, overdue, q) hold on its own
    as_of. `only`: which hazards (rows of the index) to count at all.
    Columns: the dimensions as codes (text), then measures.COLUMNS as int64. Raises DimensionError.
    """
    check(by)
    if only is not None:
        return _counts(index, as_of, from_, by, where, only)
    key = ("counts", as_of, from_, by, where)
    return index.answers.get(key, lambda: _counts(index, as_of, from_, by, where, None)).copy()


def total(
    index: Index, as_of: date, from_: date, where: Filter | None = None, only: Bools | None = None
) -> dict[str, int]:
    """Return the counts of the whole, as name → number."""
    row = counts(index, as_of, from_, (), where, only).iloc[0]
    return {name: int(row[name]) for name in COLUMNS}


def check(by: tuple[str, ...]) -> None:
    """Raise DimensionError unless every dimension is known and named once."""
    for place, name in enumerate(by):
        if name not in ALL_DIMS or name in by[:place]:
            raise DimensionError(name)


def _counts(
    index: Index, as_of: date, from_: date, by: tuple[str, ...], where: Filter | None, only: Bools | None
) -> pd.DataFrame:
    dims, table = cells(index, as_of, from_, by, where, only)
    return pd.DataFrame(dims | {name: table[:, place] for place, name in enumerate(COLUMNS)})


def cells(
    index: Index, as_of: date, from_: date, by: tuple[str, ...], where: Filter | None = None, only: Bools | None = None
) -> tuple[dict[str, list[str]], Ints]:
    """Return what `counts` does as (dimension → codes, one row of COLUMNS a cell), without a frame; not remembered."""
    check(by)
    keys, table = tally(index, to_day(as_of), to_day(from_), by, where, only)
    if not by and not len(keys):
        keys, table = np.zeros(1, dtype=np.int64), np.zeros((1, len(COLUMNS)), dtype=np.int64)
    return _labels(index, keys, by), table


def by_code(index: Index, where: Filter, by: str) -> dict[str, dict[str, int]]:
    """Return the counts of each code of a dimension as name → number, over the filter's period; not remembered."""
    dims, table = cells(index, where.as_of, where.from_, (by,), where)
    return {code: dict(zip(COLUMNS, row, strict=True)) for code, row in zip(dims[by], table.tolist(), strict=True)}


def tally(
    index: Index,
    day: int,
    start: int,
    by: tuple[str, ...] = (),
    where: Filter | None = None,
    only: Bools | None = None,
) -> tuple[Ints, Ints]:
    """Return the keys of the cells that occur and their counts (days as numbers, nothing remembered)."""
    kept = None if where is None else index.facts_mask(where)
    derived = None if where is None else index.derived_mask(where)
    chosen = derived if only is None else only if derived is None else only & derived
    if any(name in TIME_DIMS for name in by) or not fast.fits(index, by):
        hazards = np.arange(index.size, dtype=np.int64) if chosen is None else np.flatnonzero(chosen)
        return direct.tally(index, hazards, day, start, by, kept)
    part = index.special_part
    special = np.arange(len(part.hazards)) if chosen is None else np.flatnonzero(chosen[part.hazards])
    kept_part = None if kept is None else kept[part.own]
    plain = chosen
    if kept is not None:
        plain = kept[: index.size] if chosen is None else kept[: index.size] & chosen
    most = fast.tally(index, day, start, by, plain)
    return _merge([most, direct.tally(part, special, day, start, by, kept_part)]) if len(special) else most


def _merge(parts: list[tuple[Ints, Ints]]) -> tuple[Ints, Ints]:
    keys = np.unique(np.concatenate([part[0] for part in parts]))
    table = np.zeros((len(keys), len(COLUMNS)), dtype=np.int64)
    for found, numbers in parts:
        table[np.searchsorted(keys, found)] += numbers
    used = table.any(axis=1)
    return keys[used], table[used]


def _labels(index: Index, keys: Ints, by: tuple[str, ...]) -> dict[str, list[str]]:
    """Turn joined keys back into the codes of each dimension, in the order of `by`."""
    cells, periods = direct.split(keys, by)
    labels: dict[str, list[str]] = {}
    for name in reversed(by):
        if name in TIME_DIMS:
            labels[name] = [direct.period_label(int(number), name) for number in periods[name]]
            continue
        codes = index.dim(name)[1]
        labels[name] = [codes[number] for number in cells % len(codes)] if codes else []
        cells = cells // max(len(codes), 1)
    return {name: labels[name] for name in by}

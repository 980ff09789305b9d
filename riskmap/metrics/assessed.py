"""The figures that an assessment is made of, unit by unit: those of the metrics, counted nowhere anew.

Townships: the counts of the rank table (self-found general hazards and what city and province supervise stand apart).
Departments: their own work (DOMAIN.md §3.3).
"""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from riskmap.domain.assessment import ALLOWED, Unit
from riskmap.domain.columns import to_day
from riskmap.metrics import drill, own_work
from riskmap.metrics.counts import cells
from riskmap.metrics.filters import Filter
from riskmap.metrics.frame import Bools
from riskmap.metrics.index import Index
from riskmap.metrics.measures import COLUMNS
from riskmap.metrics.rates import RATES

Figures = Mapping[str, tuple[int, int | None]]  # name → (n, m), m None for a count
JOINED: Final = {  # counts that are no column of the contract → the words of their rows (drill)
    "major_overdue": "stock_major,stock_overdue",
    "listed_overdue": "stock_listed,stock_overdue",
    "review_late": "check.review_late",
    "pending_late": "check.pending_late",
    "passed_not_closed": "check.left_to_close",  # majors the office crosses off, self-found ones the enterprise
}
AMONG: Final = {Unit.TOWNSHIP: "township", Unit.DEPARTMENT: ""}


def rows_of(unit: Unit, name: str) -> tuple[str, str]:
    """The words of the rows that a figure counts: of a count itself, of a rate (above its line, below it)."""
    if name in RATES:
        return "+".join(RATES[name].above), RATES[name].below
    if name.endswith("_rate"):
        base = name.removesuffix("_rate")
        return f"{drill.OWN}{base}", f"{drill.OWN}{base}_of"
    word = JOINED.get(name, name if unit is Unit.TOWNSHIP else f"{drill.OWN}{name}")
    return word, ""


def figures(index: Index, where: Filter, unit: Unit, units: Sequence[str]) -> dict[str, Figures]:
    """Unit → every figure that its schemes may name; `where`: period and day, nothing that narrows."""
    if unit is Unit.DEPARTMENT:
        return _departments(index, where, units)
    return townships(index, where, units, drill.part(index, where, AMONG[unit]))


def townships(index: Index, where: Filter, units: Sequence[str], only: Bools) -> dict[str, Figures]:
    """The figures of townships, counted among the hazards of `only` (rows of the index)."""
    labels, table = cells(index, where.as_of, where.from_, ("township",), None, only)
    lines = {
        code: dict(zip(COLUMNS, map(int, line), strict=True))
        for code, line in zip(labels["township"], table.tolist(), strict=True)
    }
    nothing = dict.fromkeys(COLUMNS, 0)
    more = _more(index, where, Unit.TOWNSHIP, only)
    return {
        code: _named(Unit.TOWNSHIP, lines.get(code, nothing) | {name: own.get(code, 0) for name, own in more.items()})
        for code in units
    }


def _departments(index: Index, where: Filter, units: Sequence[str]) -> dict[str, Figures]:
    lines = {line.code: line.counts for line in own_work.table(index, where)[:-1]}
    nothing = dict.fromkeys(own_work.PARTS, 0)
    more = _more(index, where, Unit.DEPARTMENT, np.ones(index.size, dtype=np.bool_))
    return {
        code: _named(Unit.DEPARTMENT, lines.get(code, nothing) | {name: own.get(code, 0) for name, own in more.items()})
        for code in units
    }


def _named(unit: Unit, counts: Mapping[str, int]) -> Figures:
    allowed = ALLOWED[unit]
    found: dict[str, tuple[int, int | None]] = {name: (counts[name], None) for name in allowed.counts}
    for name in allowed.rates:
        base = name.removesuffix("_rate")
        found[name] = RATES[name].parts(counts) if name in RATES else (counts[base], counts[f"{base}_of"])
    return found


def _more(index: Index, where: Filter, unit: Unit, only: Bools) -> dict[str, dict[str, int]]:
    """Count → unit → items, of JOINED."""
    day = to_day(where.as_of)
    column = index.at(day)[unit.value].to_numpy(dtype=object).astype(str)
    weight = index.facts.weight[index.positions(day)]
    found: dict[str, dict[str, int]] = {}
    for name in ALLOWED[unit].counts:
        if name not in JOINED:
            continue
        mask, own = drill.rows(index, where, JOINED[name]) & only, found.setdefault(name, {})
        for code, items in zip(column[mask], weight[mask].tolist(), strict=True):
            own[code] = own.get(code, 0) + items
    return found

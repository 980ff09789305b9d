"""Filling a declared form: cells that know what they count, totals that are sums over sums."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt

from riskmap.domain.codes import ProductionState
from riskmap.metrics import filters
from riskmap.metrics.declared import Column, Form
from riskmap.metrics.filters import Filter
from riskmap.metrics.forms import Cell, Filled, Line, Register, members
from riskmap.metrics.frame import Ints
from riskmap.metrics.index import Index
from riskmap.metrics.inspected import of_firms
from riskmap.metrics.scope import scope

Figures = list[int | Decimal]


def fill(form: Form, index: Index, where: Filter, label: str, register: Register, *, cumulative: bool) -> Filled:
    """A form with its figures. `where`: see forms.asked; `label`: the period's.

    Lines are all codes that the county prints, and others that occur; the total adds them up.
    """
    filling = _Filling(form, index, where, register)
    figures = {one.key: filling.figures(one) for one in form.columns if not one.rate}
    printed = set(index.order.get(form.rows, ()))
    lines = []
    for at, code in enumerate(filling.codes):
        cells = tuple(_cell(one, form, figures, at, code) for one in form.columns)
        if code in printed or any(cell.n or cell.m for cell in cells):
            lines.append(Line(code, cells))
    total = tuple(_total(at, one, lines) for at, one in enumerate(form.columns))
    return Filled(form, where, label, cumulative, tuple(lines), Line(None, total))


class _Filling:
    """The hazards of a period, and the line each of them stands in."""

    def __init__(self, form: Form, index: Index, where: Filter, register: Register) -> None:
        self.form, self.where, self.register = form, where, register
        self.scope = scope(index, where)
        numbers, self.codes = index.dim(form.rows)
        self.lines: Ints = numbers[index.positions(self.scope.day)].astype(np.int64)
        self.size = max(len(self.codes), 1)

    def figures(self, column: Column) -> Figures:
        """The figure of a column for every code of the lines."""
        if column.is_units:
            return self._units(column.count)
        s = self.scope
        narrowed = filters.changed(filters.default(self.where.as_of), **column.where)
        keep = members(s, "found" if column.is_amount else column.count) & s.kept
        rows = np.flatnonzero(keep & filters.facts_mask(s.frame, narrowed))
        if column.is_amount:
            return _sums(s.frame[column.count].to_numpy(np.float64)[rows], self.lines[rows], self.size)
        weights = s.facts.weight[rows].astype(np.float64)
        return [round(one) for one in np.bincount(self.lines[rows], weights=weights, minlength=self.size).tolist()]

    def _units(self, count: str) -> Figures:
        """Enterprises by line: each is counted once, under its own sector or township in the register."""
        firms = self.register.enterprises
        ids, kept = firms["id"].astype(str), of_firms(firms, self.where)
        lines = dict(zip(ids, firms[self.form.rows].astype(str), strict=True))
        if count == "units_due":
            standing = kept & (firms["status"].astype(str) != ProductionState.CLOSED.value).to_numpy()
            found = {firm: lines[firm] for firm in ids[standing]}
        else:
            found = self._inspected(set(ids[kept]), lines)
        place = {code: at for at, code in enumerate(self.codes)}
        places = [place[code] for code in found.values() if code in place]
        return [int(one) for one in np.bincount(np.array(places, dtype=np.int64), minlength=self.size)]

    def _inspected(self, allowed: set[str], lines: Mapping[str, str]) -> dict[str, str]:
        """Enterprise → line: visited in the period or with a hazard found; those not registered by their name."""
        visits, s = self.register.inspections, self.scope
        days = visits["on"].to_numpy(np.int64)
        visited = visits["enterprise_id"].astype(str)[(days >= s.start) & (days <= s.day)]
        found = {firm: lines[firm] for firm in visited if firm in allowed}
        rows = s.frame[members(s, "found") & s.kept]
        texts = (rows[name].astype(str) for name in ("enterprise_id", "enterprise", self.form.rows))
        for firm, name, code in zip(*texts, strict=True):
            if firm in lines:
                found[firm] = lines[firm]
            elif firm or name:
                found.setdefault(firm or name, code)
        return found


def _sums(amounts: npt.NDArray[np.float64], lines: Ints, size: int) -> Figures:
    """Exact sums: money is stored as decimals and told as doubles, whose shortest text is the decimal again."""
    found = [Decimal(0)] * size
    for at, amount in zip(lines.tolist(), amounts.tolist(), strict=True):
        if amount == amount:  # noqa: PLR0124 - NaN
            found[at] += Decimal(str(amount))
    return list(found)


def _cell(column: Column, form: Form, figures: Mapping[str, Figures], at: int, code: str) -> Cell:
    if column.rate:
        above, below = (int(figures[key][at]) for key in column.rate)
        return Cell(above, below)
    only = {form.rows: (code or filters.UNKNOWN,), **column.where}
    return Cell(figures[column.key][at], None, _opened(column), only)


def _opened(column: Column) -> str:
    """The set whose rows a number opens: those that bear an amount, those found in the enterprises counted."""
    if column.is_amount or column.count == "units":
        return "found"
    return "" if column.is_units else column.count


def _total(at: int, column: Column, lines: list[Line]) -> Cell:
    """Sums over the lines; a rate divides sums by sums, never a mean of rates."""
    cells = [line.cells[at] for line in lines]
    if column.rate:
        return Cell(sum(int(one.n) for one in cells), sum(one.m or 0 for one in cells))
    nothing: Any = Decimal(0) if column.is_amount else 0
    return Cell(sum((one.n for one in cells), nothing), None, _opened(column), dict(column.where))

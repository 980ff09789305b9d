"""Two dimensions crossed: the counts of every crossing, and sums over sums at both ends (DOMAIN.md §3.3)."""

from collections.abc import Mapping
from dataclasses import dataclass

from riskmap.metrics import counts as counting
from riskmap.metrics import drill
from riskmap.metrics.filters import Filter
from riskmap.metrics.index import Index
from riskmap.metrics.measures import COLUMNS
from riskmap.metrics.ranking import Line, rank

TOTAL = "\0"  # in the place of a code: all of them
AMONG = "sector"  # self-found general items stand apart, as in the rank table of sectors


@dataclass(frozen=True, slots=True)
class Matrix:
    """Counts (COLUMNS) by (code down, code across); TOTAL stands for a whole row, a whole column, both.

    `down`, `across`: the two dimensions; `rows`, `columns`: their codes that count anything, in printing order.
    """

    cells: Mapping[tuple[str, str], Mapping[str, int]]
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    down: str = "group"
    across: str = "township"

    def line(self, row: str = TOTAL, column: str = TOTAL) -> Line:
        """The counts of one crossing, or of a whole row or column, all 0 where nothing counts."""
        counts = self.cells.get((row, column)) or dict.fromkeys(COLUMNS, 0)
        return Line(row if column == TOTAL else column, dict(counts))

    def ranked_rows(self) -> tuple[Line, ...]:
        """Rows in the order of §3.3 by what they have in all columns; unranked last."""
        return rank([self.line(row=code) for code in self.rows])

    def ranked_columns(self) -> tuple[Line, ...]:
        """Columns in the order of §3.3 by what they have in all rows; unranked last."""
        return rank([self.line(column=code) for code in self.columns])


def matrix(index: Index, where: Filter, down: str = "group", across: str = "township") -> Matrix:
    """Matrix of a filter in its period. Self-found general items are left out, every level of supervision is in.

    Raises DimensionError for a dimension that is unknown or named twice.
    """
    return index.answers.get(("matrix", where, down, across), lambda: _matrix(index, where, (down, across)))


def _matrix(index: Index, where: Filter, dims: tuple[str, str]) -> Matrix:
    only = drill.part(index, where, AMONG)
    cells: dict[tuple[str, str], Mapping[str, int]] = {}
    seen: tuple[dict[str, None], dict[str, None]] = ({}, {})
    for by in (dims, dims[:1], dims[1:], ()):
        for row in counting.counts(index, where.as_of, where.from_, by, where, only=only).to_dict("records"):
            key = (str(row.get(dims[0], TOTAL)), str(row.get(dims[1], TOTAL)))
            cells[key] = {name: int(row[name]) for name in COLUMNS}
            for place, code in enumerate(key):
                if code != TOTAL:
                    seen[place][code] = None
    rows, columns = (_ordered(index, dim, codes) for dim, codes in zip(dims, seen, strict=True))
    return Matrix(cells, rows, columns, *dims)


def _ordered(index: Index, dim: str, seen: Mapping[str, None]) -> tuple[str, ...]:
    known = [code for code in index.dim(dim)[1] if code in seen]
    return (*known, *(code for code in seen if code not in known))

"""Sector group × township: the counts of every crossing, and sums over sums at both ends (DOMAIN.md §3.3)."""

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
    """Counts (COLUMNS) by (group, township); TOTAL stands for a whole row, a whole column, both.

    `rows`, `columns`: groups and townships that count anything, in printing order.
    """

    cells: Mapping[tuple[str, str], Mapping[str, int]]
    rows: tuple[str, ...]
    columns: tuple[str, ...]

    def line(self, group: str = TOTAL, township: str = TOTAL) -> Line:
        """The counts of one crossing, or of a whole row or column, all 0 where nothing counts."""
        counts = self.cells.get((group, township)) or dict.fromkeys(COLUMNS, 0)
        return Line(group if township == TOTAL else township, dict(counts))

    def ranked_rows(self) -> tuple[Line, ...]:
        """Groups in the order of §3.3 by what they have in all townships; unranked last."""
        return rank([self.line(group=code) for code in self.rows])

    def ranked_columns(self) -> tuple[Line, ...]:
        """Townships in the order of §3.3 by what they have in all groups; unranked last."""
        return rank([self.line(township=code) for code in self.columns])


def matrix(index: Index, where: Filter) -> Matrix:
    """Matrix of a filter in its period. Self-found general items are left out, every level of supervision is in."""
    return index.answers.get(("matrix", where), lambda: _matrix(index, where))


def _matrix(index: Index, where: Filter) -> Matrix:
    only = drill.part(index, where, AMONG)
    cells: dict[tuple[str, str], Mapping[str, int]] = {}
    seen: tuple[dict[str, None], dict[str, None]] = ({}, {})
    for by in (("group", "township"), ("group",), ("township",), ()):
        for row in counting.counts(index, where.as_of, where.from_, by, where, only=only).to_dict("records"):
            key = (str(row.get("group", TOTAL)), str(row.get("township", TOTAL)))
            cells[key] = {name: int(row[name]) for name in COLUMNS}
            for place, code in enumerate(key):
                if code != TOTAL:
                    seen[place][code] = None
    return Matrix(cells, _ordered(index, "group", seen[0]), _ordered(index, "township", seen[1]))


def _ordered(index: Index, dim: str, seen: Mapping[str, None]) -> tuple[str, ...]:
    known = [code for code in index.dim(dim)[1] if code in seen]
    return (*known, *(code for code in seen if code not in known))

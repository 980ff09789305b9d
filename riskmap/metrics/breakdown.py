"""One dimension line by line: the rates with general apart from major, and what makes each line's rate true or not.

Lines, self-found general items and (for townships) what province and city supervise stand apart as in ranking.py and
add up to the whole. Departments have no line here: they are told by their own work (own_work.py, DOMAIN.md §3.3).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from riskmap.domain.codes import Grade
from riskmap.domain.columns import to_day
from riskmap.metrics import drill, own_work, ranking
from riskmap.metrics.bridge import bridge
from riskmap.metrics.counts import cells
from riskmap.metrics.filters import Filter
from riskmap.metrics.frame import Bools
from riskmap.metrics.index import Index
from riskmap.metrics.measures import COLUMNS
from riskmap.metrics.ranking import RankTable
from riskmap.metrics.scope import Figure
from riskmap.metrics.truth import truth

DIMENSIONS: Final = ("group", "sector", "township", "department", "source", "supervision", "size")
RANKED: Final = frozenset({"group", "sector", "township"})  # the others are no units that could be first or last
DEPARTMENT: Final = "department"
CHECKS: Final = (
    "pending_late", "review_late", "passed_not_closed", "on_the_spot", "extended", "failed", "deadline_long",
    "closed_by_ledger", "no_due",
)  # fmt: skip
STEPS: Final = ("not_yet_due", "done_early", "no_due_date", "due_before_period", "awaiting_review", "carried_in")

Counts = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A dimension: its rank table, the counts of each line by grade, and by line the items of checks and steps.

    `among`: the word of drill.AMONG under which the rows of a line are found.
    """

    by: str
    among: str
    table: RankTable
    grades: Mapping[tuple[str, str], Counts]  # (code, grade) → COLUMNS
    checks: Mapping[str, Counts]  # code → CHECKS
    steps: Mapping[str, Counts]  # code → STEPS


def among(by: str) -> str:
    """Return which part of the hazards the lines of a dimension count."""
    return "township" if by == "township" else "sector"


def breakdown(index: Index, where: Filter, by: str) -> Breakdown:
    """Return the lines of one of DIMENSIONS (departments too, where figures per rate are asked for no rank)."""
    return index.answers.get(("breakdown", by, where), lambda: _breakdown(index, where, by))


def _breakdown(index: Index, where: Filter, by: str) -> Breakdown:
    part = among(by)
    only = drill.part(index, where, part)
    labels, numbers = cells(index, where.as_of, where.from_, (by, "grade"), where, only=only)
    keys = zip(labels[by], labels["grade"], strict=True)
    found, way = truth(index, where), bridge(index, where)
    items = {step.code: step.items for step in way.steps}
    return Breakdown(
        by=by,
        among=part,
        table=ranking.table(index, by, where.as_of, where.from_, where),
        grades={key: dict(zip(COLUMNS, row, strict=True)) for key, row in zip(keys, numbers.tolist(), strict=True)},
        checks=_by_code(index, where, by, only, {name: getattr(found, name) for name in CHECKS}),
        steps=_by_code(index, where, by, only, {name: items[name] for name in STEPS}),
    )


def _by_code(
    index: Index, where: Filter, by: str, only: Bools, figures: Mapping[str, Figure]
) -> dict[str, dict[str, int]]:
    """Count the items of each figure by the codes of a dimension."""
    positions = index.positions(to_day(where.as_of))
    numbers, codes = index.dim(by)
    weight = index.facts.weight[positions]
    table: dict[str, dict[str, int]] = {code: dict.fromkeys(figures, 0) for code in codes}
    for name, figure in figures.items():
        rows = figure.rows[only[figure.rows]]
        sums = np.bincount(numbers[positions[rows]], weights=weight[rows], minlength=len(codes))
        for code, number in zip(codes, sums.tolist(), strict=True):
            table[code][name] = round(number)
    return table


def graded(found: Breakdown, code: str, grade: Grade) -> Counts:
    """Return the counts of one grade in a line, all 0 where there is none."""
    return found.grades.get((code, grade)) or dict.fromkeys(COLUMNS, 0)


def work(index: Index, where: Filter, across: str) -> Mapping[tuple[str, str], Counts]:
    """Return the departments' own work crossed with another dimension: (department, code) → own_work.PARTS."""
    return index.answers.get(("work", where, across), lambda: _work(index, where, across))


def _work(index: Index, where: Filter, across: str) -> dict[tuple[str, str], dict[str, int]]:
    positions = index.positions(to_day(where.as_of))
    (down, rows), (along, columns) = index.dim(DEPARTMENT), index.dim(across)
    place = down[positions].astype(np.int64) * max(len(columns), 1) + along[positions]
    table: dict[tuple[str, str], dict[str, int]] = {}
    for part in own_work.PARTS:
        sums = np.bincount(place[own_work.own_work(index, where, part)], minlength=len(rows) * len(columns))
        for at in np.flatnonzero(sums):
            key = (rows[at // len(columns)], columns[at % len(columns)])
            table.setdefault(key, dict.fromkeys(own_work.PARTS, 0))[part] = int(sums[at])
    return table

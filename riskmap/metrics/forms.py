"""What the cells of an official form count, and for which period (DOMAIN.md §3.1).

The asymmetry of the form is in its declaration: of general hazards what was declared rectified (上报口径), of major
ones what was crossed off. Column 8 counts major hazards whose plan of treatment is filed, column 9 those of them in
which all five implementations are proved in place (五到位).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import numpy as np
import pandas as pd

from riskmap.domain.periods import Kind, Period, parse
from riskmap.metrics import filters, frame
from riskmap.metrics import format as printing
from riskmap.metrics.declared import Form
from riskmap.metrics.filters import Filter
from riskmap.metrics.frame import Bools
from riskmap.metrics.index import Index
from riskmap.metrics.scope import Scope, scope

FORM = "form."  # opens the word of a set of hazards in an address


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of a form: a count, an amount (10,000 yuan), or a rate as numerator and denominator.

    `set`: which hazards it counts (`rows_of`), "" where it counts none; `only`: what its line and column narrow.
    """

    n: int | Decimal
    m: int | None = None
    set: str = ""
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """As it is printed: "/" for a rate of nothing, one decimal for rates and amounts."""
        if self.m is not None:
            return printing.pct(int(self.n), self.m)
        return printing.tenth(self.n) if isinstance(self.n, Decimal) else str(self.n)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a form: the code of its dimension ("" is a code; None the total) and a cell a column."""

    code: str | None
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Filled:
    """A form with its figures for a period."""

    form: Form
    where: Filter
    label: str  # 2026-10, 2026-Q3
    cumulative: bool
    lines: tuple[Line, ...]
    total: Line


@dataclass(frozen=True, slots=True)
class Register:
    """Enterprises and visits (frames of riskmap.domain.columns), for columns that count enterprises."""

    enterprises: pd.DataFrame
    inspections: pd.DataFrame


class PeriodError(ValueError):
    """A word that is no period of the form, or one that has not begun; `word` is it."""

    def __init__(self, word: str) -> None:
        super().__init__(f"no period of this form: {word}")
        self.word = word


def period_of(kind: Kind, word: str, today: date) -> Period:
    """The period of a label such as 2026-10, 2026-Q3, 2026-H2 or 2026, cut at today. Raises PeriodError."""
    try:
        found = parse(word)
    except ValueError as error:
        raise PeriodError(word) from error
    if found.kind is not kind or found.start > today:
        raise PeriodError(word)
    return Period(kind, found.start, min(found.end, today))


def asked(where: Filter, period: Period, *, cumulative: bool) -> Filter:
    """The filter of a form: from 1 January (累计) or the first day of the period, to its last day."""
    start = date(period.start.year, 1, 1) if cumulative else period.start
    return filters.changed(where, as_of=period.end, from_=start)


def mask(index: Index, where: Filter, name: str) -> Bools:
    """Which hazards of the index a set counts, as the filter keeps them. Raises KeyError for another name.

    `name`: a set of declared.SETS or `listed.<level>`. All are of the hazards found in the period.
    """
    s = scope(index, where)
    return members(s, name) & s.kept


def members(s: Scope, name: str) -> Bools:
    """The same before the filter, of hazards already looked at."""
    head, _, level = name.partition(".")
    cohort, until = s.holds.cohort, s.day
    planned = cohort & s.holds.major & (frame.days(s.frame, "plan_filed") <= until)
    listed = cohort & s.holds.major & (frame.days(s.frame, "listed") <= until)
    sets = {
        "found": cohort,
        "rectified": cohort & s.holds.rect,
        "passed": cohort & s.holds.passed,
        "closed": cohort & s.holds.closed,
        "planned": planned,
        "in_place": planned & (frame.days(s.frame, "five_on") <= until),
        "listed": listed & (frame.equals(s.frame, "listed_level", level) if level else True),
        "listed_closed": listed & s.holds.closed,
    }
    return np.asarray(sets[head], dtype=np.bool_)

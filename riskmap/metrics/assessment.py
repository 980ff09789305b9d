"""The sheet of an assessment: each unit by each indicator, with every figure that stands in it (目标考核).

Points are exact until they are printed with two decimals; from there on the printed ones are added, so that totals
equal the sum of their parts.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Final

from riskmap.domain.assessment import ALLOWED, FULL, TARGET, Deduction, Indicator, Scheme, Unit
from riskmap.domain.formula import parse, value
from riskmap.domain.periods import Kind
from riskmap.metrics.assessed import Figures, figures
from riskmap.metrics.filters import Filter
from riskmap.metrics.forms import PeriodError, period_of
from riskmap.metrics.index import Index
from riskmap.metrics.ranking import FEWEST_DUE

CENT: Final = Decimal("0.01")
BASIS: Final = {Unit.TOWNSHIP: ("due",), Unit.DEPARTMENT: ("confirmed_of", "reviewed_of", "ordered_of")}


@dataclass(frozen=True, slots=True)
class Used:
    """A figure as a formula used it: a count n, or a rate n/m. `nothing`: there was nothing to tell."""

    name: str
    n: int
    m: int | None
    nothing: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """What an indicator gives a unit. `raw`: the formula worked out, `score`: between 0 and the weight; None for both
    where the formula has nothing to tell: then it is not assessed.
    """

    raw: Fraction | None
    score: Decimal | None
    used: tuple[Used, ...]

    @property
    def small(self) -> bool:
        """Whether a rate in it stands on too few items to say much."""
        return any(one.m is not None and 0 < one.m < FEWEST_DUE for one in self.used)


@dataclass(frozen=True, slots=True)
class Taken:
    """What a deduction takes from a unit: n items, points."""

    n: int
    points: Decimal


@dataclass(frozen=True, slots=True)
class Result:
    """The line of a unit. `place`: in the order of totals, None where nothing or too little was assessed.

    `assessed`: the weights of the indicators that told something; `earned`: their scores; `converted`: the same out of
    the full score of the scheme; `total`: that less the deductions, not below the floor; `basis`: items that were due.
    """

    code: str
    marks: tuple[Mark, ...]
    taken: tuple[Taken, ...]
    assessed: Decimal
    earned: Decimal
    converted: Decimal | None
    deducted: Decimal
    total: Decimal | None
    basis: int
    place: int | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """All lines in the county's order, for a scheme and the period and day of a filter."""

    scheme: Scheme
    where: Filter
    results: tuple[Result, ...]

    def ordered(self) -> tuple[Result, ...]:
        """The lines by their place, those without one after them, ties in the county's order."""
        return tuple(sorted(self.results, key=lambda one: (one.place is None, one.place or 0)))


def asked(year: int, half: int, today: date, as_of: date | None = None) -> Filter:
    """The question of a half-year (1, 2) or of the year (0): from its first day to its end, or to a day within it.

    One that is running ends today. Raises PeriodError for one that has not begun or a day outside.
    """
    kind, word = (Kind.HALF, f"{year:04d}-H{half}") if half else (Kind.YEAR, f"{year:04d}")
    period = period_of(kind, word, today)
    day = as_of or period.end
    if not period.holds(day):
        raise PeriodError(day.isoformat())
    return Filter(as_of=day, from_=period.start, set_as_of=True, set_from=True)


def sheet(index: Index, scheme: Scheme, where: Filter, units: Sequence[str]) -> Sheet:
    """Work out a scheme for the units of its kind, for the period [from_, as_of] as of its end."""
    return of_figures(scheme, where, figures(index, where, scheme.unit, units))


def of_figures(scheme: Scheme, where: Filter, told: Mapping[str, Figures]) -> Sheet:
    """The sheet of figures that are known: unit → figures."""
    return Sheet(scheme, where, placed(tuple(_result(scheme, code, own) for code, own in told.items())))


def placed(results: tuple[Result, ...]) -> tuple[Result, ...]:
    """Give each line its place by its total; equal totals share one (1, 1, 3).

    Fewer than 5 items that were due, of a department in every rate: shown, without a place (DOMAIN.md §3.3).
    """
    totals = [one.total for one in results if one.total is not None and one.basis >= FEWEST_DUE]
    return tuple(
        replace(one, place=1 + sum(other > one.total for other in totals))
        if one.total is not None and one.basis >= FEWEST_DUE
        else one
        for one in results
    )


def _result(scheme: Scheme, code: str, own: Figures) -> Result:
    marks = tuple(_mark(scheme.unit, one, own) for one in scheme.indicators)
    taken = tuple(_taken(one, own) for one in scheme.deductions)
    assessed = _sum(one.weight for one, mark in zip(scheme.indicators, marks, strict=True) if mark.score is not None)
    earned = _sum(mark.score for mark in marks if mark.score is not None)
    deducted = _sum(one.points for one in taken)
    converted = total = None
    if assessed:
        whole = Fraction(scheme.full)
        converted = printed(Fraction(earned) * whole / Fraction(assessed), scheme.full)
        total = max(scheme.floor, converted - deducted)
    basis = max(own[name][0] for name in BASIS[scheme.unit])
    return Result(code, marks, taken, assessed, earned, converted, deducted, total, basis)


def _mark(unit: Unit, one: Indicator, own: Figures) -> Mark:
    node, of = parse(one.formula), ALLOWED[unit].of
    used = []
    known: dict[str, Fraction | None] = {FULL: Fraction(one.weight), TARGET: Fraction(one.target or 0)}
    for name in node.names():
        if name in known:
            continue
        n, m = own[name]
        nothing = m == 0 or (name in of and own[of[name]][0] == 0)
        used.append(Used(name, n, m, nothing))
        known[name] = None if nothing else Fraction(n, m or 1)
    raw = value(node, known)
    score = None if raw is None else printed(max(Fraction(0), min(raw, Fraction(one.weight))), one.weight)
    return Mark(raw, score, tuple(used))


def _taken(one: Deduction, own: Figures) -> Taken:
    n = own[one.figure][0]
    points = one.points * n
    return Taken(n, printed(Fraction(points if one.cap is None else min(points, one.cap))))


def printed(points: Fraction, full: Decimal | None = None) -> Decimal:
    """Points with two decimals, half-up; what is below the full score never prints as the full score."""
    cents = (200 * points.numerator + points.denominator) // (2 * points.denominator)
    rounded = Decimal(cents) * CENT
    return full - CENT if full is not None and points < full <= rounded else rounded


def _sum(points: Iterable[Decimal]) -> Decimal:
    return sum(points, Decimal(0)).quantize(CENT, ROUND_HALF_UP)

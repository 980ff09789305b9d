"""The monthly form as units fill it in: columns 1–12 of DOMAIN.md §3.1, one row a sector; rates are never typed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from riskmap.domain.filling import Figure

Cells = Mapping[tuple[str, str, str], Decimal]  # (unit, row, column) → value


@dataclass(frozen=True, slots=True)
class FormColumn:
    """One column. `kind`: count | money | rate; `of`: numerator and denominator of a rate; `within`: what bounds it."""

    name: str
    header: str  # message id
    kind: str = "count"
    of: tuple[str, str] = ("", "")
    within: str = ""


COLUMNS: Final = (
    FormColumn("units", "form|1 Units inspected"),
    FormColumn("general", "form|2 General hazards found"),
    FormColumn("general_done", "form|3 of these rectified", within="general"),
    FormColumn("general_rate", "form|4 Rate (%)", "rate", ("general_done", "general")),
    FormColumn("major", "form|5 Major hazards found"),
    FormColumn("major_done", "form|6 of these closed", within="major"),
    FormColumn("major_rate", "form|7 Rate (%)", "rate", ("major_done", "major")),
    FormColumn("planned", "form|8 Major in a treatment plan", within="major"),
    FormColumn("in_place", "form|9 of these five in place", within="planned"),
    FormColumn("listed", "form|10 Major listed", within="major"),
    FormColumn("listed_province", "form|11 of these by the province", within="listed"),
    FormColumn("funds", "form|12 Funds secured (10,000 yuan)", "money"),
)
DECLARED: Final = "monthly"  # the official form it is held against: its columns bear the same names
FILLED: Final = tuple(column for column in COLUMNS if column.kind != "rate")
BY_NAME: Final = {column.name: column for column in COLUMNS}


def cells(figures: Iterable[Figure]) -> dict[tuple[str, str, str], Decimal]:
    """Figures by unit, row and column."""
    return {(one.receiver, one.row, one.column): one.value for one in figures}


def consolidated(told: Cells, units: Iterable[str]) -> dict[tuple[str, str], Decimal]:
    """The sum of units by row and column; "" is the row of the total."""
    chosen = set(units)
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for (unit, row, column), value in told.items():
        if unit in chosen:
            sums[row, column] += value
            sums["", column] += value
    return dict(sums)


def rate(sums: Mapping[tuple[str, str], Decimal], row: str, column: FormColumn) -> tuple[int, int]:
    """Numerator and denominator of a rate: sums over sums, never a mean of rates."""
    n, m = column.of
    return int(sums.get((row, n), 0)), int(sums.get((row, m), 0))


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell in which a unit and our ledger do not agree."""

    unit: str
    row: str
    column: str
    reported: Decimal
    ledger: Decimal


def differences(told: Cells, ledger: Cells, columns: Iterable[str]) -> list[Difference]:
    """Every cell of the units that reported, in columns that the ledger counts, in which the two differ."""
    units, known = {unit for unit, _, _ in told}, set(columns)
    keys = {key for key in told if key[2] in known} | {key for key in ledger if key[0] in units and key[2] in known}
    zero = Decimal(0)
    return [
        Difference(*key, told.get(key, zero), ledger.get(key, zero))
        for key in sorted(keys)
        if told.get(key, zero) != ledger.get(key, zero)
    ]

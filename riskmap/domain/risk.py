"""Risk grading (风险分级): LEC and LS with their legal inputs, thresholds as data (DOMAIN.md §4)."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from riskmap.domain.codes import Risk

FILE = Path(__file__).with_name("risk.toml")
LIKELIHOOD = tuple(map(Decimal, ("10", "6", "3", "1", "0.5", "0.2", "0.1")))
EXPOSURE = tuple(map(Decimal, ("10", "6", "3", "2", "1", "0.5")))
CONSEQUENCE = tuple(map(Decimal, ("100", "40", "15", "7", "3", "1")))
SCALE = range(1, 6)  # both inputs of LS
_RANK = (Risk.MAJOR, Risk.LARGE, Risk.GENERAL, Risk.LOW)


class RiskError(ValueError):
    """An input that the method does not know; `name` of the input and the values that are legal."""

    def __init__(self, name: str, value: object, legal: Iterable[object]) -> None:
        super().__init__(f"{name}={value} is not one of {', '.join(map(str, legal))}")
        self.name = name


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The lower limits of the grades of one method, highest first."""

    steps: tuple[tuple[Decimal, Risk], ...]

    def grade(self, score: Decimal) -> Risk:
        """The grade of a score."""
        return next((risk for limit, risk in self.steps if score >= limit), Risk.LOW)


def load_thresholds(path: Path = FILE) -> Mapping[str, Thresholds]:
    """Thresholds by method, lec and ls. Raises ValueError if a grade is missing or the figures do not fall."""
    found = {}
    for method, limits in tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal).items():
        steps = tuple((Decimal(limits[risk]), risk) for risk in _RANK if risk in limits)
        if len(steps) != len(_RANK) or list(steps) != sorted(steps, key=lambda step: -step[0]):
            raise ValueError(f"{path}: the thresholds of {method} are not four falling figures")
        found[method] = Thresholds(steps)
    return found


SHIPPED = load_thresholds()


def lec(
    likelihood: Decimal, exposure: Decimal, consequence: Decimal, by: Thresholds = SHIPPED["lec"]
) -> tuple[Decimal, Risk]:
    """D = L × E × C and its grade. Raises RiskError for any value that is not in the tables."""
    for name, value, legal in (
        ("likelihood", likelihood, LIKELIHOOD),
        ("exposure", exposure, EXPOSURE),
        ("consequence", consequence, CONSEQUENCE),
    ):
        if value not in legal:
            raise RiskError(name, value, legal)
    score = likelihood * exposure * consequence
    return score, by.grade(score)


def ls(likelihood: int, severity: int, by: Thresholds = SHIPPED["ls"]) -> tuple[int, Risk]:
    """R = L × S, both 1–5, and its grade. Raises RiskError for any other value."""
    for name, value in (("likelihood", likelihood), ("severity", severity)):
        if value not in SCALE:
            raise RiskError(name, value, SCALE)
    score = likelihood * severity
    return score, by.grade(Decimal(score))


def highest(risks: Iterable[Risk]) -> Risk | None:
    """The grade of a unit: that of its highest risk point (就高); None without any. Hazards never change it."""
    found = set(risks)
    return next((risk for risk in _RANK if risk in found), None)

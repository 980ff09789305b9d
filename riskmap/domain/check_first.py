"""Which enterprises to check first (建议先查): the reasons and what each is worth, as data (check_first.toml)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from riskmap.domain.codes import Risk

FILE: Final = Path(__file__).with_name("check_first.toml")
RISK: Final = "risk"


class Reason(StrEnum):
    """Why an enterprise is to be checked first; each names hazards."""

    UNCONTROLLED = "uncontrolled"
    MAJOR = "major"
    LATE = "late"
    FAILED = "failed"
    REPEAT = "repeat"
    BEHIND = "behind"
    NEAR = "near"


class PointsError(ValueError):
    """A table of points that cannot be used."""


@dataclass(frozen=True, slots=True)
class Worth:
    """Points of one reason: for each hazard, and for all of them at most."""

    each: int
    most: int


@dataclass(frozen=True, slots=True)
class Points:
    """What every reason and every risk colour is worth."""

    reasons: Mapping[Reason, Worth]
    risks: Mapping[Risk, int]


def load_points(path: Path = FILE) -> Points:
    """The points of a file. Raises PointsError unless it names every reason and colour, in whole points from 0 up."""
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    if set(told) != {*Reason, RISK} or set(told[RISK]) != set(Risk):
        raise PointsError(f"{path}: the table names other reasons or colours than there are")
    if any(set(told[one]) != {"each", "most"} for one in Reason):
        raise PointsError(f"{path}: each reason has the figures each and most")
    figures = [number for table in told.values() for number in table.values()]
    if not all(_whole(number) for number in figures):
        raise PointsError(f"{path}: points are whole numbers from 0 up")
    worth = {one: Worth(**told[one]) for one in Reason}
    return Points(worth, {one: told[RISK][one] for one in Risk})


def _whole(number: Any) -> bool:
    return isinstance(number, int) and not isinstance(number, bool) and number >= 0


SHIPPED: Final = load_points()

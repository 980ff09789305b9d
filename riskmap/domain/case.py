"""An action under judgement, and the order of days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from riskmap.domain.actions import Action
from riskmap.domain.codec import decode_field
from riskmap.domain.gates import Gates
from riskmap.domain.hazard import Evidence, Hazard

Codes = Iterator[str]


@dataclass(frozen=True, slots=True)
class Case:
    """Everything a check may look at."""

    hazard: Hazard | None
    action: Action
    data: dict[str, Any]
    role: str
    actor: str
    on_behalf_of: str
    on: date
    gates: Gates

    @property
    def standing(self) -> Hazard:
        """The hazard acted upon; new ones are in the data."""
        assert self.hazard is not None
        return self.hazard

    @property
    def subject(self) -> Hazard:
        """The hazard that a gate judges: the standing one, else the one being entered."""
        return self.hazard or self.data["facts"]

    @property
    def brought(self) -> tuple[Evidence, ...]:
        """The evidence that comes with the action."""
        brought: tuple[Evidence, ...] = self.data.get("evidence", ())
        return brought

    def new_value(self) -> Any:
        """The typed new value of a correction. Raises ValueError, TypeError or KeyError if it is no such."""
        return decode_field(Hazard, self.data["field"], self.data.get("new"))


def order(**days: date | None) -> Codes:
    """bad_order:later<earlier for neighbours in time that are not; missing days are passed over."""
    known = [(name, day) for name, day in days.items() if day is not None]
    for (before, first), (after, second) in pairwise(known):
        if second < first:
            yield f"bad_order:{after}<{before}"

"""What a row of a ledger becomes on its way to a hazard."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Fact:
    """One hazard: its facts and keys, its visit (-1: none), which facts come from the cut-off instead of the row.

    `unsaid`: facts of the course of which the row says nothing, so that they stand as a new hazard has them.
    """

    row: int
    facts: dict[str, Any]
    fingerprint: str
    uscc: str = ""
    assumed: tuple[str, ...] = field(default=())
    visit: int = -1
    unsaid: tuple[str, ...] = ()

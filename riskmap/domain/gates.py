"""Evidence gates as data (gates.toml, DOMAIN.md §2.5): what an action needs, by the course a hazard takes."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from riskmap.domain.codes import EvidenceKind, Grade, Source
from riskmap.domain.hazard import Hazard
from riskmap.domain.listing import ever_listed

FILE = Path(__file__).with_name("gates.toml")
RULES = frozenset({"basis", "plan", "five_content", "five_in_place"})  # items that are not a piece of evidence
COURSES = frozenset({"general", "major", "self", "any", "listed_suspended"})


class GatesError(ValueError):
    """A gate table or a list of switched-off items that cannot be used."""


@dataclass(frozen=True, slots=True)
class Gates:
    """The gates in force. `off`: items a county switched off, shown; `since`: older hazards are exempt (启用日)."""

    table: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    off: tuple[str, ...] = ()
    since: date | None = None
    inspectors: int = 2
    reviewers: int = 2
    self_sample_percent: int = 5
    coal_sectors: frozenset[str] = frozenset()
    seed: str = ""  # of the sample of self-closed hazards, for one step (domain.sampling)

    def items(self, action: str, hazard: Hazard, grade: Grade | None = None) -> tuple[str, ...]:
        """What an action needs for a hazard (in the grade it is about to get), without what is switched off."""
        if self.since is not None and hazard.found < self.since:
            return ()
        rows = self.table.get(action, {})
        asked = [*rows.get("any", ()), *rows.get(course(hazard, grade), ())]
        if hazard.suspended and ever_listed(hazard):
            asked += rows.get("listed_suspended", ())
        return tuple(item for item in dict.fromkeys(asked) if f"{action}.{item}" not in self.off)


def short_loop(hazard: Hazard) -> bool:
    """Whether a hazard stays inside the enterprise: found by itself and general (DOMAIN.md §2.3)."""
    return hazard.source is Source.SELF and hazard.grade is Grade.GENERAL


def course(hazard: Hazard, grade: Grade | None = None) -> str:
    """The column of the gate table that holds for a hazard."""
    at = grade or hazard.grade
    if at is Grade.MAJOR:
        return "major"
    return "self" if hazard.source is Source.SELF else "general"


def load_gates(path: Path | None = None, *, off: Iterable[str] = (), since: date | None = None) -> Gates:
    """The gates of a file (default: those shipped), less the items `off`, each written action.item.

    Raises GatesError for an unknown item, course or switched-off name.
    """
    data = _read(path or FILE)
    table = {action: _rows(action, rows) for action, rows in data.items() if isinstance(rows, dict)}
    names = {f"{action}.{item}" for action, rows in table.items() for items in rows.values() for item in items}
    switched = tuple(off)
    if strange := [name for name in switched if name not in names]:
        raise GatesError(f"no such gate item: {', '.join(strange)}")
    return Gates(
        table,
        switched,
        since,
        int(data["inspectors"]),
        int(data["reviewers"]),
        int(data["self_sample_percent"]),
        frozenset(data["coal_sectors"]),
    )


@lru_cache(maxsize=8)
def _read(path: Path) -> Mapping[str, Any]:
    """A gate file, read once: every page of a hazard asks for the gates."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _rows(action: str, rows: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    known = RULES | set(EvidenceKind)
    for name, items in rows.items():
        if name not in COURSES or not set(items) <= known:
            raise GatesError(f"gate {action}.{name} is not known or asks for something unknown")
    return {name: tuple(items) for name, items in rows.items()}

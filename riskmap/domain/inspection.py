"""Rules of the visit (检查), the unit of the work of supervision (DOMAIN.md §2.3)."""

from collections.abc import Iterable
from datetime import date

from riskmap.domain.codes import InspectionKind
from riskmap.domain.enterprise import Inspection
from riskmap.domain.text import people


def faults(visit: Inspection, hazards: int, *, inspectors: int = 2) -> tuple[str, ...]:
    """What is missing or contradictory in a visit that is being entered; `hazards` = problems entered with it.

    Codes: missing:enterprise, missing:kind, missing_inspectors:n, nothing_and_hazards, neither_nothing_nor_hazards.
    A visit of the enterprise to itself needs one inspector.
    """
    found = []
    if not (visit.enterprise_id or visit.enterprise_name.strip()):
        found.append("missing:enterprise")
    if visit.kind is InspectionKind.UNKNOWN:
        found.append("missing:kind")
    needed = 1 if visit.kind is InspectionKind.SELF else inspectors
    if len(people(visit.inspectors)) < needed:
        found.append(f"missing_inspectors:{needed}")
    if visit.found_nothing and hazards:
        found.append("nothing_and_hazards")
    if not visit.found_nothing and not hazards:
        found.append("neither_nothing_nor_hazards")
    return tuple(found)


def gains_findings(stored: Inspection, told: Inspection) -> bool:
    """Whether a visit that found nothing turns out to have found something: the one change that files bring to it."""
    return stored.found_nothing and not told.found_nothing


def standing(visits: Iterable[Inspection], as_of: date) -> tuple[int, bool]:
    """How often an enterprise was inspected up to a day, and whether nothing was ever found.

    (0, False) reads "no inspection on record in the period"; (n, True) "inspected n times, no hazard found".
    """
    made = [visit for visit in visits if visit.on <= as_of]
    return len(made), bool(made) and all(visit.found_nothing for visit in made)

"""One stored visit with all that belongs to it: its enterprise, its hazards, its events."""

import re
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Engine

from riskmap.domain.county import County
from riskmap.domain.enterprise import Enterprise, Inspection
from riskmap.domain.hazard import Hazard
from riskmap.domain.people import Scope
from riskmap.ledger.errors import NotFound
from riskmap.store import events, register
from riskmap.store import hazards as hazard_store
from riskmap.store.engine import reading
from riskmap.store.events import StoredEvent

ID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Visited:
    """A visit; `firm`: None where the register does not know it; `hazards` by number; `events` oldest first."""

    visit: Inspection
    firm: Enterprise | None
    hazards: tuple[Hazard, ...]
    events: tuple[StoredEvent, ...]

    def within(self, scope: Scope) -> bool:
        """Whether the visit itself lies within a scope, by what its enterprise or the visit says of its place."""
        firm, visit = self.firm, self.visit
        sector, township = (firm.sector, firm.township) if firm else (None, "")
        department = visit.department or (firm.department if firm else "")
        return scope.reaches(sector, department, visit.township or township, visit.enterprise_id)


def visit(engine: Engine, county: County, visit_id: str) -> Visited:
    """The visit of an id. Raises NotFound, also for what is no id."""
    if not ID.fullmatch(visit_id):
        raise NotFound(visit_id)
    with reading(engine) as connection:
        found = register.inspections_of(connection, county.code, [visit_id]).get(visit_id)
        if found is None:
            raise NotFound(visit_id)
        firms = register.enterprises(connection, county.code, "id = ?", (found.enterprise_id or "",))
        hazards = list(hazard_store.load_where(connection, county.code, "inspection_id = ?", (visit_id,)))
        told = events.of_entity(connection, county.code, visit_id)
    by_number = sorted(hazards, key=lambda one: one.hazard_no)
    return Visited(found, firms.get(found.enterprise_id or ""), tuple(by_number), tuple(told))

"""For which part of the county a file is taken in, and in whose role: the own one, or one that was lent (AB角)."""

from collections.abc import Mapping

from riskmap.domain.enterprise import Enterprise
from riskmap.domain.people import Scope
from riskmap.domain.roles import RIGHTS, Right
from riskmap.ledger import permission
from riskmap.ledger.batch import PreparedBatch
from riskmap.ledger.errors import Refused
from riskmap.ledger.journal import Journal
from riskmap.store import register


def own(journal: Journal, batch: PreparedBatch) -> Journal:
    """The journal in the hands of who imports for this part by the own role, else of whose role was lent.

    Raises Refused where what is new lies beyond all of them.
    """
    roles = RIGHTS[Right.IMPORT]
    scopes = permission.part(journal.actor, roles)
    lent = any(grant.deputy_of for grant in journal.actor.held)
    firms = register.enterprises(journal.connection, journal.county.code) if scopes or lent else {}
    if scopes and not _inside(batch, firms, scopes):
        raise Refused(("scope:outside",))
    return permission.standing_in(journal, roles, lambda part: not part or _inside(batch, firms, part))


def _inside(batch: PreparedBatch, firms: Mapping[str, Enterprise], scopes: tuple[Scope, ...]) -> bool:
    """Whether what is new lies within scopes, and what changes did and will.

    A visit lies where its enterprise does, or where a hazard that it found does.
    """
    new = {one.id: one for one in batch.enterprises}
    inside = all(permission.holds(scopes, one) for key in new for one in (new[key], firms.get(key, new[key])))
    found: set[str | None] = set()
    for hazard in batch.creates:
        inside = inside and permission.within(scopes, hazard)
        found.add(hazard.inspection_id)
    known = {**firms, **new}
    for visit in batch.inspections:
        firm = known.get(visit.enterprise_id or "")
        inside = inside and (visit.id in found or (firm is not None and permission.holds(scopes, firm)))
    return inside

"""The part of the one door through which the record of a visit gets its number."""

from dataclasses import replace

from riskmap.domain import codec
from riskmap.domain.enterprise import Inspection
from riskmap.domain.roles import FIELD
from riskmap.ledger import permission, writing
from riskmap.ledger.batch import Actor
from riskmap.ledger.desk import Desk
from riskmap.ledger.errors import NotFound, Refused, Stale
from riskmap.store import events, register

LONGEST = 80  # characters


class VisitDesk(Desk):
    """Numbers the records of visits; `ledger.commands.Ledger` is one."""

    def number_visit(self, visit_id: str, number: str, actor: Actor, seen: str) -> Inspection:
        """Record the number of a visit's 现场检查记录, which the enforcement system gave; "" takes it back.

        `seen`: the number as it was shown. Raises NotFound, Stale, Refused (scope:outside, no_change, too_long:number).
        """
        with self._writing(permission.permit(actor, FIELD), ()) as book:
            before = register.inspections_of(book.connection, self.county.code, [visit_id]).get(visit_id)
            if before is None:
                raise NotFound(visit_id)
            firm = writing.enterprise(book, before.enterprise_id) if before.enterprise_id else None
            known = firm and permission.answered_for(firm, self.county, before.on)
            permission.reaches(actor, known, FIELD)
            wanted = number.strip()
            if before.record_no != seen:
                raise Stale(0)
            if wanted == before.record_no or len(wanted) > LONGEST:
                raise Refused(("no_change",) if wanted == before.record_no else ("too_long:number",))
            own = permission.standing_in(
                book, FIELD, lambda scopes: permission.holds(scopes, known) if known else not scopes
            )
            after = replace(before, record_no=wanted)
            facts = codec.inspection_to_json(after)
            seq = own.note("inspection_changed", events.INSPECTION, after.id, after.on, facts)
            register.update_inspection(own.connection, self.county.code, after, seq)
            return after

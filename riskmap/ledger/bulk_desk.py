"""The part of the one door through which one paper goes over several hazards of a list."""



from riskmap.ledger import bulk
from riskmap.ledger.batch import Actor
from riskmap.ledger.bulk import Bulk, Done, Outcome
from riskmap.ledger.desk import Desk
from riskmap.ledger.journal import Journal
from riskmap.store.engine import reading


class BulkDesk(Desk):
    """Orders, re-inspects and reminds several hazards at once; `ledger.commands.Ledger` is one."""

    def act_many(self, told: Bulk, actor: Actor) -> Done:
        """Take a step with each of several hazards, each judged by itself; what is refused stops nothing else.

        One transaction, an event a hazard. Raises Refused for the whole form (role:not_allowed, bulk:nothing,
        bulk:too_many) and OSError when files cannot be written; nothing is written then.
        """
        with self._writing(actor, told.files) as book:
            return bulk.act(book, told, self._decided)

    def foresee_many(self, told: Bulk, actor: Actor) -> tuple[Outcome, ...]:
        """What `act_many` would do now, by the same code; nothing is stored. Raises Refused as it does."""
        with reading(self.engine) as connection:
            return bulk.foresee(Journal(connection, self.county, actor, ""), told, self._decided)

"""The part of the one door through which one paper goes over several hazards of a list."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from riskmap.domain.county import County
from riskmap.domain.hazard import Hazard
from riskmap.domain.lifecycle import Event
from riskmap.ledger import bulk
from riskmap.ledger.batch import Actor
from riskmap.ledger.bulk import Bulk, Done, Outcome
from riskmap.ledger.journal import Journal
from riskmap.store.engine import reading


class BulkDesk(ABC):
    """Orders, re-inspects and reminds several hazards at once; `ledger.commands.Ledger` is one."""

    engine: Engine
    county: County

    @abstractmethod
    def _decided(
        self, book: Journal, hazard: Hazard | None, action: str, data: Mapping[str, Any], on: date
    ) -> Event: ...

    @abstractmethod
    def _writing(
        self, actor: Actor, files: Sequence[Path], told: Mapping[str, Any] | None = None
    ) -> AbstractContextManager[Journal]: ...

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

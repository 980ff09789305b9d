"""What the parts of the one door have in common: the county's database, one decision, one transaction."""

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
from riskmap.ledger.batch import Actor
from riskmap.ledger.journal import Journal


class Desk(ABC):
    """A part of the door; `ledger.commands.Ledger` is all of them."""

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

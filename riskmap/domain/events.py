"""What happened, and what was refused: values, never exceptions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Event:
    """One change of one hazard on a day. `data` is JSON-able and complete: the events of a hazard rebuild it."""

    action: str
    on: date
    data: Mapping[str, Any] = field(default_factory=dict)
    actor: str = ""
    on_behalf_of: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an action is not taken: codes with what is missing, such as missing_evidence:photo_after."""

    codes: tuple[str, ...]

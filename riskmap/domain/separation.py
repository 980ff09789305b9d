"""Who enters a major hazard does not cross it off alone: a warning, for an office may have fewer people than roles."""

from collections.abc import Iterable
from typing import Final, Protocol

from riskmap.domain.actions import Action
from riskmap.domain.codes import Grade
from riskmap.domain.hazard import Hazard

ENTERS: Final = frozenset({Action.REGISTER, Action.CONFIRM})
IMPORTED: Final = frozenset({Action.CONFIRM})  # who took a file in did not enter its hazards one by one


class Did(Protocol):
    """What somebody did: id of the person, code of the action."""

    @property
    def actor(self) -> str: ...  # noqa: D102 - named as what it is
    @property
    def action(self) -> str: ...  # noqa: D102


def entered_by(hazard: Hazard, events: Iterable[Did]) -> frozenset[str]:
    """Ids of who registered or confirmed a hazard by hand."""
    steps = IMPORTED if hazard.batch_id else ENTERS
    return frozenset(one.actor for one in events if one.action in steps)


def would_be_alone(hazard: Hazard, events: Iterable[Did], person: str) -> bool:
    """Whether a person who crossed off a major hazard would have entered it himself."""
    return hazard.grade is Grade.MAJOR and bool(person) and person in entered_by(hazard, events)


def was_alone(hazard: Hazard, events: Iterable[Did]) -> bool:
    """Whether a major hazard was crossed off by one who had entered it."""
    told = list(events)
    closing = [one.actor for one in told if one.action == Action.CLOSE]
    return any(would_be_alone(hazard, told, one) for one in closing)

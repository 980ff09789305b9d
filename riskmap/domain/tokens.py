"""Tokens: what programs and devices on walls show in place of a sign-in. Each has a role, a part and a last day."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from riskmap.domain.people import Grant, lacks_part
from riskmap.domain.roles import READERS, Role

CARRIED: Final = READERS - {Role.SYSTEM}  # roles that a token may have: none that keeps accounts or reads the chain
LONGEST: Final = timedelta(days=732)
NAME: Final = 60  # characters
EXCHANGE: Final = timedelta(days=7)  # a screen comes in within these days, so that no slip of paper lies about for long


@dataclass(frozen=True, slots=True)
class Token:
    """One token without its secret. `grant.last`: last day; `by`: who made it; moments in UTC, `revoked` "" = stands.

    With the role `device` it is a screen's and opens its wall alone, with any other a program's, for the HTTP API.
    """

    id: str
    name: str
    grant: Grant
    by: str = ""
    created: str = ""
    revoked: str = ""

    @property
    def device(self) -> bool:
        """Whether it is a screen's."""
        return self.grant.role is Role.DEVICE

    def stands(self, day: date) -> bool:
        """Whether it opens anything on a day."""
        return not self.revoked and self.grant.holds(day)

    def admits(self, at: datetime) -> bool:
        """Whether a screen may still come in with it at a moment."""
        return at < datetime.fromisoformat(self.created) + EXCHANGE


def token_faults(token: Token, day: date) -> tuple[str, ...]:
    """Why a token cannot be made on a day: missing:name, bad:name, bad:role, missing:scope, bad:days."""
    found, grant = [], token.grant
    if not token.name.strip():
        found.append("missing:name")
    if len(token.name) > NAME:
        found.append("bad:name")
    if grant.role not in CARRIED:
        found.append("bad:role")
    if lacks_part(grant):
        found.append("missing:scope")
    if grant.last is None or not timedelta(0) <= grant.last - day <= LONGEST:
        found.append("bad:days")
    return tuple(found)

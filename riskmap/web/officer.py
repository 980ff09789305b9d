"""Who acts where there are no accounts: every visitor on this machine is the one demo officer (ARCHITECTURE.md, 14)."""

from dataclasses import replace

from riskmap.domain.roles import Role
from riskmap.ledger.batch import Actor

OFFICER = Actor(id="demo", name="演示用户", role=Role.COMMITTEE.value)


def on_behalf(name: str) -> Actor:
    """The officer recording somebody else's step from a paper (代录)."""
    return replace(OFFICER, on_behalf_of=name.strip())

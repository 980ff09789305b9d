"""Who acts on a page or a route: the reader of the moment, as the ledger knows persons."""

from dataclasses import replace

from riskmap.domain.masking import EXPORTERS, SEES_NAMES, SEES_NUMBERS
from riskmap.domain.roles import Role
from riskmap.ledger.batch import Actor
from riskmap.ledger.errors import Refused
from riskmap.web import identity

NOBODY = Actor("", "", Role.AUDITOR.value)


def actor() -> Actor:
    """Who asks, as who acts; whoever was signed out meanwhile is nobody, whom the ledger lets do nothing."""
    try:
        return identity.reader().actor
    except identity.SignedOut:
        return NOBODY


def keeper() -> Actor:
    """Who asks, as who keeps accounts. Raises Refused in the demo, whose visitors would leave ways in behind them."""
    asks = identity.reader()
    if asks.demo:
        raise Refused(("demo:accounts",))
    return asks.actor


def on_behalf(name: str) -> Actor:
    """The reader recording somebody else's step from a paper (代录)."""
    return replace(actor(), on_behalf_of=name.strip())


def exporter() -> Actor:
    """Who asks, in the role in which rows leave the program: of several the one that sees least.

    Whoever may read the county as an analyst and a township as its officer takes out what an analyst may; the office
    of the whole county is no less for a township in which it stands in.
    """
    asks = identity.reader()
    whole = any(grant.role in SEES_NUMBERS and grant.scope.whole for grant in asks.grants)
    working = SEES_NUMBERS if whole else SEES_NAMES - SEES_NUMBERS
    found = (asks.role_among(roles) for roles in (EXPORTERS - SEES_NAMES, working, EXPORTERS))
    return replace(asks.actor, role=next(filter(None, found), asks.role.value))

"""A form is entered once, from whatever session it comes: after a reload, from a second tab, after a lost answer.

What a form became stands under its token in the place of its draft, with a digest of what it said.
"""

from hashlib import sha256
from typing import Any

from riskmap.ledger.errors import Refused
from riskmap.ledger.journal import Journal
from riskmap.store import drafts
from riskmap.store.drafts import Draft


def before(book: Journal, token: str, told: object) -> str:
    """Id of what a form became that is sent again, "" for one that is new (or bears no token).

    `told`: what it says. Raises Refused (form:entered) where it says something else than what was entered.
    """
    if not token:
        return ""
    became, said = drafts.became(book.connection, book.county.code, book.actor.id, token)
    if became and said not in ("", _digest(told)):
        raise Refused(("form:entered",))
    return became


def became(book: Journal, token: str, told: object, row_id: str) -> None:
    """Note what a form became, in the transaction that entered it."""
    if token:
        told_ = Draft(token, _digest(told), book.at)
        drafts.write(book.connection, book.county.code, book.actor.id, told_, row_id)


def _digest(told: Any) -> str:
    return sha256(repr(told).encode()).hexdigest()

"""The two marks of one of the five implementations as they are shown: there, partly there, missing (DOMAIN.md §2.6).

There is what the gates take (domain.five), so that marks, counts and gates never contradict each other. Partly there
is money alone: an amount planned without content on paper, or money secured or paid without its proof.
"""

from decimal import Decimal
from enum import StrEnum

from riskmap.domain import five
from riskmap.domain.codes import Item
from riskmap.domain.hazard import Hazard


class Mark(StrEnum):
    """One mark: ✓, 部分, ✗."""

    THERE = "there"
    PARTLY = "partly"
    MISSING = "missing"


def marks(hazard: Hazard, item: Item) -> tuple[Mark, Mark]:
    """Content on paper (落实) and proof in place (到位) of one of the five."""
    one = five.item_of(hazard, item)
    money = item is Item.FUNDS
    moving = money and (_some(hazard.funds_secured) or _some(hazard.funds_paid))
    planned = money and (moving or _some(hazard.funds_planned))
    return _mark(there=five.has_content(one), partly=planned), _mark(there=five.in_place(one), partly=moving)


def _mark(*, there: bool, partly: bool) -> Mark:
    return Mark.THERE if there else Mark.PARTLY if partly else Mark.MISSING


def _some(amount: Decimal | None) -> bool:
    return amount is not None and amount > 0

"""The department's random sample of what enterprises find and close themselves (DOMAIN.md §2.3, short loop)."""

import hashlib

from riskmap.domain.codes import Sampled
from riskmap.domain.hazard import SAMPLE, Hazard


def drawn(seed: str, hazard_id: str, percent: int) -> bool:
    """Whether a hazard that is being closed is in the sample; without a seed nothing is drawn.

    `seed` is the head of the chain of events before the closing: nobody chooses it or knows it beforehand, and anybody
    who has the chain draws again and finds the same.
    """
    number = int.from_bytes(hashlib.sha256(f"{seed}\0{hazard_id}".encode()).digest()[:4], "big")
    return bool(seed) and number % 100 < percent


def unchecked(hazard: Hazard) -> bool:
    """Whether a hazard was drawn and the department has not looked at it."""
    told = [move.new for move in hazard.moves if move.name == SAMPLE]
    return bool(told) and told[-1] == Sampled.DRAWN

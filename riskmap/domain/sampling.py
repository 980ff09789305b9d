"""The department's random sample of what enterprises find and close themselves (DOMAIN.md §2.3, short loop)."""

import hashlib


def drawn(hazard_id: str, percent: int) -> bool:
    """Whether a hazard is in the sample. It follows from its id alone: nobody chooses, and nothing has to be stored."""
    number = int.from_bytes(hashlib.sha256(hazard_id.encode()).digest()[:4], "big")
    return number % 100 < percent

"""What makes two rows the same hazard when no number says so."""

import re
import unicodedata
from datetime import date
from functools import lru_cache
from hashlib import blake2b

from riskmap.ingest.clean.text import company

NOT_ALNUM = re.compile(r"[\W_]+")
PARTS = ("enterprise_name", "place", "description", "found")


def plain(text: str) -> str:
    """Text as it counts for identity: NFKC, lower case, letters, digits and Chinese only."""
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    return NOT_ALNUM.sub("", text.lower())


@lru_cache(maxsize=20_000)
def _firm(text: str) -> str:
    return NOT_ALNUM.sub("", company(text))


@lru_cache(maxsize=20_000)
def _short(text: str) -> str:
    return plain(text)


def parts(enterprise: str, place: str, description: str, found: date) -> tuple[str, str, str, str]:
    """The four parts of a fingerprint beside the sender, normalised, in the order of PARTS."""
    return _firm(enterprise), _short(place), plain(description), found.isoformat()


def digest(sender: str, *values: str) -> str:
    """A short hash of the sender and the parts."""
    return blake2b("\x1f".join((_short(sender), *values)).encode(), digest_size=16).hexdigest()


def fingerprint(sender: str, enterprise: str, place: str, description: str, found: date) -> str:
    """The fingerprint of a hazard within its sender's ledgers (digits are kept: 1号 and 2号 differ)."""
    return digest(sender, *parts(enterprise, place, description, found))


def substance(enterprise: str, place: str, description: str) -> bytes:
    """What a hazard is apart from its day and its sender, as a short hash; empty without enterprise or description."""
    firm, where, what = _firm(enterprise), _short(place), plain(description)
    return blake2b(f"{firm}\x1f{where}\x1f{what}".encode(), digest_size=8).digest() if firm and what else b""


def near(sender: str, values: tuple[str, ...]) -> tuple[str, ...]:
    """The fingerprints that remain when one part is left out, in the order of PARTS."""
    return tuple(
        digest(sender, *(value if at != left else f"\x00{left}" for at, value in enumerate(values)))
        for left in range(len(values))
    )

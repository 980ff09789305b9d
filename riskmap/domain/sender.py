"""What the office keeps of a sender of files: the profile by which its next file is read without asking."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

LONGEST: Final = 80  # characters of a sender's name
HEADERS: Final = 2_000  # headers that one profile may name


@dataclass(frozen=True, slots=True)
class SenderProfile:
    """The stored profile of one sender. `told`: a profile as plain values; `at`: saved, moment in UTC."""

    sender: str
    told: Mapping[str, Any]
    at: str


def faults(sender: str, told: Mapping[str, Any]) -> tuple[str, ...]:
    """Why a profile cannot be kept: missing:sender, missing:profile, too_long:sender, too_long:profile."""
    found = []
    if not sender.strip():
        found.append("missing:sender")
    elif len(sender) > LONGEST:
        found.append("too_long:sender")
    if not told:
        found.append("missing:profile")
    elif len(told.get("headers", ())) > HEADERS:
        found.append("too_long:profile")
    return tuple(found)

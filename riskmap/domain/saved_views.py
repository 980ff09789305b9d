"""Saved views: a named question to a page, that is its address; one's own, or shared with everybody of a role.

A view holds no figures. Who opens a shared one is answered within the own part of the county, with the own rights.
"""

import re
from dataclasses import dataclass
from typing import Final

from riskmap.domain.roles import RIGHTS, Right, Role

PAGES: Final = (
    "overview", "my_work", "battle_map", "closure_rates", "analysis", "ledger", "reconcile", "papers", "responsibility",
    "weekly_review",
)  # fmt: skip
NAME: Final = 40  # characters
MOST: Final = 50  # views of one person
LONGEST: Final = 4000  # characters of all words together: about what an address may hold
_WORD: Final = re.compile(r"[a-z_]{1,24}")
SHARED_WITH: Final = RIGHTS[Right.VIEWS] - {Role.SYSTEM}


@dataclass(frozen=True, slots=True)
class SavedView:
    """One view. `words`: those of the address, sorted; `owner`: id of a person; `shared`: a role, "" = with nobody."""

    id: str
    name: str
    page: str
    words: tuple[tuple[str, str], ...]
    owner: str = ""
    shared: str = ""
    demo: bool = False
    version: int = 1


def view_faults(view: SavedView) -> tuple[str, ...]:
    """Why a view cannot be kept: missing:name, too_long:name, bad:page, bad:words, bad:role."""
    found = []
    if not view.name.strip():
        found.append("missing:name")
    if len(view.name) > NAME:
        found.append("too_long:name")
    if view.page not in PAGES:
        found.append("bad:page")
    names = [name for name, _ in view.words]
    long = sum(len(name) + len(word) for name, word in view.words) > LONGEST
    if long or names != sorted(set(names)) or not all(_WORD.fullmatch(name) for name in names):
        found.append("bad:words")
    if view.shared and view.shared not in SHARED_WITH:
        found.append("bad:role")
    return tuple(found)

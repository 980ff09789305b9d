"""Numbers of the enforcement system's papers (执法文书号): one stands for one visit and re-inspections of its findings.

The enforcement system gives them (DOMAIN.md §7.1), so the program can only notice that one was typed twice.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from riskmap.domain.codes import EvidenceKind

KINDS: Final = (EvidenceKind.INSPECTION_PAPER, EvidenceKind.REVIEW_PAPER)
BETWEEN: Final = " · "  # between the number and the name of its scan in a reference
LEAST: Final = 3  # characters of a number; a shorter word is none
_BLANK: Final = re.compile(r"\s+")
_SAME: Final = str.maketrans("〔【[〈〕】]〉—–", "(((())))--")  # beside what half width makes the same


class Use(NamedTuple):
    """Where a number stands: of which enterprise (id, or its name), visit (id or ""), day and hazard (id or "")."""

    number: str
    firm: str
    visit: str
    on: date | None
    hazard: str


def number_of(reference: str, *, filed: bool) -> str:
    """The number that the reference of a paper begins with; "" where it is only the name of its file (`filed`)."""
    head, between, _ = reference.partition(BETWEEN)
    return "" if filed and not between else head.strip()


@lru_cache(maxsize=4096)  # the items of a visit bear the same
def key_of(number: str) -> str:
    """A number as numbers are compared: half width, one kind of brackets, no blanks; "" for a word that is none."""
    found = _BLANK.sub("", unicodedata.normalize("NFKC", number).translate(_SAME)).lower()
    return found if len(found) >= LEAST and any(one.isdigit() for one in found) else ""


def groups(uses: Iterable[Use]) -> list[list[Use]]:
    """The uses of one number by what they are about: those of an enterprise that share visit, day or hazard.

    Of an enterprise whose paper names neither visit nor day nobody can tell: all of its uses are one.
    """
    firms: dict[str, list[list[Use]]] = {}
    for use in uses:
        own = firms.setdefault(use.firm, [])
        same = [group for group in own if any(_together(use, one) for one in group)]
        own[:] = [*(group for group in own if group not in same), [*(one for group in same for one in group), use]]
    return [group for own in firms.values() for group in own]


def _together(one: Use, other: Use) -> bool:
    """Whether two uses by one enterprise are about the same."""
    unknown = any(not use.visit and use.on is None for use in (one, other))
    visit, hazard = one.visit and one.visit == other.visit, one.hazard and one.hazard == other.hazard
    return bool(unknown or visit or hazard or (one.on is not None and one.on == other.on))


def others(known: Iterable[Use], mine: Collection[Use]) -> list[list[Use]]:
    """What a number stands for beside what is being written (`mine`), one list for each other visit."""
    return [group for group in groups([*known, *mine]) if not any(one in mine for one in group)]


def shared(uses: Sequence[Use]) -> bool:
    """Whether a number stands for different visits."""
    firms, visits = {one.firm for one in uses}, {one.visit for one in uses}
    one_visit = len(visits) == 1 and "" not in visits
    return len(firms) > 1 or (not one_visit and len(groups(uses)) > 1)

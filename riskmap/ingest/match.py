"""Which stored hazard a row is: our number, the sender's number, the fingerprint, a fingerprint off by one part."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from riskmap.ingest import identity
from riskmap.ingest.identity import PARTS
from riskmap.ingest.spool import Keys

if TYPE_CHECKING:
    from riskmap.ledger.batch import Known, MatchIndex

ALIKE = 0.6  # how much of two texts must agree to be one text corrected
DAYS = 31  # a found date corrected by more than this is another finding of the same thing
NUMERALS = re.compile(r"[\d一二三四五六七八九十]+")


@dataclass(slots=True)
class Match:
    """What a row was matched with. `by`: number, ledger_no, fingerprint, or the part that differs."""

    hazard_id: str
    by: str


@dataclass(slots=True)
class Matcher:
    """Matches the rows of one file; a stored hazard is given to one row only."""

    index: "MatchIndex"
    taken: set[str] = field(default_factory=set)
    _near: dict[str, dict[tuple[int, str], list[str]]] = field(default_factory=dict)

    def take(self, hazard_id: str, by: str) -> Match | None:
        """Give a hazard to a row; None if another row has it."""
        if hazard_id in self.taken:
            return None
        self.taken.add(hazard_id)
        return Match(hazard_id, by)

    def release(self, hazard_id: str) -> None:
        """Give a hazard back whose number was used for another one."""
        self.taken.discard(hazard_id)

    def near(self, sender: str, enterprise: str, place: str, description: str, found: date) -> Match | None:
        """A stored hazard of the sender that no row is certain of and that differs in exactly one part, credibly."""
        table = self._near.get(sender)
        if table is None:
            table = self._near[sender] = self._index_near(sender)
        values = identity.parts(enterprise, place, description, found)
        current = table.get((hash(values), ""), ())
        for hazard_id in current:
            if hazard_id not in self.taken and _parts(self.index.known[hazard_id]) == values:
                return self.take(hazard_id, "fingerprint")
        for key in _left(values):
            for hazard_id in table.get(key, ()):
                known = self.index.known[hazard_id]
                if hazard_id not in self.taken and _credible(known, key[1], (enterprise, place, description), found):
                    return self.take(hazard_id, key[1])
        return None

    def _index_near(self, sender: str) -> dict[tuple[int, str], list[str]]:
        near: dict[tuple[int, str], list[str]] = defaultdict(list)
        for hazard_id, known in self.index.known.items():
            if known.sender != sender or hazard_id in self.taken or not self.index.reaches(hazard_id):
                continue
            values = _parts(known)
            near[hash(values), ""].append(hazard_id)
            for key in _left(values):
                near[key].append(hazard_id)
        return near


def _parts(known: "Known") -> tuple[str, str, str, str]:
    return identity.parts(known.enterprise_name, known.place, known.description, known.found)


def _left(values: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The keys of a hazard with one part left out; two other parts must say something."""
    for left, name in enumerate(PARTS):
        rest = tuple(value for at, value in enumerate(values) if at != left)
        if sum(map(bool, rest)) > 1:
            yield hash(rest), name


def _credible(known: "Known", name: str, texts: tuple[str, str, str], found: date) -> bool:
    """Whether the differing part looks like a correction and not like another hazard."""
    if name == "found":
        return abs((known.found - found).days) <= DAYS
    old = {"enterprise_name": known.enterprise_name, "place": known.place, "description": known.description}[name]
    new = texts[PARTS.index(name)]
    return alike(identity.plain(old), identity.plain(new))


def alike(old: str, new: str) -> bool:
    """One text corrected: mostly equal, and not equal but for its numerals (1号 and 2号 are two places)."""
    if not old or not new:
        return True
    if NUMERALS.sub("", old) == NUMERALS.sub("", new):
        return False
    return SequenceMatcher(None, old, new, autojunk=False).ratio() >= ALIKE


def same_number_other_hazard(known: "Known", enterprise: str, place: str, description: str, found: date) -> bool:
    """A number used again: another description, and two of enterprise, place and found date differ as well."""
    if alike_or_same(identity.plain(known.description), identity.plain(description)):
        return False
    places = (identity.plain(known.place), identity.plain(place))
    values = identity.parts(enterprise, place, description, found)
    other_firm = bool(known.enterprise_name and enterprise) and _parts(known)[0] != values[0]
    other_place = places[0] != places[1] or not any(places)
    return other_firm + other_place + (known.found != found) > 1


def alike_or_same(old: str, new: str) -> bool:
    """Equal or one corrected into the other."""
    return old == new or (bool(old and new) and SequenceMatcher(None, old, new, autojunk=False).ratio() >= ALIKE)


@dataclass(slots=True)
class Repeats:
    """Rows of a file that repeat an earlier one, by (chunk, position)."""

    same: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)  # same number and text: one hazard
    alike: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)  # same text: two hazards, shown
    reused: set[tuple[int, int]] = field(default_factory=set)  # the number stood before another text


def repeats(chunks: Iterable[Keys]) -> Repeats:
    """Repetitions within one file; a row comes as (chunk, position), its first occurrence likewise."""
    result = Repeats()
    texts: dict[str, tuple[int, int]] = {}
    numbers: dict[tuple[str, str], tuple[str, tuple[int, int]]] = {}
    for at, keys in enumerate(chunks):
        for i, (fingerprint, number) in enumerate(zip(keys.fingerprints, keys.ledger_nos, strict=True)):
            here = (at, i)
            text, first = numbers.setdefault((keys.sender, number), (fingerprint, here)) if number else ("", here)
            if first != here and text == fingerprint:
                result.same[here] = first
                continue
            if first != here:
                result.reused.add(here)
            if (earlier := texts.setdefault(fingerprint, here)) != here:
                result.alike[here] = earlier
    return result

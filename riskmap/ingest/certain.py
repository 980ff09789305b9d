"""Which rows of a file are certainly a stored hazard: by number, and by text; where both are told they are weighed.

A row may come alone, with its sheet alone, or in another order than before; so nothing here depends on its place in the
file but the order among rows that are equal in every fact.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from riskmap.domain.hazard import Hazard
from riskmap.ingest.compare import changes, protected
from riskmap.ingest.fact import Fact
from riskmap.ingest.match import Match, Matcher, Repeats
from riskmap.ingest.spool import Spool

Place = tuple[int, int]  # chunk and position within it
Beside = Callable[[Fact, Hazard], dict[str, Any]]  # the facts of a row beside those of a stored hazard
COMPARED = 4_096  # pairs of rows and hazards of one text compared fact by fact; beyond it their order decides


@dataclass(slots=True)
class Certain:
    """The certain matches of a file. `settled`: row → match; `reused`: rows whose number another hazard bears."""

    matcher: Matcher
    spool: Spool
    again: Repeats
    beside: Beside
    settled: dict[Place, Match] = field(default_factory=dict)
    reused: set[Place] = field(default_factory=set)

    def run(self) -> None:
        """Settle every row: number and text agreeing, then text, then a number whose text differs."""
        open_rows = [(place, self._numbered(place)) for place in self._places() if not self._agreed(place)]
        self.reused.update(place for place, bearer in open_rows if bearer)
        groups: dict[str, list[Place]] = defaultdict(list)
        for (at, i), _ in open_rows:
            fingerprint = self.spool.chunks[at].fingerprints[i]
            if fingerprint in self.matcher.index.by_fingerprint:
                groups[fingerprint].append((at, i))
        self._by_text(groups)
        for place, bearer in open_rows:
            if bearer and place not in self.settled and self._take(place, bearer, "ledger_no"):
                self.reused.discard(place)

    def _places(self) -> Iterator[Place]:
        """Every row but those that repeat another one in number and text."""
        for at, keys in enumerate(self.spool.chunks):
            yield from ((at, i) for i in range(len(keys.rows)) if (at, i) not in self.again.same)

    def _take(self, place: Place, hazard_id: str, by: str) -> bool:
        match = self.matcher.take(hazard_id, by)
        if match is not None:
            self.settled[place] = match
        return match is not None

    def _agreed(self, place: Place) -> bool:
        """Settle a row that bears our number, or its sender's number beside the text that is stored with it."""
        at, i = place
        keys, index = self.spool.chunks[at], self.matcher.index
        ledger_no = "" if place in self.again.reused else keys.ledger_nos[i]
        for number in (keys.hazard_nos[i], ledger_no):
            if number and (found := index.by_hazard_no.get(number)):
                return self._take(place, found, "number")
        found = self._numbered(place)
        agrees = found and index.known[found].fingerprint == keys.fingerprints[i]
        return bool(agrees) and self._take(place, found, "ledger_no")

    def _numbered(self, place: Place) -> str:
        """The stored hazard that bears the sender's number of a row; a number told before in the file says nothing."""
        at, i = place
        keys = self.spool.chunks[at]
        if place in self.again.reused or not keys.ledger_nos[i]:
            return ""
        return self.matcher.index.by_ledger_no.get((keys.sender, keys.ledger_nos[i]), "")

    def _by_text(self, groups: dict[str, list[Place]]) -> None:
        """Rows by their text; where several rows or hazards share one, by what else they say."""
        contested: list[tuple[list[Place], list[str]]] = []
        for fingerprint, places in groups.items():
            free = [one for one in self.matcher.index.by_fingerprint[fingerprint] if one not in self.matcher.taken]
            if len(free) == len(places) == 1:
                self._take(places[0], free[0], "fingerprint")
            elif free:
                contested.append((places, free))
        if contested:
            olds = self.matcher.index.load({one for _, free in contested for one in free})
            told = self._facts({place for places, _ in contested for place in places})
            for places, free in contested:
                self._share({place: told[place] for place in places}, [olds[one] for one in free])

    def _facts(self, places: set[Place]) -> dict[Place, Fact]:
        found: dict[Place, Fact] = {}
        for chunk in sorted({at for at, _ in places}):
            found |= {(chunk, i): fact for i, fact in enumerate(self.spool.facts(chunk)) if (chunk, i) in places}
        return found

    def _share(self, rows: dict[Place, Fact], hazards: list[Hazard]) -> None:
        """Give each hazard of one text to the row that differs least from it, equals first, then in order."""
        left = dict(enumerate(hazards))
        if len(rows) * len(hazards) > COMPARED:
            pairs = [(0, 0, False, place, n) for place, n in zip(rows, left, strict=False)]
        else:
            differing = [place for place in rows if not self._equal(place, rows[place], left)]
            pairs = sorted(
                (*self._distances(rows[place], old), bool(protected(old)), place, n)
                for place in differing
                for n, old in left.items()
            )
        for *_, place, n in pairs:
            if place not in self.settled and n in left:
                self._take(place, left.pop(n).id, "fingerprint")

    def _equal(self, place: Place, fact: Fact, left: dict[int, Hazard]) -> bool:
        found = next((n for n, old in left.items() if not self._distances(fact, old)[1]), None)
        return found is not None and self._take(place, left.pop(found).id, "fingerprint")

    def _distances(self, fact: Fact, old: Hazard) -> tuple[int, int]:
        """How many facts the row would change; and how many if what it leaves unsaid counted as said."""
        told = self.beside(fact, old)
        return len(changes(old, fact, told)), len(changes(old, fact, told, strict=True))

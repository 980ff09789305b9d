"""Where the numbers of the enforcement system's papers stand: kept by number, and read again where hazards changed."""

from collections.abc import Iterable, Iterator
from datetime import date
from threading import Lock
from typing import Final

from sqlalchemy import Connection, Engine

from riskmap.domain.county import County
from riskmap.domain.hazard import Hazard
from riskmap.domain.paper_numbers import KINDS, Use, key_of, number_of, shared
from riskmap.domain.papers import rules
from riskmap.store import events, papers, rows
from riskmap.store import hazards as hazard_store
from riskmap.store.engine import reading
from riskmap.store.shapes import as_date

WHOLE: Final = frozenset({events.LEDGER, events.BATCH})  # after these everything is read again
NOTHING: Final = (0, events.GENESIS)
OF_HAZARD: Final = ("id", "enterprise_id", "enterprise_name", "inspection_id", "voided")
OF_PAPER: Final = ("hazard_id", "kind", "reference", "sha256", "on")
OF_VISIT: Final = ("id", "enterprise_id", "enterprise_name", "on", "record_no")


class PaperNumbers:
    """Every number of one county with its uses, as of the last event; safe to share between threads."""

    def __init__(self, engine: Engine, county: County) -> None:
        self._engine, self._county, self._lock = engine, county, Lock()
        self._head = NOTHING  # number and hash of the event up to which it was read
        self._owned: dict[str, tuple[str, ...]] = {}  # hazard, visit or office paper → keys of its numbers
        self._uses: dict[str, dict[str, tuple[Use, ...]]] = {}  # key → owner → uses
        self._shared: set[str] = set()

    def uses(self, number: str) -> list[Use]:
        """Where a number stands, however it was written; hazards that are void do not count."""
        self._renew()
        return [use for own in self._uses.get(key_of(number), {}).values() for use in own]

    def shared(self) -> list[list[Use]]:
        """The uses of each number that stands for different visits, in the order of the numbers."""
        self._renew()
        return [[use for own in self._uses[key].values() for use in own] for key in sorted(self._shared)]

    def _renew(self) -> None:
        with self._lock, reading(self._engine) as connection:
            code, (after, known) = self._county.code, self._head
            latest = events.last(connection, code)
            if latest == self._head:
                return
            if not events.holds(connection, code, after, known):  # a backup was restored meanwhile
                after = 0
            where = "county_code = ? AND seq > ?"
            kinds = {row[0] for row in rows.select(connection, "event", ("entity",), where, (code, after))}
            if not after or kinds & WHOLE:
                self._owned, self._uses, self._shared, after = {}, {}, set(), 0
            self._read(connection, after)
            self._head = latest

    def _read(self, connection: Connection, after: int) -> None:
        """Put what changed since an event in the place of what stood there."""
        told = dict.fromkeys(self._changed(connection, "hazard", after), ())
        told |= dict.fromkeys(self._changed(connection, "inspection", after), ())
        found: dict[str, list[Use]] = {one: [] for one in told}
        for owner, use in self._found(connection, after):
            found.setdefault(owner, []).append(use)
        touched = set()
        for owner, uses in found.items():
            keys = tuple(dict.fromkeys(key_of(use.number) for use in uses))
            for key in self._owned.pop(owner, ()):
                self._uses[key].pop(owner)
                touched.add(key)
            if keys:
                self._owned[owner] = keys
            for key in keys:
                own = tuple(dict.fromkeys(use for use in uses if key_of(use.number) == key))
                self._uses.setdefault(key, {})[owner] = own
                touched.add(key)
        for key in touched:
            uses = [use for own in self._uses[key].values() for use in own]
            (self._shared.add if shared(uses) else self._shared.discard)(key)

    def _changed(self, connection: Connection, table: str, after: int) -> list[str]:
        where = "county_code = ? AND last_event > ?"
        found = rows.select(connection, table, ("id",), where, (self._county.code, after)) if after else []
        return [str(row[0]) for row in found]

    def _found(self, connection: Connection, after: int) -> Iterator[tuple[str, Use]]:
        yield from self._of_hazards(connection, after)
        where, values = "county_code = ? AND last_event > ? AND record_no <> ''", (self._county.code, after)
        for visit, firm, name, on, number in rows.select(connection, "inspection", OF_VISIT, where, values):
            if key_of(number):
                yield visit, Use(number, firm or name, visit, as_date(on), "")
        yield from self._of_papers(connection, after)

    def _of_hazards(self, connection: Connection, after: int) -> Iterator[tuple[str, Use]]:
        code, changed = self._county.code, "county_code = ? AND last_event > ?"
        about = {row[0]: row[1:] for row in rows.select(connection, "hazard", OF_HAZARD, changed, (code, after))}
        ours = f"(SELECT id FROM hazard WHERE {changed})"  # noqa: S608
        where = f"county_code = ? AND {rows.among('kind', KINDS)} AND hazard_id IN {ours}"
        for hazard, _, reference, file, on in rows.select(
            connection, "evidence", OF_PAPER, where, (code, *KINDS, code, after)
        ):
            number = number_of(reference, filed=file is not None)
            firm, name, visit, void = about[hazard]
            if key_of(number) and void is None:
                yield hazard, Use(number, firm or name, visit or "", as_date(on), hazard)

    def _of_papers(self, connection: Connection, after: int) -> Iterator[tuple[str, Use]]:
        """Office papers that bear the number of the enforcement system, over each of their hazards."""
        where = "last_event > ?"
        for paper in papers.papers(connection, self._county.code, where, (after,)):
            if rules()[paper.kind].enforcement and key_of(paper.number):
                known = hazard_store.load(connection, self._county.code, paper.hazards)
                yield from ((paper.id, _of(one, paper.number, paper.issued)) for one in known.values())


def _of(hazard: Hazard, number: str, on: date | None) -> Use:
    firm, visit = hazard.enterprise_id or hazard.enterprise_name, hazard.inspection_id or ""
    return Use(number, firm, visit, on, hazard.id)


def hazards_of(found: Iterable[Iterable[Use]]) -> frozenset[str]:
    """The hazards that the uses speak of."""
    return frozenset(use.hazard for uses in found for use in uses if use.hazard)

"""Is the ledger what its events say? The chain is recomputed, every row is replayed from its events."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import Any, Final

from sqlalchemy import Connection

from riskmap.domain.hazard import Hazard
from riskmap.domain.lifecycle import apply
from riskmap.ledger import assessing, keeping, profiles, verifying_rounds, verifying_rows
from riskmap.ledger.journal import SERIES
from riskmap.ledger.meetings import KINDS
from riskmap.store import events, heads, meetings, papers, people, register, rows, saved_views, tips, tokens
from riskmap.store import hazards as hazard_store
from riskmap.store.events import StoredEvent, event_of
from riskmap.store.heads import Head

SHOWN: Final = 20  # of each fault, so that one broken chain does not fill the screen


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What was looked at and what does not hold; `problems` are sentences for the person who keeps the ledger.

    `head`: the end of the chain, to be kept outside; whoever has it can tell later that nothing before it was cut off.
    """

    events: int
    hazards: int
    enterprises: int
    inspections: int
    problems: tuple[str, ...]
    head: Head

    @property
    def ok(self) -> bool:
        """Whether everything holds."""
        return not self.problems


def shortened(problems: list[str]) -> list[str]:
    """The first problems of a kind, and how many more there are."""
    more = len(problems) - SHOWN
    return problems if more <= 0 else [*problems[:SHOWN], f"… and {more} more"]


class Verifier:
    """Looks at one county in one transaction; `expected` is the hash of a head that was kept outside."""

    def __init__(self, connection: Connection, county: str, expected: str = "") -> None:
        self.connection, self.county, self.expected = connection, county, expected
        self.problems: list[str] = []
        self.head = Head(0, events.GENESIS)
        self.numbers: Counter[int] = Counter()  # hazard numbers that the events gave, by year
        self.removed_at = 0  # number of the last removal of the demo
        self.undone: set[str] = set()  # files that were undone: what they brought is gone

    def run(self) -> VerifyReport:
        """Recompute everything."""
        count = self._chain()
        self._end()
        hazards = self._hazards()
        enterprises = self._latest(events.ENTERPRISE, register.enterprises(self.connection, self.county))
        visits = self._latest(events.INSPECTION, {v.id: v for v in register.inspections(self.connection, self.county)})
        self._marks()
        self._counters()
        self._batches()
        self.problems += profiles.problems(self.connection, self.county)
        self._office()
        self.problems += assessing.problems(self.connection, self.county, self._gone)
        self.problems += keeping.problems(self.connection, self.county)
        self.problems += verifying_rounds.problems(self.connection, self.county, self.removed_at)
        return VerifyReport(count, hazards, enterprises, visits, tuple(shortened(self.problems)), self.head)

    def chain(self) -> VerifyReport:
        """Recompute the chain alone, without the rows that follow from it."""
        count = self._chain()
        self._end()
        return VerifyReport(count, 0, 0, 0, tuple(shortened(self.problems)), self.head)

    def _chain(self) -> int:
        """Numbers without gaps, each hash over the one before it."""
        number, previous = self.head
        outside = self.expected in ("", events.GENESIS)
        for event in events.read(self.connection, self.county):
            number += 1
            if event.seq != number:
                self.problems.append(f"event {number} is missing: event {event.seq} follows {number - 1}")
                number = event.seq
            if event.prev_hash != previous:
                self.problems.append(f"event {event.seq} does not follow the event before it")
            if event.hash != events.digest(event):
                self.problems.append(f"event {event.seq} was changed after it was written")
            previous = event.hash
            outside = outside or previous == self.expected
            if event.action == "demo_removed":
                self.removed_at = event.seq
            elif event.action == events.UNDONE:
                self.undone.add(event.entity_id)
        self.head = Head(number, previous)
        if not outside:
            self.problems.append(
                f"no event bears the hash {self.expected}: the chain was cut off or rewritten before it"
            )
        return number

    def _end(self) -> None:
        """The chain ends where its head says; the head moves with the last event of every transaction."""
        kept = heads.kept(self.connection, self.county)
        if kept.seq > self.head.seq:
            gone = f"events {self.head.seq + 1} to {kept.seq} are gone"
            self.problems.append(f"the chain ends at event {self.head.seq}, its head says {kept.seq}: {gone}")
        elif kept.seq < self.head.seq:
            self.problems.append(f"the chain goes on after event {kept.seq}, where its head says that it ends")
        elif kept != self.head:
            self.problems.append(f"event {kept.seq} is not the one that was written last")

    def _marks(self) -> None:
        """Every row names the last event about it."""
        last = "(SELECT max(seq) FROM event WHERE county_code = ? AND entity = ? AND entity_id = r.id)"
        for table, name in (("hazard", "hazard_no"), ("enterprise", "id"), ("inspection", "id")):
            statement = f"SELECT r.{name}, r.last_event, {last} FROM {table} AS r WHERE r.county_code = ?"  # noqa: S608
            statement = statement.replace("?", rows.mark(self.connection))
            for row, named, found in self.connection.exec_driver_sql(statement, (self.county, table, self.county)):
                if found is not None and named != found:
                    self.problems.append(f"{table} {row} names event {named} as its last, the chain has {found}")

    def _counters(self) -> None:
        """Every number that was given stands in an event."""
        where = "county_code = ? AND name = ?"
        given = dict(rows.select(self.connection, "counter", ("year", "value"), where, (self.county, SERIES)))
        for year in sorted(given.keys() | self.numbers.keys() - {0}):
            if self.numbers[year] != given.get(year, 0):
                told = f"{given.get(year, 0)} numbers of {year} were given, the events know {self.numbers[year]}"
                self.problems.append(f"{told}: registrations are gone or were added")

    def _batches(self) -> None:
        """Every imported file has its event, and the other way round."""
        where, values = "county_code = ? AND entity = ?", (self.county, events.BATCH)
        told = {row[0] for row in rows.select(self.connection, "event", ("entity_id",), where, values)}
        stored = {
            row[0] for row in rows.select(self.connection, "import_batch", ("id",), "county_code = ?", (self.county,))
        }
        self.problems += [f"imported file {one} has no event" for one in sorted(stored - told)]
        self.problems += [f"imported file {one} of an event is missing" for one in sorted(told - stored)]

    def _hazards(self) -> int:
        """Every stored hazard equals the replay of its events, and every one that should stand does."""
        stored = hazard_store.load_where(self.connection, self.county)
        replayed = self._replayed()
        count = 0
        ours, theirs = next(stored, None), next(replayed, None)
        while ours is not None or theirs is not None:
            if theirs is None or (ours is not None and ours.id < theirs[0]):
                assert ours is not None
                self.problems.append(f"hazard {ours.hazard_no} has no events")
                count, ours = count + 1, next(stored, None)
            elif ours is None or theirs[0] < ours.id:
                self.problems.append(f"hazard {_name(theirs)} of event {theirs[2]} is missing")
                theirs = next(replayed, None)
            else:
                self._compare(ours, theirs[1], theirs[2])
                count, ours, theirs = count + 1, next(stored, None), next(replayed, None)
        return count

    def _replayed(self) -> Iterator[tuple[str, Hazard | None, int]]:
        """(id, replayed hazard or None where that fails, number of the last event), in order of id."""
        condition, values = "county_code = ? AND entity = ?", (self.county, events.HAZARD)
        found = rows.stream(self.connection, "event", events.NAMES, condition, values, "entity_id, seq")
        for hazard_id, own in groupby(map(StoredEvent._make, found), attrgetter("entity_id")):
            story = list(own)
            hazard = self._replay(story)
            self.numbers[_year(hazard)] += 1
            if hazard is not None and hazard.demo and story[0].seq < self.removed_at:
                continue
            if hazard is not None and hazard.batch_id in self.undone:
                continue
            yield hazard_id, hazard, story[-1].seq

    def _replay(self, story: list[StoredEvent]) -> Hazard | None:
        hazard: Hazard | None = None
        for stored in story:
            try:
                hazard = apply(hazard, event_of(stored))
            except (ValueError, KeyError, TypeError) as error:
                self.problems.append(f"event {stored.seq} cannot be replayed: {type(error).__name__}: {error}")
                return None
        return hazard

    def _compare(self, stored: Hazard, replayed: Hazard | None, number: int) -> None:
        if replayed is None or stored == replayed:
            return
        names = [name for name in stored.__slots__ if getattr(stored, name) != getattr(replayed, name)]
        self.problems.append(
            f"hazard {stored.hazard_no} does not say what its events say (up to event {number}): {', '.join(names)}"
        )

    def _latest(self, entity: str, stored: dict[str, Any]) -> int:
        """Enterprises and visits; `_marks` looks at the events they name."""
        self.problems += verifying_rows.problems(self.connection, self.county, entity, stored, gone=self._gone)
        return len(stored)

    def _office(self) -> None:
        """Papers, meetings, decisions, annotations, persons, tokens, saved views, reports received (words unread)."""
        look = partial(verifying_rows.problems, self.connection, self.county)
        drafted = {paper.id: paper for paper in papers.papers(self.connection, self.county)}
        marks = papers.marks(self.connection, self.county)
        self.problems += look(events.PAPER, drafted, marks=marks, gone=self._gone)
        for kind, entity in KINDS.items():
            held = {meetings.key(one): one for one in meetings.all_of(self.connection, self.county, kind)}
            marks = meetings.marks(self.connection, self.county, kind)
            self.problems += look(entity, held, marks=marks, gone=self._gone)
        known = {person.id: person for person in people.people(self.connection, self.county)}
        marks = people.marks(self.connection, self.county)
        self.problems += look(events.PERSON, known, marks=marks, told=people.told, named=attrgetter("login"))
        given = {token.id: token for token in tokens.tokens(self.connection, self.county)}
        marks = tokens.marks(self.connection, self.county)
        self.problems += look(events.TOKEN, given, marks=marks, told=tokens.told, named=attrgetter("name"))
        views = {view.id: view for view in saved_views.views(self.connection, self.county)}
        marks = saved_views.marks(self.connection, self.county)
        self.problems += look(events.VIEW, views, marks=marks, gone=self._gone)
        sealed = {kept.tip.number: kept for kept in tips.kept(self.connection, self.county)}
        marks = {number: kept.seq for number, kept in sealed.items()}
        told = partial(tips.told_of, later=tips.resealings(self.connection, self.county))
        self.problems += look(events.TIP, sealed, marks=marks, told=told, gone=self._gone)

    def _gone(self, facts: Mapping[str, Any], seq: int) -> bool:
        """Whether a row went with the demo, with the file that brought it, or by its last event."""
        with_demo = bool(facts.get("demo")) and seq < self.removed_at
        return with_demo or bool(facts.get("removed")) or facts.get("batch_id") in self.undone


def _year(hazard: Hazard | None) -> int:
    """The year of a permanent number such as FX-2026-000123; 0 without one."""
    year = hazard.hazard_no.rsplit("-", 2)[1:2] if hazard is not None else []
    return int(year[0]) if year and year[0].isdigit() else 0


def _name(told: tuple[str, Hazard | None, int]) -> str:
    return told[1].hazard_no if told[1] is not None else told[0]

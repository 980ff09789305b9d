"""Is the ledger what its events say? The chain is recomputed, every row is replayed from its events."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any, Final

from sqlalchemy import Connection

from riskmap.domain import codec
from riskmap.domain.hazard import Hazard
from riskmap.domain.lifecycle import Event, apply
from riskmap.ledger import verifying_rounds
from riskmap.store import events, register, rows
from riskmap.store import hazards as hazard_store
from riskmap.store.events import StoredEvent
from riskmap.store.shapes import loads

SHOWN: Final = 20  # of each fault, so that one broken chain does not fill the screen


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What was looked at and what does not hold; `problems` are sentences for the person who keeps the ledger."""

    events: int
    hazards: int
    enterprises: int
    inspections: int
    problems: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether everything holds."""
        return not self.problems


class Verifier:
    """Looks at one county in one transaction."""

    def __init__(self, connection: Connection, county: str) -> None:
        self.connection, self.county = connection, county
        self.problems: list[str] = []
        self.removed_at = 0  # number of the last removal of the demo

    def run(self) -> VerifyReport:
        """Recompute everything."""
        count, hazards = self._chain(), self._hazards()
        firms = self._latest("enterprise", register.enterprises(self.connection, self.county))
        visits = self._latest("inspection", {v.id: v for v in register.inspections(self.connection, self.county)})
        self.problems += verifying_rounds.problems(self.connection, self.county, self.removed_at)
        return VerifyReport(count, hazards, firms, visits, tuple(self._shortened()))

    def _shortened(self) -> list[str]:
        more = len(self.problems) - SHOWN
        return self.problems if more <= 0 else [*self.problems[:SHOWN], f"… and {more} more"]

    def _chain(self) -> int:
        """Numbers without gaps, each hash over the one before it."""
        number, previous = 0, events.GENESIS
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
            if event.action == "demo_removed":
                self.removed_at = event.seq
        return number

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
            if hazard is not None and hazard.demo and story[0].seq < self.removed_at:
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
        """Enterprises and visits: the last event holds the whole row."""
        told: dict[str, tuple[int, Any]] = {}
        for event in events.read(self.connection, self.county, "entity = ?", (entity,)):
            told[event.entity_id] = (event.seq, loads(event.payload))
        for row_id, row in stored.items():
            if row_id not in told:
                self.problems.append(f"{entity} {row_id} has no events")
            elif codec.to_json(row) != told[row_id][1]:
                self.problems.append(f"{entity} {row_id} does not say what event {told[row_id][0]} says")
        for row_id in told.keys() - stored.keys():
            number, facts = told[row_id]
            if not (facts.get("demo") and number < self.removed_at):
                self.problems.append(f"{entity} {row_id} of event {number} is missing")
        return len(stored)


def event_of(stored: StoredEvent) -> Event:
    """A stored event as the domain replays it."""
    return Event(
        action=stored.action,
        on=date.fromisoformat(stored.on_date),
        data=loads(stored.payload),
        actor=stored.actor_name,
        on_behalf_of=stored.on_behalf_of,
    )


def _name(told: tuple[str, Hazard | None, int]) -> str:
    return told[1].hazard_no if told[1] is not None else told[0]

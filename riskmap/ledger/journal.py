"""One transaction of the ledger: who writes, when, and the events it leaves."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import uuid_utils
from sqlalchemy import Connection, Engine

from riskmap.domain.county import County
from riskmap.ledger.batch import Actor
from riskmap.ledger.errors import Refused
from riskmap.store import events, heads, people, register, rows
from riskmap.store.engine import writing
from riskmap.store.events import Draft, Signature
from riskmap.store.shapes import dumps

SERIES: Final = "hazard"


def new_id() -> str:
    """A time-ordered id (UUID 7)."""
    return str(uuid_utils.uuid7())


def draft(action: str, entity: str, entity_id: str, on: date | None, payload: Mapping[str, Any], actor: Actor) -> Draft:
    """An event about one row; `on` is the day of the fact. What a deputy does names whose role it was."""
    if actor.deputy_of:
        payload = {**payload, events.DEPUTY: actor.deputy_of}
    return Draft(action, entity, entity_id, on.isoformat() if on else "", dumps(payload), actor.on_behalf_of)


@dataclass(frozen=True, slots=True)
class Journal:
    """An open transaction that is alone in writing."""

    connection: Connection
    county: County
    actor: Actor
    at: str  # moment of writing, UTC

    @property
    def signature(self) -> Signature:
        """Who writes the events of this transaction, and when."""
        return Signature(self.at, self.actor.id, self.actor.name, self.actor.role)

    @property
    def entered(self) -> str:
        """The day of entry in the county."""
        return datetime.fromisoformat(self.at).astimezone(ZoneInfo(self.county.time_zone)).date().isoformat()

    @property
    def demo(self) -> bool:
        """Whether the demo stands: then what is entered by hand belongs to it, and goes with it."""
        return any(
            rows.select(self.connection, table, ("id",), "county_code = ? AND demo", (self.county.code,), "id LIMIT 1")
            for table in ("hazard", "enterprise")
        )

    def write(self, drafts: Iterable[Draft]) -> tuple[int, int]:
        """Append events; numbers of the first and of the last."""
        return events.append(self.connection, self.county.code, drafts, self.signature)

    def note(self, action: str, entity: str, entity_id: str, on: date | None, payload: Mapping[str, Any]) -> int:
        """Append one event; its number."""
        return self.write([draft(action, entity, entity_id, on, payload, self.actor)])[0]


@contextmanager
def journal(engine: Engine, county: County, actor: Actor) -> Iterator[Journal]:
    """Begin a transaction of the ledger; it is committed at the end and undone on any error.

    Raises Refused on a chain that was cut off or written to past this door: nothing is put on top of it.
    """
    with writing(engine) as connection:
        try:
            head = heads.check(connection, county.code)
        except heads.BrokenChainError as error:
            raise Refused(("chain:broken",)) from error
        if actor.deputy_of:
            actor = replace(actor, deputy_of=name_of(connection, county, actor.deputy_of))
        yield Journal(connection, county, actor, register.now(connection))
        heads.seal(connection, county.code, head)


def name_of(connection: Connection, county: County, login: str) -> str:
    """The name of the person with a login; the login itself where there is none."""
    found = people.people(connection, county.code, "login = ?", (login,))
    return found[0].name if found else login


class Numbers:
    """Permanent numbers of hazards by the year they were found in: FX-2026-000123."""

    def __init__(self, prefix: str, last: Mapping[int, int]) -> None:
        self._prefix, self.last = prefix, last
        self.given: Counter[int] = Counter()

    def next(self, found: date) -> str:
        """The next number for a hazard found on this day."""
        year = found.year
        self.given[year] += 1
        return f"{self._prefix}-{year:04d}-{self.last.get(year, 0) + self.given[year]:06d}"


@contextmanager
def numbers(book: Journal) -> Iterator[Numbers]:
    """Numbers to give within the block; what was given is kept at its end, so that none is given twice."""
    county = book.county
    series = Numbers(county.prefix, register.last_numbers(book.connection, county.code, SERIES))
    yield series
    for year, count in sorted(series.given.items()):
        register.next_numbers(book.connection, county.code, SERIES, year, count)

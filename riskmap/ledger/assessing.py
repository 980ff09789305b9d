"""Schemes of the yearly assessment through the one door: judged, versioned, each version whole in the chain."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Engine

from riskmap.domain.assessment import Scheme, Unit, faults
from riskmap.domain.codec import from_json, to_json
from riskmap.domain.county import County
from riskmap.domain.people import Grant
from riskmap.domain.roles import OFFICE, Role
from riskmap.ledger import permission, verifying_rows
from riskmap.ledger.batch import Actor
from riskmap.ledger.desk import Desk
from riskmap.ledger.errors import PartsRefused, Refused, Stale
from riskmap.ledger.journal import journal
from riskmap.store import assessment as store
from riskmap.store import events
from riskmap.store.engine import reading
from riskmap.store.shapes import loads

ABOVE: Final = OFFICE | {Role.LEADER}  # who reads the sheets of others


class AssessmentDesk(Desk):
    """The part of the door that schemes pass through; `ledger.commands.Ledger` is one."""

    def save_scheme(self, told: Scheme, actor: Actor, seen_version: int, on: date) -> Scheme:
        """Keep a scheme as the newest version of its year and kind of unit; what it says of its version is ignored.

        Raises Refused (role, no_change), PartsRefused with what assessment.faults tells, Stale.
        """
        actor = permission.permit(actor, OFFICE)
        if wrong := faults(told):
            raise PartsRefused(wrong)
        with journal(self.engine, self.county, actor) as book:
            before = store.schemes(book.connection, self.county.code).get(told.id)
            version = before.version if before else 0
            if version != seen_version:
                raise Stale(version)
            after = replace(told, version=version + 1, demo=book.demo, sample=False)
            if before and replace(before, version=after.version, demo=after.demo) == after:
                raise Refused(("no_change",))
            seq = book.note("scheme_saved", events.SCHEME, after.id, on, to_json(after))
            store.write(book.connection, self.county.code, after, seq)
            return after


def seen(county: County, grants: Iterable[Grant], unit: Unit) -> tuple[str, ...]:
    """The units of a kind whose sheets these roles see, in the county's order; all of them for office and leaders.

    A township or a department sees its own where the county says so; whoever holds a part of the county, that part.
    """
    every = units(county, unit)
    codes: set[str] = set()
    own = {Unit.TOWNSHIP: Role.TOWNSHIP, Unit.DEPARTMENT: Role.DEPARTMENT}[unit]
    for grant in grants:
        above = grant.role in ABOVE
        if above and grant.scope.whole:
            return every
        if above or (county.own_sheet and grant.role is own):
            codes.update(grant.scope.townships if unit is Unit.TOWNSHIP else grant.scope.departments)
    return tuple(code for code in every if code in codes)


def units(county: County, unit: Unit) -> tuple[str, ...]:
    """Every unit of a kind, in the county's order."""
    if unit is Unit.DEPARTMENT:
        return tuple(county.departments.codes)
    return tuple(region.code for region in county.regions.townships)


class Version(NamedTuple):
    """A scheme as it was saved: when (UTC) and by whom."""

    scheme: Scheme
    at: str
    actor: str


def schemes(engine: Engine, county: County) -> dict[str, Scheme]:
    """The newest version of every scheme that the office saved, by id."""
    with reading(engine) as connection:
        return store.schemes(connection, county.code)


def of(engine: Engine, county: County, year: int, unit: Unit) -> Scheme | None:
    """The scheme of a year and a kind of unit, the shipped sample (version 0) where the office saved none; or None."""
    saved = schemes(engine, county).get(f"{year}-{unit}")
    return saved or next((replace(one, year=year) for one in county.schemes if one.unit is unit), None)


def versions(engine: Engine, county: County, scheme_id: str) -> list[Version]:
    """Every version of a scheme, newest first, as the chain holds them."""
    with reading(engine) as connection:
        told = events.read(connection, county.code, "entity = ? AND entity_id = ?", (events.SCHEME, scheme_id))
        found = [Version(from_json(Scheme, loads(one.payload)), one.at, one.actor_name) for one in told]
    return found[::-1]


def problems(connection: Connection, county: str, gone: Callable[[Mapping[str, Any], int], bool]) -> Iterator[str]:
    """What stored schemes say that their last events do not; `gone`: whether what an event told left with the demo."""
    kept, marks = store.schemes(connection, county), store.marks(connection, county)
    return verifying_rows.problems(connection, county, events.SCHEME, kept, marks=marks, gone=gone)

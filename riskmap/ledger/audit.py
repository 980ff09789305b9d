"""The chain of events for who audits it: filtered, in pages, proved, its heads by day; what each changed, masked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine

from riskmap.domain.county import County
from riskmap.domain.masking import hidden_numbers
from riskmap.domain.roles import RIGHTS, Right
from riskmap.ledger import audited, permission
from riskmap.ledger.batch import Actor, Export
from riskmap.ledger.errors import Refused
from riskmap.ledger.journal import journal, new_id
from riskmap.ledger.verifying import Verifier, VerifyReport
from riskmap.store import events, people, rows
from riskmap.store.engine import reading
from riskmap.store.heads import Head
from riskmap.store.shapes import loads

NAMES: Final = (
    "seq", "at", "actor", "actor_name", "role", "on_behalf_of", "action", "entity", "entity_id", "on_date", "prev_hash",
    "hash", "payload",
)  # fmt: skip
TELLS: Final = {  # kind → what is told of its payload; of a hazard what changed (ledger.audited)
    events.PERSON: ("login", "name", "active"),
    events.TOKEN: ("name",),
    events.WALL: ("name",),
    events.EXPORT: ("what", "form", "purpose", "count", "masked"),
    events.NOTICE: ("channel", "kind", "counts", "detail"),
    events.BATCH: ("counts", "sha256"),
}
DAYS: Final = 14


@dataclass(frozen=True, slots=True)
class Asked:
    """Which events: id of who acted, action, number of a hazard, first and last day; "" and None = all."""

    actor: str = ""
    action: str = ""
    number: str = ""
    first: date | None = None
    last: date | None = None


class Line(NamedTuple):
    """One event. `at` in the county's zone; `number`: of a hazard; `told`: as TELLS says, and grants or `changes`."""

    seq: int
    at: datetime
    actor: str
    name: str
    role: str
    behalf: str
    action: str
    entity: str
    entity_id: str
    on: str
    previous: str
    hash: str
    number: str
    told: Mapping[str, Any]
    deputy_of: str  # name of the person with whose role it was done (AB角)


class Choices(NamedTuple):
    """What can be asked: who acted (id → name as last written), and the actions."""

    actors: dict[str, str]
    actions: tuple[str, ...]


def count(engine: Engine, county: County, asked: Asked) -> int:
    """How many events."""
    with reading(engine) as connection:
        where, values = _where(connection, county, asked)
        statement = f"SELECT count(*) FROM event WHERE {where}".replace("?", rows.mark(connection))  # noqa: S608
        return int(connection.exec_driver_sql(statement, values).scalar_one())


def lines(engine: Engine, county: County, asked: Asked, *, skip: int = 0, most: int | None = None) -> Iterator[Line]:
    """Events, latest first, from the one after `skip` on."""
    with reading(engine) as connection:
        where, values = _where(connection, county, asked)
        order = "seq DESC" + (f" LIMIT {int(most)} OFFSET {int(skip)}" if most is not None else "")
        found = rows.select(connection, "event", NAMES, where, values, order)
        hazards = {row[8] for row in found if row[7] == events.HAZARD}
        numbers: dict[str, str] = {}
        for piece in rows.chunks(sorted(hazards)):
            where = f"county_code = ? AND {rows.among('id', piece)}"
            numbers |= dict(rows.select(connection, "hazard", ("id", "hazard_no"), where, (county.code, *piece)))
    zone = ZoneInfo(county.time_zone)
    for row in found:
        told = _told(row[7], row[6], row[12])
        at = datetime.fromisoformat(row[1]).astimezone(zone)
        behalf = hidden_numbers(row[5])
        own = (row[0], at, *row[2:5], behalf, *row[6:12], numbers.get(row[8], ""), told, events.deputy_of(row[12]))
        yield Line._make(own)


def choices(engine: Engine, county: County) -> Choices:
    """Everybody who acted, and every action."""
    with reading(engine) as connection:
        mark = rows.mark(connection)
        who = f"SELECT actor, max(actor_name) FROM event WHERE county_code = {mark} GROUP BY actor ORDER BY 2, 1"  # noqa: S608
        what = f"SELECT DISTINCT action FROM event WHERE county_code = {mark} ORDER BY 1"  # noqa: S608
        actors = {row[0]: row[1] for row in connection.exec_driver_sql(who, (county.code,))}
        return Choices(actors, tuple(row[0] for row in connection.exec_driver_sql(what, (county.code,))))


def chain(engine: Engine, county: County) -> VerifyReport:
    """The chain recomputed from its first event; rows are looked at by maintain.verify alone."""
    with reading(engine) as connection:
        return Verifier(connection, county.code).chain()


def heads_of_days(engine: Engine, county: County, day: date, days: int = DAYS) -> list[tuple[date, Head]]:
    """The head that the chain had at the end of each of the days up to `day` on which it grew, latest first."""
    zone = ZoneInfo(county.time_zone)
    since = _moment(day - timedelta(days=days - 1), zone)
    statement = (
        "SELECT substr(at, 1, 16), max(seq) FROM event WHERE county_code = ? AND at >= ? GROUP BY 1"  # by minute
    )
    with reading(engine) as connection:
        last: dict[date, int] = {}
        found = connection.exec_driver_sql(statement.replace("?", rows.mark(connection)), (county.code, since))
        for minute, seq in found:
            on = datetime.fromisoformat(minute).replace(tzinfo=UTC).astimezone(zone).date()
            last[on] = max(last.get(on, 0), int(seq))
        where = f"county_code = ? AND {rows.among('seq', [str(one) for one in last.values()])}" if last else ""
        values = (county.code, *last.values())
        hashes = dict(rows.select(connection, "event", ("seq", "hash"), where, values)) if last else {}
    return [(on, Head(seq, hashes[seq])) for on, seq in sorted(last.items(), reverse=True)]


def record_export(engine: Engine, county: County, export: Export, actor: Actor) -> int:
    """Note that events leave the program, and what for; number of the event.

    Raises Refused for who may not audit, and missing:purpose.
    """
    actor = permission.permit(actor, RIGHTS[Right.AUDIT])
    if codes := export.faults():
        raise Refused(codes)
    with journal(engine, county, actor) as book:
        return book.note("export", events.EXPORT, new_id(), export.as_of, export.told())


def _where(connection: Connection, county: County, asked: Asked) -> tuple[str, tuple[Any, ...]]:
    zone = ZoneInfo(county.time_zone)
    parts: list[tuple[str, tuple[Any, ...]]] = [("county_code = ?", (county.code,))]
    if asked.actor:
        parts.append(("actor = ?", (asked.actor,)))
    if asked.action:
        parts.append(("action = ?", (asked.action,)))
    if asked.number:
        where, values = "county_code = ? AND hazard_no = ?", (county.code, asked.number)
        known = rows.select(connection, "hazard", ("id",), where, values)
        parts.append(("entity = ? AND entity_id = ?", (events.HAZARD, known[0][0] if known else asked.number)))
    if asked.first:
        parts.append(("at >= ?", (_moment(asked.first, zone),)))
    if asked.last:
        parts.append(("at < ?", (_moment(asked.last + timedelta(days=1), zone),)))
    return " AND ".join(part for part, _ in parts), tuple(value for _, own in parts for value in own)


def _moment(day: date, zone: ZoneInfo) -> str:
    """The beginning of a day in the county, as events write moments."""
    return datetime.combine(day, time(), zone).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _told(entity: str, action: str, payload: str) -> Mapping[str, Any]:
    if entity == events.HAZARD:
        return {"changes": audited.changes(action, loads(payload))}
    if entity not in TELLS:
        return {}
    facts: dict[str, Any] = loads(payload)
    told = {name: facts[name] for name in TELLS[entity] if name in facts}
    if told.get("purpose"):
        told["purpose"] = hidden_numbers(told["purpose"])
    held = facts.get("grants", ()) if entity == events.PERSON else [facts["holds"]] if entity == events.TOKEN else ()
    return told | ({"grants": tuple(people.grant_of(one) for one in held)} if held else {})

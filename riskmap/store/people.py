"""The stored persons, their passwords and their sessions."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection

from riskmap.domain.codec import from_json, to_json
from riskmap.domain.people import Grant, Person, Scope
from riskmap.store import rows, schema_people
from riskmap.store.shapes import dumps, loads

NAMES: Final = ("id", "login", "name", "post", "grants", "active", "must_change", "version")


class Credential(NamedTuple):
    """How a person proves to be the one: the hash of a password, failures since the last success, lock until (UTC)."""

    password: str
    failures: int
    locked_until: str


class Session(NamedTuple):
    """One sign-in; moments in UTC, `ended` "" while it stands."""

    person_id: str
    started: str
    seen: str
    until: str
    ended: str


class Standing(NamedTuple):
    """How a person comes in; moments in UTC, "" = never signed in, not locked."""

    last: str
    locked_until: str


def told(person: Person) -> dict[str, Any]:
    """A person as plain values: what an event says."""
    grants = [told_grant(grant) for grant in person.grants]
    return {
        "login": person.login, "name": person.name, "post": person.post, "grants": grants, "active": person.active,
        "must_change": person.must_change, "version": person.version,
    }  # fmt: skip


def of(person_id: str, facts: Mapping[str, Any]) -> Person:
    """The person of plain values."""
    grants = tuple(grant_of(one) for one in facts["grants"])
    return Person(**{**facts, "id": person_id, "grants": grants})


def told_grant(grant: Grant) -> dict[str, Any]:
    """A role with its scope as plain values."""
    return {**to_json(grant), "scope": to_json(grant.scope)}


def grant_of(facts: Mapping[str, Any]) -> Grant:
    """The role of plain values."""
    plain = from_json(Grant, {name: value for name, value in facts.items() if name != "scope"})
    return replace(plain, scope=from_json(Scope, facts["scope"]))


def people(connection: Connection, county: str, where: str = "", values: tuple[Any, ...] = ()) -> list[Person]:
    """Persons by login. `where` is our own SQL over the table person."""
    condition = "county_code = ?" + (f" AND {where}" if where else "")
    found = rows.select(connection, "person", NAMES, condition, (county, *values), "login")
    return [_read(row) for row in found]


def _read(row: tuple[Any, ...]) -> Person:
    facts = dict(zip(NAMES, row, strict=True))
    facts |= {"grants": loads(facts["grants"]), "active": bool(facts["active"])}
    facts["must_change"] = bool(facts["must_change"])
    return of(facts.pop("id"), facts)


def write(connection: Connection, county: str, person: Person, seq: int) -> None:
    """Put a person in the place of the one before, with the number of the event."""
    rows.execute(connection, "DELETE FROM person WHERE county_code = ? AND id = ?", (county, person.id))
    facts = told(person)
    row = [county, person.id, *(facts[name] for name in NAMES[1:]), seq]
    row[1 + NAMES.index("grants")] = dumps(facts["grants"])
    rows.insert(connection, schema_people.person, ("county_code", *NAMES, "last_event"), [row])


def marks(connection: Connection, county: str) -> dict[str, int]:
    """Number of the last event of each person."""
    found = rows.select(connection, "person", ("id", "last_event"), "county_code = ?", (county,))
    return {person: int(number) for person, number in found}


def credential(connection: Connection, county: str, person_id: str) -> Credential | None:
    """How a person proves to be the one, None without a password."""
    where = "county_code = ? AND person_id = ?"
    found = rows.select(connection, "credential", Credential._fields, where, (county, person_id))
    return Credential(*found[0]) if found else None


def set_credential(connection: Connection, county: str, person_id: str, told: Credential) -> None:
    """Put a password and its count of failures in the place of those before."""
    rows.execute(connection, "DELETE FROM credential WHERE county_code = ? AND person_id = ?", (county, person_id))
    names = ("county_code", "person_id", *Credential._fields)
    rows.insert(connection, schema_people.credential, names, [(county, person_id, *told)])


def session(connection: Connection, county: str, token: str) -> Session | None:
    """The session of a token's hash, ended or not."""
    found = rows.select(connection, "session", Session._fields, "county_code = ? AND token = ?", (county, token))
    return Session(*found[0]) if found else None


def sessions(connection: Connection, county: str, person_id: str) -> list[Session]:
    """Every session of a person, latest first."""
    where = "county_code = ? AND person_id = ?"
    found = rows.select(connection, "session", Session._fields, where, (county, person_id), "started DESC, token")
    return [Session(*row) for row in found]


def standings(connection: Connection, county: str) -> dict[str, Standing]:
    """The last sign-in and the lock of every person with a password, by id."""
    statement = (
        "SELECT c.person_id, max(s.started), max(c.locked_until) FROM credential AS c LEFT JOIN session AS s "
        "ON s.county_code = c.county_code AND s.person_id = c.person_id WHERE c.county_code = ? GROUP BY c.person_id"
    )
    found = connection.exec_driver_sql(statement.replace("?", rows.mark(connection)), (county,))
    return {person: Standing(last or "", locked or "") for person, last, locked in found}


def begin(connection: Connection, county: str, token: str, told: Session) -> None:
    """Write down a new session."""
    names = ("county_code", "token", *Session._fields)
    rows.insert(connection, schema_people.session, names, [(county, token, *told)])


def touch(connection: Connection, county: str, token: str, at: str) -> None:
    """A session was used at a moment."""
    rows.execute(connection, "UPDATE session SET seen = ? WHERE county_code = ? AND token = ?", (at, county, token))


def end(connection: Connection, county: str, at: str, *, token: str = "", person_id: str = "") -> int:
    """End one session by its token, or all of a person; how many stood."""
    column, value = ("token", token) if token else ("person_id", person_id)
    statement = f"UPDATE session SET ended = ? WHERE county_code = ? AND {column} = ? AND ended = ''"  # noqa: S608
    return rows.execute(connection, statement, (at, county, value))

"""The stored drafts of forms: one row a form and person; what was entered leaves the row with a digest as content."""

from typing import Final, NamedTuple

from sqlalchemy import Connection

from riskmap.store import rows, schema_people

OPEN: Final = "county_code = ? AND person_id = ? AND entered = '' AND content <> ''"
NAMED: Final = "%:%"  # tokens of the forms that have one draft a person: of one step, of one hazard
OWN: Final = "county_code = ? AND person_id = ? AND token = ?"


class Draft(NamedTuple):
    """A form that was begun: its token, what it says as JSON, when that was kept (UTC)."""

    token: str
    content: str
    saved: str


def latest(connection: Connection, county: str, person_id: str) -> Draft | None:
    """The draft of a visit that a person kept last; None without one."""
    where = f"{OPEN} AND token NOT LIKE ?"
    found = rows.select(connection, "draft", Draft._fields, where, (county, person_id, NAMED), "saved DESC, token DESC")
    return Draft(*found[0]) if found else None


def of(connection: Connection, county: str, person_id: str, token: str) -> Draft | None:
    """The open draft of a person under a token; None without one."""
    found = rows.select(connection, "draft", Draft._fields, f"{OPEN} AND token = ?", (county, person_id, token))
    return Draft(*found[0]) if found else None


def tokens(connection: Connection, county: str, person_id: str, head: str) -> list[str]:
    """Tokens of the open drafts of a person that begin with `head`, the one kept last first."""
    where, told = f"{OPEN} AND token LIKE ?", (county, person_id, f"{head}%")
    return [str(name) for (name,) in rows.select(connection, "draft", ("token",), where, told, "saved DESC")]


def contents(connection: Connection, county: str) -> list[str]:
    """What every open draft of the county says."""
    where = "county_code = ? AND entered = '' AND content <> ''"
    found = rows.select(connection, "draft", ("content",), where, (county,))
    return [content for (content,) in found]


def became(connection: Connection, county: str, person_id: str, token: str) -> tuple[str, str]:
    """Id of what a form became and the digest of what it said, where one was kept; ("", "") for one not entered."""
    found = rows.select(connection, "draft", ("entered", "content"), OWN, (county, person_id, token))
    return (str(found[0][0]), str(found[0][1])) if found and found[0][0] else ("", "")


def write(connection: Connection, county: str, person_id: str, told: Draft, became_id: str = "") -> bool:
    """Put a draft in the place of the one before; one that was entered stays as it is, and the answer is False."""
    if became(connection, county, person_id, told.token)[0]:
        return False
    rows.execute(connection, f"DELETE FROM draft WHERE {OWN}", (county, person_id, told.token))  # noqa: S608
    names = ("county_code", "person_id", *Draft._fields, "entered")
    rows.insert(connection, schema_people.draft, names, [(county, person_id, *told, became_id)])
    return True


def discard(connection: Connection, county: str, person_id: str, token: str) -> None:
    """Remove a draft; one that was entered stays, so that it is known for that."""
    statement = f"DELETE FROM draft WHERE {OWN} AND entered = ''"  # noqa: S608
    rows.execute(connection, statement, (county, person_id, token))

"""The stored tokens and, apart from them, the hashes of their secrets."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection

from riskmap.domain.tokens import Token
from riskmap.store import people, rows, schema_people
from riskmap.store.shapes import dumps, loads

NAMES: Final = ("id", "name", "holds", "by", "created", "revoked")


class Key(NamedTuple):
    """The secret of a token as it is kept. `once`: it opens nothing but the exchange for a device's cookie."""

    token_id: str
    digest: str
    once: bool
    used: str


def told(token: Token) -> dict[str, Any]:
    """A token as plain values: what an event says."""
    holds = people.told_grant(token.grant)
    return {
        "name": token.name, "holds": holds, "by": token.by, "created": token.created, "revoked": token.revoked,
    }  # fmt: skip


def of(token_id: str, facts: Mapping[str, Any]) -> Token:
    """The token of plain values."""
    plain = {name: facts[name] for name in ("name", "by", "created", "revoked")}
    return Token(id=token_id, grant=people.grant_of(facts["holds"]), **plain)


def tokens(connection: Connection, county: str, where: str = "", values: tuple[Any, ...] = ()) -> list[Token]:
    """Tokens, latest first. `where` is our own SQL over the table token."""
    condition = "county_code = ?" + (f" AND {where}" if where else "")
    found = rows.select(connection, "token", NAMES, condition, (county, *values), "id DESC")
    return [_read(row) for row in found]


def _read(row: tuple[Any, ...]) -> Token:
    facts = dict(zip(NAMES, row, strict=True))
    return of(facts.pop("id"), facts | {"holds": loads(facts["holds"])})


def write(connection: Connection, county: str, token: Token, seq: int) -> None:
    """Put a token in the place of the one before, with the number of the event."""
    rows.execute(connection, "DELETE FROM token WHERE county_code = ? AND id = ?", (county, token.id))
    facts = told(token) | {"id": token.id}
    row = [county, *(dumps(facts[name]) if name == "holds" else facts[name] for name in NAMES), seq]
    rows.insert(connection, schema_people.token, ("county_code", *NAMES, "last_event"), [row])


def marks(connection: Connection, county: str) -> dict[str, int]:
    """Number of the last event of each token."""
    found = rows.select(connection, "token", ("id", "last_event"), "county_code = ?", (county,))
    return {token: int(number) for token, number in found}


def key(connection: Connection, county: str, digest: str) -> Key | None:
    """The key of a digest."""
    found = rows.select(connection, "token_key", Key._fields, "county_code = ? AND digest = ?", (county, digest))
    return Key(found[0][0], found[0][1], bool(found[0][2]), found[0][3]) if found else None


def keep(connection: Connection, county: str, told: Key) -> None:
    """Put a key in the place of the token's key before."""
    rows.execute(connection, "DELETE FROM token_key WHERE county_code = ? AND token_id = ?", (county, told.token_id))
    rows.insert(connection, schema_people.token_key, ("county_code", *Key._fields), [(county, *told)])


def keys(connection: Connection, county: str) -> dict[str, tuple[str, bool]]:
    """Of each token: when it was used last, "" for never, and whether it still waits for its exchange."""
    found = rows.select(connection, "token_key", ("token_id", "used", "once"), "county_code = ?", (county,))
    return {token: (used, bool(once)) for token, used, once in found}


def touch(connection: Connection, county: str, digest: str, at: str) -> None:
    """A token was used at a moment."""
    rows.execute(connection, "UPDATE token_key SET used = ? WHERE county_code = ? AND digest = ?", (at, county, digest))

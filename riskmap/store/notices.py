"""The stored queue of notices."""

from datetime import date
from typing import Any, Final

from sqlalchemy import Connection

from riskmap.domain.notices import Kind, Notice, State
from riskmap.store import rows, schema_notices
from riskmap.store.shapes import dumps, loads

NAMES: Final = (
    "id", "channel", "day", "kind", "counts", "title", "body", "detail", "state", "attempts", "next_at",
)  # fmt: skip


def add(connection: Connection, county: str, one: Notice) -> bool:
    """Put a notice into the queue; False where one of its channel, day and kind stands there, sent or not."""
    key = (county, one.channel, one.day.isoformat(), one.kind.value)
    where = "county_code = ? AND channel = ? AND day = ? AND kind = ?"
    if rows.select(connection, "notice", ("id",), where, key):
        return False
    told = (
        county, one.id, *key[1:], dumps(dict(one.counts)), one.title, one.body, one.detail, one.state.value,
        one.attempts, one.next_at,
    )  # fmt: skip
    rows.insert(connection, schema_notices.notice, ("county_code", *NAMES), [told])
    return True


def of_state(connection: Connection, county: str, state: State) -> list[Notice]:
    """Notices in a state, by day, then by their time in the queue."""
    where = "county_code = ? AND state = ?"
    return [_read(row) for row in rows.select(connection, "notice", NAMES, where, (county, state.value), "day, id")]


def move(connection: Connection, county: str, one: Notice, before: State) -> bool:
    """Write state, attempts, body and next moment of a notice that still is in the state `before`; whether it was."""
    where = "county_code = ? AND id = ? AND state = ?"
    statement = f"UPDATE notice SET state = ?, attempts = ?, next_at = ?, body = ? WHERE {where}"  # noqa: S608
    values = (one.state.value, one.attempts, one.next_at, one.body, county, one.id, before.value)
    return rows.execute(connection, statement, values) == 1


def _read(row: tuple[Any, ...]) -> Notice:
    facts = dict(zip(NAMES, row, strict=True))
    typed = {"day": date.fromisoformat(facts["day"]), "kind": Kind(facts["kind"]), "state": State(facts["state"])}
    return Notice(**facts | typed | {"counts": loads(facts["counts"]), "detail": bool(facts["detail"])})

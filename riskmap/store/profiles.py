"""The stored profiles of senders."""

from typing import Final

from sqlalchemy import Connection

from riskmap.domain.sender import SenderProfile
from riskmap.store import rows, schema
from riskmap.store.shapes import dumps, loads

NAMES: Final = ("sender", "told", "at")


def profiles(connection: Connection, county: str, sender: str = "") -> dict[str, SenderProfile]:
    """Profiles by sender, in order of their names; the one of `sender` if given."""
    where = "county_code = ?" + (" AND sender = ?" if sender else "")
    values = (county, sender) if sender else (county,)
    found = rows.select(connection, "sender_profile", NAMES, where, values, "sender")
    return {name: SenderProfile(name, loads(told), at) for name, told, at in found}


def write(connection: Connection, county: str, profile: SenderProfile, seq: int) -> None:
    """Put a profile in the place of the sender's earlier one, with the number of its event."""
    delete(connection, county, profile.sender)
    names = ("county_code", *NAMES, "last_event")
    row = (county, profile.sender, dumps(dict(profile.told)), profile.at, seq)
    rows.insert(connection, schema.sender_profile, names, [row])


def delete(connection: Connection, county: str, sender: str) -> bool:
    """Remove a sender's profile; whether there was one."""
    statement = "DELETE FROM sender_profile WHERE county_code = ? AND sender = ?"
    return rows.execute(connection, statement, (county, sender)) > 0


def marks(connection: Connection, county: str) -> list[tuple[str, int]]:
    """Sender and number of the last event of each profile."""
    found = rows.select(connection, "sender_profile", ("sender", "last_event"), "county_code = ?", (county,))
    return [(sender, int(number)) for sender, number in found]

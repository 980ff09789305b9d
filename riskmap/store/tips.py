"""The stored reports of whistle-blowers: the plain part, and the words as ciphertext alone."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection

from riskmap.domain.codec import from_json, to_json
from riskmap.domain.tips import Tip
from riskmap.store import rows, schema_tips
from riskmap.store.shapes import dumps, loads

NAMES: Final = ("id", "told", "sealed", "demo", "last_event")


class Kept(NamedTuple):
    """One report as it is stored; `seq`: number of its last event."""

    tip: Tip
    sealed: str
    seq: int


def told(tip: Tip, sealed: str) -> dict[str, Any]:
    """What an event says of a report: its plain part, and which ciphertext belongs to it (SHA-256)."""
    return {**to_json(tip), "sealed": sha256(sealed.encode()).hexdigest()}


def told_of(kept: Kept) -> dict[str, Any]:
    """The same of a stored one."""
    return told(kept.tip, kept.sealed)


def kept(connection: Connection, county: str, where: str = "", values: Sequence[Any] = ()) -> list[Kept]:
    """Reports, latest number first. `where` is our own SQL over the table tip."""
    condition = "county_code = ?" + (f" AND {where}" if where else "")
    found = rows.select(connection, "tip", ("told", "sealed", "last_event"), condition, (county, *values))
    read = [Kept(from_json(Tip, loads(plain)), sealed, int(seq)) for plain, sealed, seq in found]
    return sorted(read, key=lambda one: (one.tip.received.year, len(one.tip.number), one.tip.number), reverse=True)


def newest_sealed(connection: Connection, county: str) -> str:
    """The ciphertext that was written last, whose key is the one in use; "" where there is none."""
    found = rows.select(connection, "tip", ("sealed",), "county_code = ?", (county,), "last_event DESC LIMIT 1")
    return str(found[0][0]) if found else ""


def write(connection: Connection, county: str, tip: Tip, sealed: str, seq: int) -> None:
    """Put a report in the place of its former self, with the number of its event."""
    rows.execute(connection, "DELETE FROM tip WHERE county_code = ? AND id = ?", (county, tip.number))
    row = (county, tip.number, dumps(to_json(tip)), sealed, tip.demo, seq)
    rows.insert(connection, schema_tips.tip, ("county_code", *NAMES), [row])


def delete_demo(connection: Connection, county: str) -> None:
    """Delete the reports that were entered while the demo stood."""
    rows.execute(connection, "DELETE FROM tip WHERE county_code = ? AND demo", (county,))

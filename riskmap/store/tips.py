"""The stored reports of whistle-blowers: the plain part, and the words as ciphertext alone."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection

from riskmap.domain.codec import from_json, to_json
from riskmap.domain.tips import Tip
from riskmap.store import events, rows, schema_tips
from riskmap.store.shapes import dumps, loads

NAMES: Final = ("id", "told", "sealed", "demo", "last_event")


class Kept(NamedTuple):
    """One report as it is stored; `seq`: number of its last event."""

    tip: Tip
    sealed: str
    seq: int


def told(tip: Tip, sealed: str) -> dict[str, Any]:
    """What an event says of a report: its plain part, and which ciphertext belongs to it (SHA-256)."""
    return {**to_json(tip), "sealed": _hash(sealed)}


def _hash(sealed: str) -> str:
    return sha256(sealed.encode()).hexdigest()


class Resealing(NamedTuple):
    """One sealing of every report under a new key: its event, and of each number the hash of before and of after."""

    seq: int
    hashes: Mapping[str, Sequence[str]]


def resealings(connection: Connection, county: str) -> list[Resealing]:
    """Every such sealing, latest first."""
    found = events.read(connection, county, "entity = ?", (events.SEAL,))
    return [Resealing(one.seq, loads(one.payload)["sealed"]) for one in found][::-1]


def resealed(before: Sequence[Kept], after: Sequence[str]) -> dict[str, Any]:
    """What the event of such a sealing says: no words, but which ciphertext took the place of which."""
    pairs = zip(before, after, strict=True)
    return {"sealed": {one.tip.number: [_hash(one.sealed), _hash(fresh)] for one, fresh in pairs}}


def told_of(kept: Kept, later: Iterable[Resealing] = ()) -> dict[str, Any]:
    """The same of a stored one, as its last event told it before it was sealed anew. `later`: latest first."""
    sealed = _hash(kept.sealed)
    for one in later:
        before, after = one.hashes.get(kept.tip.number, ("", ""))
        if one.seq > kept.seq and after == sealed:
            sealed = before
    return {**to_json(kept.tip), "sealed": sealed}


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


def seal_anew(connection: Connection, county: str, before: Sequence[Kept], after: Sequence[str]) -> None:
    """Put ciphertexts in the place of those of before; each row still names the last event about its report."""
    statement = "UPDATE tip SET sealed = ? WHERE county_code = ? AND id = ?"
    for one, fresh in zip(before, after, strict=True):
        rows.execute(connection, statement, (fresh, county, one.tip.number))


def delete_demo(connection: Connection, county: str) -> None:
    """Delete the reports that were entered while the demo stood."""
    rows.execute(connection, "DELETE FROM tip WHERE county_code = ? AND demo", (county,))

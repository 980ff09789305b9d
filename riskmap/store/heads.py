"""The head of each chain, kept beside it: number and hash of the event written last.

Hashes prove what stands in a chain, not that nothing was cut off its end; the head written down in the same transaction
as the last event does. It only moves forward: the database itself refuses to take it back or delete it.
"""

from typing import Final, NamedTuple

from sqlalchemy import Connection

from riskmap.store import events, rows, schema

NAMES: Final = ("seq", "hash")


class Head(NamedTuple):
    """Number and hash of an event; (0, GENESIS) before the first."""

    seq: int
    hash: str

    def __str__(self) -> str:
        """As it is written down outside: 7:ab12…"""
        return f"{self.seq}:{self.hash}"


class BrokenChainError(RuntimeError):
    """The chain does not end where its head says: nothing is written on top of it."""


def kept(connection: Connection, county: str) -> Head:
    """The head that was written down last."""
    found = rows.select(connection, "chain_head", NAMES, "county_code = ?", (county,))
    return Head(*found[0]) if found else Head(0, events.GENESIS)


def standing(connection: Connection, county: str) -> Head:
    """The head that the chain has."""
    return Head(*events.last(connection, county))


def check(connection: Connection, county: str) -> Head:
    """The head on which the next event may stand. Raises BrokenChainError where chain and head disagree."""
    head, known = standing(connection, county), kept(connection, county)
    if head != known:
        raise BrokenChainError(f"the chain ends at event {head.seq}, its head says {known.seq}: run verify")
    return head


def seal(connection: Connection, county: str, before: Head) -> None:
    """Write down the head after the events of a transaction; once a transaction, nothing if it wrote no event."""
    head = standing(connection, county)
    if head == before:
        return
    statement = "UPDATE chain_head SET seq = ?, hash = ? WHERE county_code = ?"
    if not rows.execute(connection, statement, (*head, county)):
        rows.insert(connection, schema.chain_head, ("county_code", *NAMES), [(county, *head)])

"""The tables of meetings, of what they decided, and of annotations."""

from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, PrimaryKeyConstraint, Table, Text

from riskmap.store.schema import metadata


def _table(name: str) -> Table:
    return Table(
        name,
        metadata,
        Column("county_code", Text(), nullable=False),
        Column("id", Text(), nullable=False),  # of a meeting: its week
        Column("told", Text(), nullable=False),  # JSON: the whole of it
        Column("demo", Boolean(), nullable=False),
        Column("last_event", BigInteger(), nullable=False),
        PrimaryKeyConstraint("county_code", "id"),
    )


meeting: Final = _table("meeting")
decision: Final = _table("decision")
annotation: Final = _table("annotation")

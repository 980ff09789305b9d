"""The table of reports of whistle-blowers."""

from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, PrimaryKeyConstraint, Table, Text

from riskmap.store.schema import metadata

# `sealed` holds every word of the report and of who made it, encrypted with a key that lies in no database.
tip: Final = Table(
    "tip",
    metadata,
    Column("county_code", Text(), nullable=False),
    Column("id", Text(), nullable=False),  # its number
    Column("told", Text(), nullable=False),  # JSON: the plain part
    Column("sealed", Text(), nullable=False),
    Column("demo", Boolean(), nullable=False),
    Column("last_event", BigInteger(), nullable=False),
    PrimaryKeyConstraint("county_code", "id"),
)

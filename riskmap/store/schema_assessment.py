"""The table of assessment schemes."""

from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, PrimaryKeyConstraint, Table, Text

from riskmap.store.schema import metadata

assessment_scheme: Final = Table(
    "assessment_scheme",
    metadata,
    Column("county_code", Text(), nullable=False),
    Column("id", Text(), nullable=False),  # year and kind of unit
    Column("told", Text(), nullable=False),  # JSON: the whole of it
    Column("demo", Boolean(), nullable=False),
    Column("last_event", BigInteger(), nullable=False),
    PrimaryKeyConstraint("county_code", "id"),
)

"""The table of saved views."""

from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, PrimaryKeyConstraint, Table, Text

from riskmap.store.schema import metadata

saved_view: Final = Table(
    "saved_view",
    metadata,
    Column("county_code", Text(), nullable=False),
    Column("id", Text(), nullable=False),
    Column("owner", Text(), nullable=False),  # id of a person
    Column("shared", Text(), nullable=False),  # a role, "" = with nobody
    Column("told", Text(), nullable=False),  # JSON: the view
    Column("demo", Boolean(), nullable=False),
    Column("last_event", BigInteger(), nullable=False),
    PrimaryKeyConstraint("county_code", "id"),
)

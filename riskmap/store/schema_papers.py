"""The table of office papers."""

from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, Index, PrimaryKeyConstraint, Table, Text

from riskmap.store.schema import metadata

paper: Final = Table(
    "paper",
    metadata,
    Column("county_code", Text(), nullable=False),
    Column("id", Text(), nullable=False),
    Column("kind", Text(), nullable=False),
    Column("state", Text(), nullable=False),
    Column("told", Text(), nullable=False),  # JSON: the whole paper
    Column("demo", Boolean(), nullable=False),
    Column("last_event", BigInteger(), nullable=False),
    PrimaryKeyConstraint("county_code", "id"),
)

# Which hazards a paper names, to be found from the hazard.
paper_hazard: Final = Table(
    "paper_hazard",
    metadata,
    Column("county_code", Text(), nullable=False),
    Column("paper_id", Text(), nullable=False),
    Column("hazard_id", Text(), nullable=False),
    PrimaryKeyConstraint("county_code", "paper_id", "hazard_id"),
    Index("ix_paper_hazard", "county_code", "hazard_id"),
)

"""The queue of notices: what is to be sent, was sent, or was cut off. No fact of the ledger lies here."""

from typing import Final

from sqlalchemy import Boolean, Column, Index, Integer, PrimaryKeyConstraint, Table, Text

from riskmap.store.schema import metadata

notice: Final = Table(
    "notice",
    metadata,
    Column("county_code", Text(), nullable=False),
    Column("id", Text(), nullable=False),
    Column("channel", Text(), nullable=False),  # its name: the address stays in the file of channels
    Column("day", Text(), nullable=False),
    Column("kind", Text(), nullable=False),
    Column("counts", Text(), nullable=False),  # JSON: queue → hazards
    Column("title", Text(), nullable=False),
    Column("body", Text(), nullable=False),  # emptied once it is sent
    Column("detail", Boolean(), nullable=False),
    Column("state", Text(), nullable=False),
    Column("attempts", Integer(), nullable=False),
    Column("next_at", Text(), nullable=False),
    PrimaryKeyConstraint("county_code", "channel", "day", "kind"),  # no second notice for these
    Index("ix_notice_state", "county_code", "state"),
)

"""The tables of who comes in: persons, their sessions and unfinished forms, tokens. No fact of the ledger lies here."""

from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, PrimaryKeyConstraint, Table, Text, UniqueConstraint

from riskmap.store.schema import metadata

person: Final = Table(
    "person",
    metadata,
    Column("county_code", Text(), nullable=False),
    Column("id", Text(), nullable=False),
    Column("login", Text(), nullable=False),
    Column("name", Text(), nullable=False),
    Column("post", Text(), nullable=False),
    Column("grants", Text(), nullable=False),  # JSON: role, scope, first, last, deputy_of
    Column("active", Boolean(), nullable=False),
    Column("must_change", Boolean(), nullable=False),
    Column("version", Integer(), nullable=False),
    Column("last_event", BigInteger(), nullable=False),
    PrimaryKeyConstraint("county_code", "id"),
    UniqueConstraint("county_code", "login", name="uq_person_login"),
)

# Secrets stand apart from the facts of a person: no event, no listing and no export reads this table.
credential: Final = Table(
    "credential",
    metadata,
    Column("county_code", Text(), nullable=False),
    Column("person_id", Text(), nullable=False),
    Column("password", Text(), nullable=False),  # argon2id
    Column("failures", Integer(), nullable=False),
    Column("locked_until", Text(), nullable=False),  # UTC, "" = open
    PrimaryKeyConstraint("county_code", "person_id"),
)

# One row a sign-in. `token`: SHA-256 of what the cookie holds; moments in UTC.
session: Final = Table(
    "session",
    metadata,
    Column("county_code", Text(), nullable=False),
    Column("token", Text(), nullable=False),
    Column("person_id", Text(), nullable=False),
    Column("started", Text(), nullable=False),
    Column("seen", Text(), nullable=False),
    Column("until", Text(), nullable=False),
    Column("ended", Text(), nullable=False),  # "" = stands
    PrimaryKeyConstraint("county_code", "token"),
    Index("ix_session_person", "county_code", "person_id"),
)

# One row a form that a person began. `content`: JSON, "" once it is over; `entered`: id of the visit it became
# (bulk: of a form over several hazards), "" while it is a draft. The row stays, so that a form that is sent twice
# enters nothing twice.
draft: Final = Table(
    "draft",
    metadata,
    Column("county_code", Text(), nullable=False),
    Column("person_id", Text(), nullable=False),
    Column("token", Text(), nullable=False),
    Column("content", Text(), nullable=False),
    Column("saved", Text(), nullable=False),  # UTC
    Column("entered", Text(), nullable=False),
    PrimaryKeyConstraint("county_code", "person_id", "token"),
)

# What programs and devices on walls show in place of a session.
token: Final = Table(
    "token",
    metadata,
    Column("county_code", Text(), nullable=False),
    Column("id", Text(), nullable=False),
    Column("name", Text(), nullable=False),
    Column("holds", Text(), nullable=False),  # JSON: role, scope, first and last day
    Column("by", Text(), nullable=False),  # name of who made it
    Column("created", Text(), nullable=False),  # moments in UTC
    Column("revoked", Text(), nullable=False),  # "" = stands
    Column("last_event", BigInteger(), nullable=False),
    PrimaryKeyConstraint("county_code", "id"),
)

# Their secrets, apart from the facts as those of persons are. `digest`: SHA-256 of what the bearer shows.
token_key: Final = Table(
    "token_key",
    metadata,
    Column("county_code", Text(), nullable=False),
    Column("token_id", Text(), nullable=False),
    Column("digest", Text(), nullable=False),
    Column("once", Boolean(), nullable=False),  # opens nothing but the exchange for a device's cookie
    Column("used", Text(), nullable=False),  # UTC, "" = never
    PrimaryKeyConstraint("county_code", "token_id"),
    UniqueConstraint("county_code", "digest", name="uq_token_key_digest"),
)

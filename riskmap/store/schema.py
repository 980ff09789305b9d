"""The tables. Every key starts with the county's code; ids are time-ordered UUIDs; nothing derived is stored."""

from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from riskmap.domain.enterprise import Enterprise, Inspection
from riskmap.domain.filling import FillingRound
from riskmap.domain.hazard import Hazard
from riskmap.store.shapes import Shape

metadata: Final = MetaData(
    naming_convention={"pk": "pk_%(table_name)s", "fk": "fk_%(table_name)s_%(referred_table_name)s"}
)

HAZARD: Final = Shape(Hazard)
ENTERPRISE: Final = Shape(Enterprise, skip=("aliases",))
INSPECTION: Final = Shape(Inspection)

# Field of the aggregate → its table (key: county, hazard, seq).
CHILD_TABLES: Final[dict[str, str]] = {
    "rounds": "hazard_round",
    "extensions": "extension",
    "listings": "listing",
    "five": "five_item",
    "evidence": "evidence",
    "controls": "control_record",
    "chain": "responsible",
    "moves": "move",
    "statements": "statement",
    "escalations": "escalation",
    "reported": "reported",
}
CHILD_SHAPES: Final[dict[str, Shape[Any]]] = {field: Shape(HAZARD.children[field]) for field in CHILD_TABLES}

FILLING: Final = Shape(FillingRound)
# Field of a round of filling in → its table (key: county, round, seq).
FILLING_TABLES: Final[dict[str, str]] = {
    "receivers": "filling_receiver",
    "asked": "filling_asked",
    "returns": "filling_return",
    "figures": "filling_figure",
}
FILLING_SHAPES: Final[dict[str, Shape[Any]]] = {field: Shape(FILLING.children[field]) for field in FILLING_TABLES}


def _county() -> Column[Any]:
    return Column("county_code", Text(), nullable=False)


def _to_enterprise() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["county_code", "enterprise_id"], ["enterprise.county_code", "enterprise.id"])


def _demo_index(table: str) -> Index:
    """Demo rows, if there are any, are found at once."""
    return Index(f"ix_{table}_demo", "county_code", sqlite_where=text("demo"), postgresql_where=text("demo"))


enterprise: Final = Table(
    "enterprise",
    metadata,
    _county(),
    *ENTERPRISE.columns(),
    Column("last_event", BigInteger(), nullable=False),
    PrimaryKeyConstraint("county_code", "id"),
    _demo_index("enterprise"),
)

enterprise_alias: Final = Table(
    "enterprise_alias",
    metadata,
    _county(),
    Column("enterprise_id", Text(), nullable=False),
    Column("seq", Integer(), nullable=False),
    Column("alias", Text(), nullable=False),
    PrimaryKeyConstraint("county_code", "enterprise_id", "seq"),
    _to_enterprise(),
)

inspection: Final = Table(
    "inspection",
    metadata,
    _county(),
    *INSPECTION.columns(),
    Column("last_event", BigInteger(), nullable=False),
    PrimaryKeyConstraint("county_code", "id"),
    _to_enterprise(),
)

hazard: Final = Table(
    "hazard",
    metadata,
    _county(),
    *HAZARD.columns(),
    Column("fingerprint", Text(), nullable=False),
    Column("entered", Date(), nullable=False),  # day of entry, county-local (补录 is judged by it)
    Column("created_at", Text(), nullable=False),  # moment of entry, UTC
    Column("last_event", BigInteger(), nullable=False),
    PrimaryKeyConstraint("county_code", "id"),
    UniqueConstraint("county_code", "hazard_no", name="uq_hazard_no"),
    _to_enterprise(),
    Index("ix_hazard_last_event", "county_code", "last_event"),
    _demo_index("hazard"),
)


def _child(field: str, name: str) -> Table:
    return Table(
        name,
        metadata,
        _county(),
        Column("hazard_id", Text(), nullable=False),
        Column("seq", Integer(), nullable=False),
        *CHILD_SHAPES[field].columns(),
        PrimaryKeyConstraint("county_code", "hazard_id", "seq"),
        ForeignKeyConstraint(["county_code", "hazard_id"], ["hazard.county_code", "hazard.id"]),
    )


CHILDREN: Final[dict[str, Table]] = {field: _child(field, name) for field, name in CHILD_TABLES.items()}

filling_round: Final = Table(
    "filling_round",
    metadata,
    _county(),
    *FILLING.columns(),
    Column("last_event", BigInteger(), nullable=False),
    PrimaryKeyConstraint("county_code", "id"),
)


def _filling_child(field: str, name: str) -> Table:
    return Table(
        name,
        metadata,
        _county(),
        Column("round_id", Text(), nullable=False),
        Column("seq", Integer(), nullable=False),
        *FILLING_SHAPES[field].columns(),
        PrimaryKeyConstraint("county_code", "round_id", "seq"),
        ForeignKeyConstraint(["county_code", "round_id"], ["filling_round.county_code", "filling_round.id"]),
    )


FILLING_CHILDREN: Final[dict[str, Table]] = {
    field: _filling_child(field, name) for field, name in FILLING_TABLES.items()
}

import_batch: Final = Table(
    "import_batch",
    metadata,
    _county(),
    Column("id", Text(), nullable=False),
    Column("file_name", Text(), nullable=False),
    Column("sha256", Text(), nullable=False),
    Column("sender", Text(), nullable=False),
    Column("kind", Text(), nullable=False),
    Column("mapping", Text(), nullable=False),
    Column("counts", Text(), nullable=False),
    Column("demo", Boolean(), nullable=False),
    Column("actor", Text(), nullable=False),
    Column("at", Text(), nullable=False),
    PrimaryKeyConstraint("county_code", "id"),
)

# How the files of a sender are read: headers, words and formats that were chosen once (docs/import.md).
sender_profile: Final = Table(
    "sender_profile",
    metadata,
    _county(),
    Column("sender", Text(), nullable=False),
    Column("told", Text(), nullable=False),
    Column("at", Text(), nullable=False),
    Column("last_event", BigInteger(), nullable=False),
    PrimaryKeyConstraint("county_code", "sender"),
)

# The chain of events: append-only (triggers of the first migration), seq without gaps, each hash over the one before.
event: Final = Table(
    "event",
    metadata,
    _county(),
    Column("seq", BigInteger(), nullable=False),
    Column("prev_hash", Text(), nullable=False),
    Column("hash", Text(), nullable=False),
    Column("at", Text(), nullable=False),
    Column("actor", Text(), nullable=False),
    Column("actor_name", Text(), nullable=False),
    Column("role", Text(), nullable=False),
    Column("on_behalf_of", Text(), nullable=False),
    Column("action", Text(), nullable=False),
    Column("entity", Text(), nullable=False),
    Column("entity_id", Text(), nullable=False),
    Column("on_date", Text(), nullable=False),
    Column("payload", Text(), nullable=False),
    PrimaryKeyConstraint("county_code", "seq"),
    Index("ix_event_entity", "county_code", "entity_id", "seq"),
)

# Figures of an official form as they were once published: compared with ours, never in their place.
published_form: Final = Table(
    "published_form",
    metadata,
    _county(),
    Column("form", Text(), nullable=False),
    Column("period", Text(), nullable=False),
    Column("cumulative", Boolean(), nullable=False),
    Column("figures", Text(), nullable=False),  # JSON: line → column → number as text
    Column("source", Text(), nullable=False),
    Column("actor", Text(), nullable=False),
    Column("at", Text(), nullable=False),
    Column("last_event", BigInteger(), nullable=False),
    PrimaryKeyConstraint("county_code", "form", "period", "cumulative"),
)

# The end of each chain, written down with its last event: what was cut off behind the triggers is noticed by it.
chain_head: Final = Table(
    "chain_head",
    metadata,
    _county(),
    Column("seq", BigInteger(), nullable=False),
    Column("hash", Text(), nullable=False),
    PrimaryKeyConstraint("county_code"),
)

# The last hazard number given in a year; it only grows, so that no number is given twice.
counter: Final = Table(
    "counter",
    metadata,
    _county(),
    Column("name", Text(), nullable=False),
    Column("year", Integer(), nullable=False),
    Column("value", Integer(), nullable=False),
    PrimaryKeyConstraint("county_code", "name", "year"),
)

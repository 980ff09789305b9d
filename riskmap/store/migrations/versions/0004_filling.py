"""Statements of progress beside a hazard; rounds of filling in with their units, items, returns and figures."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

MONEY = sa.Numeric().with_variant(sa.Text(), "sqlite")


def _text(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _day(name: str, *, may_lack: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Date(), nullable=may_lack)


def _whole(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _child(name: str, parent: str, by: str, *columns: sa.Column[Any]) -> None:
    op.create_table(
        name,
        *_text("county_code", by),
        _whole("seq"),
        *columns,
        sa.PrimaryKeyConstraint("county_code", by, "seq", name=f"pk_{name}"),
        sa.ForeignKeyConstraint(
            ["county_code", by], [f"{parent}.county_code", f"{parent}.id"], name=f"fk_{name}_{parent}"
        ),
    )


def upgrade() -> None:
    _child(
        "statement", "hazard", "hazard_id", _day("on"), *_text("progress"),
        sa.Column("late_reason", sa.Text(), nullable=True), _day("expected", may_lack=True),
        *_text("coordination", "by"),
    )  # fmt: skip
    op.create_table(
        "filling_round",
        *_text("county_code", "id", "kind", "by", "title"),
        *[_day(name) for name in ("created", "as_of", "deadline")],
        *_text("notes", "where"),
        _day("from_", may_lack=True),
        _day("closed", may_lack=True),
        sa.Column("demo", sa.Boolean(), nullable=False),
        _whole("version"),
        sa.Column("last_event", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("county_code", "id", name="pk_filling_round"),
    )
    to = ("filling_round", "round_id")
    _child("filling_receiver", *to, *_text("code", "name"))
    _child("filling_asked", *to, *_text("receiver", "hazard_id", "hazard_no"), _whole("version"))
    _child(
        "filling_return", *to, *_text("receiver"), _day("on"), *_text("file_name", "sha256", "answered"),
        _whole("changes"), _day("sent_back", may_lack=True), *_text("reason"),
    )  # fmt: skip
    _child("filling_figure", *to, *_text("receiver", "row", "column"), sa.Column("value", MONEY, nullable=False))

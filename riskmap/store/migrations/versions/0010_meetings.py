"""Meetings, and what they decided."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("meeting", "decision"):
        op.create_table(
            name,
            sa.Column("county_code", sa.Text(), nullable=False),
            sa.Column("id", sa.Text(), nullable=False),
            sa.Column("told", sa.Text(), nullable=False),
            sa.Column("demo", sa.Boolean(), nullable=False),
            sa.Column("last_event", sa.BigInteger(), nullable=False),
            sa.PrimaryKeyConstraint("county_code", "id", name=f"pk_{name}"),
        )

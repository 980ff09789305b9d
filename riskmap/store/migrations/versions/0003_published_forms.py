"""Published figures of official forms."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "published_form",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("county_code", "form", "period")),
        sa.Column("cumulative", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("figures", "source", "actor", "at")),
        sa.Column("last_event", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("county_code", "form", "period", "cumulative", name="pk_published_form"),
    )

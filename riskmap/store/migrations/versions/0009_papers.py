"""Office papers, and the hazards they name."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paper",
        sa.Column("county_code", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("last_event", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("county_code", "id", name="pk_paper"),
    )
    op.create_table(
        "paper_hazard",
        sa.Column("county_code", sa.Text(), nullable=False),
        sa.Column("paper_id", sa.Text(), nullable=False),
        sa.Column("hazard_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("county_code", "paper_id", "hazard_id", name="pk_paper_hazard"),
    )
    op.create_index("ix_paper_hazard", "paper_hazard", ["county_code", "hazard_id"])

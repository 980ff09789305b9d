"""Numbers of hazards in the systems of other levels."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reported",
        sa.Column("county_code", sa.Text(), nullable=False),
        sa.Column("hazard_id", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("system", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("county_code", "hazard_id", "seq", name="pk_reported"),
        sa.ForeignKeyConstraint(
            ["county_code", "hazard_id"], ["hazard.county_code", "hazard.id"], name="fk_reported_hazard"
        ),
    )

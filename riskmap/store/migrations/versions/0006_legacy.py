"""Rows of an old ledger that were done before the 启用日 (历史台账)."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("hazard", sa.Column("legacy", sa.Boolean(), nullable=False, server_default=sa.false()))

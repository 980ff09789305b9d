"""The day a proposed listing was dropped, and the day a delisting was refused, so that past days know what waited."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("dropped", "delist_refused"):
        op.add_column("listing", sa.Column(name, sa.Date(), nullable=True))

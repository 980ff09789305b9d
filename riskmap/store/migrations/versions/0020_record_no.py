"""The number of a visit's own record (现场检查记录), which stands with no hazard where nothing was found."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("inspection", sa.Column("record_no", sa.Text(), nullable=False, server_default=""))

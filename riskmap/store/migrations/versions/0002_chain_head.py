"""The head of each chain, written down beside it."""

import sqlalchemy as sa
from alembic import op

from riskmap.store.guards import protect_heads

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chain_head",
        sa.Column("county_code", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("county_code", name="pk_chain_head"),
    )
    op.execute(
        "INSERT INTO chain_head (county_code, seq, hash) SELECT county_code, seq, hash FROM event AS e "
        "WHERE seq = (SELECT max(seq) FROM event WHERE county_code = e.county_code)"
    )
    protect_heads(op.get_bind())

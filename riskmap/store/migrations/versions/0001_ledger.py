"""The ledger."""

from alembic import op

from riskmap.store.guards import protect_events
from riskmap.store.schema import metadata

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    metadata.create_all(op.get_bind())
    protect_events(op.get_bind())

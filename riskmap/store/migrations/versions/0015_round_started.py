"""The day on which work began in each round that failed, told from the events; a failed round takes its start along."""

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter

import sqlalchemy as sa
from alembic import op

from riskmap.domain.hazard import Hazard
from riskmap.domain.lifecycle import apply
from riskmap.store.events import StoredEvent, event_of

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

STORIES = """SELECT {names} FROM event WHERE entity = 'hazard' AND (county_code, entity_id) IN
    (SELECT county_code, entity_id FROM event WHERE entity = 'hazard' AND action = 'fail')
    ORDER BY county_code, entity_id, seq"""
HAZARDS = sa.table(
    "hazard", sa.column("county_code", sa.Text), sa.column("id", sa.Text), sa.column("started", sa.Date)
)
ROUNDS = sa.table(
    "hazard_round", sa.column("county_code", sa.Text), sa.column("hazard_id", sa.Text), sa.column("seq", sa.Integer),
    sa.column("started", sa.Date),
)  # fmt: skip


def upgrade() -> None:
    op.add_column("hazard_round", sa.Column("started", sa.Date(), nullable=True))
    connection = op.get_bind()
    for county, hazard in list(_failed(connection)):
        standing = HAZARDS.c.county_code == county, HAZARDS.c.id == hazard.id
        connection.execute(HAZARDS.update().where(*standing).values(started=hazard.started))
        for seq, one in enumerate(hazard.rounds):
            its = ROUNDS.c.county_code == county, ROUNDS.c.hazard_id == hazard.id, ROUNDS.c.seq == seq
            connection.execute(ROUNDS.update().where(*its).values(started=one.started))


def _failed(connection: sa.Connection) -> Iterator[tuple[str, Hazard]]:
    """The hazards that failed a re-inspection in the program, by county, as their events tell them."""
    found = connection.execute(sa.text(STORIES.format(names=", ".join(StoredEvent._fields))))
    for (county, _), own in groupby(map(StoredEvent._make, found), attrgetter("county_code", "entity_id")):
        hazard: Hazard | None = None
        for event in own:
            hazard = apply(hazard, event_of(event))
        if hazard is not None:
            yield county, hazard

"""What migration 0015 tells of rounds that failed before it: the day on which work began in each of them."""

from datetime import date, timedelta

from riskmap.domain.hazard import Hazard
from riskmap.domain.table import Action
from riskmap.ledger import maintain, queries
from riskmap.ledger.batch import Actor, PreparedBatch
from riskmap.ledger.commands import Ledger
from riskmap.store import migrate
from support.facts import DEPARTMENT, OFFICE, found_today, hazard
from support.lives import step

FOUND = date(2026, 10, 1)
ROUND = (Action.DECLARE, Action.FAIL)
FIRST = (Action.CONFIRM, Action.START, *ROUND)


def walk(ledger: Ledger, one: str, *actions: Action) -> None:
    """One step a day, each by one who may take it."""
    for after, action in enumerate(actions, start=1):
        known = queries.hazard(ledger.engine, ledger.county, one)
        on = FOUND + timedelta(days=after)
        told = step(action, on, known)
        ledger.act(one, action, told.data, Actor(told.actor, told.actor, told.role), known.version, on)


def as_0014_left_it(ledger: Ledger) -> None:
    """Before, a failed round left the day of the start with the hazard and kept none itself."""
    last = "(SELECT started FROM hazard_round r WHERE r.hazard_id = hazard.id ORDER BY r.seq DESC LIMIT 1)"
    with ledger.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE hazard SET started = {last} WHERE status = 'rejected'")
        connection.exec_driver_sql("ALTER TABLE hazard_round DROP COLUMN started")
        connection.exec_driver_sql("DROP TABLE annotation")  # 0019
        connection.exec_driver_sql("DROP TABLE tip")  # 0016
        connection.exec_driver_sql("DROP TABLE saved_view")  # 0017
        connection.exec_driver_sql("ALTER TABLE inspection DROP COLUMN record_no")  # 0020
        for name in ("dropped", "delist_refused"):
            connection.exec_driver_sql(f"ALTER TABLE listing DROP COLUMN {name}")  # 0021
        connection.exec_driver_sql("DROP TABLE assessment_scheme")  # 0018
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0014'")


def test_each_failed_round_gets_its_start_back_and_the_events_agree(ledger: Ledger) -> None:
    told = PreparedBatch("f", "0", creates=[hazard(3, started=FOUND)], fingerprints=["x"])
    ledger.import_batch(told, OFFICE)
    (imported,) = queries.snapshot(ledger.engine, ledger.county).hazards["id"]
    once = ledger.register(found_today(1), DEPARTMENT).id
    twice = ledger.register(found_today(2), DEPARTMENT).id
    walk(ledger, once, *FIRST)
    walk(ledger, twice, *FIRST, Action.RESUME, *ROUND, Action.RESUME)

    def standing() -> list[Hazard]:
        return [queries.hazard(ledger.engine, ledger.county, one) for one in (imported, once, twice)]

    before = standing()
    assert [[one.started for one in hazard.rounds] for hazard in before] == [
        [],
        [FOUND + timedelta(days=2)],
        [FOUND + timedelta(days=2), FOUND + timedelta(days=5)],
    ]
    assert [one.started for one in before] == [FOUND, None, FOUND + timedelta(days=8)]
    as_0014_left_it(ledger)
    migrate.upgrade(ledger.engine)
    assert standing() == before
    assert maintain.verify(ledger.engine, ledger.county).ok

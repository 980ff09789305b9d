"""What a start has to know of the demo county before it loads or renews it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Engine

from riskmap.domain.county import County
from riskmap.store import events, rows
from riskmap.store.engine import reading
from riskmap.store.shapes import as_date


@dataclass(frozen=True, slots=True)
class DemoState:
    """Demo hazards and real rows (hazards, enterprises); `touched`: somebody changed something since it was loaded."""

    demo: int
    real: int
    last_found: date | None  # the newest demo hazard: the day the demo was loaded for
    touched: bool


def demo_state(engine: Engine, county: County) -> DemoState:
    """How the ledger stands towards its demo rows. An untouched demo ends with the event of its own import."""
    with reading(engine) as connection:
        demo, last_found = _one(connection, "count(*), max(found)", "hazard", county, "demo")
        real = sum(_one(connection, "count(*)", table, county, "NOT demo")[0] for table in ("hazard", "enterprise"))
        last = rows.select(connection, "event", ("entity",), "county_code = ?", (county.code,), "seq DESC LIMIT 1")
    touched = bool(last) and last[0][0] not in {events.BATCH, events.LEDGER}
    return DemoState(demo, real, as_date(last_found), touched)


def _one(connection: Connection, what: str, table: str, county: County, condition: str) -> Any:
    statement = f"SELECT {what} FROM {table} WHERE county_code = ? AND {condition}"  # noqa: S608 - ours
    return connection.exec_driver_sql(statement.replace("?", rows.mark(connection)), (county.code,)).one()

"""Events are append-only, heads only move forward: the database itself refuses anything else."""

from typing import Final

from sqlalchemy import Connection

REFUSAL: Final = "events are append-only"

_STOP: Final = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
_TAKEN: Final = "EXISTS (SELECT 1 FROM event WHERE county_code = NEW.county_code AND seq = NEW.seq)"
_SQLITE: Final = (
    f"CREATE TRIGGER event_no_update BEFORE UPDATE ON event {_STOP}",
    f"CREATE TRIGGER event_no_delete BEFORE DELETE ON event {_STOP}",
    f"CREATE TRIGGER event_no_replace BEFORE INSERT ON event WHEN {_TAKEN} {_STOP}",
)
_FUNCTION: Final = "CREATE OR REPLACE FUNCTION event_refuse() RETURNS trigger LANGUAGE plpgsql"
_POSTGRES: Final = (
    f"{_FUNCTION} AS $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
    "CREATE TRIGGER event_no_change BEFORE UPDATE OR DELETE ON event FOR EACH ROW EXECUTE FUNCTION event_refuse()",
    "CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON event FOR EACH STATEMENT EXECUTE FUNCTION event_refuse()",
    "REVOKE UPDATE, DELETE, TRUNCATE ON event FROM PUBLIC",
)

_BACK: Final = "a head of a chain only moves forward"
_ABORT: Final = f"BEGIN SELECT RAISE(ABORT, '{_BACK}'); END"
_SQLITE_HEADS: Final = (
    f"CREATE TRIGGER chain_head_no_way_back BEFORE UPDATE ON chain_head WHEN NEW.seq <= OLD.seq {_ABORT}",
    f"CREATE TRIGGER chain_head_no_delete BEFORE DELETE ON chain_head {_ABORT}",
)
_STEP_BACK: Final = "FOR EACH ROW WHEN (NEW.seq <= OLD.seq) EXECUTE FUNCTION chain_head_refuse()"
_ROW: Final = "FOR EACH ROW EXECUTE FUNCTION chain_head_refuse()"
_WHOLE: Final = "FOR EACH STATEMENT EXECUTE FUNCTION chain_head_refuse()"
_HEADS_FUNCTION: Final = "CREATE OR REPLACE FUNCTION chain_head_refuse() RETURNS trigger LANGUAGE plpgsql"
_POSTGRES_HEADS: Final = (
    f"{_HEADS_FUNCTION} AS $$ BEGIN RAISE EXCEPTION '{_BACK}'; END $$",
    f"CREATE TRIGGER chain_head_no_way_back BEFORE UPDATE ON chain_head {_STEP_BACK}",
    f"CREATE TRIGGER chain_head_no_delete BEFORE DELETE ON chain_head {_ROW}",
    f"CREATE TRIGGER chain_head_no_truncate BEFORE TRUNCATE ON chain_head {_WHOLE}",
)


def protect_events(connection: Connection) -> None:
    """Set the triggers (and on PostgreSQL the rights) that keep events as they were written."""
    for statement in _SQLITE if connection.dialect.name == "sqlite" else _POSTGRES:
        connection.exec_driver_sql(statement)


def release_events(connection: Connection) -> None:
    """Take the triggers away: only a restore that replaces a whole ledger does so, within its transaction."""
    if connection.dialect.name == "sqlite":
        names = ("event_no_update", "event_no_delete", "event_no_replace")
        statements = [f"DROP TRIGGER {name}" for name in names]
    else:
        statements = [f"DROP TRIGGER {name} ON event" for name in ("event_no_change", "event_no_truncate")]
    for statement in statements:
        connection.exec_driver_sql(statement)


def protect_heads(connection: Connection) -> None:
    """Set the triggers that let a head only move forward."""
    for statement in _SQLITE_HEADS if connection.dialect.name == "sqlite" else _POSTGRES_HEADS:
        connection.exec_driver_sql(statement)


def release_heads(connection: Connection) -> None:
    """Take those triggers away, for the same restore."""
    names = ["chain_head_no_way_back", "chain_head_no_delete"]
    if connection.dialect.name != "sqlite":
        names = [f"{name} ON chain_head" for name in (*names, "chain_head_no_truncate")]
    for name in names:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")

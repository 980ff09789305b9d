"""The schema that migrations make is the one the program works with."""

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect

from riskmap.store import migrate
from riskmap.store.engine import open_engine
from riskmap.store.schema import metadata


def test_the_migrated_schema_is_that_of_the_tables(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_the_head_named_in_code_is_the_newest_migration() -> None:
    assert ScriptDirectory.from_config(migrate.configuration()).get_heads() == [migrate.HEAD]


def test_every_key_starts_with_the_county(engine: Engine) -> None:
    keys = {t: inspect(engine).get_pk_constraint(t)["constrained_columns"] for t in inspect(engine).get_table_names()}
    del keys["alembic_version"]
    assert {key[0] for key in keys.values()} == {"county_code"}


def test_a_database_of_a_newer_program_is_refused(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(migrate.SchemaError, match="newer"):
        migrate.upgrade(engine)


def test_an_empty_database_gets_the_schema_once(empty_database_url: str) -> None:
    engine = open_engine(empty_database_url)
    assert migrate.current(engine) is None
    migrate.upgrade(engine)
    migrate.upgrade(engine)
    assert migrate.current(engine) == migrate.HEAD
    engine.dispose()


def test_a_start_at_the_head_does_not_load_the_migration_tool(tmp_path: Path) -> None:
    url = f"sqlite:///{(tmp_path / 'a.sqlite3').as_posix()}"
    migrate.upgrade(open_engine(url))
    code = (
        "import sys\nfrom riskmap.store import engine, migrate\n"
        f"migrate.upgrade(engine.open_engine({url!r}))\nsys.exit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

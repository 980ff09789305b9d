"""The schema is brought to its newest form in process; nothing to do costs one small question."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Engine, inspect

from riskmap.store.engine import writing

if TYPE_CHECKING:
    from alembic.config import Config

HEAD: Final = "0021"  # the newest migration; a test compares it with the folder
FOLDER: Final = Path(__file__).resolve().parent / "migrations"


class SchemaError(RuntimeError):
    """The database was made by a newer program: its version is in the message."""


def current(engine: Engine) -> str | None:
    """The version of the schema, None for a database without one."""
    if not inspect(engine).has_table("alembic_version"):
        return None
    with engine.connect() as connection:
        return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()


def upgrade(engine: Engine) -> None:
    """Make the schema, or bring it to HEAD. Raises SchemaError if it is newer than this program."""
    found = current(engine)
    if found == HEAD:
        return
    if found is not None and found > HEAD:
        raise SchemaError(f"the database has schema {found}, this program knows up to {HEAD}: use a newer program")
    from alembic import command  # takes a third of a second to import: only where there is work

    with writing(engine) as connection:
        config = configuration()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def configuration() -> "Config":
    """Alembic's configuration, without a file."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config

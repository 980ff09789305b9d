"""Alembic's door: it runs on the connection that riskmap.store.migrate hands over, inside its transaction."""

from alembic import context

from riskmap.store.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, compare_type=True)
context.run_migrations()

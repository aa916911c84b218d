"""Alembic's entry: migrates the connection that `store.py` hands over, or the configured ledger from the terminal."""

from alembic import context
from sqlalchemy import Connection, create_engine

from config.settings import Settings
from loaders.grootboek.schema import metadata


def migrate(connection: Connection) -> None:
    """Run the migrations asked for on this connection, in one transaction where the database allows it."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        compare_type=True,
        transactional_ddl=True,  # also on SQLite, where `store.py` begins transactions itself
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is None:
    with create_engine(Settings().ledger_url).begin() as opened:
        migrate(opened)
else:
    migrate(given)

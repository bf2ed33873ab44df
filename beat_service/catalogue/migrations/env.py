"""Alembic's entry: it runs the migrations on the connection of `catalogue/database.py`."""

from alembic import context

from beat_service.catalogue.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite cannot alter a table in place
)
with context.begin_transaction():
    context.run_migrations()

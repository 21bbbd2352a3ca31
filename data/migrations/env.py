"""Alembic's entry: runs the steps on the connection that ``bot.store.migrate`` gives, all in its one transaction."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()

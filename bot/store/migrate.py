"""The schema's version: whether it is current, and bringing it there.

Alembic costs 10 MB and 140 ms to import, so it is imported only when there is something to do: the newest version is
told by the names of the migrations, which begin with their number.
"""

from sqlalchemy import Connection as SyncConnection
from sqlalchemy import inspect, text

from bot.config import DATA
from bot.errors import StoreError
from bot.store.database import Connection, Database, open_database

MIGRATIONS = DATA / "migrations"
_UPGRADE_LOCK = 0xCA115


def newest() -> str:
    """Return the version of the newest migration that is shipped."""
    return max(path.stem.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


async def version(conn: Connection) -> str | None:
    """Return the version of the database's schema, None if it has none yet."""
    if not await conn.run_sync(lambda sync: inspect(sync).has_table("alembic_version")):
        return None
    found: str | None = await conn.scalar(text("SELECT version_num FROM alembic_version"))
    return found


async def is_current(url: str) -> bool:
    """Tell whether the database has the schema that this version of the bot needs.

    Raises:
        StoreError: the database cannot be read, or was made by a newer version.
    """
    async with open_database(url) as database:
        return await _is_current(database)


async def upgrade(url: str) -> None:
    """Bring the schema up to date, all steps in one transaction; cheap and harmless when it is.

    Raises:
        StoreError: as ``is_current``, or a step failed (nothing is changed then).
    """
    async with open_database(url) as database:
        if await _is_current(database):
            return
        async with database.write() as conn:
            if database.dialect == "postgresql":  # processes that start together upgrade one after the other
                await conn.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _UPGRADE_LOCK})
            await conn.run_sync(_run_steps)


async def _is_current(database: Database) -> bool:
    async with database.read() as conn:
        found = await version(conn)
    if found is not None and found > newest():
        raise StoreError(f"The database has schema {found}, made by a newer Callsheet; this one knows {newest()}.")
    return found == newest()


def _run_steps(connection: SyncConnection) -> None:
    from alembic import command  # noqa: PLC0415 - see the module's docstring
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise StoreError(f"The database cannot be upgraded: {error}") from error

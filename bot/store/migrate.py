"""The schema's version: whether it is current, and bringing it there.

Alembic costs 11 MB and 190 ms, so it is imported only to bring an older database forward: a new one is made as the
code knows it (tests hold that to what the migrations make), and the newest version is told by the names of the
migrations, which begin with their number.
"""

from sqlalchemy import Connection as SyncConnection
from sqlalchemy import inspect, text
from sqlalchemy.schema import CreateIndex, CreateTable

from bot.config import DATA
from bot.errors import StoreError
from bot.store import index, schema
from bot.store.database import Connection, Database, open_database

MIGRATIONS = DATA / "migrations"
_UPGRADE_LOCK = 0xCA115
_VERSION_TABLE = (  # as Alembic makes it
    "CREATE TABLE alembic_version"
    " (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
)


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
            if await version(conn) is None:
                await create(conn)
            else:
                await conn.run_sync(run_steps)


async def create(conn: Connection) -> None:
    """Make the newest schema in an empty database; fails where one of its tables is there already.

    Indices come in the order of their names: where two would do, SQLite's planner heeds which was made first, and
    SQLAlchemy keeps them in a set.
    """
    for table in schema.metadata.sorted_tables:
        await conn.execute(CreateTable(table))
        for one in sorted(table.indexes, key=lambda one: str(one.name)):
            await conn.execute(CreateIndex(one))
    await index.create(conn)
    await conn.execute(text(_VERSION_TABLE))
    await conn.execute(text("INSERT INTO alembic_version VALUES (:newest)"), {"newest": newest()})


async def _is_current(database: Database) -> bool:
    async with database.read() as conn:
        found = await version(conn)
    if found is not None and found > newest():
        raise StoreError(f"The database has schema {found}, made by a newer Callsheet; this one knows {newest()}.")
    return found == newest()


def run_steps(connection: SyncConnection) -> None:
    """Take every step from the database's version to the newest, from the first if it is empty."""
    from alembic import command  # noqa: PLC0415 - see the module's docstring
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise StoreError(f"The database cannot be upgraded: {error}") from error

"""Opening the database: one writer at a time, readers beside it, and every driver fault as a ``StoreError``.

SQLite has one writing connection behind a lock, and its transactions begin with ``BEGIN IMMEDIATE``: two coroutines
never meet in one transaction, and a transaction that has read may write without being refused half-way. Readers have
connections of their own, which WAL keeps clear of the writer. PostgreSQL has one small pool for both.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import (
    AbstractAsyncContextManager,
    AsyncExitStack,
    asynccontextmanager,
    contextmanager,
    nullcontext,
    suppress,
)
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeAlias, cast

from sqlalchemy import Select, Table, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.errors import StoreError

Connection: TypeAlias = AsyncConnection
"""What every function of the store takes first; it comes from ``Database.read`` or ``Database.write``."""

PATIENCE = timedelta(seconds=5)
"""How long a statement waits for another process's lock before it is a ``StoreError``."""

SETTLING = timedelta(seconds=1)
"""How long a database that is being closed waits for those who still use it."""

_READERS = 2
_POSTGRESQL_CONNECTIONS = 4
_WAL_LIMIT = 16 * 1024 * 1024


class Database:
    """An open database. Get one from ``open_database``; take connections from ``read`` and ``write``."""

    def __init__(self, readers: AsyncEngine, writers: AsyncEngine) -> None:
        self._readers = readers
        self._writers = writers
        self._turn: AbstractAsyncContextManager[object] = asyncio.Lock() if self.dialect == "sqlite" else nullcontext()
        self._users: set[object] = set()
        self._unused = asyncio.Event()

    @property
    def dialect(self) -> str:
        """``sqlite`` or ``postgresql``."""
        return self._writers.dialect.name

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Connection]:
        """Give a connection that sees one state of the data and cannot change it.

        Raises:
            StoreError: the database did not answer, in here or in the block.
        """
        with _faults_told(), self._used():
            async with self._readers.begin() as connection:
                yield connection

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Connection]:
        """Give a connection in ONE transaction: committed when the block ends, undone when it raises or is cancelled.

        Keep the block short and free of network waits; on SQLite every other writer waits for it.

        Raises:
            StoreError: the database was locked for too long, did not answer, or refused a statement or the commit.
                On PostgreSQL also when another process changed the same rows: the block may simply be run again.
        """
        with _faults_told(), self._used():
            async with self._turn, self._writers.begin() as connection:
                yield connection

    @contextmanager
    def _used(self) -> Iterator[None]:
        user = object()
        self._users.add(user)
        try:
            yield
        finally:
            self._users.remove(user)
            if not self._users:
                self._unused.set()

    async def settle(self) -> None:
        """Let those finish who are in the middle of something, for a moment: a driver cut short fills the log."""
        self._unused.clear()
        if self._users:
            with suppress(TimeoutError):
                async with asyncio.timeout(SETTLING.total_seconds()):
                    await self._unused.wait()


@asynccontextmanager
async def open_database(url: str, *, patience: timedelta = PATIENCE) -> AsyncIterator[Database]:
    """Open the database at ``url`` (``sqlite+aiosqlite:///file`` or ``postgresql+psycopg://…``), close it at the end.

    The folder of a SQLite file is made. The schema is not touched: see ``migrate.upgrade``.

    Raises:
        StoreError: the URL is of neither kind, the driver is not installed, or the folder cannot be made.
    """
    with _faults_told():
        place = make_url(url)
    async with AsyncExitStack() as stack:
        if place.get_backend_name() == "sqlite":
            readers = _sqlite(place, patience, writing=False)
            writers = _sqlite(place, patience, writing=True)
            stack.push_async_callback(writers.dispose)
        else:
            readers, writers = _postgresql(place, patience)
        stack.push_async_callback(readers.dispose)
        database = Database(readers, writers)
        stack.push_async_callback(database.settle)
        yield database


def locking(connection: Connection, query: Select[Any]) -> Select[Any]:
    """Return ``query`` so that in ``Database.write`` its rows stay as read until the commit.

    What is read, changed and saved in one block is then never a lost update. SQLite has one writer at a time anyway.
    """
    if connection.engine.get_execution_options().get("writing"):
        return query.with_for_update(key_share=True)
    return query


def insert(connection: Connection, table: Table) -> sqlite.Insert:
    """Return an INSERT into the table that knows ``on_conflict_do_nothing`` and ``on_conflict_do_update``.

    Both databases know these in the same words, though SQLAlchemy has a class for each.
    """
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    return cast("sqlite.Insert", postgresql.insert(table))


async def new_ids(connection: Connection, table: Table, count: int) -> list[int]:
    """Set ids aside for rows about to be inserted, ascending, so that many go in by one statement and are known after.

    On SQLite no one else can take them meanwhile, for there is one writer.
    """
    if connection.dialect.name == "sqlite":
        last = text("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = :table")
        first: int = (await connection.execute(last, {"table": table.name})).scalar_one() + 1
        return list(range(first, first + count))
    take = text("SELECT nextval(pg_get_serial_sequence(:table, 'id')) FROM generate_series(1, :count)")
    return sorted(await connection.scalars(take, {"table": table.name, "count": count}))


def sqlite_file(url: URL) -> Path:
    """Return the file of a SQLite URL.

    Raises:
        StoreError: the URL names no file; a database in memory cannot have a reader beside its writer.
    """
    if not url.database or url.database == ":memory:" or url.database.startswith("file:"):
        raise StoreError(f"The database URL {url.render_as_string()} names no file.")
    return Path(url.database)


def _sqlite(url: URL, patience: timedelta, *, writing: bool) -> AsyncEngine:
    file = sqlite_file(url)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"The folder of the database cannot be made: {error}.") from error
    engine = create_async_engine(
        url,
        pool_size=1 if writing else _READERS,
        max_overflow=0,
        connect_args={"timeout": patience.total_seconds()},
    )

    def prepare(connection: DBAPIConnection, _record: object) -> None:
        connection.isolation_level = None  # the driver would begin transactions of its own, and late
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = NORMAL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute(f"PRAGMA journal_size_limit = {_WAL_LIMIT}")
        cursor.execute(f"PRAGMA query_only = {'OFF' if writing else 'ON'}")
        cursor.close()

    event.listen(engine.sync_engine, "connect", prepare)
    begin = "BEGIN IMMEDIATE" if writing else "BEGIN"
    event.listen(engine.sync_engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine


def _postgresql(url: URL, patience: timedelta) -> tuple[AsyncEngine, AsyncEngine]:
    waits = f"-c timezone=utc -c lock_timeout={int(patience.total_seconds() * 1000)}"
    try:
        engine = create_async_engine(
            url,
            pool_size=_POSTGRESQL_CONNECTIONS,
            max_overflow=0,
            pool_pre_ping=True,  # a restarted server costs a new connection, not a failed post
            connect_args={"options": waits},
        )
    except (ModuleNotFoundError, SQLAlchemyError) as error:
        raise StoreError(f"The database URL cannot be used: {error}. PostgreSQL needs callsheet[postgres].") from error
    return engine.execution_options(postgresql_readonly=True), engine.execution_options(writing=True)


@contextmanager
def _faults_told() -> Iterator[None]:
    """Turn every error of SQLAlchemy and of a driver below it into a ``StoreError``."""
    try:
        yield
    except SQLAlchemyError as error:
        raise StoreError(f"The database cannot do that: {getattr(error, 'orig', None) or error}") from error

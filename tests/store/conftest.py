"""Real databases for the store's tests: a SQLite file, and a throw-away PostgreSQL cluster of this session's own."""

import asyncio
import os
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count
from pathlib import Path

import psycopg
import pytest

from bot.store import migrate, schema
from bot.store.database import Database, open_database

SHORT_PATIENCE = timedelta(milliseconds=20)
QUIET = {  # a throw-away cluster need not survive a crash, and a template must not be vacuumed while it is copied
    "autovacuum": "off",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "listen_addresses": "",
    "log_checkpoints": "off",
    "log_min_messages": "log",
    "max_connections": "60",
    "shared_buffers": "16MB",
}


def apart(work: Callable[[], object]) -> None:
    """Run something that has an event loop of its own, from a fixture that may be inside one."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(work).result()


def binaries() -> Path | None:
    """The folder of the newest PostgreSQL server that Debian has installed."""
    return max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), default=None)


class Cluster:
    """A PostgreSQL server on a unix socket in a folder of its own; it dies with the test session."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self.programs = programs
        self.folder = folder
        self._numbers = count()
        # The server refuses to run as root; and it is told to end when this process does, however that ends.
        person = ["--reuid=postgres", "--regid=postgres", "--init-groups"] if os.geteuid() == 0 else []
        start = ["setpriv", "--pdeathsig", "INT", *person]
        if person:
            shutil.chown(folder, "postgres", "postgres")
        data = ["-D", str(folder / "data")]
        making = [*start, programs / "initdb", *data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"]
        subprocess.run([*making, "--locale=C.UTF-8"], check=True, capture_output=True, cwd=folder, timeout=60)
        options = [f"-c{name}={value}" for name, value in {**QUIET, "unix_socket_directories": str(folder)}.items()]
        command = [*start, programs / "postgres", *data, *options]
        self._server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=folder)
        assert self._server.stderr is not None
        assert any("ready to accept connections" in line for line in self._server.stderr)
        # A pipe that nobody reads would stop the server once it is full.
        self._drain = threading.Thread(target=self._server.stderr.read, daemon=True)
        self._drain.start()

    def stop(self) -> None:
        # SIGINT is PostgreSQL's fast shutdown; at SIGTERM it would wait for as long as any client stays.
        self._server.send_signal(signal.SIGINT)
        self._server.wait(timeout=20)
        self._drain.join(timeout=20)
        self._server.stderr.close()

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://postgres@/{name}?host={self.folder}"

    def make(self) -> str:
        """Make an empty database; gives its name."""
        name = f"test{next(self._numbers)}"
        self.execute(f"CREATE DATABASE {name}")
        return name

    def execute(self, statement: str, name: str = "postgres") -> None:
        place = {"host": str(self.folder), "user": "postgres", "dbname": name}
        with psycopg.connect(**place, autocommit=True, options="-c lock_timeout=10s") as connection:
            connection.execute(statement)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    programs = binaries()
    if programs is None:
        if os.environ.get("CI"):
            pytest.fail("CI must have PostgreSQL: /usr/lib/postgresql/*/bin is not there")
        pytest.skip("PostgreSQL is not installed")
    with tempfile.TemporaryDirectory(prefix="callsheet-pg-") as folder:
        made = Cluster(programs, Path(folder))
        try:
            yield made
        finally:
            made.stop()


@pytest.fixture(scope="session")
def shared(cluster: Cluster) -> str:
    """A PostgreSQL database with the newest schema, which every test leaves empty: to copy one takes far longer."""
    name = cluster.make()
    apart(lambda: asyncio.run(migrate.upgrade(cluster.url(name))))
    return name


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file that has been migrated, to copy."""
    file = tmp_path_factory.mktemp("sqlite") / "migrated.sqlite3"
    apart(lambda: asyncio.run(migrate.upgrade(f"sqlite+aiosqlite:///{file}")))
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database of the test's own, without a schema."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path}/fresh/callsheet.sqlite3"
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    name = cluster.make()
    yield cluster.url(name)
    cluster.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def sqlite_url(migrated_file: Path, tmp_path: Path) -> str:
    """The URL of an empty SQLite database with the newest schema."""
    return f"sqlite+aiosqlite:///{shutil.copy(migrated_file, tmp_path / 'callsheet.sqlite3')}"


@pytest.fixture
def postgresql_url(cluster: Cluster, shared: str) -> Iterator[str]:
    """The URL of an empty PostgreSQL database with the newest schema, which must stay as it is."""
    yield cluster.url(shared)
    tables = [table.name for table in reversed(schema.metadata.sorted_tables)]
    counters = [
        table.name for table in schema.metadata.sorted_tables if table.dialect_options["sqlite"]["autoincrement"]
    ]
    emptied = [f"DELETE FROM {name}" for name in tables]  # far faster than TRUNCATE, for a few rows
    restarted = [f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), 1, false)" for name in counters]
    cluster.execute("; ".join(emptied + restarted), shared)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """The URL of an empty database of each kind, with the newest schema, which must stay as it is."""
    found: str = request.getfixturevalue(f"{request.param}_url")
    return found


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    """An open, empty database of each kind."""
    async with open_database(url) as opened:
        yield opened


@pytest.fixture
async def hasty(url: str) -> AsyncIterator[Database]:
    """The same database, opened by someone who waits for locks only a moment."""
    async with open_database(url, patience=SHORT_PATIENCE) as opened:
        yield opened

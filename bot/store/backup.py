"""Copies of a database in use, and whether one is sound."""

import asyncio
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.engine import URL, make_url

from bot.errors import StoreError
from bot.store import index, migrate
from bot.store.database import open_database, sqlite_file


async def backup(url: str, path: Path) -> None:
    """Copy the database to ``path`` as it is at one instant, while it is used; an existing file is replaced at the end.

    SQLite gives a database file, PostgreSQL an archive for ``pg_restore``.

    Raises:
        StoreError: it cannot be read or written, or PostgreSQL's ``pg_dump`` is not installed or failed.
    """
    place = make_url(url)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=path.parent, prefix=".backup-") as folder:
            unfinished = Path(folder) / path.name
            if place.get_backend_name() == "sqlite":
                await asyncio.to_thread(_copy, _existing(place), unfinished)
            else:
                await _dump(place, unfinished)
            unfinished.replace(path)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"The backup cannot be made: {error}") from error


async def check(url: str) -> list[str]:
    """Return what is wrong with the database, a sentence each: integrity, references, schema version, search index.

    Raises:
        StoreError: the database cannot be opened at all, or was made by a newer version.
    """
    place = make_url(url)
    if place.get_backend_name() == "sqlite" and (damage := await asyncio.to_thread(_damage, _existing(place))):
        return damage
    if not await migrate.is_current(url):
        return [f"The schema is not the newest ({migrate.newest()}): run `callsheet db upgrade`."]
    async with open_database(url) as database, database.write() as conn:
        return await index.faults(conn)


def _existing(url: URL) -> Path:
    file = sqlite_file(url)
    if not file.is_file():
        raise StoreError(f"There is no database at {file}.")
    return file


def _copy(source: Path, target: Path) -> None:
    """Copy in one step: a reader's view in WAL mode, beside which the writer goes on."""
    with closing(sqlite3.connect(source)) as used, closing(sqlite3.connect(target)) as copy:
        used.backup(copy)
        [verdict] = copy.execute("PRAGMA quick_check(1)").fetchone()
        if verdict != "ok":
            raise StoreError(f"The backup is not sound, as the database may not be: {verdict}")


async def _dump(url: URL, target: Path) -> None:
    program = shutil.which("pg_dump")
    if program is None:
        raise StoreError("PostgreSQL is backed up by its own pg_dump, which is not installed here.")
    place = url.set(drivername="postgresql", password=None).render_as_string()
    process = await asyncio.create_subprocess_exec(
        program,
        "--format=custom",
        f"--file={target}",
        f"--dbname={place}",
        env={**os.environ, **({"PGPASSWORD": str(url.password)} if url.password else {})},
        stdin=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    _, complaint = await process.communicate()
    if process.returncode:
        raise StoreError(f"pg_dump failed: {complaint.decode(errors='replace').strip()}")


def _damage(file: Path) -> list[str]:
    """Return what SQLite itself finds wrong."""
    try:
        with closing(sqlite3.connect(file)) as used:
            damage = [row[0] for row in used.execute("PRAGMA integrity_check(20)") if row[0] != "ok"]
            dangling = used.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.DatabaseError as error:
        return [f"SQLite cannot read it: {error}."]
    return [*damage, *(f"Row {row} of {of} points to a {to} that is not there." for of, row, to, _ in dangling)]

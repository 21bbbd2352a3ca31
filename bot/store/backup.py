"""Copies of a database in use, and whether one is sound."""

from pathlib import Path


async def backup(url: str, path: Path) -> None:
    """Copy the database to ``path`` as it is at one instant, while it is used; an existing file is replaced at the end.

    SQLite gives a database file, PostgreSQL an archive for ``pg_restore``.

    Raises:
        StoreError: it cannot be read or written, or PostgreSQL's ``pg_dump`` is not installed or failed.
    """
    raise NotImplementedError


async def check(url: str) -> list[str]:
    """Return what is wrong with the database, a sentence each: integrity, references, schema version, search index.

    Raises:
        StoreError: the database cannot be opened at all.
    """
    raise NotImplementedError

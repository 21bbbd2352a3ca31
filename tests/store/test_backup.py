"""Backups of a database in use, and what a check finds."""

import asyncio
import os
import shutil
import sqlite3
import subprocess
from contextlib import closing

import pytest
from sqlalchemy import text

from bot.errors import StoreError
from bot.store import articles, backup, meta
from bot.store.database import open_database
from tests.store.making import follow, make_feed, poll, sighting

# ------------------------------------------------------------------ backup


@pytest.fixture
def programs(request, monkeypatch):
    """PostgreSQL's programs on the PATH, as an operator has them."""
    if "postgresql" in request.node.callspec.id:
        folder = request.getfixturevalue("cluster").programs
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


def restored(url, copy, cluster):
    """The URL of a database made of the backup."""
    if url.startswith("sqlite"):
        return f"sqlite+aiosqlite:///{copy}"
    name = cluster.make()
    place = [f"--host={cluster.folder}", "--username=postgres", f"--dbname={name}"]
    subprocess.run([cluster.programs / "pg_restore", *place, "--exit-on-error", copy], check=True, capture_output=True)
    return cluster.url(name)


@pytest.mark.usefixtures("programs")
async def test_a_backup_taken_while_writing_is_whole(url, database, tmp_path, cluster):
    """Two values are always written together; a copy made meanwhile never holds one without the other."""
    copy = tmp_path / "kept" / "backup"
    stop, begun = asyncio.Event(), asyncio.Event()
    written = 0

    async def write():
        nonlocal written
        while not stop.is_set():
            async with database.write() as conn:
                await meta.set(conn, "one", str(written))
                await articles.add_single(
                    conn, sighting(f"Story {written}").entry, "Soompi", sighting().entry.published_at
                )
                await meta.set(conn, "two", str(written))
            written += 1
            if written > 4:
                begun.set()

    writing = asyncio.create_task(write())
    await begun.wait()
    await backup.backup(url, copy)
    before_end = written
    stop.set()
    await writing
    made = restored(url, copy, cluster)
    async with open_database(made) as kept, kept.read() as conn:
        one, two = await meta.get(conn, "one"), await meta.get(conn, "two")
        assert one == two
        assert 4 <= int(one) <= before_end
        assert await articles.get(conn, int(one) + 1) is not None
        assert await articles.get(conn, int(one) + 2) is None
    assert await backup.check(made) == []
    assert list(copy.parent.iterdir()) == [copy]


@pytest.mark.usefixtures("programs", "database")
async def test_a_backup_takes_the_place_of_an_older_one(url, tmp_path):
    copy = tmp_path / "backup"
    copy.write_text("an older one")
    await backup.backup(url, copy)
    assert copy.stat().st_size > 1_000


@pytest.mark.usefixtures("programs", "database")
async def test_a_backup_that_fails_leaves_the_older_one(url, tmp_path):
    copy = tmp_path / "backup"
    copy.write_text("an older one")
    broken = url.replace(".sqlite3", ".other").replace("postgres@", "nobody:secret@")
    with pytest.raises(StoreError) as caught:
        await backup.backup(broken, copy)
    assert "secret" not in str(caught.value)
    assert copy.read_text() == "an older one"
    assert list(tmp_path.glob(".backup*")) == []


@pytest.mark.usefixtures("database")
async def test_a_place_that_cannot_be_written_is_a_store_error(url, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="cannot be made"):
        await backup.backup(url, tmp_path / "file" / "backup")


async def test_postgresql_without_its_programs_says_what_is_missing(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(StoreError, match="pg_dump"):
        await backup.backup("postgresql+psycopg://postgres@/callsheet", tmp_path / "backup")


async def test_a_damaged_database_makes_no_backup(sqlite_url, tmp_path):
    damage(tmp_path / "callsheet.sqlite3", pages=1)
    with pytest.raises(StoreError, match="not sound"):
        await backup.backup(sqlite_url, tmp_path / "backup")
    assert not (tmp_path / "backup").exists()


def damage(file, pages=10):
    """Write over the last pages of a database; its first, with the schema, stays readable."""
    with file.open("r+b") as content:
        content.seek(-4096 * pages, os.SEEK_END)
        content.write(b"\xff" * 4096 * pages)


# ------------------------------------------------------------------ check


async def test_a_sound_database_has_nothing_wrong(url, database):
    async with database.write() as conn:
        feed = await make_feed(conn)
        await follow(conn, feed)
        await poll(conn, feed, sighting("One"), sighting("Two"))
    assert await backup.check(url) == []


async def test_a_search_index_that_disagrees_is_found(url, database):
    async with database.write() as conn:
        await poll(conn, await make_feed(conn), sighting("One"), sighting("Two"))
        await conn.execute(text("DELETE FROM article_search"))
        if database.dialect == "sqlite":
            await conn.execute(text("INSERT INTO article_search (rowid, headline, body) VALUES (99, 'x', 'y')"))
    found = ["2 articles are missing from the search index."]
    left_over = ["1 entries of it have no article."]
    assert await backup.check(url) == found + (left_over if database.dialect == "sqlite" else [])


async def test_a_schema_that_is_not_the_newest_is_found(new_url):
    async with open_database(new_url) as database, database.write() as conn:
        await conn.execute(text("CREATE TABLE t (x INTEGER)"))
    [sentence] = await backup.check(new_url)
    assert "db upgrade" in sentence


@pytest.fixture
def file(migrated_file, tmp_path):
    return shutil.copy(migrated_file, tmp_path / "callsheet.sqlite3")


def execute(file, *statements):
    with closing(sqlite3.connect(file)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


async def test_a_broken_search_index_is_found(file):
    execute(file, "INSERT INTO article_search (rowid, headline, body) VALUES (1, 'x', 'y')")
    execute(file, "UPDATE article_search_content SET c0 = 'another word'")
    [sentence] = await backup.check(f"sqlite+aiosqlite:///{file}")
    assert sentence.startswith("The search index is broken")


async def test_a_reference_to_nothing_is_found(file):
    execute(file, "INSERT INTO entry (feed_id, key, digest) VALUES (7, 'guid:x', 'd')")
    [sentence] = await backup.check(f"sqlite+aiosqlite:///{file}")
    assert "points to a feed that is not there" in sentence


async def test_damage_is_found(file):
    damage(file)
    assert await backup.check(f"sqlite+aiosqlite:///{file}") != []


async def test_a_file_that_is_no_database_is_told_as_such(tmp_path):
    file = tmp_path / "letter"
    file.write_bytes(b"Dear aunt, " * 1_000)
    [sentence] = await backup.check(f"sqlite+aiosqlite:///{file}")
    assert "not a database" in sentence


async def test_a_database_that_is_not_there_is_not_made(tmp_path):
    missing = f"sqlite+aiosqlite:///{tmp_path}/none.sqlite3"
    for act in (backup.check(missing), backup.backup(missing, tmp_path / "backup")):
        with pytest.raises(StoreError, match="no database"):
            await act
    assert list(tmp_path.iterdir()) == []

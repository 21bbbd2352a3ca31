"""Opening a database: transactions, readers beside a writer, and faults told as store errors."""

import asyncio
import sqlite3

import pytest
from sqlalchemy import text

from bot.errors import StoreError
from bot.store import guilds, meta
from bot.store.database import open_database
from tests.store.making import GUILD, NOW


async def stored(database, key="key"):
    async with database.read() as conn:
        return await meta.get(conn, key)


async def test_a_write_is_kept_when_its_block_ends(database):
    async with database.write() as conn:
        await meta.set(conn, "key", "first")
        await meta.set(conn, "key", "second")
    assert await stored(database) == "second"
    assert await stored(database, "other") is None


async def test_a_write_that_fails_leaves_nothing(database):
    async def write():
        async with database.write() as conn:
            await meta.set(conn, "key", "value")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await write()
    assert await stored(database) is None


async def test_a_write_that_is_cancelled_leaves_nothing_and_lets_the_next_one_in(database):
    begun = asyncio.Event()

    async def write():
        async with database.write() as conn:
            await meta.set(conn, "key", "value")
            begun.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(write())
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await stored(database) is None
    async with database.write() as conn:
        await meta.set(conn, "key", "next")
    assert await stored(database) == "next"


@pytest.mark.parametrize("steps", range(0, 16, 2))
async def test_a_write_may_be_cancelled_at_any_await(database, steps):
    """Wherever the cancellation strikes, nothing is stored by halves and the database goes on."""

    async def write():
        async with database.write() as conn:
            await meta.set(conn, "one", "value")
            await meta.set(conn, "two", "value")

    task = asyncio.create_task(write())
    for _ in range(steps):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert await stored(database, "one") == await stored(database, "two")
    async with database.write() as conn:
        await meta.set(conn, "one", "next")
    assert await stored(database, "one") == "next"


async def test_a_reader_sees_one_state_beside_an_open_write(database):
    async with database.write() as writer:
        await meta.set(writer, "key", "value")
        assert await stored(database) is None
        assert await meta.get(writer, "key") == "value"
    assert await stored(database) == "value"


async def test_a_reader_cannot_write(database):
    with pytest.raises(StoreError):
        async with database.read() as conn:
            await meta.set(conn, "key", "value")
    assert await stored(database) is None


async def test_read_modify_writes_at_once_lose_nothing(database):
    """Twenty blocks that read, add one and save end at twenty."""
    async with database.write() as conn:
        await guilds.joined(conn, GUILD, NOW)

    async def count_up():
        async with database.write() as conn:
            found = await guilds.settings(conn, GUILD)
            await asyncio.sleep(0)
            await guilds.save(conn, type(found)(GUILD, posts_per_hour=(found.posts_per_hour or 0) + 1))

    await asyncio.gather(*(count_up() for _ in range(20)))
    async with database.read() as conn:
        assert (await guilds.settings(conn, GUILD)).posts_per_hour == 20


async def test_two_open_databases_lose_nothing_either(url, database):
    """As above, from two pools: what two processes would do."""
    async with database.write() as conn:
        await guilds.joined(conn, GUILD, NOW)

    async def count_up(mine):
        async with mine.write() as conn:
            found = await guilds.settings(conn, GUILD)
            await guilds.save(conn, type(found)(GUILD, posts_per_hour=(found.posts_per_hour or 0) + 1))

    async with open_database(url) as other:
        await asyncio.gather(*(count_up(mine) for _ in range(10) for mine in (database, other)))
    async with database.read() as conn:
        assert (await guilds.settings(conn, GUILD)).posts_per_hour == 20


async def test_a_statement_that_the_database_refuses_is_a_store_error_with_its_cause(database):
    with pytest.raises(StoreError, match="no_such_table") as caught:
        async with database.read() as conn:
            await conn.execute(text("SELECT * FROM no_such_table"))
    assert caught.value.__cause__ is not None


async def test_characters_that_no_database_takes_are_left_out(database):
    async with database.write() as conn:
        await meta.set(conn, "key", "nul \0 surrogate \ud83c end 🎬")
    assert await stored(database) == "nul  surrogate  end 🎬"


async def test_an_instant_without_a_zone_is_refused(database):
    with pytest.raises(StoreError, match="time zone"):
        async with database.write() as conn:
            await guilds.left(conn, GUILD, NOW.replace(tzinfo=None))


@pytest.mark.parametrize("odd", ["sqlite+aiosqlite://", "sqlite+aiosqlite:///:memory:", "nonsense", "oracle+nix://x/y"])
async def test_a_url_that_cannot_be_used_is_a_store_error(odd):
    with pytest.raises(StoreError):
        async with open_database(odd):
            pass


async def test_a_server_that_is_not_there_is_a_store_error(tmp_path):
    async with open_database(f"postgresql+psycopg://nobody@/nothing?host={tmp_path}") as database:
        with pytest.raises(StoreError):
            async with database.read():
                pass


async def test_a_folder_that_cannot_be_made_is_a_store_error(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="folder"):
        async with open_database(f"sqlite+aiosqlite:///{tmp_path}/file/callsheet.sqlite3"):
            pass


async def test_a_file_that_is_no_database_is_a_store_error(tmp_path):
    file = tmp_path / "callsheet.sqlite3"
    file.write_bytes(b"This is a letter to my aunt, and no database." * 100)
    async with open_database(f"sqlite+aiosqlite:///{file}") as database:
        with pytest.raises(StoreError, match="not a database"):
            async with database.write():
                pass
    assert file.read_bytes().startswith(b"This is a letter")


async def test_a_sqlite_file_is_kept_in_the_mode_that_lets_readers_in(tmp_path):
    file = tmp_path / "made" / "callsheet.sqlite3"
    async with open_database(f"sqlite+aiosqlite:///{file}") as database, database.write() as conn:
        await conn.execute(text("CREATE TABLE t (x)"))
        pragmas = {name: await conn.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "foreign_keys")}
    assert pragmas == {"journal_mode": "wal", "foreign_keys": 1}
    with sqlite3.connect(file) as plain:
        assert plain.execute("SELECT name FROM sqlite_master").fetchall() == [("t",)]
    plain.close()

"""A database that is closed lets those finish who are in the middle of something, for a moment."""

import asyncio
from datetime import timedelta

from sqlalchemy import text

from bot.store import database as module
from bot.store import meta
from bot.store.database import open_database


async def test_who_is_in_the_middle_of_something_may_finish(database):
    begun, told = asyncio.Event(), []

    async def late() -> None:
        async with database.read() as conn:
            begun.set()
            await asyncio.sleep(0.05)
            told.append(await meta.get(conn, "nothing"))

    task = asyncio.create_task(late())
    await begun.wait()
    await database.settle()
    assert told == [None]
    await task


async def test_who_takes_too_long_is_not_waited_for(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "SETTLING", timedelta(seconds=0.02))
    async with open_database(f"sqlite+aiosqlite:///{tmp_path}/x.sqlite3") as opened, opened.read() as conn:
        await opened.settle()
        assert await conn.scalar(text("SELECT 1")) == 1

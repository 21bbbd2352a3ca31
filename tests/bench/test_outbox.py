"""The outbox under one entry for 1,000 channels: claims of forty, each post marked by its own commit."""

import sqlite3
from contextlib import closing

from bot.domain.models import DeliveryKind, NewDelivery
from bot.store import deliveries
from bot.store.database import open_database
from bot.store.migrate import upgrade
from tests.bench.conftest import NOW, timed, timed_async
from tests.store.making import MINUTE

CHANNELS, AT_ONCE = 1_000, 40


async def test_outbox(tmp_path, tell):
    url = f"sqlite+aiosqlite:///{tmp_path / 'outbox.sqlite3'}"
    await upgrade(url)
    async with open_database(url) as db:
        async with db.write() as conn:
            new = [NewDelivery(DeliveryKind.STORY, f"story:1:{n}", 1, n, NOW) for n in range(CHANNELS)]
            ids = await deliveries.add_all(conn, [(one, None) for one in new], NOW)
        claimed: list[int] = []

        async def claim():
            async with db.write() as conn:
                groups = await deliveries.claim(conn, "w", NOW, MINUTE, AT_ONCE)
            claimed.extend(row.id for group in groups for row in group)

        async def mark():
            async with db.write() as conn:
                await deliveries.mark_sent(conn, [claimed.pop()], 7, NOW)

        bare = bare_commit(tmp_path)
        tell(f"claim of {AT_ONCE} in {len(ids):,}", (await timed_async(claim, 9)).median, bare.median)
        marked = await timed_async(mark, 200)
        tell("mark one as sent", marked.median, bare.median, slowest=f"{marked.quantile(1) * 1000:.1f} ms")
    assert marked.quantile(0.9) < 1 / AT_ONCE, "forty posts a second must not wait for the database"


def bare_commit(tmp_path):
    """One committed UPDATE by the standard library alone, in the same mode."""
    with closing(sqlite3.connect(tmp_path / "bare.sqlite3", isolation_level=None)) as plain:
        plain.execute("PRAGMA journal_mode = WAL")
        plain.execute("PRAGMA synchronous = NORMAL")
        plain.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, x INTEGER)")
        plain.executemany("INSERT INTO t VALUES (?, 0)", [(n,) for n in range(CHANNELS)])

        def commit():
            plain.execute("BEGIN IMMEDIATE")
            plain.execute("UPDATE t SET x = x + 1 WHERE id = 500")
            plain.execute("COMMIT")

        return timed(commit, 200)

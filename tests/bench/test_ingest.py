"""Ingest: sighting, planning and storing articles, against a bare INSERT of the same rows."""

import random
import sqlite3
import time

from bot.domain.models import ParsedFeed
from bot.feeds.fetch import Fetched
from bot.services.intake import Poll, take_in
from bot.store import feeds
from bot.store.database import open_database
from bot.store.migrate import upgrade
from tests.bench.conftest import NOW, made_entry

BATCH, ROUNDS = 100, 20
COLUMNS = "headline, url, guid, summary, body, at"


def bare(path, entries) -> float:
    """Insert into one table with a unique address and nothing else, one transaction a batch."""
    with sqlite3.connect(path) as plain:
        plain.execute("PRAGMA journal_mode = WAL")
        plain.execute("PRAGMA synchronous = NORMAL")
        plain.execute("CREATE TABLE a (headline, url UNIQUE, guid, summary, body, at)")
    began = time.perf_counter()
    for start in range(0, len(entries), BATCH):
        rows = [
            (e.headline, e.url, e.guid, e.summary, e.text, str(e.published_at)) for e in entries[start : start + BATCH]
        ]
        with plain:
            plain.executemany("INSERT INTO a VALUES (?, ?, ?, ?, ?, ?)", rows)
    took = time.perf_counter() - began
    plain.close()
    return took


async def ours(url, entries) -> float:
    async with open_database(url) as db:
        async with db.write() as conn:
            feed = await feeds.add(conn, url="https://outlet.example/feed", outlet="Outlet", private=False, now=NOW)
        began = time.perf_counter()
        for start in range(0, len(entries), BATCH):
            parsed = ParsedFeed("Outlet", "rss20", tuple(entries[start : start + BATCH]))
            async with db.write() as conn:
                feed = await feeds.get(conn, feed.id)
                await take_in(conn, feed, Poll(Fetched("u", b""), parsed, 900), [], NOW)
        return time.perf_counter() - began


async def test_ingest(tmp_path, tell):
    rng = random.Random(2)
    entries = [made_entry(rng, number) for number in range(BATCH * ROUNDS)]
    url = f"sqlite+aiosqlite:///{tmp_path}/ours.sqlite3"
    await upgrade(url)
    took, plain = await ours(url, entries), bare(tmp_path / "bare.sqlite3", entries)
    ratio = tell(
        "ingest an article", took / len(entries), plain / len(entries), articles_a_second=f"{len(entries) / took:,.0f}"
    )
    assert ratio < 400

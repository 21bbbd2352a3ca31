"""Search and latest over 100,000 articles, against a bare MATCH on the same index."""

import random
import sqlite3

import pytest

from bot.domain.models import StoryQuery
from bot.store import articles, search, stories
from bot.store.articles import Incoming
from bot.store.database import open_database
from bot.store.migrate import upgrade
from tests.bench.conftest import NOW, made_entry, timed, timed_async

ARTICLES, BATCH = 100_000, 5_000
MATCHING = "SELECT rowid FROM article_search WHERE article_search MATCH ? ORDER BY bm25(article_search) LIMIT 5"

QUERIES = {
    "zombie": "zombie",
    "zombie school netflix": "zombie AND school AND netflix",
    '"detective prosecutor" surgeon': '"detective prosecutor" AND surgeon',
    "99999": '"99999"',
}


@pytest.mark.timeout(600)
async def test_search(tmp_path, tell):
    rng, path = random.Random(3), tmp_path / "many.sqlite3"
    url = f"sqlite+aiosqlite:///{path}"
    await upgrade(url)
    async with open_database(url) as db:
        for start in range(0, ARTICLES, BATCH):
            made = [made_entry(rng, number) for number in range(start, start + BATCH)]
            async with db.write() as conn:
                await articles.add_all(
                    conn, [Incoming(e, f"Outlet {n % 40}", e.url, None, False) for n, e in enumerate(made)], NOW
                )
        plain = sqlite3.connect(path)
        for text, matching in QUERIES.items():

            async def ours(text=text):
                async with db.read() as conn:
                    return await search.search(conn, StoryQuery(text=text), 0, 5)

            bare = timed(lambda match=matching: plain.execute(MATCHING, (match,)).fetchall())
            found, figures = (await ours())[1], await timed_async(ours, 9)
            tell(f"search {text!r} in {ARTICLES:,} articles", figures.median, bare.median, found=found)
            assert figures.median < max(0.25, 3 * bare.median)

        async def newest():
            async with db.read() as conn:
                return await stories.latest(conn, StoryQuery(), 0, 5)

        bare = timed(lambda: plain.execute("SELECT id FROM article ORDER BY at DESC LIMIT 1000").fetchall())
        tell("latest of them", (await timed_async(newest, 9)).median, bare.median)
        plain.close()

"""Two processes that read of one title at once: neither misses what the other read."""

import asyncio

from bot.services.releases import Points, refresh
from bot.store import articles, facts, releases
from bot.store.database import open_database
from tests.store.knowing import make_title, said
from tests.store.making import NOW


async def test_releases_are_made_of_what_both_read(postgresql_url):
    async with open_database(postgresql_url) as one, open_database(postgresql_url) as other:
        async with one.write() as conn:
            title_id = await make_title(conn)

        async def read(database, fact, go_on, wait):
            async with database.write() as conn:
                made = await articles.add_single(conn, articles.Entry("News"), "Soompi", NOW, private=False)
                await facts.replace(conn, made, [fact], 1, NOW)
                go_on.set()
                await wait.wait()
                certain = Points(0.05, 0.05)
                await refresh(conn, [title_id], NOW, certain)

        first, second = asyncio.Event(), asyncio.Event()
        dated = said(title_id, "publication_date", "2027-05", confidence=0.3)
        ended = said(title_id, "production_status", "cancelled", confidence=0.3)
        await asyncio.gather(read(one, dated, first, second), read(other, ended, second, first))
        async with one.read() as conn:
            found = await releases.views(conn, title_id)
    assert [(one.value, one.status.value) for one in found[0]] == [("2027-05", "cancelled")]

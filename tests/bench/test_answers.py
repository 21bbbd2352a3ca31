"""What an answer costs besides Discord: look-up and card of `/news latest` and `search`, against one bare SELECT."""

import random
import sqlite3

from bot.domain.models import StoryQuery
from bot.services.news import News
from bot.store import articles
from bot.store.articles import Incoming
from bot.store.database import open_database
from bot.store.migrate import upgrade
from cogs.ui.markup import Markup
from cogs.ui.news_cards import story_list
from cogs.ui.paginator import turning
from tests.bench.conftest import NOW, made_entry, timed, timed_async

ARTICLES = 10_000
NEWEST = "SELECT headline, url, outlet, at FROM article ORDER BY at DESC LIMIT 5"


async def test_answers(tmp_path, tell):
    rng, path = random.Random(4), tmp_path / "answers.sqlite3"
    url = f"sqlite+aiosqlite:///{path}"
    await upgrade(url)
    async with open_database(url) as db:
        made = [made_entry(rng, number) for number in range(ARTICLES)]
        async with db.write() as conn:
            await articles.add_all(conn, [Incoming(entry, "Outlet", entry.url, None, False) for entry in made], NOW)
        news, plain = News(db), sqlite3.connect(path)

        def bare() -> str:
            return "\n".join(" · ".join(map(str, row)) for row in plain.execute(NEWEST).fetchall())

        async def answer(ask, query):
            found = await ask(query, 1)
            row = turning("en", "news", (found.page, found.pages), 1, (query.text,))
            return story_list("en", Markup("Newest"), found, row).to_components()

        for name, ask, query in (
            ("latest", news.latest, StoryQuery()),
            ("search", news.search, StoryQuery(text="zombie school")),
        ):
            ours = await timed_async(lambda ask=ask, query=query: answer(ask, query), 20)
            tell(f"/news {name}, {ARTICLES:,} articles", ours.median, timed(bare, 20).median)
            assert ours.quantile(0.95) < 0.5, "Discord gives three seconds, and a small machine is slower than this one"
        plain.close()

"""A second reader in the newsroom: it reads along after the posts, and only what everyone may read."""

import json

import pytest

from bot.config import Settings
from bot.domain.facts import Extraction
from bot.domain.models import Entry
from bot.extraction import VERSION
from bot.extraction.second import CONFIDENCE
from bot.llm import open_llm
from bot.services import build
from bot.services.reading import YOUNG, Reading
from bot.services.releases import STANDARD
from bot.store import articles, facts
from tests.feedserver import Item
from tests.newsroom import FEED, HOUR

PATH = "/v1/chat/completions"
TEXT = "Netflix has renewed 'Squid Game' for a second season. Lee Jung-jae is back as Gi-hun."
FACT = {
    "subject": "Squid Game",
    "season": 2,
    "predicate": "cast_member",
    "object": "Lee Jung-jae",
    "certainty": "confirmed",
    "evidence": "Lee Jung-jae is back as Gi-hun.",
}


class Silent:
    """Our own reading, which finds nothing."""

    async def extract(self, _article):
        return Extraction()


@pytest.fixture
async def second(room):
    said = {"choices": [{"message": {"content": json.dumps({"facts": [FACT]})}}]}
    room.site.answer(PATH, body=json.dumps(said).encode())
    async with open_llm(Settings(llm_url=room.site.url("/v1"), llm_model="m")) as reader:
        yield reader


async def stored(room, **others) -> int:
    async with room.db.write() as conn:
        return await articles.add_single(conn, Entry("It is back", text=TEXT), "Soompi", room.clock.now, **others)


def reading(room, second) -> Reading:
    return Reading(room.db, Silent(), room.clock, STANDARD, second)


async def known(room, article_id):
    async with room.db.read() as conn:
        return [(one.fact.object, one.fact.confidence) for one in await facts.of_articles(conn, [article_id])]


async def test_it_reads_along_when_stored_articles_are_read(room, second):
    article_id = await stored(room)
    assert await reading(room, second).catch_up() == 1
    assert await known(room, article_id) == [("Lee Jung-jae", CONFIDENCE)]
    assert await reading(room, second).catch_up() == 0


@pytest.mark.parametrize("others", [{"private": True}, {"empty": True}])
async def test_it_is_not_asked_about_private_or_empty_articles(room, second, others):
    if others.pop("empty", False):
        async with room.db.write() as conn:
            article_id = await articles.add_single(conn, Entry("It is back"), "Soompi", room.clock.now)
    else:
        article_id = await stored(room, **others)
    assert await reading(room, second).catch_up() == 1
    assert await known(room, article_id) == []
    assert room.site.of(PATH) == []


async def test_what_was_read_ahead_of_it_is_read_again_with_it(room, second):
    article_id = await stored(room)
    assert reading(room, None).version_ahead == VERSION
    async with room.db.write() as conn:
        await facts.replace(conn, article_id, [], reading(room, second).version_ahead, room.clock.now)
    assert await reading(room, second).catch_up() == 1
    assert len(await known(room, article_id)) == 1


async def test_old_articles_are_given_to_it_only_when_someone_says_so(room, second):
    article_id = await stored(room)
    room.clock.forward(YOUNG + HOUR)
    assert await reading(room, second).catch_up() == 1
    assert await known(room, article_id) == []
    assert [learnt.facts async for learnt in reading(room, second).reread(every=True)] == [1]
    assert len(room.site.of(PATH)) == 1


async def test_posts_do_not_wait_for_it(room, second):
    room.services = build(
        room.db, room.services.ingest._fetcher, room.reader, base_interval=HOUR, clock=room.clock, second=second
    )
    room.services.deliver.publisher = room.publisher
    await room.follow()
    room.site.rss(FEED, [Item("It is back", url="https://example.com/back", content=TEXT)])
    assert await room.round(2 * HOUR) == 1
    assert room.site.of(PATH) == []
    assert await room.services.reading.catch_up() >= 1
    assert len(room.site.of(PATH)) == 1
    assert await room.services.reading.catch_up() == 0


async def test_if_it_fails_the_article_counts_as_read(room, second):
    room.site.answer(PATH, status=500)
    await stored(room)
    assert await reading(room, second).catch_up() == 1
    assert await reading(room, second).catch_up() == 0

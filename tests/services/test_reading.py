"""Articles are read as they come in, when they were missed, and again when the reading has got better."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.facts import NameKind, Verdict
from bot.domain.models import Page
from bot.domain.reading import Unread
from bot.errors import FeedError, FeedFault
from bot.services import reading
from bot.services.reading import MOST_TRIES
from bot.store import articles, facts, verdicts
from tests.newsroom import DAY, GUILD, HOUR
from tests.sayings import HARBOR, says, told

SLOW = FeedError("article", FeedFault.SLOW, "reading it took too long")


async def known(room, name="Glass Harbor"):
    """Return the facts of a title as this server may see them."""
    hits = await room.services.titles.suggest(NameKind.TITLE, name, GUILD)
    async with room.db.read() as conn:
        return await facts.of_title(conn, hits[0].id, GUILD) if hits else []


def stumble(room, monkeypatch, times):
    """Let the reader of articles fail so often."""
    left = iter(range(times))
    extract = room.reader.extract

    async def failing(article):
        if next(left, None) is not None:
            raise SLOW
        return await extract(article)

    monkeypatch.setattr(room.reader, "extract", failing)


@pytest.fixture
async def harbor(room):
    """A room that follows a feed, in which an article about Glass Harbor is to come."""
    await room.follow()
    room.reader.sayings["Harbor returns"] = HARBOR
    return room


# ------------------------------------------------------------------ as they come in


async def test_a_post_tells_the_facts_of_its_story(harbor):
    harbor.publish("Harbor returns")
    await harbor.round()
    [(post, _)] = harbor.publisher.messages.values()
    assert [fact.fact.object for fact in post.body.facts] == ["2025-05-09", "Oh Hye-rin", "Netflix"]
    assert len(await known(harbor)) == 6
    assert await harbor.services.reading.catch_up() == 0, "nothing is left to read"


async def test_an_article_is_read_with_the_names_that_are_known_and_in_it(harbor):
    harbor.publish("Harbor returns")
    await harbor.round()
    harbor.publish(harbor.item("Seo Min-ah on Glass Harbor", content="She talks. " * 200, published=None))
    await harbor.round()
    last = harbor.reader.read[-1]
    assert (last.headline, last.titles, last.people) == (
        "Seo Min-ah on Glass Harbor",
        ("Glass Harbor",),
        ("Seo Min-ah",),
    )
    assert last.published is None


async def test_what_was_read_is_told_with_its_day_and_its_summary_if_there_is_no_text(harbor):
    harbor.publish(harbor.item("In short", summary="Only this.", content=None))
    await harbor.round()
    assert harbor.reader.read == [Unread("Only this.", "In short", harbor.clock.now.date())]


async def test_the_reader_is_started_when_a_feed_has_changed_and_only_then(harbor):
    await harbor.round()
    first = harbor.reader.expected
    await harbor.round(DAY)
    assert harbor.reader.expected == first, "the same feed again"
    harbor.publish("News")
    await harbor.round(DAY)
    assert harbor.reader.expected == first + 1


async def test_posts_wait_for_the_reading_only_so_long(harbor, monkeypatch):
    go_on, extract = asyncio.Event(), harbor.reader.extract

    async def slow(article):
        await go_on.wait()
        return await extract(article)

    monkeypatch.setattr(reading, "PATIENCE_S", 0.01)
    monkeypatch.setattr(harbor.reader, "extract", slow)
    harbor.services.queued.clear()
    harbor.publish("Harbor returns", "Another story")
    harbor.clock.forward(HOUR)
    polling = asyncio.create_task(harbor.services.ingest.poll_due())
    await harbor.services.queued.wait()
    assert await harbor.services.deliver.run_due() == 2
    assert [post.body.facts for post, _ in harbor.publisher.messages.values()] == [(), ()]
    go_on.set()
    assert await polling == 2
    assert await harbor.services.reading.catch_up() == 0, "it was read right after the post"
    assert await harbor.services.deliver.run_edits() == 1, "the post gains its line"
    assert len(harbor.publisher.edits[0][1].body.facts) == 3


async def test_what_another_feed_brought_is_not_read_again(harbor):
    await harbor.follow("/other.xml")
    one = harbor.item("Harbor returns")
    harbor.publish(one)
    await harbor.round()
    harbor.publish(one, path="/other.xml")
    await harbor.round()
    assert [article.headline for article in harbor.reader.read] == ["Harbor returns"]


# ------------------------------------------------------------------ what was missed


async def test_what_a_feed_had_before_it_was_followed_is_read_in_time(room):
    room.reader.sayings["Harbor returns"] = HARBOR
    room.publish("Harbor returns", *(f"Old {n}" for n in range(12)))
    await room.follow()
    assert room.reader.read == []
    counts = [await room.services.reading.catch_up() for _ in range(3)]
    assert counts == [10, 3, 0]
    assert len(await known(room)) == 6


async def test_a_reading_that_fails_is_made_up_for(harbor, monkeypatch):
    stumble(harbor, monkeypatch, times=3)
    harbor.publish("Harbor returns")
    await harbor.round()
    assert harbor.publisher.told() == ["Harbor returns"], "it is news all the same"
    assert [await harbor.services.reading.catch_up() for _ in range(3)] == [0, 1, 0]
    assert len(await known(harbor)) == 6


async def test_an_article_that_ends_its_reader_is_given_up_until_the_next_start(harbor, monkeypatch):
    stumble(harbor, monkeypatch, times=2 + MOST_TRIES)
    harbor.publish("Harbor returns")
    await harbor.round()
    assert [await harbor.services.reading.catch_up() for _ in range(MOST_TRIES + 2)] == [0] * (MOST_TRIES + 2)
    await harbor.kill()
    assert await harbor.services.reading.catch_up() == 1


async def test_an_article_that_changes_is_read_again(harbor):
    harbor.publish("Harbor returns")
    await harbor.round()
    harbor.reader.sayings["Harbor returns later"] = says(told("publication_date", "2026", season=2))
    [item] = harbor.items["/feed.xml"]
    harbor.items["/feed.xml"] = [harbor.item("Harbor returns later", guid=item.guid, url=item.url)]
    harbor.publish()
    await harbor.round()
    assert await harbor.services.reading.catch_up() == 1
    assert [fact.fact.object for fact in await known(harbor)] == ["2026"]


async def test_a_reading_of_words_that_changed_meanwhile_is_made_again(room, monkeypatch):
    room.reader.sayings["Harbor returns"] = HARBOR
    room.publish("Harbor returns")
    await room.follow()
    extract = room.reader.extract

    async def changing(article):
        monkeypatch.undo()
        async with room.db.write() as conn:
            await articles.save_page(conn, 1, Page("https://a.example", "Harbor", "", author="Ann"), room.clock.now)
        return await extract(article)

    monkeypatch.setattr(room.reader, "extract", changing)
    assert [await room.services.reading.catch_up() for _ in range(3)] == [0, 1, 0]


async def test_old_posts_are_not_edited_for_what_is_learnt_late(harbor, monkeypatch):
    stumble(harbor, monkeypatch, times=2)
    harbor.publish("Harbor returns")
    await harbor.round()
    harbor.clock.forward(timedelta(days=3))
    assert await harbor.services.reading.catch_up() == 1
    assert await harbor.services.deliver.run_edits() == 0


# ------------------------------------------------------------------ again


async def reread(room, **how):
    return [learnt.facts async for learnt in room.services.reading.reread(**how)]


async def test_a_better_version_reads_everything_again_and_verdicts_stay(harbor, monkeypatch):
    harbor.publish("Harbor returns", "Nothing in it")
    await harbor.round()
    date, *_ = await known(harbor)
    claim = await harbor.services.moderation.claim(date.id, GUILD)
    await harbor.services.moderation.reject_everywhere(claim, 1)
    assert (await harbor.services.reading.unread(), await reread(harbor)) == (0, [])
    monkeypatch.setattr(reading, "VERSION", reading.VERSION + 1)
    assert await harbor.services.reading.unread() == 2
    assert sorted(await reread(harbor)) == [0, 0], "nothing new"
    assert await reread(harbor) == []
    async with harbor.db.read() as conn:
        assert await verdicts.of_title(conn, claim.title_id, GUILD) == {claim: Verdict.WRONG}
    assert date.id in {fact.id for fact in await known(harbor)}


async def test_reading_all_again_goes_on_where_it_was_broken_off(harbor):
    harbor.publish(*(f"Story {n}" for n in range(25)))
    await harbor.round()
    await harbor.services.reading.catch_up()
    assert await harbor.services.reading.unread(every=True) == 25
    rereading = harbor.services.reading.reread(every=True)
    for _ in range(15):
        await anext(rereading)
    await rereading.aclose()
    assert len(await reread(harbor, every=True)) == 15, "ten were done for good"
    assert len(await reread(harbor, every=True)) == 25, "and then it begins anew"


async def test_what_cannot_be_read_again_stays_as_it_was(harbor, monkeypatch):
    harbor.publish("Harbor returns")
    await harbor.round(HOUR)
    stumble(harbor, monkeypatch, times=1)
    assert await reread(harbor, every=True) == [0]
    assert len(await known(harbor)) == 6

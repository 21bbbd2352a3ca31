"""Articles: how feeds know them, how they are found, what their pages add, and when they go."""

from dataclasses import replace

import pytest

from bot.domain.models import Article, DeliveryState, Entry, Page
from bot.domain.plan import KnownEntry
from bot.store import articles, deliveries, feeds, stories
from bot.store.search import search
from tests.store.making import DAY, HOUR, NOW, delivery, make_feed, poll, sighting


@pytest.fixture
async def feed(database):
    async with database.write() as conn:
        return await make_feed(conn)


async def test_an_article_comes_back_as_it_was_seen(database, feed):
    seen = sighting(
        "오징어 게임 🎬",
        at=NOW - HOUR,
        summary="A summary.",
        text="A text.",
        author="Kim",
        categories=("drama", "Ünïcode, with comma"),
        image_url="https://news.example/a.jpg",
    )
    async with database.write() as conn:
        await poll(conn, feed, seen)
        found = await articles.get(conn, 1)
        assert found == Article(
            1,
            "Soompi",
            "오징어 게임 🎬",
            first_seen_at=NOW,
            story_id=found.story_id,
            url=seen.entry.url,
            summary="A summary.",
            text="A text.",
            author="Kim",
            categories=("drama", "Ünïcode, with comma"),
            image_url="https://news.example/a.jpg",
            published_at=NOW - HOUR,
        )
        assert await articles.by_url(conn, seen.entry.url) == found
        assert await articles.ids_by_url(conn, [seen.entry.url, "https://news.example/other"]) == {seen.entry.url: 1}
        assert await articles.get(conn, 2) is None
        assert await articles.by_url(conn, "https://news.example/other") is None


async def test_articles_may_share_an_address_that_is_none_of_theirs_alone(database, feed):
    shared = "https://news.example/all"
    seen = [replace(sighting(f"{n}", url=shared), own_url=None) for n in range(2)]
    async with database.write() as conn:
        await poll(conn, feed, *seen)
        assert (await articles.by_url(conn, shared)).headline == "1", "the newest"
        assert await articles.ids_by_url(conn, [shared]) == {}
        assert await articles.count(conn) == 2


async def test_a_feed_knows_its_entries_by_every_key_and_no_others(database, feed):
    seen = sighting("A story")
    async with database.write() as conn:
        other = await make_feed(conn, "other")
        await poll(conn, feed, seen)
        known = KnownEntry(1, seen.digest)
        assert await articles.known_entries(conn, feed.id, [*seen.keys, "guid:unknown"]) == dict.fromkeys(
            seen.keys, known
        )
        assert await articles.known_entries(conn, other.id, seen.keys) == {}
        assert await articles.known_entries(conn, feed.id, []) == {}


@pytest.mark.parametrize("guid", ["x" * 100_000, "nul \0", "surrogate \ud800", "🎬" * 900, "line\nbreak"])
async def test_a_key_of_any_length_and_characters_is_known_again(database, feed, guid):
    keys = (f"guid:{guid}", f"guid:{guid}!")
    async with database.write() as conn:
        await poll(conn, feed, replace(sighting("Odd"), keys=keys[:1]))
        assert set(await articles.known_entries(conn, feed.id, keys)) == {keys[0]}


async def test_more_keys_than_one_document_has_are_looked_up_at_once(database, feed):
    seen = [sighting(f"Story {n}") for n in range(500)]
    async with database.write() as conn:
        await poll(conn, feed, *seen)
        keys = [key for one in seen for key in (*one.keys, f"{one.keys[0]}/other")]
        assert len(await articles.known_entries(conn, feed.id, keys)) == 1_000


async def test_a_feeds_newest_articles(database, feed):
    async with database.write() as conn:
        await poll(conn, await make_feed(conn, "other"), sighting("Not ours"))
        await poll(conn, feed, *(sighting(f"{n}", at=NOW + n * HOUR) for n in range(4)))
        assert [one.headline for one in await articles.of_feed(conn, feed.id, 3)] == ["3", "2", "1"]
        assert await articles.outlets(conn, None) == ["Other", "Soompi"]


# ------------------------------------------------------------------ pages

PAGE = Page(
    "https://news.example/Short",
    "Another headline",
    "The whole text, with a zombie.",
    author="Lee",
    image_url="https://news.example/og.jpg",
    published_at=NOW - HOUR,
)


async def test_pages_are_wanted_of_articles_with_an_address_and_no_text(database, feed):
    async with database.write() as conn:
        await poll(conn, feed, sighting("Full", text="All of it."), sighting("Nowhere", url=None))
        await poll(conn, feed, sighting("Short"), sighting("Shorter"))
        wanting = await articles.wanting_page(conn, 5)
        assert [one.headline for one in wanting] == ["Shorter", "Short"]
        assert len(await articles.wanting_page(conn, 1)) == 1
        assert not await articles.save_page(conn, wanting[0].id, None, NOW)
        assert [one.headline for one in await articles.wanting_page(conn, 5)] == ["Short"]


async def test_a_page_adds_what_the_feed_did_not_tell(database, feed):
    async with database.write() as conn:
        await poll(conn, feed, sighting("Short", at=None, summary="Kept."))
        assert await articles.save_page(conn, 1, PAGE, NOW)
        found = await articles.get(conn, 1)
        assert (found.headline, found.summary) == ("Short", "Kept.")
        assert (found.text, found.author, found.image_url) == (PAGE.text, "Lee", PAGE.image_url)
        assert found.at == NOW - HOUR
        assert await articles.wanting_page(conn, 5) == []
        for word in ("zombie", "kept", "short"):
            query = stories.StoryQuery(word)
            assert (await search(conn, query, 0, 5))[1] == 1


async def test_a_page_overwrites_nothing_that_the_feed_told(database, feed):
    told = {"text": "Told.", "author": "Kim", "image_url": "https://news.example/own.jpg"}
    async with database.write() as conn:
        await poll(conn, feed, sighting("Full", **told))
        before = await articles.get(conn, 1)
        assert not await articles.save_page(conn, 1, PAGE, NOW)
        assert await articles.get(conn, 1) == before


async def test_a_page_dated_ahead_dates_nothing(database, feed):
    async with database.write() as conn:
        await poll(conn, feed, sighting("Short", at=None))
        await articles.save_page(conn, 1, replace(PAGE, published_at=NOW + DAY), NOW)
        assert (await articles.get(conn, 1)).published_at is None


async def test_posts_are_edited_only_when_the_page_brought_the_image(database, feed):
    async with database.write() as conn:
        await poll(conn, feed, sighting("Short"))
        post = await deliveries.add(conn, delivery("post"), 1, NOW)
        await deliveries.mark_sent(conn, [post], 7, NOW)
        assert not await articles.save_page(conn, 1, replace(PAGE, image_url=None), NOW)
        assert (await deliveries.get(conn, post)).edit_due_at is None
        assert await articles.save_page(conn, 1, PAGE, NOW + HOUR)
        assert (await deliveries.get(conn, post)).edit_due_at == NOW + HOUR


async def test_a_page_of_an_article_that_is_gone_is_nothing(database):
    async with database.write() as conn:
        assert not await articles.save_page(conn, 404, PAGE, NOW)


# ------------------------------------------------------------------ single ones


async def test_a_single_article_is_stored_once_by_its_address(database):
    entry = Entry("Alone", url="https://news.example/alone", text="A zombie.")
    async with database.write() as conn:
        made = await articles.add_single(conn, entry, "Soompi", NOW)
        assert await articles.add_single(conn, replace(entry, headline="Renamed"), "Soompi", NOW) == made
        first = await articles.get(conn, made)
        joined = await articles.add_single(conn, Entry("No address"), "Variety", NOW, story_id=first.story_id)
        assert (first.headline, first.published_at, first.at) == ("Alone", None, NOW)
        assert (await articles.get(conn, joined)).story_id == first.story_id
        hidden = await articles.add_single(conn, Entry("Hidden"), "Club", NOW, private=True)
        assert not await articles.visible_to(conn, hidden, None)
        [view], total = await search(conn, stories.StoryQuery("zombie"), 0, 5)
    assert (view.article.id, total, view.outlets) == (made, 1, ("Soompi", "Variety"))


# ------------------------------------------------------------------ tidying


async def test_old_articles_go_unless_an_open_delivery_needs_them(database, feed):
    async with database.write() as conn:
        await poll(conn, feed, sighting("Old"), sighting("Needed"), now=NOW - DAY)
        await poll(conn, feed, sighting("New"))
        open_one = await deliveries.add(conn, delivery("open"), 2, NOW)
        closed = await deliveries.add(conn, delivery("closed", channel=5), 1, NOW)
        await deliveries.mark_sent(conn, [closed], 7, NOW)
        assert await articles.tidy(conn, NOW) == 1
        assert await articles.tidy(conn, NOW) == 0
        assert [(await articles.get(conn, n)) is None for n in (1, 2, 3)] == [True, False, False]
        assert {one.headline for one in await stories.sketches(conn, NOW - 9 * DAY)} == {"Needed", "New"}
        assert (await deliveries.get(conn, closed)).article_id is None
        await deliveries.close(conn, [open_one], DeliveryState.EXPIRED, "late", NOW)
        assert await articles.tidy(conn, NOW) == 1


async def test_what_was_tidied_away_is_still_known_to_its_feed(database, feed):
    """A slow feed goes on listing old entries: they must not come as news again."""
    seen = sighting("Old")
    async with database.write() as conn:
        await poll(conn, feed, seen, now=NOW - DAY)
        await articles.tidy(conn, NOW)
        assert await articles.known_entries(conn, feed.id, seen.keys) == dict.fromkeys(
            seen.keys, KnownEntry(0, seen.digest)
        )
        assert await articles.of_feed(conn, feed.id, 5) == []
        await feeds.delete_unfollowed(conn)
        assert await articles.known_entries(conn, feed.id, seen.keys) == {}


async def test_many_articles_are_tidied_in_short_steps(database, feed):
    async with database.write() as conn:
        await poll(conn, feed, *(sighting(f"{n}") for n in range(520)), now=NOW - DAY)
        assert [await articles.tidy(conn, NOW) for _ in range(3)] == [500, 20, 0]

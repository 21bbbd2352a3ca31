"""The newest stories, what the matcher compares with, and who may see what."""

import pytest

from bot.domain.models import StoryQuery
from bot.domain.plan import Plan, SeenAgain
from bot.domain.stories import StorySketch
from bot.store import articles, feeds, stories, subscriptions
from bot.store.apply import apply
from bot.store.search import search
from tests.store.making import CHANNEL, DAY, GUILD, HOUR, MINUTE, NOW, follow, make_feed, new_article, poll, sighting

ANYONE = StoryQuery()


async def headlines(conn, query=ANYONE):
    views, total = await stories.latest(conn, query, 0, 50)
    assert total == len(views)
    return [view.article.headline for view in views]


async def story_of(conn, headline):
    [view] = [one for one in (await stories.latest(conn, ANYONE, 0, 50))[0] if one.article.headline == headline]
    return view.story.id


# ------------------------------------------------------------------ latest


async def test_the_newest_stories_come_first_by_the_articles_own_date(database):
    async with database.write() as conn:
        feed = await make_feed(conn)
        undated = sighting("Undated", at=None)
        await poll(conn, feed, sighting("Old", at=NOW - DAY), undated, sighting("Newer", at=NOW - HOUR))
        assert await headlines(conn) == ["Undated", "Newer", "Old"]


async def test_pages_of_stories_follow_one_another(database):
    async with database.write() as conn:
        await poll(conn, await make_feed(conn), *(sighting(f"{n}", at=NOW + n * MINUTE) for n in range(5)))
        pages = [await stories.latest(conn, ANYONE, offset, 2) for offset in (0, 2, 4, 6)]
    assert [[view.article.headline for view in views] for views, _ in pages] == [["4", "3"], ["2", "1"], ["0"], []]
    assert {total for _, total in pages} == {5}


async def test_a_story_is_led_by_its_first_article_and_names_its_outlets_in_order(database):
    async with database.write() as conn:
        soompi, variety = await make_feed(conn, "soompi"), await make_feed(conn, "variety")
        await poll(conn, soompi, sighting("Broken here", at=NOW - HOUR), sighting("Between", at=NOW - MINUTE))
        story_id = await story_of(conn, "Broken here")
        await poll(conn, variety, new_article(sighting("Told again"), "Variety", story_id=story_id))
        await poll(conn, soompi, new_article(sighting("And again"), "Soompi", story_id=story_id))
        views, _ = await stories.latest(conn, ANYONE, 0, 5)
        assert [view.article.headline for view in views] == ["Between", "Broken here"]
        assert views[1].outlets == ("Soompi", "Variety")
        assert (views[1].story.first_at, views[1].story.last_at) == (NOW - HOUR, NOW)
        assert await headlines(conn, StoryQuery(outlet="Variety")) == ["Told again"]
        assert await stories.outlets(conn, [story_id, 404], None) == {story_id: ("Soompi", "Variety")}


async def test_outlet_time_and_names_narrow_the_latest(database):
    async with database.write() as conn:
        soompi, variety = await make_feed(conn, "soompi"), await make_feed(conn, "variety")
        await poll(conn, soompi, sighting("Squid Game", at=NOW - DAY), sighting("A squid's game"))
        await poll(conn, variety, sighting("Squid Game again", at=NOW - HOUR))
        assert await headlines(conn, StoryQuery(outlet="Soompi")) == ["A squid's game", "Squid Game"]
        assert await headlines(conn, StoryQuery(since=NOW - HOUR)) == ["A squid's game", "Squid Game again"]
        assert await headlines(conn, StoryQuery(names=("squid game",))) == ["Squid Game again", "Squid Game"]
        assert await headlines(conn, StoryQuery(outlet="Nobody")) == []


# ------------------------------------------------------------------ sketches


async def test_sketches_tell_what_the_matcher_needs_of_recent_stories(database):
    async with database.write() as conn:
        feed = await make_feed(conn)
        await poll(conn, feed, sighting("Old", at=NOW - 4 * DAY), sighting("Kept", at=NOW - DAY, summary="s" * 999))
        old, kept = [await story_of(conn, headline) for headline in ("Old", "Kept")]
        assert await stories.sketches(conn, NOW - 3 * DAY) == [
            StorySketch(kept, "Kept", "s" * 300, frozenset({"Soompi"}), NOW - DAY)
        ]
        await poll(conn, feed, new_article(sighting("Old goes on"), "Variety", story_id=old))
        late = new_article(sighting("Told late", at=NOW - 9 * DAY), "Deadline", story_id=kept)
        await poll(conn, feed, late)
        found = {one.headline: one for one in await stories.sketches(conn, NOW - 3 * DAY)}
    assert found["Old"] == StorySketch(old, "Old", "", frozenset({"Soompi", "Variety"}), NOW)
    assert (found["Kept"].outlets, found["Kept"].last_at) == ({"Soompi", "Deadline"}, NOW - DAY)


# ------------------------------------------------------------------ private feeds


@pytest.fixture
async def private(database):
    """A database with a private feed's article, which GUILD follows and no one else."""
    async with database.write() as conn:
        feed = await make_feed(conn, "club", private=True)
        await follow(conn, feed)
        await follow(conn, await make_feed(conn, "soompi"), guild=GUILD + 1, channel=CHANNEL + 1)
        await poll(conn, feed, sighting("Members only zombie"))
    return database


async def seen_by(conn, guild_id):
    """What of the article each way of looking gives to a server."""
    query = StoryQuery("zombie", guild_id=guild_id)
    story_ids = [one.story_id for one in await stories.sketches(conn, NOW - DAY)]
    return {
        "latest": bool(await headlines(conn, query)),
        "search": bool((await search(conn, query, 0, 5))[1]),
        "outlets": "Club" in await articles.outlets(conn, guild_id),
        "of story": bool(await stories.outlets(conn, story_ids, guild_id)),
        "visible": await articles.visible_to(conn, 1, guild_id),
    }


async def test_a_private_feeds_articles_are_shown_only_to_servers_that_follow_it(private):
    async with private.read() as conn:
        assert set((await seen_by(conn, GUILD)).values()) == {True}
        for guild_id in (None, GUILD + 1, 404):
            assert set((await seen_by(conn, guild_id)).values()) == {False}


async def test_they_are_hidden_again_when_the_server_unfollows(private):
    async with private.write() as conn:
        [(subscription, _)] = await subscriptions.of_guild(conn, GUILD)
        await subscriptions.remove(conn, subscription.id, NOW)
        assert set((await seen_by(conn, GUILD)).values()) == {False}
        await feeds.delete_unfollowed(conn)
        assert set((await seen_by(conn, GUILD)).values()) == {False}


async def test_an_article_that_a_public_feed_carries_too_is_public(private):
    async with private.write() as conn:
        public = await feeds.by_url(conn, "https://soompi.example/feed")
        again = SeenAgain(1, sighting("Members only zombie"), ())
        await apply(conn, public, Plan(again=(again,)), [], NOW)
        assert set((await seen_by(conn, None)).values()) == {True}


async def test_an_article_that_another_private_feed_carries_is_shown_to_its_followers_too(private):
    async with private.write() as conn:
        other = await make_feed(conn, "other_club", private=True)
        await follow(conn, other, guild=GUILD + 2, channel=CHANNEL + 2)
        await apply(conn, other, Plan(again=(SeenAgain(1, sighting("Members only zombie"), ()),)), [], NOW)
        assert set((await seen_by(conn, GUILD + 2)).values()) == {True}
        assert set((await seen_by(conn, None)).values()) == {False}


async def test_a_public_story_tells_nothing_of_a_private_article_in_it(private):
    """Neither its headline, though it broke the story, nor its outlet, nor its time."""
    async with private.write() as conn:
        [sketch] = await stories.sketches(conn, NOW - DAY)
        public = await feeds.by_url(conn, "https://soompi.example/feed")
        later = sighting("Public zombie", at=NOW + HOUR)
        await poll(conn, public, new_article(later, "Soompi", story_id=sketch.story_id))
        for look in (stories.latest, search):
            [view], _ = await look(conn, StoryQuery("zombie"), 0, 5)
            assert (view.story.headline, view.outlets) == ("Public zombie", ("Soompi",))
            assert (view.story.first_at, view.story.last_at) == (NOW + HOUR, NOW + HOUR)
        [view], _ = await stories.latest(conn, StoryQuery(guild_id=GUILD), 0, 5)
        assert view.outlets == ("Club", "Soompi")

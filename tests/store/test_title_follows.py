"""Follows of titles and people as the store keeps them, closed channels, and whom an article concerns."""

from dataclasses import replace

import pytest

from bot.domain.models import Delivery, DeliveryKind, DeliveryState
from bot.domain.releases import ReleaseStatus
from bot.store import articles, channels, deliveries, feeds, guilds, merges, title_follows
from bot.store.title_follows import interested, is_news, spoken_of
from tests.store.knowing import PERSON, TITLE, make_article, make_person, make_title, said, tell
from tests.store.making import ADMIN, CHANNEL, DAY, GUILD, HOUR, MINUTE, NOW, delivery, make_feed, poll, sighting
from tests.store.making import follow as subscribe

ROLE, OTHER = 55, CHANNEL + 1


async def follow(conn, of_id, kind=TITLE, *, guild=GUILD, channel=CHANNEL, role=None, now=NOW):
    return await title_follows.add(
        conn, guild_id=guild, channel_id=channel, kind=kind, of_id=of_id, role_id=role, created_by=ADMIN, now=now
    )


async def test_a_follow_comes_back_as_it_went_in(database):
    async with database.write() as conn:
        made, new = await follow(conn, await make_title(conn), role=ROLE)
    async with database.read() as conn:
        assert await title_follows.get(conn, made.id) == made
        assert await title_follows.of_guild(conn, GUILD) == [(made, "Squid Game")]
        assert await title_follows.get(conn, 99) is None
        assert (await guilds.settings(conn, GUILD)).left_at is None
    assert new
    assert (made.kind, made.title_id, made.person_id, made.role_id) == (TITLE, 1, None, ROLE)
    assert (made.created_at, made.created_by, made.blocked) == (NOW, ADMIN, None)
    assert (made.value, made.status, made.revision) == ("", ReleaseStatus.ANNOUNCED, 0)


async def test_a_channel_follows_once_and_may_ping_another_role(database):
    async with database.write() as conn:
        title_id, person_id = await make_title(conn), await make_person(conn)
        first, _ = await follow(conn, title_id)
        again, new = await follow(conn, title_id, role=ROLE)
        assert (again, new) == (replace(first, role_id=ROLE), False)
        assert (await follow(conn, title_id))[0].role_id == ROLE, "no role given changes none"
        assert (await follow(conn, title_id, channel=OTHER))[1]
        assert (await follow(conn, person_id, PERSON))[1]
        assert [name for _, name in await title_follows.of_guild(conn, GUILD)] == [
            "Squid Game",
            "Squid Game",
            "Lee Jung-jae",
        ]


async def test_what_was_merged_is_one_and_has_the_name_of_today(database):
    async with database.write() as conn:
        old, new = await make_title(conn, "Round Six"), await make_title(conn)
        made, _ = await follow(conn, old)
        await merges.merge(conn, TITLE, old, new, by=ADMIN, now=NOW)
        assert await title_follows.of_guild(conn, GUILD) == [(made, "Squid Game")]
        assert await follow(conn, new) == (made, False)


async def test_what_waits_goes_with_the_follow_but_not_what_a_feed_wants(database):
    async with database.write() as conn:
        assert not await title_follows.any_at_all(conn)
        made, _ = await follow(conn, await make_title(conn))
        assert await title_follows.any_at_all(conn)
        story = DeliveryKind.STORY
        await deliveries.add(conn, delivery("its", kind=story, follow_id=made.id), None, NOW)
        both = delivery("both", kind=story, follow_id=made.id, subscription_id=(await subscribed(conn)).id)
        await deliveries.add(conn, both, None, NOW)
        assert await title_follows.remove(conn, made.id, NOW)
        assert not await title_follows.remove(conn, made.id, NOW)
        one, other = [await deliveries.get(conn, key) for key in (1, 2)]
    assert (one.state, one.reason) == (DeliveryState.SUPERSEDED, "follow.removed")
    assert other.state is DeliveryState.PENDING


async def subscribed(conn, name="soompi", **more):
    return await subscribe(conn, await make_feed(conn, name), **more)


# ------------------------------------------------------------------ whom an article concerns


async def carried(conn, *, at=NOW, now=NOW + HOUR, private=False):
    """An article of a feed whose first fetch was at NOW; gives its id."""
    feed = replace(await make_feed(conn, f"feed{now:%H%M}{private}", private=private), baseline_at=NOW)
    await feeds.save(conn, feed)
    await poll(conn, feed, sighting("A story", at=at, url=f"https://x.example/{now:%H%M}{private}"), now=now)
    return 1


@pytest.mark.parametrize(
    ("at", "seen", "news"),
    [
        (NOW, NOW + HOUR, True),
        (NOW, NOW, False),  # the feed's first fetch
        (NOW - 8 * DAY, NOW + HOUR, False),
        (None, NOW + HOUR, True),
    ],
)
async def test_only_what_is_young_and_came_after_a_feeds_first_fetch_is_news(database, at, seen, news):
    async with database.write() as conn:
        article_id = await carried(conn, at=at, now=seen)
        assert await is_news(conn, article_id, seen_since=NOW - DAY, at_since=NOW - 7 * DAY) is news
        assert not await is_news(conn, article_id, seen_since=seen + MINUTE, at_since=NOW - 7 * DAY)
        single = await make_article(conn)
        assert not await is_news(conn, single, seen_since=NOW - DAY, at_since=NOW - 7 * DAY), "no feed brought it"


async def test_an_article_speaks_of_whom_it_states_something_likely(database):
    async with database.write() as conn:
        old, new, doubtful = [await make_title(conn, name) for name in ("Round Six", "Squid Game", "Other")]
        person_id = await make_person(conn)
        await merges.merge(conn, TITLE, old, new, by=ADMIN, now=NOW)
        article_id = await tell(
            conn,
            said(old, "cast_member", "Lee Jung-jae", person=person_id),
            said(new, "genre", "drama"),
            said(doubtful, "genre", "noir", confidence=0.4),
        )
        assert await spoken_of(conn, article_id) == ({new}, {person_id})


async def test_follows_of_any_of_them_are_found_those_with_a_role_first(database):
    async with database.write() as conn:
        old, new = await make_title(conn, "Round Six"), await make_title(conn)
        person_id = await make_person(conn)
        await merges.merge(conn, TITLE, old, new, by=ADMIN, now=NOW)
        by_title, _ = await follow(conn, old)
        by_person, _ = await follow(conn, person_id, PERSON, role=ROLE)
        await follow(conn, await make_title(conn, "Elsewhere"))
        await follow(conn, new, channel=OTHER, now=NOW + 2 * HOUR)
        article_id = await carried(conn)
        found = await interested(conn, article_id, {new}, {person_id})
        assert [(one.follow, one.name) for one in found] == [(by_person, "Lee Jung-jae"), (by_title, "Squid Game")]
        assert found[0].settings == await guilds.settings(conn, GUILD)
        await guilds.left(conn, GUILD, NOW)
        assert await interested(conn, article_id, {new}, {person_id}) == []


async def test_private_articles_concern_only_those_who_read_that_feed(database):
    async with database.write() as conn:
        title_id = await make_title(conn)
        theirs, _ = await follow(conn, title_id, guild=GUILD + 1, channel=OTHER)
        await follow(conn, title_id)
        article_id = await carried(conn, private=True)
        assert await interested(conn, article_id, {title_id}, set()) == []
        await subscribe(conn, await feeds.get(conn, 1), guild=GUILD + 1, channel=99)
        assert [one.follow for one in await interested(conn, article_id, {title_id}, set())] == [theirs]


async def test_rows_are_counted_by_follow_and_a_role_is_lent_to_what_waits(database):
    async with database.write() as conn:
        made, _ = await follow(conn, await make_title(conn), role=ROLE)
        for key in ("waits", "taken", "claimed"):
            await deliveries.add(conn, delivery(key, channel=hash(key) % 1000), None, NOW)
        await deliveries.close(conn, [2], DeliveryState.FAILED, "x", NOW)
        await title_follows.lend_role(conn, [("waits", made.id), ("no such", made.id)])
        assert [(await deliveries.get(conn, key)).follow_id for key in (1, 2)] == [made.id, None]
        assert await title_follows.lately(conn, [made.id, 99], NOW - MINUTE) == {made.id: 1}
        assert await title_follows.lately(conn, [made.id], NOW) == {}


# ------------------------------------------------------------------ closed channels


def row(**more):
    return Delivery(1, DeliveryKind.STORY, "k", GUILD, CHANNEL, NOW, NOW, **more)


async def test_a_channel_is_closed_for_all_that_posts_there(database):
    async with database.write() as conn:
        subscription = await subscribed(conn)
        made, _ = await follow(conn, await make_title(conn))
        await follow(conn, 1, channel=OTHER)
        by_feed, by_title = row(subscription_id=subscription.id), row(follow_id=made.id)
        assert await channels.open_for(conn, by_feed)
        assert await channels.blocked(conn, by_title) is None
        await channels.set_blocked(conn, CHANNEL, "channel.gone")
        for one in (by_feed, by_title):
            assert await channels.blocked(conn, one) == "channel.gone"
            assert not await channels.open_for(conn, one)
        assert await channels.closed(conn, GUILD) == [CHANNEL]
        assert await channels.closed(conn, GUILD + 1) == []
        await channels.set_blocked(conn, CHANNEL, None)
        assert await channels.closed(conn, GUILD) == []
        assert await channels.open_for(conn, by_title)


async def test_what_nobody_wants_any_more_is_neither_open_nor_closed(database):
    async with database.read() as conn:
        for one in (row(), row(follow_id=9), row(subscription_id=9)):
            assert await channels.blocked(conn, one) is None
            assert not await channels.open_for(conn, one)


async def test_an_unread_article_is_known_as_such(database):
    async with database.write() as conn:
        unread = await make_article(conn, "Unread")
        read = await tell(conn, said(await make_title(conn), "genre", "drama"), headline="Read")
        assert [await articles.is_unread(conn, key) for key in (unread, read, 99)] == [True, False, False]

"""Subscriptions and feeds: who follows what, and which feeds are due for that."""

from dataclasses import replace

from bot.domain.models import DeliveryKind, DeliveryState, GuildSettings, Subscription, Validators
from bot.domain.plan import Follow
from bot.errors import FeedFault
from bot.store import deliveries, feeds, guilds, subscriptions
from tests.store.making import ADMIN, CHANNEL, DAY, GUILD, HOUR, MINUTE, NOW, delivery, follow, make_feed

# ------------------------------------------------------------------ feeds


async def test_a_feed_is_stored_once_and_found_by_id_and_address(database):
    async with database.write() as conn:
        made = await feeds.add(
            conn, url="https://a.example/f", outlet="A", home_url="https://a.example/", language="ko", now=NOW
        )
        again = await feeds.add(conn, url="https://a.example/f", outlet="B", private=True, now=NOW + DAY)
        assert made == again == await feeds.get(conn, made.id) == await feeds.by_url(conn, made.url)
        assert (made.outlet, made.home_url, made.language) == ("A", "https://a.example/", "ko")
        assert (made.added_at, made.next_poll_at, made.baseline_at) == (NOW, NOW, None)
        assert not await feeds.is_private(conn, made.id)
        assert (await feeds.get(conn, made.id + 1), await feeds.by_url(conn, "https://b.example/")) == (None, None)


async def test_all_that_a_poll_changes_is_saved(database):
    async with database.write() as conn:
        made = await make_feed(conn, private=True)
        changed = replace(
            made,
            url="https://moved.example/feed",
            outlet="Moved",
            home_url="https://moved.example/",
            language="en",
            validators=Validators('"etag"', "Sun, 01 Mar 2026 12:00:00 GMT"),
            next_poll_at=NOW + HOUR,
            baseline_at=NOW,
            last_polled_at=NOW + MINUTE,
            last_success_at=NOW + 2 * MINUTE,
            last_new_at=NOW + 3 * MINUTE,
            failures=3,
            fault=FeedFault.BLOCKED,
            fault_since=NOW + 4 * MINUTE,
            fault_detail="HTTP 403",
        )
        await feeds.save(conn, changed)
        assert await feeds.get(conn, made.id) == changed
        assert await feeds.is_private(conn, made.id)


async def test_only_feeds_that_someone_here_follows_are_due_the_longest_waiting_first(database):
    async with database.write() as conn:
        names = ("later", "waiting", "paused", "left", "unfollowed", "half_paused", "limit")
        made = {name: await make_feed(conn, name) for name in names}
        for name, minutes in (("waiting", -3), ("half_paused", -2), ("limit", -1), ("later", 1)):
            await feeds.save(conn, replace(made[name], next_poll_at=NOW + minutes * MINUTE))
            await follow(conn, made[name])
        paused = [await follow(conn, made["paused"]), await follow(conn, made["half_paused"], channel=CHANNEL + 1)]
        for one in paused:
            await subscriptions.set_paused(conn, one.id, True, NOW)
        await follow(conn, made["left"], guild=GUILD + 1, channel=CHANNEL + 2)
        await guilds.left(conn, GUILD + 1, NOW)
        assert [one.outlet for one in await feeds.due(conn, NOW, 2)] == ["Waiting", "Half_Paused"]
        assert [one.outlet for one in await feeds.due(conn, NOW, 9)] == ["Waiting", "Half_Paused", "Limit"]
        followed = ["Half_Paused", "Later", "Limit", "Paused", "Waiting"]
        assert [one.outlet for one in await feeds.all_followed(conn)] == followed


async def test_feeds_are_forgotten_when_no_subscription_is_left(database):
    async with database.write() as conn:
        kept, dropped = await make_feed(conn, "kept"), await make_feed(conn, "dropped")
        await follow(conn, kept)
        await guilds.left(conn, GUILD, NOW)
        assert await feeds.delete_unfollowed(conn) == 1
        assert await feeds.get(conn, dropped.id) is None
        assert await feeds.get(conn, kept.id) == kept


# ------------------------------------------------------------------ subscriptions


async def test_a_channel_subscribes_to_a_feed_once(database):
    async with database.write() as conn:
        feed = await make_feed(conn)
        made = await subscriptions.add(
            conn, guild_id=GUILD, channel_id=CHANNEL, feed_id=feed.id, created_by=ADMIN, now=NOW, filter="drama"
        )
        assert made == Subscription(made.id, GUILD, CHANNEL, feed.id, NOW, ADMIN, filter="drama")
        assert await follow(conn, feed) == made
        assert await subscriptions.get(conn, made.id) == made
        assert await subscriptions.find(conn, GUILD, feed.id, CHANNEL) == made
        assert await subscriptions.find(conn, GUILD + 1, feed.id, CHANNEL) is None
        assert await subscriptions.get(conn, made.id + 1) is None


async def test_subscriptions_are_listed_by_server_and_by_feed(database):
    async with database.write() as conn:
        first, second = await make_feed(conn, "first"), await make_feed(conn, "second")
        here = [await follow(conn, second), await follow(conn, first)]
        there = await follow(conn, first, guild=GUILD + 1, channel=CHANNEL + 1)
        await follow(conn, first, guild=GUILD + 2, channel=CHANNEL + 2)
        await guilds.left(conn, GUILD + 2, NOW)
        korean = GuildSettings(GUILD + 1, locale="ko")
        await guilds.save(conn, korean)
        assert await subscriptions.of_guild(conn, GUILD) == [(here[0], second), (here[1], first)]
        assert await subscriptions.of_feed(conn, first.id) == [
            Follow(here[1], GuildSettings(GUILD)),
            Follow(there, korean),
        ]


async def test_following_again_brings_us_back_into_a_server(database):
    async with database.write() as conn:
        feed = await make_feed(conn)
        await guilds.left(conn, GUILD, NOW)
        await follow(conn, feed)
        assert (await guilds.settings(conn, GUILD)).left_at is None


async def test_filter_pause_and_block_are_kept(database):
    async with database.write() as conn:
        made, other = await follow(conn, await make_feed(conn)), await follow(conn, await make_feed(conn, "b"))
        await subscriptions.set_filter(conn, made.id, "zombie -review")
        await subscriptions.set_paused(conn, made.id, True, NOW)
        await subscriptions.set_blocked(conn, CHANNEL, "missing SEND_MESSAGES")
        blocked = "missing SEND_MESSAGES"
        assert await subscriptions.get(conn, made.id) == replace(
            made, filter="zombie -review", paused=True, blocked=blocked
        )
        assert await subscriptions.get(conn, other.id) == replace(other, blocked=blocked)
        await subscriptions.set_paused(conn, made.id, False, NOW)
        await subscriptions.set_blocked(conn, CHANNEL, None)
        assert await subscriptions.get(conn, made.id) == replace(made, filter="zombie -review")


async def queue(conn, subscription, key="story:1"):
    new = delivery(key, kind=DeliveryKind.STORY, subscription_id=subscription.id, channel=subscription.channel_id)
    return await deliveries.add(conn, new, None, NOW)


async def test_what_waits_is_superseded_when_a_feed_is_paused_or_removed_but_not_what_is_under_way(database):
    async with database.write() as conn:
        made = await follow(conn, await make_feed(conn))
        under_way = await queue(conn, made, "under way")
        [[claimed]] = await deliveries.claim(conn, "w", NOW, MINUTE, 1)
        paused = await queue(conn, made, "paused")
        await subscriptions.set_paused(conn, made.id, True, NOW)
        removed = await queue(conn, made, "removed")
        assert await subscriptions.remove(conn, made.id, NOW)
        assert not await subscriptions.remove(conn, made.id, NOW)
        found = [await deliveries.get(conn, one) for one in (under_way, paused, removed)]
    assert claimed.id == under_way
    states = [DeliveryState.CLAIMED, DeliveryState.SUPERSEDED, DeliveryState.SUPERSEDED]
    assert [one.state for one in found] == states
    assert [one.reason for one in found] == ["", "feed.paused", "feed.removed"]
    assert [one.subscription_id for one in found] == [None, None, None]


async def test_a_subscription_moves_to_another_channel_with_what_it_has_waiting(database):
    async with database.write() as conn:
        feed = await make_feed(conn)
        made, other = await follow(conn, feed), await follow(conn, feed, channel=CHANNEL + 1)
        waiting = await queue(conn, made)
        await subscriptions.set_blocked(conn, CHANNEL, "gone")
        assert not await subscriptions.move(conn, made.id, other.channel_id)
        assert not await subscriptions.move(conn, 404, CHANNEL + 2)
        assert (await deliveries.get(conn, waiting)).channel_id == CHANNEL
        assert await subscriptions.move(conn, made.id, CHANNEL + 2)
        assert await subscriptions.get(conn, made.id) == replace(made, channel_id=CHANNEL + 2)
        assert (await deliveries.get(conn, waiting)).channel_id == CHANNEL + 2

"""Scheduled events of servers as the store keeps them."""

from datetime import date

from bot.domain.facts import Certainty
from bot.domain.models import DeliveryKind, DeliveryState, GuildSettings
from bot.domain.releases import Release, ReleaseKind, ReleaseStatus
from bot.store import deliveries, events, guilds, merges, releases
from tests.store.knowing import TITLE, make_title
from tests.store.making import ADMIN, CHANNEL, GUILD, NOW, delivery
from tests.store.test_title_follows import follow

TODAY = date(2026, 3, 1)


def release(title_id=1, value="2026-05-09", **more):
    named = {"season": -1, "kind": ReleaseKind.PREMIERE, "status": ReleaseStatus.SCHEDULED, **more}
    return Release(title_id, value=value, certainty=Certainty.CONFIRMED, **named)


async def wanting(conn, *, guild=GUILD, channel=CHANNEL):
    """A server that wants events and follows a new title; gives the title's id."""
    title_id = await make_title(conn, f"Title {channel}")
    await follow(conn, title_id, guild=guild, channel=channel)
    await guilds.save(conn, GuildSettings(guild, events=True))
    return title_id


async def test_an_event_is_kept_revised_called_off_and_forgotten(database):
    async with database.write() as conn:
        title_id = await wanting(conn)
        event_id, revision = await events.put(conn, GUILD, None, release(title_id))
        [stored] = await events.of_guild(conn, GUILD)
        assert stored == await events.get(conn, event_id)
        assert (stored.title_id, stored.value, stored.event_id, revision) == (title_id, "2026-05-09", None, 0)
        assert await events.put(conn, GUILD, stored, release(title_id, "2026-06-12")) == (event_id, 1)
        assert (await events.get(conn, event_id)).value == "2026-06-12"
        assert await events.call_off(conn, event_id) == (event_id, 2)
        assert not (await events.get(conn, event_id)).live
        await events.drop(conn, [event_id])
        await events.drop(conn, [])
        assert await events.get(conn, event_id) is None


async def test_what_was_done_is_noted(database):
    async with database.write() as conn:
        event_id, _ = await events.put(conn, GUILD, None, release(await wanting(conn)))
        await events.done(conn, event_id, 900)
        assert (await events.get(conn, event_id)).event_id == 900
        await events.done(conn, event_id, None)
        assert (await events.get(conn, event_id)).event_id is None, "wanted again meanwhile"
        await events.call_off(conn, event_id)
        await events.done(conn, event_id, None)
        assert await events.get(conn, event_id) is None


async def test_servers_are_concerned_that_want_events_or_have_them(database):
    async with database.write() as conn:
        title_id = await wanting(conn)
        other = await wanting(conn, guild=GUILD + 1, channel=CHANNEL + 1)
        assert await events.concerned(conn, title_id) == [GUILD]
        await merges.merge(conn, TITLE, other, title_id, by=ADMIN, now=NOW)
        assert await events.concerned(conn, title_id) == [GUILD, GUILD + 1]
        await guilds.save(conn, GuildSettings(GUILD))
        await guilds.left(conn, GUILD + 1, NOW)
        assert await events.concerned(conn, title_id) == []
        await events.put(conn, GUILD, None, release(title_id))
        assert await events.concerned(conn, title_id) == [GUILD]


async def test_what_a_server_follows_and_may_know_is_what_comes(database):
    async with database.write() as conn:
        title_id = await wanting(conn)
        unfollowed = await make_title(conn, "Unfollowed")
        assert await events.followed(conn, GUILD, TODAY) == []
        past = release(title_id, "2026-02-01", season=1, kind=ReleaseKind.SEASON)
        await releases.put(conn, title_id, {0: [release(title_id), past]}, NOW)
        await releases.put(conn, unfollowed, {0: [release(unfollowed)]}, NOW)
        assert await events.followed(conn, GUILD, TODAY) == [release(title_id)]
        await releases.put(conn, title_id, {0: [release(title_id)], GUILD: [release(title_id, "2026-04-01")]}, NOW)
        assert [one.value for one in await events.followed(conn, GUILD, TODAY)] == ["2026-04-01"]
        assert await events.followed(conn, GUILD + 1, TODAY) == []


async def test_what_is_still_to_be_done_is_known(database):
    async with database.write() as conn:
        for number in (1, 2, 3):
            row = delivery(
                f"event:{number}:0", kind=DeliveryKind.EVENT, channel=GUILD, payload={events.EVENT: str(number)}
            )
            await deliveries.add(conn, row, None, NOW)
        await deliveries.close(conn, [2], DeliveryState.FAILED, "x", NOW)
        await deliveries.add(conn, delivery("notice", channel=GUILD), None, NOW)
        assert await events.waiting(conn, GUILD) == {1, 3}
        assert await events.waiting(conn, GUILD + 1) == set()

"""Servers: settings with defaults, and coming and going."""

from dataclasses import replace
from datetime import time

from bot.domain.models import DeliveryState, GuildSettings, PostingMode
from bot.store import deliveries, guilds
from tests.store.making import DAY, GUILD, NOW, delivery


async def test_a_server_that_never_said_has_the_defaults(database):
    async with database.read() as conn:
        assert await guilds.settings(conn, GUILD) == GuildSettings(GUILD)


async def test_settings_come_back_as_they_were_saved(database):
    saved = GuildSettings(
        GUILD,
        locale="ko",
        time_zone="Asia/Seoul",
        mode=PostingMode.DIGEST,
        digest_at=time(7, 30),
        quiet_from=time(23),
        quiet_to=time(6, 45),
        posts_per_hour=4,
        ping_role_id=2**63 - 1,
        publish=True,
        notice_channel_id=5,
    )
    async with database.write() as conn:
        await guilds.save(conn, replace(saved, locale="en"))
        await guilds.save(conn, saved)
    async with database.read() as conn:
        assert await guilds.settings(conn, GUILD) == saved


async def test_saving_settings_does_not_bring_us_back_into_a_server(database):
    async with database.write() as conn:
        await guilds.joined(conn, GUILD, NOW)
        await guilds.left(conn, GUILD, NOW)
        await guilds.save(conn, GuildSettings(GUILD, locale="ko"))
        assert (await guilds.settings(conn, GUILD)).left_at == NOW


async def test_leaving_is_noted_once_and_joining_again_keeps_the_settings(database):
    async with database.write() as conn:
        await guilds.save(conn, GuildSettings(GUILD, locale="ko"))
        await guilds.left(conn, GUILD, NOW)
        await guilds.left(conn, GUILD, NOW + DAY)
        assert (await guilds.settings(conn, GUILD)).left_at == NOW
        await guilds.joined(conn, GUILD, NOW + DAY)
        assert await guilds.settings(conn, GUILD) == GuildSettings(GUILD, locale="ko")


async def test_what_waits_for_a_server_is_not_said_when_we_have_left(database):
    async with database.write() as conn:
        waiting = await deliveries.add(conn, delivery("here"), None, NOW)
        elsewhere = await deliveries.add(conn, delivery("there", guild=GUILD + 1), None, NOW)
        await guilds.left(conn, GUILD, NOW)
        closed, still_open = [await deliveries.get(conn, one) for one in (waiting, elsewhere)]
    assert (closed.state, closed.reason) == (DeliveryState.SUPERSEDED, "server.left")
    assert still_open.state is DeliveryState.PENDING


async def test_after_a_time_away_all_servers_are_put_right_at_once(database):
    stayed, gone, returned, new = range(1, 5)
    async with database.write() as conn:
        for guild_id in (stayed, gone, returned):
            await guilds.joined(conn, guild_id, NOW)
        await guilds.left(conn, returned, NOW)
        await guilds.reconcile(conn, [stayed, returned, new], NOW + DAY)
        left = {one: (await guilds.settings(conn, one)).left_at for one in (stayed, gone, returned, new)}
        waiting = await deliveries.add(conn, delivery("x", guild=new), None, NOW)
        await guilds.reconcile(conn, [stayed, returned, new], NOW + DAY)
        assert (await deliveries.get(conn, waiting)).state is DeliveryState.PENDING
    assert left == {stayed: None, gone: NOW + DAY, returned: None, new: None}

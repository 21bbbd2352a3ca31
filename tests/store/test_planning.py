"""Planning for all followers at once: few statements, nothing lost, nothing said twice, on both databases."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.domain.facts import NameKind
from bot.domain.footing import Footing
from bot.domain.models import DeliveryKind, DeliveryState, GuildSettings
from bot.domain.releases import ReleaseStatus
from bot.domain.reminders import Before, Standing
from bot.store import deliveries, guilds, merges, planning, reminders, title_follows
from bot.store.planning import Saying
from bot.store.reminders import Wish
from bot.store.rows import DELIVERY
from bot.store.schema import delivery
from tests.store.knowing import make_title
from tests.store.making import ADMIN, CHANNEL, DAY, GUILD, HOUR, MINUTE, NOW
from tests.store.making import delivery as new_delivery

FOOTING = Footing("-1:premiere:", Standing("2026-05-09", ReleaseStatus.SCHEDULED))


@pytest.fixture
async def conn(database):
    async with database.write() as connection:
        yield connection


@pytest.fixture
async def title_id(conn):
    return await make_title(conn)


async def wish(conn, title_id, user, **more):
    told = {"guild_id": GUILD, "channel_id": CHANNEL, "season": -1, "before": Before.DAY, "zone": "UTC", "locale": "en"}
    made, _ = await reminders.add(conn, Wish(user_id=user, title_id=title_id, **{**told, **more}), NOW)
    return made


async def outbox(conn):
    rows = await conn.execute(select(delivery.c.key, delivery.c.state, delivery.c.channel_id).order_by(delivery.c.key))
    return [(key, state.value, channel) for key, state, channel in rows]


def saying(group, key="x:due", *, at=NOW + DAY, once=False, **payload):
    return Saying(group, key, at, at + DAY, {"telling": "due", **payload}, once)


async def test_people_who_want_the_same_are_one_group(conn, title_id):
    for user in (1, 2):
        await wish(conn, title_id, user)
    await wish(conn, title_id, 3, zone="Asia/Seoul")
    await wish(conn, title_id, 4, season=2)
    stopped = await wish(conn, title_id, 5, before=Before.WEEK)
    await reminders.stop(conn, stopped.id, NOW)
    found = await planning.groups(conn, planning.people(title_id))
    assert sorted((one.zone, one.before, one.season, one.place, one.planned_for) for one in found) == [
        ("Asia/Seoul", 1, -1, 0, ""),
        ("UTC", 1, -1, 0, ""),
        ("UTC", 1, 2, 0, ""),
    ]


async def test_servers_that_know_otherwise_are_groups_of_their_own(conn, title_id):
    await wish(conn, title_id, 1)
    await wish(conn, title_id, 2, guild_id=GUILD + 1)
    await wish(conn, title_id, 3, guild_id=0)
    found = await planning.groups(conn, planning.people(title_id, {GUILD}))
    assert {one.place for one in found} == {0, GUILD}


async def test_each_of_a_group_gets_a_row_of_their_own(conn, title_id):
    one, two = [await wish(conn, title_id, user) for user in (7, 8)]
    people = planning.people(title_id)
    [group] = await planning.groups(conn, people)
    await planning.say(conn, people, [saying(group, value="2026-05-09")], NOW)
    rows = [deliveries.Delivery(*row) for row in await conn.execute(select(*DELIVERY).order_by(delivery.c.reminder_id))]
    assert [(row.key, row.reminder_id, row.guild_id, row.channel_id) for row in rows] == [
        (f"remind:{one.id}:x:due", one.id, 0, 7),
        (f"remind:{two.id}:x:due", two.id, 0, 8),
    ]
    told = rows[0]
    assert (told.kind, told.state, told.due_at) == (DeliveryKind.REMINDER, DeliveryState.PENDING, NOW + DAY)
    assert (told.created_at, told.expires_at, told.digest) == (NOW, NOW + 2 * DAY, False)
    assert (told.payload, told.attempts) == ({"telling": "due", "value": "2026-05-09"}, 0)


async def test_what_was_taken_back_is_taken_up_again_and_what_was_said_is_not(conn, title_id):
    for user in (7, 8):
        await wish(conn, title_id, user)
    people = planning.people(title_id)
    [group] = await planning.groups(conn, people)
    await planning.say(conn, people, [saying(group)], NOW)
    said = (await deliveries.claim(conn, "w", NOW + 2 * DAY, HOUR, 1))[0][0]
    await deliveries.mark_sent(conn, [said.id], 99, NOW)
    await planning.supersede(conn, people, [group], NOW)
    assert [state for _, state, _ in await outbox(conn)] == ["sent", "superseded"]
    await planning.say(conn, people, [saying(group, at=NOW + HOUR)], NOW)
    assert [state for _, state, _ in await outbox(conn)] == ["sent", "pending"]
    [again] = (await deliveries.claim(conn, "w", NOW + HOUR, HOUR, 5))[0]
    assert (again.due_at, again.reason) == (NOW + HOUR, "")


async def test_a_change_may_come_again_and_what_is_planned_may_not(conn, title_id):
    made = await wish(conn, title_id, 7)
    people = planning.people(title_id)
    for number in (1, 2):
        [group] = await planning.groups(conn, people)
        await planning.say(conn, people, [saying(group), saying(group, "moved", once=True)], NOW)
        footing = replace(FOOTING, standing=Standing(f"2026-05-0{number}", ReleaseStatus.SCHEDULED))
        await planning.settle(conn, people, [group], footing)
    assert [key for key, *_ in await outbox(conn)] == [
        f"remind:{made.id}:1:moved",
        f"remind:{made.id}:2:moved",
        f"remind:{made.id}:x:due",
    ]
    settled = await reminders.get(conn, made.id)
    assert (settled.planned_for, settled.value, settled.revision) == ("-1:premiere:", "2026-05-02", 2)


async def test_who_moves_on_keeps_what_is_due_and_what_they_put_off(conn, title_id):
    made = await wish(conn, title_id, 7)
    people = planning.people(title_id)
    [group] = await planning.groups(conn, people)
    await planning.say(conn, people, [saying(group, "due", at=NOW), saying(group, "later", at=NOW + DAY)], NOW)
    kept = new_delivery("snooze:1:0", due_at=NOW + DAY, kind=DeliveryKind.REMINDER, reminder_id=made.id)
    other = new_delivery("story:1:1", kind=DeliveryKind.STORY, reminder_id=made.id)
    await deliveries.add_all(conn, [(kept, None), (other, None)], NOW)
    await planning.supersede(conn, people, [group], NOW, moved_on=True)
    ended = [key for key, state, _ in await outbox(conn) if state == "superseded"]
    assert ended == [f"remind:{made.id}:later"]
    await planning.supersede(conn, people, [group], NOW)
    assert [key for key, state, _ in await outbox(conn) if state == "pending"] == ["story:1:1"], "that is no reminder"


async def test_many_groups_are_planned_in_several_statements(conn, title_id, monkeypatch):
    monkeypatch.setattr(planning, "AT_ONCE", 2)
    for user, zone in enumerate(["UTC", "Asia/Seoul", "Asia/Tokyo", "Europe/London", "Europe/Paris"]):
        await wish(conn, title_id, user, zone=zone)
    people = planning.people(title_id)
    found = await planning.groups(conn, people)
    await planning.say(conn, people, [saying(one) for one in found], NOW)
    assert len(await outbox(conn)) == 5
    await planning.settle(conn, people, found, FOOTING)
    await planning.supersede(conn, people, await planning.groups(conn, people), NOW)
    assert {state for _, state, _ in await outbox(conn)} == {"superseded"}


async def follow(conn, title_id, channel=CHANNEL, guild=GUILD):
    return await title_follows.add(
        conn,
        guild_id=guild,
        channel_id=channel,
        kind=NameKind.TITLE,
        of_id=title_id,
        role_id=None,
        created_by=ADMIN,
        now=NOW,
    )


async def test_channels_follow_in_the_zone_of_their_server(conn, title_id):
    followed, _ = await follow(conn, title_id)
    await follow(conn, title_id, CHANNEL + 1, GUILD + 1)
    await guilds.save(conn, GuildSettings(GUILD, time_zone="Asia/Seoul"))
    await guilds.left(conn, GUILD + 1, NOW)
    channels = planning.channels(title_id)
    [group] = await planning.groups(conn, channels)
    assert (group.zone, group.before, group.season, group.place) == ("Asia/Seoul", 0, -1, GUILD)
    await planning.say(conn, channels, [saying(group)], NOW)
    await planning.settle(conn, channels, [group], FOOTING)
    assert await outbox(conn) == [(f"follow:{followed.id}:x:due", "pending", CHANNEL)]
    [row] = [deliveries.Delivery(*one) for one in await conn.execute(select(*DELIVERY))]
    assert (row.kind, row.follow_id, row.guild_id) == (DeliveryKind.RELEASE, followed.id, GUILD)
    assert [one.planned_for for one in await planning.groups(conn, channels)] == ["-1:premiere:"]


async def test_who_follows_two_titles_that_became_one_is_told_once(conn, title_id):
    other = await make_title(conn, "Squid Game 2")
    first, second = [await wish(conn, each, 7) for each in (title_id, other)]
    alone = await wish(conn, other, 8)
    followed, _ = await follow(conn, title_id)
    await follow(conn, other)
    people = planning.people(other)
    await planning.say(conn, people, [saying(one) for one in await planning.groups(conn, people)], NOW)
    await merges.merge(conn, NameKind.TITLE, other, title_id, by=ADMIN, now=NOW)
    people, channels = planning.people(title_id, merged=True), planning.channels(title_id, merged=True)
    for followers in (people, channels):
        await planning.part(conn, followers, NOW)
        await planning.say(conn, followers, [saying(one, "y") for one in await planning.groups(conn, followers)], NOW)
    assert await outbox(conn) == [
        (f"follow:{followed.id}:y", "pending", CHANNEL),
        (f"remind:{first.id}:y", "pending", 7),
        (f"remind:{second.id}:x:due", "superseded", 7),
        (f"remind:{alone.id}:x:due", "pending", 8),
        (f"remind:{alone.id}:y", "pending", 8),
    ]
    await reminders.stop(conn, first.id, NOW)
    await planning.say(conn, people, [saying(one, "z") for one in await planning.groups(conn, people)], NOW)
    assert (f"remind:{second.id}:z", "pending", 7) in await outbox(conn)


async def test_what_a_killed_worker_left_unfinished_is_taken_back(conn, title_id):
    await wish(conn, title_id, 7)
    people = planning.people(title_id)
    [group] = await planning.groups(conn, people)
    await planning.say(conn, people, [saying(group, at=NOW)], NOW)
    await deliveries.claim(conn, "w", NOW, MINUTE, 1)
    await planning.supersede(conn, people, [group], NOW + HOUR)
    assert [state for _, state, _ in await outbox(conn)] == ["superseded"]


async def test_what_another_worker_says_meanwhile_is_let_go_on(conn, title_id):
    await wish(conn, title_id, 7)
    people = planning.people(title_id)
    [group] = await planning.groups(conn, people)
    await planning.say(conn, people, [saying(group, at=NOW)], NOW)
    await deliveries.claim(conn, "w", NOW, MINUTE, 1)
    await planning.supersede(conn, people, [group], NOW)
    await planning.say(conn, people, [saying(group, at=NOW + DAY)], NOW)
    assert [state for _, state, _ in await outbox(conn)] == ["claimed"]

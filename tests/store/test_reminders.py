"""Wishes to be reminded, as they are kept."""

from dataclasses import replace

import pytest
from sqlalchemy import update

from bot.domain.facts import NameKind
from bot.domain.models import DeliveryKind, DeliveryState
from bot.domain.releases import ReleaseStatus
from bot.domain.reminders import Before
from bot.store import deliveries, members, merges, reminders, title_follows
from bot.store.reminders import Wish
from bot.store.schema import reminder
from tests.store.knowing import make_title
from tests.store.making import ADMIN, CHANNEL, DAY, GUILD, HOUR, NOW, delivery

MINA, THEO = 901, 902


@pytest.fixture
async def conn(database):
    async with database.write() as connection:
        yield connection


@pytest.fixture
async def wish(conn):
    return Wish(MINA, GUILD, CHANNEL, await make_title(conn), -1, Before.DAY, "UTC", "ko")


async def planned(conn, *ids, state=ReleaseStatus.SCHEDULED):
    values = {"planned_for": "x", "value": "2026", "status": state}
    await conn.execute(update(reminder).where(reminder.c.id.in_(ids)).values(values))


async def told(conn, made, key, **more):
    """A row of a reminder; gives its id."""
    row = delivery(key, kind=DeliveryKind.REMINDER, reminder_id=made.id, guild=0, channel=made.user_id, **more)
    return await deliveries.add(conn, row, None, NOW)


async def test_a_wish_is_kept_once_and_may_be_changed(conn, wish):
    made, already = await reminders.add(conn, wish, NOW)
    assert not already
    assert (made.user_id, made.title_id, made.season, made.before) == (MINA, wish.title_id, -1, Before.DAY)
    assert (made.locale, made.planned_for, made.revision, made.standing.value) == ("ko", "", 0, "")
    await planned(conn, made.id)
    changed, already = await reminders.add(conn, replace(wish, before=Before.WEEK, zone="Asia/Seoul"), NOW + DAY)
    assert already
    assert (changed.id, changed.before, changed.zone, changed.created_at) == (made.id, Before.WEEK, "Asia/Seoul", NOW)
    assert (changed.planned_for, changed.value) == ("", "")
    assert await reminders.count(conn, MINA) == 1
    assert [one.id for one in await reminders.of_user(conn, MINA)] == [made.id]
    assert await reminders.of_user(conn, THEO) == []


async def test_a_stopped_wish_can_be_taken_up_again(conn, wish):
    made, _ = await reminders.add(conn, wish, NOW)
    row_id = await told(conn, made, "a")
    await reminders.stop(conn, made.id, NOW)
    assert (await reminders.of_user(conn, MINA), await reminders.count(conn, MINA)) == ([], 0)
    row = await deliveries.get(conn, row_id)
    assert (row.state, row.reason) == (DeliveryState.SUPERSEDED, "reminder.stopped")
    again, already = await reminders.add(conn, wish, NOW + DAY)
    assert (again.id, already, again.stopped_at, again.created_at) == (made.id, False, None, NOW + DAY)


async def test_a_wish_for_a_merged_title_is_the_same_wish(conn, wish):
    made, _ = await reminders.add(conn, wish, NOW)
    other = await make_title(conn, "Squid Game Two")
    await merges.merge(conn, NameKind.TITLE, wish.title_id, other, by=ADMIN, now=NOW)
    same, already = await reminders.add(conn, replace(wish, title_id=other), NOW)
    assert (same.id, already) == (made.id, True)


async def test_trouble_is_noted_until_it_is_over(conn, wish):
    made, _ = await reminders.add(conn, wish, NOW)
    for reason in ("person.closed", ""):
        await reminders.set_trouble(conn, made.id, reason)
        assert (await reminders.get(conn, made.id)).trouble == reason
    assert await reminders.get(conn, 999) is None


async def test_what_a_reminder_said_is_found_in_order(conn, wish):
    one, _ = await reminders.add(conn, wish, NOW)
    other, _ = await reminders.add(conn, replace(wish, season=2), NOW)
    late, early = await told(conn, one, "a", due_at=NOW + HOUR), await told(conn, one, "b")
    found = await reminders.said(conn, [one.id, other.id])
    assert [row.id for row in found[one.id]] == [early, late]
    assert found[other.id] == []


async def test_puttings_off_are_those_of_the_row(conn, wish):
    made, _ = await reminders.add(conn, wish, NOW)
    first = await deliveries.get(conn, await told(conn, made, "a"))
    again = await told(conn, made, f"snooze:{first.id}:0")
    await told(conn, made, f"snooze:{first.id}1:0")
    assert [row.id for row in await reminders.snoozes(conn, first)] == [again]
    await deliveries.move(conn, again, NOW + DAY, NOW + 2 * DAY)
    assert (await deliveries.get(conn, again)).due_at == NOW + DAY


async def test_another_zone_lets_those_be_planned_anew_whom_it_concerns(conn, wish):
    mine, _ = await reminders.add(conn, wish, NOW)
    own, _ = await reminders.add(conn, replace(wish, user_id=THEO), NOW)
    away, _ = await reminders.add(conn, replace(wish, user_id=903, guild_id=0), NOW)
    followed, _ = await title_follows.add(
        conn,
        guild_id=GUILD,
        channel_id=CHANNEL,
        kind=NameKind.TITLE,
        of_id=wish.title_id,
        role_id=None,
        created_by=ADMIN,
        now=NOW,
    )
    await planned(conn, mine.id, own.id, away.id)
    await members.set_zone(conn, THEO, "Europe/London", NOW)
    await reminders.rezone_guild(conn, GUILD, "Asia/Seoul")
    zones = {one.user_id: (one.zone, one.planned_for) for one in [await reminders.get(conn, n) for n in (1, 2, 3)]}
    assert zones == {MINA: ("Asia/Seoul", ""), THEO: ("UTC", "x"), 903: ("UTC", "x")}
    assert await reminders.unplanned(conn, 5) == [wish.title_id]
    await planned(conn, mine.id)
    assert await reminders.unplanned(conn, 5) == [wish.title_id], "the channel is still to be planned"
    assert followed.id
    await reminders.rezone(conn, THEO, "Europe/London")
    assert (await reminders.get(conn, own.id)).planned_for == ""
    await planned(conn, own.id)
    await reminders.rezone(conn, THEO, "Europe/London")
    assert (await reminders.get(conn, own.id)).planned_for == "x", "it was so before"


async def test_a_finished_reminder_is_stopped(conn, wish):
    made, _ = await reminders.add(conn, replace(wish, season=2), NOW)
    whole, _ = await reminders.add(conn, wish, NOW)
    await planned(conn, made.id, whole.id, state=ReleaseStatus.RELEASED)
    row_id = await told(conn, made, "a")
    assert await reminders.finish(conn, NOW + DAY, NOW) == 0, "it is still to be said"
    await deliveries.claim(conn, "w", NOW, HOUR, 1)
    await deliveries.mark_sent(conn, [row_id], 1, NOW)
    assert await reminders.finish(conn, NOW - DAY, NOW) == 0, "it was said lately"
    assert await reminders.finish(conn, NOW + DAY, NOW) == 1
    assert [one.id for one in await reminders.of_user(conn, MINA)] == [whole.id], "more seasons may come"


async def test_all_of_a_person_can_be_told_and_forgotten(conn, wish):
    made, _ = await reminders.add(conn, wish, NOW)
    others, _ = await reminders.add(conn, replace(wish, user_id=THEO), NOW)
    await members.set_zone(conn, MINA, "Asia/Seoul", NOW)
    waiting, said = await told(conn, made, "a"), await told(conn, made, "b")
    kept = await told(conn, others, "c")
    await deliveries.mark_sent(conn, [said], 1, NOW)
    [row] = await reminders.export(conn, MINA)
    assert (row["title"], row["season"], row["zone"]) == ("Squid Game", -1, "UTC")
    assert await members.export(conn, MINA) == {"time_zone": "Asia/Seoul", "changed_at": NOW.isoformat()}
    assert await reminders.forget(conn, MINA, NOW) == 1
    await members.forget(conn, MINA)
    assert (await reminders.export(conn, MINA), await members.export(conn, MINA)) == ([], {})
    assert [await deliveries.get(conn, row_id) for row_id in (waiting, said)] == [None, None]
    assert await deliveries.get(conn, kept) is not None
    assert await reminders.get(conn, others.id) is not None


async def test_a_person_has_no_zone_until_they_choose_one(conn):
    assert await members.zone(conn, MINA) is None
    await members.set_zone(conn, MINA, "Asia/Seoul", NOW)
    await members.set_zone(conn, MINA, "UTC", NOW)
    assert await members.zone(conn, MINA) == "UTC"

"""Reminders follow the fact: what is planned, what is told of a change, and what people do with them."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.facts import Claim, Predicate
from bot.domain.models import DeliveryState, GuildSettings
from bot.domain.releases import ReleaseStatus
from bot.domain.reminders import Before, Snooze, Telling
from bot.errors import UserError
from tests.newsroom import ADMIN, CHANNEL, DAY, GUILD, HOUR, START
from tests.telling import announce, rows

MINA, THEO = 901, 902


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


async def remind(room, title_id, *, user=MINA, season=None, before=Before.AT_RELEASE, guild=GUILD):
    return await room.services.reminders.add(user, guild, CHANNEL, title_id, season, before, "en")


async def test_a_day_is_told_on_its_morning_in_the_persons_zone(room):
    await room.services.guilds.save(GuildSettings(GUILD, time_zone="Asia/Seoul"))
    title_id = await announce(room, "2026-05-09")
    asked = await remind(room, title_id)
    assert (asked.title, asked.standing.value, asked.already) == ("Glass Harbor", "2026-05-09", False)
    [planned] = asked.planned
    assert (planned.telling, planned.due_at) == (Telling.DUE, utc(2026, 5, 9))
    earlier = await remind(room, title_id, before=Before.WEEK)
    assert earlier.already
    assert [one.due_at for one in earlier.planned] == [utc(2026, 5, 2)]
    assert await rows(room) == [("due", "2026-05-09", "superseded"), ("due", "2026-05-09", "pending")]


async def test_a_coarser_date_is_told_when_its_span_begins_and_sharpens_once(room):
    title_id = await announce(room, "2026-05")
    assert [one.telling for one in (await remind(room, title_id)).planned] == [Telling.SPAN]
    await announce(room, "2026-05-09")
    [listed] = await room.services.reminders.list(MINA)
    assert [one.telling for one in listed.planned] == [Telling.SHARPENED, Telling.DUE]
    assert await rows(room, state=DeliveryState.SUPERSEDED) == [("span", "2026-05", "superseded")]
    await announce(room, "2026-05-09")
    assert len(await rows(room)) == 3, "said again it is no news"


async def test_no_date_is_told_when_there_is_one(room):
    title_id = await announce(room, None, network="Netflix")
    asked = await remind(room, title_id)
    assert (asked.planned, asked.standing.status) == ((), ReleaseStatus.ANNOUNCED)
    await announce(room, "2026-05-09")
    assert await rows(room) == [("due", "2026-05-09", "pending"), ("dated", "2026-05-09", "pending")]


async def test_a_moved_date_moves_what_is_planned_and_is_told_once(room):
    title_id = await announce(room, "2026-05-09")
    await remind(room, title_id)
    await announce(room, "2026-06-20", denied="2026-05-09")
    assert await rows(room) == [
        ("due", "2026-05-09", "superseded"),
        ("due", "2026-06-20", "pending"),
        ("moved", "2026-06-20", "pending"),
    ]
    [*_, moved] = await room.outbox()
    assert (moved.payload["former"], moved.channel_id, moved.guild_id) == ("2026-05-09", MINA, 0)
    assert (moved.payload["title"], moved.payload["season"], moved.payload["before"]) == (str(title_id), "-1", "0")


async def test_a_date_that_moves_back_is_planned_again(room):
    title_id = await announce(room, "2026-05-09")
    await remind(room, title_id)
    room.clock.forward(3 * DAY)
    await announce(room, "2026-06-20")
    wrong = Claim(title_id, -1, Predicate.PUBLICATION_DATE, "2026-06-20")
    await room.services.moderation.reject_everywhere(wrong, by=ADMIN)
    waiting = await rows(room, state=DeliveryState.PENDING)
    assert waiting == [("due", "2026-05-09", "pending"), ("moved", "2026-05-09", "pending")]
    await room.services.moderation.restore(wrong, by=ADMIN)
    waiting = await rows(room, state=DeliveryState.PENDING)
    assert waiting == [("due", "2026-06-20", "pending"), ("moved", "2026-06-20", "pending")]


async def test_a_cancelled_title_says_so_once(room):
    title_id = await announce(room, "2026-05-09")
    await remind(room, title_id)
    room.clock.forward(DAY)
    await announce(room, None, status="cancelled")
    room.clock.forward(DAY)
    await announce(room, None, status="cancelled")
    assert await rows(room) == [("due", "2026-05-09", "superseded"), ("cancelled", "2026-05-09", "pending")]


async def test_what_is_due_at_once_is_told_in_one_message(room):
    title_id = await announce(room, "2026-03")
    await remind(room, title_id)
    await announce(room, "2026-03-02")
    waiting = [row for row in await room.outbox() if row.state is DeliveryState.PENDING]
    assert [(row.payload["telling"], row.payload["former"]) for row in waiting] == [("due", "2026-03")]


async def test_what_is_out_cannot_be_reminded_of(room):
    title_id = await announce(room, "2026-02-09")
    with pytest.raises(UserError, match=r"^remind[.]released") as refused:
        await remind(room, title_id)
    assert refused.value.values["value"] == "2026-02-09"
    assert await room.services.reminders.list(MINA) == ()
    with pytest.raises(UserError, match="unknown"):
        await remind(room, 999)


async def test_reminders_are_bounded(room, monkeypatch):
    monkeypatch.setattr("bot.services.reminders.MOST_REMINDERS", 1)
    title_id = await announce(room, "2026-05-09")
    await remind(room, title_id)
    await remind(room, title_id)
    with pytest.raises(UserError, match=r"^remind[.]limit"):
        await remind(room, title_id, season=2)


async def test_a_stopped_reminder_says_nothing_and_may_be_taken_up_again(room):
    title_id = await announce(room, "2026-05-09")
    asked = await remind(room, title_id)
    with pytest.raises(UserError, match=r"^remind[.]unknown"):
        await room.services.reminders.cancel(THEO, asked.reminder.id)
    assert (await room.services.reminders.cancel(MINA, asked.reminder.id)).title == "Glass Harbor"
    with pytest.raises(UserError, match=r"^remind[.]unknown"):
        await room.services.reminders.cancel(MINA, asked.reminder.id)
    await announce(room, "2026-06-20", denied="2026-05-09")
    assert await rows(room) == [("due", "2026-05-09", "superseded")]
    assert not (await remind(room, title_id)).already
    assert await rows(room, state=DeliveryState.PENDING) == [("due", "2026-06-20", "pending")]


async def test_another_zone_moves_all_that_is_planned(room):
    title_id = await announce(room, "2026-05-09")
    await remind(room, title_id)
    assert await room.services.reminders.zone(MINA, GUILD) == ("UTC", False)
    assert await room.services.reminders.set_zone(MINA, "new york") == "America/New_York"
    assert await room.services.reminders.zone(MINA, GUILD) == ("America/New_York", True)
    [listed] = await room.services.reminders.list(MINA)
    assert [(one.telling, one.due_at) for one in listed.planned] == [(Telling.DUE, utc(2026, 5, 9, 13))]
    assert "Asia/Seoul" in room.services.reminders.zones("seoul")
    with pytest.raises(UserError, match=r"^settings[.]zone"):
        await room.services.reminders.set_zone(MINA, "nowhere at all")


async def test_another_zone_of_the_server_moves_those_who_chose_none(room):
    title_id = await announce(room, "2026-05-09")
    for user in (MINA, THEO):
        await remind(room, title_id, user=user)
    await room.services.reminders.set_zone(THEO, "Europe/London")
    await room.services.guilds.save(GuildSettings(GUILD, time_zone="Asia/Seoul"))
    await room.services.releases.plan_waiting()
    dues = {row.channel_id: row.due_at for row in await room.outbox() if row.state is DeliveryState.PENDING}
    assert dues == {MINA: utc(2026, 5, 9), THEO: utc(2026, 5, 9, 8)}


async def test_another_zone_says_nothing_twice_and_loses_nothing(room):
    title_id = await announce(room, "2026-03-03")
    await remind(room, title_id)
    room.clock.now = utc(2026, 3, 3, 9, 30)
    await room.services.reminders.set_zone(MINA, "America/New_York")
    [row] = await room.outbox()
    assert (row.state, row.due_at) == (DeliveryState.PENDING, utc(2026, 3, 3, 9)), "what is due is due"
    await room.services.deliver.run_due()
    await room.services.reminders.set_zone(MINA, "America/Los_Angeles")
    assert [row.state for row in await room.outbox()] == [DeliveryState.SENT]


async def said_reminder(room):
    title_id = await announce(room, "2026-03-03")
    asked = await remind(room, title_id)
    room.clock.now = utc(2026, 3, 3, 9)
    await room.services.deliver.run_due()
    [row] = await room.outbox()
    assert row.state is DeliveryState.SENT
    return asked, row


async def test_a_reminder_can_be_put_off(room):
    _, row = await said_reminder(room)
    snooze = room.services.reminders.snooze
    assert await snooze(MINA, row.id, Snooze.HOUR) == room.clock.now + HOUR
    assert await snooze(MINA, row.id, Snooze.MORNING) == utc(2026, 3, 4, 9)
    assert [one.due_at for one in (await room.outbox())[1:]] == [utc(2026, 3, 4, 9)], "two clicks make one"
    room.clock.now = utc(2026, 3, 4, 9)
    await room.services.releases.catch_up()
    await room.services.deliver.run_due()
    assert [one.state for one in await room.outbox()] == [DeliveryState.SENT] * 2
    await snooze(MINA, row.id, Snooze.HOUR)
    assert len(await room.outbox()) == 3


async def test_only_ones_own_reminders_can_be_put_off(room):
    asked, row = await said_reminder(room)
    for user, delivery_id in [(THEO, row.id), (MINA, 999)]:
        with pytest.raises(UserError, match=r"^remind[.]unknown"):
            await room.services.reminders.snooze(user, delivery_id, Snooze.HOUR)
    await room.services.reminders.cancel(MINA, asked.reminder.id)
    with pytest.raises(UserError, match=r"^remind[.]unknown"):
        await room.services.reminders.snooze(MINA, row.id, Snooze.HOUR)


async def test_what_came_too_late_is_listed_as_missed_until_something_is_said(room):
    title_id = await announce(room, "2026-03-03")
    await remind(room, title_id)
    room.clock.now = utc(2026, 3, 12)
    await room.services.deliver.run_due()
    [listed] = await room.services.reminders.list(MINA)
    assert listed.missed == utc(2026, 3, 3, 9)
    await announce(room, "2026-04-01", season=2)
    await room.services.deliver.run_due()
    [listed] = await room.services.reminders.list(MINA)
    assert (listed.missed, [one.value for one in listed.planned]) == (None, ["2026-04-01"])


async def test_downtime_of_days_loses_nothing(room):
    title_id = await announce(room, "2026-03-03")
    await remind(room, title_id)
    await announce(room, "2027", season=2)
    room.clock.now = utc(2026, 3, 8)
    await room.services.releases.catch_up()
    await room.services.deliver.run_due()
    assert await rows(room, state=DeliveryState.SENT) == [("due", "2026-03-03", "sent")]
    [listed] = await room.services.reminders.list(MINA)
    assert [(one.telling, one.value) for one in listed.planned] == [(Telling.SPAN, "2027")], "the next season"


async def test_a_season_is_followed_alone(room):
    title_id = await announce(room, "2026-05-09", season=2)
    asked = await remind(room, title_id, season=3)
    assert asked.planned == ()
    await announce(room, "2026-08-01", denied="2026-05-09", season=2)
    assert await rows(room) == []
    await announce(room, "2027", season=3)
    assert await rows(room) == [("span", "2027", "pending"), ("dated", "2027", "pending")]


async def test_a_finished_reminder_makes_room(room):
    title_id = await announce(room, "2026-03-03", season=2)
    await remind(room, title_id, season=2)
    room.clock.now = utc(2026, 3, 3, 10)
    await room.services.deliver.run_due()
    for days, left in [(2, 1), (40, 0)]:
        room.clock.now = START + timedelta(days=days)
        await room.services.releases.catch_up()
        await room.services.tidy.run()
        assert len(await room.services.reminders.list(MINA)) == left

"""Reminders to people who take no direct messages: said once where they asked, or shown as trouble; never dropped."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.models import DeliveryState
from bot.domain.reasons import because
from bot.domain.reminders import Before
from bot.errors import Gone, TryLater
from tests.newsroom import CHANNEL, DAY, GUILD
from tests.telling import announce

MINA = 901
SAID = "due Glass Harbor"
CLOSED = Gone(because("person.closed", detail="50007"))


async def due(room, *, guild=GUILD):
    """Have Mina's reminder be due now; gives what its row and its reminder are read by."""
    title_id = await announce(room, "2026-03-10")
    await room.services.reminders.add(MINA, guild, CHANNEL, title_id, None, Before.AT_RELEASE, "en")
    room.clock.forward(8 * DAY)


async def row(room):
    [found] = [one for one in await room.outbox() if one.reminder_id]
    return found


async def trouble(room):
    [listed] = await room.services.reminders.list(MINA)
    return listed.reminder.trouble, listed.missed


async def test_it_is_said_where_it_was_asked_for_in_the_same_row(room):
    await due(room)
    room.publisher.fail(CLOSED, channel=MINA)
    await room.services.deliver.run_due()
    await room.services.deliver.run_due()
    assert (room.publisher.told(MINA), room.publisher.told(CHANNEL)) == ([], [SAID])
    said = await row(room)
    assert (said.state, said.guild_id, said.channel_id) == (DeliveryState.SENT, GUILD, CHANNEL)
    assert await trouble(room) == ("", None)


@pytest.mark.parametrize("guild", [0, GUILD])
async def test_where_there_is_no_place_it_is_shown_as_trouble_and_cleared_by_the_next(room, guild):
    await due(room, guild=guild)
    room.publisher.fail(CLOSED, channel=MINA)
    room.publisher.fail(Gone(because("channel.gone")), channel=CHANNEL)
    for _ in range(3):
        await room.services.deliver.run_due()
    assert room.publisher.told() == []
    failed = await row(room)
    assert failed.state is DeliveryState.FAILED
    assert await trouble(room) == (because("person.closed"), failed.due_at)
    await announce(room, "2026-04-10", denied="2026-03-10")
    await room.services.deliver.run_due()
    assert room.publisher.told(MINA) == ["moved Glass Harbor"]
    assert await trouble(room) == ("", None)


@pytest.mark.parametrize("arrives_first", [True, False])
async def test_a_kill_while_it_is_said_there_neither_loses_nor_doubles_it(room, arrives_first):
    await due(room)
    room.publisher.fail(CLOSED, channel=MINA)
    room.publisher.stalled, room.publisher.arrives_first = asyncio.Event(), arrives_first
    await room.services.deliver.launch()
    await asyncio.gather(*room.services.deliver._flights)
    room.publisher.attempted.clear()
    await room.services.deliver.launch()
    await room.publisher.attempted.wait()
    await room.kill()
    await room.services.deliver.begin()
    room.clock.forward(timedelta(minutes=5))
    await room.services.deliver.run_due()
    assert room.publisher.told() == [SAID]
    assert (await row(room)).state is DeliveryState.SENT


async def test_a_passing_fault_keeps_it_for_the_person(room):
    await due(room)
    room.publisher.fail(TryLater(because("discord.busy")), channel=MINA)
    await room.services.deliver.run_due()
    room.clock.forward(timedelta(minutes=5))
    await room.services.deliver.run_due()
    assert room.publisher.told(MINA) == [SAID]


async def test_what_is_stopped_while_it_is_under_way_is_not_tried_again(room):
    await due(room)
    room.publisher.fail(TryLater(because("discord.busy")), channel=MINA)
    await room.services.deliver.run_due()
    [listed] = await room.services.reminders.list(MINA)
    await room.services.reminders.cancel(MINA, listed.reminder.id)
    room.clock.forward(timedelta(minutes=5))
    await room.services.deliver.run_due()
    assert room.publisher.told() == []
    assert (await row(room)).reason == because("reminder.stopped")

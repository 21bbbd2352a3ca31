"""Every delivery ends in a state with a reason, whatever Discord does: said once, in order, or closed and told."""

import asyncio
from datetime import time, timedelta

import pytest

from bot.domain.models import DeliveryState, GuildSettings, PostingMode
from bot.errors import Gone, StoreError, TryLater, Unpostable
from bot.services.deliver import LEASE
from bot.store import articles, deliveries
from tests.newsroom import CHANNEL, FEED, GUILD, HOUR, OTHER_CHANNEL

SOON = timedelta(seconds=3)
CLOSED = Gone("403 50013", permission="send_messages")


async def news(room, *headlines):
    """Have headlines queued for the channel, unsaid."""
    room.publish(*headlines)
    room.clock.forward(HOUR)
    await room.services.ingest.poll_due()


@pytest.mark.parametrize("arrives", [False, True])
async def test_a_passing_fault_neither_loses_nor_doubles(room, arrives):
    await room.follow()
    await news(room, "Precious")
    room.publisher.fail(TryLater("connection reset"), arrives=arrives, times=3)
    for _ in range(5):
        await room.services.deliver.run_due()
        room.clock.forward(timedelta(seconds=10))
    assert room.publisher.told() == ["Precious"]
    [row] = await room.outbox()
    assert (row.state, row.message_id) == (DeliveryState.SENT, 1000)


async def test_a_first_retry_comes_within_seconds_and_discords_wish_is_kept(room):
    await room.follow()
    await news(room, "Story")
    room.publisher.fail(TryLater("503"))
    room.publisher.fail(TryLater("429", room.clock.now + timedelta(minutes=5)))
    await room.services.deliver.run_due()
    room.clock.forward(SOON)
    await room.services.deliver.run_due()
    room.clock.forward(timedelta(minutes=4))
    assert await room.services.deliver.run_due() == 0
    room.clock.forward(timedelta(minutes=1))
    assert await room.services.deliver.run_due() == 1


async def test_a_fault_holds_its_channel_and_no_other(room):
    await room.follow()
    await room.follow(channel=OTHER_CHANNEL)
    clock = room.clock
    await news(room, room.item("First", published=clock.now), room.item("Second", published=clock.now + SOON))
    room.publisher.fail(TryLater("503"), channel=CHANNEL)
    await room.services.deliver.run_due()
    assert room.publisher.told(CHANNEL) == []
    assert room.publisher.told(OTHER_CHANNEL) == ["First", "Second"]
    room.clock.forward(SOON)
    await room.services.deliver.run_due()
    assert room.publisher.told(CHANNEL) == ["First", "Second"]


async def test_a_message_that_discord_refuses_fails_and_the_next_goes_on(room):
    await room.follow()
    clock = room.clock
    await news(room, room.item("Bad", published=clock.now), room.item("Good", published=clock.now + SOON))
    room.publisher.fail(Unpostable("400 50035"))
    await room.services.deliver.run_due()
    assert room.publisher.told() == ["Good"]
    assert [(row.state, row.reason) for row in await room.outbox()] == [
        (DeliveryState.FAILED, "400 50035"),
        (DeliveryState.SENT, ""),
    ]


async def test_a_surprise_in_the_publisher_is_a_passing_fault(room):
    await room.follow()
    await news(room, "Story")
    room.publisher.fail(ZeroDivisionError("a bug"))
    room.publisher.fail(TimeoutError())
    for _ in range(3):
        await room.services.deliver.run_due()
        room.clock.forward(timedelta(seconds=10))
    assert room.publisher.told() == ["Story"]


async def test_what_has_lost_its_article_is_closed_and_holds_up_nothing(room, monkeypatch):
    await room.follow()
    await news(room, "Vanished")

    async def vanished(*_):
        return None

    with monkeypatch.context() as patch:
        patch.setattr(articles, "get", vanished)
        await room.services.deliver.run_due()
    assert [(row.state, row.reason) for row in await room.outbox()] == [(DeliveryState.FAILED, "article.gone")]


# ------------------------------------------------------------------ closed channels


async def test_a_lost_permission_is_told_once_and_nothing_is_lost(room):
    added = await room.follow()
    await news(room, "First", "Second")
    room.publisher.fail(CLOSED, times=10_000, channel=CHANNEL)
    for _ in range(3):
        await room.services.deliver.run_due()
        room.clock.forward(HOUR)
    assert [(post.channel_id, post.body.key) for post in room.publisher.notices()] == [(0, "notice.channel.permission")]
    assert room.publisher.notices()[0].body.values == {"channel": str(CHANNEL), "permission": "send_messages"}
    info = await room.services.follows.info(GUILD, added.subscription.id)
    assert info.subscription.blocked == "403 50013"

    room.publisher.troubles.clear()
    await room.services.deliver.mended(CHANNEL)
    assert await room.services.deliver.run_due() == 2
    assert sorted(room.publisher.told(CHANNEL)) == ["First", "Second"]
    info = await room.services.follows.info(GUILD, added.subscription.id)
    assert info.subscription.blocked is None


async def test_a_mended_role_opens_all_channels_of_its_server(room):
    for channel in (CHANNEL, OTHER_CHANNEL):
        await room.follow(channel=channel)
    await news(room, "Story")
    room.publisher.fail(CLOSED, times=2)
    await room.services.deliver.run_due()
    await room.services.deliver.mended_guild(GUILD)
    await room.services.deliver.run_due()
    assert room.publisher.told(CHANNEL) == room.publisher.told(OTHER_CHANNEL) == ["Story"]


async def test_a_second_trouble_is_told_again(room):
    await room.follow()
    for _ in range(2):
        await news(room, f"Story at {room.clock.now}")
        room.publisher.fail(CLOSED, channel=CHANNEL)
        await room.services.deliver.run_due()
        room.clock.forward(HOUR)
        await room.services.deliver.run_due()
    assert len(room.publisher.notices()) == 2


async def test_a_channel_that_is_gone_closes_its_row_and_keeps_the_follow(room):
    added = await room.follow()
    await news(room, "Story")
    room.publisher.fail(Gone("404 10003"), channel=CHANNEL)
    await room.services.deliver.run_due()
    assert [post.body.key for post in room.publisher.notices()] == ["notice.channel.gone"]
    assert (await room.outbox())[0].state is DeliveryState.FAILED

    await room.services.follows.resume(GUILD, added.subscription.id, OTHER_CHANNEL)
    room.publish("Next")
    await room.round()
    assert room.publisher.told(OTHER_CHANNEL) == ["Next"]


async def test_notices_go_where_the_server_wants_them(room):
    await room.services.guilds.save(GuildSettings(GUILD, notice_channel_id=OTHER_CHANNEL))
    await room.follow()
    await news(room, "Story")
    room.publisher.fail(CLOSED, channel=CHANNEL)
    await room.services.deliver.run_due()
    assert room.publisher.told(OTHER_CHANNEL) == ["notice.channel.permission"]


async def test_a_notice_without_a_place_goes_to_the_admins_and_then_nowhere(room):
    await room.services.guilds.save(GuildSettings(GUILD, notice_channel_id=OTHER_CHANNEL))
    await room.follow()
    await news(room, "Story")
    room.publisher.fail(CLOSED, times=10_000)
    await room.services.deliver.run_due()
    rows = (await room.outbox())[1:]
    assert [(row.channel_id, row.state) for row in rows] == [
        (OTHER_CHANNEL, DeliveryState.FAILED),
        (0, DeliveryState.FAILED),
    ]


async def test_a_feed_that_keeps_failing_is_told_once_and_once_when_it_heals(room):
    await room.follow()
    room.site.answer(FEED, status=403)
    for _ in range(5):
        await room.round(timedelta(days=1))
    room.publish("Back again")
    await room.round(timedelta(days=2))
    assert [post.body.key for post in room.publisher.notices()] == ["notice.feed.blocked", "notice.feed.healed"]


# ------------------------------------------------------------------ kills and stops


async def flying(room):
    """Have a story on its way, and Discord not answering."""
    await room.follow()
    await news(room, "Story")
    room.publisher.stalled = asyncio.Event()
    await room.services.deliver.launch()
    await room.publisher.attempted.wait()


@pytest.mark.parametrize("arrived", [False, True])
@pytest.mark.parametrize("nonce_forgotten", [False, True])
async def test_what_a_killed_process_was_saying_is_said_once(room, arrived, nonce_forgotten):
    room.publisher.arrives_first = arrived
    await flying(room)
    await room.kill()
    assert len(room.publisher.messages) == arrived
    if nonce_forgotten:
        room.publisher.nonces.clear()
    await room.services.deliver.begin()
    assert await room.services.deliver.run_due() == 1
    assert room.publisher.told() == ["Story"]


async def test_a_digest_that_may_have_been_said_is_not_mixed_with_what_came_later(room):
    await room.services.guilds.save(GuildSettings(GUILD, mode=PostingMode.DIGEST, digest_at=time(14, 0)))
    await room.follow()
    await news(room, "One", "Two")
    room.clock.forward(HOUR)
    room.publisher.fail(TryLater("cut off"), arrives=True)
    await room.services.deliver.run_due()
    room.publish("Three")
    room.clock.forward(24 * HOUR)
    await room.services.ingest.poll_due()
    await room.services.deliver.run_due()
    assert [set(told.split(" + ")) for told in room.publisher.told()] == [{"One", "Two"}, {"Three"}]


async def test_where_the_history_is_hidden_the_nonce_has_to_do(room):
    await room.follow()
    await news(room, "Story")
    room.publisher.history_hidden = True
    room.publisher.fail(TryLater("cut off"), arrives=True)
    await room.services.deliver.run_due()
    room.clock.forward(SOON)
    await room.services.deliver.run_due()
    assert room.publisher.told() == ["Story"]
    assert room.publisher.attempts == 2


async def test_a_first_attempt_does_not_look_for_an_earlier_one(room):
    await room.follow()
    await news(room, "Story")
    await room.services.deliver.run_due()
    assert room.publisher.looks == []


async def test_a_stop_lets_what_is_on_its_way_arrive(room):
    await flying(room)
    stopping = asyncio.create_task(room.services.deliver.stop())
    asyncio.get_running_loop().call_later(0.05, room.publisher.stalled.set)
    await stopping
    assert [row.state for row in await room.outbox()] == [DeliveryState.SENT]
    assert await room.services.deliver.launch() == 0, "a stopped one claims no more"
    assert await room.services.deliver.run_edits() == 0


async def test_a_stop_gives_back_what_does_not_arrive_in_time(room, monkeypatch):
    monkeypatch.setattr("bot.services.deliver.GRACE", timedelta(seconds=0.05))
    await flying(room)
    await room.services.deliver.stop()
    [row] = await room.outbox()
    assert (row.state, row.lease_until) == (DeliveryState.PENDING, None)
    assert row.claimed_at is not None, "it may have arrived"

    await room.kill()
    await room.services.deliver.run_due()
    assert room.publisher.told() == ["Story"]
    assert room.publisher.attempts == 1


async def test_a_stop_gives_back_what_was_not_begun_as_if_it_had_not_been_claimed(room, monkeypatch):
    monkeypatch.setattr("bot.services.deliver.GRACE", timedelta(0))
    await room.follow()
    await news(room, "Story")
    await room.services.deliver._pace._queue.acquire()  # nobody's turn comes
    await room.services.deliver.launch()
    await asyncio.sleep(0)
    await room.services.deliver.stop()
    [row] = await room.outbox()
    assert (row.state, row.claimed_at) == (DeliveryState.PENDING, None)


async def test_what_is_on_its_way_is_not_claimed_again_when_the_clock_jumps(room):
    await flying(room)
    room.clock.forward(HOUR)
    await room.services.deliver.launch()
    room.publisher.stalled.set()
    await room.services.deliver.run_due()
    assert room.publisher.attempts == 1
    assert [row.state for row in await room.outbox()] == [DeliveryState.SENT]


async def test_a_message_that_takes_too_long_is_tried_again(room, monkeypatch):
    monkeypatch.setattr("bot.services.deliver.SEND_CAP", timedelta(seconds=0.05))
    await room.follow()
    await news(room, "Story")
    room.publisher.stalled = asyncio.Event()
    await room.services.deliver.run_due()
    assert [row.reason for row in await room.outbox()] == ["discord.slow"]
    room.publisher.stalled.set()
    room.clock.forward(SOON)
    await room.services.deliver.run_due()
    assert room.publisher.told() == ["Story"]


async def test_a_busy_database_is_given_several_chances_to_note_a_message(room, monkeypatch):
    monkeypatch.setattr("bot.services.ledger._MARK_PAUSES", (0.0, 0.0))
    mark, calls = deliveries.mark_sent, []

    async def busy(*arguments):
        calls.append(arguments)
        if len(calls) < 3:
            raise StoreError("locked")
        await mark(*arguments)

    monkeypatch.setattr(deliveries, "mark_sent", busy)
    await room.follow()
    await news(room, "Story")
    await room.services.deliver.run_due()
    assert [row.state for row in await room.outbox()] == [DeliveryState.SENT]


async def test_a_message_that_could_not_be_noted_is_found_again(room, monkeypatch):
    monkeypatch.setattr("bot.services.ledger._MARK_PAUSES", ())

    async def broken(*_):
        raise StoreError("disk full")

    await room.follow()
    await news(room, "Story")
    with monkeypatch.context() as patch:
        patch.setattr(deliveries, "mark_sent", broken)
        await room.services.deliver.run_due()
    room.clock.forward(2 * LEASE)
    await room.services.deliver.run_due()
    assert room.publisher.told() == ["Story"]
    assert [row.state for row in await room.outbox()] == [DeliveryState.SENT]

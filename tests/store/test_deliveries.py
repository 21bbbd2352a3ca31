"""The outbox: one claim at a time in each channel, in order, and what becomes of each row."""

import asyncio
from dataclasses import replace

from bot.domain.models import Delivery, DeliveryKind, DeliveryState
from bot.store import deliveries
from bot.store.database import open_database
from tests.store.making import (
    CHANNEL,
    DAY,
    GUILD,
    HOUR,
    MINUTE,
    NOW,
    SECOND,
    delivery,
    follow,
    make_feed,
    poll,
    sighting,
)

LEASE = 2 * MINUTE


async def queue(conn, *new):
    return [await deliveries.add(conn, one, None, NOW) for one in new]


async def claim(conn, now=NOW, worker="w", limit=50):
    return await deliveries.claim(conn, worker, now, LEASE, limit)


async def claimed_keys(conn, now=NOW, **more):
    return [[one.key for one in group] for group in await claim(conn, now, **more)]


# ------------------------------------------------------------------ queueing


async def test_a_delivery_is_queued_once_by_its_key(database):
    async with database.write() as conn:
        subscription = await follow(conn, await make_feed(conn))
        new = delivery(
            "notice:1",
            kind=DeliveryKind.NOTICE,
            subscription_id=subscription.id,
            digest=True,
            payload={"message": "notice.feed", "feed": "수피"},
            expires_at=NOW + DAY,
        )
        made = await deliveries.add(conn, new, None, NOW)
        assert await deliveries.add(conn, replace(new, channel_id=5), None, NOW) is None
        assert await deliveries.get(conn, made) == Delivery(
            made,
            DeliveryKind.NOTICE,
            "notice:1",
            GUILD,
            CHANNEL,
            due_at=NOW,
            created_at=NOW,
            subscription_id=subscription.id,
            digest=True,
            payload={"message": "notice.feed", "feed": "수피"},
            expires_at=NOW + DAY,
        )
        assert await deliveries.get(conn, made + 1) is None


async def test_ids_are_never_given_twice(database):
    """A nonce or a button must never come to mean another delivery."""
    async with database.write() as conn:
        [first] = await queue(conn, delivery("a"))
        await deliveries.close(conn, [first], DeliveryState.FAILED, "x", NOW)
        assert await deliveries.tidy(conn, NOW + SECOND) == 1
        [second] = await queue(conn, delivery("a"))
    assert second > first


# ------------------------------------------------------------------ claiming


async def test_a_claim_takes_the_oldest_of_each_channel_in_order(database):
    async with database.write() as conn:
        await queue(
            conn,
            delivery("b2", channel=2, due_at=NOW - MINUTE),
            delivery("a2", channel=1),
            delivery("a1", channel=1, due_at=NOW - HOUR),
            delivery("b1", channel=2, due_at=NOW - DAY),
            delivery("b0 same instant, later id", channel=2, due_at=NOW - DAY),
            delivery("c1 later", channel=3, due_at=NOW + SECOND),
            delivery("d1 admins of one server", channel=0, guild=1),
            delivery("d2 admins of another", channel=0, guild=2),
        )
        assert await claimed_keys(conn, limit=1) == [["b1"]]
        assert await claimed_keys(conn) == [["a1"], ["d1 admins of one server"], ["d2 admins of another"]]
        assert await claimed_keys(conn) == []


async def test_a_claimed_row_says_so(database):
    async with database.write() as conn:
        [made] = await queue(conn, delivery("a"))
        [[given]] = await claim(conn, NOW + SECOND)
        stored = await deliveries.get(conn, made)
    lease = NOW + SECOND + LEASE
    assert (given.state, given.claimed_by, given.lease_until, given.attempts) == (DeliveryState.CLAIMED, "w", lease, 1)
    assert given.claimed_at is None, "never claimed before"
    assert stored == replace(given, claimed_at=NOW + SECOND)


async def test_a_channel_is_left_alone_while_a_row_of_it_is_under_a_lease(database):
    async with database.write() as conn:
        await queue(conn, delivery("first"), delivery("second"))
        assert await claimed_keys(conn) == [["first"]]
        await queue(conn, delivery("came late but is older", due_at=NOW - HOUR))
        assert await claimed_keys(conn, NOW + LEASE - SECOND, worker="other") == []
        assert await claimed_keys(conn, NOW + LEASE, worker="other") == [["came late but is older"]]


async def test_a_lease_that_has_run_out_is_claimed_again_with_the_instant_of_the_first_claim(database):
    async with database.write() as conn:
        await queue(conn, delivery("a"))
        await claim(conn)
        [[again]] = await claim(conn, NOW + LEASE, worker="other")
        assert (again.claimed_at, again.attempts, again.claimed_by) == (NOW, 2, "other")
        [[third]] = await claim(conn, NOW + 2 * LEASE)
        assert (third.claimed_at, third.attempts) == (NOW, 3)


async def test_a_retry_holds_its_channel_until_its_time(database):
    async with database.write() as conn:
        [first, _] = await queue(conn, delivery("first"), delivery("second"))
        await claim(conn)
        await deliveries.retry(conn, [first], NOW + MINUTE, "Discord said 503")
        stored = await deliveries.get(conn, first)
        assert (stored.state, stored.reason, stored.claimed_at) == (DeliveryState.PENDING, "Discord said 503", NOW)
        assert await claimed_keys(conn, NOW + MINUTE - SECOND) == []
        assert await claimed_keys(conn, NOW + MINUTE) == [["first"]]


async def test_a_mended_channel_is_tried_at_once(database):
    async with database.write() as conn:
        ids = await queue(conn, delivery("here"), delivery("there", channel=5))
        await claim(conn)
        await deliveries.retry(conn, ids, NOW + HOUR, "closed")
        await deliveries.wake_channel(conn, CHANNEL)
        assert await claimed_keys(conn) == [["here"]]


async def test_a_digest_brings_the_digest_rows_of_its_channel_together(database):
    async with database.write() as conn:
        rows = [delivery(f"d{number:02}", digest=True, due_at=NOW - MINUTE) for number in range(12)]
        await queue(conn, *rows[:1], delivery("instant", due_at=NOW - SECOND), *rows[1:])
        await queue(conn, delivery("not due", digest=True, due_at=NOW + SECOND))
        await queue(conn, delivery("elsewhere", digest=True, channel=5))
        [digest, other] = await claim(conn)
        assert [one.key for one in digest] == [f"d{number:02}" for number in range(10)]
        assert [one.key for one in other] == ["elsewhere"]
        await deliveries.mark_sent(conn, [one.id for one in digest], 77, NOW)
        assert await claimed_keys(conn) == [["d10", "d11"]]


async def test_workers_that_claim_at_once_never_get_a_row_twice(url, database):
    """Six workers on two databases' worth of pools empty 120 channels; every row is given once."""
    async with database.write() as conn:
        await queue(conn, *(delivery(f"{number}", channel=number % 40) for number in range(120)))
    given: list[str] = []

    async def work(mine, worker):
        idle = 0
        while idle < 3:
            async with mine.write() as conn:
                groups = await claim(conn, worker=worker, limit=7)
            idle = 0 if groups else idle + 1
            for group in groups:
                given.extend(one.key for one in group)
                async with mine.write() as conn:
                    await deliveries.mark_sent(conn, [one.id for one in group], 1, NOW)

    async with open_database(url) as other:
        await asyncio.gather(*(work(mine, f"{mine}{n}") for n in range(3) for mine in (database, other)))
    assert sorted(given) == sorted(f"{number}" for number in range(120))
    for channel in range(40):
        mine = [int(key) for key in given if int(key) % 40 == channel]
        assert mine == sorted(mine), "each channel in order"


async def test_a_row_that_another_worker_is_claiming_is_passed_over(postgresql_url):
    async with open_database(postgresql_url) as database, open_database(postgresql_url) as other:
        async with database.write() as conn:
            await queue(conn, delivery("a", channel=1), delivery("b", channel=2))
        async with database.write() as one, other.write() as two:
            assert await claimed_keys(one, limit=1) == [["a"]]
            assert await claimed_keys(two) == [["b"]]


# ------------------------------------------------------------------ what became of it


async def test_a_row_given_back_is_as_if_it_had_not_been_claimed(database):
    async with database.write() as conn:
        [made] = await queue(conn, delivery("a"))
        before = await deliveries.get(conn, made)
        await claim(conn)
        await deliveries.release(conn, [made])
        assert await deliveries.get(conn, made) == before


async def test_a_row_claimed_before_keeps_the_instant_of_the_first_claim_when_given_back(database):
    async with database.write() as conn:
        [made] = await queue(conn, delivery("a"))
        await claim(conn)
        await claim(conn, NOW + LEASE)
        await deliveries.release(conn, [made])
        found = await deliveries.get(conn, made)
    assert (found.claimed_at, found.attempts, found.state) == (NOW, 1, DeliveryState.PENDING)


async def test_a_postponed_row_is_due_later(database):
    async with database.write() as conn:
        [made] = await queue(conn, delivery("a"))
        await claim(conn)
        await deliveries.postpone(conn, [made], NOW + HOUR)
        assert await claimed_keys(conn, NOW + HOUR - SECOND) == []
        [[given]] = await claim(conn, NOW + HOUR)
    assert (given.due_at, given.claimed_at, given.attempts) == (NOW + HOUR, None, 1)


async def test_a_row_that_was_closed_meanwhile_does_not_come_back(database):
    async with database.write() as conn:
        [made] = await queue(conn, delivery("a"))
        await claim(conn)
        await deliveries.close(conn, [made], DeliveryState.FAILED, "HTTP 400", NOW)
        for give_back in (
            deliveries.release(conn, [made]),
            deliveries.retry(conn, [made], NOW, "again"),
            deliveries.postpone(conn, [made], NOW),
            deliveries.close(conn, [made], DeliveryState.EXPIRED, "late", NOW),
        ):
            await give_back
        found = await deliveries.get(conn, made)
        assert (found.state, found.reason, found.lease_until) == (DeliveryState.FAILED, "HTTP 400", None)
        assert await claim(conn, NOW + DAY) == []


async def test_a_sent_row_holds_its_message_even_if_it_was_superseded_meanwhile(database):
    async with database.write() as conn:
        [made] = await queue(conn, delivery("a"))
        await claim(conn)
        await deliveries.close(conn, [made], DeliveryState.SUPERSEDED, "left", NOW)
        await deliveries.mark_sent(conn, [made], 2**62, NOW + SECOND)
        found = await deliveries.get(conn, made)
    assert (found.state, found.message_id, found.sent_at) == (DeliveryState.SENT, 2**62, NOW + SECOND)
    assert (found.reason, found.claimed_by, found.lease_until) == ("", None, None)


async def test_the_leases_of_earlier_processes_end_when_they_are_abandoned(database):
    async with database.write() as conn:
        await queue(conn, delivery("theirs"), delivery("mine", channel=5))
        assert await claimed_keys(conn, worker="old", limit=1) == [["theirs"]]
        assert await claimed_keys(conn, worker="new", limit=1) == [["mine"]]
        assert await deliveries.abandon_others(conn, "new", NOW + SECOND) == 1
        [[again]] = await claim(conn, NOW + SECOND, worker="new")
    assert (again.key, again.claimed_at) == ("theirs", NOW)


async def test_what_comes_too_late_expires_unless_it_is_under_way(database):
    async with database.write() as conn:
        soon, later, never, under_way = await queue(
            conn,
            delivery("soon", channel=1, expires_at=NOW + HOUR),
            delivery("later", channel=2, expires_at=NOW + HOUR + SECOND),
            delivery("never", channel=3),
            delivery("under way", channel=4, due_at=NOW - HOUR, expires_at=NOW),
        )
        await claim(conn, limit=1)
        assert await deliveries.expire(conn, NOW + HOUR) == 1
        states = {one: (await deliveries.get(conn, one)).state for one in (soon, later, never, under_way)}
    pending = DeliveryState.PENDING
    assert states == {soon: DeliveryState.EXPIRED, later: pending, never: pending, under_way: DeliveryState.CLAIMED}


async def test_closed_rows_are_tidied_away_in_time_and_open_ones_never(database):
    async with database.write() as conn:
        old, fresh, _ = await queue(conn, delivery("old"), delivery("fresh", channel=2), delivery("open", channel=3))
        await deliveries.mark_sent(conn, [old], 1, NOW)
        await deliveries.close(conn, [fresh], DeliveryState.FAILED, "x", NOW + DAY)
        assert await deliveries.tidy(conn, NOW + DAY) == 1
        assert await deliveries.tidy(conn, NOW + DAY) == 0
        assert await deliveries.counts(conn) == {"failed": 1, "pending": 1}


# ------------------------------------------------------------------ looking


async def test_an_articles_deliveries_are_found(database):
    async with database.write() as conn:
        feed = await make_feed(conn)
        await poll(conn, feed, sighting("One"))
        made = [await deliveries.add(conn, delivery(f"{n}"), 1, NOW) for n in range(2)]
        await deliveries.add(conn, delivery("other"), None, NOW)
        assert [one.id for one in await deliveries.of_article(conn, 1)] == made


async def test_a_digest_counts_once_in_what_was_sent_and_is_found_by_its_message(database):
    async with database.write() as conn:
        ids = await queue(
            conn, *(delivery(f"{n}", due_at=NOW - n * MINUTE) for n in range(4)), delivery("x", channel=5)
        )
        await deliveries.mark_sent(conn, ids[:2], 70, NOW)
        await deliveries.mark_sent(conn, ids[2:3], 71, NOW + MINUTE)
        await deliveries.mark_sent(conn, ids[3:4], 72, NOW - HOUR)
        await deliveries.mark_sent(conn, ids[4:], 73, NOW)
        assert await deliveries.recent_sent(conn, CHANNEL, NOW - MINUTE) == [NOW, NOW + MINUTE]
        assert [one.id for one in await deliveries.of_message(conn, CHANNEL, 70)] == [ids[1], ids[0]]
        assert await deliveries.of_message(conn, 5, 70) == []


async def test_when_something_can_be_claimed_next(database):
    async with database.write() as conn:
        assert await deliveries.next_due(conn) is None
        [late, _] = await queue(conn, delivery("late", channel=1), delivery("soon", channel=2, due_at=NOW + MINUTE))
        assert await deliveries.next_due(conn) == NOW
        await claim(conn)
        assert await deliveries.next_due(conn) == NOW + MINUTE, "the other is under a lease for longer"
        await deliveries.retry(conn, [late], NOW + SECOND, "x")
        assert await deliveries.next_due(conn) == NOW + SECOND
        await deliveries.mark_sent(conn, [late], 1, NOW)
        assert await deliveries.next_due(conn) == NOW + MINUTE


async def test_deliveries_are_counted_by_state(database):
    async with database.write() as conn:
        ids = await queue(conn, *(delivery(f"{n}", channel=n) for n in range(4)))
        await claim(conn, limit=1)
        await deliveries.mark_sent(conn, ids[1:3], 1, NOW)
        assert await deliveries.counts(conn) == {"claimed": 1, "sent": 2, "pending": 1}

"""The clockwork: work goes on side by side, one failure stops nothing, and an end leaves nothing behind."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import jobs
from bot.jobs import Jobs
from tests.newsroom import FEED, HOUR, Newsroom, open_newsroom


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Newsroom]:
    async with open_newsroom(tmp_path) as newsroom:
        yield newsroom


@pytest.fixture
async def work(room, monkeypatch) -> AsyncIterator[Jobs]:
    monkeypatch.setattr(jobs, "TICK_S", 0.02)
    monkeypatch.setattr(jobs, "SLOW_TICK_S", 0.02)
    work = Jobs(room.services)
    yield work
    await work.stop()


async def until(true, seconds=10.0):
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110 - what is waited for has no event of its own
            await asyncio.sleep(0.01)


async def test_what_is_published_is_said_without_anyone_turning_the_wheels(room, work):
    await room.follow()
    await work.start()
    async with work.delivering():
        room.publish(room.item("Story", guid="a1", url=room.site.url("/a1")))
        room.clock.forward(HOUR)
        await until(room.publisher.told)
        room.items[FEED][0] = room.item("Story, corrected", guid="a1", url=room.site.url("/a1"))
        room.publish()
        room.clock.forward(HOUR)
        await until(lambda: room.publisher.edits)
    assert room.publisher.told() == ["Story"]


async def test_what_was_queued_is_said_at_once_not_at_the_next_tick(room, work, monkeypatch):
    monkeypatch.setattr(jobs, "TICK_S", 3600)
    await room.follow()
    async with work.delivering():
        room.publish("Story")
        room.clock.forward(HOUR)
        await room.services.ingest.poll_due()
        await until(room.publisher.told)


async def test_a_slow_feed_is_polled_once_at_a_time_and_holds_up_no_other(room, work):
    await room.follow("/slow.xml")
    await room.follow("/quick.xml")
    room.site.hang("/slow.xml")
    room.clock.forward(HOUR)
    asked = len(room.site.of("/quick.xml"))
    for _ in range(5):
        await work.tick_ingest()
        await until(lambda: not work._works)
    await until(lambda: len(room.site.of("/slow.xml")) == 2)
    assert len(work._polls) <= 2
    assert len(room.site.of("/quick.xml")) <= asked + 1


async def test_a_poll_that_dies_is_logged_and_rests_its_feed(room, work, monkeypatch, capsys):
    await room.follow()
    calls = []

    async def broken(feed_id):
        calls.append(feed_id)
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(room.services.ingest, "poll", broken)
    room.clock.forward(HOUR)
    for _ in range(3):
        await work.tick_ingest()
        await until(lambda: not work._works)
    assert len(calls) == 1
    assert "a bug" in capsys.readouterr().out

    monkeypatch.setattr(jobs, "PENALTY_S", 0)
    await work.stop()
    await work.tick_ingest()
    await until(lambda: len(calls) == 2 and not work._polls)


async def test_a_failing_round_is_logged_and_the_next_one_comes(room, work, monkeypatch, capsys):
    launch, calls = room.services.deliver.launch, []

    async def first_fails():
        calls.append(1)
        if len(calls) == 1:
            raise ZeroDivisionError("a bug")
        return await launch()

    monkeypatch.setattr(room.services.deliver, "launch", first_fails)
    await room.follow()
    room.publish("Story")
    room.clock.forward(HOUR)
    await room.services.ingest.poll_due()
    await work.start()
    async with work.delivering():
        await until(room.publisher.told)
    assert "a bug" in capsys.readouterr().out


async def test_articles_that_were_there_before_are_read_in_time(room, work):
    room.publish("Old", "Older")
    await room.follow()
    await work.start()
    await until(lambda: len(room.reader.read) == 2)


async def test_slow_work_is_not_begun_twice(work):
    begun, go_on = [], asyncio.Event()

    async def slow():
        begun.append(1)
        await go_on.wait()

    tick = work._beside("pages", slow)
    await tick()
    await tick()
    await asyncio.sleep(0)
    assert begun == [1]
    go_on.set()
    await until(lambda: not work._works)
    await tick()
    await asyncio.sleep(0)
    assert begun == [1, 1]


async def test_an_end_leaves_nothing_running(room, work):
    await room.follow()
    room.site.hang(FEED)
    await work.start()
    room.clock.forward(HOUR)
    await work.tick_ingest()
    await until(lambda: work._polls)
    async with work.delivering():
        pass
    await work.stop()
    assert not work._polls
    assert [task for task in asyncio.all_tasks() if "Jobs" in repr(task.get_coro())] == []

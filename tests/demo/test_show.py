"""The demo as a whole: it follows, publishes and shows by itself, says where, and leaves nothing behind."""

import asyncio
import os
import signal
import tempfile

import pytest

from bot.config import Settings
from bot.demo.show import EARLY, _publish, run_demo
from bot.errors import StartupError


@pytest.fixture
async def demo(tmp_path, monkeypatch):
    """Run the demo; yields what it announces, its address, and its task."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    said: asyncio.Queue[str] = asyncio.Queue()
    task = asyncio.create_task(run_demo(Settings(), port=0, seconds_between=0.2, announce=said.put_nowait))
    lines = [await asyncio.wait_for(said.get(), 60)]
    while not lines[-1].startswith("Ctrl-C"):
        lines.append(await asyncio.wait_for(said.get(), 60))
    yield said, lines, task
    if not task.done():
        os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.wait_for(task, 10)


async def look(web, address: str, room: str):
    """Open a room as the browser does and return a function that reads it."""
    key = {"X-Simcord-Capability": room}
    async with web.post(f"{address}api/pages", json={}, headers=key) as answer:
        state = await answer.json()

    async def read():
        async with web.get(
            f"{address}api/state", headers={**key, "X-Simcord-Context": state["context"]["id"]}
        ) as answer:
            return await answer.json()

    return read


async def test_it_says_where_it_is_and_what_to_try(demo):
    _, lines, _ = demo
    assert "open http://127.0.0.1:" in lines[0]
    assert "  /news search zombie  finds the founding story, as several outlets told it" in lines
    told = {word for line in lines for word in line.split()}
    assert {"/title", "/cast", "/person", "/remind", "/upcoming", "/trivia"} <= told
    assert lines[-1] == "Ctrl-C ends the demo; nothing of it is kept."


async def test_stories_arrive_in_the_channel_through_the_real_jobs(demo, web):
    _, lines, _ = demo
    read = await look(web, lines[0].rpartition(" ")[2], "news")
    state = await read()
    async with asyncio.timeout(30):
        while len(state["messages"]) < 3:
            state = await read()
    kinds = {message["author"]["name"] for message in state["messages"].values()}
    assert kinds == {"Callsheet"}
    assert [asset for asset in state["assets"].values() if asset["filename"].endswith(".png") and asset["available"]]


async def test_it_ends_at_a_signal_and_leaves_nothing_behind(demo, tmp_path):
    said, _, task = demo
    assert [path.name.startswith("callsheet-demo-") for path in tmp_path.iterdir()] == [True]
    os.kill(os.getpid(), signal.SIGINT)
    await asyncio.wait_for(task, 10)
    assert said.get_nowait() == "The demo has ended."
    assert list(tmp_path.iterdir()) == []


async def test_a_taken_port_ends_it_with_one_sentence():
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(StartupError, match=f"Port {port} is taken"):
            await run_demo(Settings(), port=port, announce=lambda _: None)


async def test_it_can_be_cancelled_like_any_work():
    opened = asyncio.Event()
    task = asyncio.create_task(run_demo(Settings(), port=0, announce=lambda _: opened.set()))
    await asyncio.wait_for(opened.wait(), 20)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_publishing_ends_when_all_stories_are_out(stand):
    await _publish(stand, 0)
    assert stand.waiting == 0


def test_the_opening_leaves_most_stories_to_come():
    assert 5 <= EARLY <= 15

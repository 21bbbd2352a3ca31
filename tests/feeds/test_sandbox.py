"""The real worker process: its answers, its limits, and its end."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.reading import Unread
from bot.errors import FeedError, FeedFault
from bot.feeds import sandbox as module
from bot.feeds.sandbox import Limits, Sandbox, open_sandbox
from tests.feedserver import Item, rss

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
URL = "https://example.com/f"
FEED = rss([Item("A")])
HOSTILE = (  # quadratic for feedparser: minutes of work in little space
    b"<rss><channel><item><title>A</title>" + b"".join(b"<category>%d</category>" % n for n in range(150_000))
) + b"</item></channel></rss>"


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with open_sandbox(lambda: NOW) as opened:
        yield opened


@asynccontextmanager
async def limited(**limits: float) -> AsyncIterator[Sandbox]:
    async with open_sandbox(lambda: NOW, Limits(**limits)) as opened:
        yield opened


def worker_of(sandbox: Sandbox) -> int:
    """Return the process id of the feeds' worker."""
    process = sandbox._feeds._process
    assert process is not None
    return process.pid


def megabytes(pid: int, field: str) -> float:
    """Return a figure of /proc/PID/status in MiB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{field}:")) / 1024


def environment_of(pid: int) -> bytes:
    return Path(f"/proc/{pid}/environ").read_bytes()


def alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


async def fault_of(sandbox: Sandbox, body: bytes, url: str = URL) -> FeedError:
    with pytest.raises(FeedError) as caught:
        await sandbox.parse(body, url)
    return caught.value


# ------------------------------------------------------------------ answers


async def test_all_three_tasks(sandbox: Sandbox) -> None:
    assert [entry.headline for entry in (await sandbox.parse(FEED, URL)).entries] == ["A"]
    html = b'<html><title>T</title><link rel=alternate type="application/rss+xml" href="/feed"><article><p>'
    html += b"A sentence of an article about a series. " * 20 + b"</p></article></html>"
    assert await sandbox.links(html, URL) == ["https://example.com/feed"]
    page = await sandbox.page(html, URL)
    assert (page.headline, page.url) == ("T", URL)


async def test_faults_come_with_the_address_as_it_may_be_shown(sandbox: Sandbox) -> None:
    error = await fault_of(sandbox, b"<html>", "https://ann:pw@example.com/f?key=k3y")
    assert error.fault is FeedFault.NOT_A_FEED
    assert error.url == "https://example.com/f?key=•••"


async def test_credentials_do_not_reach_the_entries(sandbox: Sandbox) -> None:
    feed = await sandbox.parse(rss([Item("A", url="/a")]), "https://ann:pw@example.com/f")
    assert feed.entries[0].url == "https://example.com/a"


async def test_one_process_serves_many_tasks_one_after_the_other(sandbox: Sandbox) -> None:
    first = await sandbox.parse(FEED, URL)
    pid = worker_of(sandbox)
    feeds = await asyncio.gather(*(sandbox.parse(rss([Item(str(n))]), URL) for n in range(5)))
    assert [feed.entries[0].headline for feed in feeds] == list("01234")
    assert worker_of(sandbox) == pid
    assert first.entries[0].headline == "A"


async def test_an_article_is_read_as_a_whole(sandbox: Sandbox) -> None:
    assert (await sandbox.extract(Unread("Nothing is said here."))).facts == ()


async def test_the_reader_of_articles_is_there_before_its_task(sandbox: Sandbox) -> None:
    sandbox.expect_articles()
    process = sandbox._facts._process
    assert process is not None
    assert process.args[-1] == "extract"  # type: ignore[index]
    reading = asyncio.create_task(sandbox.extract(Unread("")))
    await asyncio.sleep(0)
    sandbox.expect_articles()
    await reading
    assert sandbox._facts._process is process


async def test_a_reader_that_is_not_needed_after_all_is_ended() -> None:
    async with limited(idle_s=0.1) as sandbox:
        sandbox.expect_articles()
        process = sandbox._facts._process
        assert process is not None
        assert await asyncio.to_thread(process.wait) == -signal.SIGKILL


async def test_a_reader_that_cannot_start_is_a_fault_of_its_task(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.executable", "/no/such/program")
    sandbox.expect_articles()
    with pytest.raises(FeedError) as caught:
        await sandbox.extract(Unread(""))
    assert (caught.value.url, caught.value.detail) == ("article", "reading it ended the reader")


async def test_nothing_runs_before_the_first_task(sandbox: Sandbox) -> None:
    assert sandbox._feeds._process is None
    assert sandbox._pages._process is None
    assert sandbox._facts._process is None


async def test_the_worker_knows_no_secrets(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "s3cret")
    monkeypatch.setenv("LANG", "C.UTF-8")
    await sandbox.parse(FEED, URL)
    environment = environment_of(worker_of(sandbox))
    assert b"s3cret" not in environment
    assert b"LANG=C.UTF-8" in environment


# ------------------------------------------------------------------ limits


async def test_a_stall_is_killed_and_the_next_task_is_served() -> None:
    async with limited(task_s=0.5) as sandbox:
        error = await fault_of(sandbox, HOSTILE)
        assert (error.fault, error.detail) == (FeedFault.SLOW, "reading it took too long")
    async with limited(task_s=5) as sandbox:
        await sandbox.parse(FEED, URL)
        pid = worker_of(sandbox)
        sandbox._feeds._limits = Limits(task_s=0.3)
        assert (await fault_of(sandbox, HOSTILE)).fault is FeedFault.SLOW
        assert not alive(pid)
        sandbox._feeds._limits = Limits()
        assert (await sandbox.parse(FEED, URL)).title == "Example News"
        assert worker_of(sandbox) != pid


async def test_a_crash_is_a_fault_and_the_next_task_is_served(sandbox: Sandbox) -> None:
    await sandbox.parse(FEED, URL)
    parsing = asyncio.create_task(sandbox.parse(HOSTILE, URL))
    await asyncio.sleep(0)
    os.kill(worker_of(sandbox), signal.SIGSEGV)
    with pytest.raises(FeedError) as caught:
        await parsing
    assert (caught.value.fault, caught.value.detail) == (FeedFault.NOT_A_FEED, "reading it ended the reader")
    assert (await sandbox.parse(FEED, URL)).title == "Example News"


async def test_a_process_that_died_in_its_sleep_is_replaced(sandbox: Sandbox) -> None:
    await sandbox.parse(FEED, URL)
    process = sandbox._feeds._process
    assert process is not None
    process.kill()
    process.wait()
    assert (await sandbox.parse(FEED, URL)).title == "Example News"
    assert worker_of(sandbox) != process.pid


@pytest.mark.parametrize("interpreter", ["/bin/false", "/no/such/program"])
async def test_a_worker_that_cannot_start_is_a_fault(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, interpreter: str
) -> None:
    monkeypatch.setattr("sys.executable", interpreter)
    error = await fault_of(sandbox, FEED)
    assert (error.fault, error.detail) == (FeedFault.NOT_A_FEED, "reading it ended the reader")


async def test_too_much_memory_is_a_fault_and_not_the_end() -> None:
    async with limited(memory_mb=24) as sandbox:
        error = await fault_of(sandbox, b"<rss><channel><item>" + b"<a>x</a>" * 600_000 + b"</item></channel></rss>")
        assert (error.fault, error.detail) == (FeedFault.TOO_LARGE, "reading it takes too much memory")
        assert (await sandbox.parse(FEED, URL)).title == "Example News"


async def test_a_cancelled_task_ends_its_process(sandbox: Sandbox) -> None:
    await sandbox.parse(FEED, URL)
    pid = worker_of(sandbox)
    parsing = asyncio.create_task(sandbox.parse(HOSTILE, URL))
    waiting = asyncio.create_task(sandbox.parse(FEED, URL))
    await asyncio.sleep(0)
    parsing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await parsing
    assert not alive(pid)
    assert (await waiting).title == "Example News"


async def test_an_idle_process_is_ended_and_a_busy_one_is_not() -> None:
    async with limited(idle_s=0.2) as sandbox:
        await sandbox.parse(FEED, URL)
        process = sandbox._feeds._process
        await sandbox.parse(rss([Item(str(n), content="<p>x</p>" * 1_000) for n in range(100)]), URL)
        assert sandbox._feeds._process is process is not None
        assert await asyncio.to_thread(process.wait) == -signal.SIGKILL
        assert sandbox._feeds._process is None


async def test_closing_ends_the_process_even_at_work() -> None:
    async with open_sandbox() as sandbox:
        await sandbox.parse(FEED, URL)
        pid = worker_of(sandbox)
        parsing = asyncio.create_task(sandbox.parse(HOSTILE, URL))
        await asyncio.sleep(0)
    assert not alive(pid)
    with pytest.raises(FeedError):
        await parsing


async def test_five_megabytes_of_html_cost_little(sandbox: Sandbox) -> None:
    """To hold: under a second and under 60 MB, the process itself included."""
    html = "<p>A <b>bold</b> word, 그리고 <a href='/x'>a link</a> 😀.</p>"
    body = rss([Item("A", content=html * (5 * 10**6 // len(html.encode())))])
    body = (
        body.replace(b"&lt;", b"<").replace(b"&gt;", b">").replace(b"<content:encoded>", b"<content:encoded><![CDATA[")
    )
    body = body.replace(b"</content:encoded>", b"]]></content:encoded>")
    assert len(body) > 4_900_000
    began = time.perf_counter()
    feed = await sandbox.parse(body, URL)
    assert time.perf_counter() - began < 1
    assert len(feed.entries[0].text) <= 100_000
    assert megabytes(worker_of(sandbox), "VmHWM") < 60


def test_the_commands_of_a_terminal_do_not_reach_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C is for the bot, which ends the worker in its own time."""
    process = module._start(64)
    try:
        assert os.getsid(process.pid) == process.pid
    finally:
        module._end(process)

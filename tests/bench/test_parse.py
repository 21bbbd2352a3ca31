"""Parsing: our process against feedparser called bare, and what each does to the event loop meanwhile."""

import asyncio
import random
import time

import feedparser

from bot.feeds.sandbox import open_sandbox
from tests.bench.conftest import Figures, made_item, timed, timed_async
from tests.feedserver import rss

FEED = rss([made_item(random.Random(1), number) for number in range(40)])


async def longest_stall(work) -> float:
    """Return the longest time in which the event loop answered nobody while the work went on."""
    worst, done = 0.0, asyncio.create_task(work())
    while not done.done():
        began = time.perf_counter()
        await asyncio.sleep(0.001)
        worst = max(worst, time.perf_counter() - began - 0.001)
    await done
    return worst


async def test_parse(tell):
    bare = timed(lambda: feedparser.parse(FEED))
    async with open_sandbox() as sandbox:

        async def ours():
            return await sandbox.parse(FEED, "https://x.example/feed", "application/rss+xml")

        assert len((await ours()).entries) == 40
        figures = await timed_async(ours)
        stalls = Figures([await longest_stall(ours) for _ in range(5)])
    ratio = tell(f"parse a feed of {len(FEED) // 1024} KiB", figures.median, bare.median)
    assert ratio < 1.5

    async def on_the_loop():
        feedparser.parse(FEED)

    blocked = Figures([await longest_stall(on_the_loop) for _ in range(5)])
    assert tell("event loop stalled by it", stalls.median, blocked.median) < 0.5

"""The clockwork: APScheduler ticks that set the services going. It stores nothing; what is due stands in the store."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, timedelta
from typing import Any, TypeAlias, TypeVar

import structlog
from apscheduler.job import Job
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.services import Services

TICK_S = 1
"""How often due feeds and due deliveries are looked for; what was just queued is looked for at once."""

SLOW_TICK_S = 5
"""How often edits, article pages, unread articles and releases that are due are looked for."""

MOST_POLLS = 32
"""Feeds in flight at the same time. Many may be waiting for their turn at one slow site."""

PENALTY_S = 60
"""How long a feed rests whose poll failed in a way that could not be stored."""

EDITS = "edits"
_TIDY_HOUR = 4  # UTC; the time of day does not matter, that it is once a day does
_log = structlog.get_logger(__name__)
_K = TypeVar("_K")
_Work: TypeAlias = Callable[[], Awaitable[object]]


class Jobs:
    """Runs the services' work side by side; whatever fails is logged, and goes on with the next tick."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )
        self._polls: dict[int, asyncio.Task[Any]] = {}
        self._works: dict[str, asyncio.Task[Any]] = {}

    async def start(self) -> None:
        """Begin to poll feeds, read pages and what was missed, and tidy; deliveries wait for ``delivering``."""
        ingest, reading, tidy = self._services.ingest, self._services.reading, self._services.tidy
        self._every(TICK_S, self.tick_ingest)
        self._every(SLOW_TICK_S, self._beside("pages", ingest.read_pages))
        self._every(SLOW_TICK_S, self._beside("missed", reading.catch_up))
        self._every(SLOW_TICK_S, self._beside("releases", self._services.releases.catch_up))
        self._every(SLOW_TICK_S, self._beside("daily", self._services.daily.run))
        self._scheduler.add_job(self._beside("tidy", tidy.run), "cron", hour=_TIDY_HOUR)
        self._scheduler.start()
        await self.tick_ingest()

    @asynccontextmanager
    async def delivering(self) -> AsyncIterator[None]:
        """Say what is due while the context lasts; at its end nothing is left half-said."""
        deliver = self._services.deliver
        await deliver.begin()
        ticks = [self._every(TICK_S, self.tick_deliver)]
        ticks.append(self._every(SLOW_TICK_S, self._beside(EDITS, deliver.run_edits)))
        rounds = [asyncio.create_task(work()) for work in (self._deliver_rounds, self._play_rounds)]
        await self.tick_deliver()
        try:
            yield
        finally:
            for tick in ticks:
                tick.remove()
            await deliver.stop()
            await self._services.playing.stop()
            await _ended([*rounds, *(task for name, task in self._works.items() if name == EDITS)])

    async def stop(self) -> None:
        """End all work; a poll that is cut short is simply made again."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        await _ended(self._works.values())
        await _ended(self._polls.values())

    async def tick_ingest(self) -> None:
        """Start a poll of every due feed that has none in flight, as far as there is room."""
        await self._beside("ingest", self._start_polls)()

    async def tick_deliver(self) -> None:
        """Have the outbox looked at."""
        self._services.queued.set()

    async def _start_polls(self) -> None:
        due = await self._services.ingest.due(2 * MOST_POLLS)
        for feed_id in [each for each in due if each not in self._polls][: MOST_POLLS - len(self._polls)]:
            _start(self._polls, feed_id, self._poll(feed_id))

    async def _poll(self, feed_id: int) -> None:
        """Poll a feed. If even its failure could not be stored it is still due: it rests, for its site's sake."""
        if not await _logged("poll", lambda: self._services.ingest.poll(feed_id)):
            await asyncio.sleep(PENALTY_S)

    async def _deliver_rounds(self) -> None:
        queued = self._services.queued
        while True:
            await queued.wait()
            queued.clear()
            await _logged("deliver", self._services.deliver.launch)

    async def _play_rounds(self) -> None:
        """Have games go on at their instants, which fall between ticks."""
        playing = self._services.playing
        while True:
            pause = await _due_in(playing.launch)
            with suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await playing.woken.wait()
            playing.woken.clear()

    def _every(self, seconds: int, work: _Work) -> Job:
        return self._scheduler.add_job(work, "interval", seconds=seconds)

    def _beside(self, name: str, work: _Work) -> _Work:
        """Return a tick that starts the work beside the clock, unless it is still at it since an earlier tick."""

        async def tick() -> None:
            if name not in self._works:
                _start(self._works, name, _logged(name, work))

        return tick


def _start(running: dict[_K, asyncio.Task[Any]], key: _K, work: Coroutine[Any, Any, object]) -> None:
    """Start a task that is listed for as long as it runs."""
    running[key] = task = asyncio.create_task(work)
    task.add_done_callback(lambda _: running.pop(key))


async def _due_in(launch: Callable[[], Awaitable[timedelta | None]]) -> float:
    """Launch what is due, and return the seconds until there is more, a tick at most."""
    found: list[timedelta | None] = []

    async def work() -> None:
        found.append(await launch())

    await _logged("trivia", work)
    soon = [pause.total_seconds() for pause in found if pause is not None]
    return min([TICK_S, *soon])


async def _logged(name: str, work: _Work) -> bool:
    """Do a piece of work and tell whether it went well; what it raises is logged."""
    try:
        await work()
    except Exception:  # noqa: BLE001 - whatever one piece of work dies of, the next one is not to die of it
        _log.exception("a job failed", job=name)
        return False
    return True


async def _ended(tasks: Iterable[asyncio.Task[Any]]) -> None:
    tasks = list(tasks)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)

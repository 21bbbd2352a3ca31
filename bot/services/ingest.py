"""From a feed's address to stored articles and queued deliveries."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import structlog

from bot.clock import Clock
from bot.domain.health import after_failure
from bot.domain.models import Feed, ParsedFeed
from bot.domain.plan import Plan, notices
from bot.domain.schedule import next_poll
from bot.errors import FeedError, FeedFault
from bot.feeds.fetch import Fetched, Fetcher, NotModified
from bot.feeds.sandbox import Sandbox
from bot.services.intake import Poll, take_in
from bot.store import feeds, subscriptions
from bot.store.apply import apply
from bot.store.database import Database

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class PollResult:
    """What one poll brought: counts of new and changed articles and of deliveries queued, or the fault."""

    feed_id: int
    new: int = 0
    changed: int = 0
    queued: int = 0
    fault: FeedFault | None = None


class Ingest:
    """Polls feeds. ``wake`` is called whenever deliveries were queued."""

    def __init__(
        self,
        db: Database,
        fetcher: Fetcher,
        sandbox: Sandbox,
        *,
        clock: Clock,
        rng: random.Random,
        base_interval: timedelta,
        wake: Callable[[], None],
    ) -> None:
        self._db = db
        self._fetcher = fetcher
        self._sandbox = sandbox
        self._clock = clock
        self._rng = rng
        self._base_s = int(base_interval.total_seconds())
        self._wake = wake

    async def due(self, limit: int = 100) -> list[int]:
        """Return the ids of feeds whose time has come, longest overdue first."""
        async with self._db.read() as conn:
            return [feed.id for feed in await feeds.due(conn, self._clock(), limit)]

    async def poll_due(self) -> int:
        """Poll every feed that is due and return how many articles were new."""
        return sum(result.new for result in await asyncio.gather(*(self.poll(each) for each in await self.due())))

    async def poll(self, feed_id: int) -> PollResult:
        """Fetch, parse, plan and store one feed; a fault is stored and returned, not raised."""
        async with self._db.read() as conn:
            feed = await feeds.get(conn, feed_id)
        if feed is None:
            return PollResult(feed_id)
        try:
            answer = await self._fetcher.get(feed.url, feed.validators)
            parsed = await self._parse(answer)
        except FeedError as error:
            return await self._failed(feed_id, error)
        return await self._worked(feed_id, Poll(answer, parsed, self._base_s, self._rng.random()))

    async def _parse(self, answer: Fetched | NotModified) -> ParsedFeed | None:
        if isinstance(answer, NotModified):
            return None
        return await self._sandbox.parse(answer.body, answer.url, answer.content_type)

    async def _worked(self, feed_id: int, poll: Poll) -> PollResult:
        """Store what came; the feed is read again, for it may have changed while the site took its time."""
        async with self._db.write() as conn:
            feed = await feeds.get(conn, feed_id)
            if feed is None:
                return PollResult(feed_id)
            applied = await take_in(conn, feed, poll, await subscriptions.of_feed(conn, feed_id), self._clock())
        if applied.queued:
            self._wake()
        if applied.new or applied.changed:
            _log.info("news", outlet=feed.outlet, new=applied.new, changed=applied.changed, queued=applied.queued)
        return PollResult(feed_id, applied.new, applied.changed, applied.queued)

    async def _failed(self, feed_id: int, error: FeedError) -> PollResult:
        """Store the fault, and when to try again."""
        now = self._clock()
        async with self._db.write() as conn:
            feed = await feeds.get(conn, feed_id)
            if feed is None:
                return PollResult(feed_id, fault=error.fault)
            after = after_failure(feed, error, now)
            after = self._later(after, error)
            follows = await subscriptions.of_feed(conn, feed_id)
            applied = await apply(conn, after, Plan(), notices(feed, after, follows, now), now)
        if applied.queued:
            self._wake()
        _log.info("feed failed", outlet=feed.outlet, fault=error.fault, detail=error.detail, failures=after.failures)
        return PollResult(feed_id, queued=applied.queued, fault=error.fault)

    def _later(self, feed: Feed, error: FeedError) -> Feed:
        unit = self._rng.random()
        return replace(
            feed, next_poll_at=next_poll(feed, self._clock(), base_s=self._base_s, rng_unit=unit, error=error)
        )

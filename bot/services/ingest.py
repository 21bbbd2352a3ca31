"""From a feed's address to stored articles and queued deliveries."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.clock import Clock
from bot.errors import FeedFault
from bot.feeds.fetch import Fetcher
from bot.feeds.sandbox import Sandbox
from bot.store.database import Database


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
        self._base_interval = base_interval
        self._wake = wake

    async def due(self, limit: int = 100) -> list[int]:
        """Return the ids of feeds whose time has come, longest overdue first."""
        raise NotImplementedError

    async def poll(self, feed_id: int) -> PollResult:
        """Fetch, parse, plan and store one feed; a fault is stored and returned, not raised."""
        raise NotImplementedError

    async def poll_due(self) -> int:
        """Poll every feed that is due and return how many articles were new."""
        raise NotImplementedError

    async def read_pages(self, limit: int = 5) -> int:
        """Read the pages of articles whose feed has only a summary; returns how many gained their text."""
        raise NotImplementedError

    async def ingest_link(self, url: str) -> int:
        """Store what is at an address, a feed's entries or one page, and return how many articles were new.

        Raises:
            FeedError: when it cannot be had or read.
        """
        raise NotImplementedError

    async def ingest_file(self, path: Path) -> int:
        """Store what is in a file, as ``ingest_link`` does.

        Raises:
            FeedError: when it cannot be read.
        """
        raise NotImplementedError

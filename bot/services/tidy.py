"""Nightly housekeeping: what nobody will ask for again goes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeAlias

import structlog

from bot.clock import Clock
from bot.domain.reminders import LATENESS
from bot.store import articles, decisions, deliveries, feeds, reminders
from bot.store.database import Connection, Database

KEEP_ARTICLES = timedelta(days=180)
KEEP_DECISIONS = timedelta(days=60)
KEEP_DELIVERIES = timedelta(days=30)
"""How long each is kept; of deliveries those that are closed."""

KEEP_FINISHED = LATENESS
"""How long reminders stay on the list of whose season is out and told."""

_Sweep: TypeAlias = Callable[[Connection], Awaitable[int]]
_log = structlog.get_logger(__name__)


class Tidy:
    """Removes old articles, decisions, closed deliveries and feeds that nobody follows."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def run(self) -> int:
        """Remove what is past its time, a little in each transaction; returns how many rows went."""
        now = self._clock()
        gone = {
            "deliveries": await self._sweep(lambda conn: deliveries.tidy(conn, now - KEEP_DELIVERIES)),
            "decisions": await self._sweep(lambda conn: decisions.tidy(conn, now - KEEP_DECISIONS)),
            "articles": await self._sweep(lambda conn: articles.tidy(conn, now - KEEP_ARTICLES)),
            "reminders": await self._sweep(lambda conn: reminders.finish(conn, now - KEEP_FINISHED, now)),
            "feeds": await self._sweep(feeds.delete_unfollowed),
        }
        _log.info("tidied", **gone)
        return sum(gone.values())

    async def _sweep(self, step: _Sweep) -> int:
        """Run a step until it finds nothing more; writers get their turn in between."""
        total = 0
        while True:
            async with self._db.write() as conn:
                count = await step(conn)
            total += count
            if not count:
                return total

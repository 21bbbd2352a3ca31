"""How the bot is doing, in a few counts: what ``/about`` and the metrics show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.store import articles, deliveries, feeds
from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class Status:
    """Counts over the whole store; ``overdue`` is how long the oldest unsent delivery has been waiting."""

    articles: int
    feeds: int
    faults: Mapping[str, int]
    """Followed feeds that fail, by the name of their fault."""
    deliveries: Mapping[str, int]
    """Deliveries on record, by state."""
    overdue: timedelta


class Statuses:
    """Takes the counts."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def now(self) -> Status:
        """Count.

        Raises:
            StoreError: the database did not answer.
        """
        async with self._db.read() as conn:
            followed = await feeds.all_followed(conn)
            return Status(
                articles=await articles.count(conn),
                feeds=len(followed),
                faults=Counter(feed.fault.value for feed in followed if feed.fault),
                deliveries=await deliveries.counts(conn),
                overdue=_waiting(await deliveries.next_due(conn), self._clock()),
            )


def _waiting(due: datetime | None, now: datetime) -> timedelta:
    return max(timedelta(0), now - due) if due else timedelta(0)

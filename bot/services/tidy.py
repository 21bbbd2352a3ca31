"""Nightly housekeeping: what nobody will ask for again goes."""

from __future__ import annotations

from bot.clock import Clock
from bot.store.database import Database


class Tidy:
    """Removes old articles, closed deliveries and feeds that nobody follows."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def run(self) -> int:
        """Remove what is past its time; returns how many rows went."""
        raise NotImplementedError

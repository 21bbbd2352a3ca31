"""From the outbox to Discord: each delivery said once, in its channel's order, or closed with a reason."""

from __future__ import annotations

import random
from collections.abc import Callable

from bot.clock import Clock
from bot.services.posting import Publisher
from bot.store.database import Database


class Deliver:
    """Claims due deliveries and has the publisher say them.

    ``publisher`` may be set after construction; until then nothing is claimed. ``wake`` is called when another round
    is worth while before the next tick.
    """

    def __init__(
        self, db: Database, clock: Clock, rng: random.Random, worker_id: str, wake: Callable[[], None]
    ) -> None:
        self.publisher: Publisher | None = None
        self._db = db
        self._clock = clock
        self._rng = rng
        self._worker_id = worker_id
        self._wake = wake

    async def begin(self) -> None:
        """Take over what a killed process held; call once, before the first round."""
        raise NotImplementedError

    async def launch(self) -> int:
        """Claim what is due and set it going, without waiting for it; returns how many messages are on their way."""
        raise NotImplementedError

    async def run_due(self) -> int:
        """Say all that is due, wait until it is said, and return how many deliveries were sent."""
        raise NotImplementedError

    async def run_edits(self) -> int:
        """Bring sent posts of changed articles up to date; returns how many were edited."""
        raise NotImplementedError

    async def mended(self, channel_id: int) -> None:
        """Try a closed channel again at once: something about it has changed."""
        raise NotImplementedError

    async def mended_guild(self, guild_id: int) -> None:
        """Try all closed channels of a server again at once."""
        raise NotImplementedError

    async def stop(self) -> None:
        """Claim no more, give what is on its way a moment to arrive, and release the rest."""
        raise NotImplementedError

"""The overall pace of requests: Discord allows a bot fifty a second, look-ups and answers included."""

from __future__ import annotations

import asyncio


class Pace:
    """A token bucket: ``rate`` turns a second, and ``burst`` at once after a rest; no second sees more than both.

    Turns are given in the order in which they are asked for. They are counted when they are given, not when they are
    promised: an event loop that was busy for a while does not let the promised ones out in one crowd.
    """

    def __init__(self, rate: float = 40.0, burst: int = 8) -> None:
        self._interval = 1 / rate
        self._slack = (burst - 1) / rate
        self._full_at = 0.0  # when the bucket will be full again; on the event loop's clock
        self._queue = asyncio.Lock()

    async def turn(self) -> None:
        """Wait until one more request may go out."""
        async with self._queue:
            loop = asyncio.get_running_loop()
            wait = self._full_at - self._slack - loop.time()
            if wait > 0:
                await asyncio.sleep(wait)
            self._full_at = max(self._full_at, loop.time()) + self._interval

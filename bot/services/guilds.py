"""Servers: their settings, and whether we are in them."""

from __future__ import annotations

from collections.abc import Collection

from bot.clock import Clock
from bot.domain.models import GuildSettings
from bot.store.database import Database

MOST_POSTS_PER_HOUR = 60
"""The highest limit a server may set for one of its channels."""

LOCALES = ("en", "ko")
"""Languages the bot speaks."""


class Guilds:
    """Keeps each server's settings and presence; leaving a server deletes nothing."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def settings(self, guild_id: int) -> GuildSettings:
        """Return the server's settings, the defaults if it never set any."""
        raise NotImplementedError

    async def save(self, settings: GuildSettings) -> GuildSettings:
        """Check and keep a server's settings, and return them.

        Raises:
            UserError: ``settings.zone``, ``settings.locale``, ``settings.quiet`` (one end alone, or both equal) or
                ``settings.posts_per_hour`` when that value cannot be.
        """
        raise NotImplementedError

    async def joined(self, guild_id: int) -> None:
        """Note that we are in the server (again); its follows go on."""
        raise NotImplementedError

    async def left(self, guild_id: int) -> None:
        """Note that we were removed from the server; its follows rest until we are back."""
        raise NotImplementedError

    async def reconcile(self, present: Collection[int]) -> None:
        """Note all servers that we are in, and that we are in no other."""
        raise NotImplementedError

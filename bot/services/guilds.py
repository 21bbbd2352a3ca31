"""Servers: their settings, and whether we are in them."""

from __future__ import annotations

from collections.abc import Collection
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.clock import Clock
from bot.domain.models import GuildSettings
from bot.errors import UserError
from bot.services import events
from bot.store import guilds, reminders
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
        async with self._db.read() as conn:
            return await guilds.settings(conn, guild_id)

    async def save(self, settings: GuildSettings) -> GuildSettings:
        """Check and keep a server's settings, and return them.

        Raises:
            UserError: ``settings.zone``, ``settings.locale``, ``settings.quiet`` (one end alone, or both equal) or
                ``settings.posts_per_hour`` when that value cannot be.
        """
        _check(settings)
        async with self._db.write() as conn:
            before = await guilds.settings(conn, settings.guild_id)
            await guilds.save(conn, settings)
            if before.time_zone != settings.time_zone:
                await reminders.rezone_guild(conn, settings.guild_id, settings.time_zone)
            if (before.events, before.time_zone) != (settings.events, settings.time_zone):
                await events.plan_all(conn, settings.guild_id, self._clock())
        return settings

    async def joined(self, guild_id: int) -> None:
        """Note that we are in the server (again); its follows go on."""
        async with self._db.write() as conn:
            await guilds.joined(conn, guild_id, self._clock())
            await events.plan_all(conn, guild_id, self._clock())

    async def left(self, guild_id: int) -> None:
        """Note that we were removed from the server; its follows rest until we are back."""
        async with self._db.write() as conn:
            await guilds.left(conn, guild_id, self._clock())

    async def reconcile(self, present: Collection[int]) -> None:
        """Note all servers that we are in, and that we are in no other."""
        async with self._db.write() as conn:
            await guilds.reconcile(conn, present, self._clock())


def _check(settings: GuildSettings) -> None:
    if not _is_zone(settings.time_zone):
        raise UserError("settings.zone", zone=settings.time_zone)
    if settings.locale not in LOCALES:
        raise UserError("settings.locale", locale=settings.locale)
    quiet = (settings.quiet_from, settings.quiet_to)
    if (None in quiet) != (quiet == (None, None)) or (None not in quiet and quiet[0] == quiet[1]):
        raise UserError("settings.quiet")
    if settings.posts_per_hour is not None and not 1 <= settings.posts_per_hour <= MOST_POSTS_PER_HOUR:
        raise UserError("settings.posts_per_hour", most=MOST_POSTS_PER_HOUR)


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: a folder of zones, such as "Europe"
        return False
    return True

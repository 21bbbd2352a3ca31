"""Servers: their settings, and whether we are in them."""

from collections.abc import Collection
from datetime import datetime

from bot.domain.models import GuildSettings
from bot.store.database import Connection


async def settings(conn: Connection, guild_id: int) -> GuildSettings:
    """Return a server's settings, the defaults if it never said; in a write they stay as read until the commit."""
    raise NotImplementedError


async def save(conn: Connection, settings: GuildSettings) -> None:
    """Store a server's settings; ``left_at`` is not among them, ``joined`` and ``left`` keep it."""
    raise NotImplementedError


async def joined(conn: Connection, guild_id: int, now: datetime) -> None:
    """Note that we are in a server."""
    raise NotImplementedError


async def left(conn: Connection, guild_id: int, now: datetime) -> None:
    """Note that we are in a server no more; what waited for it is superseded, its settings and follows stay."""
    raise NotImplementedError


async def reconcile(conn: Connection, present_ids: Collection[int], now: datetime) -> None:
    """Make ``joined`` and ``left`` true for all servers at once, after a time away."""
    raise NotImplementedError

"""Feeds: what is fetched, when next, and how each is doing."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.models import Feed
from bot.store.database import Connection


async def add(
    conn: Connection,
    *,
    url: str,
    outlet: str,
    home_url: str | None = None,
    language: str | None = None,
    private: bool = False,
    now: datetime,
) -> Feed:
    """Return the feed at ``url``, stored now if it was not known; a known one stays as it is."""
    raise NotImplementedError


async def get(conn: Connection, feed_id: int) -> Feed | None:
    """Return a feed; in a write it stays as read until the commit."""
    raise NotImplementedError


async def by_url(conn: Connection, url: str) -> Feed | None:
    """Return the feed at this very address."""
    raise NotImplementedError


async def due(conn: Connection, now: datetime, limit: int) -> list[Feed]:
    """Return feeds whose next poll has come, the longest waiting first.

    Only those count that an unpaused subscription of a server we are in follows.
    """
    raise NotImplementedError


async def all_followed(conn: Connection) -> list[Feed]:
    """Return every feed that a server we are in follows, by outlet."""
    raise NotImplementedError


async def save(conn: Connection, feed: Feed) -> None:
    """Store what a poll changed."""
    raise NotImplementedError


async def delete_unfollowed(conn: Connection) -> int:
    """Forget the feeds that no subscription is left for; their articles stay. Returns how many."""
    raise NotImplementedError

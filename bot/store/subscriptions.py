"""Subscriptions: which channel follows which feed, and how."""

from datetime import datetime

from bot.domain.models import Feed, Subscription
from bot.domain.plan import Follow
from bot.store.database import Connection


async def add(
    conn: Connection,
    *,
    guild_id: int,
    channel_id: int,
    feed_id: int,
    created_by: int,
    now: datetime,
    filter: str = "",  # noqa: A002 - the word of the domain
) -> Subscription:
    """Return the channel's subscription of the feed, stored now if there was none; an existing one stays as it is."""
    raise NotImplementedError


async def get(conn: Connection, subscription_id: int) -> Subscription | None:
    """Return a subscription."""
    raise NotImplementedError


async def find(conn: Connection, guild_id: int, feed_id: int, channel_id: int) -> Subscription | None:
    """Return the channel's subscription of the feed."""
    raise NotImplementedError


async def of_guild(conn: Connection, guild_id: int) -> list[tuple[Subscription, Feed]]:
    """Return a server's subscriptions with their feeds, oldest first."""
    raise NotImplementedError


async def of_feed(conn: Connection, feed_id: int) -> list[Follow]:
    """Return a feed's subscriptions in servers we are in, paused ones too, oldest first."""
    raise NotImplementedError


async def remove(conn: Connection, subscription_id: int, now: datetime) -> bool:
    """Forget a subscription; what it had waiting is superseded. Returns whether there was one."""
    raise NotImplementedError


async def set_paused(conn: Connection, subscription_id: int, paused: bool, now: datetime) -> None:
    """Pause (what waits is superseded) or resume a subscription."""
    raise NotImplementedError


async def set_filter(conn: Connection, subscription_id: int, text: str) -> None:
    """Store a subscription's filter, which has been parsed before."""
    raise NotImplementedError


async def set_blocked(conn: Connection, channel_id: int, reason: str | None) -> None:
    """Note that a channel is closed to us, or open again (None), on all its subscriptions."""
    raise NotImplementedError


async def move(conn: Connection, subscription_id: int, channel_id: int) -> bool:
    """Let a subscription post to another channel of its server, with what it has waiting.

    Returns False, and changes nothing, if that channel follows the feed already.
    """
    raise NotImplementedError

"""Feeds: what is fetched, when next, and how each is doing."""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, exists, select, update

from bot.domain.models import Feed
from bot.store.database import Connection, insert, locking
from bot.store.rows import FEED, from_feed, to_feed
from bot.store.schema import feed, guild, subscription


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
    new = Feed(0, url, outlet, added_at=now, next_poll_at=now, home_url=home_url, language=language)
    row = insert(conn, feed).values(**from_feed(new), private=private)
    await conn.execute(row.on_conflict_do_nothing(index_elements=["url"]))
    stored = await by_url(conn, url)
    assert stored is not None
    return stored


async def get(conn: Connection, feed_id: int) -> Feed | None:
    """Return a feed; in a write it stays as read until the commit."""
    row = (await conn.execute(locking(conn, select(*FEED).where(feed.c.id == feed_id)))).one_or_none()
    return to_feed(row) if row else None


async def by_url(conn: Connection, url: str) -> Feed | None:
    """Return the feed at this very address."""
    row = (await conn.execute(locking(conn, select(*FEED).where(feed.c.url == url)))).one_or_none()
    return to_feed(row) if row else None


async def is_private(conn: Connection, feed_id: int) -> bool:
    """Tell whether what the feed brings may be shown only to servers that follow it."""
    return bool(await conn.scalar(select(feed.c.private).where(feed.c.id == feed_id)))


async def due(conn: Connection, now: datetime, limit: int) -> list[Feed]:
    """Return feeds whose next poll has come, the longest waiting first.

    Only those count that an unpaused subscription of a server we are in follows.
    """
    wanted = feed.c.next_poll_at <= now, _followed(unpaused=True)
    query = select(*FEED).where(*wanted).order_by(feed.c.next_poll_at).limit(limit)
    return [to_feed(row) for row in await conn.execute(query)]


async def all_followed(conn: Connection) -> list[Feed]:
    """Return every feed that a server we are in follows, by outlet."""
    query = select(*FEED).where(_followed()).order_by(feed.c.outlet, feed.c.id)
    return [to_feed(row) for row in await conn.execute(query)]


async def save(conn: Connection, changed: Feed) -> None:
    """Store what a poll changed."""
    await conn.execute(update(feed).where(feed.c.id == changed.id).values(from_feed(changed)))


async def delete_unfollowed(conn: Connection) -> int:
    """Forget the feeds that no subscription is left for; their articles stay. Returns how many."""
    followed = exists().where(subscription.c.feed_id == feed.c.id)
    return (await conn.execute(delete(feed).where(~followed))).rowcount


def _followed(*, unpaused: bool = False) -> ColumnElement[bool]:
    """Say that a server we are in has a subscription of the feed."""
    here = subscription.join(guild, guild.c.guild_id == subscription.c.guild_id)
    query = select(1).select_from(here).where(subscription.c.feed_id == feed.c.id, guild.c.left_at.is_(None))
    return exists(query.where(~subscription.c.paused) if unpaused else query)

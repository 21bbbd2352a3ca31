"""Channels that are closed to us, whatever it is that posts there: feeds, or titles and people that they follow."""

from sqlalchemy import func, select, union, update

from bot.domain.models import Delivery
from bot.store import subscriptions
from bot.store.database import Connection
from bot.store.schema import follow, subscription


async def blocked(conn: Connection, row: Delivery) -> str | None:
    """Return why the channel of a row was closed to us when we last tried, None if it was open."""
    return (await _reason(conn, row)) or None


async def open_for(conn: Connection, row: Delivery) -> bool:
    """Tell whether what a row was made for is still there, and its channel was open to us when we last tried."""
    return await _reason(conn, row) == ""


async def _reason(conn: Connection, row: Delivery) -> str | None:
    """Return the reason ("" for none) that stands with what the row was made for; None if that is gone."""
    theirs = select(func.coalesce(subscription.c.blocked, "")).where(subscription.c.id == (row.subscription_id or 0))
    followed = select(func.coalesce(follow.c.blocked, "")).where(follow.c.id == (row.follow_id or 0))
    found = sorted(await conn.scalars(theirs.union_all(followed)), reverse=True)
    return found[0] if found else None


async def set_blocked(conn: Connection, channel_id: int, reason: str | None) -> None:
    """Note that a channel is closed to us, or open again (None), on all that posts there."""
    await subscriptions.set_blocked(conn, channel_id, reason)
    await conn.execute(update(follow).where(follow.c.channel_id == channel_id).values(blocked=reason))


async def closed(conn: Connection, guild_id: int) -> list[int]:
    """Return the channels of a server that are closed to us."""
    of = [
        select(table.c.channel_id).where(table.c.guild_id == guild_id, table.c.blocked.is_not(None))
        for table in (subscription, follow)
    ]
    return sorted(await conn.scalars(union(*of)))

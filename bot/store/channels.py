"""Channels that are closed to us, whatever it is that posts there: feeds, titles and people, a daily question."""

from sqlalchemy import ColumnElement, func, select, union, update

from bot.domain.models import Delivery, DeliveryKind
from bot.store import subscriptions
from bot.store.database import Connection
from bot.store.schema import daily, follow, subscription


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
    asked = select(func.coalesce(daily.c.blocked, "")).where(daily.c.guild_id == row.guild_id, _is_daily(row))
    found = sorted(await conn.scalars(theirs.union_all(followed, asked)), reverse=True)
    return found[0] if found else None


def _is_daily(row: Delivery) -> ColumnElement[bool]:
    return daily.c.channel_id == (row.channel_id if row.kind is DeliveryKind.DAILY else 0)


async def set_blocked(conn: Connection, channel_id: int, reason: str | None) -> None:
    """Note that a channel is closed to us, or open again (None), on all that posts there."""
    await subscriptions.set_blocked(conn, channel_id, reason)
    for table in (follow, daily):
        await conn.execute(update(table).where(table.c.channel_id == channel_id).values(blocked=reason))


async def closed(conn: Connection, guild_id: int) -> list[int]:
    """Return the channels of a server that are closed to us."""
    of = [
        select(table.c.channel_id).where(table.c.guild_id == guild_id, table.c.blocked.is_not(None))
        for table in (subscription, follow, daily)
    ]
    return sorted(await conn.scalars(union(*of)))

"""Subscriptions: which channel follows which feed, and how."""

from datetime import datetime

from sqlalchemy import delete, select, update

from bot.domain.models import Feed, GuildSettings, Subscription
from bot.domain.plan import Follow
from bot.domain.reasons import because
from bot.store import deliveries, guilds
from bot.store.database import Connection, insert
from bot.store.rows import FEED, GUILD, SUBSCRIPTION, to_feed
from bot.store.schema import delivery, feed, guild, subscription

_WIDTH = len(SUBSCRIPTION)


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
    """Return the channel's subscription of the feed, stored now if there was none; an existing one stays as it is.

    The server is noted as one that we are in.
    """
    await guilds.joined(conn, guild_id, now)
    row = insert(conn, subscription).values(
        guild_id=guild_id,
        channel_id=channel_id,
        feed_id=feed_id,
        created_at=now,
        created_by=created_by,
        filter=filter,
        paused=False,
    )
    await conn.execute(row.on_conflict_do_nothing(index_elements=["channel_id", "feed_id"]))
    stored = await find(conn, guild_id, feed_id, channel_id)
    assert stored is not None
    return stored


async def get(conn: Connection, subscription_id: int) -> Subscription | None:
    """Return a subscription."""
    row = (await conn.execute(select(*SUBSCRIPTION).where(subscription.c.id == subscription_id))).one_or_none()
    return Subscription(*row) if row else None


async def find(conn: Connection, guild_id: int, feed_id: int, channel_id: int) -> Subscription | None:
    """Return the channel's subscription of the feed."""
    place = subscription.c.channel_id == channel_id, subscription.c.guild_id == guild_id
    row = (await conn.execute(select(*SUBSCRIPTION).where(subscription.c.feed_id == feed_id, *place))).one_or_none()
    return Subscription(*row) if row else None


async def of_guild(conn: Connection, guild_id: int) -> list[tuple[Subscription, Feed]]:
    """Return a server's subscriptions with their feeds, oldest first."""
    both = select(*SUBSCRIPTION, *FEED).join_from(subscription, feed, feed.c.id == subscription.c.feed_id)
    rows = await conn.execute(both.where(subscription.c.guild_id == guild_id).order_by(subscription.c.id))
    return [(Subscription(*row[:_WIDTH]), to_feed(row[_WIDTH:])) for row in rows]


async def of_feed(conn: Connection, feed_id: int) -> list[Follow]:
    """Return a feed's subscriptions in servers we are in, paused ones too, oldest first."""
    both = select(*SUBSCRIPTION, *GUILD).join_from(subscription, guild, guild.c.guild_id == subscription.c.guild_id)
    wanted = both.where(subscription.c.feed_id == feed_id, guild.c.left_at.is_(None))
    rows = await conn.execute(wanted.order_by(subscription.c.id))
    return [Follow(Subscription(*row[:_WIDTH]), GuildSettings(*row[_WIDTH:])) for row in rows]


async def remove(conn: Connection, subscription_id: int, now: datetime) -> bool:
    """Forget a subscription; what it had waiting is superseded. Returns whether there was one."""
    await deliveries.supersede(conn, delivery.c.subscription_id == subscription_id, because("feed.removed"), now)
    return (await conn.execute(delete(subscription).where(subscription.c.id == subscription_id))).rowcount > 0


async def set_paused(conn: Connection, subscription_id: int, paused: bool, now: datetime) -> None:
    """Pause (what waits is superseded) or resume a subscription."""
    await conn.execute(update(subscription).where(subscription.c.id == subscription_id).values(paused=paused))
    if paused:
        await deliveries.supersede(conn, delivery.c.subscription_id == subscription_id, because("feed.paused"), now)


async def set_filter(conn: Connection, subscription_id: int, text: str) -> None:
    """Store a subscription's filter, which has been parsed before."""
    await conn.execute(update(subscription).where(subscription.c.id == subscription_id).values(filter=text))


async def set_blocked(conn: Connection, channel_id: int, reason: str | None) -> None:
    """Note that a channel is closed to us, or open again (None), on all its subscriptions."""
    await conn.execute(update(subscription).where(subscription.c.channel_id == channel_id).values(blocked=reason))


async def move(conn: Connection, subscription_id: int, channel_id: int) -> bool:
    """Let a subscription post to another channel of its server, with what it has waiting.

    Returns False, and changes nothing, if that channel follows the feed already.
    """
    moved = await get(conn, subscription_id)
    if moved is None or await find(conn, moved.guild_id, moved.feed_id, channel_id):
        return False
    values = {"channel_id": channel_id, "blocked": None}
    await conn.execute(update(subscription).where(subscription.c.id == subscription_id).values(values))
    await deliveries.redirect(conn, subscription_id, channel_id)
    return True

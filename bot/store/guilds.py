"""Servers: their settings, and whether we are in them."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import select, update

from bot.domain.models import GuildSettings
from bot.domain.reasons import because
from bot.store import deliveries
from bot.store.database import Connection, insert, locking
from bot.store.rows import GUILD
from bot.store.schema import delivery, follow, guild


async def settings(conn: Connection, guild_id: int) -> GuildSettings:
    """Return a server's settings, the defaults if it never said; in a write they stay as read until the commit."""
    row = (await conn.execute(locking(conn, select(*GUILD).where(guild.c.guild_id == guild_id)))).one_or_none()
    return GuildSettings(*row) if row else GuildSettings(guild_id)


async def save(conn: Connection, settings: GuildSettings) -> None:
    """Store a server's settings; ``left_at`` is not among them, ``joined`` and ``left`` keep it."""
    values = {name: value for name, value in asdict(settings).items() if name != "left_at"}
    row = insert(conn, guild).values(values)
    await conn.execute(row.on_conflict_do_update(index_elements=["guild_id"], set_=values))


async def joined(conn: Connection, guild_id: int, now: datetime) -> None:  # noqa: ARG001 - the pair of ``left``
    """Note that we are in a server."""
    row = insert(conn, guild).values(asdict(GuildSettings(guild_id)))
    await conn.execute(row.on_conflict_do_update(index_elements=["guild_id"], set_={"left_at": None}))


async def left(conn: Connection, guild_id: int, now: datetime) -> None:
    """Note that we are in a server no more; what waited for it is superseded, its settings and follows stay."""
    present = guild.c.guild_id == guild_id, guild.c.left_at.is_(None)
    await conn.execute(update(guild).where(*present).values(left_at=now))
    await deliveries.supersede(conn, delivery.c.guild_id == guild_id, because("server.left"), now)
    await conn.execute(update(follow).where(follow.c.guild_id == guild_id).values(planned_for=""))


async def reconcile(conn: Connection, present_ids: Collection[int], now: datetime) -> None:
    """Make ``joined`` and ``left`` true for all servers at once, after a time away."""
    rows = await conn.execute(select(guild.c.guild_id, guild.c.left_at))
    here = {guild_id: left_at is None for guild_id, left_at in rows}
    for guild_id in sorted(set(present_ids)):
        if not here.pop(guild_id, False):
            await joined(conn, guild_id, now)
    for guild_id in sorted(guild_id for guild_id, thought_here in here.items() if thought_here):
        await left(conn, guild_id, now)

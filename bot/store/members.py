"""What people chose for themselves."""

from datetime import datetime

from sqlalchemy import delete, select

from bot.store.database import Connection, insert
from bot.store.schema import member


async def zone(conn: Connection, user_id: int) -> str | None:
    """Return the time zone that a person chose, None if they never did."""
    found: str | None = await conn.scalar(select(member.c.time_zone).where(member.c.user_id == user_id))
    return found


async def set_zone(conn: Connection, user_id: int, zone: str | None, now: datetime) -> None:
    """Store the time zone that a person chose (None: that of the server again)."""
    values = {"user_id": user_id, "time_zone": zone, "changed_at": now}
    row = insert(conn, member).values(values)
    await conn.execute(row.on_conflict_do_update(index_elements=["user_id"], set_=values))


async def export(conn: Connection, user_id: int) -> dict[str, str]:
    """Return what is kept of a person's choices, as text."""
    row = (await conn.execute(select(member).where(member.c.user_id == user_id))).one_or_none()
    if row is None:
        return {}
    told = {"time_zone": row.time_zone, "locale": row.locale, "changed_at": row.changed_at.isoformat()}
    return {name: value for name, value in told.items() if value is not None}


async def forget(conn: Connection, user_id: int) -> None:
    """Delete what a person chose."""
    await conn.execute(delete(member).where(member.c.user_id == user_id))

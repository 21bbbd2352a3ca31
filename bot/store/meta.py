"""Small facts about this installation, by name."""

from sqlalchemy import select

from bot.store import schema
from bot.store.database import Connection, insert


async def get(conn: Connection, key: str) -> str | None:
    """Return a value, None if it was never set."""
    value: str | None = await conn.scalar(select(schema.meta.c.value).where(schema.meta.c.key == key))
    return value


async def set(conn: Connection, key: str, value: str) -> None:  # noqa: A001 - read as meta.set
    """Store a value."""
    row = insert(conn, schema.meta).values(key=key, value=value)
    await conn.execute(row.on_conflict_do_update(index_elements=["key"], set_={"value": value}))

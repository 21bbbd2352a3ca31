"""Small facts about this installation, by name."""

from bot.store.database import Connection


async def get(conn: Connection, key: str) -> str | None:
    """Return a value, None if it was never set."""
    raise NotImplementedError


async def set(conn: Connection, key: str, value: str) -> None:  # noqa: A001 - read as meta.set
    """Store a value."""
    raise NotImplementedError

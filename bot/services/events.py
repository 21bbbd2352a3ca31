"""Discord's scheduled events of servers that want them for the releases which they follow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.domain.releases import Release
from bot.store.database import Connection


async def plan(conn: Connection, title_id: int, found: Callable[[int], Sequence[Release]], now: datetime) -> None:
    """Queue what is to be done about the events of a title (a root) whose releases changed.

    ``found`` gives its releases as a server may know them.
    """

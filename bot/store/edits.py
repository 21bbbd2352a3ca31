"""Edits of what has been said: which posts show something else than their article says now."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain.models import Delivery
from bot.store.database import Connection


async def mark_due(conn: Connection, article_ids: Sequence[int], now: datetime) -> int:
    """Let the posts of changed articles be edited, if sent within the last 14 days. Returns how many."""
    raise NotImplementedError


async def claim_edits(conn: Connection, worker: str, now: datetime, lease: timedelta, limit: int) -> list[Delivery]:
    """Take sent deliveries whose edit is due, the longest waiting first; no two workers get the same."""
    raise NotImplementedError


async def mark_edited(conn: Connection, delivery_id: int) -> None:
    """Note that a post was edited. If its article changed again meanwhile, the next edit stays due."""
    raise NotImplementedError


async def edit_failed(conn: Connection, delivery_id: int, again_at: datetime | None) -> None:
    """Note that an edit failed: to be tried again at that instant, or given up (None)."""
    raise NotImplementedError

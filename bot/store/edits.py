"""Edits of what has been said: which posts show something else than their article says now."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select, update

from bot.domain.models import Delivery, DeliveryState
from bot.store.database import Connection
from bot.store.rows import DELIVERY
from bot.store.schema import article, delivery

WINDOW = timedelta(days=14)
"""Posts older than this are left as they are."""

_NO_LEASE = {"claimed_by": None, "lease_until": None}


async def mark_due(conn: Connection, article_ids: Sequence[int], now: datetime) -> int:
    """Let the posts of changed articles be edited, if sent within the last 14 days. Returns how many."""
    posts, state = update(delivery).where(delivery.c.article_id.in_(article_ids)), delivery.c.state
    # A row under way may be sent with what the article said before: it is edited as soon as it is sent.
    await conn.execute(posts.where(state == DeliveryState.CLAIMED).values(edit_due_at=now))
    sent = posts.where(state == DeliveryState.SENT, delivery.c.sent_at >= now - WINDOW)
    return (await conn.execute(sent.values(edit_due_at=now, **_NO_LEASE))).rowcount


async def mark_stories_due(conn: Connection, story_ids: Sequence[int], now: datetime) -> int:
    """Let the posts of all articles of these stories be edited, as ``mark_due`` does. Returns how many."""
    told = await conn.scalars(select(article.c.id).where(article.c.story_id.in_(story_ids)))
    return await mark_due(conn, list(told), now)


async def claim_edits(conn: Connection, worker: str, now: datetime, lease: timedelta, limit: int) -> list[Delivery]:
    """Take sent deliveries whose edit is due, the longest waiting first; no two workers get the same."""
    free = or_(delivery.c.lease_until.is_(None), delivery.c.lease_until <= now)
    query = select(*DELIVERY).where(delivery.c.edit_due_at <= now, delivery.c.state == DeliveryState.SENT, free)
    oldest = query.order_by(delivery.c.edit_due_at, delivery.c.id).limit(limit)
    found = [Delivery(*row) for row in await conn.execute(oldest.with_for_update(skip_locked=True))]
    taken: dict[str, Any] = {"claimed_by": worker, "lease_until": now + lease}
    if found:
        await conn.execute(update(delivery).where(delivery.c.id.in_([one.id for one in found])).values(taken))
    return [replace(one, **taken) for one in found]


async def mark_edited(conn: Connection, delivery_id: int) -> None:
    """Note that a post was edited. If its article changed again meanwhile, the next edit stays due."""
    await _settle(conn, delivery_id, None)


async def edit_failed(conn: Connection, delivery_id: int, again_at: datetime | None) -> None:
    """Note that an edit failed: to be tried again at that instant, or given up (None)."""
    await _settle(conn, delivery_id, again_at)


async def _settle(conn: Connection, delivery_id: int, next_at: datetime | None) -> None:
    # A further change of the article has ended the lease (see mark_due): then its own edit stays due.
    claimed = delivery.c.id == delivery_id, delivery.c.lease_until.is_not(None)
    await conn.execute(update(delivery).where(*claimed).values(edit_due_at=next_at, **_NO_LEASE))

"""Decisions: what was decided about each article for each subscription, for ``/why``."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, select, tuple_

from bot.domain.models import Decision, Subscription
from bot.store.database import Connection, insert
from bot.store.rows import DECISION, SUBSCRIPTION
from bot.store.schema import decision, subscription

_WIDTH = len(DECISION)


async def record(conn: Connection, decided: Iterable[tuple[int, Decision]], now: datetime) -> None:
    """Store decisions about (article id, decision); a later one about the same replaces the earlier."""
    rows = [
        {
            "article_id": article_id,
            "subscription_id": about.subscription_id,
            "outcome": about.outcome,
            "reason": about.reason,
            "decided_at": now,
        }
        for article_id, about in decided
    ]
    row = insert(conn, decision)
    latest = {name: row.excluded[name] for name in ("outcome", "reason", "decided_at")}
    if rows:
        await conn.execute(
            row.on_conflict_do_update(index_elements=["article_id", "subscription_id"], set_=latest), rows
        )


async def of_article(conn: Connection, article_id: int, guild_id: int) -> list[tuple[Decision, Subscription]]:
    """Return what was decided about an article in one server, in the order of its subscriptions."""
    both = select(*DECISION, *SUBSCRIPTION).join_from(decision, subscription)
    wanted = both.where(decision.c.article_id == article_id, subscription.c.guild_id == guild_id)
    rows = await conn.execute(wanted.order_by(subscription.c.id))
    return [(Decision(*row[:_WIDTH]), Subscription(*row[_WIDTH:])) for row in rows]


async def tidy(conn: Connection, before: datetime) -> int:
    """Delete up to 500 decisions older than that instant; call until it gives 0."""
    old = select(decision.c.article_id, decision.c.subscription_id).where(decision.c.decided_at < before).limit(500)
    pairs = [tuple(row) for row in await conn.execute(old)]
    if pairs:
        both = tuple_(decision.c.article_id, decision.c.subscription_id)
        await conn.execute(delete(decision).where(both.in_(pairs)))
    return len(pairs)

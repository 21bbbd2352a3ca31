"""Decisions: what was decided about each article for each subscription, for ``/why``."""

from collections.abc import Iterable
from datetime import datetime

from bot.domain.models import Decision, Subscription
from bot.store.database import Connection


async def record(conn: Connection, decided: Iterable[tuple[int, Decision]], now: datetime) -> None:
    """Store decisions about (article id, decision); a later one about the same replaces the earlier."""
    raise NotImplementedError


async def of_article(conn: Connection, article_id: int, guild_id: int) -> list[tuple[Decision, Subscription]]:
    """Return what was decided about an article in one server, in the order of its subscriptions."""
    raise NotImplementedError


async def tidy(conn: Connection, before: datetime) -> int:
    """Delete decisions older than that instant. Returns how many."""
    raise NotImplementedError

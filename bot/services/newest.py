"""The newest article of a feed, shown or said when a follow begins; all later ones come by way of a poll."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain.models import Article, Decision, Entry, Outcome
from bot.domain.plan import Follow, story_delivery
from bot.domain.reasons import because
from bot.store import decisions, deliveries
from bot.store.database import Connection


async def queue(conn: Connection, follow: Follow, article: Article, now: datetime) -> None:
    """Queue a stored article for a new follow, as the decider would."""
    made = follow.subscription
    row = story_delivery(made.guild_id, made.channel_id, follow.settings, now, article.story_id)
    row = replace(row, subscription_id=made.id)
    queued = await deliveries.add(conn, row, article.id, now) is not None
    outcome, reason = (Outcome.QUEUED, "baseline.newest") if queued else (Outcome.SAME_STORY, "story.known")
    await decisions.record(conn, [(article.id, Decision(made.id, outcome, because(reason)))], now)


def draft(entry: Entry, outlet: str, now: datetime) -> Article:
    """Return an entry as the article that it would become."""
    return Article(
        id=0,
        outlet=outlet,
        headline=entry.headline,
        first_seen_at=now,
        story_id=0,
        url=entry.url,
        summary=entry.summary,
        text=entry.text,
        author=entry.author,
        categories=entry.categories,
        image_url=entry.image_url,
        published_at=entry.published_at,
    )

"""Step 4 of an article's way: what a poll came to, stored in the caller's ONE transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from bot.domain.identity import Sighting
from bot.domain.models import Decision, Feed, NewDelivery, Outcome
from bot.domain.plan import KnownEntry, NewArticle, Plan, SeenAgain, story_key
from bot.domain.reasons import because
from bot.store import articles, decisions, deliveries, feeds
from bot.store.articles import Incoming
from bot.store.database import Connection
from bot.store.schema import article


@dataclass(frozen=True, slots=True)
class Applied:
    """What came of a plan: articles stored, articles changed, deliveries queued (notices too)."""

    new: int
    changed: int
    queued: int


@dataclass(frozen=True, slots=True)
class _Said:
    """A verdict about a stored article, its delivery with the key that it has for this story in this channel."""

    article_id: int
    decision: Decision
    delivery: NewDelivery | None


async def apply(conn: Connection, feed: Feed, plan: Plan, notices: Sequence[NewDelivery], now: datetime) -> Applied:
    """Store the feed (as it is after the poll), its new and changed articles, the decisions and the deliveries.

    A story delivery's key is completed here. Where its channel has the story already, nothing is queued and the
    decision becomes SAME_STORY.
    """
    await feeds.save(conn, feed)
    private = await feeds.is_private(conn, feed.id)
    new = await articles.add_all(conn, [_incoming(one, private=private) for one in plan.new], now)
    if not private:
        await articles.publicise(conn, [one.article_id for one in plan.again])
    changed = [await articles.change(conn, one.article_id, one.sighting, now) for one in plan.changed]
    await _remember(conn, feed.id, plan, [article_id for article_id, _ in new])
    said = _said(plan.new, new)
    if plan.again:
        said += _said(plan.again, await _stories_of(conn, plan))
    queued = await _queue(conn, said, now) + len(await deliveries.add_all(conn, [(n, None) for n in notices], now))
    return Applied(len(new), sum(changed), queued)


def _incoming(one: NewArticle, *, private: bool) -> Incoming:
    return Incoming(one.sighting.entry, one.outlet, one.sighting.own_url, one.story_id, private)


async def _remember(conn: Connection, feed_id: int, plan: Plan, new_ids: Sequence[int]) -> None:
    """Store the keys of every sighting of the plan; where two claim one, the later has it."""
    seen: list[tuple[int, Sighting]] = [
        *((one.article_id, one.sighting) for one in plan.again),
        *((one.article_id, one.sighting) for one in plan.changed),
        *((one.article_id, one.sighting) for one in plan.moved),
        *zip(new_ids, (one.sighting for one in plan.new), strict=True),
    ]
    known = {key: KnownEntry(article_id, one.digest) for article_id, one in seen for key in one.keys}
    await articles.remember(conn, feed_id, list(known.items()))


async def _stories_of(conn: Connection, plan: Plan) -> list[tuple[int, int]]:
    """Return (article id, story id) of the articles that are seen again."""
    ids = [one.article_id for one in plan.again]
    rows = await conn.execute(select(article.c.id, article.c.story_id).where(article.c.id.in_(ids)))
    story_ids = dict(rows.all())
    return [(article_id, story_ids[article_id]) for article_id in ids]


def _said(told: Sequence[NewArticle | SeenAgain], stored: Sequence[tuple[int, int]]) -> list[_Said]:
    return [
        _Said(article_id, verdict.decision, _keyed(verdict.delivery, story_id))
        for one, (article_id, story_id) in zip(told, stored, strict=True)
        for verdict in one.verdicts
    ]


def _keyed(delivery: NewDelivery | None, story_id: int) -> NewDelivery | None:
    return replace(delivery, key=story_key(story_id, delivery.channel_id)) if delivery else None


async def _queue(conn: Connection, said: Sequence[_Said], now: datetime) -> int:
    """Queue the deliveries and record the decisions. Returns how many were queued."""
    wanted = [(one.delivery, one.article_id) for one in said if one.delivery]
    stored = await deliveries.add_all(conn, wanted, now)
    queued = len(stored)
    decided = []
    for one in said:
        # Of several with one key the first was stored, so the first takes the key out.
        known = one.delivery is not None and stored.pop(one.delivery.key, None) is None
        decided.append((one.article_id, _twice(one.decision) if known else one.decision))
    await decisions.record(conn, decided, now)
    return queued


def _twice(decision: Decision) -> Decision:
    return replace(decision, outcome=Outcome.SAME_STORY, reason=because("story.known"))

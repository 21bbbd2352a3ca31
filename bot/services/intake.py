"""What a fetched feed document becomes in the store: steps 3 and 4 of an article's way, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.domain.facts import Extraction
from bot.domain.health import after_success
from bot.domain.identity import Sighting, recognise, sightings
from bot.domain.models import Feed, ParsedFeed
from bot.domain.plan import Follow, Known, Plan, notices, plan_poll
from bot.domain.schedule import next_poll
from bot.extraction import VERSION
from bot.feeds.fetch import Fetched, NotModified
from bot.services.learning import try_to_learn
from bot.services.releases import STANDARD, Points
from bot.services.title_follows import queue_story
from bot.store import articles, feeds, stories
from bot.store.apply import Applied, apply
from bot.store.database import Connection

STORY_WINDOW = timedelta(hours=72)
"""How far back stories are compared with a new article."""


@dataclass(frozen=True, slots=True)
class Poll:
    """A poll that worked: what the site answered, and the document in it (None if nothing had changed).

    ``base_s`` is the operator's interval in seconds, ``rng_unit`` a number of chance in [0, 1). ``readings`` is what
    was read in entries already, by their digest, and counts as read by ``version``; the others stay unread for now.
    """

    answer: Fetched | NotModified
    parsed: ParsedFeed | None
    base_s: int
    rng_unit: float = 0.5
    readings: Mapping[str, Extraction] = field(default_factory=dict)
    version: int = VERSION


async def take_in(  # noqa: PLR0917 - one poll, and all that it depends on
    conn: Connection,
    feed: Feed,
    poll: Poll,
    follows: Sequence[Follow],
    now: datetime,
    points: Points = STANDARD,
) -> Applied:
    """Decide what a poll of ``feed`` (as it is stored) comes to, and store it."""
    parsed, plan = poll.parsed, Plan()
    if parsed is not None:
        seen = sightings(parsed, now)
        plan = plan_poll(feed, seen, await _known(conn, feed, seen, follows, now), now)
    after = after_success(feed, parsed, len(plan.new) + len(plan.again), now)
    after = await _readdressed(conn, after, poll.answer)
    at = next_poll(
        after,
        now,
        base_s=poll.base_s,
        rng_unit=poll.rng_unit,
        ttl=parsed.ttl if parsed else None,
        fresh_until=poll.answer.fresh_until,
    )
    after = replace(after, next_poll_at=at)
    applied = await apply(conn, after, plan, notices(feed, after, follows, now), now)
    await _learn(conn, feed, plan, poll, now, points)
    return applied


async def _learn(  # noqa: PLR0917 - as above
    conn: Connection, feed: Feed, plan: Plan, poll: Poll, now: datetime, points: Points
) -> None:
    """Keep what the new articles say, as far as they were read; of others that this feed has too more may be told."""
    read = [one.sighting for one in plan.new if one.sighting.digest in poll.readings]
    stored = await articles.known_entries(conn, feed.id, [sighting.keys[0] for sighting in read])
    for sighting in read:
        article_id, told = stored[sighting.keys[0]].article_id, poll.readings[sighting.digest]
        await try_to_learn(conn, article_id, told, poll.version, now, points)
    for again in plan.again if feed.baseline_at else ():
        await queue_story(conn, again.article_id, now)


async def unknown(conn: Connection, feed: Feed, seen: Sequence[Sighting]) -> list[Sighting]:
    """Return the entries that no feed has brought yet, as far as can be told now."""
    entries = await articles.known_entries(conn, feed.id, [key for sighting in seen for key in sighting.keys])
    fresh = [sighting for sighting, hit in zip(seen, recognise(seen, entries), strict=True) if hit is None]
    urls = await articles.ids_by_url(conn, [sighting.own_url for sighting in fresh if sighting.own_url])
    return [sighting for sighting in fresh if sighting.own_url not in urls]


async def _known(
    conn: Connection, feed: Feed, seen: Sequence[Sighting], follows: Sequence[Follow], now: datetime
) -> Known:
    """Read what the decider needs; stories only if something may be new, for they are many."""
    entries = await articles.known_entries(conn, feed.id, [key for sighting in seen for key in sighting.keys])
    fresh = [sighting for sighting, hit in zip(seen, recognise(seen, entries), strict=True) if hit is None]
    urls = await articles.ids_by_url(conn, [sighting.own_url for sighting in fresh if sighting.own_url])
    sketches = await stories.sketches(conn, now - STORY_WINDOW) if fresh else []
    return Known(entries=entries, urls=urls, stories=sketches, follows=follows)


async def _readdressed(conn: Connection, feed: Feed, answer: Fetched | NotModified) -> Feed:
    """Keep the validators, and the new address of a feed that moved for good, unless another feed lives there."""
    if isinstance(answer, NotModified):
        return feed
    feed = replace(feed, validators=answer.validators)
    if answer.moved_to is None or await feeds.by_url(conn, answer.moved_to) is not None:
        return feed
    return replace(feed, url=answer.moved_to)

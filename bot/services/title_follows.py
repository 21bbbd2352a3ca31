"""Channels that follow a title or a person: what they follow, and the stories that come to them from every feed.

People's mistakes are raised as ``UserError`` with these keys: ``follow.unknown``, ``follow.limit``, ``title.unknown``,
``person.unknown``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.clock import Clock
from bot.domain.facts import NameKind
from bot.domain.following import AN_HOUR, MOST_AT_ONCE, Interested, TitleFollow, story_row, telling_keys, too_many
from bot.domain.lookup import offered
from bot.domain.models import DeliveryState
from bot.domain.plan import LATENESS, NEWS_AGE
from bot.domain.reading import phrases
from bot.errors import UserError
from bot.services import events
from bot.services.releases import STANDARD, Points, refresh
from bot.store import articles, deliveries, names, title_follows
from bot.store.database import Connection, Database

MOST_FOLLOWS = 200
"""Follows of titles and people that one server may have."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class NamedFollow:
    """A follow with the name of what is followed; ``new`` if it was made just now."""

    follow: TitleFollow
    name: str
    new: bool = False


class TitleFollows:
    """Keeps the follows of titles and people; what is said of a followed title is planned as soon as it is followed."""

    def __init__(self, db: Database, clock: Clock, points: Points = STANDARD) -> None:
        self._db = db
        self._clock = clock
        self._points = points

    async def add(
        self, guild_id: int, channel_id: int, kind: NameKind, of_id: int, by: int, *, role_id: int | None = None
    ) -> NamedFollow:
        """Let a channel follow a title or person, or ping another role for one that it follows already.

        Raises:
            UserError: ``title.unknown``, ``person.unknown`` or ``follow.limit``.
        """
        now = self._clock()
        async with self._db.write() as conn:
            named = await names.known(conn, kind, [of_id])
            if not named:
                raise UserError(f"{kind}.unknown", text=f"#{of_id}")
            made, new = await title_follows.add(
                conn,
                guild_id=guild_id,
                channel_id=channel_id,
                kind=kind,
                of_id=named[0].id,
                role_id=role_id,
                created_by=by,
                now=now,
            )
            if new and len(await title_follows.of_guild(conn, guild_id)) > MOST_FOLLOWS:
                raise UserError("follow.limit", limit=MOST_FOLLOWS)
            if new and kind is NameKind.TITLE:
                await refresh(conn, [named[0].id], now, self._points)
                await events.plan_guild(conn, guild_id, now)
        _log.info("follows", guild=guild_id, channel=channel_id, kind=kind, of=named[0].id, by=by, new=new)
        return NamedFollow(made, named[0].name, new)

    async def list(self, guild_id: int) -> tuple[NamedFollow, ...]:
        """Return what the channels of a server follow, in the order in which it was added."""
        async with self._db.read() as conn:
            return tuple(NamedFollow(one, name) for one, name in await title_follows.of_guild(conn, guild_id))

    async def choices(self, guild_id: int, text: str) -> tuple[NamedFollow, ...]:
        """Return at most 25 follows of a server whose name begins with, or else holds, the text (for autocomplete)."""
        return offered(text, await self.list(guild_id), lambda one: one.name)

    async def remove(self, guild_id: int, follow_id: int) -> NamedFollow:
        """Forget a follow of a server; what waits because of it is not said any more.

        Raises:
            UserError: ``follow.unknown``.
        """
        async with self._db.write() as conn:
            followed = {one.id: (one, name) for one, name in await title_follows.of_guild(conn, guild_id)}
            if follow_id not in followed:
                raise UserError("follow.unknown")
            await title_follows.remove(conn, follow_id, self._clock())
            await events.plan_guild(conn, guild_id, self._clock())
        return NamedFollow(*followed[follow_id])


# ------------------------------------------------------------------ stories


async def queue_story(conn: Connection, article_id: int, now: datetime) -> int:
    """Queue the story of an article that was just read, wherever what it speaks of is followed; gives how many.

    It has to be news: no feed's baseline, nor older than news. A channel that has the story, or waits for it, is not
    told twice; it pings the follow's role if it waits.
    """
    if not await title_follows.any_at_all(conn):
        return 0
    since = now - LATENESS
    if not await title_follows.is_news(conn, article_id, seen_since=since, at_since=now - NEWS_AGE):
        return 0
    article = await articles.get(conn, article_id)
    assert article is not None, "it is news"
    concerned = await title_follows.interested(conn, article_id, *await _about(conn, article_id, article.headline))
    by_channel = {one.follow.channel_id: one for one in reversed(concerned)}
    return await _queue(conn, article_id, article.story_id, list(by_channel.values()), now)


async def _about(conn: Connection, article_id: int, headline: str) -> tuple[set[int], set[int]]:
    """Return the titles and people of whom an article states something, or whom its headline names beyond doubt."""
    titles, people = await title_follows.spoken_of(conn, article_id)
    keys = phrases(headline)
    return (
        titles | await _named(conn, NameKind.TITLE, keys, titles),
        people | await _named(conn, NameKind.PERSON, keys, people),
    )


async def _named(conn: Connection, kind: NameKind, keys: Sequence[str], spoken: Iterable[int]) -> set[int]:
    """Return who is meant by a headline's words: what has a namesake is meant only if the facts say so."""
    bearers = await names.owners(conn, kind, keys)
    alone = {ids[0] for ids in bearers.values() if len(ids) == 1} - set(spoken)
    known = await names.known(conn, kind, sorted(alone))
    return {one.id for one in known if telling_keys(kind, one.names) & bearers.keys()}


async def _queue(
    conn: Connection, article_id: int, story_id: int, concerned: Sequence[Interested], now: datetime
) -> int:
    """Queue the story in these channels, whatever comes of it there; gives how many will be told."""
    rows = [(story_row(one, story_id, now), one) for one in concerned]
    before = await title_follows.lately(conn, [one.follow.id for one in concerned], now - AN_HOUR)
    queued = await deliveries.add_all(conn, [(row, article_id) for row, _ in rows], now)
    known = [(row.key, one.follow.id) for row, one in rows if row.key not in queued and one.follow.role_id]
    await title_follows.lend_role(conn, known)
    flood = [queued[row.key] for row, one in rows if row.key in queued and before.get(one.follow.id, 0) >= MOST_AT_ONCE]
    await deliveries.close(conn, flood, DeliveryState.SUPERSEDED, too_many(), now)
    return len(queued) - len(flood)

"""From claimed outbox rows to posts that can be sent: what they say, to whom, and whether now."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from bot.domain.claims import claim_of
from bot.domain.facts import Claim, StoredFact, Verdict
from bot.domain.key_facts import key_facts
from bot.domain.models import MESSAGE, Article, Delivery, DeliveryKind, GuildSettings
from bot.domain.pacing import next_slot
from bot.domain.posts import Body, DigestBody, NoticeBody, Post, StoryBody
from bot.domain.reasons import because
from bot.services import daily, events
from bot.services.tidings import Tidings
from bot.store import articles, channels, deliveries, facts, guilds, reminders, stories, title_follows, verdicts
from bot.store.database import Connection

_K = TypeVar("_K")
_V = TypeVar("_V")

_GONE = {
    DeliveryKind.RELEASE: because("title.gone"),
    DeliveryKind.EVENT: because("event.over"),
    DeliveryKind.DAILY: because("trivia.fallen"),
}
"""Why there is nothing left to say, where that is not for want of an article."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A post and the rows behind it. ``blocked``: the channel, or person, was closed to us when we last tried."""

    rows: tuple[Delivery, ...]
    post: Post
    blocked: str | None = None

    @property
    def ids(self) -> tuple[int, ...]:
        """The ids of the rows."""
        return tuple(row.id for row in self.rows)

    @property
    def maybe_said_at(self) -> datetime | None:
        """When an earlier attempt began, which may have arrived; None if this is the first."""
        return self.rows[0].claimed_at


@dataclass(frozen=True, slots=True)
class Wait:
    """Rows whose channel has had its posts for this hour; they may be said at ``until``."""

    ids: tuple[int, ...]
    until: datetime


@dataclass(frozen=True, slots=True)
class Void:
    """Rows that have nothing left to say, and why."""

    ids: tuple[int, ...]
    reason: str


class Composer:
    """Reads what posts are made of, each thing once; made anew for each round, over one connection.

    ``shown`` is the least confidence of a fact that a post tells.
    """

    def __init__(self, conn: Connection, now: datetime, shown: float) -> None:
        self._conn = conn
        self._now = now
        self._shown = shown
        self._tidings = Tidings(conn, now, shown)
        self._settings: dict[int, GuildSettings] = {}
        self._stories: dict[tuple[int, int], StoryBody | None] = {}

    async def compose(self, rows: Sequence[Delivery]) -> Letter | Wait | Void:
        """Return what is to be done with rows that were claimed together (several only for a digest)."""
        ids = tuple(row.id for row in rows)
        head = rows[0]
        settings = await self._settings_of(head.guild_id)
        if head.kind is DeliveryKind.STORY and (until := await self._slot(head.channel_id, settings)) > self._now:
            return Wait(ids, until)
        if head.kind is DeliveryKind.REMINDER:
            return await self._reminder(head)
        body = await self._body(rows)
        if body is None:
            return Void(ids, _GONE.get(head.kind, because("article.gone")))
        post = await self._post(rows, settings, body)
        return Letter(tuple(rows), post, await channels.blocked(self._conn, head))

    async def revise(self, rows: Sequence[Delivery]) -> Post | None:
        """Return what a sent message should say now."""
        settings = await guilds.settings(self._conn, rows[0].guild_id)
        body = await self._body(rows)
        return await self._post(rows, settings, body) if body else None

    async def _reminder(self, row: Delivery) -> Letter | Void:
        """Return what is told to one person, in the language in which they asked for it."""
        reminder = await reminders.get(self._conn, row.reminder_id or 0)
        if reminder is None or reminder.stopped_at is not None:
            return Void((row.id,), because("reminder.stopped"))
        body = await self._tidings.to_person(row, reminder)
        if body is None:
            return Void((row.id,), because("title.gone"))
        post = Post(row.id, row.nonce, row.guild_id, row.channel_id, reminder.locale, body)
        return Letter((row,), post, reminder.trouble or None)

    async def _body(self, rows: Sequence[Delivery]) -> Body | None:
        head = rows[0]
        if head.kind is DeliveryKind.RELEASE:
            settings = await self._settings_of(head.guild_id)
            return await self._tidings.to_channel(head, settings.time_zone)
        if head.kind is DeliveryKind.NOTICE:
            return NoticeBody(head.payload[MESSAGE], {k: v for k, v in head.payload.items() if k != MESSAGE})
        if head.kind is DeliveryKind.EVENT:
            settings = await self._settings_of(head.guild_id)
            return await events.body_of(self._conn, head, settings, self._now, self._shown)
        if head.kind is DeliveryKind.DAILY:
            return await daily.body_of(self._conn, head)
        told = [await self._story(row) for row in rows]
        kept = tuple(story for story in told if story)
        if len(rows) > 1 and kept:
            return DigestBody(kept)
        return kept[0] if kept else None

    async def _story(self, row: Delivery) -> StoryBody | None:
        assert row.article_id is not None, "a story's delivery has an article as long as it is open"
        article_id = row.article_id
        return await _once(
            self._stories, (article_id, row.guild_id), lambda: self._read_story(article_id, row.guild_id)
        )

    async def _read_story(self, article_id: int, guild_id: int) -> StoryBody | None:
        article = await articles.get(self._conn, article_id)
        if article is None:
            return None
        carried = await stories.outlets(self._conn, [article.story_id], guild_id)
        told = await self._key_facts(article.story_id, guild_id)
        return StoryBody(article, _own_first(article, carried.get(article.story_id, ())), told)

    async def _key_facts(self, story_id: int, guild_id: int) -> tuple[StoredFact, ...]:
        """Return what a post of the story tells, without what was called wrong."""
        known = await facts.of_story(self._conn, story_id, guild_id)
        wrong: set[Claim] = set()
        asked: set[int] = set()
        while True:  # without what is wrong the story may be about another title
            told = key_facts((fact for fact in known if claim_of(fact) not in wrong), self._shown)
            titles = {fact.title_id for fact in told} - asked
            if not titles:
                return told
            for title_id in titles:
                held = await verdicts.of_title(self._conn, title_id, guild_id)
                wrong |= {claim for claim, verdict in held.items() if verdict is Verdict.WRONG}
            asked |= titles

    async def _settings_of(self, guild_id: int) -> GuildSettings:
        return await _once(self._settings, guild_id, lambda: guilds.settings(self._conn, guild_id))

    async def _slot(self, channel_id: int, settings: GuildSettings) -> datetime:
        if settings.posts_per_hour is None:
            return self._now
        sent = await deliveries.recent_sent(self._conn, channel_id, self._now - timedelta(hours=1))
        return next_slot(sent, self._now, settings.posts_per_hour)

    async def _post(self, rows: Sequence[Delivery], settings: GuildSettings, body: Body) -> Post:
        head = rows[0]
        return Post(
            delivery_id=head.id,
            nonce=head.nonce,
            guild_id=head.guild_id,
            channel_id=head.channel_id,
            locale=settings.locale,
            body=body,
            ping_role_id=await self._role(rows, settings),
            publish=settings.publish and head.kind is DeliveryKind.STORY,
        )

    async def _role(self, rows: Sequence[Delivery], settings: GuildSettings) -> int | None:
        """Return whom a post pings: the role of a follow that wanted it, else that of all posts of the server.

        A story that moves a date is one ping, not two: what is told of the release beside it pings nobody.
        """
        for row in rows:
            followed = await title_follows.get(self._conn, row.follow_id) if row.follow_id else None
            if followed and followed.role_id:
                once = row.kind is DeliveryKind.STORY or not await title_follows.pinged_by_story(self._conn, row)
                return followed.role_id if once else None
        return settings.ping_role_id if rows[0].kind is DeliveryKind.STORY else None


async def _once(cache: dict[_K, _V], key: _K, read: Callable[[], Awaitable[_V]]) -> _V:
    if key not in cache:
        cache[key] = await read()
    return cache[key]


def _own_first(article: Article, outlets: Sequence[str]) -> tuple[str, ...]:
    return (article.outlet, *(outlet for outlet in outlets if outlet != article.outlet))

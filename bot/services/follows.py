"""A server's follows: adding, looking at, changing and moving them, with filters and OPML."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from bot.clock import Clock
from bot.config import DATA
from bot.domain.filters import parse as parse_filter
from bot.domain.identity import sightings
from bot.domain.lookup import MOST_CHOICES
from bot.domain.models import Article, Delivery, Feed, Subscription, Validators
from bot.domain.names import fold
from bot.domain.plan import Follow
from bot.domain.urls import looks_private, redact
from bot.errors import UserError
from bot.feeds import opml
from bot.feeds.fetch import Fetcher
from bot.feeds.sandbox import Sandbox
from bot.services import newest
from bot.services.finding import Finder, Found, address
from bot.services.intake import Poll, take_in
from bot.services.suggestions import SuggestedGroup, outlet_names, suggested
from bot.store import articles, channels, deliveries, feeds, guilds, subscriptions
from bot.store.database import Connection, Database

MOST_FEEDS = 100
"""Follows that one server may have."""

MOST_LISTED = 10
"""Articles that are looked at to say how a follow is doing."""

MOST_TRIED = 100
"""Articles that a filter is tried on."""

MOST_LABEL = 100
"""Discord's limits of an autocomplete answer: choices, and characters of each."""

MOST_AT_ONCE = 8
"""Feeds of an OPML list that are fetched at the same time."""


@dataclass(frozen=True, slots=True)
class Followed:
    """A follow with its feed."""

    subscription: Subscription
    feed: Feed


@dataclass(frozen=True, slots=True)
class Added:
    """A new follow: ``entries`` articles of the feed are known, ``newest`` is the latest of them."""

    feed: Feed
    subscription: Subscription
    entries: int
    newest: Article | None


@dataclass(frozen=True, slots=True)
class FeedInfo:
    """All about one follow: its feed's health, its newest articles and its last deliveries, newest first."""

    feed: Feed
    subscription: Subscription
    articles: tuple[Article, ...]
    deliveries: tuple[Delivery, ...]
    followers: int
    """Follows of this feed in all servers."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What a filter makes of one stored article, and which term decided."""

    article: Article
    reason: str


@dataclass(frozen=True, slots=True)
class DryRun:
    """What a filter would have let through, and what not; newest first."""

    matched: tuple[Tried, ...]
    missed: tuple[Tried, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A feed of an OPML list that could not be followed; ``key`` and ``values`` name the sentence (as UserError)."""

    url: str
    key: str
    values: dict[str, object]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of an OPML list: names of outlets added or followed already, and what failed."""

    added: tuple[str, ...]
    already: tuple[str, ...]
    failed: tuple[Refusal, ...]


class Follows:
    """The follows of servers. Every method takes the server's id, and sees nothing of another server.

    Methods that take a subscription raise ``UserError("feed.unknown")`` when the server has none with that id.
    ``wake`` is called when something was queued.
    """

    def __init__(
        self,
        db: Database,
        fetcher: Fetcher,
        sandbox: Sandbox,
        *,
        clock: Clock,
        base_interval: timedelta,
        wake: Callable[[], None],
        suggestions: Path = DATA / "feeds",
    ) -> None:
        self._db = db
        self._finder = Finder(fetcher, sandbox)
        self._clock = clock
        self._base_s = int(base_interval.total_seconds())
        self._wake = wake
        self._suggestions = suggestions

    # -------------------------------------------------------------- adding

    async def add(
        self,
        guild_id: int,
        channel_id: int,
        url: str,
        user_id: int,
        *,
        filter: str = "",  # noqa: A002 - the word of the domain
        post_newest: bool = False,
    ) -> Added:
        """Follow the feed at ``url``, or the one that the page there names; its articles are known, not posted.

        Raises:
            UserError: ``feed.url``, ``feed.already``, ``feed.limit``, ``feed.none_found``, ``filter.…``, or
                ``feed.fault.<fault>`` (values ``url``, ``detail``) when it cannot be had.
        """
        url = address(url)
        parse_filter(filter)
        async with self._db.read() as conn:
            await _require_room(conn, guild_id)
            known = await feeds.by_url(conn, url)
        found = None if known and known.baseline_at else await self._finder.find(url)
        now = self._clock()
        async with self._db.write() as conn:
            feed = await self._stored(conn, found, now) if found else known
            assert feed is not None, "a feed that was not found was known"
            await _require_room(conn, guild_id)
            if await subscriptions.find(conn, guild_id, feed.id, channel_id):
                raise UserError("feed.already", outlet=feed.outlet)
            made = await subscriptions.add(
                conn,
                guild_id=guild_id,
                channel_id=channel_id,
                feed_id=feed.id,
                created_by=user_id,
                now=now,
                filter=filter,
            )
            follow = Follow(made, await guilds.settings(conn, guild_id), post_newest)
            added = await self._begin(conn, feed, follow, found, now)
        self._wake()
        return added

    async def _stored(self, conn: Connection, found: Found, now: datetime) -> Feed:
        return await feeds.add(
            conn,
            url=found.url,
            outlet=self._outlet(found),
            home_url=found.parsed.home_url,
            language=found.parsed.language,
            private=looks_private(found.url),
            now=now,
        )

    async def _begin(self, conn: Connection, feed: Feed, follow: Follow, found: Found | None, now: datetime) -> Added:
        """Take the feed's entries as known, or start from what is stored, and queue the newest if it is wanted."""
        fresh = found is not None and feed.baseline_at is None
        if found is not None and fresh:
            await take_in(conn, feed, Poll(found.answer, found.parsed, self._base_s), [follow], now)
            feed = await feeds.get(conn, feed.id) or feed
        stored = await articles.of_feed(conn, feed.id, MOST_LISTED)
        latest = stored[0] if stored else None
        if follow.post_newest and latest and not fresh:
            await newest.queue(conn, follow, latest, now)
        return Added(feed, follow.subscription, len(found.parsed.entries) if found else len(stored), latest)

    # -------------------------------------------------------------- looking

    async def list(self, guild_id: int) -> tuple[Followed, ...]:
        """Return the server's follows, by outlet."""
        async with self._db.read() as conn:
            pairs = await subscriptions.of_guild(conn, guild_id)
        return tuple(sorted((Followed(*pair) for pair in pairs), key=lambda one: fold(one.feed.outlet)))

    async def info(self, guild_id: int, subscription_id: int) -> FeedInfo:
        """Return all about one follow."""
        async with self._db.read() as conn:
            one = await _require(conn, guild_id, subscription_id)
            stored = await articles.of_feed(conn, one.feed.id, MOST_LISTED)
            rows = [row for article in stored for row in await deliveries.of_article(conn, article.id)]
            followers = await subscriptions.of_feed(conn, one.feed.id)
        own = sorted((row for row in rows if row.subscription_id == subscription_id), key=lambda row: -row.id)
        return FeedInfo(one.feed, one.subscription, tuple(stored), tuple(own), len(followers))

    async def preview(self, guild_id: int, source: str | int, count: int = 1) -> tuple[Article, ...]:
        """Return the newest articles of a follow (its id) or of any feed (its address), as they would be posted.

        Raises:
            UserError: as ``add`` does.
        """
        if isinstance(source, int):
            async with self._db.read() as conn:
                one = await _require(conn, guild_id, source)
                return tuple(await articles.of_feed(conn, one.feed.id, count))
        found = await self._finder.find(address(source))
        now = self._clock()
        outlet = self._outlet(found)
        return tuple(newest.draft(seen.entry, outlet, now) for seen in reversed(sightings(found.parsed, now)[-count:]))

    async def try_filter(self, guild_id: int, subscription_id: int, text: str) -> DryRun:
        """Say what the filter makes of the feed's newest stored articles, without changing anything.

        Raises:
            UserError: ``filter.…``.
        """
        wanted = parse_filter(text)
        async with self._db.read() as conn:
            one = await _require(conn, guild_id, subscription_id)
            stored = await articles.of_feed(conn, one.feed.id, MOST_TRIED)
        matched: list[Tried] = []
        missed: list[Tried] = []
        for article in stored:
            verdict = wanted.explain(article)
            (matched if verdict.matched else missed).append(Tried(article, verdict.reason))
        return DryRun(tuple(matched), tuple(missed))

    async def choices(self, guild_id: int, text: str) -> tuple[tuple[str, int], ...]:
        """Return at most 25 follows whose outlet or address holds the text: label (≤ 100 characters) and id."""
        wanted = fold(text)
        labels = ((_label(one), one.subscription.id) for one in await self.list(guild_id))
        return tuple(choice for choice in labels if wanted in fold(choice[0]))[:MOST_CHOICES]

    def suggested(self) -> tuple[SuggestedGroup, ...]:
        """Return the shipped suggestions (data/feeds), which an operator may edit; read anew each time."""
        return suggested(self._suggestions)

    # -------------------------------------------------------------- changing

    async def pause(self, guild_id: int, subscription_id: int) -> Followed:
        """Stop posting for a follow; what comes meanwhile is not posted later."""
        async with self._db.write() as conn:
            await _require(conn, guild_id, subscription_id)
            await subscriptions.set_paused(conn, subscription_id, True, self._clock())
            return await _require(conn, guild_id, subscription_id)

    async def resume(self, guild_id: int, subscription_id: int, channel_id: int | None = None) -> Followed:
        """Post again for a follow, in another channel if one is given; a closed channel is tried again at once.

        Raises:
            UserError: ``feed.already`` when that channel follows the feed by another follow.
        """
        async with self._db.write() as conn:
            one = await _require(conn, guild_id, subscription_id)
            target = channel_id or one.subscription.channel_id
            if target != one.subscription.channel_id and not await subscriptions.move(conn, subscription_id, target):
                raise UserError("feed.already", outlet=one.feed.outlet)
            await self._start_anew(conn, one.feed)
            await subscriptions.set_paused(conn, subscription_id, False, self._clock())
            await channels.set_blocked(conn, target, None)
            await deliveries.wake_channel(conn, target)
            one = await _require(conn, guild_id, subscription_id)
        self._wake()
        return one

    async def _start_anew(self, conn: Connection, feed: Feed) -> None:
        """Let a feed that nobody listened to begin with a baseline: what it brought meanwhile is no news."""
        if all(follow.subscription.paused for follow in await subscriptions.of_feed(conn, feed.id)):
            fresh = replace(feed, baseline_at=None, validators=Validators(), next_poll_at=self._clock())
            await feeds.save(conn, fresh)

    async def remove(self, guild_id: int, subscription_id: int) -> Followed:
        """End a follow; what it has queued is superseded. Returns what it was."""
        async with self._db.write() as conn:
            one = await _require(conn, guild_id, subscription_id)
            await subscriptions.remove(conn, subscription_id, self._clock())
        return one

    async def set_filter(self, guild_id: int, subscription_id: int, text: str) -> Followed:
        """Give a follow another filter; an empty text lets everything through.

        Raises:
            UserError: ``filter.…``.
        """
        parse_filter(text)
        async with self._db.write() as conn:
            await _require(conn, guild_id, subscription_id)
            await subscriptions.set_filter(conn, subscription_id, text)
            return await _require(conn, guild_id, subscription_id)

    # -------------------------------------------------------------- OPML

    async def import_opml(self, guild_id: int, channel_id: int, body: bytes, user_id: int) -> ImportReport:
        """Follow every feed of an OPML list, a few at a time.

        Raises:
            UserError: ``opml.unreadable``.
        """
        gate = asyncio.Semaphore(MOST_AT_ONCE)

        async def follow(url: str) -> Added | UserError:
            async with gate:
                try:
                    return await self.add(guild_id, channel_id, url, user_id)
                except UserError as error:
                    return error

        listed = opml.read(body)
        results = await asyncio.gather(*(follow(one.url) for one in listed))
        outcomes = list(zip(listed, results, strict=True))
        return ImportReport(
            added=tuple(result.feed.outlet for result in results if isinstance(result, Added)),
            already=tuple(one.title or redact(one.url) for one, result in outcomes if _is_already(result)),
            failed=tuple(
                Refusal(redact(one.url), result.key, result.values)
                for one, result in outcomes
                if isinstance(result, UserError) and not _is_already(result)
            ),
        )

    async def export_opml(self, guild_id: int) -> bytes:
        """Return the server's follows as OPML."""
        listed = {one.feed.url: one.feed.outlet for one in await self.list(guild_id)}
        return opml.write([opml.OpmlFeed(url, outlet, "") for url, outlet in listed.items()], "Callsheet")

    def _outlet(self, found: Found) -> str:
        return outlet_names(self.suggested()).get(found.url, found.name)


async def _require(conn: Connection, guild_id: int, subscription_id: int) -> Followed:
    """Return a follow of this server."""
    subscription = await subscriptions.get(conn, subscription_id)
    feed = await feeds.get(conn, subscription.feed_id) if subscription else None
    if subscription is None or feed is None or subscription.guild_id != guild_id:
        raise UserError("feed.unknown")
    return Followed(subscription, feed)


async def _require_room(conn: Connection, guild_id: int) -> None:
    if len(await subscriptions.of_guild(conn, guild_id)) >= MOST_FEEDS:
        raise UserError("feed.limit", limit=MOST_FEEDS)


def _label(one: Followed) -> str:
    return f"{one.feed.outlet} \N{MIDDLE DOT} {urlsplit(one.feed.url).hostname}"[:MOST_LABEL]


def _is_already(result: Added | UserError) -> bool:
    return isinstance(result, UserError) and result.key == "feed.already"

"""A server's follows: adding, looking at, changing and moving them, with filters and OPML."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.clock import Clock
from bot.domain.models import Article, Delivery, Feed, Subscription
from bot.feeds.fetch import Fetcher
from bot.feeds.sandbox import Sandbox
from bot.store.database import Database

MOST_FEEDS = 100
"""Follows that one server may have."""


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


@dataclass(frozen=True, slots=True)
class SuggestedFeed:
    """A feed that we suggest; ``about`` is one sentence."""

    outlet: str
    url: str
    home: str
    language: str
    about: str


@dataclass(frozen=True, slots=True)
class SuggestedGroup:
    """Suggested feeds of one interest."""

    key: str
    name: str
    feeds: tuple[SuggestedFeed, ...]


class Follows:
    """The follows of servers. Every method takes the server's id, and sees nothing of another server.

    Methods that take a subscription raise ``UserError("feed.unknown")`` when the server has none with that id.
    """

    def __init__(
        self, db: Database, fetcher: Fetcher, sandbox: Sandbox, clock: Clock, base_interval: timedelta
    ) -> None:
        self._db = db
        self._fetcher = fetcher
        self._sandbox = sandbox
        self._clock = clock
        self._base_interval = base_interval

    async def add(
        self, guild_id: int, channel_id: int, url: str, user_id: int, *, filter: str = "", post_newest: bool = False
    ) -> Added:
        """Follow the feed at ``url``, or the one that the page there names; its articles are known, not posted.

        Raises:
            UserError: ``feed.url``, ``feed.already``, ``feed.limit``, ``feed.none_found``, ``filter.syntax``, or
                ``feed.fault.<fault>`` (values ``url``, ``detail``) when it cannot be had.
        """
        raise NotImplementedError

    async def list(self, guild_id: int) -> tuple[Followed, ...]:
        """Return the server's follows, by outlet."""
        raise NotImplementedError

    async def info(self, guild_id: int, subscription_id: int) -> FeedInfo:
        """Return all about one follow."""
        raise NotImplementedError

    async def preview(self, guild_id: int, source: str | int, count: int = 1) -> tuple[Article, ...]:
        """Return the newest articles of a follow (its id) or of any feed (its address), as they would be posted.

        Raises:
            UserError: as ``add`` does.
        """
        raise NotImplementedError

    async def pause(self, guild_id: int, subscription_id: int) -> Followed:
        """Stop posting for a follow; what comes meanwhile is not posted later."""
        raise NotImplementedError

    async def resume(self, guild_id: int, subscription_id: int, channel_id: int | None = None) -> Followed:
        """Post again for a follow, in another channel if one is given; a closed channel is tried again at once.

        Raises:
            UserError: ``feed.already`` when that channel follows the feed by another follow.
        """
        raise NotImplementedError

    async def remove(self, guild_id: int, subscription_id: int) -> Followed:
        """End a follow; what it has queued is superseded. Returns what it was."""
        raise NotImplementedError

    async def set_filter(self, guild_id: int, subscription_id: int, text: str) -> Followed:
        """Give a follow another filter; an empty text lets everything through.

        Raises:
            UserError: ``filter.syntax``.
        """
        raise NotImplementedError

    async def try_filter(self, guild_id: int, subscription_id: int, text: str) -> DryRun:
        """Say what the filter makes of the feed's newest stored articles, without changing anything.

        Raises:
            UserError: ``filter.syntax``.
        """
        raise NotImplementedError

    async def import_opml(self, guild_id: int, channel_id: int, body: bytes, user_id: int) -> ImportReport:
        """Follow every feed of an OPML list, a few at a time.

        Raises:
            UserError: ``opml.unreadable``.
        """
        raise NotImplementedError

    async def export_opml(self, guild_id: int) -> bytes:
        """Return the server's follows as OPML."""
        raise NotImplementedError

    async def choices(self, guild_id: int, text: str) -> tuple[tuple[str, int], ...]:
        """Return at most 25 follows whose outlet or address holds the text: label (≤ 100 characters) and id."""
        raise NotImplementedError

    def suggested(self) -> tuple[SuggestedGroup, ...]:
        """Return the shipped suggestions (data/feeds), which an operator may edit; read anew each time."""
        raise NotImplementedError

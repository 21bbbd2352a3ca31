"""From a feed's address to stored articles and queued deliveries."""

from __future__ import annotations

import asyncio
import hashlib
import mimetypes
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote, urlsplit

import structlog

from bot.clock import Clock
from bot.domain.facts import Extraction
from bot.domain.health import after_failure
from bot.domain.identity import Sighting, sightings
from bot.domain.models import Article, Entry, Feed, Page, ParsedFeed
from bot.domain.plan import Plan, notices
from bot.domain.schedule import next_poll
from bot.domain.stories import StoryIndex
from bot.domain.urls import canonical, looks_private, redact
from bot.errors import FeedError, FeedFault
from bot.feeds.fetch import ACCEPT_FEED, ACCEPT_PAGE, Fetched, Fetcher, NotModified
from bot.feeds.robots import Robots
from bot.feeds.sandbox import Sandbox
from bot.services import single
from bot.services.intake import STORY_WINDOW, Poll, take_in, unknown
from bot.services.learning import Learnt, moves, try_to_learn
from bot.services.reading import AT_ONCE, Reading
from bot.services.releases import Points
from bot.store import articles, feeds, stories, subscriptions
from bot.store.apply import apply
from bot.store.database import Connection, Database

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class PollResult:
    """What one poll brought: counts of new and changed articles and of deliveries queued, or the fault."""

    feed_id: int
    new: int = 0
    changed: int = 0
    queued: int = 0
    fault: FeedFault | None = None


@dataclass(frozen=True, slots=True)
class Ingested:
    """What a single source brought: new articles, facts about so many titles, releases that moved by them."""

    new: int = 0
    facts: int = 0
    titles: int = 0
    moves: int = 0


class Ingest:
    """Polls feeds. ``wake`` is called whenever deliveries were queued."""

    def __init__(
        self,
        db: Database,
        fetcher: Fetcher,
        sandbox: Sandbox,
        reading: Reading,
        *,
        clock: Clock,
        rng: random.Random,
        base_interval: timedelta,
        points: Points,
        wake: Callable[[], None],
    ) -> None:
        self._db = db
        self._fetcher = fetcher
        self._robots = Robots(fetcher, clock)
        self._sandbox = sandbox
        self._reading = reading
        self._bodies: dict[int, bytes] = {}
        self._clock = clock
        self._rng = rng
        self._base_s = int(base_interval.total_seconds())
        self._points = points
        self._wake = wake

    async def due(self, limit: int = 100) -> list[int]:
        """Return the ids of feeds whose time has come, longest overdue first."""
        async with self._db.read() as conn:
            return [feed.id for feed in await feeds.due(conn, self._clock(), limit)]

    async def poll_due(self) -> int:
        """Poll every feed that is due and return how many articles were new."""
        return sum(result.new for result in await asyncio.gather(*(self.poll(each) for each in await self.due())))

    async def poll(self, feed_id: int) -> PollResult:
        """Fetch, parse, plan and store one feed; a fault is stored and returned, not raised."""
        async with self._db.read() as conn:
            feed = await feeds.get(conn, feed_id)
        if feed is None:
            return PollResult(feed_id)
        try:
            answer = await self._fetcher.get(feed.url, feed.validators)
            parsed = await self._parse(feed, answer)
        except FeedError as error:
            return await self._failed(feed_id, error)
        fresh = await self._fresh(feed, parsed) if parsed else []
        readings = await self._reading.ahead(fresh)
        poll = Poll(answer, parsed, self._base_s, self._rng.random(), readings, self._reading.version_ahead)
        result = await self._worked(feed_id, poll)
        await self._read_late(feed_id, [sighting for sighting in fresh if sighting.digest not in readings])
        return result

    async def _parse(self, feed: Feed, answer: Fetched | NotModified) -> ParsedFeed | None:
        if isinstance(answer, NotModified):
            return None
        self._expect(feed, answer.body)
        return await self._sandbox.parse(answer.body, answer.url, answer.content_type)

    def _expect(self, feed: Feed, body: bytes) -> None:
        """Have the reader of articles ready when the feed is parsed, if it is not what the site sent last time."""
        digest = hashlib.blake2b(body, digest_size=16).digest()
        if feed.baseline_at is not None and self._bodies.get(feed.id) != digest:
            self._reading.expect()
        self._bodies[feed.id] = digest

    async def _fresh(self, feed: Feed, parsed: ParsedFeed) -> list[Sighting]:
        """Return the entries that are news; a feed's first ones are none, and are read when there is time."""
        if feed.baseline_at is None:
            return []
        async with self._db.read() as conn:
            return await unknown(conn, feed, sightings(parsed, self._clock()))

    async def _read_late(self, feed_id: int, missed: Sequence[Sighting]) -> None:
        """Read what was not read in time for its posts, as far as that is quickly done; the rest is caught up with."""
        if not missed:
            return
        async with self._db.read() as conn:
            stored = await articles.known_entries(conn, feed_id, [one.keys[0] for one in missed[-AT_ONCE:]])
            found = [await articles.get(conn, one.article_id) for one in stored.values()]
        await self._reading.late([article for article in found if article])

    async def _worked(self, feed_id: int, poll: Poll) -> PollResult:
        """Store what came; the feed is read again, for it may have changed while the site took its time."""
        async with self._db.write() as conn:
            feed = await feeds.get(conn, feed_id)
            if feed is None:
                return PollResult(feed_id)
            applied = await take_in(
                conn, feed, poll, await subscriptions.of_feed(conn, feed_id), self._clock(), self._points
            )
        if applied.queued:
            self._wake()
        if applied.new or applied.changed:
            _log.info("news", outlet=feed.outlet, new=applied.new, changed=applied.changed, queued=applied.queued)
        return PollResult(feed_id, applied.new, applied.changed, applied.queued)

    async def _failed(self, feed_id: int, error: FeedError) -> PollResult:
        """Store the fault, and when to try again."""
        now = self._clock()
        async with self._db.write() as conn:
            feed = await feeds.get(conn, feed_id)
            if feed is None:
                return PollResult(feed_id, fault=error.fault)
            after = after_failure(feed, error, now)
            after = self._later(after, error)
            follows = await subscriptions.of_feed(conn, feed_id)
            applied = await apply(conn, after, Plan(), notices(feed, after, follows, now), now)
        if applied.queued:
            self._wake()
        _log.info("feed failed", outlet=feed.outlet, fault=error.fault, detail=error.detail, failures=after.failures)
        return PollResult(feed_id, queued=applied.queued, fault=error.fault)

    def _later(self, feed: Feed, error: FeedError) -> Feed:
        unit = self._rng.random()
        return replace(
            feed, next_poll_at=next_poll(feed, self._clock(), base_s=self._base_s, rng_unit=unit, error=error)
        )

    # -------------------------------------------------------------- pages

    async def read_pages(self, limit: int = 5) -> int:
        """Read the pages of articles whose feed has only a summary; returns how many gained their text."""
        async with self._db.read() as conn:
            wanting = await articles.wanting_page(conn, limit)
        return sum(await asyncio.gather(*(self._read_page(article) for article in wanting)))

    async def _read_page(self, article: Article) -> bool:
        """Try an article's page, once: what it does not give, the summary has to do for."""
        page = await self._page(article.url or "")
        told = await self._reading.read(replace(article, text=page.text)) if page and page.text else None
        async with self._db.write() as conn:
            await articles.save_page(conn, article.id, page, self._clock())
            stored = await articles.get(conn, article.id)
            if page and told and stored and stored.text == page.text:
                await self._reading.learn(conn, stored, told, self._reading.version_ahead)
        return page is not None

    async def _page(self, url: str) -> Page | None:
        if not await self._robots.allowed(url):
            return None
        try:
            body = await self._body(url, ACCEPT_PAGE)
            self._reading.expect()
            return await self._sandbox.page(*body)
        except FeedError as error:
            _log.debug("no page", url=redact(url), fault=error.fault, detail=error.detail)
            return None

    async def _body(self, url: str, accept: str) -> tuple[bytes, str, str]:
        answer = await self._fetcher.get(url, accept=accept)
        assert isinstance(answer, Fetched), "an unconditional request has a body"
        return answer.body, answer.url, answer.content_type

    # -------------------------------------------------------------- single sources

    async def ingest_link(self, url: str) -> Ingested:
        """Store what is at an address, a feed's entries or one page, learn its facts, and return what it brought.

        Raises:
            FeedError: when it cannot be had or read.
        """
        return await self._ingest(*await self._body(url, ACCEPT_FEED))

    async def ingest_file(self, path: Path) -> Ingested:
        """Store what is in a file, a feed, a page or an article as JSON, as ``ingest_link`` does.

        Raises:
            FeedError: when it cannot be read.
        """
        try:
            body = await asyncio.to_thread(path.read_bytes)
        except OSError as error:
            raise FeedError(str(path), FeedFault.UNREACHABLE, error.strerror or "it cannot be read") from error
        return await self._ingest(body, f"file:///{quote(path.name)}", mimetypes.guess_type(path.name)[0] or "")

    async def _ingest(self, body: bytes, url: str, content_type: str) -> Ingested:
        """Store a document's articles as if they had been read where they are, but for no one to be told of them."""
        self._reading.expect()
        outlet, entries = await self._entries(body, url, content_type)
        async with self._db.read() as conn:
            known = await articles.ids_by_url(conn, [entry.url for entry in entries if entry.url])
        read = [(entry, await self._reading.read(entry)) for entry in entries if entry.url not in known]
        async with self._db.write() as conn:
            return await self._keep(conn, outlet, read)

    async def _keep(self, conn: Connection, outlet: str, read: Sequence[tuple[Entry, Extraction | None]]) -> Ingested:
        now, version = self._clock(), self._reading.version_ahead
        index = StoryIndex(await stories.sketches(conn, now - STORY_WINDOW))
        ids: set[int] = set()
        told: list[Learnt] = []
        for entry, extraction in read:
            story_id = index.match(entry.headline, entry.summary, outlet, entry.published_at or now)
            private = looks_private(entry.url or "")
            ids.add(made := await articles.add_single(conn, entry, outlet, now, private=private, story_id=story_id))
            learnt = await try_to_learn(conn, made, extraction, version, now, self._points) if extraction else None
            told += [learnt] if learnt else []
        titles = frozenset().union(*(learnt.titles for learnt in told))
        moved = await moves(conn, titles, ids, self._points.shown)
        return Ingested(len(ids), sum(learnt.facts for learnt in told), len(titles), moved)

    async def _entries(self, body: bytes, url: str, content_type: str) -> tuple[str, list[Entry]]:
        """Return what is in a document, and its outlet: an article as JSON, a feed, or else a page."""
        host = urlsplit(url).hostname or "local file"
        if article := single.read(body):
            outlet, entry = article
            return outlet or urlsplit(entry.url or "").hostname or host, [entry]
        try:
            parsed = await self._sandbox.parse(body, url, content_type)
        except FeedError as error:
            if error.fault is not FeedFault.NOT_A_FEED:
                raise
            page = await self._sandbox.page(body, url, content_type)
            return page.outlet or host, [_of_page(page)]
        return parsed.title or host, [seen.entry for seen in sightings(parsed, self._clock())]


def _of_page(page: Page) -> Entry:
    return Entry(
        headline=page.headline,
        url=canonical(page.url),
        text=page.text,
        author=page.author,
        image_url=page.image_url,
        published_at=page.published_at,
    )

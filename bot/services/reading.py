"""Having articles read: as they come in, when they were missed, and again when the reading has got better."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from datetime import date, timedelta

import structlog

from bot.clock import Clock
from bot.domain.facts import Extraction, Fact
from bot.domain.identity import Sighting
from bot.domain.key_facts import key_facts
from bot.domain.models import Article, Entry
from bot.domain.reading import Unread, phrases
from bot.errors import FeedError
from bot.extraction import VERSION
from bot.extraction.second import joined
from bot.feeds.sandbox import Sandbox
from bot.llm import LlmReader
from bot.services.learning import Learnt, try_to_learn
from bot.services.releases import Points
from bot.store import articles, edits, facts, meta, names
from bot.store.database import Connection, Database

PATIENCE_S = 0.5
"""How long the posts of a poll may wait for its articles to be read; on a busy machine they are edited afterwards."""

MOST_TRIES = 3
"""How often an article is tried that ends its reader; the next start of the bot tries it again."""

AT_ONCE = 10
"""Articles that a look for missed ones reads."""

YOUNG = timedelta(days=2)
"""Posts of older articles are not edited for what is learnt about them later, nor is a second reader asked unbidden."""

_REACHED = "reread_reached"
"""Under this the store keeps how far a reading of all articles has come."""

_log = structlog.get_logger(__name__)


class Reading:
    """Has articles read in the sandbox, and keeps what they say; ``points`` are the confidences that count.

    A ``second`` reader is slow. It reads along when stored articles are read, never while posts wait.
    """

    def __init__(
        self, db: Database, sandbox: Sandbox, clock: Clock, points: Points, second: LlmReader | None = None
    ) -> None:
        self._db = db
        self._sandbox = sandbox
        self._clock = clock
        self._points = points
        self._second = second
        self._failed: Counter[int] = Counter()
        self._after = 0
        self._late: set[asyncio.Task[Extraction | None]] = set()

    @property
    def version_ahead(self) -> int:
        """The version that what was read ``ahead`` counts as: less than ours while a second reader is to follow."""
        return VERSION - (self._second is not None)

    def expect(self) -> None:
        """Get ready, for articles may come in a moment."""
        self._sandbox.expect_articles()

    async def read(self, told: Entry | Article) -> Extraction | None:
        """Return what an article says, or None if it could not be read now."""
        text = _text(told)
        async with self._db.read() as conn:
            titles, people = await names.occurring(conn, phrases(f"{told.headline}\n{text}"))
        try:
            return await self._sandbox.extract(Unread(text, told.headline, _day(told), titles, people))
        except FeedError as error:
            _log.warning("an article could not be read", headline=told.headline, fault=error.fault)
            return None

    async def ahead(self, seen: Sequence[Sighting]) -> dict[str, Extraction]:
        """Return what entries say that are about to be stored, by their digest, as far as there is time."""
        loop = asyncio.get_running_loop()
        end = loop.time() + PATIENCE_S
        told: dict[str, Extraction] = {}
        for sighting in reversed(seen):
            if loop.time() >= end:
                break
            reading = asyncio.create_task(self.read(sighting.entry))
            self._late.add(reading)  # one that is late goes on: cut short, it would take its warm process with it
            reading.add_done_callback(self._late.discard)
            await asyncio.wait({reading}, timeout=end - loop.time())
            if not reading.done():
                break
            if extraction := reading.result():
                told[sighting.digest] = extraction
        return told

    async def late(self, missed: Sequence[Article]) -> None:
        """Read articles for which the posts did not wait."""
        for article in missed:
            if extraction := await self.read(article):
                await self._keep(article, extraction, self.version_ahead)

    # -------------------------------------------------------------- what is stored already

    async def catch_up(self, limit: int = AT_ONCE) -> int:
        """Read stored articles that were not, or not as they are now; returns how many were."""
        async with self._db.read() as conn:
            missed = await facts.unread(conn, VERSION, self._after, limit)
        self._after = missed[-1].id if len(missed) == limit else 0
        young = self._clock() - YOUNG
        tried = [one for one in missed if self._failed[one.id] < MOST_TRIES]
        read = [await self._again(one, along=one.first_seen_at >= young) for one in tried]
        return sum(learnt is not None for learnt in read)

    async def unread(self, *, every: bool = False) -> int:
        """Return how many articles ``reread`` will read at most."""
        async with self._db.read() as conn:
            return await facts.count_unread(conn, VERSION + every)

    async def reread(self, *, every: bool = False) -> AsyncIterator[Learnt]:
        """Read all articles that this version of the extraction has not read (or ``every`` one), and tell of each.

        It may be broken off at any article, and goes on from there when it is begun again.
        """
        after = await self._reached() if every else 0
        while True:
            async with self._db.read() as conn:
                batch = await facts.unread(conn, VERSION + every, after, AT_ONCE)
            for article in batch:
                yield await self._again(article, along=True) or Learnt()
            after = batch[-1].id if batch else 0
            if every:
                async with self._db.write() as conn:
                    await meta.set(conn, _REACHED, str(after))
            if not batch:
                return

    async def _reached(self) -> int:
        async with self._db.read() as conn:
            return int(await meta.get(conn, _REACHED) or 0)

    async def _again(self, article: Article, *, along: bool) -> Learnt | None:
        """Read a stored article, with the second reader or not, unless it cannot be now, or was changed meanwhile."""
        extraction = await self.read(article)
        if extraction is None:
            self._failed[article.id] += 1
            return None
        if along:
            extraction = joined(extraction, await self._second_opinion(article))
        learnt = await self._keep(article, extraction, VERSION)
        self._failed[article.id] += learnt is None
        return learnt

    async def _keep(self, article: Article, extraction: Extraction, version: int) -> Learnt | None:
        """Keep what an article says, unless it says something else by now: then it is to be read again."""
        async with self._db.write() as conn:
            if await articles.get(conn, article.id) != article:
                return None
            return await self.learn(conn, article, extraction, version)

    async def _second_opinion(self, article: Article) -> Sequence[Fact]:
        """Return what the second reader finds in an article. One of a private feed is not given out of our hands."""
        if self._second is None or not _text(article):
            return ()
        async with self._db.read() as conn:
            if not await articles.visible_to(conn, article.id, None):
                return ()
        return await self._second.read(_text(article), article.headline, _day(article))

    async def learn(self, conn: Connection, article: Article, extraction: Extraction, version: int) -> Learnt | None:
        """Keep what a stored article says; posts of a young one are edited if they have other facts to tell now."""
        now = self._clock()
        if now - article.first_seen_at > YOUNG:
            return await try_to_learn(conn, article.id, extraction, version, now, self._points)
        before = await self._told(conn, article.id)
        learnt = await try_to_learn(conn, article.id, extraction, version, now, self._points)
        if await self._told(conn, article.id) != before:
            await edits.mark_due(conn, [article.id], now)
        return learnt

    async def _told(self, conn: Connection, article_id: int) -> list[int]:
        """Return the facts that a post of the article would tell."""
        return [fact.id for fact in key_facts(await facts.of_articles(conn, [article_id]), self._points.shown)]


def _text(told: Entry | Article) -> str:
    return told.text or told.summary


def _day(told: Entry | Article) -> date | None:
    return told.published_at.date() if told.published_at else None

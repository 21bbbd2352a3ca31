"""A newsroom for tests: the services over a SQLite file, a feed site on loopback, and a publisher that writes down."""

import asyncio
import random
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from sqlalchemy import select

from bot.domain.facts import Extraction
from bot.domain.models import Delivery, Page, ParsedFeed
from bot.domain.posts import DigestBody, NoticeBody, Post, ReleaseBody, ReminderBody, StoryBody
from bot.domain.reading import Unread
from bot.domain.zones import Zones
from bot.errors import Gone
from bot.feeds.discovery import feed_links
from bot.feeds.fetch import open_fetcher
from bot.feeds.page import parse_page
from bot.feeds.parse import parse_feed
from bot.services import Services, build
from bot.services.follows import Added
from bot.services.zones import open_zones
from bot.store import migrate
from bot.store.database import Database, open_database
from bot.store.rows import DELIVERY
from bot.store.schema import delivery
from tests.feedserver import FeedServer, Item

GUILD, CHANNEL, OTHER_CHANNEL, ADMIN = 11, 21, 22, 31
FEED = "/feed.xml"
START = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Reader:
    """The sandbox without its process: the same parsers, at once; articles say what a test wants, by headline."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self.sayings: dict[str, Extraction] = {}
        self.read: list[Unread] = []
        self.expected = 0

    async def parse(self, body: bytes, url: str, content_type: str = "") -> ParsedFeed:
        return parse_feed(body, url, content_type, self._clock())

    async def page(self, body: bytes, url: str, content_type: str = "") -> Page:
        return parse_page(body, url, content_type, self._clock())

    async def extract(self, article: Unread) -> Extraction:
        self.read.append(article)
        return self.sayings.get(article.headline, Extraction())

    def expect_articles(self) -> None:
        self.expected += 1

    async def links(self, body: bytes, url: str, _content_type: str = "") -> list[str]:
        return feed_links(body.decode(), url)


class Hands:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def forward(self, by: timedelta) -> None:
        self.now += by


@dataclass
class Trouble:
    """A fault of the network edge: raised instead of an answer, after the message has arrived or before."""

    error: Exception
    times: int = 1
    arrives: bool = False
    channel: int | None = None


@dataclass
class Recorder:
    """Discord as a publisher sees it: messages in channels, repeated nonces recognised, faults on demand.

    While ``stalled`` is set no send ends before that event does, after (or before) the message has arrived.
    """

    clock: Callable[[], datetime]
    messages: dict[int, tuple[Post, datetime]] = field(default_factory=dict)
    edits: list[tuple[int, Post]] = field(default_factory=list)
    looks: list[Post] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    nonces: dict[str, int] = field(default_factory=dict)
    history_hidden: bool = False
    stalled: asyncio.Event | None = None
    arrives_first: bool = True
    attempts: int = 0
    attempted: asyncio.Event = field(default_factory=asyncio.Event)

    def fail(self, error: Exception, *, times: int = 1, arrives: bool = False, channel: int | None = None) -> None:
        """Let the next sends (to a channel) end so; with ``arrives`` the message is there all the same."""
        self.troubles.append(Trouble(error, times, arrives, channel))

    async def send(self, post: Post) -> int:
        self.attempts += 1
        self.attempted.set()
        trouble = self._trouble(post)
        if trouble and not trouble.arrives:
            raise trouble.error
        if self.stalled and not self.arrives_first:
            await self.stalled.wait()
        message_id = self.nonces.setdefault(post.nonce, 1000 + len(self.messages))
        self.messages.setdefault(message_id, (post, self.clock()))
        if self.stalled:
            await self.stalled.wait()
        if trouble:
            raise trouble.error
        return message_id

    async def edit(self, post: Post, message_id: int) -> None:
        trouble = self._trouble(post)
        if trouble:
            raise trouble.error
        self.edits.append((message_id, post))

    async def find(self, post: Post, since: datetime) -> int | None:
        self.looks.append(post)
        if self.history_hidden:
            raise Gone("403", permission="read_message_history")
        for message_id, (said, at) in self.messages.items():
            if said.delivery_id == post.delivery_id and at >= since:
                return message_id
        return None

    def _trouble(self, post: Post) -> Trouble | None:
        for trouble in self.troubles:
            if trouble.times and trouble.channel in (None, post.channel_id):
                trouble.times -= 1
                return trouble
        return None

    def told(self, channel: int | None = None) -> list[str]:
        """What was said, in order: headlines (a digest's joined), keys of notices, what is told of which release."""
        return [_words(post) for post, _ in self.messages.values() if channel in (None, post.channel_id)]

    def notices(self) -> list[Post]:
        """The notices among it."""
        return [post for post, _ in self.messages.values() if isinstance(post.body, NoticeBody)]


def _words(post: Post) -> str:
    match post.body:
        case StoryBody(article=article):
            return article.headline
        case DigestBody(stories=stories):
            return " + ".join(story.article.headline for story in stories)
        case NoticeBody(key=key):
            return key
        case ReminderBody(told=told) | (ReleaseBody() as told):
            return f"{told.telling} {told.title}"
    raise TypeError(type(post.body).__name__)


@dataclass
class Newsroom:
    """Everything of a running bot but Discord; the test turns the wheels."""

    db: Database
    services: Services
    site: FeedServer
    publisher: Recorder
    clock: Hands
    reader: Reader
    rebuild: Callable[[], Services]
    items: dict[str, list[Item]] = field(default_factory=dict)

    async def follow(self, path: str = FEED, channel: int = CHANNEL, guild: int = GUILD, **more: object) -> Added:
        """Have a channel follow a feed of the site, which is put up empty if it is not there."""
        if path not in self.items:
            self.publish(path=path)
        return await self.services.follows.add(guild, channel, self.site.url(path), ADMIN, **more)

    def publish(self, *news: Item | str, path: str = FEED) -> None:
        """Put entries at the top of a feed; a bare headline is published now, at an address of its own."""
        listed = self.items.setdefault(path, [])
        for one in news:
            listed.insert(0, self.item(one) if isinstance(one, str) else one)
        self.site.rss(path, listed, title=path.strip("/").partition(".")[0].title())

    def item(self, headline: str, **more: object) -> Item:
        """An entry of that headline; ``more`` are other fields of it."""
        slug = "-".join(headline.casefold().split())
        told = {"url": self.site.url(f"/{slug}"), "guid": slug, "published": self.clock.now, "content": "x" * 2000}
        return Item(headline, **{**told, **more})

    async def round(self, by: timedelta = HOUR) -> int:
        """Let time pass, poll what is due and say what is due; gives how many deliveries were sent."""
        self.clock.forward(by)
        await self.services.ingest.poll_due()
        return await self.services.deliver.run_due()

    async def kill(self) -> None:
        """End what is on its way as a SIGKILL does, and continue as another process on the same database."""
        flights = list(self.services.deliver._flights)
        for task in flights:
            task.cancel()
        await asyncio.gather(*flights, return_exceptions=True)
        self.publisher.stalled = None
        self.services = self.rebuild()
        self.services.deliver.publisher = self.publisher

    async def outbox(self) -> list[Delivery]:
        """Every delivery, oldest first."""
        return await outbox_of(self.db)


async def outbox_of(db: Database) -> list[Delivery]:
    """Every delivery of a database, oldest first."""
    async with db.read() as conn:
        rows = await conn.execute(select(*DELIVERY).order_by(delivery.c.id))
        return [Delivery(*row) for row in rows]


@cache
def zones() -> Zones:
    """The time zones, read once: that takes longer than many a test."""
    return open_zones(Hands())


@cache
def empty_database() -> bytes:
    """A database with the schema and nothing in it: made once, for it takes longer than most tests."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "empty.sqlite3"
        asyncio.run(migrate.upgrade(f"sqlite+aiosqlite:///{file}"))
        return file.read_bytes()


@asynccontextmanager
async def open_newsroom(folder: Path) -> AsyncIterator[Newsroom]:
    """Open one in a folder; the fetcher may visit loopback."""
    clock = Hands()
    file = folder / "callsheet.sqlite3"
    await asyncio.to_thread(file.write_bytes, await asyncio.to_thread(empty_database))
    async with AsyncExitStack() as stack:
        db = await stack.enter_async_context(open_database(f"sqlite+aiosqlite:///{file}"))
        site = await stack.enter_async_context(FeedServer.running())
        fetcher = await stack.enter_async_context(
            open_fetcher(user_agent="Callsheet/test", allow_private=True, clock=clock)
        )
        seeds = iter(range(100))
        reader = Reader(clock)

        def rebuild() -> Services:
            return build(
                db,
                fetcher,
                reader,
                clock=clock,
                rng=random.Random(next(seeds)),
                base_interval=timedelta(minutes=15),
                zones=zones(),
            )

        room = Newsroom(db, rebuild(), site, Recorder(clock), clock, reader, rebuild)
        room.services.deliver.publisher = room.publisher
        yield room

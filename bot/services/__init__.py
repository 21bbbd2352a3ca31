"""What a cog or a job may ask for; each service joins pure rules to the store and the web.

People's mistakes are raised as ``UserError`` with these keys: ``feed.url``, ``feed.already``, ``feed.limit``,
``feed.none_found``, ``feed.unknown``, ``feed.fault.<FeedFault>``, ``filter.…`` (domain.filters), ``opml.…`` (feeds),
``why.link``, ``why.unknown``, ``title.unknown``, ``person.unknown``, ``fact.unknown``, ``identity.…`` (merges),
``follow.…`` (title_follows), ``trivia.…`` (trivia), ``item.unknown``, ``settings.zone``, ``settings.locale``,
``settings.quiet``, ``settings.posts_per_hour``.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TypedDict

from bot.clock import Clock, utcnow
from bot.config import DATA, Settings
from bot.domain.zones import Zones
from bot.feeds.fetch import Fetcher, open_fetcher
from bot.feeds.sandbox import Sandbox, open_sandbox
from bot.llm import LlmReader, open_llm
from bot.services.answering import Answering
from bot.services.asking import Asking
from bot.services.boards import Boards
from bot.services.daily import Daily
from bot.services.deliver import Deliver
from bot.services.follows import Follows
from bot.services.guilds import Guilds
from bot.services.ingest import Ingest
from bot.services.itemising import Items
from bot.services.merges import Identities
from bot.services.moderation import Moderation
from bot.services.news import News
from bot.services.playing import Playing
from bot.services.privacy import Privacy
from bot.services.quizzing import Quizzing
from bot.services.reading import Reading
from bot.services.releases import STANDARD, Points, Releases
from bot.services.reminders import Reminders
from bot.services.status import Statuses
from bot.services.tidy import Tidy
from bot.services.title_follows import TitleFollows
from bot.services.titles import Titles
from bot.services.trivia import Trivia
from bot.services.upcoming import Upcoming
from bot.services.zones import open_zones
from bot.store.database import Database, open_database
from bot.store.migrate import upgrade


@dataclass(frozen=True, slots=True)
class Services:
    """All services, over one database. ``queued`` is set when deliveries are worth a look before the next tick."""

    db: Database
    ingest: Ingest
    deliver: Deliver
    news: News
    titles: Titles
    upcoming: Upcoming
    moderation: Moderation
    identities: Identities
    reading: Reading
    follows: Follows
    title_follows: TitleFollows
    guilds: Guilds
    statuses: Statuses
    tidy: Tidy
    zones: Zones
    releases: Releases
    reminders: Reminders
    privacy: Privacy
    quizzing: Quizzing
    asking: Asking
    trivia: Trivia
    items: Items
    playing: Playing
    boards: Boards
    daily: Daily
    queued: asyncio.Event


class _When(TypedDict):
    """What feeds are polled by."""

    clock: Clock
    base_interval: timedelta


def build(
    db: Database,
    fetcher: Fetcher,
    sandbox: Sandbox,
    *,
    base_interval: timedelta,
    clock: Clock = utcnow,
    rng: random.Random | None = None,
    points: Points = STANDARD,
    second: LlmReader | None = None,
    suggestions: Path = DATA / "feeds",
    zones: Zones | None = None,
) -> Services:
    """Join the services over what is open already.

    ``base_interval`` is how often a lively feed is asked, ``points`` how sure a fact must be, ``second`` who
    reads articles along, ``suggestions`` the folder of the feeds to suggest, ``zones``
    the time zones if they are read already.
    """
    rng = rng or random.Random()  # noqa: S311 - jitter and a worker's name, nothing secret
    name = f"{rng.getrandbits(48):012x}"
    queued = asyncio.Event()
    wake, when = queued.set, _When(clock=clock, base_interval=base_interval)
    zones = zones or open_zones(clock)
    releases = Releases(db, clock, points)
    reading = Reading(db, sandbox, clock, points, second)
    quizzing = Quizzing(db, clock, points)
    asking = Asking(db, clock, rng, quizzing)
    answering = Answering(db)
    playing = Playing(db, clock, asking, answering)
    return Services(
        db=db,
        ingest=Ingest(db, fetcher, sandbox, reading, rng=rng, wake=wake, **when, points=points),
        deliver=Deliver(db, clock=clock, rng=rng, worker_id=name, wake=wake, shown=points.shown),
        news=News(db),
        titles=Titles(db, clock, points.shown),
        upcoming=Upcoming(db, clock, points),
        moderation=Moderation(db, clock, points),
        identities=Identities(db, clock, points),
        reading=reading,
        follows=Follows(db, fetcher, sandbox, wake=wake, **when, suggestions=suggestions),
        title_follows=TitleFollows(db, clock, points),
        guilds=Guilds(db, clock),
        statuses=Statuses(db, clock),
        tidy=Tidy(db, clock),
        zones=zones,
        releases=releases,
        reminders=Reminders(db, clock, points, zones, releases),
        privacy=Privacy(db, clock),
        quizzing=quizzing,
        asking=asking,
        trivia=Trivia(db, clock, asking, answering, playing.woken.set),
        items=Items(db),
        playing=playing,
        boards=Boards(db, clock),
        daily=Daily(db, clock, asking, wake),
        queued=queued,
    )


@asynccontextmanager
async def open_services(
    settings: Settings, *, clock: Clock = utcnow, suggestions: Path = DATA / "feeds"
) -> AsyncIterator[Services]:
    """Open the database (brought up to date), the fetcher and the sandbox, and join the services over them.

    Raises:
        StoreError: when the database cannot be opened or brought up to date.
        StartupError: when a second reader is wanted whose library is not installed.
    """
    await upgrade(settings.database_url)
    async with AsyncExitStack() as stack:
        db = await stack.enter_async_context(open_database(settings.database_url))
        fetcher = await stack.enter_async_context(
            open_fetcher(user_agent=settings.user_agent, allow_private=settings.allow_private_addresses, clock=clock)
        )
        sandbox = await stack.enter_async_context(open_sandbox())
        interval = timedelta(seconds=settings.poll_interval)
        yield build(
            db,
            fetcher,
            sandbox,
            clock=clock,
            base_interval=interval,
            points=Points(settings.shown_confidence, settings.asked_confidence),
            second=await stack.enter_async_context(open_llm(settings)),
            suggestions=suggestions,
        )

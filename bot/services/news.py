"""Look-ups: the newest stories, search, and the trace of one article."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from math import ceil
from typing import TypeAlias

from bot.domain.facts import NameKind
from bot.domain.following import BECAUSE
from bot.domain.lookup import offered
from bot.domain.models import Article, Decision, Delivery, Outcome, StoryQuery, StoryView
from bot.domain.names import key
from bot.domain.naming import full_names
from bot.domain.urls import canonical
from bot.errors import UserError
from bot.store import articles, decisions, deliveries, names, search, stories, subscriptions
from bot.store.database import Connection, Database

PAGE_SIZE = 5
"""Stories on one page of an answer."""

MOST_NAMES = 16
"""Names of one title or person that are looked for."""

_Look: TypeAlias = Callable[[Connection, StoryQuery, int, int], Awaitable[tuple[list[StoryView], int]]]


@dataclass(frozen=True, slots=True)
class StoryPage:
    """A page of stories; ``page`` counts from 1 and is at most ``pages``, which is at least 1."""

    stories: tuple[StoryView, ...]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class TraceLine:
    """What was decided about an article for one follow of the asking server, be it of a feed, and what came of it.

    ``delivery`` is the row that says the article's story in that channel: queued for this article or, with
    ``SAME_STORY``, for an earlier one.
    """

    channel_id: int
    outlet: str
    decision: Decision
    delivery: Delivery | None = None


@dataclass(frozen=True, slots=True)
class Trace:
    """All that happened to an article: ``outlets`` carry its story, ``lines`` say what each follow made of it."""

    article: Article
    outlets: tuple[str, ...]
    lines: tuple[TraceLine, ...]


class News:
    """Answers questions about stored stories."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def latest(self, query: StoryQuery, page: int = 1) -> StoryPage:
        """Return a page of the newest stories that the query admits; a page beyond the last is the last.

        A name that is known stands for all names of its title or person.
        """
        return await self._page(stories.latest, query, page)

    async def search(self, query: StoryQuery, page: int = 1) -> StoryPage:
        """Return a page of the stories that match ``query.text`` best, names as in ``latest``; any text is safe."""
        return await self._page(search.search, query, page)

    async def _page(self, look: _Look, query: StoryQuery, page: int) -> StoryPage:
        page = max(page, 1)
        async with self._db.read() as conn:
            query = await _with_aliases(conn, query)
            views, total = await look(conn, query, (page - 1) * PAGE_SIZE, PAGE_SIZE)
            pages = max(ceil(total / PAGE_SIZE), 1)
            if page > pages:  # an old button: there were more when it was made
                page = pages
                views, total = await look(conn, query, (page - 1) * PAGE_SIZE, PAGE_SIZE)
        return StoryPage(tuple(views), page, pages, total)

    async def outlets(self, text: str, guild_id: int | None) -> tuple[str, ...]:
        """Return at most 25 outlets whose name begins with, or else holds, the text (for autocomplete)."""
        async with self._db.read() as conn:
            return offered(text, await articles.outlets(conn, guild_id), str)

    async def trace(self, link: str, guild_id: int | None) -> Trace:
        """Return what happened to the article at ``link``, as far as this server is concerned.

        Raises:
            UserError: ``why.link`` when it is no web address, ``why.unknown`` when we never saw it.
        """
        url = canonical(link)
        if url is None:
            raise UserError("why.link")
        async with self._db.read() as conn:
            return await _trace(conn, await articles.by_url(conn, url), guild_id)

    async def trace_delivery(self, delivery_id: int, guild_id: int | None) -> Trace:
        """Return the trace of the article that a delivery of this server said.

        Raises:
            UserError: ``why.unknown`` when there is no such delivery here, or it said no article.
        """
        async with self._db.read() as conn:
            row = await deliveries.get(conn, delivery_id)
            if row is None or row.article_id is None or row.guild_id != guild_id:
                raise UserError("why.unknown")
            return await _trace(conn, await articles.get(conn, row.article_id), guild_id)


async def _with_aliases(conn: Connection, query: StoryQuery) -> StoryQuery:
    """Return the query with all names of the titles and people that it names."""
    groups = [await _names_of(conn, name) for name in query.names]
    unknown = tuple(name for name, group in zip(query.names, groups, strict=True) if not group)
    return replace(query, names=unknown, aliases=(*query.aliases, *filter(None, groups)))


async def _names_of(conn: Connection, name: str) -> tuple[str, ...]:
    """Return the name with all others of whoever and whatever goes by it; nothing if nobody does."""
    found: list[str] = []
    for kind in NameKind:
        owners = await names.owners(conn, kind, [key(name)])
        for one in await names.known(conn, kind, owners.get(key(name), ())):
            found += full_names(one.names) if kind is NameKind.PERSON else one.names
    return (name, *found)[:MOST_NAMES] if found else ()


async def _trace(conn: Connection, article: Article | None, guild_id: int | None) -> Trace:
    if article is None or not await articles.visible_to(conn, article.id, guild_id):
        raise UserError("why.unknown")
    carried = await stories.outlets(conn, [article.story_id], guild_id)
    outlets = carried.get(article.story_id, (article.outlet,))
    return Trace(article, outlets, await _lines(conn, article, guild_id) if guild_id else ())


async def _lines(conn: Connection, article: Article, guild_id: int) -> tuple[TraceLine, ...]:
    """Return a line for every decision, with the row by which the channel was told the story, then for every follow."""
    told = {row.channel_id: row for row in await deliveries.of_story(conn, article.story_id, guild_id)}
    carriers = {one.id: feed.outlet for one, feed in await subscriptions.of_guild(conn, guild_id)}
    by_feed = tuple(
        TraceLine(one.channel_id, carriers.get(one.id, article.outlet), decision, told.get(one.channel_id))
        for decision, one in await decisions.of_article(conn, article.id, guild_id)
    )
    return by_feed + tuple(_followed(row, article) for row in told.values() if BECAUSE in row.payload)


def _followed(row: Delivery, article: Article) -> TraceLine:
    """Return the line of a story that was chosen for the sake of a title or person."""
    outcome = Outcome.QUEUED if row.article_id == article.id else Outcome.SAME_STORY
    return TraceLine(row.channel_id, article.outlet, Decision(0, outcome, row.payload[BECAUSE]), row)

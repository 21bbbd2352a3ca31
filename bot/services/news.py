"""Look-ups: the newest stories, search, and the trace of one article."""

from __future__ import annotations

from dataclasses import dataclass

from bot.clock import Clock
from bot.domain.models import Article, Decision, Delivery, StoryQuery, StoryView
from bot.store.database import Database

PAGE_SIZE = 5
"""Stories on one page of an answer."""


@dataclass(frozen=True, slots=True)
class StoryPage:
    """A page of stories; ``page`` counts from 1 and is at most ``pages``, which is at least 1."""

    stories: tuple[StoryView, ...]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class TraceLine:
    """What was decided about an article for one follow of the asking server, and what came of it.

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
    """Answers questions about stored stories; ``clock`` tells the present."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def latest(self, query: StoryQuery, page: int = 1) -> StoryPage:
        """Return a page of the newest stories that the query admits; a page beyond the last is the last."""
        raise NotImplementedError

    async def search(self, query: StoryQuery, page: int = 1) -> StoryPage:
        """Return a page of the stories that match ``query.text`` best; any text is safe."""
        raise NotImplementedError

    async def outlets(self, text: str, guild_id: int | None) -> tuple[str, ...]:
        """Return at most 25 outlets whose name begins with, or else holds, the text (for autocomplete)."""
        raise NotImplementedError

    async def trace(self, link: str, guild_id: int | None) -> Trace:
        """Return what happened to the article at ``link``, as far as this server is concerned.

        Raises:
            UserError: ``why.link`` when it is no web address, ``why.unknown`` when we never saw it.
        """
        raise NotImplementedError

    async def trace_delivery(self, delivery_id: int, guild_id: int | None) -> Trace:
        """Return the trace of the article that a delivery of this server said.

        Raises:
            UserError: ``why.unknown`` when there is no such delivery here, or it said no article.
        """
        raise NotImplementedError

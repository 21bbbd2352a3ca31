"""From matching articles to stories as look-ups show them, and what of it a server may see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, FromClause, literal, or_, select

from bot.domain.models import Article, Story, StoryQuery, StoryView
from bot.store import index
from bot.store.database import Connection
from bot.store.rows import ARTICLE
from bot.store.schema import article, entry, subscription
from bot.store.terms import Terms

MOST = 1_000
"""Articles that one look-up considers, the newest: nobody pages further, and it bounds the time of any query."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that a look-up found; the less ``cost``, the better it matches."""

    article_id: int
    story_id: int
    at: datetime
    cost: float

    @property
    def age(self) -> tuple[float, int]:
        """What to sort by for newest first."""
        return -self.at.timestamp(), -self.article_id


def visible(guild_id: int | ColumnElement[int] | None, seen: FromClause = article) -> ColumnElement[bool]:
    """Say that a server may be shown an article: not a private feed's, unless the server follows such a feed."""
    public = ~seen.c.private
    if guild_id is None:
        return public
    carried = entry.join(subscription, subscription.c.feed_id == entry.c.feed_id)
    theirs = select(1).select_from(carried).where(entry.c.article_id == seen.c.id)
    return or_(public, theirs.where(subscription.c.guild_id == guild_id).exists())


async def hits(conn: Connection, query: StoryQuery, terms: Terms | None) -> list[Hit]:
    """Return the newest articles that the query wants, with these terms if given."""
    columns = article.c.id, article.c.story_id, article.c.at
    if terms is None:
        found = select(*columns, literal(0.0)).order_by(article.c.at.desc(), article.c.id.desc())
    else:
        matching = index.match(conn, terms)
        both = select(*columns, matching.cost).join_from(matching.source, article, article.c.id == matching.article_id)
        found = both.where(matching.condition).order_by(matching.article_id.desc())
    if query.outlet is not None:
        found = found.where(article.c.outlet == query.outlet)
    if query.since is not None:
        found = found.where(article.c.at >= query.since)
    return [Hit(*row) for row in await conn.execute(found.where(visible(query.guild_id)).limit(MOST))]


async def show(conn: Connection, leads: Sequence[Hit], guild_id: int | None) -> list[StoryView]:
    """Return the stories of these leading articles, in their order.

    All that is told of a story comes of articles that the server may see.
    """
    rows = await conn.execute(select(*ARTICLE).where(article.c.id.in_([hit.article_id for hit in leads])))
    articles = {made.id: made for made in (Article(*row) for row in rows)}
    told = await reports(conn, [hit.story_id for hit in leads], guild_id)
    return [_view(articles[hit.article_id], told[hit.story_id]) for hit in leads]


def _view(lead: Article, told: Sequence[tuple[str, datetime]]) -> StoryView:
    story = Story(lead.story_id, lead.headline, first_at=told[0][1], last_at=told[-1][1])
    return StoryView(story, lead, tuple(dict.fromkeys(outlet for outlet, _ in told)))


async def reports(
    conn: Connection, story_ids: Iterable[int], guild_id: int | None
) -> dict[int, list[tuple[str, datetime]]]:
    """Return (outlet, instant) of each story's articles that the server may see, oldest first."""
    columns = article.c.story_id, article.c.outlet, article.c.at
    members = select(*columns).where(article.c.story_id.in_(list(story_ids)), visible(guild_id))
    told: dict[int, list[tuple[str, datetime]]] = {}
    for story_id, outlet, at in await conn.execute(members.order_by(article.c.at, article.c.id)):
        told.setdefault(story_id, []).append((outlet, at))
    return told

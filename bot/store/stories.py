"""Stories: what the matcher compares with, and the newest as look-ups show them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from bot.domain.models import StoryQuery, StoryView
from bot.domain.stories import StorySketch
from bot.store.database import Connection
from bot.store.schema import article, story
from bot.store.search import with_names
from bot.store.terms import Terms
from bot.store.views import Hit, hits, reports, show


async def sketches(conn: Connection, since: datetime) -> list[StorySketch]:
    """Return the stories that had an article since then, for ``domain.stories``."""
    recent = story.c.last_at >= since
    carriers: defaultdict[int, set[str]] = defaultdict(set)
    carried = select(article.c.story_id, article.c.outlet).join_from(story, article).where(recent)
    for story_id, outlet in await conn.execute(carried):
        carriers[story_id].add(outlet)
    rows = await conn.execute(select(story.c.id, story.c.headline, story.c.lead, story.c.last_at).where(recent))
    return [StorySketch(made, headline, lead, frozenset(carriers[made]), at) for made, headline, lead, at in rows]


async def outlets(conn: Connection, story_ids: Iterable[int], guild_id: int | None) -> dict[int, tuple[str, ...]]:
    """Return the outlets that carry each story, first to report first, as far as the server may be shown them."""
    told = await reports(conn, story_ids, guild_id)
    return {story_id: tuple(dict.fromkeys(outlet for outlet, _ in told[story_id])) for story_id in told}


async def latest(conn: Connection, query: StoryQuery, offset: int, limit: int) -> tuple[list[StoryView], int]:
    """Return the newest stories, newest first, and how many there are (counted among the newest 1,000 articles).

    ``query.text`` is not looked at. A story's leading article is the first that matched and may be shown; how new
    the story is, is how new that article is.
    """
    first: dict[int, Hit] = {}
    for hit in sorted(await hits(conn, query, with_names(Terms(), query)), key=lambda hit: hit.age, reverse=True):
        first.setdefault(hit.story_id, hit)
    leads = list(reversed(first.values()))
    return await show(conn, leads[offset : offset + limit], query.guild_id), len(leads)

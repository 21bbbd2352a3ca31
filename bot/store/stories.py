"""Stories: what the matcher compares with, and the newest as look-ups show them."""

from collections.abc import Iterable
from datetime import datetime

from bot.domain.models import StoryQuery, StoryView
from bot.domain.stories import StorySketch
from bot.store.database import Connection


async def sketches(conn: Connection, since: datetime) -> list[StorySketch]:
    """Return the stories that had an article since then, for ``domain.stories``."""
    raise NotImplementedError


async def outlets(conn: Connection, story_ids: Iterable[int], guild_id: int | None) -> dict[int, tuple[str, ...]]:
    """Return the outlets that carry each story, first to report first, as far as the server may be shown them."""
    raise NotImplementedError


async def latest(conn: Connection, query: StoryQuery, offset: int, limit: int) -> tuple[list[StoryView], int]:
    """Return the newest stories, newest first, and how many there are (counted among the newest 1,000 articles).

    ``query.text`` is not looked at. A story's leading article is the first that matched and may be shown.
    """
    raise NotImplementedError

"""Full-text search over stored articles."""

from bot.domain.models import StoryQuery, StoryView
from bot.store.database import Connection


async def search(conn: Connection, query: StoryQuery, offset: int, limit: int) -> tuple[list[StoryView], int]:
    """Return the best-matching stories, best first, and how many there are (among the newest 1,000 matching articles).

    Any text is safe. All words must occur; ``"a phrase"`` as it stands, ``-word`` must not; the last word and Hangul
    words match as beginnings. A text in which no word is left finds nothing. Equally good ones: newest first.
    """
    raise NotImplementedError

"""Articles, and the entries by which each feed knows them."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.models import Article, Entry, Page
from bot.domain.plan import KnownEntry
from bot.store.database import Connection


async def known_entries(conn: Connection, feed_id: int, keys: Sequence[str]) -> dict[str, KnownEntry]:
    """Return what this feed's keys stand for; unknown keys are left out.

    An ``article_id`` of 0 says that the article has been tidied away since: known, but nothing is left to change.
    """
    raise NotImplementedError


async def ids_by_url(conn: Connection, urls: Sequence[str]) -> dict[str, int]:
    """Return the articles whose own address (``Sighting.own_url``) is among these; unknown ones are left out."""
    raise NotImplementedError


async def get(conn: Connection, article_id: int) -> Article | None:
    """Return an article."""
    raise NotImplementedError


async def by_url(conn: Connection, url: str) -> Article | None:
    """Return the article at this canonical address; where articles share one, the newest."""
    raise NotImplementedError


async def visible_to(conn: Connection, article_id: int, guild_id: int | None) -> bool:
    """Tell whether a server (None: anyone at all) may be shown the article."""
    raise NotImplementedError


async def of_feed(conn: Connection, feed_id: int, limit: int) -> list[Article]:
    """Return a feed's newest articles, newest first."""
    raise NotImplementedError


async def outlets(conn: Connection, guild_id: int | None) -> list[str]:
    """Return the outlets of all articles that a server may be shown, in alphabetical order."""
    raise NotImplementedError


async def wanting_page(conn: Connection, limit: int) -> list[Article]:
    """Return articles of which only a summary is known and whose page was never tried, newest first."""
    raise NotImplementedError


async def save_page(conn: Connection, article_id: int, page: Page | None, now: datetime) -> bool:
    """Add what the article's page told (None: it was tried in vain), without overwriting what the feed told.

    Returns whether the article gained its image; its posts are then due for an edit.
    """
    raise NotImplementedError


async def add_single(
    conn: Connection,
    entry: Entry,
    outlet: str,
    now: datetime,
    *,
    private: bool = False,
    story_id: int | None = None,
) -> int:
    """Store one article that no feed brought, or return the known one at its address; gives its id.

    Without ``story_id`` it is a story of its own.
    """
    raise NotImplementedError


async def tidy(conn: Connection, before: datetime) -> int:
    """Delete up to 500 articles first seen before that instant which no open delivery needs; call until it gives 0.

    Their entries stay as long as the feed, so that a feed which lists them still never brings them as news again.
    """
    raise NotImplementedError

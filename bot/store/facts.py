"""Facts: what each article says, and the looks at it by title, person, story and article.

Ids in what is returned are those of today, after all merges; any id, merged or not, may be asked for. What the server
``guild_id`` (None: anyone at all) may not be shown is left out.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.domain.facts import NewFact, StoredFact
from bot.domain.models import Article
from bot.store.database import Connection


async def replace(conn: Connection, article_id: int, facts: Sequence[NewFact], version: int, now: datetime) -> int:
    """Store what an article says, read by this version of the extraction, in place of what was read before.

    A fact that it said before keeps its id. What an operator split off stays split off. Returns how many facts the
    article states now that it did not before.
    """
    raise NotImplementedError


async def of_title(conn: Connection, title_id: int, guild_id: int | None) -> list[StoredFact]:
    """Return all facts of a title, oldest article first."""
    raise NotImplementedError


async def of_person(conn: Connection, person_id: int, guild_id: int | None) -> list[StoredFact]:
    """Return all facts that name a person, oldest article first."""
    raise NotImplementedError


async def of_story(conn: Connection, story_id: int, guild_id: int | None) -> list[StoredFact]:
    """Return all facts of a story's articles, oldest article first."""
    raise NotImplementedError


async def of_articles(conn: Connection, article_ids: Iterable[int]) -> list[StoredFact]:
    """Return all facts of these articles, whoever may see them, oldest article first."""
    raise NotImplementedError


async def get(conn: Connection, fact_id: int, guild_id: int | None) -> StoredFact | None:
    """Return a fact."""
    raise NotImplementedError


async def titles_of_people(conn: Connection, person_ids: Iterable[int]) -> dict[int, set[int]]:
    """Return the titles that facts connect each person with; every id asked for is a key."""
    raise NotImplementedError


async def people_of_titles(conn: Connection, title_ids: Iterable[int]) -> dict[int, set[int]]:
    """Return the people that facts connect each title with; every id asked for is a key."""
    raise NotImplementedError


async def years_of_titles(conn: Connection, title_ids: Iterable[int]) -> dict[int, set[tuple[int, int]]]:
    """Return for each title the (season, year) in which facts say it came or comes out; season -1 where none is named.

    Every id asked for is a key; denied dates and such without a year are left out.
    """
    raise NotImplementedError


async def unread(conn: Connection, version: int, after_id: int, limit: int) -> list[Article]:
    """Return articles that this version of the extraction (or a newer) has not read, by id, those after ``after_id``.

    With ``version + 1`` also those that it has read: all but what newer ones read.
    """
    raise NotImplementedError


async def count_unread(conn: Connection, version: int) -> int:
    """Return how many articles this version of the extraction (or a newer) has not read."""
    raise NotImplementedError

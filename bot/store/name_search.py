"""Titles and people by what a member types: made for every keystroke."""

from bot.domain.facts import NameKind
from bot.domain.lookup import NameHit
from bot.store.database import Connection


async def suggest(
    conn: Connection, kind: NameKind | None, text: str, limit: int = 25, guild_id: int | None = None
) -> list[NameHit]:
    """Return titles, people or both (None) that the text may mean, best first; any text is safe.

    Ranked: the whole name (in any order of a person's names, or the whole of an alias), the beginning of the name, of
    a later word in it, of an alias, then with a letter or two mistyped; within each the most famous first. Without
    text: the most famous. Whom no likely fact speaks of (``fame`` 0) is never found. Names known from private feeds alone are found only by servers that follow such a feed.
    """
    raise NotImplementedError

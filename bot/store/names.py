"""Titles and people, and the names that they go by."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.domain.facts import NameKind
from bot.domain.naming import Named
from bot.store.database import Connection


async def add(
    conn: Connection,
    kind: NameKind,
    name: str,
    now: datetime,
    *,
    year: int | None = None,
    article_id: int | None = None,
) -> int:
    """Store a new title or person with its first name; gives its id.

    ``article_id`` is where the name was read: a name known from private feeds alone is found only by servers that
    follow such a feed. Without it everyone may find it.
    """
    raise NotImplementedError


async def add_names(
    conn: Connection, kind: NameKind, owner_id: int, texts: Iterable[str], *, article_id: int | None, now: datetime
) -> int:
    """Add names that a title or person goes by; those it has already (by ``names.key``) stay. Returns how many are new.

    A name read in private before, and now in public, is public from now on.
    """
    raise NotImplementedError


async def owners(conn: Connection, kind: NameKind, keys: Sequence[str]) -> dict[str, list[int]]:
    """Return who goes by a name with such a key (``names.key``), most famous first; unknown keys are left out."""
    raise NotImplementedError


async def known(conn: Connection, kind: NameKind, ids: Iterable[int]) -> list[Named]:
    """Return titles or people with all their names, those merged into them included, in the order of the ids.

    An id that was merged gives what it was merged into, once. Unknown ids are left out.
    """
    raise NotImplementedError


async def sounding(conn: Connection, names: Sequence[str]) -> list[int]:
    """Return the people who go by a name that may be another spelling of one of these, most famous first.

    They share a sound (see ``romanisation.sounds``): Korean names alone have such, and ``same_name`` decides.
    """
    raise NotImplementedError


async def occurring(conn: Connection, keys: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of titles and those of people whose key is among these (any number of them).

    Those whom no likely fact speaks of (``fame`` 0) are left out.
    """
    raise NotImplementedError


async def rename(conn: Connection, kind: NameKind, owner_id: int, name: str, now: datetime) -> bool:
    """Show a title or person by another name, which is added if new; the old one stays as an alias.

    Returns whether there is such a title or person.
    """
    raise NotImplementedError

"""Releases as they stand, made of the facts: kept so that calendars and planners need not read these all.

Rows of server 0 are for everyone. A server that may know more of a title (from private feeds), or holds something
wrong, has rows of its own for that title, which stand in place of everyone's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, delete, or_, select

from bot.domain.claims import NO_SEASON
from bot.domain.facts import NameKind
from bot.domain.releases import Release, ReleaseKind, ReleaseStatus
from bot.store.database import Connection, insert
from bot.store.name_index import OWNERS
from bot.store.schema import article, entry, fact, is_to_come, release, subscription, title, verdict

EVERYONE = 0
"""The server id of what all may know."""

_KEY = ("season", "kind", "region")
_STATED = ("value", "status", "network", "certainty")
_TITLES = OWNERS[NameKind.TITLE]


@dataclass(frozen=True, slots=True)
class Coming:
    """A release of a calendar, without its sources, and the name and year of its title.

    ``changed_at`` is when its date, status, network or certainty changed last.
    """

    title_id: int
    title: str
    year: int | None
    release: Release
    changed_at: datetime


# ------------------------------------------------------------------ storing


async def put(conn: Connection, title_id: int, views: Mapping[int, Sequence[Release]], now: datetime) -> bool:
    """Let a title (a root) have these releases, by the server that knows them. Returns whether that changed any.

    What was kept of titles that were merged into it goes.
    A server that may not know of any keeps one row without a date, so that it does not see everyone's.
    """
    wanted = {
        (guild_id, one.season, one.kind, one.region): one
        for guild_id, found in views.items()
        for one in (found or ([_nothing(title_id)] if guild_id != EVERYONE else []))
    }
    merged = select(title.c.id).where(_TITLES.merged(title_id))
    rows = list(await conn.execute(select(release).where(release.c.title_id.in_(merged))))
    stored = {(row.guild_id, row.season, row.kind, row.region): row for row in rows if row.title_id == title_id}
    kept = {stored[key].id for key in wanted.keys() & stored.keys()}
    gone = [row.id for row in rows if row.id not in kept]
    new = [one for one in wanted.items() if one[0] not in stored or _differs(stored[one[0]], one[1])]
    if gone:
        await conn.execute(delete(release).where(release.c.id.in_(gone)))
    if new:
        row = insert(conn, release)
        changed = {name: row.excluded[name] for name in (*_STATED, "earliest", "latest", "changed_at")}
        stating = row.on_conflict_do_update(index_elements=["title_id", "guild_id", *_KEY], set_=changed)
        await conn.execute(stating, [_columns(key[0], one, now) for key, one in new])
    return bool(gone or new)


def _nothing(title_id: int) -> Release:
    return Release(title_id, NO_SEASON, ReleaseKind.PREMIERE, ReleaseStatus.ANNOUNCED)


def _differs(row: Row[Any], one: Release) -> bool:
    return any(getattr(row, name) != getattr(one, name) for name in _STATED)


def _columns(guild_id: int, one: Release, now: datetime) -> dict[str, object]:
    dated = one.date
    days = {"earliest": dated.earliest if dated else None, "latest": dated.latest if dated else None}
    said = {name: getattr(one, name) for name in ("title_id", *_KEY, *_STATED)}
    return {**said, **days, "guild_id": guild_id, "changed_at": now}


# ------------------------------------------------------------------ looking


_COLUMNS = tuple(release.c[name] for name in ("title_id", *_KEY, *_STATED))


def _release(row: Row[Any]) -> Release:
    return Release(**{column.name: getattr(row, column.name) for column in _COLUMNS})


async def views(conn: Connection, title_id: int) -> dict[int, list[Release]]:
    """Return a title's releases as they are kept, by the server that knows them (0: everyone), without sources."""
    rows = await conn.execute(
        select(release.c.guild_id, *_COLUMNS).where(release.c.title_id == title_id).order_by(release.c.id)
    )
    found: dict[int, list[Release]] = {EVERYONE: []}
    for row in rows:
        found.setdefault(row.guild_id, []).append(_release(row))
    return found


async def between(
    conn: Connection, guild_id: int | None, first: date, last: date, network: str | None = None
) -> list[Coming]:
    """Return the releases that may come out between two days, as far as a server (None: anyone) may know them.

    The earliest come first. Those that were called off, or put off without a date, are among them only if dated.
    """
    there = release.c.latest >= first, release.c.earliest <= last, _known_to(guild_id)
    query = _with_titles().where(*there).order_by(release.c.earliest, release.c.latest, title.c.name, release.c.id)
    if network is not None:
        query = query.where(release.c.network == network)
    rows = await conn.execute(query)
    return [Coming(row.title_id, row.name, row.year, _release(row), row.changed_at) for row in rows]


async def networks(conn: Connection, guild_id: int | None) -> list[str]:
    """Return the networks of the releases that a server (None: anyone) may know, in the order of their names."""
    query = select(release.c.network).distinct().where(release.c.network != "", _known_to(guild_id))
    return sorted(await conn.scalars(query))


def _with_titles() -> Select[Any]:
    return select(*_COLUMNS, release.c.changed_at, title.c.name, title.c.year).join_from(
        release, title, title.c.id == release.c.title_id
    )


def _known_to(guild_id: int | None) -> ColumnElement[bool]:
    """Say that a server may know a row: its own, or everyone's where it has none of its own for the title."""
    everyones = release.c.guild_id == EVERYONE
    if not guild_id:
        return everyones
    own = release.alias("own")
    has_own = select(1).where(own.c.title_id == release.c.title_id, own.c.guild_id == guild_id).exists()
    return or_(release.c.guild_id == guild_id, and_(everyones, ~has_own))


async def viewers(conn: Connection, title_id: int) -> list[int]:
    """Return the servers that may know a title (a root) otherwise than everyone: by private feeds, or verdicts."""
    merged = select(title.c.id).where(_TITLES.merged(title_id))
    told = fact.join(article).join(entry, entry.c.article_id == article.c.id)
    carried = told.join(subscription, subscription.c.feed_id == entry.c.feed_id)
    private = select(subscription.c.guild_id).select_from(carried).where(fact.c.title_id.in_(merged), article.c.private)
    decided = select(verdict.c.guild_id).where(verdict.c.title_id.in_(merged), verdict.c.guild_id != EVERYONE)
    return sorted(set(await conn.scalars(private.distinct())) | set(await conn.scalars(decided.distinct())))


async def passing(conn: Connection, today: date) -> list[int]:
    """Return titles of which a release is due by today, but not kept as out yet."""
    due = select(release.c.title_id).where(release.c.latest <= today, is_to_come(release))
    return sorted(set(await conn.scalars(due)))


async def titles_after(conn: Connection, title_id: int, limit: int) -> list[int]:
    """Return the next titles by id of which facts are kept, after this one (roots only)."""
    known = select(title.c.id).where(title.c.id > title_id, title.c.id == title.c.root_id)
    return list(await conn.scalars(known.order_by(title.c.id).limit(limit)))

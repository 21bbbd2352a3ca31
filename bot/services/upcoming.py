"""What comes out next: an agenda of days and spans, the same as a calendar file, and its picture."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice
from math import ceil
from typing import TypeAlias
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.domain.calendar import Entry, Month, Period, agenda, period_of
from bot.domain.facts import NameKind
from bot.domain.footing import name_of
from bot.domain.lookup import offered
from bot.domain.releases import Release
from bot.export.picture import Sheet, draw
from bot.services.releases import Points, releases_of
from bot.services.zones import zone_of
from bot.store import names, releases
from bot.store.database import Connection, Database
from bot.store.releases import Coming

PAGE_SIZE = 6
"""Releases on one page, few enough for the lines of one picture."""

MOST_IN_FILE = 300
"""Releases in one calendar file."""


@dataclass(frozen=True, slots=True)
class Look:
    """What is asked for: how far ahead, of which network ("" for all), where and by whom."""

    period: Period
    network: str
    guild_id: int | None
    user_id: int


@dataclass(frozen=True, slots=True)
class Listed:
    """A release with its title: ``names`` are all by which that goes, the shown one first.

    ``changed_at`` is when something about the release changed last.
    """

    title_id: int
    title: str
    year: int | None
    names: tuple[str, ...]
    release: Release
    changed_at: datetime


Months: TypeAlias = tuple[Month[Listed], ...]


@dataclass(frozen=True, slots=True)
class Agenda:
    """What comes out from ``first`` to ``last``, which begin today; ``page`` counts from 1 and is at most ``pages``.

    ``every`` are all of it, ``months`` those of this page with their sources; ``total`` counts all.
    """

    look: Look
    first: date
    last: date
    every: tuple[Entry[Listed], ...]
    months: Months
    page: int
    pages: int

    @property
    def total(self) -> int:
        """How many releases there are, on all pages."""
        return len(self.every)

    @property
    def shown(self) -> tuple[Entry[Listed], ...]:
        """The releases of this page, in order."""
        return tuple(_flat(self.months))


class Upcoming:
    """Answers what comes out next. ``points`` are how sure a date must be to be told."""

    def __init__(self, db: Database, clock: Clock, points: Points) -> None:
        self._db = db
        self._clock = clock
        self._points = points
        self._drawing = asyncio.Lock()

    async def agenda(self, look: Look, page: int = 1) -> Agenda:
        """Return a page of what comes out; a page beyond the last is the last."""
        async with self._db.read() as conn:
            first, last, months = await self._months(conn, look)
            every = tuple(_flat(months))
            pages = max(ceil(len(every) / PAGE_SIZE), 1)
            page = min(max(page, 1), pages)
            months = _cut(months, (page - 1) * PAGE_SIZE, PAGE_SIZE)
            shown = await self._told(conn, months, look.guild_id)
        return Agenda(look, first, last, every, shown, page, pages)

    async def whole(self, look: Look) -> Agenda:
        """Return all that comes out as one page with its sources, for a calendar file."""
        async with self._db.read() as conn:
            first, last, months = await self._months(conn, look)
            shown = await self._told(conn, _cut(months, 0, MOST_IN_FILE), look.guild_id)
        return Agenda(look, first, last, tuple(_flat(months)), shown, 1, 1)

    async def networks(self, text: str, guild_id: int | None) -> tuple[str, ...]:
        """Return at most 25 networks that have releases and begin with, or else hold, the text (for autocomplete)."""
        async with self._db.read() as conn:
            return offered(text, await releases.networks(conn, guild_id), str)

    async def picture(self, sheet: Sheet) -> bytes:
        """Return the sheet as a PNG, drawn beside the event loop: one at a time, for each takes some memory."""
        async with self._drawing:
            return await asyncio.to_thread(draw, sheet)

    async def _months(self, conn: Connection, look: Look) -> tuple[date, date, Months]:
        zone, _ = await zone_of(conn, look.user_id, look.guild_id)
        today = self._clock().astimezone(ZoneInfo(zone)).date()
        first, last = period_of(look.period, today)
        found = await releases.between(conn, look.guild_id, first, last)
        ids = sorted({one.title_id for one in found})
        called = {one.id: one.names for one in await names.known(conn, NameKind.TITLE, ids)}
        listed = [_listed(one, called.get(one.title_id, ())) for one in found]
        return first, last, tuple(agenda(listed, first, last, look.network, of=lambda one: one.release))

    async def _told(self, conn: Connection, months: Months, guild_id: int | None) -> Months:
        """Return the months with the sources and former dates of what they hold."""
        ids = sorted({entry.one.title_id for entry in _flat(months)})
        known = {key: await releases_of(conn, key, guild_id, self._clock(), self._points) for key in ids}

        def told(entries: Sequence[Entry[Listed]]) -> tuple[Entry[Listed], ...]:
            return tuple(replace(entry, one=_told(entry.one, known[entry.one.title_id])) for entry in entries)

        return tuple(Month(month.first, told(month.days), told(month.bands)) for month in months)


def _listed(one: Coming, called: Sequence[str]) -> Listed:
    return Listed(
        one.title_id, one.title, one.year, tuple(dict.fromkeys((one.title, *called))), one.release, one.changed_at
    )


def _told(one: Listed, known: Sequence[Release]) -> Listed:
    """Return a release with its sources, found among all that are known of its title."""
    same = (found for found in known if name_of(found) == name_of(one.release))
    return replace(one, release=next(same, one.release))


def _flat(months: Iterable[Month[Listed]]) -> Iterable[Entry[Listed]]:
    return (entry for month in months for entry in (*month.days, *month.bands))


def _cut(months: Months, start: int, count: int) -> Months:
    """Return the part of the months that holds so many releases, from the ``start``-th on."""
    kept = set(map(id, islice(_flat(months), start, start + count)))
    cut = [
        Month(
            month.first,
            tuple(entry for entry in month.days if id(entry) in kept),
            tuple(entry for entry in month.bands if id(entry) in kept),
        )
        for month in months
    ]
    return tuple(month for month in cut if month.days or month.bands)

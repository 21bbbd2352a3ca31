"""What outbox rows of releases say: read from the facts of the title when they are sent."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.backing import backing, network_of
from bot.domain.claims import NO_SEASON
from bot.domain.edtf import Precision, parse
from bot.domain.facts import Certainty, Claim, NameKind, StoredFact, Verdict
from bot.domain.models import Delivery
from bot.domain.naming import Named
from bot.domain.posts import Ahead, ReleaseBody, ReminderBody
from bot.domain.reminders import Reminder, Telling, plan
from bot.store import facts, names, verdicts
from bot.store.database import Connection

LATE = timedelta(hours=1)
"""From when on it is said how late something is."""

_BY_CLOCK = frozenset({Telling.DUE, Telling.SPAN})


class Tidings:
    """Reads what is told of releases, each title once; made anew for each round, over one connection.

    ``shown`` is the least confidence of what is told beside the date.
    """

    def __init__(self, conn: Connection, now: datetime, shown: float) -> None:
        self._conn = conn
        self._now = now
        self._shown = shown
        self._read: dict[tuple[int, int], tuple[Named, list[StoredFact], dict[Claim, Verdict]] | None] = {}

    async def to_person(self, row: Delivery, reminder: Reminder) -> ReminderBody | None:
        """Return what a row says to the person of its reminder, None when its title is gone."""
        told = await self._told(row, reminder.guild_id, reminder.zone)
        if told is None:
            return None
        ahead = None if told.telling in _BY_CLOCK else self._ahead(reminder)
        return ReminderBody(told, reminder.id, reminder.user_id, ahead)

    async def to_channel(self, row: Delivery, zone: str) -> ReleaseBody | None:
        """Return what a row says to a channel whose server lives in that zone, None when its title is gone."""
        return await self._told(row, row.guild_id, zone)

    def _ahead(self, reminder: Reminder) -> Ahead:
        standing = reminder.standing
        return Ahead(standing, plan(reminder.before, reminder.zone, standing, self._now), reminder.zone)

    async def _told(self, row: Delivery, guild_id: int, zone: str) -> ReleaseBody | None:
        title = await self._title(int(row.payload["title"]), guild_id)
        if title is None:
            return None
        named, known, held = title
        telling, season = Telling(row.payload["telling"]), int(row.payload["season"])
        value, former = row.payload["value"], row.payload["former"]
        sources = backing(known, held, telling, season, (value, former))
        return ReleaseBody(
            telling=telling,
            title_id=named.id,
            title=named.name,
            year=named.year,
            season=None if season == NO_SEASON else season,
            value=value,
            former=former,
            days=_days_until(value, self._now.astimezone(ZoneInfo(zone))),
            certainty=sources[0].fact.certainty if sources else Certainty.CONFIRMED,
            network=network_of(known, held, season, self._shown),
            sources=sources,
            late_by=late if (late := self._now - row.due_at) >= LATE else timedelta(),
        )

    async def _title(self, title_id: int, guild_id: int) -> tuple[Named, list[StoredFact], dict[Claim, Verdict]] | None:
        """Return a title as it is known today, after all merges, with what a server (0: anyone) may know of it."""
        if (title_id, guild_id) not in self._read:
            named = await names.known(self._conn, NameKind.TITLE, [title_id])
            known = await facts.of_title(self._conn, title_id, guild_id or None)
            held = await verdicts.of_title(self._conn, title_id, guild_id or None)
            self._read[title_id, guild_id] = (named[0], known, held) if named else None
        return self._read[title_id, guild_id]


def _days_until(value: str, now: datetime) -> int | None:
    dated = parse(value) if value else None
    return (dated.earliest - now.date()).days if dated and dated.precision is Precision.DAY else None

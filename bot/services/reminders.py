"""Personal reminders: what somebody wants to be told of, by direct message, when it comes out or its date changes.

People's mistakes are raised as ``UserError`` with these keys: ``remind.unknown``, ``remind.limit``,
``remind.released`` (``value``: the date on which it came out), ``title.unknown``, ``settings.zone``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import structlog

from bot.clock import Clock
from bot.domain.claims import NO_SEASON
from bot.domain.facts import NameKind
from bot.domain.models import Delivery, DeliveryKind, DeliveryState, NewDelivery
from bot.domain.naming import Named
from bot.domain.releases import ReleaseStatus
from bot.domain.reminders import LATENESS, MORNING, Before, Planned, Reminder, Snooze, Standing, Telling
from bot.domain.zones import Zones
from bot.errors import UserError
from bot.services.releases import Points, Releases, refresh
from bot.services.zones import zone_of
from bot.store import deliveries, members, names, reminders
from bot.store.database import Connection, Database
from bot.store.reminders import Wish

MOST_REMINDERS = 200
"""Reminders that one person may have."""

AN_HOUR = timedelta(hours=1)

_UNSAID = frozenset({DeliveryState.EXPIRED, DeliveryState.FAILED})
_OPEN = frozenset({DeliveryState.PENDING, DeliveryState.CLAIMED})
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Reminded:
    """A reminder that was asked for: of which title, how its release stands, and what is planned, the next first.

    ``already``: it was there before, and was changed.
    """

    reminder: Reminder
    title: str
    year: int | None
    standing: Standing
    planned: tuple[Planned, ...]
    already: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """A reminder that somebody has. ``missed`` is when the last thing was due that could not be said, if so."""

    reminder: Reminder
    title: str
    year: int | None
    standing: Standing
    planned: tuple[Planned, ...]
    missed: datetime | None = None


class Reminders:
    """Keeps what people want to be reminded of. A zone is the person's own, else the server's, else UTC."""

    def __init__(self, db: Database, clock: Clock, points: Points, zones: Zones, releases: Releases) -> None:
        self._db = db
        self._clock = clock
        self._points = points
        self._zones = zones
        self._releases = releases

    async def add(  # noqa: PLR0917 - who, where, and what of
        self,
        user_id: int,
        guild_id: int | None,
        channel_id: int,
        title_id: int,
        season: int | None,
        before: Before,
        locale: str,
    ) -> Reminded:
        """Remind a person of a title, or a season of it (None: whichever comes next); one who asks again changes it.

        Raises:
            UserError: ``title.unknown``, ``remind.limit``, or ``remind.released`` when it is out already.
        """
        now = self._clock()
        async with self._db.write() as conn:
            named = await _titled(conn, title_id)
            zone, _ = await zone_of(conn, user_id, guild_id)
            numbered = NO_SEASON if season is None else season
            wish = Wish(user_id, guild_id or 0, channel_id, named.id, numbered, before, zone, locale)
            made, already = await reminders.add(conn, wish, now)
            if not already and await reminders.count(conn, user_id) > MOST_REMINDERS:
                raise UserError("remind.limit", most=MOST_REMINDERS)
            await refresh(conn, [named.id], now, self._points)
            [listed] = await _listed(conn, [made.id])
            if listed.standing.status is ReleaseStatus.RELEASED and not listed.planned:
                raise UserError("remind.released", title=named.name, value=listed.standing.value)
        _log.info("reminds", user=user_id, title=named.id, season=season, reminder=made.id, already=already)
        return Reminded(listed.reminder, named.name, named.year, listed.standing, listed.planned, already)

    async def list(self, user_id: int) -> tuple[Listed, ...]:
        """Return a person's reminders in the order in which they were asked for."""
        async with self._db.read() as conn:
            return tuple(await _listed(conn, [one.id for one in await reminders.of_user(conn, user_id)]))

    async def cancel(self, user_id: int, reminder_id: int) -> Listed:
        """Stop a person's reminder, and return it as it was.

        Raises:
            UserError: ``remind.unknown`` when it is not theirs, or stopped already.
        """
        async with self._db.write() as conn:
            await _own(conn, user_id, reminder_id)
            [listed] = await _listed(conn, [reminder_id])
            await reminders.stop(conn, reminder_id, self._clock())
        _log.info("does not remind any more", user=user_id, reminder=reminder_id)
        return listed

    async def snooze(self, user_id: int, delivery_id: int, until: Snooze) -> datetime:
        """Say what a person was told once more, later; returns when. Put off again, it is moved.

        Raises:
            UserError: ``remind.unknown`` when it was no reminder of theirs, or that is stopped.
        """
        now = self._clock()
        async with self._db.write() as conn:
            row = await deliveries.get(conn, delivery_id)
            if row is None or row.kind is not DeliveryKind.REMINDER or row.reminder_id is None:
                raise UserError("remind.unknown")
            made = await _own(conn, user_id, row.reminder_id)
            due_at = now + AN_HOUR if until is Snooze.HOUR else _next_morning(now, made.zone)
            await _put_off(conn, row, made, due_at, now)
        return due_at

    # -------------------------------------------------------------- zones

    async def zone(self, user_id: int, guild_id: int | None) -> tuple[str, bool]:
        """Return the zone in which a person is told, and whether it is their own choice."""
        async with self._db.read() as conn:
            return await zone_of(conn, user_id, guild_id)

    async def set_zone(self, user_id: int, text: str) -> str:
        """Let a person be told in the zone that they mean, and return it; all that is planned for them moves.

        Raises:
            UserError: ``settings.zone``.
        """
        zone = self._zones.resolve(text)
        async with self._db.write() as conn:
            await members.set_zone(conn, user_id, zone, self._clock())
            await reminders.rezone(conn, user_id, zone)
        await self._releases.plan_waiting()
        return zone

    def zones(self, text: str) -> Sequence[str]:
        """Return the zones that a text may mean, the likeliest first."""
        return self._zones.search(text)


async def _titled(conn: Connection, title_id: int) -> Named:
    named = await names.known(conn, NameKind.TITLE, [title_id])
    if not named:
        raise UserError("title.unknown", text=f"#{title_id}")
    return named[0]


async def _own(conn: Connection, user_id: int, reminder_id: int) -> Reminder:
    made = await reminders.get(conn, reminder_id)
    if made is None or made.user_id != user_id or made.stopped_at is not None:
        raise UserError("remind.unknown")
    return made


# ------------------------------------------------------------------ what is planned


async def _listed(conn: Connection, reminder_ids: Sequence[int]) -> list[Listed]:
    found = [one for one in [await reminders.get(conn, each) for each in reminder_ids] if one is not None]
    told = await reminders.said(conn, reminder_ids)
    named = {one.id: one for one in found}
    titles = {one: (await _titled(conn, one)) for one in {each.title_id for each in found}}
    return [
        Listed(
            named[one.id],
            titles[one.title_id].name,
            titles[one.title_id].year,
            one.standing,
            tuple(_planned(row) for row in told[one.id] if row.state in _OPEN),
            _missed(told[one.id]),
        )
        for one in found
    ]


def _planned(row: Delivery) -> Planned:
    told = row.payload
    expires_at = row.expires_at or row.due_at + LATENESS
    return Planned(Telling(told["telling"]), row.due_at, expires_at, told["value"], told["former"])


def _missed(rows: Iterable[Delivery]) -> datetime | None:
    """Return when the last thing was due that was not said, unless something was said since."""
    over = [row for row in rows if row.state in _UNSAID or row.state is DeliveryState.SENT]
    last = max(over, key=lambda row: (row.due_at, row.id), default=None)
    return last.due_at if last is not None and last.state in _UNSAID else None


def _next_morning(now: datetime, zone: str) -> datetime:
    place = ZoneInfo(zone)
    today = now.astimezone(place).date()
    mornings = [_at(today + timedelta(days=ahead), MORNING, place) for ahead in (0, 1)]
    return next(at for at in mornings if at > now)


def _at(day: date, at: time, place: ZoneInfo) -> datetime:
    return datetime.combine(day, at, place).astimezone(UTC)


async def _put_off(conn: Connection, row: Delivery, made: Reminder, due_at: datetime, now: datetime) -> None:
    """Queue what a row said once more; one that waits already is moved."""
    before = await reminders.snoozes(conn, row)
    if before and before[-1].state is DeliveryState.PENDING:
        await deliveries.move(conn, before[-1].id, due_at, due_at + LATENESS)
        return
    again = NewDelivery(
        kind=DeliveryKind.REMINDER,
        key=f"snooze:{row.id}:{len(before)}",
        guild_id=0,
        channel_id=made.user_id,
        due_at=due_at,
        reminder_id=made.id,
        payload=row.payload,
        expires_at=due_at + LATENESS,
    )
    await deliveries.add(conn, again, None, now)

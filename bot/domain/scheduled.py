"""Scheduled events of a server: which releases become one, and when such an event begins and ends.

Discord knows no event without an hour. A day without an hour becomes one that lasts from morning to midnight in the
server's time zone, and says so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.domain.edtf import parse
from bot.domain.facts import Certainty
from bot.domain.releases import Release, ReleaseKind, ReleaseStatus

MOST_EVENTS = 100
"""Events that Discord lets one server have ahead; the earliest are made."""

BEGINS, ENDS = time(9, 0), time(23, 59)

SOON = timedelta(minutes=2)
"""How long before its beginning an event is made at least: Discord takes none that began."""

_STANDS = frozenset({ReleaseStatus.ANNOUNCED, ReleaseStatus.SCHEDULED, ReleaseStatus.RESCHEDULED})

Name = tuple[int, int, ReleaseKind]
"""What tells a server's events apart: title, season and kind of the release."""


@dataclass(frozen=True, slots=True)
class ServerEvent:
    """A server's event of a release: ``event_id`` is Discord's, None until we know it.

    ``value`` is its day as EDTF; with ``CANCELLED`` it is to be called off. ``revision`` counts what was to be done.
    """

    id: int
    guild_id: int
    title_id: int
    season: int
    kind: ReleaseKind
    event_id: int | None
    value: str
    status: ReleaseStatus
    revision: int = 0

    @property
    def name(self) -> Name:
        """What tells it from the others of its server."""
        return self.title_id, self.season, self.kind

    @property
    def live(self) -> bool:
        """Whether it is to take place."""
        return self.status is not ReleaseStatus.CANCELLED


@dataclass(frozen=True, slots=True)
class Changes:
    """What is to be done about a server's events: made or edited, called off, and forgotten because they are over."""

    stand: tuple[tuple[ServerEvent | None, Release], ...]
    off: tuple[ServerEvent, ...]
    over: tuple[ServerEvent, ...]


def eligible(found: Iterable[Release], today: date) -> list[Release]:
    """Return the releases that become events, the earliest first: of each season and kind one, on a day to come."""
    chosen: dict[Name, Release] = {}
    for one in sorted((one for one in found if _fits(one, today)), key=lambda one: one.value):
        chosen.setdefault((one.title_id, one.season, one.kind), one)
    return list(chosen.values())


def _fits(one: Release, today: date) -> bool:
    day = day_of(one.value)
    return day is not None and day >= today and one.status in _STANDS and one.certainty is not Certainty.RUMORED


def day_of(value: str) -> date | None:
    """Return the day that a date is, None if it is none, or coarser, or only about that day."""
    when = parse(value) if value and not value.endswith("~") else None
    return when.earliest if when and when.earliest == when.latest else None


def changes(
    stored: Sequence[ServerEvent], wanted: Sequence[Release], today: date, told: Collection[int] = ()
) -> Changes:
    """Return how a server's events become what is wanted (see ``eligible``).

    ``told`` are titles of which more may have changed than the day: their events are edited in any case.
    """
    by_name: Mapping[Name, ServerEvent] = {one.name: one for one in reversed(stored)}
    places = {(one.title_id, one.season, one.kind): one for one in wanted}
    stand = [
        (by_name.get(name), one)
        for name, one in places.items()
        if _differs(by_name.get(name), one) or one.title_id in told
    ]
    left = [one for one in stored if one.name not in places or by_name[one.name] is not one]
    over = [one for one in left if one.live and (day_of(one.value) or today) < today]
    return Changes(tuple(stand), tuple(one for one in left if one.live and one not in over), tuple(over))


def _differs(stored: ServerEvent | None, one: Release) -> bool:
    return stored is None or (stored.value, stored.live) != (one.value, True)


def hours(day: date, zone: str, now: datetime) -> tuple[datetime, datetime] | None:
    """Return when the event of a day begins and ends (UTC), None if it is too late for it.

    On the day itself it begins at once.
    """
    where = _zone(zone)
    begin, end = (datetime.combine(day, at, tzinfo=where).astimezone(UTC) for at in (BEGINS, ENDS))
    begin = max(begin, now + SOON)
    return (begin, end) if begin < end else None


def today_in(zone: str, now: datetime) -> date:
    """Return the day that it is in a zone; one that is no more is taken for UTC."""
    return now.astimezone(_zone(zone)).date()


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC

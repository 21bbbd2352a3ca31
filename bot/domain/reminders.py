"""What followers of a release are told, and when: decided purely, from how it stood and how it stands now.

A day gives a morning in the person's zone, a coarser date a note when its span begins, no date at all "date announced"
as soon as there is one. A date without a time never becomes an instant of the release: what has an instant is the post.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum, StrEnum
from zoneinfo import ZoneInfo

from bot.domain.edtf import EdtfDate, Precision, parse, within
from bot.domain.releases import ReleaseStatus

MORNING = time(9)
"""When people are told of a day: at nine in their zone."""

LATENESS = timedelta(days=7)
"""How late a reminder is still worth saying, after the bot was down."""


class Before(IntEnum):
    """How many days before a release somebody wants to be told."""

    AT_RELEASE = 0
    DAY = 1
    WEEK = 7


class Telling(StrEnum):
    """What a reminder, or a post of a followed release, says."""

    DUE = "due"
    """It is out today, or in as many days as were asked for."""
    SPAN = "span"
    """The month, season, quarter or year begins in which it is to come out."""
    DATED = "dated"
    """There is a date at last."""
    SHARPENED = "sharpened"
    """The date is more exact now."""
    MOVED = "moved"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    REVIVED = "revived"
    """It was cancelled or postponed, and is not any more."""


class Snooze(StrEnum):
    """For how long somebody puts a reminder off."""

    HOUR = "hour"
    MORNING = "morning"
    """Until the next morning in their zone."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a release stands, as far as reminders go: its date as EDTF ("" for none) and its status."""

    value: str
    status: ReleaseStatus


@dataclass(frozen=True, slots=True)
class Reminder:
    """Somebody's wish to be told when a title comes out, or one season of it (-1: whichever comes next).

    It was asked for in a channel of a server (``guild_id`` 0: in direct messages). ``planned_for`` names the release
    that it is planned by ("": still to be planned), ``value`` and ``status`` say how that stood then; each change of it
    that was told counts in ``revision``. ``trouble`` is the reason why it could not be said anywhere, if so.
    """

    id: int
    user_id: int
    guild_id: int
    channel_id: int
    title_id: int
    season: int
    before: Before
    zone: str
    locale: str
    created_at: datetime
    stopped_at: datetime | None = None
    value: str = ""
    status: ReleaseStatus = ReleaseStatus.ANNOUNCED
    planned_for: str = ""
    revision: int = 0
    trouble: str = ""

    @property
    def standing(self) -> Standing:
        """How the release stood by which it is planned."""
        return Standing(self.value, self.status)


@dataclass(frozen=True, slots=True)
class Planned:
    """One thing that is to be said at ``due_at``, and is not worth saying any more after ``expires_at``.

    ``value`` is the date that it speaks of, ``former`` the one before it, where it tells of a change.
    """

    telling: Telling
    due_at: datetime
    expires_at: datetime
    value: str
    former: str = ""


_OFF = frozenset({ReleaseStatus.CANCELLED, ReleaseStatus.POSTPONED})


def plan(before: Before, zone: str, standing: Standing, now: datetime, at: time = MORNING) -> tuple[Planned, ...]:
    """Return what is to be said of a release by the clock, to one who wants to be told ``before`` in an IANA zone.

    A day is told of on the day asked for, or, when that is over, on the day itself; a span on its first day, whatever
    was asked for; no date, one called off, or one that is over, not at all. What should have been said earlier on the
    same day is said now. Instants are UTC; ``now`` is aware.

    Raises:
        zoneinfo.ZoneInfoNotFoundError: when there is no such zone.
    """
    if not standing.value or standing.status in _OFF:
        return ()
    dated, place = parse(standing.value), ZoneInfo(zone)
    today = now.astimezone(place).date()
    telling = Telling.DUE if dated.precision is Precision.DAY else Telling.SPAN
    day = next((one for one in _days(before, dated) if one >= today), None)
    if day is None:
        return ()
    due_at = max(now.astimezone(UTC), datetime.combine(day, at, place).astimezone(UTC))
    return (Planned(telling, due_at, due_at + LATENESS, standing.value),)


def _days(before: Before, dated: EdtfDate) -> tuple[date, ...]:
    if dated.precision is not Precision.DAY:
        return (dated.earliest,)
    return dated.earliest - timedelta(days=before), dated.earliest


def told(old: Standing, new: Standing) -> Telling | None:
    """Return what a change of one release is worth saying at once, None for nothing.

    That a release came out as announced is no change. A date taken back without another one is a move to none.
    """
    if new.status in _OFF:
        called = Telling.CANCELLED if new.status is ReleaseStatus.CANCELLED else Telling.POSTPONED
        return None if new.status is old.status else called
    if old.status in _OFF:
        return Telling.REVIVED
    if old.value == new.value or old.status is new.status is ReleaseStatus.RELEASED:
        return None
    if not old.value:
        return Telling.DATED if _is_news(new) else None
    return _redated(old.value, new.value)


def _is_news(standing: Standing) -> bool:
    """Whether a first date is news: what is out already is so only if it is told by the day."""
    return standing.status is not ReleaseStatus.RELEASED or parse(standing.value).precision is Precision.DAY


def _redated(old: str, new: str) -> Telling | None:
    if not new:
        return Telling.MOVED
    if within(new, old):
        return Telling.SHARPENED
    was, now = parse(old), parse(new)
    return None if (was.earliest, was.latest) == (now.earliest, now.latest) else Telling.MOVED

"""When a title comes out: the best date that is known, how it stands, and every date that it had before.

A release belongs to a title, a season of it (or none), a kind and, where articles state one, a region. How it stands
follows schema.org's ``eventStatus``: announced, scheduled, rescheduled, postponed, released or cancelled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.claims import NO_SEASON
from bot.domain.edtf import EdtfDate, parse
from bot.domain.facts import Certainty, StoredFact


class ReleaseKind(StrEnum):
    """What comes out: a series for the first time, a later season of it, a film in cinemas, or either on a platform."""

    PREMIERE = "premiere"
    SEASON = "season"
    FILM = "film"
    STREAMING = "streaming"


class ReleaseStatus(StrEnum):
    """How a release stands."""

    ANNOUNCED = "announced"
    SCHEDULED = "scheduled"
    RESCHEDULED = "rescheduled"
    POSTPONED = "postponed"
    RELEASED = "released"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Former:
    """A date that does not stand: one that was moved away from, or one that other outlets give side by side.

    ``since`` is when it was first said; ``sources`` say it, the best first.
    """

    value: str
    certainty: Certainty
    sources: tuple[StoredFact, ...]
    since: datetime


@dataclass(frozen=True, slots=True)
class Release:
    """What is known of one release of a title.

    ``value`` is its date as EDTF, "" while none is known; ``season`` is -1 for a title as a whole. ``former`` are the
    dates that it had before, the last first; ``rivals`` are dates that lost against ``value`` but are still said.
    ``sources`` say the date, or, where it is called off or has none, that; the best first. What is cancelled keeps the
    date that it had, what is postponed has none.
    """

    title_id: int
    season: int
    kind: ReleaseKind
    status: ReleaseStatus
    value: str = ""
    region: str = ""
    network: str = ""
    certainty: Certainty = Certainty.CONFIRMED
    sources: tuple[StoredFact, ...] = ()
    former: tuple[Former, ...] = ()
    rivals: tuple[Former, ...] = ()

    @property
    def date(self) -> EdtfDate | None:
        """The date with its first and last possible day, if there is one."""
        return parse(self.value) if self.value else None

    @property
    def numbered(self) -> int | None:
        """The season, or None for the title as a whole."""
        return None if self.season == NO_SEASON else self.season


def next_release(found: Sequence[Release], season: int | None, today: date) -> Release | None:
    """Return the release that one who follows a title (or a season of it) means today, None if nothing is known.

    That is the next one to come; else the newest without a date; else one that was cancelled; else the last one that
    came out. One that comes out today is still to come. A first season may be known as the title as a whole.
    """
    of_season = [one for one in found if season is None or one.season == season]
    if season == 1 and not of_season:
        of_season = [one for one in found if one.season == NO_SEASON]
    return min(of_season, key=lambda one: _turn(one, today), default=None)


def _turn(release: Release, today: date) -> tuple[int, int]:
    """Return the place of a release among those that a follower may mean, the smallest first."""
    dated = release.date
    if release.status is ReleaseStatus.CANCELLED:
        return 2, -release.season
    if release.status is not ReleaseStatus.RELEASED and dated is None:
        return 1, -release.season
    if dated is not None and dated.latest >= today:
        return 0, dated.latest.toordinal()
    return 3, -dated.latest.toordinal() if dated else 0

"""What followers of a release are told, and when: decided purely, from how it stood and how it stands now.

A day gives a morning in the person's zone, a coarser date a note when its span begins, no date at all "date announced"
as soon as there is one. A date without a time never becomes an instant of the release: what has an instant is the post.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

from bot.domain.releases import ReleaseStatus


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
class Planned:
    """One thing that is to be said at ``due_at``, and is not worth saying any more after ``expires_at``.

    ``value`` is the date that it speaks of, ``former`` the one before it, where it tells of a change.
    """

    telling: Telling
    due_at: datetime
    expires_at: datetime
    value: str
    former: str = ""

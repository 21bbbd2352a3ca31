"""A calendar file (RFC 5545) of things that have a day or a span of days, and never a time.

Whoever imports the file again finds the same events, changed: each keeps its ``uid``, and its sequence rises.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icalendar import Event

PRODUCT = "-//Callsheet//Releases//EN"


class EventStatus(StrEnum):
    """How sure an event is."""

    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One event from its first to its last day.

    ``sequence`` rises whenever it changes; ``url`` is where it is told, in ASCII.
    """

    uid: str
    summary: str
    first: date
    last: date
    status: EventStatus
    sequence: int
    changed_at: datetime
    description: str = ""
    url: str | None = None


def calendar_file(name: str, events: Iterable[CalendarEvent], now: datetime) -> bytes:
    """Return the calendar ``name`` with the events as the bytes of an ``.ics`` file; ``now`` is when it was made."""
    from icalendar import Calendar  # noqa: PLC0415 - few ask for the file, and it costs memory

    calendar = Calendar()
    for key, value in (
        ("PRODID", PRODUCT),
        ("VERSION", "2.0"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
        ("X-WR-CALNAME", name),
    ):
        calendar.add(key, value)
    for event in events:
        calendar.add_component(_component(event, now))
    return bytes(calendar.to_ical())


def _component(event: CalendarEvent, now: datetime) -> Event:
    """Return an event as the library has it. All days: the end is the day after, and nobody is busy meanwhile."""
    from icalendar import Event  # noqa: PLC0415 - as above

    made = Event()
    made.add("UID", event.uid)
    made.add("DTSTAMP", now)
    made.add("DTSTART", event.first)
    made.add("DTEND", event.last + timedelta(days=1))
    made.add("SUMMARY", event.summary)
    made.add("STATUS", event.status.value)
    made.add("SEQUENCE", event.sequence)
    made.add("LAST-MODIFIED", event.changed_at)
    made.add("TRANSP", "TRANSPARENT")
    if event.description:
        made.add("DESCRIPTION", event.description)
    if event.url:
        made.add("URL", event.url)
    return made

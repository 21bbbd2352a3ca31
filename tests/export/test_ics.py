"""Calendar files: read back by the library as any calendar program would, they say what was put in."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from icalendar import Calendar

from bot.export.ics import CalendarEvent, EventStatus, calendar_file

NOW = datetime(2025, 2, 8, 9, tzinfo=UTC)


def an_event(**values: Any) -> CalendarEvent:
    usual = {
        "uid": "release-1--1-premiere@callsheet",
        "summary": "Paper Lanterns",
        "first": date(2025, 3, 10),
        "last": date(2025, 3, 10),
        "status": EventStatus.CONFIRMED,
        "sequence": 2,
        "changed_at": NOW,
    }
    return CalendarEvent(**usual | values)


def read_back(*events: CalendarEvent) -> list[Any]:
    """Return the events of the file, read strictly."""
    return list(Calendar.from_ical(calendar_file("Upcoming", events, NOW)).walk("VEVENT"))


def test_a_day_is_a_day_and_never_an_instant():
    (event,) = read_back(an_event())
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (date(2025, 3, 10), date(2025, 3, 11))
    assert b"DTSTART;VALUE=DATE:20250310\r\n" in calendar_file("Upcoming", [an_event()], NOW)


@pytest.mark.parametrize(
    ("first", "last", "end"),
    [
        (date(2024, 2, 1), date(2024, 2, 29), date(2024, 3, 1)),
        (date(2025, 12, 1), date(2026, 2, 28), date(2026, 3, 1)),
        (date(2025, 1, 1), date(2025, 12, 31), date(2026, 1, 1)),
    ],
    ids=["leap February", "a winter over the year's end", "a year"],
)
def test_a_span_ends_on_the_day_after_its_last(first: date, last: date, end: date):
    (event,) = read_back(an_event(first=first, last=last, status=EventStatus.TENTATIVE))
    assert (event.decoded("DTSTART"), event.decoded("DTEND"), event["STATUS"]) == (first, end, "TENTATIVE")


def test_what_programs_know_an_event_by_is_there():
    (event,) = read_back(an_event(status=EventStatus.CANCELLED, sequence=7))
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == ("release-1--1-premiere@callsheet", 7, "CANCELLED")
    assert event.decoded("DTSTAMP") == NOW


def test_strangers_words_cannot_break_out_of_their_property():
    hostile = 'A; B, "C"\\ 지금 우리 학교는\nBEGIN:VALARM\r\nATTACH:file'
    (event,) = read_back(an_event(summary=hostile, description=hostile * 20, url="https://outlet.example/a?b=c,d;e"))
    assert not event.subcomponents
    assert str(event["SUMMARY"]).split() == hostile.split()
    assert "지금 우리 학교는" in str(event["DESCRIPTION"])
    assert str(event["URL"]) == "https://outlet.example/a?b=c,d;e"


def test_no_line_is_longer_than_the_standard_allows():
    raw = calendar_file("다가오는 작품", [an_event(summary="지금 우리 학교는 " * 30)], NOW)
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))


def test_a_calendar_without_events_is_a_calendar():
    calendar = Calendar.from_ical(calendar_file("Upcoming", [], NOW))
    assert (calendar["X-WR-CALNAME"], calendar["VERSION"], calendar.subcomponents) == ("Upcoming", "2.0", [])

"""Dates of feeds, repaired before they are trusted.

feedparser reads KST and JST as UTC, and ``2026.09.30 12:00`` or ``2026년 09월 30일`` as the first of the month. The
common forms are therefore read here; its reading of any other is believed only where the text bears it out.
"""

import calendar
import re
import time
import unicodedata
from datetime import UTC, datetime, timedelta, timezone
from typing import NamedTuple

_YEAR = r"(?P<year>(?:19|20)\d\d)"
_MONTH_NAME = r"(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAYS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_YEAR}\s*[-./년年]\s*(?P<month>\d\d?)\s*[-./월月]\s*(?P<day>\d\d?)(?!\d)\s*[일日.]?",
        rf"\b{_YEAR}(?P<month>\d\d)(?P<day>\d\d)(?=\D|$|\d{{4,6}}\b)",
        rf"\b(?P<day>\d\d?)(?:st|nd|rd|th)?[\s-]+{_MONTH_NAME},?[\s-]+(?P<year>(?:19|20)?\d\d)\b",
        rf"\b{_MONTH_NAME}\s+(?P<day>\d\d?)(?:st|nd|rd|th)?,?\s+{_YEAR}\b",
    )
)
_TIME = re.compile(
    r"(?P<before>오전|오후|午前|午後|上午|下午)?\s*(?<!\d)(?P<hour>\d\d?)\s*[:시時]\s*(?P<minute>\d\d?)?\s*[:분分]?\s*(?P<second>\d\d)?"
    r"(?:[.,]\d+)?\s*(?P<after>[ap]\.?m\b\.?)?",
    re.IGNORECASE,
)
_COMPACT_TIME = re.compile(
    r"^T?(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?(?!\d)(?P<before>)(?P<after>)", re.IGNORECASE
)
_OFFSET = re.compile(r"(?:GMT|UTC)?\s*(?P<sign>[+-])(?P<hours>\d\d?):?(?P<minutes>\d\d)?(?!\d)")
_ZONE_NAME = re.compile(r"\b[A-Z]{1,4}\b|(?<=\d)Z\b")
_ZONES = {  # hours east of Greenwich; where a name means several zones, the one that newsrooms mean
    name: hours
    for hours, names in (
        (0, "Z UT UTC GMT WET"),
        (1, "BST WEST CET"),
        (2, "CEST EET SAST"),
        (3, "EEST MSK"),
        (5.5, "IST"),
        (7, "WIB ICT"),
        (8, "HKT SGT PHT AWST"),
        (9, "KST JST"),
        (10, "AEST"),
        (11, "AEDT"),
        (12, "NZST"),
        (13, "NZDT"),
        (-4, "EDT"),
        (-5, "EST CDT"),
        (-6, "CST MDT"),
        (-7, "MST PDT"),
        (-8, "PST"),
    )
    for name in names.split()
}
_HOME_ZONES = {"ko": 9, "ja": 9, "zh": 8}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NOON = 12
_CENTURY = 100
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_AHEAD = timedelta(days=1)
_SLIP = timedelta(minutes=5)
_MAX_CHARS = 100


class Dated(NamedTuple):
    """An instant that may be trusted, or None, and what had to be done for it ("" for nothing)."""

    at: datetime | None
    warning: str = ""


def trusted(raw: str | None, parsed: time.struct_time | None, language: str | None, now: datetime) -> Dated:
    """Return the instant that a feed's date means.

    ``parsed`` is feedparser's reading (UTC). A date without a zone is taken for the time of the country of the feed's
    ``language``. A date up to a day ahead of ``now`` becomes ``now``; further ahead, or before 1990, there is none.
    """
    if not raw or not raw.strip():
        return Dated(None)
    text = unicodedata.normalize("NFKC", raw.strip()[:_MAX_CHARS])
    at = _read(text, language) or _borne_out(text, parsed)
    if at is None:
        return Dated(None, f"unreadable date {raw.strip()[:40]!r}")
    if at < _EARLIEST or at > now + _AHEAD:
        return Dated(None, f"impossible date {raw.strip()[:40]!r}")
    return Dated(now, "a date in the future") if at > now + _SLIP else Dated(min(at, now))


def _read(text: str, language: str | None) -> datetime | None:
    """Read day, time and zone, in this order; None where the day is of no known form or does not exist."""
    found = next((match for pattern in _DAYS if (match := pattern.search(text))), None)
    if found is None:
        return None
    rest = text[found.end() :]
    clock = _COMPACT_TIME.search(rest) or _TIME.search(rest)
    zone = _zone(rest[clock.end() :] if clock else "", language)
    year, month, day = _day(found)
    hour, minute, second = _time(clock) if clock else (0, 0, 0)
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _day(found: re.Match[str]) -> tuple[int, int, int]:
    parts = found.groupdict()
    year = int(parts["year"])
    month = _MONTHS.index(parts["name"].lower()) + 1 if parts.get("name") else int(parts["month"])
    return year if year >= _CENTURY else 2000 + year, month, int(parts["day"])


def _time(found: re.Match[str]) -> tuple[int, int, int]:
    hour = int(found["hour"])
    half = found["before"] or (found["after"] or "").lower()[:1]
    if half in ("오후", "午後", "下午", "p") and hour < _NOON:
        hour += _NOON
    if half in ("오전", "午前", "上午", "a") and hour == _NOON:
        hour = 0
    return hour, int(found["minute"] or 0), min(int(found["second"] or 0), 59)


def _zone(text: str, language: str | None) -> timezone:
    """Return the zone named after the time, else the one that the feed's language lives in, else UTC."""
    offset = _OFFSET.search(text)
    if offset:
        shift = timedelta(hours=int(offset["hours"]), minutes=int(offset["minutes"] or 0))
        return timezone(shift if offset["sign"] == "+" else -shift)
    named = (_ZONES.get(name.upper()) for name in _ZONE_NAME.findall(text))
    hours = next((hours for hours in named if hours is not None), None)
    if hours is None:
        hours = _HOME_ZONES.get((language or "")[:2].lower(), 0)
    return timezone(timedelta(hours=hours))


def _borne_out(text: str, parsed: time.struct_time | None) -> datetime | None:
    """Return feedparser's reading if its year and its day (give or take one, for the zone) stand in the text."""
    if parsed is None:
        return None
    numbers = {int(number) for number in re.findall(r"\d+", text)}
    if parsed.tm_year not in numbers or not numbers & {parsed.tm_mday - 1, parsed.tm_mday, parsed.tm_mday + 1}:
        return None
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC)
    except (ValueError, OverflowError):
        return None

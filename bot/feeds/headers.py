"""What the headers of an answer say about time: when to ask again, and until when the answer is fresh."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST_WISH = timedelta(days=1)
"""The longest wait that a site may ask for; some ask for years."""


def retry_at(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """Return the instant that Retry-After names (in seconds or as a date), at most LONGEST_WISH from now."""
    value = headers.get("Retry-After", "").strip()
    at = _after(now, value) if value.isdecimal() else _http_date(value)
    return min(at, now + LONGEST_WISH) if at is not None and at > now else None


def fresh_until(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """Return until when Cache-Control's max-age (less the Age) lets us keep the answer; None if not at all."""
    wishes = dict(_wish(part) for part in headers.get("Cache-Control", "").lower().split(","))
    age = headers.get("Age", "0").strip()
    max_age = wishes.get("max-age", "")
    if "no-store" in wishes or "no-cache" in wishes or not max_age.isdecimal():
        return None
    until = _after(now, max_age) - timedelta(seconds=int(age) if age.isdecimal() and len(age) < len("9999999") else 0)
    return until if until > now else None


def _after(now: datetime, seconds: str) -> datetime:
    return now + min(timedelta(seconds=int(seconds[:9])), LONGEST_WISH)


def _wish(part: str) -> tuple[str, str]:
    name, _, value = part.partition("=")
    return name.strip(), value.strip().strip('"')


def _http_date(value: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(value)
    except (ValueError, IndexError, OverflowError):
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)

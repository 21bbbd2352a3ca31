"""When a feed is asked again: often while it brings news, seldom when it sleeps, and never not at all."""

from datetime import datetime, timedelta

from bot.domain.models import Feed
from bot.errors import FeedError

SLOWEST = 12
"""A sleepy feed is asked at most this many times less often than a lively one: every three hours by default, so that
the story which breaks a long silence is still told the same morning."""

_SHARE = 24

LONGEST = timedelta(hours=24)
"""However ill a feed, or whatever it asks for, it is asked again after this."""

_JITTER = 0.1
_DOUBLINGS = 20  # more would only make numbers large: LONGEST is reached long before


def next_poll(
    feed: Feed,
    now: datetime,
    *,
    base_s: int,
    rng_unit: float,
    error: FeedError | None = None,
    ttl: timedelta | None = None,
    fresh_until: datetime | None = None,
) -> datetime:
    """Return when to ask next, for a feed as ``health`` left it after this poll.

    ``base_s`` is the operator's interval in seconds, ``rng_unit`` in [0, 1) keeps feeds from being asked all at once.
    ``error`` is what this poll failed with; else ``ttl`` is what the document asks for and ``fresh_until`` what HTTP
    said of it.
    """
    base = timedelta(seconds=base_s)
    if error is not None:
        return _after_failure(feed, now, base, rng_unit, error.retry_at)
    wait = _interval(feed, now, base) * (1 - _JITTER + 2 * _JITTER * rng_unit)
    asked = max(ttl or timedelta(), (fresh_until or now) - now)
    return now + max(wait, min(asked, base * SLOWEST))


def _interval(feed: Feed, now: datetime, base: timedelta) -> timedelta:
    """Return a 24th of the time since the last news, within bounds: news every hour is looked for often enough."""
    last = max(feed.last_new_at or feed.added_at, feed.added_at)
    return min(max((now - last) / _SHARE, base), base * SLOWEST)


def _after_failure(feed: Feed, now: datetime, base: timedelta, rng_unit: float, asked: datetime | None) -> datetime:
    """Return a doubling wait, at least ``base``; what the site asked for is kept to within LONGEST."""
    wait = min(base * (1 << min(max(feed.failures - 1, 0), _DOUBLINGS)), max(LONGEST, base))
    spread = now + wait * (1 + _JITTER * rng_unit)
    return max(spread, min(asked, now + LONGEST)) if asked else spread

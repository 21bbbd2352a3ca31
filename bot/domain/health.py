"""How a feed fares: what a poll does to its record, and when its followers are told."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.models import Feed, ParsedFeed
from bot.errors import FeedError, FeedFault

STALE_AFTER = timedelta(days=60)

PATIENCE = 3
"""Failures in a row before followers are told: one may pass by itself."""

PATIENCE_GONE = 2
"""The same for a feed that is gone, which seldom passes."""


def after_success(feed: Feed, parsed: ParsedFeed | None, new_count: int, now: datetime) -> Feed:
    """Return the feed's record after a poll that worked; ``parsed`` is None if nothing had changed (304)."""
    well = replace(
        feed,
        baseline_at=feed.baseline_at or (now if parsed else None),
        last_polled_at=now,
        last_success_at=now,
        last_new_at=_last_new(feed, parsed, new_count, now),
        home_url=(parsed and parsed.home_url) or feed.home_url,
        language=(parsed and parsed.language) or feed.language,
        failures=0,
        fault=None,
        fault_since=None,
        fault_detail="",
    )
    stale_at = _stale_at(well)
    if stale_at is None or stale_at > now:
        return well
    return replace(well, fault=FeedFault.STALE, fault_since=stale_at)


def after_failure(feed: Feed, error: FeedError, now: datetime) -> Feed:
    """Return the feed's record after a poll that failed; ``fault_since`` is that of the first failure in a row."""
    return replace(
        feed,
        last_polled_at=now,
        failures=feed.failures + 1,
        fault=error.fault,
        fault_since=feed.fault_since if feed.failures else now,
        fault_detail=error.detail,
    )


def notice_due(before: Feed, after: Feed) -> str | None:
    """Return "fault" or "healed" if followers are to be told so now, else None. Each is told once a trouble."""
    if _troubled(after) and not _troubled(before):
        return "fault"
    if _troubled(before) and after.fault is None:
        return "healed"
    return None


def _troubled(feed: Feed) -> bool:
    """Tell whether the feed has a fault that followers know of."""
    if feed.fault is FeedFault.GONE:
        return feed.failures >= PATIENCE_GONE
    return feed.fault is FeedFault.STALE or feed.failures >= PATIENCE


def _last_new(feed: Feed, parsed: ParsedFeed | None, new_count: int, now: datetime) -> datetime | None:
    """Return when it last brought something new; at the first fetch, what the entries' own dates say of that."""
    if feed.baseline_at is not None or parsed is None:
        return now if new_count else feed.last_new_at
    dates = [entry.published_at for entry in parsed.entries if entry.published_at and entry.published_at <= now]
    return max(dates, default=None)


def _stale_at(feed: Feed) -> datetime | None:
    """Return when the feed counts, or counted, as stale; a feed is given its time from the first fetch on."""
    return feed.baseline_at and max(feed.last_new_at or feed.baseline_at, feed.baseline_at) + STALE_AFTER

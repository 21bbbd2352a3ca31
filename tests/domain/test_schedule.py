"""Feeds are asked as often as they deserve, as late as they ask, and for ever."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.models import Feed
from bot.domain.schedule import LONGEST, SLOWEST, next_poll
from bot.errors import FeedError, FeedFault

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
BASE = 900
MIDDLE = 0.5  # of the jitter: none


def feed(**changes):
    record = {"added_at": NOW - timedelta(days=90), "next_poll_at": NOW}
    return Feed(1, "https://a.example/rss", "A", **(record | changes))


def waits(record, **options):
    """Seconds until the next poll."""
    return (next_poll(record, NOW, **({"base_s": BASE, "rng_unit": MIDDLE} | options)) - NOW).total_seconds()


def failed(retry_at=None):
    return FeedError("https://a.example/rss", FeedFault.SERVER, "HTTP 500", retry_at=retry_at)


@pytest.mark.parametrize(
    ("silent_for", "seconds"),
    [
        (timedelta(0), BASE),
        (timedelta(hours=6), BASE),
        (timedelta(hours=12), 1_800),
        (timedelta(days=2), 7_200),
        (timedelta(days=30), BASE * SLOWEST),
    ],
)
def test_a_feed_is_asked_a_24th_of_its_silence_later(silent_for, seconds):
    assert waits(feed(last_new_at=NOW - silent_for)) == seconds


def test_a_feed_just_added_is_asked_often_however_old_its_entries():
    assert waits(feed(added_at=NOW, last_new_at=NOW - timedelta(days=300))) == BASE
    assert waits(feed(added_at=NOW, last_new_at=None)) == BASE


@pytest.mark.parametrize(("unit", "seconds"), [(0.0, 810), (0.5, 900), (1.0, 990)])
def test_jitter_is_a_tenth_either_way(unit, seconds):
    assert waits(feed(last_new_at=NOW), rng_unit=unit) == seconds


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [
        ({"ttl": timedelta(hours=1)}, 3_600),
        ({"ttl": timedelta(minutes=1)}, BASE),
        ({"fresh_until": NOW + timedelta(hours=2)}, 7_200),
        ({"fresh_until": NOW - timedelta(hours=2)}, BASE),
        ({"fresh_until": NOW + timedelta(hours=2), "ttl": timedelta(hours=3)}, 10_800),
        ({"ttl": timedelta(days=365)}, BASE * SLOWEST),
    ],
)
def test_ttl_and_cache_control_are_kept_within_reason(asked, seconds):
    assert waits(feed(last_new_at=NOW), **asked) == seconds


@pytest.mark.parametrize(
    ("failures", "seconds"), [(1, BASE), (2, 2 * BASE), (3, 4 * BASE), (8, 86_400), (10_000, 86_400)]
)
def test_failures_double_the_wait_up_to_a_day(failures, seconds):
    assert waits(feed(failures=failures), error=failed(), rng_unit=0.0) == seconds


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [
        (timedelta(hours=3), 10_800),
        (timedelta(seconds=5), BASE),
        (timedelta(days=30), 86_400),
        (-timedelta(days=1), BASE),
    ],
)
def test_retry_after_is_kept_up_to_a_day(asked, seconds):
    assert waits(feed(failures=1), error=failed(NOW + asked), rng_unit=0.0) == seconds


@given(
    base=st.integers(1, 200_000),
    unit=st.floats(0, 1, exclude_max=True),
    failures=st.integers(0, 10**6),
    silence=st.none() | st.timedeltas(timedelta(days=-1), timedelta(days=9_000)),
    data=st.data(),
)
def test_every_feed_is_asked_again_neither_at_once_nor_never(base, unit, failures, silence, data):
    asked = data.draw(st.none() | st.timedeltas(timedelta(days=-400), timedelta(days=400)))
    failing = data.draw(st.booleans())
    record = feed(failures=failures, last_new_at=None if silence is None else NOW - silence)
    moment = None if asked is None else NOW + asked
    options = {"error": failed(moment)} if failing else {"ttl": asked, "fresh_until": moment}
    seconds = waits(record, base_s=base, rng_unit=unit, **options)
    assert base * 0.9 <= seconds + 1e-3
    assert seconds <= max(LONGEST.total_seconds(), base * SLOWEST) * 1.1 + 1

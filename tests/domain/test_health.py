"""A feed's record, and the two notices of a trouble: that it began, that it is over."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.health import STALE_AFTER, after_failure, after_success, notice_due
from bot.domain.models import Entry, Feed, ParsedFeed
from bot.errors import FeedError, FeedFault

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = timedelta(days=1)
FEED = Feed(1, "https://a.example/rss", "A", added_at=NOW - 90 * DAY, next_poll_at=NOW)
LIVE = replace(FEED, baseline_at=NOW - 90 * DAY, last_new_at=NOW - DAY)


def document(*dates, **told):
    return ParsedFeed("A", "rss20", tuple(Entry(f"E{at}", published_at=at) for at in dates), **told)


def error(fault, detail="it said no"):
    return FeedError("https://a.example/rss", fault, detail)


def polled(feed, *faults, now=NOW):
    """The feed after polls, each failing with a fault or (None) working."""
    for number, fault in enumerate(faults):
        at = now + number * timedelta(hours=1)
        feed = after_success(feed, document(), 0, at) if fault is None else after_failure(feed, error(fault), at)
    return feed


def test_the_first_success_is_the_baseline_and_its_dates_say_when_news_last_came():
    after = after_success(FEED, document(NOW - 5 * DAY, NOW - 2 * DAY, None, NOW + DAY), 4, NOW)
    assert (after.baseline_at, after.last_new_at) == (NOW, NOW - 2 * DAY)
    assert (after.last_polled_at, after.last_success_at) == (NOW, NOW)


def test_a_baseline_of_undated_entries_says_nothing_of_when_news_came():
    assert after_success(FEED, document(None), 1, NOW).last_new_at is None


def test_unchanged_is_a_success_that_brings_nothing():
    after = after_success(LIVE, None, 0, NOW)
    assert (after.last_success_at, after.last_new_at, after.baseline_at) == (NOW, LIVE.last_new_at, LIVE.baseline_at)


def test_unchanged_makes_no_baseline():
    assert after_success(FEED, None, 0, NOW).baseline_at is None


def test_news_is_dated_by_when_it_was_seen():
    assert after_success(LIVE, document(NOW - 3 * DAY), 1, NOW).last_new_at == NOW


def test_a_feed_tells_its_home_and_language_and_keeps_them():
    told = after_success(LIVE, document(home_url="https://a.example/", language="ko"), 0, NOW)
    assert (told.home_url, told.language) == ("https://a.example/", "ko")
    again = after_success(told, document(), 0, NOW)
    assert (again.home_url, again.language) == ("https://a.example/", "ko")


def test_failures_count_and_remember_when_the_row_of_them_began():
    once = after_failure(LIVE, error(FeedFault.SLOW, "30 s passed"), NOW)
    assert (once.failures, once.fault, once.fault_since, once.fault_detail) == (1, FeedFault.SLOW, NOW, "30 s passed")
    twice = after_failure(once, error(FeedFault.SERVER), NOW + DAY)
    assert (twice.failures, twice.fault, twice.fault_since) == (2, FeedFault.SERVER, NOW)
    assert (twice.last_polled_at, twice.last_success_at) == (NOW + DAY, LIVE.last_success_at)


def test_a_success_clears_the_fault():
    after = polled(LIVE, FeedFault.BLOCKED, FeedFault.BLOCKED, None)
    assert (after.failures, after.fault, after.fault_since, after.fault_detail) == (0, None, None, "")


@pytest.mark.parametrize(
    ("silent_for", "baseline_for", "fault"),
    [
        (59 * DAY, 90 * DAY, None),
        (60 * DAY, 90 * DAY, FeedFault.STALE),
        (300 * DAY, 59 * DAY, None),  # it was old when it was added: give it its time
        (300 * DAY, 60 * DAY, FeedFault.STALE),
        (None, 60 * DAY, FeedFault.STALE),
        (None, DAY, None),
    ],
)
def test_a_feed_without_news_for_long_is_stale(silent_for, baseline_for, fault):
    last = None if silent_for is None else NOW - silent_for
    after = after_success(replace(LIVE, baseline_at=NOW - baseline_for, last_new_at=last), document(), 0, NOW)
    assert after.fault is fault
    assert after.failures == 0


def test_staleness_is_dated_by_the_feed_and_not_by_the_poll():
    old = replace(LIVE, last_new_at=NOW - 70 * DAY)
    assert {after_success(old, None, 0, NOW + hours * DAY / 24).fault_since for hours in range(5)} == {
        old.last_new_at + STALE_AFTER
    }


F = FeedFault


@pytest.mark.parametrize(
    ("before", "last", "notice"),
    [
        ([], F.SERVER, None),
        ([F.SERVER], F.SERVER, None),
        ([F.SERVER, F.SERVER], F.SERVER, "fault"),
        ([F.SERVER, F.SERVER], F.SLOW, "fault"),
        ([F.SERVER] * 3, F.SERVER, None),
        ([F.SERVER] * 3, F.BLOCKED, None),
        ([], F.GONE, None),
        ([F.GONE], F.GONE, "fault"),
        ([F.SERVER], F.GONE, "fault"),
        ([F.GONE] * 2, F.SERVER, None),
        ([], None, None),
        ([F.SERVER] * 2, None, None),
        ([F.SERVER] * 3, None, "healed"),
        ([F.GONE] * 2, None, "healed"),
        ([F.SERVER] * 3 + [None], None, None),
        ([F.SERVER] * 3 + [None, F.SERVER, F.SERVER], F.SERVER, "fault"),
    ],
)
def test_notices_of_failures(before, last, notice):
    feed = polled(LIVE, *before)
    assert notice_due(feed, polled(feed, last)) == notice


def test_staleness_is_told_once_and_its_end_as_well():
    feed = replace(LIVE, last_new_at=NOW - 70 * DAY)
    stale = after_success(feed, document(), 0, NOW)
    assert notice_due(feed, stale) == "fault"
    assert notice_due(stale, after_success(stale, document(), 0, NOW + DAY)) is None
    assert notice_due(stale, after_success(stale, document(), 1, NOW + DAY)) == "healed"


def test_a_passing_failure_of_a_stale_feed_is_not_its_healing():
    stale = after_success(replace(LIVE, last_new_at=NOW - 70 * DAY), document(), 0, NOW)
    assert notice_due(stale, after_failure(stale, error(F.SLOW), NOW)) is None


@given(st.lists(st.sampled_from([None, *(set(F) - {F.STALE})]), max_size=30))
def test_troubles_are_told_in_pairs(polls):
    feed, told = LIVE, []
    for fault in polls:
        after = polled(feed, fault)
        told.append(notice_due(feed, after))
        feed = after
    said = [one for one in told if one]
    assert said == (["fault", "healed"] * len(said))[: len(said)]

"""The decider: from what a feed says and what is known to what is stored and said where."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.identity import sightings
from bot.domain.models import (
    DeliveryKind,
    Entry,
    Feed,
    GuildSettings,
    Outcome,
    ParsedFeed,
    PostingMode,
    Subscription,
)
from bot.domain.plan import (
    DIGEST_LATENESS,
    LATENESS,
    MAX_AT_ONCE,
    MAX_OLD,
    NEWS_AGE,
    ZONE_SLACK,
    Follow,
    Known,
    KnownEntry,
    Plan,
    notices,
    plan_poll,
)
from bot.domain.reasons import because
from bot.domain.stories import StorySketch
from bot.errors import FeedFault

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FEED = Feed(
    7, "https://me:secret@a.example/rss?key=abc", "Soompi", added_at=NOW - 90 * DAY, next_poll_at=NOW,
    baseline_at=NOW - 90 * DAY, last_new_at=NOW - DAY,
)  # fmt: skip
NEWCOMER = replace(FEED, baseline_at=None, last_new_at=None)


def entry(number, **changes):
    said = {
        "headline": f"Headline number {number}",
        "url": f"https://a.example/{number}",
        "guid": f"guid-{number}",
        "published_at": NOW - number * HOUR,
    }
    return Entry(**(said | changes))


def follow(number=1, *, settings=None, post_newest=False, **changes):
    record = {"guild_id": 10, "channel_id": 100 + number, "created_at": NOW - 30 * DAY, "created_by": 5}
    subscription = Subscription(id=number, feed_id=FEED.id, **(record | changes))
    return Follow(subscription, settings or GuildSettings(subscription.guild_id), post_newest)


def see(*entries):
    return sightings(ParsedFeed("A", "rss20", entries), NOW)


def known(*entries, urls=None, stories=(), follows=()):
    """What is known after a poll with these entries, articles being numbered from 1, oldest first."""
    remembered = {
        key: KnownEntry(number, one.digest) for number, one in enumerate(see(*entries), 1) for key in one.keys
    }
    return Known(remembered, urls or {}, stories, follows)


def poll(entries, *, feed=FEED, **told):
    """Plan a poll of a document with these entries."""
    before = told.pop("before", ())
    return plan_poll(feed, see(*entries), known(*before, **told), NOW)


def outcomes(plan):
    """What became of each new article, oldest first, one outcome a follow."""
    return [tuple(verdict.decision.outcome for verdict in article.verdicts) for article in plan.new]


def only_verdict(*entries, **told):
    ((verdict,),) = (article.verdicts for article in poll(entries, **told).new)
    return verdict


# ------------------------------------------------------------------ new, changed, moved


def test_new_entries_are_planned_oldest_first():
    plan = poll([entry(1), entry(2)])
    assert [article.sighting.entry.headline for article in plan.new] == ["Headline number 2", "Headline number 1"]
    assert {article.outlet for article in plan.new} == {"Soompi"}
    assert [article.story_id for article in plan.new] == [None, None]


def test_a_poll_that_brings_nothing_new_comes_to_nothing():
    plan = poll([entry(1), entry(2)], before=[entry(1), entry(2)], follows=[follow()])
    assert plan == Plan()


def test_the_two_entries_of_a_feed_that_slept_are_both_said():
    slept = [entry(n, headline=f"While it slept {n}", summary="News.", published_at=None) for n in (3, 4)]
    plan = poll([*slept, entry(9)], before=[entry(9)], follows=[follow()])
    assert outcomes(plan) == [(Outcome.QUEUED,), (Outcome.QUEUED,)]
    assert [article.story_id for article in plan.new] == [None, None]


@pytest.mark.parametrize("edit", [{"headline": "Edited"}, {"summary": "Edited."}, {"headline": "E", "guid": "moved"}])
def test_an_edited_article_is_changed_and_never_new(edit):
    plan = poll([entry(1, **edit), entry(2)], before=[entry(1), entry(2)], follows=[follow()])
    ((changed),) = plan.changed
    assert (changed.article_id, changed.sighting.entry.headline) == (2, entry(1, **edit).headline)
    assert replace(plan, changed=()) == Plan()


@pytest.mark.parametrize("ids", [{"guid": "moved"}, {"guid": "moved", "published_at": NOW}])
def test_a_moved_guid_is_remembered_and_nothing_else_happens(ids):
    plan = poll([entry(1, **ids)], before=[entry(1)], follows=[follow()])
    ((moved),) = plan.moved
    assert (moved.article_id, moved.sighting.ids) == (1, ("guid:moved", "url:a.example/1"))
    assert replace(plan, moved=()) == Plan()


def test_a_moved_date_is_nothing_to_remember():
    plan = poll([entry(1, published_at=NOW)], before=[entry(1)])
    assert plan == Plan()


# ------------------------------------------------------------------ articles of other feeds, stories of other outlets


def test_an_article_that_another_feed_brought_is_said_to_this_feeds_follows():
    plan = poll([entry(1)], urls={"https://a.example/1": 33}, follows=[follow()])
    ((again),) = plan.again
    assert again.article_id == 33
    assert [verdict.decision.outcome for verdict in again.verdicts] == [Outcome.QUEUED]
    assert not plan.new


def test_a_link_that_many_entries_share_is_no_sign_of_another_feeds_article():
    shared = "https://a.example/live"
    plan = poll([entry(1, url=shared), entry(2, url=shared)], urls={shared: 33})
    assert len(plan.new) == 2
    assert not plan.again


def told(headline, story_id=50, outlet="Variety"):
    return StorySketch(story_id, headline, "", frozenset({outlet}), NOW - HOUR)


RENEWED = "'Squid Game' renewed for Season 3 at Netflix"
RENEWED_TOO = "Netflix renews 'Squid Game' for season three"


def test_an_article_joins_the_story_that_another_outlet_told():
    plan = poll([entry(1, headline=RENEWED)], stories=[told(RENEWED_TOO)])
    assert [article.story_id for article in plan.new] == [50]


def test_an_outlets_second_article_is_a_story_of_its_own():
    plan = poll([entry(1, headline=RENEWED), entry(2, headline=RENEWED_TOO)], stories=[told(RENEWED)])
    assert [article.story_id for article in plan.new] == [50, None]
    assert [a.story_id for a in poll([entry(1, headline=RENEWED)], stories=[told(RENEWED, outlet="Soompi")]).new] == [
        None
    ]


def test_an_undated_article_joins_a_story_of_now():
    plan = poll([entry(1, headline=RENEWED, published_at=None)], stories=[told(RENEWED)])
    assert [article.story_id for article in plan.new] == [50]


# ------------------------------------------------------------------ what is said where


def test_a_queued_story_is_due_now_in_its_channel():
    verdict = only_verdict(entry(1), follows=[follow(3)])
    assert (verdict.decision.subscription_id, verdict.decision.reason) == (3, "filter.none")
    assert verdict.delivery is not None
    row = verdict.delivery
    assert (row.kind, row.key, row.guild_id, row.channel_id) == (DeliveryKind.STORY, "", 10, 103)
    assert (row.subscription_id, row.due_at, row.expires_at, row.digest) == (3, NOW, NOW + LATENESS, False)


def test_a_digest_is_due_at_its_time_and_keeps_longer():
    settings = GuildSettings(10, mode=PostingMode.DIGEST, digest_at=time(18))
    row = only_verdict(entry(1), follows=[follow(settings=settings)]).delivery
    assert row is not None
    assert (row.due_at, row.digest, row.expires_at) == (NOW + 6 * HOUR, True, NOW + 6 * HOUR + DIGEST_LATENESS)


def test_lateness_counts_from_when_a_story_may_be_said():
    settings = GuildSettings(10, quiet_from=time(11), quiet_to=time(20))
    row = only_verdict(entry(1), follows=[follow(settings=settings)]).delivery
    assert row is not None
    assert (row.due_at, row.expires_at) == (NOW + 8 * HOUR, NOW + 8 * HOUR + LATENESS)


@pytest.mark.parametrize(
    ("changes", "published_at", "outcome", "reason"),
    [
        ({}, NOW - NEWS_AGE, Outcome.QUEUED, "filter.none"),
        ({}, NOW - 20 * DAY, Outcome.QUEUED, "filter.none"),  # one old date is an outlet's slip, not its archive
        ({}, None, Outcome.QUEUED, "filter.none"),
        ({}, NOW + 400 * DAY, Outcome.QUEUED, "filter.none"),
        ({"filter": "headline:number"}, NOW, Outcome.QUEUED, because("filter.found.headline", terms="number")),
        ({"filter": "outlet:soompi"}, NOW, Outcome.QUEUED, because("filter.found.outlet", terms="soompi")),
        ({"filter": "-number"}, NOW, Outcome.FILTERED, because("filter.excluded", terms="number")),
        ({"filter": "zombie"}, NOW, Outcome.FILTERED, because("filter.missing", terms="zombie")),
        ({"filter": "(("}, NOW, Outcome.FILTERED, "filter.unreadable"),
        ({"paused": True}, NOW, Outcome.PAUSED, "feed.paused"),
        ({"paused": True, "filter": "(("}, NOW - 20 * DAY, Outcome.PAUSED, "feed.paused"),
        ({"blocked": "no permission"}, NOW, Outcome.QUEUED, "filter.none"),  # kept until the channel is mended
        ({"created_at": NOW}, NOW - ZONE_SLACK, Outcome.QUEUED, "filter.none"),
        ({"created_at": NOW}, NOW - ZONE_SLACK - HOUR, Outcome.BASELINE, "baseline.earlier"),
        ({"created_at": NOW}, None, Outcome.QUEUED, "filter.none"),
    ],
)  # fmt: skip
def test_what_becomes_of_a_new_article(changes, published_at, outcome, reason):
    verdict = only_verdict(entry(1, published_at=published_at), follows=[follow(**changes)])
    assert (verdict.decision.outcome, verdict.decision.reason) == (outcome, reason)
    assert (verdict.delivery is not None) is (outcome is Outcome.QUEUED)


def test_what_is_older_than_the_follow_is_old_only_in_the_first_poll_since():
    follows = [follow(created_at=NOW - HOUR)]
    early = entry(1, published_at=NOW - 3 * DAY)
    for polled_at, outcome in ((None, Outcome.BASELINE), (NOW - 2 * HOUR, Outcome.BASELINE), (NOW, Outcome.QUEUED)):
        plan = poll([early], feed=replace(FEED, last_polled_at=polled_at), follows=follows)
        assert outcomes(plan) == [(outcome,)]


@pytest.mark.parametrize(("count", "outcome"), [(MAX_OLD, Outcome.QUEUED), (MAX_OLD + 1, Outcome.TOO_OLD)])
def test_old_dates_are_held_against_entries_that_come_in_numbers(count, outcome):
    old = [entry(n, published_at=NOW - NEWS_AGE - n * HOUR) for n in range(1, count + 1)]
    plan = poll([*old, entry(99)], follows=[follow()])
    assert outcomes(plan) == [(outcome,)] * count + [(Outcome.QUEUED,)]
    reasons = {article.verdicts[0].decision.reason for article in plan.new[:-1]}
    assert reasons == {"filter.none" if outcome is Outcome.QUEUED else because("age.days", days=7)}


def test_every_follow_is_decided_for_itself():
    plan = poll([entry(1)], follows=[follow(1), follow(2, filter="zombie"), follow(3, paused=True)])
    assert outcomes(plan) == [(Outcome.QUEUED, Outcome.FILTERED, Outcome.PAUSED)]


def test_filters_see_all_of_an_entry():
    said = {"summary": "Alpha.", "text": "Beta.", "author": "Gamma", "categories": ("Delta",)}
    words = "alpha beta author:gamma category:delta outlet:soompi"
    assert only_verdict(entry(1, **said), follows=[follow(filter=words)]).decision.outcome is Outcome.QUEUED


def test_of_an_archive_issued_anew_only_the_newest_are_said():
    many = [entry(n, published_at=NOW - n * timedelta(minutes=1)) for n in range(MAX_AT_ONCE + 6)]
    plan = poll(many, follows=[follow(1), follow(2, filter="headline:number -3")])
    first, second = zip(*outcomes(plan), strict=True)
    assert first == (Outcome.TOO_OLD,) * 6 + (Outcome.QUEUED,) * MAX_AT_ONCE
    assert second.count(Outcome.QUEUED) == MAX_AT_ONCE
    assert second.count(Outcome.FILTERED) == 1
    reasons = {article.verdicts[0].decision.reason for article in plan.new[:6]}
    assert reasons == {because("age.burst", newest=MAX_AT_ONCE, total=MAX_AT_ONCE + 6)}
    assert all(article.verdicts[0].delivery is None for article in plan.new[:6])


def test_articles_seen_again_count_towards_a_burst():
    many = [entry(n, published_at=NOW - n * timedelta(minutes=1)) for n in range(MAX_AT_ONCE + 1)]
    oldest = many[-1].url
    plan = poll(many, urls={oldest: 1}, follows=[follow()])
    assert [verdict.decision.outcome for verdict in plan.again[0].verdicts] == [Outcome.TOO_OLD]


# ------------------------------------------------------------------ the first fetch


def test_a_first_fetch_is_a_baseline_and_says_nothing():
    plan = poll([entry(1), entry(2), entry(99_999)], feed=NEWCOMER, follows=[follow(1), follow(2, filter="zombie")])
    assert outcomes(plan) == [(Outcome.BASELINE, Outcome.BASELINE)] * 3
    assert all(verdict.delivery is None for article in plan.new for verdict in article.verdicts)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, [False, False, True]),
        ({"filter": "-1"}, [False, True, False]),
        ({"filter": "zombie"}, [False, False, False]),
        ({"filter": "(("}, [False, False, False]),
        ({"paused": True}, [False, False, False]),
    ],
)
def test_but_for_the_newest_where_that_was_asked(changes, said):
    entries = [entry(n) for n in (1, 2, 3)]
    plan = poll(entries, feed=NEWCOMER, follows=[follow(1, post_newest=True, **changes), follow(2)])
    assert [article.verdicts[0].decision.outcome is Outcome.QUEUED for article in plan.new] == said
    assert {article.verdicts[1].decision.outcome for article in plan.new} == {Outcome.BASELINE}


def test_the_newest_is_said_even_if_it_is_old():
    plan = poll([entry(1, published_at=NOW - 99 * DAY)], feed=NEWCOMER, follows=[follow(post_newest=True)])
    assert outcomes(plan) == [(Outcome.QUEUED,)]


def test_an_empty_first_fetch_is_nothing_at_all():
    assert not poll([], feed=NEWCOMER, follows=[follow(post_newest=True)]).new


# ------------------------------------------------------------------ whatever a publisher does

some = st.none() | st.sampled_from(["1", "https://a.example/1", "https://a.example/2", "https://a.example/3"])
any_entry = st.builds(
    Entry,
    headline=st.sampled_from(["", "A", "B", RENEWED, RENEWED_TOO]),
    url=some,
    guid=some,
    summary=st.sampled_from(["", "S"]),
    published_at=st.none() | st.sampled_from([NOW - HOUR, NOW - DAY, NOW + DAY]),
)
documents = st.lists(any_entry, max_size=6)


@given(documents, documents)
def test_each_sighting_is_planned_at_most_once_and_new_or_known(before, after):
    seen = see(*after)
    told_before = known(*before, urls={"https://a.example/3": 77}, stories=[told(RENEWED)], follows=[follow()])
    plan = plan_poll(FEED, seen, told_before, NOW)
    planned = [item.sighting.keys for group in (plan.new, plan.again, plan.changed, plan.moved) for item in group]
    assert len(planned) == len(set(planned))
    assert set(planned) <= {one.keys for one in seen}
    joined = [article.story_id for article in plan.new if article.story_id is not None]
    assert len(joined) == len(set(joined))


@given(documents)
def test_a_second_poll_of_one_document_says_nothing(entries):
    plan = poll(entries, before=entries, follows=[follow()])
    assert plan == Plan()


@given(documents, st.integers(0, 5), st.sampled_from(["guid", "published_at", "summary"]))
def test_one_trait_of_one_entry_moving_never_says_it_again(entries, place, trait):
    """Entries with ids of their own: whatever single trait moves, the article is known."""
    apart = [replace(one, guid=f"g{n}", url=f"https://a.example/{n}") for n, one in enumerate(entries)]
    value = NOW - 2 * HOUR if trait == "published_at" else "moved"
    moved = [replace(one, **{trait: value}) if n == place else one for n, one in enumerate(apart)]
    assert not poll(moved, before=apart, follows=[follow()]).new


# ------------------------------------------------------------------ how the feed fares

SINCE = NOW - 3 * HOUR
WELL = FEED
SICK = replace(FEED, failures=3, fault=FeedFault.BLOCKED, fault_since=SINCE, fault_detail="HTTP 403")


def test_a_fault_is_told_to_each_server_once():
    follows = [
        follow(2),
        follow(1),
        follow(3, guild_id=11, settings=GuildSettings(11, notice_channel_id=900)),
        follow(4, guild_id=12, paused=True),
    ]
    rows = notices(WELL, SICK, follows, NOW)
    assert [(row.guild_id, row.channel_id, row.subscription_id) for row in rows] == [(10, 101, 1), (11, 900, 3)]
    assert {(row.kind, row.due_at, row.expires_at, row.digest) for row in rows} == {
        (DeliveryKind.NOTICE, NOW, NOW + LATENESS, False)
    }
    assert rows[0].key == "feed:7:blocked:2026-11-22T09:00:00+00:00:101"
    assert rows[0].payload == {
        "message": "notice.feed.blocked",
        "feed": "Soompi",
        "url": "https://a.example/rss?key=•••",
        "since": "2026-11-22T09:00:00+00:00",
    }


def test_healing_is_told_with_the_trouble_that_ended():
    (row,) = notices(SICK, WELL, [follow()], NOW)
    assert row.key == "feed:7:healed:2026-11-22T09:00:00+00:00:101"
    assert row.payload["message"] == "notice.feed.healed"
    assert row.payload["since"] == "2026-11-22T09:00:00+00:00"


def test_a_trouble_of_unknown_age_can_be_told():
    (row,) = notices(WELL, replace(SICK, fault_since=None), [follow()], NOW)
    assert row.payload["since"] == ""


@pytest.mark.parametrize(("before", "after"), [(WELL, WELL), (SICK, SICK), (WELL, replace(SICK, failures=1))])
def test_nothing_to_tell(before, after):
    assert notices(before, after, [follow()], NOW) == ()

"""A plan stored in one transaction: articles, keys, deliveries, decisions and the feed's state."""

from dataclasses import replace

import pytest

from bot.domain.models import Decision, DeliveryKind, DeliveryState, Outcome
from bot.domain.plan import ChangedArticle, FollowVerdict, KnownEntry, MovedArticle, Plan, SeenAgain
from bot.store import articles, decisions, deliveries, edits, feeds, meta, stories
from bot.store.apply import Applied, apply
from tests.store.making import (
    CHANNEL,
    DAY,
    GUILD,
    HOUR,
    MINUTE,
    NOW,
    delivery,
    follow,
    make_feed,
    new_article,
    poll,
    sighting,
    story_delivery,
)


@pytest.fixture
async def here(database):
    """A feed, and two channels of one server that follow it."""
    async with database.write() as conn:
        feed = await make_feed(conn)
        return feed, [await follow(conn, feed, channel=CHANNEL + n) for n in range(2)]


async def decided(conn, article_id):
    return [(one, of.channel_id) for one, of in await decisions.of_article(conn, article_id, GUILD)]


async def test_a_poll_stores_the_feed_its_news_the_deliveries_and_the_notices(database, here):
    feed, channels = here
    polled = replace(feed, baseline_at=NOW, last_polled_at=NOW, next_poll_at=NOW + HOUR)
    plan = Plan(new=(new_article(sighting("One"), to=channels), new_article(sighting("Two"), to=channels)))
    async with database.write() as conn:
        applied = await apply(conn, polled, plan, [delivery("feed:1:healed"), delivery("feed:1:healed")], NOW)
        assert applied == Applied(new=2, changed=0, queued=5)
        assert await feeds.get(conn, feed.id) == polled
        first = await articles.get(conn, 1)
        queued = await deliveries.of_article(conn, first.id)
        assert [one.key for one in queued] == [f"story:{first.story_id}:{CHANNEL + n}" for n in range(2)]
        assert [one.subscription_id for one in queued] == [one.id for one in channels]
        assert await decided(conn, 1) == [(Decision(one.id, Outcome.QUEUED), one.channel_id) for one in channels]
        assert await apply(conn, polled, Plan(), [delivery("feed:1:healed")], NOW) == Applied(0, 0, 0)


async def test_a_story_is_queued_once_a_channel_and_the_decision_says_so(database, here):
    feed, channels = here
    async with database.write() as conn:
        variety = await make_feed(conn, "variety")
        elsewhere = await follow(conn, variety, channel=CHANNEL + 5)
        theirs = await follow(conn, variety, channel=CHANNEL)
        await poll(conn, feed, new_article(sighting("Broken"), to=channels))
        story_id = (await articles.get(conn, 1)).story_id
        joining = new_article(sighting("Told again"), "Variety", story_id=story_id, to=[theirs, elsewhere])
        assert await poll(conn, variety, joining) == Applied(new=1, changed=0, queued=1)
        assert [one.channel_id for one in await deliveries.of_article(conn, 2)] == [CHANNEL + 5]
        assert [(one.outcome, where) for one, where in await decided(conn, 2)] == [
            (Outcome.QUEUED, CHANNEL + 5),
            (Outcome.SAME_STORY, CHANNEL),
        ]


async def test_two_articles_of_one_poll_in_one_story_are_queued_once(database, here):
    feed, channels = here
    async with database.write() as conn:
        await poll(conn, feed, sighting("Story"))
        twins = [new_article(sighting(name), story_id=1, to=channels[:1]) for name in ("First", "Second")]
        assert (await poll(conn, feed, *twins)).queued == 1
        assert [(await decided(conn, n))[0][0].outcome for n in (2, 3)] == [Outcome.QUEUED, Outcome.SAME_STORY]
        assert len(await deliveries.of_article(conn, 2)) == 1


async def test_what_is_not_said_is_decided_too(database, here):
    feed, channels = here
    filtered = new_article(sighting("One"), to=channels, decision=Outcome.FILTERED)
    quiet = replace(filtered, verdicts=tuple(replace(one, delivery=None) for one in filtered.verdicts))
    async with database.write() as conn:
        assert (await poll(conn, feed, quiet)).queued == 0
        assert {one.outcome for one, _ in await decided(conn, 1)} == {Outcome.FILTERED}
        assert await decisions.of_article(conn, 1, GUILD + 1) == []


async def test_an_article_seen_in_another_feed_is_said_to_that_feeds_follows(database, here):
    feed, channels = here
    async with database.write() as conn:
        await poll(conn, feed, new_article(sighting("One"), to=channels))
        other = await make_feed(conn, "other")
        third = await follow(conn, other, channel=CHANNEL + 2)
        seen = replace(sighting("One"), keys=("guid:of the other feed",))
        verdict = FollowVerdict(Decision(third.id, Outcome.QUEUED), story_delivery(third))
        assert await apply(conn, other, Plan(again=(SeenAgain(1, seen, (verdict,)),)), [], NOW) == Applied(0, 0, 1)
        assert await articles.known_entries(conn, other.id, seen.keys) == {seen.keys[0]: KnownEntry(1, seen.digest)}
        assert [one.channel_id for one in await deliveries.of_article(conn, 1)] == [CHANNEL, CHANNEL + 1, CHANNEL + 2]


# ------------------------------------------------------------------ changes


async def changed(conn, feed, seen, article_id=1, now=NOW):
    return await apply(conn, feed, Plan(changed=(ChangedArticle(article_id, seen),)), [], now)


async def test_a_changed_article_is_stored_and_its_posts_are_edited(database, here):
    feed, channels = here
    async with database.write() as conn:
        await poll(conn, feed, new_article(sighting("Typo", text="Text."), to=channels))
        sent, waiting = await deliveries.of_article(conn, 1)
        await deliveries.mark_sent(conn, [sent.id], 7, NOW)
        mended = replace(sighting("Typo"), digest="mended")
        mended = replace(mended, entry=replace(mended.entry, headline="Mended", summary="New.", published_at=NOW + DAY))
        assert await changed(conn, feed, mended, now=NOW + HOUR) == Applied(0, 1, 0)
        found = await articles.get(conn, 1)
        assert (found.headline, found.summary, found.changed_at) == ("Mended", "New.", NOW + HOUR)
        assert (found.text, found.published_at) == ("Text.", NOW), "what is not told stays, and so does the date"
        due = [(await deliveries.get(conn, one.id)).edit_due_at for one in (sent, waiting)]
        assert due == [NOW + HOUR, None]
        assert (await articles.known_entries(conn, feed.id, mended.keys))[mended.keys[0]].digest == "mended"
        assert [one.headline for one in await stories.sketches(conn, NOW - DAY)] == ["Mended"]


async def test_a_change_of_a_further_article_does_not_rename_the_story(database, here):
    feed, _ = here
    async with database.write() as conn:
        await poll(conn, feed, sighting("Story"))
        await poll(conn, feed, new_article(sighting("Joined"), story_id=1))
        await changed(conn, feed, replace(sighting("Renamed"), own_url=None), article_id=2)
        assert [one.headline for one in await stories.sketches(conn, NOW - DAY)] == ["Story"]


async def test_an_address_that_another_article_has_is_not_taken_from_it(database, here):
    feed, _ = here
    async with database.write() as conn:
        await poll(conn, feed, sighting("One"), sighting("Two"))
        await changed(conn, feed, sighting("Two"), article_id=1)
        assert await articles.ids_by_url(conn, [sighting("Two").own_url]) == {sighting("Two").own_url: 2}
        await changed(conn, feed, sighting("Three"), article_id=1)
        assert await articles.ids_by_url(conn, [sighting("Three").own_url]) == {sighting("Three").own_url: 1}


async def test_a_moved_article_is_known_by_its_new_keys(database, here):
    feed, _ = here
    async with database.write() as conn:
        await poll(conn, feed, sighting("One"))
        before = await articles.get(conn, 1)
        moved = replace(sighting("One"), keys=("guid:new", "url:https://news.example/One"))
        assert await apply(conn, feed, Plan(moved=(MovedArticle(1, moved),)), [], NOW) == Applied(0, 0, 0)
        assert set(await articles.known_entries(conn, feed.id, ["guid:One", *moved.keys])) == {"guid:One", *moved.keys}
        assert await articles.get(conn, 1) == before


async def test_changes_of_what_was_tidied_away_are_remembered_and_no_more(database, here):
    feed, _ = here
    async with database.write() as conn:
        await poll(conn, feed, sighting("Old"), now=NOW - DAY)
        await articles.tidy(conn, NOW)
        plan = Plan(
            changed=(ChangedArticle(0, replace(sighting("Old"), digest="new")),),
            moved=(MovedArticle(0, sighting("Moved")),),
        )
        assert await apply(conn, feed, plan, [], NOW) == Applied(0, 0, 0)
        known = await articles.known_entries(conn, feed.id, ["guid:Old", "guid:Moved"])
    assert known == {"guid:Old": KnownEntry(0, "new"), "guid:Moved": KnownEntry(0, sighting("Moved").digest)}


# ------------------------------------------------------------------ edits


@pytest.fixture
async def posts(database, here):
    """The ids of two posts of article 1, sent an hour ago and three weeks ago, and of one that is under way."""
    feed, channels = here
    async with database.write() as conn:
        await poll(conn, feed, new_article(sighting("One"), to=channels))
        recent, old = [one.id for one in await deliveries.of_article(conn, 1)]
        await deliveries.mark_sent(conn, [recent], 7, NOW - HOUR)
        await deliveries.mark_sent(conn, [old], 8, NOW - 21 * DAY)
        under_way = await deliveries.add(conn, delivery("third", kind=DeliveryKind.STORY, channel=9), 1, NOW)
        await deliveries.claim(conn, "w", NOW, MINUTE, 1)
        return recent, old, under_way


async def edits_due(conn, now=NOW):
    return [one.id for one in await edits.claim_edits(conn, "w", now, MINUTE, 5)]


async def test_recent_posts_are_edited_and_one_under_way_as_soon_as_it_is_sent(database, posts):
    recent, _, under_way = posts
    async with database.write() as conn:
        assert await edits.mark_due(conn, [1], NOW) == 1
        assert (await deliveries.get(conn, under_way)).lease_until == NOW + MINUTE, "the claim goes on"
        assert await edits_due(conn) == [recent]
        assert await edits_due(conn) == [], "under a lease"
        await edits.mark_edited(conn, recent)
        await deliveries.mark_sent(conn, [under_way], 9, NOW)
        assert await edits_due(conn) == [under_way]
        assert await edits_due(conn, NOW + MINUTE) == [under_way], "the lease has run out"
        await edits.mark_edited(conn, under_way)
        assert await edits_due(conn, NOW + DAY) == []


async def test_a_change_during_an_edit_makes_another_edit_due(database, posts):
    recent, *_ = posts
    async with database.write() as conn:
        await edits.mark_due(conn, [1], NOW)
        [claimed] = await edits.claim_edits(conn, "w", NOW, MINUTE, 5)
        assert (claimed.claimed_by, claimed.lease_until, claimed.state) == ("w", NOW + MINUTE, DeliveryState.SENT)
        await edits.mark_due(conn, [1], NOW + MINUTE)
        await edits.mark_edited(conn, recent)
        assert (await deliveries.get(conn, recent)).edit_due_at == NOW + MINUTE
        assert await edits_due(conn, NOW + MINUTE) == [recent]


async def test_an_edit_that_failed_is_tried_later_or_given_up(database, posts):
    recent, *_ = posts
    async with database.write() as conn:
        await edits.mark_due(conn, [1], NOW)
        await edits_due(conn)
        await edits.edit_failed(conn, recent, NOW + HOUR)
        assert await edits_due(conn, NOW + HOUR - MINUTE) == []
        assert await edits_due(conn, NOW + HOUR) == [recent]
        await edits.edit_failed(conn, recent, None)
        assert await edits_due(conn, NOW + DAY) == []


# ------------------------------------------------------------------ small things


async def test_a_later_decision_replaces_the_earlier_and_old_ones_are_tidied_away(database, here):
    feed, channels = here
    first, second = (one.id for one in channels)
    async with database.write() as conn:
        await poll(conn, feed, sighting("One"))
        await decisions.record(
            conn, [(1, Decision(first, Outcome.FILTERED, "no")), (1, Decision(second, Outcome.QUEUED))], NOW
        )
        await decisions.record(conn, [(1, Decision(first, Outcome.QUEUED, "yes"))], NOW + DAY)
        assert [one for one, _ in await decided(conn, 1)] == [
            Decision(first, Outcome.QUEUED, "yes"),
            Decision(second, Outcome.QUEUED),
        ]
        assert await decisions.tidy(conn, NOW + HOUR) == 1
        assert await decisions.tidy(conn, NOW + HOUR) == 0
        assert [one.subscription_id for one, _ in await decided(conn, 1)] == [first]


async def test_a_poll_that_fails_half_way_leaves_nothing(database, here):
    feed, channels = here

    async def fail():
        async with database.write() as conn:
            await meta.set(conn, "key", "value")
            await poll(conn, replace(feed, failures=9), new_article(sighting("One"), to=channels))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with database.read() as conn:
        assert await feeds.get(conn, feed.id) == feed
        assert await articles.get(conn, 1) is None
        assert await deliveries.counts(conn) == {}

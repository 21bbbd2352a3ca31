"""A story's way over real HTTP: from a feed on the web to its channels, once, and edited when it changes."""

from datetime import time, timedelta

import pytest

from bot.domain.models import DeliveryState, GuildSettings, Outcome, PostingMode
from bot.domain.posts import DigestBody
from bot.errors import Gone, TryLater, Unpostable
from tests.newsroom import CHANNEL, DAY, FEED, GUILD, HOUR, OTHER_CHANNEL


async def test_what_was_there_before_is_not_posted_and_what_comes_is_once(room):
    room.publish("An old story")
    await room.follow()
    assert await room.round() == 0

    room.publish("A new story")
    assert await room.round() == 1
    assert await room.round() == 0
    assert room.publisher.told(CHANNEL) == ["A new story"]


async def test_the_newest_is_posted_at_adding_if_that_was_asked(room):
    room.publish("Older", "Newest")
    added = await room.follow(post_newest=True)
    await room.services.deliver.run_due()
    assert (added.entries, added.newest.headline) == (2, "Newest")
    assert room.publisher.told() == ["Newest"]


async def test_the_newest_of_a_feed_known_already_is_posted_at_adding_too(room):
    room.publish("Newest")
    await room.follow()
    asked = len(room.site.of(FEED))
    await room.follow(channel=OTHER_CHANNEL, post_newest=True)
    await room.services.deliver.run_due()
    assert room.publisher.told(OTHER_CHANNEL) == ["Newest"]
    assert room.publisher.told(CHANNEL) == []
    assert len(room.site.of(FEED)) == asked, "one server's adding serves all"


async def test_one_conditional_fetch_serves_all_channels(room):
    for channel in range(100, 140):
        await room.follow(channel=channel)
    room.publish("To all")
    assert await room.round() == 40
    before = len(room.site.of(FEED))
    await room.round()
    assert len(room.site.of(FEED)) == before + 1
    assert room.site.of(FEED)[-1].conditional
    assert all(room.publisher.told(channel) == ["To all"] for channel in range(100, 140))


async def test_a_channel_hears_stories_in_their_order(room):
    await room.follow()
    clock = room.clock
    room.publish(*(room.item(f"Part {n}", published=clock.now + timedelta(minutes=n)) for n in range(5)))
    await room.round()
    assert room.publisher.told() == [f"Part {n}" for n in range(5)]


async def test_an_edited_article_edits_its_post_and_posts_nothing(room):
    await room.follow()
    room.publish(room.item("Season two confirmed", guid="a1", url=room.site.url("/a1")))
    await room.round()

    room.items[FEED][0] = room.item("Season two confirmed for May", guid="a1", url=room.site.url("/a1"))
    room.publish()
    assert await room.round() == 0
    assert await room.services.deliver.run_edits() == 1
    assert [(message, post.body.article.headline) for message, post in room.publisher.edits] == [
        (1000, "Season two confirmed for May")
    ]
    assert await room.services.deliver.run_edits() == 0


@pytest.mark.parametrize(("fault", "again"), [(TryLater("503"), 1), (Unpostable("400"), 0), (Gone("404"), 0)])
async def test_an_edit_that_fails_in_passing_is_tried_again_and_no_other(room, fault, again):
    await room.follow()
    room.publish(room.item("Before", guid="a1", url=room.site.url("/a1")))
    await room.round()
    room.items[FEED][0] = room.item("After", guid="a1", url=room.site.url("/a1"))
    room.publish()
    await room.round()
    room.publisher.fail(fault)
    assert await room.services.deliver.run_edits() == 0
    assert await room.services.deliver.run_edits() == 0, "not at once"
    room.clock.forward(HOUR)
    assert await room.services.deliver.run_edits() == again


async def test_the_same_article_in_two_feeds_is_said_once_in_a_channel(room):
    await room.follow("/news.xml")
    await room.follow("/drama.xml")
    story = room.item("Shared by both sections")
    room.publish(story, path="/news.xml")
    room.publish(story, path="/drama.xml")
    await room.round()
    assert room.publisher.told() == ["Shared by both sections"]
    trace = await room.services.news.trace(story.url, GUILD)
    assert sorted(line.decision.outcome for line in trace.lines) == [Outcome.QUEUED, Outcome.SAME_STORY]
    assert {line.delivery.message_id for line in trace.lines} == {1000}, "both say where it stands"


async def test_a_digest_says_all_at_its_hour_in_one_message(room):
    await room.services.guilds.save(GuildSettings(GUILD, mode=PostingMode.DIGEST, digest_at=time(18, 0)))
    await room.follow()
    room.publish("One")
    room.clock.forward(HOUR)
    room.publish("Two")
    assert await room.round() == 0
    room.clock.now = room.clock.now.replace(hour=18)
    assert await room.services.deliver.run_due() == 2
    assert len(room.publisher.messages) == 1
    assert isinstance(room.publisher.messages[1000][0].body, DigestBody)


async def test_an_article_of_a_digest_is_edited_in_its_place(room):
    await room.services.guilds.save(GuildSettings(GUILD, mode=PostingMode.DIGEST, digest_at=time(18, 0)))
    await room.follow()
    room.publish(room.item("One", guid="a1", url=room.site.url("/a1")), "Two")
    await room.round()
    room.clock.now = room.clock.now.replace(hour=18)
    await room.services.deliver.run_due()
    room.items[FEED][-1] = room.item("One, corrected", guid="a1", url=room.site.url("/a1"))
    room.publish()
    await room.round(DAY)
    assert await room.services.deliver.run_edits() == 1
    [(_, post)] = room.publisher.edits
    assert [story.article.headline for story in post.body.stories] == ["One, corrected", "Two"]


async def test_a_digest_of_one_story_is_a_plain_post(room):
    await room.services.guilds.save(GuildSettings(GUILD, mode=PostingMode.DIGEST, digest_at=time(18, 0)))
    await room.follow()
    room.publish("Alone")
    await room.round()
    room.clock.now = room.clock.now.replace(hour=18)
    await room.services.deliver.run_due()
    assert room.publisher.told() == ["Alone"]


async def test_posts_per_hour_are_kept_and_the_rest_follows_in_order(room):
    await room.services.guilds.save(GuildSettings(GUILD, posts_per_hour=2))
    await room.follow()
    clock = room.clock
    room.publish(*(room.item(f"Part {n}", published=clock.now + timedelta(minutes=n)) for n in range(5)))
    assert await room.round() == 2
    room.clock.forward(timedelta(minutes=30))
    assert await room.services.deliver.run_due() == 0
    assert [await room.round(), await room.round()] == [2, 1]
    assert room.publisher.told() == [f"Part {n}" for n in range(5)]


async def test_what_could_not_be_said_for_a_day_expires_with_a_reason(room):
    await room.follow()
    room.publish("Yesterday's news")
    room.publisher.fail(TryLater("503"), times=10_000)
    await room.round()
    room.clock.forward(DAY + HOUR)
    assert await room.services.deliver.run_due() == 0
    [row] = await room.outbox()
    assert (row.state, row.reason) == (DeliveryState.EXPIRED, "delivery.late")


async def test_a_filter_keeps_out_what_it_names_and_why_tells(room):
    await room.follow(filter="-recap")
    room.publish("Recap of episode 3", "Season two is coming")
    await room.round()
    assert room.publisher.told() == ["Season two is coming"]
    trace = await room.services.news.trace(room.site.url("/recap-of-episode-3"), GUILD)
    assert [line.decision.outcome for line in trace.lines] == [Outcome.FILTERED]
    assert "recap" in trace.lines[0].decision.reason


async def test_a_pause_posts_nothing_then_or_later(room):
    added = await room.follow()
    await room.services.follows.pause(GUILD, added.subscription.id)
    room.publish("Meanwhile")
    await room.round()
    await room.services.follows.resume(GUILD, added.subscription.id)
    await room.round()
    room.publish("Afterwards")
    await room.round()
    assert room.publisher.told() == ["Afterwards"]


async def test_a_server_that_was_left_and_came_back_goes_on(room):
    await room.follow()
    await room.services.guilds.left(GUILD)
    room.publish("Missed")
    assert await room.round() == 0
    await room.services.guilds.joined(GUILD)
    room.publish("After the return")
    await room.round()
    assert "After the return" in room.publisher.told()


async def test_a_feed_that_moved_for_good_is_kept_at_its_new_address(room):
    await room.follow()
    room.publish("From the new place", path="/new.xml")
    room.site.redirect(FEED, "/new.xml", status=301)
    await room.round()
    room.publish("Once more", path="/new.xml")
    asked = len(room.site.of(FEED))
    await room.round(DAY)
    assert len(room.site.of(FEED)) == asked
    assert room.publisher.told()[-1] == "Once more"

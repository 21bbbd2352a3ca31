"""Titles and people that channels follow: their stories come from every feed, once, and only as news."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.facts import NameKind
from bot.domain.following import MOST_AT_ONCE
from bot.domain.models import DeliveryKind, DeliveryState, PostingMode
from bot.domain.reminders import Telling
from bot.errors import Gone, UserError
from bot.services import title_follows as service
from bot.store import names
from tests.newsroom import ADMIN, CHANNEL, DAY, GUILD, HOUR, OTHER_CHANNEL
from tests.sayings import HARBOR, says, told

TITLE, PERSON = NameKind.TITLE, NameKind.PERSON
OTHER_GUILD, ROLE = 12, 77


@pytest.fixture
async def known(room):
    """A feed that another server follows, by which the title and its people are known."""
    await room.follow(guild=OTHER_GUILD, channel=99)
    room.reader.sayings["Glass Harbor is announced"] = HARBOR
    room.publish("Glass Harbor is announced")
    await room.round()
    room.publisher.messages.clear()
    return room


async def owner(room, kind, key):
    async with room.db.read() as conn:
        return (await names.owners(conn, kind, [key]))[key][0]


async def follow(room, key="glassharbor", kind=TITLE, channel=CHANNEL, **more):
    return await room.services.title_follows.add(GUILD, channel, kind, await owner(room, kind, key), ADMIN, **more)


async def news(room, headline, *facts, path="/feed.xml", by=HOUR, **more):
    room.reader.sayings[headline] = says(*facts)
    room.clock.forward(by)
    room.publish(room.item(headline, **more), path=path)
    await room.round()


# ------------------------------------------------------------------ keeping them


async def test_a_follow_is_kept_listed_and_let_go(known):
    made = await follow(known, role_id=ROLE)
    assert (made.name, made.new, made.follow.role_id) == ("Glass Harbor", True, ROLE)
    person = await follow(known, "seominah", PERSON)
    follows = known.services.title_follows
    assert [one.name for one in await follows.list(GUILD)] == ["Glass Harbor", "Seo Min-ah"]
    assert await follows.list(OTHER_GUILD) == ()
    assert [one.name for one in await follows.choices(GUILD, "har")] == ["Glass Harbor"]
    assert (await follows.remove(GUILD, person.follow.id)).name == "Seo Min-ah"
    assert [one.name for one in await follows.list(GUILD)] == ["Glass Harbor"]


async def test_to_follow_again_changes_the_role_and_nothing_else(known):
    first = await follow(known)
    again = await follow(known, role_id=ROLE)
    assert (again.follow.id, again.new, again.follow.role_id) == (first.follow.id, False, ROLE)
    assert (await follow(known)).follow.role_id == ROLE


async def test_what_cannot_be_followed_is_told(known, monkeypatch):
    follows = known.services.title_follows
    for kind in NameKind:
        with pytest.raises(UserError, match=f"{kind}.unknown"):
            await follows.add(GUILD, CHANNEL, kind, 999, ADMIN)
    made = await follow(known)
    with pytest.raises(UserError, match=r"follow\.unknown"):
        await follows.remove(OTHER_GUILD, made.follow.id)
    monkeypatch.setattr(service, "MOST_FOLLOWS", 1)
    with pytest.raises(UserError, match=r"follow\.limit"):
        await follow(known, "seominah", PERSON)
    assert len(await follows.list(GUILD)) == 1


async def test_one_that_was_merged_is_the_same_follow(known):
    await news(known, "A pier", told("genre", "noir", of="Pier Nine"))
    first = await follow(known, "piernine")
    await known.services.identities.merge(TITLE, await owner(known, TITLE, "piernine"), 1)
    again = await follow(known)
    assert (again.follow.id, again.new) == (first.follow.id, False)
    await news(known, "News", told("genre", "drama"))
    assert known.publisher.told(CHANNEL).count("News") == 1


# ------------------------------------------------------------------ stories


async def test_a_story_from_any_feed_is_told_where_its_title_is_followed(known):
    await follow(known, role_id=ROLE)
    await news(known, "A third season", told("production_status", "renewed", season=3))
    await news(known, "Another show", told("production_status", "renewed", of="Salt Line Two"))
    assert known.publisher.told(CHANNEL) == ["A third season"]
    [post] = [post for post, _ in known.publisher.messages.values() if post.channel_id == CHANNEL]
    assert post.ping_role_id == ROLE


async def test_a_person_is_followed_like_a_title(known):
    await follow(known, "seominah", PERSON)
    await news(known, "She joins", told("cast_member", "Seo Min-ah", of="Night Ferry"))
    assert known.publisher.told(CHANNEL) == ["She joins"]


async def test_a_headline_that_names_them_is_enough(known):
    await follow(known)
    await follow(known, "seominah", PERSON)
    await news(known, "Seo Min-ah greets fans at the airport")
    await news(known, "Behind the scenes of Glass Harbor")
    assert known.publisher.told(CHANNEL) == [
        "Seo Min-ah greets fans at the airport",
        "Behind the scenes of Glass Harbor",
    ]


async def test_of_namesakes_the_headline_alone_means_none(known):
    for year in (1940, 2020):
        await news(known, f"Sails {year}", told("publication_date", f"{year}-04-12", of=f"Red Sails ({year})"))
    async with known.db.read() as conn:
        for title_id in (await names.owners(conn, TITLE, ["redsails"]))["redsails"]:
            await known.services.title_follows.add(GUILD, CHANNEL, TITLE, title_id, ADMIN)
    assert len(await known.services.title_follows.list(GUILD)) == 2
    await news(known, "Remembering Red Sails")
    assert known.publisher.told(CHANNEL) == []
    await news(known, "Red Sails again", told("genre", "drama", of="Red Sails (2020)"))
    assert known.publisher.told(CHANNEL) == ["Red Sails again"]


async def test_what_is_doubtful_is_not_told(known):
    await follow(known)
    await news(known, "Maybe", told("genre", "drama", confidence=0.3))
    assert known.publisher.told(CHANNEL) == []


async def test_a_channel_has_a_story_once_and_pings_the_role_that_wanted_it(known):
    await known.follow("/other.xml", channel=CHANNEL)
    await follow(known, role_id=ROLE)
    await follow(known, channel=OTHER_CHANNEL)
    await news(known, "Glass Harbor sails again", told("genre", "drama"), path="/other.xml")
    assert known.publisher.told(CHANNEL) == known.publisher.told(OTHER_CHANNEL) == ["Glass Harbor sails again"]
    rows = [row for row in await known.outbox() if row.channel_id == CHANNEL]
    assert [(row.subscription_id is not None, row.follow_id is not None) for row in rows] == [(True, True)]
    [post] = [post for post, _ in known.publisher.messages.values() if post.channel_id == CHANNEL]
    assert post.ping_role_id == ROLE


async def test_what_a_feeds_filter_leaves_out_is_told_for_the_titles_sake(known):
    await known.follow("/other.xml", channel=CHANNEL, filter="-season")
    await follow(known)
    await news(known, "A third season", told("production_status", "renewed"), path="/other.xml")
    assert known.publisher.told(CHANNEL) == ["A third season"]


async def test_two_follows_of_one_channel_are_one_post(known):
    await follow(known)
    await follow(known, "seominah", PERSON, role_id=ROLE)
    await news(known, "She stays", told("cast_member", "Seo Min-ah", season=3))
    [(post, _)] = [said for said in known.publisher.messages.values() if said[0].channel_id == CHANNEL]
    assert post.ping_role_id == ROLE


async def test_a_first_fetch_is_no_news(known):
    await follow(known)
    known.reader.sayings["Old hat"] = says(told("genre", "drama"))
    known.publish("Old hat", path="/new.xml")
    await known.follow("/new.xml", guild=OTHER_GUILD, channel=99)
    await known.round()
    await known.services.reading.catch_up()
    await known.round()
    assert known.publisher.told(CHANNEL) == []


@pytest.fixture
def no_time(known, monkeypatch):
    """Have articles read after they were stored, when they are caught up with."""

    async def nothing(_seen):
        return {}

    async def later(_missed):
        return None

    monkeypatch.setattr(known.services.reading, "ahead", nothing)
    monkeypatch.setattr(known.services.reading, "late", later)


async def catch_up(room):
    assert await room.services.reading.catch_up() == 1
    await room.services.deliver.run_due()


@pytest.mark.usefixtures("no_time")
async def test_what_was_seen_before_the_follow_is_no_news(known):
    await news(known, "Just before", told("genre", "drama"))
    known.clock.forward(timedelta(minutes=1))
    await follow(known)
    await catch_up(known)
    assert known.publisher.told(CHANNEL) == []


async def test_old_articles_are_no_news(known):
    await follow(known)
    old = {"published": known.clock() - 8 * DAY}
    await news(known, "Dug out", told("genre", "drama"), **old)
    assert known.publisher.told(CHANNEL) == []


@pytest.mark.usefixtures("no_time")
async def test_what_is_read_again_is_no_news_but_what_was_missed_is(known):
    await follow(known)
    await follow(known, "seominah", PERSON, channel=OTHER_CHANNEL)
    await news(known, "Late", told("genre", "drama"))
    assert known.publisher.told(CHANNEL) == []
    await catch_up(known)
    assert known.publisher.told(CHANNEL) == ["Late"]
    known.reader.sayings["Late"] = says(told("cast_member", "Seo Min-ah"))
    async for _ in known.services.reading.reread(every=True):
        pass
    await known.services.deliver.run_due()
    assert known.publisher.told(OTHER_CHANNEL) == []


@pytest.mark.usefixtures("no_time")
async def test_what_was_missed_for_a_day_is_no_news(known):
    await follow(known)
    await news(known, "Missed", told("genre", "drama"))
    known.clock.forward(DAY + HOUR)
    await catch_up(known)
    assert known.publisher.told(CHANNEL) == []


async def test_private_news_is_for_servers_that_read_that_feed(known):
    await follow(known)
    path = "/private.xml?key=secret0123456789"
    await known.follow(path, guild=OTHER_GUILD, channel=99)
    await known.services.title_follows.add(OTHER_GUILD, 98, TITLE, await owner(known, TITLE, "glassharbor"), ADMIN)
    await news(known, "In confidence", told("genre", "drama"), path=path)
    assert known.publisher.told(98) == ["In confidence"]
    assert known.publisher.told(CHANNEL) == []
    url = known.item("In confidence").url
    known.publish(known.item("In confidence", guid="other", url=url))
    await known.round()
    assert known.publisher.told(CHANNEL) == ["In confidence"], "now everyone may know"
    assert known.publisher.told(98) == ["In confidence"]


async def test_pace_and_digests_hold(known):
    settings = await known.services.guilds.settings(GUILD)
    await known.services.guilds.save(replace(settings, mode=PostingMode.DIGEST))
    await follow(known)
    for headline in ("First", "Second"):
        await news(known, headline, told("genre", headline))
    assert known.publisher.told(CHANNEL) == []
    await known.round(DAY)
    assert known.publisher.told(CHANNEL) == ["First + Second"]


async def test_a_flood_is_held_back_with_its_reason(known):
    await follow(known)
    headlines = [f"Number {chr(97 + n)}{chr(98 + n)}" for n in range(MOST_AT_ONCE + 2)]
    for headline in headlines:
        known.reader.sayings[headline] = says(told("genre", headline))
    known.publish(*headlines)
    await known.round()
    assert len(known.publisher.told(CHANNEL)) == MOST_AT_ONCE
    held = [row for row in await known.outbox() if row.state is DeliveryState.SUPERSEDED]
    assert [row.reason for row in held] == ['follow.many {"most": 20}'] * 2


async def test_nothing_comes_to_a_server_that_we_left_or_after_the_follow_is_gone(known):
    made = await follow(known)
    await known.services.guilds.left(GUILD)
    await news(known, "While away", told("genre", "drama"))
    await known.services.guilds.joined(GUILD)
    await news(known, "Back again", told("genre", "noir"))
    settings = await known.services.guilds.settings(GUILD)
    await known.services.guilds.save(replace(settings, mode=PostingMode.DIGEST))
    await news(known, "Waiting", told("genre", "thriller"))
    await known.services.title_follows.remove(GUILD, made.follow.id)
    await known.round(DAY)
    assert known.publisher.told(CHANNEL) == ["Back again"]
    [row] = [row for row in await known.outbox() if row.state is DeliveryState.SUPERSEDED]
    assert row.reason == "follow.removed"


async def test_a_closed_channel_is_told_of_once_and_tried_again_when_mended(known):
    await follow(known)
    known.publisher.fail(Gone("channel.permission", permission="send_messages"), times=1, channel=CHANNEL)
    await news(known, "First", told("genre", "drama"))
    assert [post.body.key for post in known.publisher.notices()] == ["notice.channel.permission"]
    [one] = await known.services.title_follows.list(GUILD)
    assert one.follow.blocked == "channel.permission"
    await known.services.deliver.mended_guild(GUILD)
    await known.services.deliver.run_due()
    assert known.publisher.told(CHANNEL) == ["First"]
    [one] = await known.services.title_follows.list(GUILD)
    assert one.follow.blocked is None


async def test_why_tells_for_whose_sake_a_story_was_posted(known):
    await follow(known)
    await news(known, "A third season", told("production_status", "renewed"))
    trace = await known.services.news.trace(known.item("A third season").url, GUILD)
    [line] = trace.lines
    assert (line.channel_id, line.outlet) == (CHANNEL, "Feed")
    assert line.decision.reason == 'follow.title {"name": "Glass Harbor"}'
    assert line.delivery.kind is DeliveryKind.STORY
    assert line.delivery.state is DeliveryState.SENT


# ------------------------------------------------------------------ releases


def date(value, **more):
    return told("publication_date", value, season=3, confidence=0.99, **more)


def posts(room):
    return [post for post, _ in room.publisher.messages.values() if post.channel_id == CHANNEL]


async def test_a_moved_date_is_told_beside_its_story_with_one_ping(known):
    await news(known, "Third season dated", date("2026-05-09"))
    await follow(known, role_id=ROLE)
    await news(known, "It moves", date("2026-06-12"), date("2026-05-09", negated=True))
    story, moved = posts(known)
    assert (story.body.article.headline, moved.body.telling) == ("It moves", Telling.MOVED)
    assert (moved.body.former, moved.body.value) == ("2026-05-09", "2026-06-12")
    assert (story.ping_role_id, moved.ping_role_id) == (ROLE, None)


async def test_the_day_itself_is_told_with_its_ping(known):
    await news(known, "Third season dated", date("2026-05-09"))
    await follow(known, role_id=ROLE)
    known.clock.now = known.clock.now.replace(month=5, day=9, hour=9, minute=1)
    await known.services.deliver.run_due()
    [post] = posts(known)
    assert (post.body.telling, post.body.days, post.ping_role_id) == (Telling.DUE, 0, ROLE)


async def test_a_day_that_a_story_moved_is_told_with_its_ping(known):
    await news(known, "Third season dated", date("2026-05-09"))
    await follow(known, role_id=ROLE)
    await news(known, "It moves", date("2026-06-12"), date("2026-05-09", negated=True))
    known.clock.now = known.clock.now.replace(month=6, day=12, hour=9, minute=1)
    await known.services.deliver.run_due()
    assert (posts(known)[-1].body.telling, posts(known)[-1].ping_role_id) == (Telling.DUE, ROLE)


async def test_in_a_digest_server_the_move_is_told_and_pings_at_once(known):
    settings = await known.services.guilds.settings(GUILD)
    await known.services.guilds.save(replace(settings, mode=PostingMode.DIGEST))
    await news(known, "Third season dated", date("2026-05-09"))
    await follow(known, role_id=ROLE)
    await news(known, "It moves", date("2026-06-12"), date("2026-05-09", negated=True))
    [moved] = posts(known)
    assert (moved.body.telling, moved.ping_role_id) == (Telling.MOVED, ROLE)


async def test_what_is_planned_goes_with_the_follow(known):
    await news(known, "Third season dated", date("2026-05-09"))
    made = await follow(known)
    await known.services.title_follows.remove(GUILD, made.follow.id)
    known.clock.now = known.clock.now.replace(month=5, day=9, hour=9, minute=1)
    await known.services.deliver.run_due()
    assert posts(known) == []

"""A server's follows: adding from whatever people type, looking, changing, moving, OPML."""

import pytest

from bot.domain.models import GuildSettings
from bot.errors import UserError
from bot.feeds import opml
from bot.services.follows import MOST_FEEDS
from tests.newsroom import ADMIN, CHANNEL, DAY, FEED, GUILD, HOUR, OTHER_CHANNEL

ELSEWHERE = GUILD + 1


async def refusal(awaitable) -> UserError:
    with pytest.raises(UserError) as caught:
        await awaitable
    return caught.value


# ------------------------------------------------------------------ adding


async def test_a_feed_is_added_with_what_it_has(room):
    room.publish("One", "Two")
    added = await room.follow()
    assert (added.feed.outlet, added.entries, added.newest.headline) == ("Feed", 2, "Two")
    assert (added.subscription.guild_id, added.subscription.channel_id) == (GUILD, CHANNEL)
    assert added.feed.baseline_at == room.clock.now


async def test_a_page_leads_to_its_feed(room):
    room.publish("One", path="/real.xml")
    links = '<link rel="alternate" type="application/rss+xml" href="{}">'
    head = links.format("/broken.xml") + links.format("/real.xml")
    room.site.answer("/", headers={"Content-Type": "text/html"}, body=f"<html><head>{head}</head></html>".encode())
    added = await room.services.follows.add(GUILD, CHANNEL, room.site.url("/"), ADMIN)
    assert added.feed.url == room.site.url("/real.xml")


async def test_a_page_may_lead_to_a_feed_that_is_known_already(room):
    await room.follow()
    link = f'<link rel="alternate" type="application/rss+xml" href="{FEED}">'
    room.site.answer("/", headers={"Content-Type": "text/html"}, body=f"<html><head>{link}</head></html>".encode())
    room.publish("Posted to both")
    await room.services.follows.add(GUILD, OTHER_CHANNEL, room.site.url("/"), ADMIN)
    await room.round()
    assert room.publisher.told(OTHER_CHANNEL) == room.publisher.told(CHANNEL) == ["Posted to both"]


async def test_a_page_without_a_feed_is_told_so(room):
    room.site.answer("/", headers={"Content-Type": "text/html"}, body=b"<html><body>Hello</body></html>")
    error = await refusal(room.services.follows.add(GUILD, CHANNEL, room.site.url("/"), ADMIN))
    assert error.key == "feed.none_found"


async def test_a_feed_that_moved_for_good_is_added_where_it_is(room):
    room.publish("One", path="/new.xml")
    room.site.redirect("/old.xml", "/new.xml", status=308)
    added = await room.services.follows.add(GUILD, CHANNEL, room.site.url("/old.xml"), ADMIN)
    assert added.feed.url == room.site.url("/new.xml")


@pytest.mark.parametrize(
    ("status", "key"),
    [(403, "feed.fault.blocked"), (404, "feed.fault.gone"), (429, "feed.fault.limited"), (500, "feed.fault.server")],
)
async def test_what_cannot_be_had_is_named_and_leaves_nothing_behind(room, status, key):
    room.site.answer(FEED, status=status)
    error = await refusal(room.services.follows.add(GUILD, CHANNEL, room.site.url(FEED), ADMIN))
    assert (error.key, error.values["url"]) == (key, room.site.url(FEED))
    assert await room.services.follows.list(GUILD) == ()


async def test_a_document_that_is_empty_is_no_page_to_look_for_feeds_in(room):
    room.site.answer(FEED, body=b"")
    error = await refusal(room.services.follows.add(GUILD, CHANNEL, room.site.url(FEED), ADMIN))
    assert error.key == "feed.fault.empty"


async def test_what_is_no_address_is_told_so(room):
    error = await refusal(room.services.follows.add(GUILD, CHANNEL, "not an address", ADMIN))
    assert error.key == "feed.url"


async def test_an_address_may_be_typed_as_discord_wraps_it(room):
    room.publish("One")
    added = await room.services.follows.add(GUILD, CHANNEL, f" <{room.site.url(FEED)}?utm_source=x> ", ADMIN)
    assert added.feed.url == room.site.url(FEED)


async def test_the_same_feed_twice_in_a_channel_is_told_so(room):
    await room.follow()
    assert (await refusal(room.follow())).key == "feed.already"
    assert (await room.follow(channel=OTHER_CHANNEL)).feed.url == room.site.url(FEED)


async def test_a_filter_that_cannot_be_read_adds_nothing(room):
    assert (await refusal(room.follow(filter="(unclosed"))).key == "filter.parenthesis"
    assert room.site.requests == []


async def test_a_server_has_so_many_follows_and_no_more(room):
    for channel in range(MOST_FEEDS):
        await room.follow(channel=1000 + channel)
    error = await refusal(room.follow(channel=CHANNEL))
    assert (error.key, error.values) == ("feed.limit", {"limit": MOST_FEEDS})
    await room.follow(guild=ELSEWHERE)


async def test_a_suggested_feed_is_called_as_we_call_it(room, tmp_path):
    room.publish("One")
    entry = f'outlet = "Drama Daily", url = "{room.site.url(FEED)}", home = "", language = "en", about = "News."'
    (tmp_path / "kdrama.toml").write_text(f'name = "K-drama"\nfeed = [{{ {entry} }}]\n')
    (tmp_path / "broken.toml").write_text("name = ")
    room.services.follows._suggestions = tmp_path
    assert (await room.follow()).feed.outlet == "Drama Daily"
    [group] = room.services.follows.suggested()
    assert (group.key, group.name, [feed.about for feed in group.feeds]) == ("kdrama", "K-drama", ["News."])


async def test_a_private_feed_is_not_shown_to_other_servers(room):
    room.publish(room.item("Members only"), path="/rss.xml?token=abc")
    await room.follow("/rss.xml?token=abc")
    link = room.site.url("/members-only")
    assert (await room.services.news.trace(link, GUILD)).article.headline == "Members only"
    assert (await refusal(room.services.news.trace(link, ELSEWHERE))).key == "why.unknown"


# ------------------------------------------------------------------ looking


async def test_follows_are_listed_by_outlet_and_only_to_their_server(room):
    await room.follow("/soompi.xml")
    await room.follow("/deadline.xml")
    assert [one.feed.outlet for one in await room.services.follows.list(GUILD)] == ["Deadline", "Soompi"]
    assert await room.services.follows.list(ELSEWHERE) == ()


@pytest.mark.parametrize("deed", ["info", "pause", "resume", "remove"])
async def test_nobody_touches_another_servers_follow(room, deed):
    added = await room.follow()
    error = await refusal(getattr(room.services.follows, deed)(ELSEWHERE, added.subscription.id))
    assert error.key == "feed.unknown"


async def test_info_tells_the_health_the_news_and_the_deliveries(room):
    added = await room.follow()
    await room.follow(guild=ELSEWHERE, channel=OTHER_CHANNEL)
    room.publish("One", "Two")
    await room.round()
    info = await room.services.follows.info(GUILD, added.subscription.id)
    assert {article.headline for article in info.articles} == {"One", "Two"}
    assert [row.channel_id for row in info.deliveries] == [CHANNEL, CHANNEL]
    assert info.deliveries[0].id > info.deliveries[1].id, "the newest first"
    assert info.followers == 2


async def test_a_preview_shows_what_would_be_posted_and_stores_nothing(room):
    room.publish("One", "Two")
    articles = await room.services.follows.preview(GUILD, room.site.url(FEED), 2)
    assert [article.headline for article in articles] == ["Two", "One"]
    assert articles[0].url == room.site.url("/two")
    assert await room.services.follows.list(GUILD) == ()

    added = await room.follow()
    [article] = await room.services.follows.preview(GUILD, added.subscription.id)
    assert article.id > 0


async def test_a_dry_run_says_what_a_filter_would_have_done(room):
    room.publish("Recap of episode 3", "Season two is coming")
    added = await room.follow()
    dry = await room.services.follows.try_filter(GUILD, added.subscription.id, "season -recap")
    assert [one.article.headline for one in dry.matched] == ["Season two is coming"]
    assert [one.article.headline for one in dry.missed] == ["Recap of episode 3"]
    assert "recap" in dry.missed[0].reason or "season" in dry.missed[0].reason
    info = await room.services.follows.info(GUILD, added.subscription.id)
    assert info.subscription.filter == ""


async def test_choices_are_found_by_any_part_of_their_label(room):
    soompi = await room.follow("/soompi.xml")
    await room.follow("/deadline.xml")
    [(label, value)] = await room.services.follows.choices(GUILD, "OOMP")
    assert (label, value) == ("Soompi · 127.0.0.1", soompi.subscription.id)
    assert len(await room.services.follows.choices(GUILD, "")) == 2


# ------------------------------------------------------------------ changing


async def test_a_filter_is_set_and_cleared(room):
    added = await room.follow()
    changed = await room.services.follows.set_filter(GUILD, added.subscription.id, "zombie")
    assert changed.subscription.filter == "zombie"
    error = await refusal(room.services.follows.set_filter(GUILD, added.subscription.id, '"'))
    assert error.key == "filter.quote"
    assert (await room.services.follows.set_filter(GUILD, added.subscription.id, "")).subscription.filter == ""


async def test_a_removed_follow_is_silent_and_its_feed_is_asked_no_more(room):
    added = await room.follow()
    await room.services.follows.remove(GUILD, added.subscription.id)
    asked = len(room.site.requests)
    room.publish("Unheard")
    assert await room.round(DAY) == 0
    assert len(room.site.requests) == asked


async def test_a_follow_moves_to_another_channel_unless_that_has_it(room):
    added = await room.follow()
    moved = await room.services.follows.resume(GUILD, added.subscription.id, OTHER_CHANNEL)
    assert moved.subscription.channel_id == OTHER_CHANNEL
    second = await room.follow()
    error = await refusal(room.services.follows.resume(GUILD, second.subscription.id, OTHER_CHANNEL))
    assert error.key == "feed.already"


async def test_who_follows_a_feed_that_begins_anew_gives_it_its_baseline(room):
    added = await room.follow()
    await room.services.follows.pause(GUILD, added.subscription.id)
    await room.services.follows.resume(GUILD, added.subscription.id)
    room.publish("Meanwhile")
    again = await room.follow(guild=ELSEWHERE, channel=OTHER_CHANNEL, post_newest=True)
    await room.round()
    assert again.feed.id == added.feed.id
    assert room.publisher.told(OTHER_CHANNEL) == ["Meanwhile"]


async def test_resuming_one_of_several_follows_does_not_silence_the_others(room):
    paused = await room.follow()
    await room.follow(channel=OTHER_CHANNEL)
    await room.services.follows.pause(GUILD, paused.subscription.id)
    room.publish("Meanwhile")
    await room.services.follows.resume(GUILD, paused.subscription.id)
    await room.round()
    assert room.publisher.told(OTHER_CHANNEL) == ["Meanwhile"]


# ------------------------------------------------------------------ OPML


async def test_opml_goes_in_and_comes_out(room):
    for path in ("/a.xml", "/b.xml"):
        room.publish("Something", path=path)
    await room.follow("/a.xml")
    room.site.answer("/gone.xml", status=410)
    listed = [opml.OpmlFeed(room.site.url(path), path.strip("/"), "TV") for path in ("/a.xml", "/b.xml", "/gone.xml")]
    report = await room.services.follows.import_opml(GUILD, CHANNEL, opml.write(listed, "Mine"), ADMIN)
    assert (report.added, report.already) == (("B",), ("a.xml",))
    assert [(one.url, one.key) for one in report.failed] == [(room.site.url("/gone.xml"), "feed.fault.gone")]

    exported = opml.read(await room.services.follows.export_opml(GUILD))
    assert [(feed.url, feed.title) for feed in exported] == [
        (room.site.url("/a.xml"), "A"),
        (room.site.url("/b.xml"), "B"),
    ]


async def test_an_unreadable_list_is_told_so(room):
    error = await refusal(room.services.follows.import_opml(GUILD, CHANNEL, b"no xml", ADMIN))
    assert error.key == "opml.unreadable"


async def test_the_newest_asked_for_at_adding_waits_for_quiet_hours_to_end(room):
    night = room.clock.now.time().replace(hour=11), room.clock.now.time().replace(hour=13)
    await room.services.guilds.save(GuildSettings(GUILD, quiet_from=night[0], quiet_to=night[1]))
    room.publish("Newest")
    await room.follow(channel=OTHER_CHANNEL)
    await room.follow(post_newest=True)
    assert await room.services.deliver.run_due() == 0
    room.clock.forward(HOUR)
    assert await room.services.deliver.run_due() == 1

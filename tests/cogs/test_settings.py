"""`/settings` and `/about`."""

from datetime import time, timedelta

import discord
import pytest

from bot.domain.models import PostingMode
from bot.domain.posts import NoticeBody, Post
from bot.errors import UserError
from cogs.settings import clock_time, quiet_span
from tests.harness import choices, custom_ids, said


async def kept(stage):
    return await stage.bot.services.guilds.settings(stage.guild.id)


async def test_without_options_it_shows_what_is(stage):
    answer = await stage.admin.slash(stage.talk, "settings")
    assert answer.ephemeral
    text = said(answer)
    assert "Settings of this server" in text
    for words in (
        "Language  **English**",
        "Time zone  **UTC**",
        "Stories are posted  **As it happens**",
        "Pings  **off**",
        "Notices go to  **the channel of the posts**",
    ):
        assert words in text
    assert custom_ids(answer) == []


async def test_options_change_it(stage):
    role = stage.guild.create_role("news")
    answer = await stage.admin.slash(
        stage.talk,
        "settings",
        language="ko",
        time_zone="Asia/Seoul",
        mode="digest",
        digest_at="7:30",
        quiet_hours="23:00-07:00",
        posts_per_hour=6,
        ping_role=role,
        publish=True,
        notices=stage.talk,
    )
    text = said(answer)
    for words in (
        "Saved",
        "once a day at 07:30",
        "23:00 to 07:00",
        f"<@&{role.id}>",
        f"<#{stage.talk.id}>",
        "Asia/Seoul",
    ):
        assert words in text
    settings = await kept(stage)
    assert (settings.locale, settings.mode, settings.digest_at) == ("ko", PostingMode.DIGEST, time(7, 30))
    assert (settings.quiet_from, settings.quiet_to, settings.posts_per_hour) == (time(23), time(7), 6)
    assert (settings.ping_role_id, settings.publish, settings.notice_channel_id) == (role.id, True, stage.talk.id)


async def test_what_is_on_can_be_switched_off_with_a_button(stage):
    role = stage.guild.create_role("news")
    answer = await stage.admin.slash(
        stage.talk, "settings", quiet_hours="1-2", posts_per_hour=6, ping_role=role, notices=stage.talk
    )
    assert len(custom_ids(answer)) == 4
    await stage.restart()
    for custom_id in list(custom_ids(answer)):
        await stage.admin.click(answer.response, custom_id=custom_id)
    assert custom_ids(answer) == []
    settings = await kept(stage)
    assert (settings.quiet_from, settings.posts_per_hour, settings.ping_role_id) == (None, None, None)
    again = await stage.admin.slash(stage.talk, "settings", quiet_hours="1-2")
    assert "01:00 to 02:00" in said(again)
    assert "off" in said(await stage.admin.slash(stage.talk, "settings", quiet_hours="off"))
    assert (await kept(stage)).quiet_to is None


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"time_zone": "Mars/Olympus"}, "no time zone of that name"),
        ({"digest_at": "25:00"}, "`25:00` is no time of day"),
        ({"quiet_hours": "9"}, "Quiet hours have a beginning and an end"),
        ({"quiet_hours": "9-x"}, "`x` is no time of day"),
        ({"quiet_hours": "09:00-09:00"}, "Quiet hours have a beginning and an end"),
    ],
)
async def test_what_cannot_be_is_refused_and_nothing_is_kept(stage, options, says):
    before = await kept(stage)
    answer = await stage.admin.slash(stage.talk, "settings", **options)
    assert answer.ephemeral
    assert says in said(answer)
    assert await kept(stage) == before


async def test_everyone_is_never_pinged(stage):
    answer = await stage.admin.slash(stage.talk, "settings", ping_role=stage.guild.default_role)
    assert "never ping everyone" in said(answer)
    assert (await kept(stage)).ping_role_id is None


async def test_notices_need_a_channel_that_is_open(stage):
    closed = stage.guild.create_text_channel(
        "closed", overwrites={stage.guild.default_role: discord.PermissionOverwrite(send_messages=False)}
    )
    answer = await stage.admin.slash(stage.talk, "settings", notices=closed)
    assert "**Send Messages**" in said(answer)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("seo", ("Asia/Seoul", "Asia/Seoul")),
        ("한국", ("Asia/Seoul", "Asia/Seoul")),
        ("new york", ("America/New York", "America/New_York")),
        ("GMT+9", ("UTC+9", "Etc/GMT-9")),
    ],
)
async def test_time_zones_are_offered_in_anybodys_words(stage, typed, first):
    found = choices(await stage.admin.autocomplete(stage.talk, "settings", "time_zone", typed))
    assert first in found


async def test_zones_are_offered_before_a_word_is_typed_and_taken_as_typed(stage):
    assert len(choices(await stage.admin.autocomplete(stage.talk, "settings", "time_zone", ""))) == 25
    for typed, kept_as in (("seoul", "Asia/Seoul"), ("America/New_York", "America/New_York")):
        await stage.admin.slash(stage.talk, "settings", time_zone=typed)
        assert (await kept(stage)).time_zone == kept_as
    assert "America/New York" in said(await stage.admin.slash(stage.talk, "settings"))


@pytest.mark.parametrize(
    ("text", "at"), [("9", time(9)), ("09:30", time(9, 30)), (" 23.05 ", time(23, 5)), ("0", time(0))]
)
def test_times_of_day_are_read(text, at):
    assert clock_time(text) == at


@pytest.mark.parametrize("text", ["", "24", "9:60", "9:-1", "noon", "1:2:3", "²"])
def test_what_is_no_time_is_refused(text):
    with pytest.raises(UserError, match=r"settings\.time"):
        clock_time(text)


@pytest.mark.parametrize("text", ["23:00-7:00", "23:00 – 07:00", "23~7"])
def test_quiet_hours_are_read(text):
    assert quiet_span(text) == {"quiet_from": time(23), "quiet_to": time(7)}


async def test_about_tells_version_health_and_terms(stage):
    await stage.follow()
    await stage.publish("Kingdom returns")
    answer = await stage.member.slash(stage.talk, "about")
    assert answer.ephemeral
    text = said(answer)
    for words in ("Callsheet 0.", "1 feed is read, 0 in trouble", "1 article is kept", "All posts are on time", "MIT"):
        assert words in text
    assert "Callsheet" in said(await stage.member.user.slash("about"))


async def test_about_says_when_posts_are_late(stage):
    await stage.follow()
    stage.room.publish("Kingdom returns")
    stage.room.clock.forward(timedelta(hours=1))
    await stage.room.services.ingest.poll_due()
    stage.room.clock.forward(timedelta(minutes=5))
    assert "5 min late" in said(await stage.member.slash(stage.talk, "about"))


async def test_the_notice_button_lists_the_feeds_for_admins_only(stage):
    await stage.follow()
    notice = NoticeBody("notice.feed.slow", {"feed": "Feed", "url": "u"})
    await stage.bot.publisher.send(Post(5, "callsheet-5", stage.guild.id, stage.news.id, "en", notice))
    listed = await stage.admin.click(stage.news.last_message, custom_id="note:5")
    assert listed.ephemeral
    assert "Feeds of this server" in said(listed)
    refused = await stage.member.click(stage.news.last_message, custom_id="note:5")
    assert refused.ephemeral
    assert "people who may manage this server" in said(refused)

"""`/setup`: four choices on one card, and a first post in under a minute."""

from types import SimpleNamespace

import discord
import pytest

from bot.domain.models import PostingMode
from bot.services.follows import Follows
from bot.services.suggestions import SuggestedFeed, SuggestedGroup
from cogs.ui.setup_cards import key_of
from tests.harness import custom_ids, said


@pytest.fixture
def groups(stage, monkeypatch):
    """Suggests the feeds of the local site: two that work, one that is gone."""

    def feed(name):
        return SuggestedFeed(name.title(), stage.room.site.url(f"/{name}.xml"), stage.room.site.url("/"), "en", "News.")

    found = (
        SuggestedGroup("drama", "K-drama", (feed("one"), feed("gone"))),
        SuggestedGroup("empty", "Nothing", ()),
        SuggestedGroup("film", "Film", (feed("two"),)),
    )
    for path in ("/one.xml", "/two.xml"):
        stage.room.publish(f"Newest of {path}", path=path)
    monkeypatch.setattr(Follows, "suggested", lambda _: found)
    return found


def begin(result):
    parts = [part for part in result.response.components[0]["components"] if part["type"] == 1]
    return parts[-1]["components"][0]


async def test_this_channel_is_chosen_and_the_button_waits_for_feeds(stage, groups):
    answer = await stage.admin.slash(stage.talk, "setup")
    assert answer.ephemeral
    assert custom_ids(answer) == [
        "setup:channel",
        "setup:feeds:0",
        "setup:feeds:1",
        "setup:role",
        "setup:mode",
        "setup:begin",
    ]
    assert begin(answer)["disabled"]
    await stage.admin.select(answer.response, [key_of(groups[0].feeds[0])], custom_id="setup:feeds:0")
    assert not begin(answer)["disabled"]
    await stage.admin.select(answer.response, [], custom_id="setup:feeds:0")
    assert begin(answer)["disabled"]


async def test_all_choices_are_carried_out_and_a_first_post_arrives(stage, groups):
    role = stage.guild.create_role("news")
    answer = await stage.admin.slash(stage.talk, "setup")
    shown = answer.response
    await stage.admin.select(shown, [stage.news], custom_id="setup:channel")
    await stage.admin.select(shown, [key_of(feed) for feed in groups[0].feeds], custom_id="setup:feeds:0")
    await stage.restart()
    await stage.admin.select(shown, [key_of(groups[2].feeds[0])], custom_id="setup:feeds:1")
    await stage.admin.select(shown, [role], custom_id="setup:role")
    await stage.admin.select(shown, ["digest"], custom_id="setup:mode")
    await stage.admin.click(shown, custom_id="setup:begin")
    text = said(answer)
    assert f"<#{stage.news.id}> follows 2 feeds" in text
    assert "Gone: There is nothing at that address" in text
    assert "newest story of One is on its way" in text
    await stage.tick()
    (post,) = stage.news.history()
    assert "Newest of /one.xml" in said(post)
    settings = await stage.bot.services.guilds.settings(stage.guild.id)
    assert (settings.mode, settings.ping_role_id, settings.locale) == (PostingMode.DIGEST, role.id, "en")


async def test_choices_can_be_taken_back(stage, groups):
    role = stage.guild.create_role("news")
    shown = (await stage.admin.slash(stage.talk, "setup")).response
    await stage.admin.select(shown, [role], custom_id="setup:role")
    await stage.admin.select(shown, [], custom_id="setup:role")
    await stage.admin.select(shown, [key_of(groups[2].feeds[0])], custom_id="setup:feeds:1")
    await stage.admin.click(shown, custom_id="setup:begin")
    assert (await stage.bot.services.guilds.settings(stage.guild.id)).ping_role_id is None
    assert len(await stage.bot.services.follows.list(stage.guild.id)) == 1


async def test_a_closed_channel_is_named_and_nothing_is_followed(stage, groups):
    closed = stage.guild.create_text_channel(
        "closed", overwrites={stage.guild.default_role: discord.PermissionOverwrite(send_messages=False)}
    )
    shown = (await stage.admin.slash(stage.talk, "setup")).response
    await stage.admin.select(shown, [closed], custom_id="setup:channel")
    await stage.admin.select(shown, [key_of(groups[0].feeds[0])], custom_id="setup:feeds:0")
    answer = await stage.admin.click(shown, custom_id="setup:begin")
    assert answer.ephemeral
    assert "**Send Messages**" in said(answer)
    assert await stage.bot.services.follows.list(stage.guild.id) == ()


async def test_a_channel_that_is_gone_is_told(stage, groups):
    shown = (await stage.admin.slash(stage.talk, "setup")).response
    await stage.admin.select(shown, [key_of(groups[0].feeds[0])], custom_id="setup:feeds:0")
    stage.bot.get_guild(stage.guild.id)._channels.pop(stage.talk.id)
    answer = await stage.admin.click(shown, custom_id="setup:begin")
    assert "Posts cannot go there" in said(answer)


async def test_a_dismissed_card_stops_nothing(stage, groups, monkeypatch):
    async def gone(*_, **__):
        raise discord.NotFound(SimpleNamespace(status=404, reason="Not Found"), "Unknown message")

    shown = (await stage.admin.slash(stage.talk, "setup")).response
    await stage.admin.select(shown, [key_of(groups[0].feeds[0])], custom_id="setup:feeds:0")
    await stage.admin.select(shown, [key_of(groups[2].feeds[0])], custom_id="setup:feeds:1")
    await stage.admin.select(shown, ["digest"], custom_id="setup:mode")
    monkeypatch.setattr(discord.Interaction, "edit_original_response", gone)
    await stage.admin.click(shown, custom_id="setup:begin")
    assert len(await stage.bot.services.follows.list(stage.guild.id)) == 2
    assert (await stage.bot.services.guilds.settings(stage.guild.id)).mode is PostingMode.DIGEST


async def test_nothing_that_works_says_so(stage, groups):
    shown = (await stage.admin.slash(stage.talk, "setup")).response
    await stage.admin.select(shown, [key_of(groups[0].feeds[1])], custom_id="setup:feeds:0")
    answer = await stage.admin.click(shown, custom_id="setup:begin")
    assert "None of them could be followed" in said(answer)
    assert "on its way" not in said(answer)


async def test_the_servers_language_is_taken_from_discord(stage, groups, monkeypatch):
    monkeypatch.setattr(
        discord.Interaction, "guild_locale", property(lambda _: discord.Locale.korean, lambda *_: None), raising=False
    )
    shown = (await stage.admin.slash(stage.talk, "setup")).response
    await stage.admin.select(shown, [key_of(groups[0].feeds[0])], custom_id="setup:feeds:0")
    await stage.admin.click(shown, custom_id="setup:begin")
    assert (await stage.bot.services.guilds.settings(stage.guild.id)).locale == "ko"


async def test_the_shipped_suggestions_fit_the_card(stage):
    answer = await stage.admin.slash(stage.talk, "setup")
    assert len(stage.bot.services.follows.suggested()) >= 3
    assert "setup:feeds:2" in custom_ids(answer)

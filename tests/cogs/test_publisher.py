"""Posts on Discord: every kind of channel, pings, edits, and what is made of refusals."""

import asyncio
from copy import copy
from dataclasses import replace
from datetime import timedelta

import aiohttp
import discord
import pytest

from bot.domain.models import Article, PostingMode
from bot.domain.posts import DigestBody, NoticeBody, Post, StoryBody
from bot.domain.reasons import read
from bot.errors import Gone, TryLater, Unpostable
from cogs.publisher import DiscordPublisher
from tests.harness import WANTED, said
from tests.newsroom import DAY, START

STORY = StoryBody(
    Article(1, "Screen Daily", "Kingdom returns", START, 1, url="https://screen.example/1", summary="It does."),
    ("Screen Daily", "Drama Desk", "Third", "Fourth"),
)


def post(stage, channel, body=STORY, **more):
    return Post(
        7, "callsheet-7", stage.guild.id, channel if isinstance(channel, int) else channel.id, "en", body, **more
    )


async def send(stage, channel, body=STORY, **more):
    sent = await stage.bot.publisher.send(post(stage, channel, body, **more))
    await asyncio.gather(*stage.bot.publisher._publishing)
    await stage.env.settle()
    return sent


def crossposts(stage):
    return [entry.path for entry in stage.env.http_requests if entry.path.endswith("/crosspost")]


def test_the_bot_has_its_publisher(stage):
    assert type(stage.bot.publisher).__name__ == DiscordPublisher.__name__


async def test_a_story_is_a_card_with_two_buttons(stage):
    message_id = await send(stage, stage.news)
    (message,) = stage.news.history()
    assert message.id == message_id
    assert said(message).splitlines() == [
        "",
        f"-# **Screen Daily** · <t:{int(START.timestamp())}:R> · also Drama Desk, Third and 1 more",
        "### [Kingdom returns](https://screen.example/1)",
        "It does.",
        "",
        "Read at Screen Daily",
        "Why this post?",
    ]
    request = next(entry for entry in stage.env.http_requests if entry.path.endswith("/messages"))
    assert request.json["nonce"] == "callsheet-7"
    assert request.json["enforce_nonce"] is True
    assert (
        request.json["allowed_mentions"] == {"parse": [], "roles": []} or not request.json["allowed_mentions"]["parse"]
    )


async def test_only_the_configured_role_is_pinged(stage):
    role = stage.guild.create_role("news", mentionable=True)
    hostile = replace(STORY.article, headline=f"@everyone <@{stage.member.id}> <@&{role.id}>", summary="@here")
    await send(stage, stage.news, StoryBody(hostile, ()))
    quiet = stage.news.last_message
    assert not quiet.mention_everyone
    assert (quiet.mentions, quiet.role_mentions) == ([], [])
    await send(stage, stage.news, StoryBody(hostile, ()), ping_role_id=role.id)
    loud = stage.news.last_message
    assert not loud.mention_everyone
    assert loud.mentions == []
    assert [one.id for one in loud.role_mentions] == [role.id]
    assert said(loud).strip().startswith(f"<@&{role.id}>")


async def test_announcements_are_published_when_asked(stage):
    channel = stage.guild.create_news_channel("announcements")
    await send(stage, channel)
    sent = await send(stage, channel, publish=True)
    await send(stage, stage.news, publish=True)
    assert crossposts(stage) == [f"/channels/{channel.id}/messages/{sent}/crosspost"]


async def test_a_post_that_cannot_be_published_stays_a_post(stage):
    channel = stage.guild.create_news_channel("announcements")
    stage.env.inject_error("POST", "/channels/*/messages/*/crosspost", status=403, code=50013)
    assert await send(stage, channel, publish=True) == channel.last_message.id
    assert len(crossposts(stage)) == 1


async def test_a_forum_gets_a_thread_for_each_story(stage):
    forum = stage.guild.create_forum_channel("stories")
    message_id = await send(stage, forum)
    thread = stage.bot.get_channel(message_id)
    assert thread.name == "Kingdom returns"
    assert thread.parent_id == forum.id
    changed = StoryBody(replace(STORY.article, headline="Kingdom returns in May"), ())
    await stage.bot.publisher.edit(post(stage, forum, changed), message_id)
    assert "in May" in said(await anext(thread.history()))
    gone = stage.bot.get_partial_messageable(message_id)
    await (await anext(gone.history())).delete()
    with pytest.raises(Unpostable):
        await stage.bot.publisher.edit(post(stage, forum, changed), message_id)


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (DigestBody((STORY, STORY)), "2 stories since the last digest"),
        (NoticeBody("notice.feed.healed", {"feed": "F", "url": "u"}), "A notice about news in this server"),
        (StoryBody(replace(STORY.article, headline="가" * 300), ()), "가" * 99 + "…"),
        (StoryBody(replace(STORY.article, headline="\u200b"), ()), "(no headline)"),
    ],
)
async def test_forum_threads_have_names(stage, body, name):
    forum = stage.guild.create_forum_channel("stories")
    assert stage.bot.get_channel(await send(stage, forum, body)).name == name


async def test_threads_take_posts(stage):
    starter = await stage.admin.send(stage.talk, "hello")
    thread = await stage.bot.get_channel(stage.talk.id).create_thread(name="news", message=starter)
    await stage.env.settle()
    sent = await send(stage, thread.id)
    assert (await thread.fetch_message(sent)).author == stage.bot.user


async def test_an_edit_changes_the_post_and_pings_nobody(stage):
    role = stage.guild.create_role("news", mentionable=True)
    sent = await send(stage, stage.news, ping_role_id=role.id)
    changed = StoryBody(replace(STORY.article, headline="Kingdom returns in May"), ())
    await stage.bot.publisher.edit(post(stage, stage.news, changed, ping_role_id=role.id), sent)
    assert "in May" in said(stage.news.last_message)
    assert len(stage.news.history()) == 1
    with pytest.raises(Unpostable):
        await stage.bot.publisher.edit(post(stage, stage.news, changed), 12345)


@pytest.mark.parametrize("kind", ["create_text_channel", "create_forum_channel"])
async def test_a_post_is_found_again_by_its_button(stage, kind):
    channel = getattr(stage.guild, kind)("wanted")
    publisher, wanted = stage.bot.publisher, post(stage, channel)
    before = stage.env.now() - timedelta(minutes=1)
    assert await publisher.find(wanted, before) is None
    sent = await send(stage, channel)
    await stage.bot.publisher.send(replace(wanted, delivery_id=8, nonce="callsheet-8"))
    assert await publisher.find(wanted, before) == sent
    assert await publisher.find(replace(wanted, delivery_id=99), before) is None
    assert await publisher.find(wanted, stage.env.now() + DAY) is None


async def test_a_notice_is_found_by_its_button_too(stage):
    notice = NoticeBody("notice.channel.gone", {"channel": "5"})
    sent = await send(stage, stage.news, notice)
    assert await stage.bot.publisher.find(post(stage, stage.news, notice), stage.env.now() - DAY) == sent
    assert "The channel <#5>" in said(stage.news.last_message)


async def test_a_forum_post_in_doubt_is_looked_for_before_it_is_repeated(stage, monkeypatch):
    forum = stage.guild.create_forum_channel("stories")
    real = discord.ForumChannel.create_thread

    async def answer_lost(self, **options):
        await real(self, **options)
        raise aiohttp.ServerDisconnectedError

    monkeypatch.setattr(discord.ForumChannel, "create_thread", answer_lost)
    with pytest.raises(TryLater):
        await send(stage, forum)
    monkeypatch.undo()
    stage.room.clock.now = stage.env.now()
    assert await send(stage, forum)
    threads = await stage.bot.get_guild(stage.guild.id).active_threads()
    assert len([thread for thread in threads if thread.parent_id == forum.id]) == 1

    async def refused_before_it_began(self, **options):
        raise aiohttp.ClientConnectionError

    monkeypatch.setattr(discord.ForumChannel, "create_thread", refused_before_it_began)
    with pytest.raises(TryLater):
        await stage.bot.publisher.send(replace(post(stage, forum), delivery_id=8))
    monkeypatch.undo()
    assert await stage.bot.publisher.send(replace(post(stage, forum), delivery_id=8))


@pytest.mark.parametrize(
    ("status", "code", "meaning", "reason"),
    [
        (500, 0, TryLater, "discord.busy"),
        (503, 0, TryLater, "discord.busy"),
        (400, 20028, TryLater, "discord.busy"),
        (400, 50035, Unpostable, "discord.refused"),
        (403, 200000, Unpostable, "discord.refused"),
        (403, 50001, Gone, "channel.permission"),
        (403, 50083, Gone, "channel.permission"),
        (403, 40001, Gone, "channel.gone"),
        (404, 10003, Gone, "channel.gone"),
    ],
)
async def test_refusals_are_told_apart(stage, status, code, meaning, reason):
    stage.env.inject_error("POST", "/channels/*/messages", status=status, code=code)
    with pytest.raises(meaning) as caught:
        await send(stage, stage.news)
    assert isinstance(caught.value.__cause__, discord.HTTPException)
    permissions = {50001: "send_messages", 50083: "manage_threads"}
    assert getattr(caught.value, "permission", None) == permissions.get(code)
    ((key, values),) = read(caught.value.reason)
    assert key == reason
    assert values["detail"].startswith(f"{status} {code}: ")
    assert values.get("permission") == permissions.get(code)


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (discord.RateLimited(60), TryLater),
        (OSError("cut"), TryLater),
        (TimeoutError(), TryLater),
        (discord.InvalidData("?"), Gone),
    ],
)
async def test_faults_of_the_network_are_passing(stage, monkeypatch, error, meaning):
    async def fail(*_, **__):
        raise error

    monkeypatch.setattr(discord.TextChannel, "send", fail)
    with pytest.raises(meaning) as caught:
        await send(stage, stage.news)
    assert caught.value.__cause__ is error
    if isinstance(error, discord.RateLimited):
        assert caught.value.at == stage.room.clock.now + timedelta(seconds=60)


async def test_a_missing_permission_is_named(stage):
    closed = stage.guild.create_text_channel(
        "closed", overwrites={stage.guild.default_role: discord.PermissionOverwrite(send_messages=False)}
    )
    with pytest.raises(Gone) as caught:
        await send(stage, closed)
    assert caught.value.permission == "send_messages"


async def test_a_cache_miss_is_no_proof(stage):
    stage.bot.get_guild(stage.guild.id)._channels.pop(stage.news.id)
    assert await send(stage, stage.news)
    with pytest.raises(Gone):
        await send(stage, 12345)
    voice = stage.guild.create_voice_channel("voice")
    with pytest.raises(Gone, match="VoiceChannel"):
        await send(stage, voice)


async def test_notices_without_a_channel_go_where_admins_look(stage):
    notice = NoticeBody("notice.channel.permission", {"channel": str(stage.news.id), "permission": "send_messages"})
    hidden = stage.guild.create_text_channel(
        "mods",
        overwrites={
            stage.guild.default_role: discord.PermissionOverwrite(view_channel=False),
            stage.bot.user: WANTED_OVERWRITE,
        },
    )
    await send(stage, 0, notice)
    assert "**Send Messages**" in said(hidden.last_message)
    guild = stage.bot.get_guild(stage.guild.id)
    guild._channels.pop(hidden.id)
    await send(stage, 0, notice)
    assert f"I cannot post in <#{stage.news.id}>" in said(stage.news.last_message)
    guild._channels.clear()
    with pytest.raises(Gone, match=r"channel\.none"):
        await send(stage, 0, notice)
    with pytest.raises(Gone, match=r"server\.left"):
        await stage.bot.publisher.send(replace(post(stage, 0, notice), guild_id=1))


WANTED_OVERWRITE = discord.PermissionOverwrite(**dict(WANTED))


async def test_a_channel_that_opens_again_gets_what_waited(stage):
    await stage.follow()
    role = stage.bot.get_guild(stage.guild.id).default_role
    channel = stage.bot.get_channel(stage.news.id)
    await channel.set_permissions(role, send_messages=False)
    await stage.publish("Kingdom returns")
    assert "⛔" in said(await stage.admin.slash(stage.talk, "feed list"))
    assert "I cannot post in" in said(stage.talk.history()[-1]) or "I cannot post in" in said(stage.talk.history()[-2])
    await channel.set_permissions(role, overwrite=None)
    await stage.env.settle()
    await stage.tick()
    assert "Kingdom returns" in said(stage.news.last_message)


async def test_a_role_with_other_permissions_opens_channels_too(stage, monkeypatch):
    told = []

    async def mended(_, key):
        told.append(key)

    monkeypatch.setattr(type(stage.bot.services.deliver), "mended", mended)
    monkeypatch.setattr(type(stage.bot.services.deliver), "mended_guild", mended)
    guild = stage.bot.get_guild(stage.guild.id)
    role = stage.guild.create_role("bots")
    await guild.get_role(role.id).edit(permissions=discord.Permissions(send_messages=True))
    await guild.get_role(role.id).edit(name="robots")
    before, after = copy(guild.me), copy(guild.me)
    after._roles = discord.utils.SnowflakeList([role.id])
    stage.bot.dispatch("member_update", before, after)  # the simulation tells of members by another intent only
    stage.bot.dispatch("member_update", after, after)
    await asyncio.sleep(0)
    await stage.env.settle()
    assert told == [guild.id, guild.id]
    told.clear()
    category = stage.guild.create_category("all")
    inside = stage.guild.create_text_channel("inside", category=category)
    await stage.bot.get_channel(category.id).set_permissions(guild.default_role, send_messages=True)
    await stage.bot.get_channel(inside.id).edit(name="other")
    starter = await stage.admin.send(stage.talk, "hello")
    thread = await stage.bot.get_channel(stage.talk.id).create_thread(name="news", message=starter)
    await thread.edit(locked=True)
    await stage.env.settle()
    assert told == [inside.id]
    await thread.edit(locked=False)
    await stage.env.settle()
    assert told == [inside.id, thread.id]


async def test_an_edited_article_edits_its_post(stage):
    await stage.follow()
    await stage.publish(stage.room.item("Kingdom returns", guid="k", url="https://screen.example/k"))
    stage.room.items["/feed.xml"].clear()
    await stage.publish(stage.room.item("Kingdom returns in May", guid="k", url="https://screen.example/k"))
    assert await stage.room.services.deliver.run_edits() == 1
    (message,) = stage.news.history()
    assert "Kingdom returns in May" in said(message)


async def test_a_digest_says_several_stories_in_one_post(stage):
    settings = await stage.bot.services.guilds.settings(stage.guild.id)
    await stage.bot.services.guilds.save(replace(settings, mode=PostingMode.DIGEST, locale="ko"))
    await stage.follow()
    await stage.publish("Kingdom returns", "Squid Game ends", "Moving is renewed")
    assert stage.news.history() == []
    stage.pass_time(DAY)
    await stage.tick()
    (message,) = stage.news.history()
    assert "### 지난번 이후의 소식 3건" in said(message)
    assert said(message).count("**Feed**") == 3
    assert "왜 올라왔나요?" in said(message)

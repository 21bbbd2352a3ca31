"""Reminders on Discord: by direct message, else by a mention of that one person, found again, and never doubled."""

from dataclasses import replace
from datetime import timedelta

import discord
import pytest

from bot.domain.posts import Post, ReleaseBody, ReminderBody
from bot.domain.reasons import read
from bot.domain.reminders import Telling
from bot.errors import Gone, TryLater, Unpostable
from tests.harness import custom_ids, said
from tests.newsroom import DAY

MOVED = ReleaseBody(Telling.MOVED, 4, "Paper Lanterns", value="2025-03-10", former="2025-03-03")
CONTENT = "**Paper Lanterns** moves: 3 March 2025 → 10 March 2025"


def reminder(stage, channel=None, told=MOVED):
    """Return what Mina is told: by direct message or, with a channel, there."""
    place = (stage.guild.id, channel.id) if channel else (0, stage.member.id)
    return Post(7, "callsheet-7", *place, "en", ReminderBody(told, 5, stage.member.id))


async def send(stage, post):
    sent = await stage.bot.publisher.send(post)
    await stage.env.settle()
    return sent


def sent_to_channels(stage):
    return [one for one in stage.env.http_requests if one.method == "POST" and one.path.endswith("/messages")]


async def test_a_person_gets_a_direct_message_with_words_a_card_and_buttons(stage):
    message_id = await send(stage, reminder(stage))
    (message,) = stage.member.user.dm_channel.history()
    assert (message.id, message.content) == (message_id, CONTENT)
    assert len(message.embeds) == 1
    assert custom_ids(message) == [
        "told:4:7",
        "remind:snooze:hour:7",
        "remind:snooze:morning:7",
        "remind:stop:5",
    ]
    (request,) = sent_to_channels(stage)
    assert (request.json["nonce"], request.json["enforce_nonce"]) == ("callsheet-7", True)
    assert request.json["allowed_mentions"]["users"] == [stage.member.id]
    assert stage.news.history() == stage.talk.history() == []


async def test_in_a_server_only_that_person_is_pinged(stage):
    hostile = replace(MOVED, title=f"@everyone <@{stage.other.id}> <@&{stage.guild.id}>")
    await send(stage, reminder(stage, stage.talk, hostile))
    message = stage.talk.last_message
    assert message.content.startswith(f"<@{stage.member.id}> ")
    assert [one.id for one in message.mentions] == [stage.member.id]
    assert (message.role_mentions, message.mention_everyone) == ([], False)


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/channels/*/messages", 403, 50007),
        ("/channels/*/messages", 403, 50278),
        ("/channels/*/messages", 404, 10003),
        ("/users/@me/channels", 400, 50033),
        ("/users/@me/channels", 403, 50007),
        ("/users/@me/channels", 404, 10013),
    ],
)
async def test_whoever_takes_no_direct_messages_is_known_as_such(stage, path, status, code):
    stage.env.inject_error("POST", path, status=status, code=code)
    with pytest.raises(Gone) as caught:
        await send(stage, reminder(stage))
    ((key, values),) = read(caught.value.reason)
    assert key == "person.closed"
    assert str(code) in values["detail"]
    assert isinstance(caught.value.__cause__.__cause__, discord.HTTPException)


@pytest.mark.parametrize(
    ("path", "status", "code", "meaning"),
    [
        ("/users/@me/channels", 400, 40003, TryLater),
        ("/users/@me/channels", 503, 0, TryLater),
        ("/channels/*/messages", 500, 0, TryLater),
        ("/channels/*/messages", 400, 50035, Unpostable),
    ],
)
async def test_other_refusals_of_direct_messages_keep_their_meaning(stage, path, status, code, meaning):
    stage.env.inject_error("POST", path, status=status, code=code)
    with pytest.raises(meaning):
        await send(stage, reminder(stage))


@pytest.mark.parametrize("in_server", [False, True])
async def test_a_reminder_is_found_again_by_its_button(stage, in_server):
    post, before = reminder(stage, stage.talk if in_server else None), stage.env.now() - timedelta(minutes=1)
    assert await stage.bot.publisher.find(post, before) is None
    sent = await send(stage, post)
    await send(stage, replace(post, delivery_id=8, nonce="callsheet-8"))
    assert await stage.bot.publisher.find(post, before) == sent
    assert await stage.bot.publisher.find(replace(post, delivery_id=9), before) is None
    assert await stage.bot.publisher.find(post, stage.env.now() + DAY) is None


async def test_nobody_is_mentioned_in_a_forum_and_a_missing_permission_is_named(stage):
    forum = stage.guild.create_forum_channel("stories")
    with pytest.raises(Gone, match=r"channel\.kind"):
        await send(stage, reminder(stage, forum))
    closed = stage.guild.create_text_channel(
        "closed", overwrites={stage.guild.default_role: discord.PermissionOverwrite(send_messages=False)}
    )
    with pytest.raises(Gone) as caught:
        await send(stage, reminder(stage, closed))
    assert caught.value.permission == "send_messages"


@pytest.mark.parametrize("kind", ["create_text_channel", "create_forum_channel"])
async def test_a_channel_is_told_of_a_release_and_the_post_is_found_again(stage, kind):
    channel, role = getattr(stage.guild, kind)("releases"), stage.guild.create_role("fans", mentionable=True)
    post = Post(7, "callsheet-7", stage.guild.id, channel.id, "en", MOVED, ping_role_id=role.id)
    sent = await send(stage, post)
    assert await stage.bot.publisher.find(post, stage.env.now() - DAY) == sent
    if kind == "create_forum_channel":
        assert stage.bot.get_channel(sent).name == CONTENT.replace("*", "")
    else:
        assert [one.id for one in channel.last_message.role_mentions] == [role.id]
        assert f"### {CONTENT}" in said(channel.last_message)

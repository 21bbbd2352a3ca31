"""`/reports`: who sees which queue, what a verdict does, and how it is taken back."""

from types import SimpleNamespace

import discord
import pytest
from discord.ui import ActionRow, Button

from cogs.ui.cards import Tone, tell
from tests.harness import options, said
from tests.sayings import HARBOR, says, told

HARBOR_2 = "Glass Harbor 2 sets its date"


@pytest.fixture
async def reported(stage):
    """A server in which two members called the network wrong."""
    stage.room.reader.sayings[HARBOR_2] = HARBOR
    await stage.follow()
    await stage.publish(HARBOR_2)
    await report(stage, "Network", stage.member, stage.other)
    return stage


async def report(stage, label, *members):
    for member in members:
        card = await member.slash(stage.talk, "title", name="Glass Harbor")
        question = await member.click(card.response, label="This is wrong")
        (value,) = [value for words, value in options(question).items() if label in words]
        await member.select(question.response, [value], custom_id="facts:pick")


@pytest.fixture
def operator(monkeypatch):
    """Make the admin the owner of the application."""

    def own(stage, yes=True):
        async def is_owner(user):
            return yes and user.id == stage.admin.id

        monkeypatch.setattr(stage.bot, "is_owner", is_owner)

    return own


async def test_an_empty_queue_says_how_reports_come_about(stage):
    queue = await stage.admin.slash(stage.talk, "reports")
    assert queue.ephemeral
    assert "Nothing is waiting. Members report with “This is wrong”" in said(queue)


async def test_moderators_see_fact_sentence_source_and_count(reported):
    text = said(await reported.admin.slash(reported.talk, "reports"))
    assert "**Glass Harbor** · Season 2 · Network: Netflix" in text
    assert "> “Glass Harbor: Netflix.”" in text
    assert "reported by 2 people" in text
    assert "1 to decide" in text
    assert "Reports of all servers" not in text


async def test_what_is_upheld_is_hidden_here_and_can_be_undone(reported):
    stage = reported
    queue = await stage.admin.slash(stage.talk, "reports")
    await stage.admin.click(queue.response, label="It is wrong: hide it here")
    assert "Hidden in this server" in said(queue)
    assert "Nothing is waiting" in said(queue)
    assert "Netflix" not in said(await stage.member.slash(stage.talk, "title", name="Glass Harbor"))
    await stage.restart()
    await stage.admin.click(queue.response, label="Undo")
    assert "Taken back" in said(queue)
    assert "Netflix" in said(await stage.member.slash(stage.talk, "title", name="Glass Harbor"))


async def test_what_is_right_stays_and_its_reports_are_closed(reported):
    stage = reported
    queue = await stage.admin.slash(stage.talk, "reports")
    await stage.admin.click(queue.response, label="It is right")
    assert "Kept, and the reports are closed: Season 2 · Network: Netflix" in said(queue)
    assert "Netflix" in said(await stage.member.slash(stage.talk, "title", name="Glass Harbor"))


async def test_a_case_is_decided_once(reported):
    first = await reported.admin.slash(reported.talk, "reports")
    second = await reported.admin.slash(reported.talk, "reports")
    await reported.admin.click(first.response, label="It is right")
    late = await reported.admin.click(second.response, label="It is wrong: hide it here")
    assert "decided already" in said(late)


@pytest.mark.parametrize(
    "custom_id", ["case:restore:here:2", "case:wrong:here:0123456789abcdef", "case:right:everywhere:0123456789abcdef"]
)
async def test_only_those_who_manage_the_server_decide(stage, custom_id):
    button = ActionRow(Button(label="Old", custom_id=custom_id))
    await stage.bot.get_channel(stage.talk.id).send(view=tell("A card that others see", Tone.CALM, button))
    refused = await stage.member.click(stage.talk.last_message, label="Old")
    assert refused.ephemeral
    assert "for people who may manage this server" in said(refused)


async def test_an_admin_is_no_operator(stage, operator):
    operator(stage, yes=False)
    button = ActionRow(Button(label="Old", custom_id="queue:everywhere"))
    await stage.bot.get_channel(stage.talk.id).send(view=tell("A card that others see", Tone.CALM, button))
    assert "for people who may manage" in said(await stage.admin.click(stage.talk.last_message, label="Old"))


async def test_discord_not_saying_who_owns_the_bot_closes_no_queue(reported, monkeypatch):
    async def down(_user):
        raise discord.DiscordServerError(SimpleNamespace(status=503, reason="down"), "down")

    monkeypatch.setattr(reported.bot, "is_owner", down)
    assert "1 to decide" in said(await reported.admin.slash(reported.talk, "reports"))


async def test_the_operator_sees_all_servers_and_rejects_everywhere(reported, operator):
    stage = reported
    operator(stage)
    queue = await stage.admin.slash(stage.talk, "reports")
    await stage.admin.click(queue.response, label="Reports of all servers")
    text = said(queue)
    assert "Called wrong in all servers" in text
    assert "in 1 server" in text
    await stage.admin.click(queue.response, label="Wrong: reject everywhere")
    assert "Rejected everywhere: Season 2 · Network: Netflix" in said(queue)
    assert "Netflix" not in said(await stage.member.user.slash("title", name="Glass Harbor"))
    await stage.admin.click(queue.response, label="Undo")
    assert "Taken back: it is shown again." in said(queue)
    assert "Netflix" in said(await stage.member.user.slash("title", name="Glass Harbor"))
    await stage.admin.click(queue.response, label="This server's reports")
    assert "Called wrong in this server" in said(queue)


async def test_what_a_server_upheld_reaches_the_operator(reported, operator):
    stage = reported
    queue = await stage.admin.slash(stage.talk, "reports")
    await stage.admin.click(queue.response, label="It is wrong: hide it here")
    operator(stage)
    queue = await stage.admin.slash(stage.talk, "reports")
    await stage.admin.click(queue.response, label="Reports of all servers")
    assert "1 server hides it already" in said(queue)
    await stage.admin.click(queue.response, label="It is right")
    assert "Confirmed everywhere" in said(queue)


async def test_many_reports_have_pages(stage):
    stage.room.reader.sayings[HARBOR_2] = says(*[told("genre", f"genre{chr(97 + n)}") for n in range(6)])
    await stage.follow()
    await stage.publish(HARBOR_2)
    for n in range(6):
        await report(stage, f"genre{chr(97 + n)}", stage.member)
    queue = await stage.admin.slash(stage.talk, "reports")
    assert "6 to decide" in said(queue)
    await stage.admin.click(queue.response, label="→")
    assert "2 / 2" in said(queue)
    assert said(queue).count("· Genre: ") == 2


async def test_korean_moderators_read_korean(reported, korean):
    with korean():
        queue = await reported.admin.slash(reported.talk, "reports")
        assert "2명이 신고" in said(queue)
        await reported.admin.click(queue.response, label="틀림: 여기서 숨기기")
        assert "이 서버에서 숨기고 봇 운영자에게 전했습니다" in said(queue)

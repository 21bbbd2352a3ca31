"""What goes wrong is answered with one kind, private sentence; the log has the rest."""

import re

import discord
import pytest
from discord import app_commands
from structlog.testing import capture_logs

from bot.errors import FeedError, FeedFault, StoreError, UserError
from cogs.errors import answer_error
from tests.harness import said


async def failing(stage, monkeypatch, error, person=None):
    """Run a command whose service raises ``error``."""

    async def fail(*_):
        raise error

    monkeypatch.setattr(type(stage.bot.services.news), "latest", fail)
    return await (person or stage.member).slash(stage.talk, "news latest")


@pytest.mark.parametrize(
    ("error", "says"), [(ValueError("secret detail"), "on my side"), (StoreError("locked"), "database is busy")]
)
async def test_the_unforeseen_has_an_id_that_the_log_has_too(stage, monkeypatch, error, says):
    with capture_logs() as logs:
        answer = await failing(stage, monkeypatch, error)
    assert answer.ephemeral
    assert says in said(answer)
    assert "secret" not in said(answer)
    (entry,) = [entry for entry in logs if entry["event"] == "an answer failed"]
    assert entry["command"] == "news latest"
    assert entry["exc_info"] is error
    assert re.search(rf"`{entry['error_id']}`", said(answer))


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (UserError("feed.limit", limit=100), "can follow 100 feeds"),
        (FeedError("https://a.example/<@1>", FeedFault.SLOW, "30 s"), "answered too slowly"),
        (app_commands.NoPrivateMessage(), "in servers only"),
        (app_commands.MissingPermissions(["manage_guild"]), "people who may manage"),
        (app_commands.CommandNotFound("x", []), "has changed"),
        (
            app_commands.TransformerError("x", discord.AppCommandOptionType.channel, app_commands.Transformer()),
            "options",
        ),
    ],
)
async def test_what_people_can_mend_is_told_and_not_logged(stage, monkeypatch, error, says):
    with capture_logs() as logs:
        answer = await failing(stage, monkeypatch, error)
    assert answer.ephemeral
    assert says in said(answer)
    assert "<@1>" not in said(answer)
    assert not [entry for entry in logs if entry["log_level"] == "error"]


async def test_the_sentence_is_in_the_language_of_the_person(stage, monkeypatch, korean):
    with korean():
        answer = await failing(stage, monkeypatch, UserError("feed.limit", limit=100))
    assert "100개까지" in said(answer)


async def test_an_error_after_a_deferral_is_answered_too(stage, monkeypatch):
    async def fail(*_, **__):
        raise UserError("feed.limit", limit=100)

    monkeypatch.setattr(type(stage.bot.services.follows), "add", fail)
    answer = await stage.follow()
    assert answer.ephemeral
    assert "can follow 100 feeds" in said(answer)


async def test_a_channel_that_takes_no_posts_is_refused(stage, monkeypatch):
    monkeypatch.setattr(app_commands.AppCommandChannel, "resolve", lambda _: None)
    monkeypatch.setattr(
        app_commands.AppCommandChannel, "fetch", lambda _: _given(stage.bot.get_channel(stage.guild_category))
    )
    stage.guild_category = stage.guild.create_category("all").id
    answer = await stage.follow()
    assert "Posts cannot go there" in said(answer)


async def _given(value):
    return value


async def test_an_interaction_that_is_over_ends_quietly(stage, monkeypatch):
    async def gone(*_, **__):
        raise discord.NotFound(type("Response", (), {"status": 404, "reason": "Not Found"})(), "Unknown interaction")

    monkeypatch.setattr(discord.InteractionResponse, "send_message", gone)
    answer = await failing(stage, monkeypatch, UserError("feed.limit", limit=100))
    assert not answer.acknowledged


def test_there_is_one_handler(stage):
    assert stage.bot.tree.on_error.__name__ == answer_error.__name__

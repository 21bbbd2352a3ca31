"""`/trivia`: asked in the channel, answered in private, revealed at the deadline, and nothing that stays locked."""

from datetime import timedelta

import discord
import pytest

from bot.domain.games import LEAD, PAUSE
from bot.services.quizzing import Quizzing
from tests.harness import custom_ids, foreign, said
from tests.quiz import open_quiz, rows

SECONDS = timedelta(seconds=1)


@pytest.fixture
async def quiz(stage, monkeypatch):
    """A stage on which there is something to ask."""
    opened = await open_quiz(stage.room)
    monkeypatch.setattr(Quizzing, "build", lambda _, rng, **wanted: opened.build(rng, **wanted))
    return opened


async def until(stage, by):
    """Let time pass, and games go on."""
    stage.pass_time(by)
    await stage.room.services.playing.run_due()
    await stage.env.settle()


async def play(stage, who=None, **options):
    """Begin a game and have its first question asked."""
    answer = await (who or stage.member).slash(stage.talk, "trivia play", **options)
    await until(stage, LEAD)
    return answer


def messages(stage):
    return stage.talk.history()


def question(stage):
    """The newest message that can be answered."""
    return [one for one in messages(stage) if len(answers(one)) == 4][-1]


def answers(message):
    return [
        one for one in custom_ids(message) if one.startswith("trivia:") and one.count(":") == 2 and "again" not in one
    ]


async def choose(stage, who, choice, message=None):
    asked = message or question(stage)
    return await who.click(asked, custom_id=answers(asked)[choice])


async def test_a_game_is_asked_answered_revealed_and_won(stage, quiz):
    begun = await play(stage, rounds=2, seconds=20)
    assert "starts a game: 2 questions, 20 seconds each." in said(begun)
    assert "Question 1 of 2" in said(question(stage))
    assert "Glass Harbor" in said(question(stage))

    locked = await choose(stage, stage.member, 0)
    assert locked.ephemeral
    assert "Locked: **A · Im Chan-sik**" in said(locked)
    await choose(stage, stage.other, 1)
    await until(stage, 20 * SECONDS)
    revealed = messages(stage)[-1]
    assert not answers(revealed)
    assert "✅ **A · Im Chan-sik** · 1" in said(revealed)
    assert "▫️ B · Gil Dong-wook · 1" in said(revealed)
    assert f"**Right:** <@{stage.member.user.id}> +" in said(revealed)
    assert "> “Glass Harbor: Im Chan-sik.”" in said(revealed)
    assert "[Soompi](https://feeds.example/Glass-Harbor)" in said(revealed)
    assert f"🥇 <@{stage.member.user.id}>" in said(revealed)

    await until(stage, PAUSE)
    assert "Question 2 of 2" in said(question(stage))
    await choose(stage, stage.other, 0)
    await until(stage, 20 * SECONDS)
    await until(stage, PAUSE)
    end = messages(stage)[-1]
    assert "The game is over" in said(end)
    assert f"🥇 <@{stage.member.user.id}>" in said(end)
    assert await rows(stage.room, "game", "state") == [("done",)]
    assert len(messages(stage)) == 4, "one for the word that it begins, one a round, one for the end"

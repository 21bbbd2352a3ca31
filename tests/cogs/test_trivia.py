"""`/trivia`: asked in the channel, answered in private, revealed at the deadline, and nothing that stays locked."""

from dataclasses import replace
from datetime import timedelta

import discord
import pytest

from bot.domain.claims import claim_of
from bot.domain.games import LEAD, PATIENCE, PAUSE
from bot.domain.questions.question import Option
from bot.errors import UserError
from bot.services import playing
from bot.services.quizzing import Quizzing
from cogs import trivia
from cogs.quizmaster import require_playground
from tests.harness import choices, custom_ids, foreign, said
from tests.quiz import open_quiz, rows
from tests.sayings import says, told

SECONDS = timedelta(seconds=1)
ROUND = 20 * SECONDS


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


async def play(stage, who=None, channel=None, **options):
    """Begin a game and have its first question asked."""
    answer = await (who or stage.member).slash(channel or stage.talk, "trivia play", **options)
    await until(stage, LEAD)
    return answer


def messages(stage):
    """What stands in the channel, the oldest first."""
    return stage.talk.history()


def answers(message):
    """The custom ids of the options that can be chosen."""
    return [one for one in custom_ids(message) if one.split(":")[1:2] and one.split(":")[1].isdecimal()]


def question(stage):
    """The newest message that can be answered."""
    return [one for one in messages(stage) if len(answers(one)) == 4][-1]


def written(message):
    """What a message says in markup: all but the labels of its buttons."""
    return "\n".join(part.content for part in message.components[0].children if part.type.name == "text_display")


async def choose(stage, who, choice, message=None):
    asked = message or question(stage)
    return await who.click(asked, custom_id=answers(asked)[choice])


def moderator(stage, may="manage_messages"):
    """Somebody who keeps order in the server."""
    mods = stage.guild.create_role("tidy", permissions=discord.Permissions(**{may: True}))
    return stage.guild.add_member(stage.env.create_user("Bora"), roles=[mods])


# ------------------------------------------------------------------ a whole game


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
    assert "✅ **A · Im Chan-sik** 👤 1" in said(revealed)
    assert "▫️ B · Gil Dong-wook 👤 1" in said(revealed)
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


async def test_what_is_read_is_asked_once_and_the_game_ends_when_nothing_is_left(stage, quiz):
    del quiz.questions[2:]
    await play(stage, rounds=5)
    for _ in range(2):
        await choose(stage, stage.member, 0)
        await until(stage, ROUND)
        await until(stage, PAUSE)
    end = said(messages(stage)[-1])
    assert "The game is over" in end
    assert "After 2 questions I have nothing more to ask" in end


async def test_without_facts_it_says_kindly_why(stage, quiz):
    quiz.questions.clear()
    answer = await stage.member.slash(stage.talk, "trivia play")
    assert answer.ephemeral
    assert "for a question I need facts that articles confirm" in said(answer)
    assert await rows(stage.room, "game", "id") == []


async def test_title_difficulty_and_time_are_heard(stage, quiz):
    offered = choices(await stage.member.autocomplete(stage.talk, "trivia play", "title", "paper"))
    [(name, value)] = offered
    assert name == "Paper Lanterns"
    begun = await play(stage, title=value, difficulty="hard", seconds=60, rounds=1)
    assert "All about **Paper Lanterns**." in said(begun)
    assert "1 question, 60 seconds." in said(begun)
    assert quiz.asked[-1]["difficulty"] == "hard"
    assert "Paper Lanterns" in said(question(stage))
    await until(stage, 59 * SECONDS)
    assert answers(messages(stage)[-1])
    await until(stage, SECONDS)
    assert not answers(messages(stage)[-1])


async def test_which_of_several_titles_was_meant_is_asked(stage, quiz):
    await stage.follow()
    for year in ("2019", "2024"):
        stage.room.reader.sayings[year] = says(told("publication_date", f"{year}-05-20", of=f"Ferry ({year})"))
        await stage.publish(year)
    asked = await stage.member.slash(stage.talk, "trivia play", title="ferry", rounds=2, difficulty="easy")
    assert "Which of these shall the questions be about?" in said(asked)
    answer = await stage.member.click(asked.response, label="Ferry (2024)")
    assert "I know too little about that title" in said(answer)
    assert quiz.asked[-1]["difficulty"] == "easy"
    assert quiz.asked[-1]["title_id"] is not None


async def test_another_game_like_it_is_one_press_away(stage, quiz):
    await play(stage, rounds=1, seconds=30)
    await until(stage, 30 * SECONDS)
    await until(stage, PAUSE)
    end = messages(stage)[-1]
    assert "Nobody has points this time." in said(end)
    again = await stage.other.click(end, label="Play again")
    assert f"<@{stage.other.user.id}> starts a game: 1 question, 30 seconds." in said(again)
    await until(stage, LEAD)
    assert "Paper Lanterns" in said(question(stage)), "and it asks something else"
    twice = await stage.member.click(end, label="Play again")
    assert "A game is on in this channel already." in said(twice)


async def test_a_title_that_is_out_has_a_button_for_a_quiz_about_it(stage, quiz):
    await stage.follow()
    stage.room.reader.sayings["Out"] = says(told("publication_date", "2023-10-06", of="Cold Orchard"))
    await stage.publish("Out")
    card = await stage.member.slash(stage.talk, "title", name="Cold Orchard")
    begun = await stage.member.click(card.response, label="Quiz")
    assert "5 questions, 20 seconds each." in said(begun)
    assert "All about **Cold Orchard**." in said(begun)
    await until(stage, LEAD)
    assert "Cold Orchard" in said(question(stage))


async def test_everything_is_korean_where_the_server_is(stage, quiz, korean):
    settings = await stage.room.services.guilds.settings(stage.guild.id)
    await stage.room.services.guilds.save(replace(settings, locale="ko"))
    known = {"Glass", "Harbor", "Im", "Chan", "sik", "Gil", "Dong", "wook", "Ryu", "Sang", "hee", "Daniel", "Osei"}
    known |= set("ABCD") | {"Soompi", "trivia", "play", "t"}
    with korean():
        begun = await play(stage, rounds=1)
        assert foreign(begun) <= known
        assert foreign(question(stage)) <= known
        assert foreign(await choose(stage, stage.member, 0)) <= known
        await until(stage, ROUND)
        assert foreign(messages(stage)[-1]) <= known
        await until(stage, PAUSE)
        assert foreign(messages(stage)[-1]) <= known


# ------------------------------------------------------------------ clicks


async def test_the_first_click_counts_and_later_ones_are_told_so(stage, quiz):
    await play(stage)
    await choose(stage, stage.member, 2)
    again = await choose(stage, stage.member, 0)
    assert again.ephemeral
    assert "Your first answer stands: **C · Ryu Sang-hee**" in said(again)
    assert await rows(stage.room, "answer", "user_id", "choice") == [(stage.member.user.id, 2)]


async def test_clicks_that_come_too_late_count_nothing(stage, quiz):
    await play(stage, rounds=2)
    asked = question(stage)
    stage.pass_time(ROUND + SECONDS)
    assert "Too late" in said(await choose(stage, stage.member, 0, asked)), "before the reveal"
    await until(stage, timedelta())
    await until(stage, PAUSE)
    old = custom_ids(asked)[0]
    late = await stage.other.click(question(stage), custom_id=answers(question(stage))[0])
    assert "Locked" in said(late)
    assert old not in custom_ids(question(stage))
    assert [user for (user,) in await rows(stage.room, "answer", "user_id")] == [stage.other.user.id]


async def test_a_round_that_nobody_knows_is_answered_kindly(stage, quiz):
    await play(stage)
    result = await stage.room.services.trivia.answer(999, stage.member.user.id, 0)
    assert result.click == "unknown"


async def test_playing_alone_counts_for_the_ranking_three_times_a_day(stage, quiz):
    await play(stage, rounds=5)
    for _ in range(5):
        await choose(stage, stage.member, 0)
        await until(stage, ROUND)
        await until(stage, PAUSE)
    assert [counted for (counted,) in await rows(stage.room, "answer", "counted")] == [True] * 3 + [False] * 2
    assert "three times a day" in said(messages(stage)[-1])
    stage.pass_time(timedelta(days=1))
    await play(stage, rounds=1)
    await choose(stage, stage.member, 0)
    await until(stage, ROUND)
    assert (await rows(stage.room, "answer", "counted"))[-1] == (True,)


async def test_strangers_names_do_nothing_but_stand_there(stage, quiz):
    hostile = ["@everyone **x**", "<@1> [a](https://evil.example)", "||" + "long " * 30 + "||", "`code` ~~b~~"]
    options = tuple(Option(text, f"o{n}") for n, text in enumerate(hostile))
    quiz.questions[0] = replace(quiz.questions[0], options=options, values={"title": "@here **Glass** <@&5>"})
    await play(stage, rounds=1)
    await choose(stage, stage.member, 0)
    asked = written(question(stage))
    await until(stage, ROUND)
    for text in (asked, written(messages(stage)[-1])):
        assert "@here" not in text
        assert "[a](" not in text
        assert "<@&5>" not in text
        assert "||" not in text
    assert not any(one.role_mentions or one.mention_everyone for one in messages(stage))
    assert {user.id for one in messages(stage) for user in one.mentions} == {stage.member.user.id}


# ------------------------------------------------------------------ stopping


async def test_its_host_stops_a_game_and_the_channel_is_free_at_once(stage, quiz):
    await play(stage, rounds=3)
    await choose(stage, stage.other, 0)
    await until(stage, ROUND)
    await until(stage, PAUSE)
    await choose(stage, stage.other, 0)
    assert "Only the one who started the game" in said(await stage.other.slash(stage.talk, "trivia stop"))
    stopped = await stage.member.slash(stage.talk, "trivia stop")
    assert stopped.ephemeral
    assert "The game is over." in said(stopped)
    again = await stage.other.slash(stage.talk, "trivia play", rounds=1)
    assert "starts a game" in said(again)
    await until(stage, timedelta())
    texts = [said(one) for one in messages(stage)]
    assert any("this question does not count: the game was stopped" in text for text in texts)
    end = next(text for text in texts if "The game was stopped" in text)
    assert f"<@{stage.other.user.id}>" in end, "the round that was over counts"
    round_id = (await rows(stage.room, "round", "id"))[1][0]
    assert (await stage.room.services.trivia.answer(round_id, stage.member.user.id, 1)).click == "void"


@pytest.mark.parametrize("may", ["manage_messages", "manage_channels", "manage_guild"])
async def test_a_moderator_stops_anybodys_game(stage, quiz, may):
    await play(stage)
    assert "The game is over." in said(await moderator(stage, may).slash(stage.talk, "trivia stop"))
    assert "No game is on" in said(await stage.member.slash(stage.talk, "trivia stop"))


async def test_a_channel_has_one_game(stage, quiz):
    await play(stage)
    second = await stage.other.slash(stage.talk, "trivia play")
    assert second.ephemeral
    assert "A game is on in this channel already." in said(second)
    assert "starts a game" in said(await stage.other.slash(stage.news, "trivia play")), "another has its own"


async def test_where_the_bot_may_not_write_no_game_begins(stage, quiz):
    silent = {stage.guild.default_role: discord.PermissionOverwrite(send_messages=False)}
    closed = stage.guild.create_text_channel("closed", overwrites=silent)
    answer = await stage.admin.slash(closed, "trivia play")
    assert answer.ephemeral
    assert "I need the permission **Send Messages** there" in said(answer)


# ------------------------------------------------------------------ what goes wrong


async def test_a_restart_in_a_round_loses_nothing(stage, quiz):
    await play(stage, rounds=2)
    await choose(stage, stage.member, 0)
    await stage.restart()
    await until(stage, 5 * SECONDS)
    await choose(stage, stage.other, 0)
    assert "Your first answer stands" in said(await choose(stage, stage.member, 1))
    await until(stage, 15 * SECONDS)
    assert "✅ **A · Im Chan-sik** 👤 2" in said(messages(stage)[-1])
    await stage.restart()
    await until(stage, PAUSE)
    assert "Question 2 of 2" in said(question(stage))


async def test_after_a_long_absence_the_round_is_void_with_an_apology(stage, quiz):
    await play(stage, rounds=1)
    await choose(stage, stage.member, 0)
    await stage.restart()
    await until(stage, ROUND + PATIENCE + SECONDS)
    text = said(messages(stage)[-1])
    assert "Sorry, this question does not count: I was away when its time ran out." in text
    await until(stage, PAUSE)
    assert "Question 1 of 1" in said(question(stage)), "another takes its place"
    assert "Paper Lanterns" in said(question(stage))
    await until(stage, ROUND)
    await until(stage, PAUSE)
    assert "Nobody has points" in said(messages(stage)[-1])


async def test_a_deleted_question_does_not_count_and_another_follows(stage, quiz):
    await play(stage, rounds=1)
    await choose(stage, stage.member, 0)
    asked = question(stage)
    await stage.bot.get_partial_messageable(stage.talk.id).get_partial_message(asked.id).delete()
    await until(stage, ROUND)
    assert "Paper Lanterns" in said(question(stage))
    assert "the last question does not count, because its message was deleted" in said(question(stage))
    await until(stage, ROUND)
    await until(stage, PAUSE)
    assert "Nobody has points" in said(messages(stage)[-1])


async def test_a_channel_that_is_gone_ends_its_game(stage, quiz):
    room = stage.guild.create_text_channel("room")
    await play(stage, channel=room)
    await stage.bot.get_channel(room.id).delete()
    await until(stage, ROUND)
    assert await rows(stage.room, "game", "state") == [("void",)]


async def test_slow_answers_are_announced_to_discord_and_come_all_the_same(stage, quiz, monkeypatch):
    monkeypatch.setattr(trivia, "PROMPT_S", 0)
    assert "starts a game" in said(await play(stage, rounds=1))
    locked = await choose(stage, stage.member, 0)
    assert "Locked: **A · Im Chan-sik**" in said(locked)
    assert locked.ephemeral


async def test_a_question_that_discord_was_slow_to_take_says_its_new_deadline(stage, quiz, monkeypatch):
    monkeypatch.setattr(playing, "BEAT", -SECONDS)
    await play(stage, rounds=1)
    stage.pass_time(SECONDS)
    assert "Locked" in said(await choose(stage, stage.member, 0))


@pytest.mark.parametrize("place", [None, "a category"])
def test_a_game_needs_a_place_to_talk(place):
    with pytest.raises(UserError, match=r"trivia\.place"):
        require_playground(place, "en")


# ------------------------------------------------------------------ facts that fall


async def test_a_fact_that_is_rejected_voids_the_open_round_and_retires_its_question(stage, quiz):
    await play(stage, rounds=1)
    await choose(stage, stage.member, 0)
    claim = claim_of(quiz.questions[0].source)
    await stage.room.services.moderation.reject_everywhere(claim, by=1)
    await until(stage, timedelta())
    assert "a fact behind it has been corrected just now" in said(messages(stage)[-1])
    [(retired_at, why)] = await rows(stage.room, "question", "retired_at", "retired_why")
    assert retired_at is not None
    assert why == "trivia.fallen"
    await until(stage, PAUSE)
    assert "Paper Lanterns" in said(question(stage))


async def test_what_a_server_holds_wrong_is_not_asked_there(stage, quiz):
    await play(stage, rounds=1)
    claim = claim_of(quiz.questions[0].source)
    await stage.room.services.moderation.uphold(claim, stage.guild.id, by=1)
    await until(stage, timedelta())
    assert "a fact behind it has been corrected just now" in said(messages(stage)[-1])
    await stage.member.slash(stage.talk, "trivia stop")
    await until(stage, timedelta())
    async with stage.room.db.write() as conn:
        from sqlalchemy import delete

        from bot.store.schema import answer, round_

        await conn.execute(delete(answer))
        await conn.execute(delete(round_))
    await play(stage, rounds=1)
    assert "Paper Lanterns" in said(question(stage)), "though the first would be new again"


async def test_a_fact_that_an_article_denies_falls_too(stage, quiz):
    await play(stage, rounds=1)
    await stage.follow()
    await stage.room.services.moderation.dismiss(claim_of(quiz.questions[1].source), stage.guild.id, by=1)
    assert await rows(stage.room, "question", "retired_why") == [(None,)], "nothing has happened to this one"
    stage.room.reader.sayings["No"] = says(
        told("director", "Im Chan-sik", of="Glass Harbor", negated=True, confidence=0.99)
    )
    await stage.publish("No")
    assert (await rows(stage.room, "question", "retired_why"))[0] == ("trivia.fallen",)

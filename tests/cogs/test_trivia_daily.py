"""`/trivia daily`: asked once a day at a time of the server's own, answered in private, revealed the next day."""

from datetime import timedelta

import discord
import pytest
from sqlalchemy import select, update

from bot.domain.models import DeliveryKind, DeliveryState
from bot.services.quizzing import Quizzing
from bot.store import rounds
from bot.store.schema import daily, player_server, round_
from tests.harness import custom_ids, foreign, said
from tests.quiz import open_quiz

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
async def quiz(stage, monkeypatch):
    """A stage on which there is something to ask."""
    opened = await open_quiz(stage.room)
    monkeypatch.setattr(Quizzing, "build", lambda _, rng, **wanted: opened.build(rng, **wanted))
    return opened


async def begin(stage, **options):
    """Have a question each day at one in the afternoon, an hour from now, in the channel for news."""
    return await stage.admin.slash(stage.talk, "trivia daily", **{"channel": stage.news, "time": "13:00", **options})


async def pass_time(stage, by):
    """Let time pass, then ask, reveal and say what is due."""
    stage.pass_time(by)
    await turn(stage)


async def turn(stage):
    await stage.room.services.daily.run()
    await stage.room.services.deliver.run_due()
    await stage.room.services.deliver.run_edits()
    await stage.env.settle()


def messages(stage):
    return stage.news.history()


async def answer(stage, who, choice, at=-1):
    asked = messages(stage)[at]
    return await who.click(asked, custom_id=[one for one in custom_ids(asked) if one.startswith("trivia:")][choice])


async def streaks(stage):
    of = player_server.c
    async with stage.room.db.read() as conn:
        rows = await conn.execute(select(of.user_id, of.streak, of.best_streak))
        return {user_id: (now, best) for user_id, now, best in rows}


async def outbox(stage):
    return [row for row in await stage.room.outbox() if row.kind is DeliveryKind.DAILY]


# ------------------------------------------------------------------ a day and the next


async def test_a_question_is_asked_answered_in_private_and_revealed_the_next_day(stage, quiz):
    saved = await begin(stage)
    assert saved.ephemeral
    assert f"One question a day in {stage.news.mention}, at 13:00 (UTC)." in said(saved)
    await pass_time(stage, 59 * timedelta(minutes=1))
    assert not messages(stage)

    await pass_time(stage, timedelta(minutes=1))
    [asked] = messages(stage)
    assert "Question of the day · No. 1 · Easy" in said(asked)
    assert "Glass Harbor" in said(asked)
    locked = await answer(stage, stage.member, 0)
    assert locked.ephemeral
    assert "Locked: **A · Im Chan-sik**" in said(locked)
    await answer(stage, stage.other, 1)
    await pass_time(stage, 23 * HOUR)
    assert "✅" not in said(messages(stage)[0]), "nothing is given away until the next day"

    await pass_time(stage, HOUR)
    revealed, fresh = messages(stage)
    assert "✅ **A · Im Chan-sik** 👤 1" in said(revealed)
    assert f"**Right:** <@{stage.member.user.id}>" in said(revealed)
    assert "> “Glass Harbor: Im Chan-sik.”" in said(revealed)
    assert not [one for one in custom_ids(revealed) if one.endswith(":0")]
    assert "Question of the day · No. 2" in said(fresh)
    assert "Last time: **Im Chan-sik** · 1 of 2 answers were right" in said(fresh)
    late = await stage.admin.click(fresh, custom_id=custom_ids(fresh)[0])
    assert "Locked" in said(late)


async def test_streaks_go_on_by_right_answers_and_end_by_a_miss(stage, quiz):
    await begin(stage)
    await pass_time(stage, HOUR)
    for choices in ({"member": 0, "other": 0}, {"member": 0}, {"member": 0, "other": 0}, {"member": 1}):
        for name, choice in choices.items():
            await answer(stage, getattr(stage, name), choice)
        await pass_time(stage, DAY)
    assert await streaks(stage) == {stage.member.user.id: (0, 3), stage.other.user.id: (0, 1)}
    third = said(messages(stage)[2])
    assert f"<@{stage.member.user.id}> 🔥 3 · <@{stage.other.user.id}>" in third
    assert "🔥 3 days in a row on which somebody here was right" in third
    assert "Nobody was right." in said(messages(stage)[3])
    assert "In a row: 0 (best 3); Daily streak: 0 (best 3)" in told(
        await stage.other.slash(stage.talk, "trivia stats", member=stage.member)
    )


def told(result):
    """What the picture of a record is described as."""
    message = result.response or result.followups[-1]
    return str(message.components)


async def test_a_day_counts_for_the_server_s_board(stage, quiz):
    await begin(stage)
    await pass_time(stage, HOUR)
    await answer(stage, stage.member, 0)
    await pass_time(stage, DAY)
    board = said(await stage.other.slash(stage.talk, "trivia leaderboard"))
    assert f"🥇 <@{stage.member.user.id}> · **120** · 1 of 1 right" in board


async def test_it_is_said_once_though_the_bot_ends_at_any_time(stage, quiz):
    await begin(stage)
    stage.pass_time(HOUR)
    await stage.room.services.daily.run()
    await stage.restart()
    await stage.room.services.daily.run()
    await turn(stage)
    await stage.restart()
    await turn(stage)
    assert len(messages(stage)) == 1
    await answer(stage, stage.member, 0)
    stage.pass_time(DAY)
    await stage.room.services.daily.run()
    await stage.restart()
    await turn(stage)
    await turn(stage)
    assert len(messages(stage)) == 2
    assert await streaks(stage) == {stage.member.user.id: (1, 1)}
    assert [row.state for row in await outbox(stage)] == [DeliveryState.SENT] * 2


async def test_a_day_that_was_missed_is_left_out_and_no_streak_with_it(stage, quiz):
    await begin(stage)
    await pass_time(stage, HOUR)
    await answer(stage, stage.member, 0)
    await pass_time(stage, DAY + 13 * HOUR)
    assert len(messages(stage)) == 1, "that of yesterday is half a day late"
    await pass_time(stage, 11 * HOUR)
    await answer(stage, stage.member, 0)
    await pass_time(stage, DAY)
    assert (await streaks(stage))[stage.member.user.id] == (2, 2)


# ------------------------------------------------------------------ what goes wrong


async def test_a_question_whose_fact_falls_says_so_and_ends_no_streak(stage, quiz):
    await begin(stage)
    await pass_time(stage, HOUR)
    await answer(stage, stage.member, 0)
    await pass_time(stage, DAY)
    async with stage.room.db.write() as conn:
        [round_id] = await conn.scalars(select(round_.c.id).where(round_.c.closed_at.is_(None)))
        await rounds.void(conn, round_id, '[["trivia.rejected",{}]]', stage.room.clock())
    await turn(stage)
    await turn(stage)
    assert "Sorry, this question does not count" in said(messages(stage)[1])
    await pass_time(stage, DAY)
    assert (await streaks(stage))[stage.member.user.id] == (1, 1)
    assert "Last time: **Im Chan-sik**" in said(messages(stage)[2])


async def test_a_question_that_could_never_be_said_does_not_count_and_the_closed_channel_is_told(stage, quiz):
    await begin(stage)
    async with stage.room.db.write() as conn:
        await conn.execute(update(daily).values(channel_id=closed(stage).id))
    await pass_time(stage, HOUR)
    standing = said(await stage.member.slash(stage.talk, "trivia daily"))
    assert "⛔ That channel is closed to me: the permission “Send Messages” is missing" in standing
    await pass_time(stage, DAY)
    async with stage.room.db.read() as conn:
        [first, second] = await conn.scalars(select(round_.c.voided_why).order_by(round_.c.id))
    assert "trivia.unsaid" in first
    assert second is None
    assert [row.kind for row in await stage.room.outbox()].count(DeliveryKind.NOTICE) == 1
    assert await streaks(stage) == {}


def closed(stage):
    """A channel in which the bot may not write."""
    silent = {stage.guild.default_role: discord.PermissionOverwrite(send_messages=False)}
    return stage.guild.create_text_channel("closed", overwrites=silent)


async def test_nothing_to_ask_is_told_when_it_is_set_and_waits_for_the_next_day(stage, quiz):
    quiz.questions.clear()
    assert "I cannot ask anything yet" in said(await begin(stage))
    await pass_time(stage, HOUR)
    assert not messages(stage)
    standing = said(await stage.member.slash(stage.talk, "trivia daily"))
    at = int((stage.room.clock() + DAY).timestamp())
    assert f"The next one comes <t:{at}:R>" in standing


# ------------------------------------------------------------------ setting it


async def test_only_who_may_manage_the_server_sets_it_and_everybody_sees_it(stage, quiz):
    refused = await stage.member.slash(stage.talk, "trivia daily", channel=stage.news)
    assert "for people who may manage this server" in said(refused)
    assert "no question of the day" in said(await stage.member.slash(stage.talk, "trivia daily"))
    await begin(stage)
    shown = await stage.member.slash(stage.talk, "trivia daily")
    assert shown.ephemeral
    assert f"in {stage.news.mention}, at 13:00" in said(shown)


async def test_the_time_is_the_servers_and_stays_when_only_the_channel_changes(stage, quiz):
    await stage.admin.slash(stage.talk, "settings", time_zone="Asia/Seoul")
    assert "at 21:30 (Asia/Seoul)" in said(await begin(stage, time="21:30"))
    assert f"in {stage.talk.mention}, at 21:30" in said(
        await stage.admin.slash(stage.talk, "trivia daily", channel=stage.talk)
    )
    assert f"in {stage.talk.mention}, at 08:00" in said(
        await stage.admin.slash(stage.news, "trivia daily", time="8"),
    )
    await pass_time(stage, 11 * HOUR - timedelta(minutes=1))
    assert not [one for one in stage.talk.history() if "Question of the day ·" in said(one)]
    await pass_time(stage, timedelta(minutes=1))
    assert [one for one in stage.talk.history() if "Question of the day ·" in said(one)]


async def test_setting_it_anew_asks_no_second_question_that_day(stage, quiz):
    await begin(stage)
    await pass_time(stage, HOUR)
    await begin(stage, time="14:00")
    await pass_time(stage, HOUR)
    assert len(messages(stage)) == 1


async def test_off_ends_it_and_what_is_open_is_still_revealed(stage, quiz):
    await begin(stage)
    await pass_time(stage, HOUR)
    await answer(stage, stage.member, 0)
    assert "No more questions of the day." in said(await stage.admin.slash(stage.talk, "trivia daily", off=True))
    assert "no question of the day" in said(await stage.admin.slash(stage.talk, "trivia daily", off=True))
    await pass_time(stage, DAY)
    [revealed] = messages(stage)
    assert "✅ **A · Im Chan-sik** 👤 1" in said(revealed)


@pytest.mark.parametrize("time", ["25:00", "noon"])
async def test_what_is_no_time_is_refused(stage, quiz, time):
    assert "time" in said(await begin(stage, time=time))
    assert "no question of the day" in said(await stage.admin.slash(stage.talk, "trivia daily"))


async def test_a_channel_that_is_closed_to_the_bot_is_refused(stage, quiz):
    assert "I cannot post in" in said(await begin(stage, channel=closed(stage)))


async def test_koreans_read_korean(stage, quiz, korean):
    with korean():
        assert not foreign(await begin(stage)) - {"UTC"}
        assert not foreign(await stage.member.slash(stage.talk, "trivia daily")) - {"UTC"}
        assert not foreign(await stage.admin.slash(stage.talk, "trivia daily", off=True))

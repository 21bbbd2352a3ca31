"""Thirty people play ten rounds, the bot ends in the fifth and comes back: every answer counts, and counts once."""

import random
from collections import defaultdict
from datetime import timedelta

from bot.domain.games import LEAD, PAUSE
from bot.services.quizzing import Quizzing
from tests.harness import custom_ids, open_stage, said
from tests.quiz import open_quiz, rows

PLAYERS, ROUNDS, SECONDS = 30, 10, 20
ONE = timedelta(seconds=1)


async def until(stage, by):
    stage.pass_time(by)
    await stage.room.services.playing.run_due()


def options(message):
    return [one for one in custom_ids(message) if one.count(":") == 2 and one.split(":")[1].isdecimal()]


async def test_thirty_players_ten_rounds_and_a_restart(tmp_path, monkeypatch):
    rng = random.Random(7)
    async with open_stage(tmp_path) as stage:
        quiz = await open_quiz(stage.room)
        monkeypatch.setattr(Quizzing, "build", lambda _, rng, **wanted: quiz.build(rng, **wanted))
        people = [stage.guild.add_member(stage.env.create_user(f"Player {n}")) for n in range(PLAYERS)]
        await stage.member.slash(stage.talk, "trivia play", rounds=ROUNDS, seconds=SECONDS)
        await until(stage, LEAD)
        points, right, answered = defaultdict(int), defaultdict(int), 0
        for number in range(1, ROUNDS + 1):
            asked = stage.talk.last_message
            assert f"Question {number} of {ROUNDS}" in said(asked)
            buttons = options(asked)
            left = SECONDS
            for place, person in enumerate(rng.sample(people, len(people))):
                choice = rng.randrange(4)
                locked = await person.click(asked, custom_id=buttons[choice])
                assert "Locked" in said(locked)
                answered += 1
                if choice == 0:
                    right[person.user.id] += 1
                    points[person.user.id] += round((50 + 50 * left / SECONDS) * 1.2)
                if place in (9, 19):
                    stage.pass_time(5 * ONE)
                    left -= 5
                if number == 5 and place == 14:
                    await stage.restart()
                    await until(stage, 0 * ONE)
                    twice = await person.click(asked, custom_id=buttons[3 - choice])
                    assert "Your first answer stands" in said(twice)
            await until(stage, left * ONE)
            assert not options(stage.talk.last_message)
            await until(stage, PAUSE)
        assert "The game is over" in said(stage.talk.last_message)
        kept = await rows(stage.room, "answer", "round_id", "user_id", "points")
        assert len(kept) == answered == PLAYERS * ROUNDS
        board = defaultdict(int)
        for _, user, earned in kept:
            board[user] += earned
        assert {user: score for user, score in board.items() if score} == dict(points)
        assert set(await rows(stage.room, "question", "rated", "shown")) == {(PLAYERS, PLAYERS)}, "learnt from once"
        assert all(rating is not None for (rating,) in await rows(stage.room, "answer", "rating"))
        first = max(points, key=lambda user: (points[user], right[user], -user))
        assert f"🥇 <@{first}> · **{points[first]:,}** · {right[first]} right" in said(stage.talk.last_message)
        assert len([one for one in stage.talk.history() if "Question" in said(one)]) == ROUNDS
        ranked = said(await stage.member.slash(stage.talk, "trivia leaderboard"))
        assert ranked.index(f"<@{max(points, key=points.__getitem__)}>") == ranked.index("<@")

"""What a round teaches, and what becomes of it: who meets what again, and which question is asked no more."""

from dataclasses import replace
from random import Random

import pytest
from sqlalchemy import select

from bot.domain.games import Answer
from bot.domain.models import Entry
from bot.domain.ratings import FIRST, Rating
from bot.domain.repetition import INTERVALS, KNOWN
from bot.errors import UserError
from bot.services.learning import learn as read
from bot.services.quizzing import Quizzing
from bot.services.ratings import learn
from bot.store import articles, questions, ratings
from bot.store.schema import memory, player, question_option
from tests.newsroom import CHANNEL, GUILD
from tests.quiz import SHOWS, open_quiz, play_round, rows
from tests.sayings import says, told

MINA, THEO, ARA = 41, 42, 43


@pytest.fixture
async def quiz(room, monkeypatch):
    opened = await open_quiz(room)
    monkeypatch.setattr(Quizzing, "build", lambda _, rng, **wanted: opened.build(rng, **wanted))
    return opened


async def play(room, quiz, chose, place=0):
    return await play_round(room, quiz.questions[place], chose, guild_id=GUILD)


async def kept(room, table, *columns):
    async with room.db.read() as conn:
        return [tuple(row) for row in await conn.execute(select(*columns).select_from(table).order_by(*columns))]


async def test_who_was_right_is_better_than_who_was_not_and_the_question_as_hard_as_it_proved(room, quiz):
    asked = await play(room, quiz, {MINA: 0, THEO: 1, ARA: 1})
    rated = dict(await kept(room, player, player.c.user_id, player.c.rating))
    assert rated[MINA] > FIRST > rated[THEO] == rated[ARA]
    answers = await rows(room, "answer", "user_id", "rating")
    assert dict(answers) == rated, "each answer keeps what it led to"
    [(question_id, rating, count, shown, right)] = await rows(
        room, "question", "id", "rating", "rated", "shown", "right"
    )
    assert rating > 1380, "it was guessed to be easy"
    assert (question_id, count, shown, right) == (asked.question_id, 3, 3, 1)
    tallies = await kept(room, question_option, question_option.c.shown, question_option.c.chosen)
    assert tallies == [(3, 0), (3, 0), (3, 1), (3, 2)]


async def test_what_was_missed_is_met_again_and_what_was_known_is_not(room, quiz):
    await play(room, quiz, {MINA: 0, THEO: 1})
    boxes = await kept(room, memory, memory.c.user_id, memory.c.box)
    assert boxes == [(MINA, KNOWN), (THEO, 0)]
    room.clock.forward(INTERVALS[0])
    async with room.db.read() as conn:
        assert await ratings.to_meet_again(conn, [MINA, THEO], room.clock.now, 9) == ["director:Glass Harbor"]
        assert await ratings.fresh(conn, [THEO], room.clock.now, 9) == []
    await play(room, quiz, {THEO: 0})
    assert await kept(room, memory, memory.c.user_id, memory.c.box) == [(MINA, KNOWN), (THEO, 1)]


async def test_what_does_not_count_teaches_no_rating_but_is_remembered(room, quiz):
    asked = await play(room, quiz, {MINA: 0})
    before = await kept(room, player, player.c.user_id, player.c.rating)
    async with room.db.write() as conn:
        await learn(conn, asked, [Answer(asked.id, MINA, 1, asked.opened_at, counted=False)], room.clock.now)
        await learn(conn, asked, [], room.clock.now)
    assert await kept(room, player, player.c.user_id, player.c.rating) == before
    assert await kept(room, memory, memory.c.user_id, memory.c.box) == [(MINA, 0)]
    assert await rows(room, "question", "shown") == [(1,)]


async def misleading(room, quiz, place=0):
    """Have forty people play of whom just those who know more are wrong."""
    before = await play(room, quiz, {}, place=place + 1)
    users = range(100, 140)
    async with room.db.write() as conn:
        rated = {user: Rating(1000.0 + 20 * (user - 100), 200) for user in users}
        await ratings.rate_players(conn, before.id, rated, room.clock.now)
    return await play(room, quiz, {user: int(user >= 120) for user in users}, place=place)


async def test_a_question_that_misleads_those_who_know_is_put_aside_until_the_operator_brings_it_back(room, quiz):
    asked = await misleading(room, quiz)
    [(_, retired, why), _] = sorted(await rows(room, "question", "id", "retired_at", "retired_why"))[::-1]
    assert (retired, why) == (room.clock.now, "trivia.poor")
    items = room.services.items
    [one] = await items.put_aside()
    assert (one.item.id, one.item.title, one.tells.value, one.weak) == (asked.question_id, "Glass Harbor", -1, ())
    chosen = await room.services.asking.choose(GUILD)
    assert chosen.key != "director:Glass Harbor"
    assert "director:Glass Harbor" in quiz.asked[-1]["avoid"]

    with pytest.raises(UserError, match=r"item\.unknown"):
        await items.bring_back(999)
    await items.bring_back(asked.question_id)
    assert await items.put_aside() == []
    await play(room, quiz, {MINA: 1, THEO: 0})
    assert await items.put_aside() == [], "it is not put aside another time"


async def test_options_that_nobody_falls_for_are_named_to_who_builds_questions(room, quiz):
    asked = await play(room, quiz, {user: user % 2 for user in range(100, 160)})
    await room.services.asking.choose(GUILD)
    weak = {option.key for option in asked.options[2:]}
    assert quiz.asked[-1]["weak"] == {"director:Glass Harbor": weak}
    [one] = await room.services.items.with_weak_options()
    assert set(one.weak) == weak
    learnt = quiz.asked[-1]["learnt"]["director:Glass Harbor"]
    assert learnt > quiz.questions[0].difficulty, "half of them were wrong"


async def test_what_a_player_has_just_seen_elsewhere_is_asked_last(room, quiz):
    await play_round(room, quiz.questions[0], {MINA: 0}, guild_id=GUILD + 1)
    game = await room.services.trivia.play(GUILD, CHANNEL, MINA)
    assert (await room.services.asking.next_of(game)).key == "director:Paper Lanterns"
    game = replace(game, host_id=THEO)
    assert (await room.services.asking.next_of(game)).key == "director:Glass Harbor"
    del quiz.questions[1:]
    assert (await room.services.asking.next_of(replace(game, host_id=MINA))).key == "director:Glass Harbor"


async def test_a_real_question_takes_its_difficulty_from_play_and_other_options(room):
    names = "Im Chan-sik", "Gil Dong-wook", "Ryu Sang-hee", "Kim Won-seok", "Park Chan-woo", "Seo Jae-hyun", "Yoo In-na"
    async with room.db.write() as conn:
        for place, (title, name) in enumerate(zip(SHOWS, names, strict=False)):
            now, sentence = room.clock.now, f"The series {title} is directed by {name}."
            made = await articles.add_single(conn, Entry(title, published_at=now), f"Outlet {place}", now)
            directed = replace(told("director", name, of=title, confidence=0.995), evidence=sentence, end=len(sentence))
            await read(conn, made, says(directed, told("genre", "drama", of=title, confidence=0.995)), 1, now)
    build = room.services.quizzing.build
    found = await build(Random(1))
    assert found is not None
    learnt = await build(Random(1), learnt={found.key: 0.9})
    assert (learnt.key, learnt.difficulty) == (found.key, 0.9)
    wrong = [option.key for option in found.options if option != found.options[found.answer]]
    other = await build(Random(1), wanted=[found.key], weak={found.key: wrong[:1]})
    assert other.key == found.key
    assert wrong[0] not in [option.key for option in other.options]
    every = {option.key for n in range(9) for option in (await build(Random(n), wanted=[found.key])).options}
    assert (await build(Random(1), wanted=[found.key], weak={found.key: every})).key == found.key, "better than nothing"


async def test_a_question_that_fell_is_not_listed_as_bad(room, quiz):
    asked = await play(room, quiz, {MINA: 0})
    async with room.db.write() as conn:
        await questions.retire(conn, [asked.question_id], questions.FALLEN, room.clock.now)
    assert await room.services.items.put_aside() == []

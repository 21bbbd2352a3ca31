"""Games, rounds, answers and questions in the store: one game a channel, one answer a person, each told once."""

from dataclasses import replace

import pytest

from bot.domain.claims import claim_of
from bot.domain.facts import Verdict
from bot.domain.games import Answer, Difficulty, GameState, Score
from bot.domain.questions.question import Option, Question, QuestionKind
from bot.store import facts, games, questions, ratings, rounds, verdicts
from bot.store.database import insert
from bot.store.games import NewGame
from bot.store.schema import memory
from tests.store.knowing import make_title, said, tell
from tests.store.making import CHANNEL, DAY, GUILD, MINUTE, NOW, SECOND

MINA, THEO, ARA = 41, 42, 43
WANTED = NewGame(GUILD, CHANNEL, MINA, "ko", None, 5, 20, Difficulty.HARD)


async def make_question(conn, name="Glass Harbor", director="Im Chan-sik"):
    title_id = await make_title(conn, name)
    await tell(conn, said(title_id, "director", director, person=None), headline=name)
    [fact] = await facts.of_title(conn, title_id, None)
    return Question(
        kind=QuestionKind.DIRECTOR,
        key=f"director:{title_id}",
        wording="question.director.1",
        values={"title": name},
        options=tuple(Option(text, f"o{text}") for text in (director, "B", "C", "D")),
        answer=0,
        claims=(claim_of(fact),),
        fact_ids=(fact.id,),
        source=fact,
        title_id=title_id,
        season=None,
        difficulty=0.75,
    )


async def make_round(conn, game=None, asked=None, number=1, at=NOW):
    game = game or await games.add(conn, WANTED, NOW, NOW)
    asked = asked or await make_question(conn)
    question_id = await questions.keep(conn, asked, NOW)
    return await rounds.add(conn, game, number, question_id, asked, at, at + 20 * SECOND)


# ------------------------------------------------------------------ games


async def test_a_channel_has_one_game_until_that_ends(database):
    async with database.write() as conn:
        game = await games.add(conn, WANTED, NOW, NOW + SECOND)
        assert game == await games.in_channel(conn, CHANNEL) == await games.get(conn, game.id)
        assert (game.locale, game.difficulty, game.state, game.due_at) == ("ko", "hard", "open", NOW + SECOND)
        assert await games.add(conn, WANTED, NOW, NOW) is None
        assert await games.add(conn, replace(WANTED, channel_id=9), NOW, NOW) is not None
        assert await games.end(conn, game.id, GameState.DONE, NOW + MINUTE)
        assert not await games.end(conn, game.id, GameState.STOPPED, NOW + DAY)
        assert await games.in_channel(conn, CHANNEL) is None
        assert (await games.get(conn, game.id)).ended_at == NOW + MINUTE
        assert await games.add(conn, WANTED, NOW, NOW) is not None
        assert await games.get(conn, 999) is None


async def test_games_wait_until_their_end_is_told(database):
    async with database.write() as conn:
        one = await games.add(conn, WANTED, NOW, NOW + SECOND)
        other = await games.add(conn, replace(WANTED, channel_id=9), NOW, NOW)
        assert await games.waiting(conn, 9) == [(other.id, NOW), (one.id, NOW + SECOND)]
        assert await games.waiting(conn, 1) == [(other.id, NOW)]
        await games.put_off(conn, other.id, NOW + MINUTE)
        await games.end(conn, one.id, GameState.DONE, NOW + DAY)
        assert await games.waiting(conn, 9) == [(other.id, NOW + MINUTE), (one.id, NOW + DAY)]
        await games.told(conn, one.id, NOW + DAY)
        assert await games.waiting(conn, 9) == [(other.id, NOW + MINUTE)]


# ------------------------------------------------------------------ rounds and answers


async def test_a_round_comes_back_as_it_was_asked(database):
    async with database.write() as conn:
        asked = await make_question(conn)
        made = await make_round(conn, asked=asked)
        assert (made.options, made.answer, made.places) == (asked.options, 0, {"title": "Glass Harbor"})
        assert (made.kind, made.wording, made.difficulty) == (asked.kind, asked.wording, 0.75)
        source = asked.source
        assert (made.source.evidence, made.source.outlet, made.source.at, made.source.fact_id) == (
            "It is Im Chan-sik.",
            "Soompi",
            source.source.at,
            source.id,
        )
        assert await rounds.get_all(conn, [made.id, 99]) == {made.id: made}
        assert await rounds.of_game(conn, made.game_id) == [made]
        said_at = replace(made, message_id=7, opened_at=NOW + SECOND, deadline=NOW + MINUTE)
        await rounds.said(conn, said_at)
        assert await rounds.of_game(conn, made.game_id) == [said_at]
        assert await games.waiting(conn, 1) == [(made.game_id, NOW + MINUTE)]


async def test_an_answer_is_kept_once_and_closed_with_its_points(database):
    async with database.write() as conn:
        made = await make_round(conn)
        await rounds.give(conn, [])
        await rounds.give(conn, [Answer(made.id, MINA, 2, NOW), Answer(made.id, THEO, 0, NOW + SECOND)])
        await rounds.give(conn, [Answer(made.id, MINA, 0, NOW)])
        kept = await rounds.answers(conn, made.id)
        assert [(one.user_id, one.choice) for one in kept] == [(MINA, 2), (THEO, 0)]
        assert await rounds.given(conn, [made.id], [MINA, ARA]) == {(made.id, MINA): 2}
        assert sorted(await rounds.players(conn, made.game_id)) == [MINA, THEO]
        assert await games.scores(conn, made.game_id) == (), "it is not closed yet"
        judged = [replace(kept[0], counted=False), replace(kept[1], points=150)]
        assert await rounds.close(conn, made.id, NOW + MINUTE, judged)
        assert not await rounds.close(conn, made.id, NOW + DAY, [replace(kept[0], points=999)])
        assert await games.scores(conn, made.game_id) == (Score(THEO, 150, 1, 1), Score(MINA, 0, 0, 2))
        assert await rounds.uncounted(conn, made.game_id)
        [closed] = await rounds.of_game(conn, made.game_id)
        assert closed.closed_at == closed.told_at == NOW + MINUTE


@pytest.mark.parametrize("told", [False, True])
async def test_a_void_round_counts_nothing(database, told):
    async with database.write() as conn:
        made = await make_round(conn)
        await rounds.give(conn, [Answer(made.id, MINA, 0, NOW)])
        assert await rounds.void(conn, made.id, "trivia.deleted", NOW, told=told)
        assert not await rounds.void(conn, made.id, "trivia.stopped", NOW)
        assert not await rounds.close(conn, made.id, NOW, [Answer(made.id, MINA, 0, NOW, points=100)])
        assert await games.scores(conn, made.game_id) == ()
        assert not await rounds.uncounted(conn, made.game_id)
        [void] = await rounds.of_game(conn, made.game_id)
        assert (void.voided_why, void.told_at) == ("trivia.deleted", NOW if told else None)
        await rounds.told(conn, made.id, NOW + SECOND)
        [void] = await rounds.of_game(conn, made.game_id)
        assert void.told_at == NOW + SECOND


async def test_rounds_that_one_alone_has_answered_are_counted(database):
    async with database.write() as conn:
        game = await games.add(conn, WANTED, NOW, NOW)
        asked = await make_question(conn)
        for number, people, counted in (
            (1, [MINA], True),
            (2, [MINA, THEO], True),
            (3, [MINA], False),
            (4, [THEO], True),
        ):
            made = await make_round(conn, game, asked, number)
            given = [Answer(made.id, person, 0, NOW, counted=counted) for person in people]
            await rounds.give(conn, given)
            await rounds.close(conn, made.id, NOW + number * MINUTE, given)
        await rounds.give(conn, [Answer((await make_round(conn, game, asked, 5)).id, MINA, 0, NOW)])
        assert await rounds.alone(conn, GUILD, MINA, NOW) == 1
        assert await rounds.alone(conn, GUILD, THEO, NOW) == 1
        assert await rounds.alone(conn, GUILD, MINA, NOW + DAY) == 0
        assert await rounds.alone(conn, GUILD + 1, MINA, NOW) == 0


# ------------------------------------------------------------------ questions


async def test_a_question_is_kept_once_and_rests_on_what_it_is_asked_by(database):
    async with database.write() as conn:
        asked = await make_question(conn)
        question_id = await questions.keep(conn, asked, NOW)
        assert await questions.resting_on(conn, asked.title_id) == {question_id: set(asked.claims)}
        other = replace(asked.claims[0], value="p9")
        made = await make_round(conn, asked=replace(asked, claims=(other,)))
        assert made.question_id == question_id
        assert await questions.resting_on(conn, asked.title_id) == {question_id: {other}}
        await questions.keep(conn, asked, NOW)
        assert await questions.resting_on(conn, asked.title_id) == {question_id: {other, *asked.claims}}, "it is open"
        await rounds.close(conn, made.id, NOW, [])
        await questions.keep(conn, asked, NOW)
        assert await questions.resting_on(conn, asked.title_id) == {question_id: set(asked.claims)}


async def test_what_fell_may_stand_again_but_what_did_badly_is_set_aside(database):
    async with database.write() as conn:
        asked = await make_question(conn)
        question_id = await questions.keep(conn, asked, NOW)
        await questions.retire(conn, [question_id], questions.FALLEN, NOW)
        assert await questions.resting_on(conn, asked.title_id) == {}
        assert await questions.set_aside(conn) == []
        await questions.keep(conn, asked, NOW)
        assert set(await questions.resting_on(conn, asked.title_id)) == {question_id}
        await questions.retire(conn, [question_id], "trivia.misleading", NOW)
        await questions.retire(conn, [question_id], questions.FALLEN, NOW)
        assert await questions.set_aside(conn) == [asked.key]


async def test_what_was_asked_lately_comes_last_first(database):
    async with database.write() as conn:
        game = await games.add(conn, WANTED, NOW, NOW)
        made = [await make_question(conn, name) for name in ("One", "Two", "Three")]
        for number, asked in enumerate([*made, made[0]], start=1):
            one = await make_round(conn, game, asked, number)
            await rounds.close(conn, one.id, NOW + number * MINUTE, [])
        await make_round(conn, game, made[1], 5)
        keys = [one.key for one in made]
        assert await questions.asked_in(conn, GUILD, 9) == [keys[0], keys[2], keys[1]]
        assert await questions.asked_in(conn, GUILD, 2) == [keys[0], keys[2]]
        assert await questions.asked_in(conn, GUILD + 1, 9) == []
        assert set(await questions.asked_in_game(conn, game.id)) == set(keys)


async def test_people_meet_again_what_is_due_for_them(database):
    async with database.write() as conn:
        made = [await make_question(conn, name) for name in ("One", "Two", "Three")]
        ids = [await questions.keep(conn, asked, NOW) for asked in made]
        due = [(MINA, ids[0], NOW), (THEO, ids[0], NOW - DAY), (MINA, ids[1], NOW - MINUTE), (MINA, ids[2], NOW + DAY)]
        rows = [{"user_id": who, "question_id": what, "box": 1, "due_at": at} for who, what, at in due]
        await conn.execute(insert(conn, memory), rows)
        assert await ratings.to_meet_again(conn, [MINA, THEO], NOW, 9) == [made[0].key, made[1].key]
        assert await ratings.to_meet_again(conn, [MINA], NOW, 1) == [made[1].key]
        await questions.retire(conn, [ids[1]], "x", NOW)
        assert await ratings.to_meet_again(conn, [MINA], NOW, 9) == [made[0].key]


async def test_open_rounds_are_found_by_their_question_and_what_a_server_holds_wrong(database):
    async with database.write() as conn:
        asked = await make_question(conn)
        made = await make_round(conn, asked=asked)
        assert await rounds.open_of(conn, [made.question_id], None) == [made]
        assert await rounds.open_of(conn, [made.question_id], GUILD) == [made]
        assert await rounds.open_of(conn, [made.question_id], GUILD + 1) == []
        assert await rounds.open_of(conn, [99], None) == []
        await rounds.close(conn, made.id, NOW, [])
        assert await rounds.open_of(conn, [made.question_id], None) == []
        [claim] = asked.claims
        await verdicts.decide(conn, claim, Verdict.WRONG, GUILD, by=1, now=NOW)
        assert await questions.wrong_in(conn, GUILD) == {claim}
        assert await questions.wrong_in(conn, GUILD + 1) == set()

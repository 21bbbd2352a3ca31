"""Ratings, tallies and memory in the store; and how questions did, for item analysis and the operator."""

from sqlalchemy import select

from bot.domain.games import Answer
from bot.domain.ratings import Rating, first_rating
from bot.domain.repetition import KNOWN
from bot.store import games, items, questions, ratings, rounds
from bot.store.schema import answer, player
from tests.store.making import DAY, MINUTE, NOW, SECOND
from tests.store.test_trivia import ARA, MINA, THEO, make_question, make_round


async def played(conn, choices, *, rating=1500.0, **of):
    """A closed round in which people chose so, rated by their ids."""
    made = await make_round(conn, **of)
    given = [Answer(made.id, user, choice, NOW + user * SECOND) for user, choice in choices.items()]
    await rounds.give(conn, given)
    await rounds.close(conn, made.id, NOW + MINUTE, given)
    await ratings.rate_players(conn, made.id, {user: Rating(rating + user, 1) for user in choices}, NOW)
    return made


async def test_ratings_are_kept_for_questions_people_and_answers(database):
    async with database.write() as conn:
        made = await played(conn, {MINA: 0, THEO: 1})
        assert await ratings.of_question(conn, made.question_id) == Rating(first_rating(0.75), 0)
        await ratings.rate_question(conn, made.question_id, Rating(1650.5, 2), shown=2, right=1)
        assert await ratings.of_question(conn, made.question_id) == Rating(1650.5, 2)
        assert await ratings.of_players(conn, [MINA, ARA]) == {MINA: Rating(1500.0 + MINA, 1)}
        await conn.execute(player.update().values(worldwide=True))
        await ratings.rate_players(conn, made.id, {MINA: Rating(1520, 2), ARA: Rating(1490, 1)}, NOW + DAY)
        await ratings.rate_players(conn, made.id, {}, NOW)
        kept = await conn.execute(select(player.c.user_id, player.c.rating, player.c.worldwide).order_by("user_id"))
        assert [tuple(row) for row in kept] == [(MINA, 1520, True), (THEO, 1500 + THEO, True), (ARA, 1490, False)]
        told = await conn.execute(select(answer.c.user_id, answer.c.rating).order_by(answer.c.user_id))
        assert [tuple(row) for row in told] == [(MINA, 1520), (THEO, 1500 + THEO)]


async def test_what_is_remembered_moves_and_is_fresh_until_it_is_due(database):
    async with database.write() as conn:
        asked = [await make_question(conn, name) for name in ("One", "Two", "Three")]
        ids = [await questions.keep(conn, one, NOW) for one in asked]
        await ratings.remember(conn, ids[0], {MINA: (0, NOW + DAY), THEO: (KNOWN, NOW - DAY)})
        await ratings.remember(conn, ids[1], {MINA: (1, NOW - DAY)})
        await ratings.remember(conn, ids[2], {MINA: (2, NOW + 2 * DAY)})
        await ratings.remember(conn, ids[2], {})
        assert await ratings.boxes(conn, ids[0], [MINA, THEO, ARA]) == {MINA: 0, THEO: KNOWN}
        assert await ratings.fresh(conn, [MINA, THEO], NOW, 9) == [asked[2].key, asked[0].key]
        assert await ratings.fresh(conn, [MINA, THEO], NOW, 1) == [asked[2].key]
        assert await ratings.to_meet_again(conn, [MINA, THEO], NOW, 9) == [asked[1].key], "what is known is not wanted"
        await ratings.remember(conn, ids[1], {MINA: (2, NOW + DAY)})
        assert await ratings.to_meet_again(conn, [MINA], NOW, 9) == []


async def test_options_that_nobody_falls_for_are_found_by_their_question(database):
    async with database.write() as conn:
        made = await played(conn, {MINA: 0})
        key = (await make_question(conn, "Other")).key
        options = [option.key for option in made.options]
        for _ in range(6):
            await ratings.tally(conn, made.question_id, dict(zip(options, (6, 3, 1, 0), strict=True)), 10)
            await ratings.rate_question(conn, made.question_id, Rating(1600, 60), shown=10, right=6)
        found = await items.weak(conn)
        assert list(found.values()) == [{options[3]}]
        assert key not in found
        assert list((await items.rated(conn)).values()) == [1600]
        [item] = await items.with_weak_options(conn)
        assert (item.id, item.shown, item.right, item.rating) == (made.question_id, 60, 36, 1600)
        assert item.chosen[options[1]] == (60, 18)
        assert item.last.id == made.id


async def test_a_question_is_judged_by_everyones_first_answer_that_counts(database):
    async with database.write() as conn:
        asked = await make_question(conn)
        first = await played(conn, {MINA: 1, THEO: 0}, asked=asked)
        await played(conn, {MINA: 0}, asked=asked, game=await games.get(conn, first.game_id))
        assert sorted(await items.results(conn, first.question_id)) == [(1500 + MINA, False), (1500 + THEO, True)]
        await conn.execute(answer.update().where(answer.c.user_id == THEO).values(counted=False))
        assert await items.results(conn, first.question_id) == [(1500 + MINA, False)]


async def test_what_was_put_aside_is_listed_and_may_be_brought_back_for_good(database):
    async with database.write() as conn:
        asked = await make_question(conn)
        made = await played(conn, {MINA: 1}, asked=asked)
        assert await items.put_aside(conn) == []
        await questions.retire(conn, [made.question_id], items.POOR, NOW)
        await questions.keep(conn, asked, NOW + DAY)  # chosen just before
        [item] = await items.put_aside(conn)
        assert (item.id, item.title, item.put_aside_at) == (made.question_id, "Glass Harbor", NOW)
        assert not await items.is_spared(conn, made.question_id)
        assert await items.bring_back(conn, made.question_id)
        assert not await items.bring_back(conn, made.question_id)
        assert await items.is_spared(conn, made.question_id)
        assert await items.put_aside(conn) == []
        assert await questions.set_aside(conn) == []

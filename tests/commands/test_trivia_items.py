"""``callsheet trivia items``: what did badly, in words, and how it comes back."""

from dataclasses import replace

import pytest

from bot.domain.claims import claim_of
from bot.domain.games import Answer
from bot.domain.questions.question import Option, Question, QuestionKind
from bot.domain.ratings import Rating
from bot.services.ratings import learn
from bot.store import facts, games, questions, ratings, rounds
from bot.store.games import NewGame
from tests.commands.conftest import START

WANTED = NewGame(1, 2, 3, "en", None, 1, 20, None)
PEOPLE = range(100, 160)


@pytest.fixture
async def played(store):
    """A game about Glass Harbor's director in which just those who know more were wrong, half of sixty."""
    async with store.write() as conn:
        [fact, *_] = [one for one in await facts.of_title(conn, 1, None) if one.fact.predicate == "director"]
        options = tuple(Option(name, name) for name in ("Im Chan-sik", "Gil Dong-wook", "Ryu Sang-hee", "Daniel Osei"))
        asked = Question(
            kind=QuestionKind.DIRECTOR,
            key="director:1",
            wording="question.director.1",
            values={"title": "Glass Harbor"},
            options=options,
            answer=0,
            claims=(claim_of(fact),),
            fact_ids=(fact.id,),
            source=fact,
            title_id=1,
            season=None,
            difficulty=0.2,
        )
        game = await games.add(conn, WANTED, START, START)
        question_id = await questions.keep(conn, asked, START)
        one = await rounds.add(conn, game, 1, question_id, asked, START, START)
        rated = {user: Rating(1000.0 + 10 * (user - 100), 300) for user in PEOPLE}
        await ratings.rate_players(conn, one.id, rated, START)
        given = [Answer(one.id, user, int(user >= 130), START) for user in PEOPLE]
        await rounds.give(conn, given)
        await rounds.close(conn, one.id, START, given)
        await learn(conn, replace(one, closed_at=START), given, START)
    return question_id


async def test_nothing_did_badly_where_nothing_was_played(callsheet):
    ended = await callsheet("trivia", "items")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == "0 questions put aside\n0 questions with options that are shown no more\n"


async def test_what_did_badly_is_told_with_its_numbers_and_its_sentence(callsheet, played):
    out = (await callsheet("trivia", "items")).out
    for part in (
        "1 question put aside\n",
        f"#{played} ",
        "Glass Harbor",
        "    60 answers, 50 % right, rated 1",
        "discrimination -1.00 (± ",
        "       30 of 60    Im Chan-sik  (right)\n",
        "       30 of 60    Gil Dong-wook  (wrong)\n",
        "        0 of 60    Daniel Osei  (shown no more)\n",
        "“Glass Harbor: Im Chan-sik.”",
    ):
        assert part in out


async def test_the_operator_brings_a_question_back(callsheet, played):
    back = await callsheet("trivia", "items", "--restore", str(played))
    assert f"#{played} is asked again" in back.err
    assert back.out.startswith("0 questions put aside\n1 question with options that are shown no more\n")
    again = await callsheet("trivia", "items", "--restore", str(played))
    assert again.code == 1
    assert f"no question {played} was put aside" in again.err

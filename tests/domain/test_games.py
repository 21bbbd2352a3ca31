"""What an answer earns, what a click comes to, and who is ahead."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.games import (
    SOLO_ROUNDS,
    Answer,
    Cited,
    Click,
    Clicked,
    Outcome,
    Round,
    Score,
    added,
    click,
    earned,
    judge,
    standings,
)
from bot.domain.questions.question import Option, QuestionKind

START = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINA, THEO, ARA = 1, 2, 3


def asked(**more):
    told = {
        "id": 1,
        "game_id": 1,
        "guild_id": 1,
        "channel_id": 1,
        "number": 1,
        "question_id": 1,
        "kind": QuestionKind.DIRECTOR,
        "wording": "question.director.1",
        "places": {"title": "Glass Harbor"},
        "options": tuple(Option(name, name) for name in "abcd"),
        "answer": 2,
        "difficulty": 0.0,
        "source": Cited("It is.", "Soompi", None, START, 1),
        "message_id": 5,
        "opened_at": START,
        "deadline": START + timedelta(seconds=20),
    }
    return Round(**{**told, **more})


def at(seconds):
    return START + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("choice", "seconds", "difficulty", "points"),
    [
        (2, 0, 0.0, 100),
        (2, 10, 0.0, 75),
        (2, 20, 0.0, 50),
        (2, 0, 1.0, 200),
        (2, 20, 0.5, 75),
        (0, 0, 1.0, 0),
        (2, -3, 0.0, 100),  # a clock that was set back
        (2, 25, 0.0, 50),
    ],
)
def test_a_right_answer_earns_by_speed_and_difficulty(choice, seconds, difficulty, points):
    assert earned(asked(difficulty=difficulty), choice, at(seconds)) == points


def test_a_round_without_length_earns_the_least():
    assert earned(asked(deadline=START), 2, START) == 50


@given(st.floats(0, 20), st.floats(0, 20), st.floats(0, 1))
def test_earlier_is_never_less(one, other, difficulty):
    early, late = sorted((one, other))
    of = asked(difficulty=difficulty)
    assert earned(of, 2, at(early)) >= earned(of, 2, at(late)) >= 50


@pytest.mark.parametrize(
    ("of", "choice", "before", "seconds", "result"),
    [
        (asked(), 1, None, 5, Clicked(Click.LOCKED, 1)),
        (asked(), 1, None, 20, Clicked(Click.LOCKED, 1)),
        (asked(), 1, None, 20.1, Clicked(Click.LATE)),
        (asked(closed_at=at(20)), 1, None, 5, Clicked(Click.LATE)),
        (asked(), 1, 3, 5, Clicked(Click.AGAIN, 3)),
        (asked(closed_at=at(20)), 1, 3, 25, Clicked(Click.AGAIN, 3)),
        (asked(closed_at=at(5), voided_why="trivia.stopped"), 1, 3, 6, Clicked(Click.VOID)),
        (asked(), 4, None, 5, Clicked(Click.UNKNOWN)),
        (None, 1, None, 5, Clicked(Click.UNKNOWN)),
    ],
)
def test_a_click_comes_to_one_thing(of, choice, before, seconds, result):
    assert click(of, choice, before, at(seconds)) == result


def answer(user, choice, seconds):
    return Answer(1, user, choice, at(seconds))


def test_right_ones_come_first_and_of_those_the_earliest():
    judged = judge(asked(), [answer(MINA, 2, 9), answer(THEO, 1, 1), answer(ARA, 2, 3)], 0)
    assert [(one.user_id, one.points > 0) for one in judged] == [(ARA, True), (MINA, True), (THEO, False)]
    outcome = Outcome(asked(), judged, ())
    assert [one.user_id for one in outcome.winners] == [ARA, MINA]
    assert [outcome.chose(choice) for choice in range(4)] == [0, 1, 2, 0]
    assert outcome.round.right.text == "c"


@pytest.mark.parametrize(
    ("answers", "before", "counted"),
    [
        ([answer(MINA, 2, 1)], SOLO_ROUNDS - 1, True),
        ([answer(MINA, 2, 1)], SOLO_ROUNDS, False),
        ([answer(MINA, 2, 1), answer(THEO, 0, 1)], SOLO_ROUNDS, True),
    ],
)
def test_alone_one_counts_only_so_often(answers, before, counted):
    assert {one.counted for one in judge(asked(), answers, before)} == {counted}


def test_equals_share_a_place():
    ranked = standings([Score(MINA, 50, 1), Score(THEO, 90, 1), Score(ARA, 90, 1), Score(4, 90, 2)])
    assert [(one.user_id, one.place) for one in ranked] == [(4, 1), (THEO, 2), (ARA, 2), (MINA, 4)]


def test_a_round_is_added_to_what_was_there():
    judged = judge(asked(), [answer(MINA, 2, 0), answer(ARA, 0, 0)], 0)
    after = added([Score(THEO, 120, 1), Score(MINA, 50, 1)], asked(), judged)
    assert after == (Score(MINA, 150, 2, 1), Score(THEO, 120, 1, 2), Score(ARA, 0, 0, 3))

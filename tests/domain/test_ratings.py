"""Ratings: what a right answer is worth when one in four is right by chance."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ratings import FIRST, HIGHEST, LOWEST, Rating, difficulty, expected, first_rating, learnt, step

RATINGS = st.floats(LOWEST, HIGHEST)


@given(RATINGS, RATINGS)
def test_whoever_knows_nothing_is_right_once_in_four_times(player, question):
    assert 0.25 <= expected(player, question) <= 1
    assert expected(FIRST, FIRST) == pytest.approx(0.625)
    assert expected(LOWEST, HIGHEST) == pytest.approx(0.25, abs=0.001)
    assert expected(player, question, 2) >= expected(player, question, 4)


@given(RATINGS, RATINGS, st.booleans())
def test_a_right_answer_lifts_the_player_and_lowers_the_question(player, question, right):
    asked, after = learnt(Rating(question), {1: Rating(player)}, [(1, right)])
    assert after[1].rated == asked.rated == 1
    assert LOWEST <= after[1].value <= HIGHEST
    assert (after[1].value >= player) if right else (after[1].value <= player)
    assert (asked.value <= question) if right else (asked.value >= question)


def test_a_wrong_answer_costs_more_than_a_lucky_one_earns_where_much_was_expected():
    strong, weak = Rating(1900, 100), Rating(1100, 100)
    _, right = learnt(Rating(1500, 100), {1: strong, 2: weak}, [(1, True), (2, True)])
    _, wrong = learnt(Rating(1500, 100), {1: strong, 2: weak}, [(1, False), (2, False)])
    assert right[1].value - 1900 < right[2].value - 1100
    assert 1900 - wrong[1].value > 1100 - wrong[2].value


def test_nobody_gains_by_the_order():
    players = {1: Rating(1600, 5), 2: Rating(1400, 9), 3: Rating()}
    answers = [(1, True), (2, False), (3, True)]
    _, one = learnt(Rating(1550, 3), players, answers)
    _, other = learnt(Rating(1550, 3), players, answers[::-1])
    assert one == other


def test_who_is_new_begins_in_the_middle_and_ratings_settle():
    _, after = learnt(Rating(), {}, [(7, True)])
    assert after[7].value > FIRST
    steps = [step(rated) for rated in range(0, 400, 10)]
    assert steps == sorted(steps, reverse=True)
    assert steps[0] > 5 * steps[-1] > 0


@pytest.mark.parametrize("guess", [0.0, 0.3, 0.75, 1.0])
def test_a_question_is_rated_by_its_guess_until_it_is_played(guess):
    assert difficulty(first_rating(guess)) == guess
    assert difficulty(HIGHEST) == 1
    assert difficulty(LOWEST) == 0


def test_play_finds_who_is_good_and_what_is_hard():
    rng = random.Random(5)
    truth = {user: rng.uniform(1200, 1800) for user in range(40)}
    hard = {question: rng.uniform(1200, 1800) for question in range(40)}
    players: dict[int, Rating] = {}
    questions = dict.fromkeys(hard, Rating())
    for _ in range(2500):
        question = rng.randrange(40)
        who = rng.sample(range(40), 4)
        results = [(user, rng.random() < expected(truth[user], hard[question])) for user in who]
        questions[question], after = learnt(questions[question], players, results)
        players |= after
    assert _agreement(truth, {user: one.value for user, one in players.items()}) > 0.8
    assert _agreement(hard, {one: rating.value for one, rating in questions.items()}) > 0.8


def _agreement(truth, found):
    """Pearson's correlation."""
    pairs = [(truth[key], found[key]) for key in truth]
    means = [sum(side) / len(pairs) for side in zip(*pairs, strict=True)]
    apart = [[value - mean for value, mean in zip(pair, means, strict=True)] for pair in pairs]
    across = sum(one * other for one, other in apart)
    return across / (sum(one**2 for one, _ in apart) * sum(other**2 for _, other in apart)) ** 0.5

"""Item analysis: options nobody falls for, and questions that those who know more get wrong."""

import random

import pytest

from bot.domain.items import ANSWERS, discrimination, is_weak


@pytest.mark.parametrize(
    ("shown", "chosen", "weak"), [(49, 0, False), (50, 0, True), (50, 2, True), (60, 3, False), (400, 19, True)]
)
def test_an_option_is_weak_when_fewer_than_one_in_twenty_fall_for_it(shown, chosen, weak):
    assert is_weak(shown, chosen) is weak


def test_a_question_is_not_judged_before_thirty_have_answered():
    some = [(1500.0 + n, True) for n in range(ANSWERS - 1)]
    assert discrimination(some) is None
    assert discrimination([*some, (1000.0, False)]) is not None


def test_the_best_and_the_worst_are_compared():
    assert discrimination([(float(n), n >= 20) for n in range(40)]).value == 1
    upside_down = discrimination([(float(n), n < 20) for n in range(40)])
    assert upside_down.value == -1
    assert upside_down.is_bad
    assert not discrimination([(float(n), True) for n in range(40)]).is_bad, "everybody knows it: no harm done"


def test_a_good_question_is_seldom_put_aside_and_a_bad_one_is_found():
    rng = random.Random(11)

    def bad(chance_of_best):
        found = 0
        for _ in range(300):
            people = [(rng.gauss(1500, 200), n) for n in range(40)]
            ordered = sorted(people)
            chances = {n: 0.5 + (chance_of_best - 0.5) * (2 * place / 39 - 1) for place, (_, n) in enumerate(ordered)}
            found += discrimination([(rating, rng.random() < chances[n]) for rating, n in people]).is_bad
        return found / 300

    assert bad(0.75) < 0.05
    assert bad(0.15) > 0.9

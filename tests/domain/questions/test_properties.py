"""Whatever articles say: one option is true, three are not, nothing tells which, and all rests on what is sure."""

import random
from collections import Counter
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.beliefs import Standing, believe
from bot.domain.claims import claim_of
from bot.domain.facts import Certainty
from bot.domain.names import fold, key
from bot.domain.questions.building import build
from bot.domain.questions.question import QuestionKind
from tests.domain.questions.worlds import LEAST, made

K = QuestionKind


def person_of(world, option):
    return world.means[int(option.key.removeprefix("p"))]


def title_of(world, option):
    return world.titles[int(option.key.removeprefix("t"))]


def is_part(world, question, option):
    truth, name = world.titles[question.title_id], question.values["person"]
    return option.key in {key(part) for part, who in truth.players.items() if named(world, who, name)}


def is_first(world, question, option):
    return title_of(world, option).year == min(title_of(world, one).year for one in question.options)


TRUE = {
    K.PLAYS: lambda w, q, o: w.titles[q.title_id].players.get(q.values["character"]) == person_of(w, o),
    K.CHARACTER: is_part,
    K.DIRECTOR: lambda w, q, o: person_of(w, o) in w.titles[q.title_id].directors,
    K.WRITER: lambda w, q, o: person_of(w, o) in w.titles[q.title_id].writers,
    K.NETWORK: lambda w, q, o: key(o.text) in {key(one) for one in w.titles[q.title_id].networks},
    K.YEAR: lambda w, q, o: o.text == str(w.titles[q.title_id].year),
    K.EPISODES: lambda w, q, o: o.text == str(w.titles[q.title_id].episodes),
    K.LOCATION: lambda w, q, o: o.text in w.titles[q.title_id].places,
    K.BASED_ON: lambda w, q, o: o.text in w.titles[q.title_id].source,
    K.FIRST: is_first,
    K.AWARD: lambda w, q, o: is_prize(w, w.titles[q.title_id], q, o),
    K.SHARED: lambda w, q, o: is_shared(w, q.values, title_of(w, o)),
    K.ODD: lambda w, q, o: is_odd(w, w.titles[q.title_id], q, o),
}
"""Whether an option is a right answer in the world, said or not."""


def named(world, number, name):
    return any(name in world.people[one].names for one, meant in world.means.items() if meant == number)


def is_prize(world, truth, question, option):
    _, _, variant, _ = question.wording.split(".")
    night = {prize: who for (prize, at), who in truth.prizes.items() if at == question.values["ceremony"]}
    if variant == "who":
        return night.get(question.values["prize"]) == person_of(world, option)
    if variant == "title":
        return (question.values["prize"], question.values["ceremony"]) in title_of(world, option).prizes
    return option.text.lower() in night


def is_shared(world, values, truth):
    def is_in(name, numbers):
        return any(named(world, number, name) for number in numbers)

    if "character" in values:
        first = named(world, truth.players.get(values["character"]), values["person"])
    else:
        first = is_in(values["person"], truth.directors | truth.writers)
    return first and is_in(values["other"], truth.players.values())


def is_odd(world, truth, question, option):
    variant = question.wording.split(".")[2]
    if variant == "part":
        return option.key not in {key(part) for part in truth.players}
    if variant == "cast":
        return person_of(world, option) not in truth.people()
    made_by = title_of(world, option)
    return not any(
        named(world, who, question.values["person"])
        for who in (made_by.directors if variant == "director" else made_by.writers)
    )


@cache
def known(seed):
    world = made(seed)
    return world, world.knowledge()


def some_questions(knowledge, rng, number=40):
    asked = set()
    while len(asked) < number and (question := build(knowledge, rng, avoid=asked)):
        asked.add(question.key)
        yield question


WORLDS = st.integers(0, 10_000)


@settings(max_examples=60, deadline=None)
@given(WORLDS, st.integers(0, 100))
def test_one_option_is_true_and_it_is_the_one_that_counts(seed, chance):
    world, knowledge = known(seed)
    for question in some_questions(knowledge, random.Random(chance)):
        true = [place for place, option in enumerate(question.options) if TRUE[question.kind](world, question, option)]
        assert true == [question.answer], question


@settings(max_examples=60, deadline=None)
@given(WORLDS)
def test_nothing_tells(seed):
    _, knowledge = known(seed)
    for question in some_questions(knowledge, random.Random(seed)):
        right = question.options[question.answer]
        assert len(question.options) == 4
        assert len({one.key for one in question.options}) == len({key(one.text) for one in question.options}) == 4
        for value in question.values.values():
            assert f" {fold(right.text)} " not in f" {fold(value)} "
        longest = max(len(one.text) for one in question.options if one != right)
        assert len(right.text) <= 1.5 * longest + 2
        assert 0 <= question.difficulty <= 1


@settings(max_examples=60, deadline=None)
@given(WORLDS)
def test_all_rests_on_what_is_confirmed_current_and_undisputed(seed):
    world, knowledge = known(seed)
    sure = set()
    for facts in world.facts.values():
        for one in believe(facts, {}, LEAST.two):
            if one.certainty is Certainty.CONFIRMED and one.standing is Standing.CURRENT and not one.denials:
                sure |= {one.claim, *map(claim_of, one.sources)}
    denied = {claim_of(one) for facts in world.facts.values() for one in facts if one.fact.negated}
    for question in some_questions(knowledge, random.Random(seed)):
        assert set(question.claims) <= sure | denied
        assert claim_of(question.source) in question.claims
        assert question.source.id in question.fact_ids
        assert question.source.fact.certainty is Certainty.CONFIRMED


@settings(max_examples=30, deadline=None)
@given(WORLDS)
def test_a_question_is_known_again_however_its_options_come_out(seed):
    _, knowledge = known(seed)
    for question in some_questions(knowledge, random.Random(seed), 12):
        # chance may deal a wanted question no four options, and then another is asked
        tries = (build(knowledge, random.Random(seed + n), wanted=[question.key]) for n in range(1, 20))
        again = next((one for one in tries if one and one.key == question.key), None)
        assert again is not None
        assert (again.key, again.kind, again.title_id) == (question.key, question.kind, question.title_id)
        assert build(knowledge, random.Random(2), avoid=[question.key], wanted=[question.key]) != again


@pytest.fixture(scope="module")
def many():
    """A few thousand questions of several worlds."""
    return [
        question
        for seed in range(25)
        for chance in range(3)
        for question in some_questions(known(seed)[1], random.Random(chance), 60)
    ]


def test_every_kind_comes_up(many):
    assert set(Counter(question.kind for question in many)) == set(QuestionKind)


def test_the_right_option_stands_anywhere(many):
    """Chi-square with three degrees of freedom; 16.3 is exceeded once in a thousand."""
    places = Counter(question.answer for question in many)
    mean = len(many) / 4
    assert sum((places[place] - mean) ** 2 / mean for place in range(4)) < 16.3


def test_the_right_option_is_the_longest_or_the_shortest_no_more_often_than_any_other(many):
    def share(extreme):
        lengths = [[len(one.text) for one in question.options] for question in many]
        alone = [
            (some, question) for some, question in zip(lengths, many, strict=True) if some.count(extreme(some)) == 1
        ]
        return sum(some[question.answer] == extreme(some) for some, question in alone) / len(alone)

    assert share(max) <= 0.3
    assert share(min) <= 0.3

"""Which question comes: of which kind, about what, how hard; and what is never asked."""

import random
from dataclasses import replace

import pytest

from bot.domain.facts import NameKind
from bot.domain.games import Difficulty
from bot.domain.naming import Named
from bot.domain.questions.building import build, gathered
from bot.domain.questions.question import QuestionKind
from bot.domain.questions.told import told_of
from tests.domain.questions.worlds import LEAST, TODAY, made
from tests.said import said

K = QuestionKind
PEOPLE = ["Han Ji-min", "Seo Eun-soo", "Kang Tae-jin", "Moon Ha-na", "Gil Dong-wook", "Yang Se-ri", "Baek Tae-hee"]
OTHERS = ["Oh Na-ri", "Cha Min-ho", "Ryu Sang-hee", "Ahn Jae-won", "Shin Hye-bin", "Nam Do-hyun", "Woo Seo-jun"]


class Shelf:
    """Facts of some titles, put together for one test."""

    def __init__(self):
        self.facts, self.people, self.titles = {}, {}, {}

    def title(self, name, *facts, **more):
        title_id = len(self.titles) + 1
        self.titles[title_id] = Named(title_id, NameKind.TITLE, name, (name,), fame=3, **more)
        self.facts[title_id] = [self._put(title_id, *one) for one in facts]
        return title_id

    def _put(self, title_id, predicate, text, how=None):
        how, person_id = dict(how or {}), None
        if predicate in {"cast_member", "director", "screenwriter"}:
            person_id = self.person(text)
            how.setdefault("evidence", f"{text} is {how.get('character', 'there')}.")
        return said(predicate, text, title_id=title_id, person_id=person_id, headline=self.titles[title_id].name, **how)

    def person(self, name):
        known = {one.name: one.id for one in self.people.values()}
        person_id = known.get(name, len(self.people) + 1)
        self.people[person_id] = Named(person_id, NameKind.PERSON, name, (name,), fame=3)
        return person_id

    def knowledge(self):
        told = [told_of(self.titles[one], self.facts[one], {}, LEAST) for one in self.titles]
        return gathered(told, self.people, TODAY)

    def asked(self, kind=None, title_id=None, tries=30):
        """All questions (of a kind) that some tries bring."""
        knowledge = self.knowledge()
        found = [build(knowledge, random.Random(seed), title_id=title_id) for seed in range(tries)]
        return [one for one in found if one is not None and kind in {None, one.kind}]


def cast(*names):
    return [("cast_member", name, {"character": part}) for name, part in names]


@pytest.fixture
def shelf():
    return Shelf()


def texts(questions):
    return {option.text for question in questions for option in question.options}


def test_others_of_the_cast_are_the_best_wrong_answers(shelf):
    shelf.title("Glass Harbor", *cast(*zip(PEOPLE[:4], OTHERS[:4], strict=True)))
    shelf.title("Cold Orchard", *cast(*zip(PEOPLE[4:], OTHERS[4:], strict=True)))
    for question in shelf.asked(K.PLAYS, 1):
        assert {option.text for option in question.options} == set(PEOPLE[:4])


def test_a_part_that_two_people_play_is_not_asked_about(shelf):
    hint = ("cast_member", "Song Ji-ah", {"character": OTHERS[0].split()[1], "certainty": "rumored"})
    shelf.title("Glass Harbor", *cast((PEOPLE[0], OTHERS[0])), hint)
    shelf.title("Cold Orchard", *cast(*zip(PEOPLE[2:6], OTHERS[2:6], strict=True)))
    assert [one for one in shelf.asked(title_id=1) if one.kind in {K.PLAYS, K.CHARACTER}] == []


def test_whoever_may_be_in_it_is_no_wrong_answer_in_any_spelling(shelf):
    facts = [("cast_member", "Yu Sang-hee", {"certainty": "rumored"}), ("director", "Gil Dong-wook")]
    shelf.title("Glass Harbor", *facts)
    for name, director in zip(("Cold Orchard", "Salt Line", "Quiet Ledger", "Paper Lantern"), OTHERS, strict=False):
        shelf.title(name, ("director", director))
    shelf.title("Last Ferry", ("director", "Ryu Sang-hee"))
    found = texts(shelf.asked(K.DIRECTOR, 1, 60))
    assert {"Ryu Sang-hee", "Yu Sang-hee"}.isdisjoint(found)
    assert {"Gil Dong-wook", OTHERS[0]} <= found


def test_a_sequel_is_kin_so_that_its_people_are_no_wrong_answers(shelf):
    shelf.title("Glass Harbor", ("director", PEOPLE[0]))
    shelf.title("Glass Harbor: Part Two", ("director", PEOPLE[1]))
    for name, director in zip(("Cold Orchard", "Salt Line", "Quiet Ledger", "Night Signal"), OTHERS, strict=False):
        shelf.title(name, ("director", director))
    assert PEOPLE[1] not in texts(shelf.asked(K.DIRECTOR, 1, 60))


def test_too_few_wrong_answers_are_no_question(shelf):
    shelf.title("Glass Harbor", ("director", PEOPLE[0]), *cast((PEOPLE[1], OTHERS[1])))
    shelf.title("Cold Orchard", ("director", PEOPLE[2]))
    assert shelf.asked() == []
    assert build(gathered([], {}, TODAY), random.Random(1)) is None


def test_a_part_named_like_its_title_is_not_asked_for(shelf):
    shelf.title("Han Ji-min", *cast(*zip(PEOPLE[1:5], ["Han Ji-min", *OTHERS[:3]], strict=True)))
    assert all(one.options[one.answer].text != "Han Ji-min" for one in shelf.asked(K.CHARACTER, 1, 60))


@pytest.mark.parametrize(
    ("facts", "asked"),
    [
        ([("publication_date", "2019-05-09")], True),
        ([("publication_date", "2019")], True),
        ([("publication_date", "2031-05-09")], False),
        ([("publication_date", "2019-11/2020-02")], False),
        ([("publication_date", "2019-05-09"), ("publication_date", "2018", {"certainty": "reported"})], False),
        ([("publication_date", "2019-05-09", {"evidence": "It opens in Japan on May 9, 2019."})], False),
        ([("publication_date", "2019-05-09", {"evidence": "It was originally set for May 9, 2019."})], False),
        ([("publication_date", "2019-05-09"), ("number_of_episodes", "8", {"season": 2})], False),
        ([("publication_date", "2019-05-09", {"season": 1}), ("number_of_episodes", "8", {"season": 2})], True),
    ],
)
def test_a_year_is_asked_for_where_it_is_that_of_everywhere(shelf, facts, asked):
    shelf.title("Glass Harbor", *facts)
    found = shelf.asked(K.YEAR)
    assert bool(found) is asked
    assert all(one.options[one.answer].text == "2019" for one in found)


def test_years_near_by_are_the_wrong_ones(shelf):
    shelf.title("Glass Harbor", ("publication_date", "2019-05-09"))
    assert {"2018", "2020"} <= texts(shelf.asked(K.YEAR))


def test_the_year_beside_a_premiere_at_its_turn_is_no_wrong_answer(shelf):
    shelf.title("Glass Harbor", ("publication_date", "2019-12-20"))
    assert "2020" not in texts(shelf.asked(K.YEAR, tries=60))


@pytest.mark.parametrize(
    ("facts", "asked"),
    [
        ([("number_of_episodes", "12")], True),
        ([("number_of_episodes", "1")], False),
        ([("number_of_episodes", "12", {"evidence": "The first 12 episodes are out."})], False),
        ([("number_of_episodes", "12", {"evidence": "The film follows the 12 episodes."})], False),
        ([("number_of_episodes", "12"), ("number_of_episodes", "10", {"certainty": "reported"})], False),
    ],
)
def test_episodes_are_those_of_a_whole_season(shelf, facts, asked):
    shelf.title("Glass Harbor", *facts)
    found = shelf.asked(K.EPISODES)
    assert bool(found) is asked
    assert {"24", "6"}.isdisjoint(texts(found))


def test_a_network_is_asked_for_among_those_that_exclude_each_other(shelf):
    shelf.title("Glass Harbor", ("original_broadcaster", "Disney"))
    found = shelf.asked(K.NETWORK)
    assert {one.options[one.answer].text for one in found} == {"Disney+"}
    assert {"Hulu", "tvN"}.isdisjoint(texts(found))
    shelf.title("Cold Orchard", ("original_broadcaster", "tvN"), ("original_broadcaster", "Netflix"))
    assert shelf.asked(K.NETWORK, 2) == []


def test_a_prize_of_the_night_goes_to_one(shelf):
    for name, prize in zip(("Cold Orchard", "Salt Line", "Quiet Ledger", "Night Signal"), (1, 2, 3, 4), strict=True):
        words = ("best drama", "grand prize", "best film", "best screenplay")[prize - 1]
        shelf.title(name, ("award_received", words, {"ceremony": "59th Star Awards"}), ("genre", "noir"))
    found = shelf.asked(K.AWARD, tries=60)
    assert {one.wording.split(".")[2] for one in found} == {"title", "what"}
    assert all(len(one.claims) == 4 for one in found if "what" in one.wording)


def test_who_was_denied_is_the_odd_one_out(shelf):
    denied = ("cast_member", "Cha Min-ho", {"negated": True})
    shelf.title("Glass Harbor", *[("cast_member", name) for name in PEOPLE[:4]], denied)
    found = shelf.asked(K.ODD)
    assert found
    assert {one.options[one.answer].text for one in found} == {"Cha Min-ho"}


def test_difficulty_steers_what_comes():
    knowledge = made(3).knowledge()
    mean = {
        how: sum(build(knowledge, random.Random(seed), difficulty=how).difficulty for seed in range(60)) / 60
        for how in Difficulty
    }
    assert mean[Difficulty.EASY] < mean[Difficulty.MEDIUM] < mean[Difficulty.HARD]


def test_what_a_server_holds_wrong_is_not_asked_there():
    knowledge = made(3).knowledge()
    question = build(knowledge, random.Random(1))
    for seed in range(40):
        other = build(knowledge, random.Random(seed), rejected=question.claims)
        assert set(other.claims).isdisjoint(question.claims)


def test_options_that_nobody_falls_for_are_left_out():
    knowledge = made(3).knowledge()
    for seed in range(30):
        question = build(knowledge, random.Random(seed))
        if question.kind is not K.YEAR:
            continue
        weak = next(one.key for place, one in enumerate(question.options) if place != question.answer)
        again = build(knowledge, random.Random(seed), wanted=[question.key], weak={question.key: [weak]})
        assert again.key == question.key
        assert weak not in {one.key for one in again.options}


def test_keys_of_questions_that_are_gone_bring_nothing():
    knowledge = made(3).knowledge()
    for key in ("", "plays:who:999:x", "plays", "plays:who:one:x"):
        assert build(knowledge, random.Random(1), wanted=[key]) is not None
    known = build(knowledge, random.Random(1))
    assert build(knowledge, random.Random(1), title_id=known.title_id).title_id == known.title_id
    assert replace(known, answer=0) is not None

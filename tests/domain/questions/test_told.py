"""What is sure of a title, and what may be."""

from dataclasses import replace

import pytest

from bot.domain.claims import claim_of
from bot.domain.facts import NameKind, Predicate, Verdict
from bot.domain.naming import Named
from bot.domain.questions.told import Least, full_name, is_name, says_season, told_of, usable
from tests import said as sayings

LEAST = Least(0.9, 0.75)
HARBOR = Named(1, NameKind.TITLE, "Glass Harbor", ("Glass Harbor",), fame=3)


def said(*what, headline="All about Glass Harbor", **how):
    return sayings.said(*what, headline=headline, **how)


def told(*facts, named=HARBOR, verdicts=None, unseen=()):
    return told_of(named, facts, verdicts or {}, LEAST, unseen)


def objects(one):
    return [sure.object for sure in one.sure]


@pytest.mark.parametrize(
    ("how", "sure"),
    [
        ({}, True),
        ({"confidence": 0.89}, False),
        ({"certainty": "reported"}, False),
        ({"certainty": "rumored"}, False),
        ({"evidence": "Netflix denied reports that Lee Jin will be in it."}, False),
        ({"evidence": "Lee Jin could be in it."}, False),
    ],
)
def test_one_plain_and_sure_statement_is_enough(how, sure):
    fact = said("director", "Lee Jin", person_id=7, **how)
    assert objects(told(fact)) == (["Lee Jin"] if sure else [])
    assert (claim_of(fact) in usable(HARBOR, [fact], {}, LEAST)) is sure


def test_two_stories_are_enough_where_one_is_not():
    some = [said("director", "Lee Jin", person_id=7, confidence=0.8, story=story) for story in (1, 1, 2)]
    assert objects(told(*some[:2])) == []
    assert objects(told(*some)) == ["Lee Jin"]


def test_what_was_superseded_disputed_or_denied_is_not_sure_but_may_be():
    old, new = said("number_of_episodes", "8", outlet="A"), said("number_of_episodes", "10", outlet="A", day=9)
    assert objects(told(old, new)) == ["10"]
    assert {one.object for one in told(old, new).may} == {"8", "10"}
    rivals = said("number_of_episodes", "8", outlet="A"), said("number_of_episodes", "10", outlet="B")
    assert objects(told(*rivals)) == []
    denied = said("director", "Lee Jin", person_id=7), said("director", "Lee Jin", person_id=7, negated=True, day=1)
    assert objects(told(*denied)) == []
    assert told(*denied).denied == ()


def test_what_is_said_without_naming_the_title_is_not_sure():
    lost = said("director", "Lee Jin", person_id=7, evidence="He wrote it with Lee Jin.", outlet="The Daily")
    lost = replace(lost, source=replace(lost.source, headline="A film festival ends"))
    assert objects(told(lost)) == []
    above = replace(lost, source=replace(lost.source, headline="'Glass Harbor' begins"))
    assert objects(told(above)) == ["Lee Jin"]
    introduced = said("cast_member", "Lee Jin", person_id=7, evidence="Lee Jin of “Glass Harbor” plays Yong Ma-ru.")
    assert objects(told(introduced)) == []


def test_a_question_stands_as_long_as_what_it_says_does():
    whole = said("director", "Lee Jin", person_id=7, evidence="Lee Jin directs Glass Harbor.")
    season = said("director", "Lee Jin", person_id=7, season=1, evidence="Lee Jin directed Glass Harbor.")
    assert {claim_of(whole), claim_of(season)} <= usable(HARBOR, [whole, season], {}, LEAST)


def test_who_is_denied_outright_and_held_by_nobody_is_surely_not_in_it():
    fact = said("cast_member", "Lee Jin", person_id=7, season=2, negated=True)
    assert [one.object for one in told(fact).denied] == ["Lee Jin"]
    assert told(said("cast_member", "Lee Jin", person_id=7, negated=True, certainty="reported")).denied == ()


def test_a_verdict_decides():
    fact = said("director", "Lee Jin", person_id=7)
    doubted = said("screenwriter", "Kim Soo", person_id=8, confidence=0.8)
    assert objects(told(fact, doubted, verdicts={claim_of(fact): Verdict.WRONG})) == []
    assert objects(told(doubted, verdicts={claim_of(doubted): Verdict.RIGHT})) == ["Kim Soo"]


def test_what_may_not_be_shown_may_be_true_all_the_same():
    one = told(unseen=[said("director", "Lee Jin", person_id=7)])
    assert (one.sure, one.people, [may.object for may in one.may]) == ((), frozenset({7}), ["Lee Jin"])
    assert one.mentions("lee jin")


def part(character, text="Lee Jin", **more):
    more.setdefault("evidence", f"{text} plays {character}.")
    return said("cast_member", text, person_id=7, character=character, **more)


def test_a_part_goes_by_its_fullest_name():
    one = told(part("Ji-won"), part("Han Ji-won"), part("Ji-won"))
    assert [(role.character, role.sure.source.fact.evidence) for role in one.roles] == [
        ("Han Ji-won", "Lee Jin plays Han Ji-won.")
    ]
    assert {claim_of(one.roles[0].sure.source)} <= set(one.roles[0].sure.claims)


@pytest.mark.parametrize(
    "facts",
    [
        [part("J")],
        [part("Lee Jin")],
        [part("the detective")],
        [part("Han Ji-won"), part("Go Ae-ri")],
        [part("Han Ji-won", evidence="Cameras roll.")],
        [part("Go Ae-ri", evidence="Lee Jin plays, Go Ae-ri plays Han Ji-won.")],
        [part("Go Ae-ri"), said("cast_member", "Go Ae-ri", person_id=8)],
    ],
    ids=["letter", "own name", "no name", "two parts", "not in the sentence", "next player", "a player too"],
)
def test_a_part_that_may_be_misread_is_none(facts):
    assert told(*facts).roles == ()


def test_a_title_goes_by_the_longer_name_that_is_usual():
    named = Named(1, NameKind.TITLE, "Crash Landing", ("Crash Landing", "Crash Landing on You"))
    assert full_name(named, " crash landing on you runs   crash landing is back ") == "Crash Landing on You"
    assert full_name(named, " crash landing is back   crash landing on you   crash landing ") == "Crash Landing"


@pytest.mark.parametrize(
    ("sentence", "season", "says"),
    [
        ("Season 2 begins in May.", 2, True),
        ("The second season begins.", 2, True),
        ("시즌 2가 온다.", 2, True),
        ("시즌 21", 2, False),
        ("It begins in May.", 2, False),
        ("Season 12 is the last.", 12, True),
    ],
)
def test_a_season_is_named_or_not(sentence, season, says):
    assert says_season(said("director", "Lee Jin", evidence=sentence), season) is says


def test_a_film_and_a_series_are_told_apart():
    film = said("director", "Lee Jin", person_id=7, evidence="Lee Jin directed the film.")
    series = said("director", "Lee Jin", person_id=7, evidence="Lee Jin directed season 2 of the series.")
    another = said("screenwriter", "Kim Soo", person_id=8, evidence="Kim Soo wrote the drama.")
    assert (told(film).film, told(film, series, another).film) == (True, False)
    assert told(named=Named(1, NameKind.TITLE, "Reze Arc - The Movie", ("Reze Arc - The Movie",))).film


def test_names_look_like_names():
    assert [is_name(text) for text in ("Lee Jin", "이진", "Lomon", "IU", "Iñaki Godoy")] == [True] * 5
    bad = ("the detective", "J", "Lucas and Will", "Monkey D", "A B C D E F G", "007")
    assert [is_name(text) for text in bad] == [False] * 6


def test_a_title_of_one_kind_of_fact_in_one_article_is_hardly_one():
    once = Named(1, NameKind.TITLE, "Who Is Left", ("Who Is Left",), fame=1)
    above = {"headline": "Who Is Left? Glass Harbor"}
    director = said("director", "Lee Jin", person_id=7, **above)
    network = said("original_broadcaster", "tvN", **above)
    assert [told(*some, named=once).solid() for some in ([director], [director, network])] == [False, True]
    assert told(director).solid()


def test_seasons_count_where_two_stories_speak_of_them():
    some = [said("director", "Lee Jin", person_id=7, season=season) for season in (1, 2, 2, 3)]
    assert told(*some).seasons == {1, 2}
    assert told(*some).has_seasons()
    assert [one.object for one in told(*some).of(Predicate.DIRECTOR)] == ["Lee Jin"] * 3

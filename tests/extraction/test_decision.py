"""The last stages by themselves: models at run time, which season, which readings are one fact, and recognisers."""

import json
from dataclasses import replace
from datetime import date

import pytest

from bot.config import DATA
from bot.extraction.confidence import calibrated
from bot.extraction.engine import extract
from bot.extraction.fact_seasons import Place, choose, options
from bot.extraction.linear import Linear
from bot.extraction.readings import _parts
from bot.extraction.recognisers import Sighting, further, votes
from bot.extraction.seasons import Mention
from bot.extraction.sentences import split
from bot.extraction.spans import candidates
from bot.extraction.trees import Trees
from bot.extraction.weights import Weights, load, write

STUMP = Trees(("a",), 0.5, (((0, 1.0, 1, 2), (-1, -2.0, 0, 0), (-1, 3.0, 0, 0)),))


@pytest.mark.parametrize(("numbers", "score"), [({"a": 1.0}, -1.5), ({"a": 1.1}, 3.5), ({}, -1.5), ({"b": 9.0}, -1.5)])
def test_trees_ask_and_add(numbers, score):
    assert STUMP.score(numbers) == score


def test_weights_are_written_and_read_back_the_same(tmp_path):
    weights = Weights({"one": Linear(("True",), (0.5,), {"b": (1.0,), "a": (-2.0,)})}, {"two": STUMP})
    write(weights, tmp_path / "a.json")
    write(load(tmp_path / "a.json"), tmp_path / "b.json")
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
    assert load(tmp_path / "a.json").trees == weights.trees


def test_later_weights_win_when_joined():
    one, other = (Weights({"a": Linear(("True",), (bias,), {})}) for bias in (1.0, 2.0))
    assert (one | other)["a"].bias == (2.0,)


def test_confidence_rises_with_the_score():
    weights = Weights({"calibration": Linear(("True",), (-0.5,), {"raw": (1.2,)})})
    assert 0 < calibrated(-3.0, weights) < calibrated(0.0, weights) < calibrated(3.0, weights) < 1


def test_a_surname_joins_the_one_full_name_that_has_it():
    names = {
        ("t", "cast_member", "a"): "Gary Oldman",
        ("t", "cast_member", "b"): "Oldman",
        ("t", "director", "c"): "Oldman",
    }
    assert _parts(names) == {("t", "cast_member", "b"): ("t", "cast_member", "a")}


def test_a_surname_that_two_people_share_stays_alone():
    names = {("t", "cast_member", text): text for text in ("Kim Hye-soo", "Kim Tae-ri", "Kim")}
    assert _parts(names) == {}


NOWHERE = Place(
    here=(),
    before=(),
    named={},
    headline=frozenset(),
    focus=None,
    chances={},
    in_focus=True,
    is_main=True,
    main=2,
    serial=True,
    at=0,
    words=frozenset(),
    cues=frozenset(),
    state="timeless",
)


def test_seasons_beside_the_main_one_come_into_question():
    assert options(NOWHERE) == [None, 1, 2, 3]
    assert options(replace(NOWHERE, is_main=False, main=None, here=(Mention(0, 0, 4, "c"),))) == [None, 4]


def test_the_likeliest_season_is_chosen_with_its_chance():
    season, chance, none = choose(NOWHERE, "cast_member", Linear(("True",), (0.0,), {"main": (3.0,)}))
    assert season == 2
    assert chance > 0.8 > none > 0


TEXT = "Moloka opens in May. It stars Ana Ruiz."


def test_recognisers_vote_inside_the_text_and_for_kinds_of_ours():
    seen = [
        Sighting(0, 6, "title", 9.0),
        Sighting(0, 99, "title", 9.0),
        Sighting(3, 3, "title", 1.0),
        Sighting(0, 6, "ship", 9.0),
    ]
    assert votes([lambda _: seen], TEXT) == {(0, 6): [("title", 9.0)]}


def test_what_only_a_recogniser_sees_becomes_a_candidate_where_words_begin_and_end():
    sentences = split(TEXT)
    known = [span for sentence in sentences for span in candidates(TEXT, sentence)]
    found = further(
        {(7, 12): [("title", 1.0)], (8, 12): [("title", 1.0)], (0, 30): [("title", 1.0)]}, known, TEXT, sentences
    )
    assert [span.text for span in found] == ["opens"]


def test_a_recogniser_is_heard():
    def recogniser(text: str):
        at = text.find("moloka")
        return [Sighting(at, at + 6, "title", 50.0)]

    text = "The series moloka premieres on Netflix on May 4, 2025. Netflix ordered moloka with Ana Ruiz in the lead."
    found = extract(text, "A premiere", date(2025, 1, 1), at="all", recognisers=[recogniser])
    assert "moloka" in {fact.subject for fact in found.facts}


def test_operating_points_can_be_set():
    text = "Netflix renewed 'Signal' for a second season on Monday."
    assert extract(text, "Signal", least={"shown": {"": 1.1}}).facts == ()
    everything = extract(text, "Signal", least={"shown": {"": 0.0}}).facts
    none_on_air = {"shown": {"": 0.0, "original_broadcaster": 1.1}}
    assert everything
    assert {f.predicate for f in extract(text, "Signal", least=none_on_air).facts} == {
        f.predicate for f in everything if f.predicate != "original_broadcaster"
    }


def test_the_shipped_points_are_nested():
    points = json.loads((DATA / "weights" / "points.json").read_text(encoding="utf-8"))
    assert points["all"][""] <= points["shown"][""] <= points["asked"][""]

"""A second reader is believed only word for word, and never enough to be shown by itself."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import point
from bot.domain.facts import Certainty, Extraction, Fact, Predicate
from bot.extraction.second import CONFIDENCE, MOST_FACTS, Told, joined, vetted

TEXT = (
    "Netflix has renewed 'Squid Game' for a second season, which premieres on December 26. “Lee Jung-jae” is back as "
    "Gi-hun, and Hwang Dong-hyuk directs again.\n\n배우 공유가 출연한다. The first season won the Emmy for directing."
)
FIRST = TEXT[: TEXT.index(" “")]
SECOND = TEXT[TEXT.index("“") : TEXT.index("\n")]
KOREAN = "배우 공유가 출연한다."
TOLD = Told("Squid Game", 2, "cast_member", "Lee Jung-jae", {"character": "Gi-hun"}, "confirmed", SECOND)


def kept(**changes) -> tuple[Fact, ...]:
    return vetted([replace(TOLD, **changes)], TEXT)


def test_what_the_text_bears_out_becomes_a_fact_with_its_place():
    (fact,) = kept()
    assert fact == Fact(
        subject="Squid Game",
        season=2,
        predicate=Predicate.CAST_MEMBER,
        object="Lee Jung-jae",
        qualifiers={"character": "Gi-hun"},
        certainty=Certainty.CONFIRMED,
        confidence=CONFIDENCE,
        evidence=SECOND,
        start=TEXT.index(SECOND),
        end=TEXT.index(SECOND) + len(SECOND),
    )
    assert TEXT[fact.start : fact.end] == fact.evidence


@pytest.mark.parametrize(
    "changes",
    [
        {"evidence": ""},
        {"evidence": "Lee"},
        {"evidence": "Lee Jung-jae is back as Gi-hun"},  # the text has quotation marks
        {"evidence": SECOND.lower()},
        {"evidence": FIRST + " …"},
        {"predicate": "producer"},
        {"predicate": "CAST_MEMBER"},
        {"certainty": "certain"},
        {"subject": ""},
        {"subject": " \n"},
        {"subject": "'…'"},
        {"subject": "Squid\0Game"},
        {"subject": "Squid \ud800"},
        {"subject": "Squid " * 50},
        {"season": 0},
        {"season": -1},
        {"season": 2025},
        {"object": ""},
        {"object": "Lee Byung-hun"},
        {"object": "Jun"},  # part of a word
        {"object": "이정재"},
        {"object": "Lee\0Jung-jae"},
        {"predicate": "publication_date", "object": "December 26"},
        {"predicate": "publication_date", "object": "2024-13"},
        {"predicate": "publication_date", "object": "2024-12-26T08:00"},
        {"predicate": "number_of_episodes", "object": "seven"},
        {"predicate": "number_of_episodes", "object": "0"},
        {"predicate": "number_of_episodes", "object": "٧"},
        {"predicate": "production_status", "object": "airing"},
        {"predicate": "award_received", "object": "Golden Globe"},
    ],
    ids=str,
)
def test_what_it_does_not_bear_out_is_dropped(changes):
    assert kept(**changes) == ()


@pytest.mark.parametrize(
    ("predicate", "named"),
    [
        ("publication_date", "2024-12-26"),
        ("publication_date", "2024-24"),
        ("publication_date", "2024-10/2025-01"),
        ("number_of_episodes", "7"),
        ("production_status", "renewed"),
        ("original_broadcaster", "netflix"),
        ("director", "Hwang  Dong-hyuk"),
        ("cast_member", "공유"),  # with its particle joined to it
    ],
)
def test_dates_numbers_words_and_names_in_other_spelling_pass(predicate, named):
    (fact,) = kept(predicate=predicate, object=named, evidence=FIRST)
    assert fact.object == " ".join(named.split())


def test_a_qualifier_that_fails_is_left_out():
    told = {"character": "Seong", "role": "lead", "change": "returning", "person": "Gi-hun", "date": "2024"}
    assert kept(qualifiers=told)[0].qualifiers == {"change": "returning"}
    award = {"person": "Hwang Dong-hyuk", "ceremony": "Oscars", "date": "last year", "role": ""}
    assert kept(predicate="award_received", object="Emmy", qualifiers=award)[0].qualifiers == {
        "person": "Hwang Dong-hyuk"
    }


def test_a_season_in_the_subject_is_the_season():
    (fact,) = kept(subject="Squid Game Season 2", season=None)
    assert (fact.subject, fact.season) == ("Squid Game", 2)
    assert kept(season=None)[0].season is None


def test_blanks_around_evidence_are_not_part_of_it():
    assert kept(evidence=f" {KOREAN}\n", object="공유")[0].evidence == KOREAN


def test_a_denial_stays_one():
    assert kept(negated=True)[0].negated


def test_no_more_than_so_many_facts_are_looked_at():
    assert len(vetted([TOLD] * (MOST_FACTS + 1), TEXT)) == MOST_FACTS


@given(
    st.builds(
        Told,
        subject=st.text(),
        season=st.none() | st.integers(),
        predicate=st.sampled_from([*Predicate, "x"]),
        object=st.text() | st.sampled_from(["Netflix", "2024", "7"]),
        qualifiers=st.dictionaries(st.sampled_from(["role", "date", "character", "x"]), st.text()),
        certainty=st.sampled_from([*Certainty, ""]),
        evidence=st.text() | st.sampled_from([FIRST, SECOND]),
        negated=st.booleans(),
    ),
    st.text() | st.just(TEXT),
)
def test_whatever_is_told_evidence_is_where_it_says(told, text):
    for fact in vetted([told], text):
        assert text[fact.start : fact.end] == fact.evidence
        assert fact.subject
        assert fact.subject.isprintable()


# ------------------------------------------------------------------ beside what we read


def fact(named="Lee Jung-jae", confidence=0.6, **others) -> Fact:
    standard = Fact(
        subject="Squid Game",
        season=2,
        predicate=Predicate.CAST_MEMBER,
        object=named,
        qualifiers={},
        certainty=Certainty.CONFIRMED,
        confidence=confidence,
        evidence=SECOND,
        start=TEXT.index(SECOND),
        end=TEXT.index(SECOND) + len(SECOND),
    )
    return replace(standard, **others)


def read(*facts, **others) -> Extraction:
    return Extraction(facts, **others)


def test_agreement_makes_surer_and_leaves_the_rest_as_we_read_it():
    ours = read(fact(qualifiers={"role": "main"}), notes=("cut",), main_title="Squid Game")
    theirs = [fact(confidence=0.5, certainty=Certainty.RUMORED, qualifiers={"character": "Gi-hun"}, evidence=FIRST)]
    both = joined(ours, theirs)
    assert both == replace(ours, facts=(replace(ours.facts[0], confidence=both.facts[0].confidence),))
    assert both.facts[0].confidence == pytest.approx(0.8)


def test_saying_it_often_counts_once():
    once = joined(read(fact()), [fact(confidence=0.45)])
    assert joined(read(fact()), [fact(confidence=0.45)] * 20) == once
    assert len(joined(read(), [fact()] * 20).facts) == 1


def test_what_it_alone_says_is_added_below_every_point_of_showing():
    ours, theirs = fact(), fact("Lee Byung-hun", confidence=0.99)
    assert joined(read(ours), [theirs]).facts == (ours, replace(theirs, confidence=CONFIDENCE))
    assert min(point("shown"), 0.5) > CONFIDENCE  # as measured, and the least that can be set


def test_the_surest_come_first():
    both = joined(read(fact("A B", 0.5), fact("C D", 0.4)), [fact("C D", 0.45), fact("E F", 0.45)])
    assert [one.object for one in both.facts] == ["C D", "A B", "E F"]


def test_nothing_told_changes_nothing():
    ours = read(fact("A B", 0.5), fact("C D", 0.4), aliases=(("A", "B"),))
    assert joined(ours, []) == ours


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ({"named": "Park Ji-hoo"}, {"named": "Park Ji-hu"}),
        ({"named": "Park Ji-hoo"}, {"named": "Ji Hoo Park"}),
        ({"subject": "The Squid Game"}, {"subject": "오징어 게임"}),
        ({"predicate": Predicate.GENRE, "named": "crime drama"}, {"predicate": Predicate.GENRE, "named": "Crime"}),
        (
            {"predicate": Predicate.AWARD_RECEIVED, "named": "Best Actor", "qualifiers": {"person": "Park Ji-hoo"}},
            {"predicate": Predicate.AWARD_RECEIVED, "named": "best actor", "qualifiers": {"person": "Park Ji-hu"}},
        ),
        (
            {"predicate": Predicate.AWARD_RECEIVED, "named": "Emmy", "qualifiers": {"person": "Park Ji-hoo"}},
            {"predicate": Predicate.AWARD_RECEIVED, "named": "Emmy"},
        ),
        (
            {"predicate": Predicate.AWARD_RECEIVED, "named": "Emmy"},
            {"predicate": Predicate.AWARD_RECEIVED, "named": "Emmy"},
        ),
    ],
)
def test_other_words_for_the_same_agree(ours, theirs):
    aliases = (("The Squid Game", "오징어 게임"), ("Park Ji-hoo", "Ji-hoo"))
    mine = fact(**ours)
    (found,) = joined(read(mine, aliases=aliases), [fact(**theirs)]).facts
    assert found == replace(mine, confidence=found.confidence)
    assert found.confidence > mine.confidence


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ({"named": "Park Ji-hoo"}, {"named": "Park Ji-hoon"}),
        ({}, {"season": None}),
        ({}, {"subject": "Signal"}),
        ({}, {"predicate": Predicate.DIRECTOR}),
        (
            {"predicate": Predicate.PUBLICATION_DATE, "named": "2025"},
            {"predicate": Predicate.PUBLICATION_DATE, "named": "2025-03"},
        ),
        (
            {"predicate": Predicate.AWARD_RECEIVED, "named": "Emmy", "qualifiers": {"person": "Park Ji-hoo"}},
            {"predicate": Predicate.AWARD_RECEIVED, "named": "Emmy", "qualifiers": {"person": "Lomon"}},
        ),
    ],
)
def test_other_claims_do_not_agree(ours, theirs):
    both = joined(read(fact(**ours)), [fact(**theirs)]).facts
    assert [one.confidence for one in both] == [0.6, CONFIDENCE]


@pytest.mark.parametrize("negated", [True, False])
def test_against_what_we_read_its_word_is_nothing(negated):
    ours = fact(negated=negated)
    assert joined(read(ours), [fact(negated=not negated)]).facts == (ours,)

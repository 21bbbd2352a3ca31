"""What is offered as an object, and what is read around it: awards, runs of capitals, episode counts, dates, lists."""

from datetime import date

import pytest

from bot.extraction import awards, candidates, context, prizes, scenes, values
from bot.extraction.candidates import Candidate
from bot.extraction.document import Document, open_document, set_spans
from bot.extraction.models import ORG, PERSON, Article, Span
from bot.extraction.spans import make

PUBLISHED = date(2024, 5, 10)


def opened(text: str, people: tuple[str, ...] = ()) -> Document:
    """Return a document whose only known names are the given people, and Netflix."""
    document = open_document(Article(text, "", PUBLISHED))
    spans: list[Span] = []
    for sentence in document.sentences:
        for name in (*people, "Netflix"):
            at = document.text.find(name, sentence.start, sentence.end)
            if at >= 0:
                inside = [i for i, t in enumerate(sentence.tokens) if at <= t.start < at + len(name)]
                span = make(document.text, sentence, inside[0], inside[-1])
                span.kind, span.score = ORG if name == "Netflix" else PERSON, 5.0
                spans.append(span)
    set_spans(document, sorted(spans, key=lambda s: s.start))
    document.focus = [(None, {"": 1.0}) for _ in document.sentences]
    document.focus_season = [None for _ in document.sentences]
    return document


def offered(text: str, family: str, people: tuple[str, ...] = ()) -> list[Candidate]:
    return [c for c in candidates.find(opened(text, people)) if c.family == family]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("She won best new actress and the screenplay award.", ["best new actress", "screenplay award"]),
        ("It took Outstanding Directing for a Drama Series.", ["Outstanding Directing for a Drama Series"]),
        ("The jury gave it the Grand Prix.", ["Grand Prix"]),
        (
            "He was lead actor, she supporting actress, at the Emmy Awards; both won.",
            ["lead actor", "supporting actress"],
        ),
        ("It was the most popular film of the year at the awards.", ["most popular film of the year"]),
        ("They bagged Best New Actor and Best New Actress for the series.", ["Best New Actor", "Best New Actress"]),
        ("She is best known for nothing.", []),
    ],
)
def test_awards_are_offered_in_free_wording(text: str, names: list[str]) -> None:
    found = [c.value for c in offered(text, "award")]
    assert [name for name in names if name not in found] == []
    if not names:
        assert found == []


def test_an_award_takes_the_fullest_name_of_the_body_that_gave_it() -> None:
    document = opened("The 44th Blue Dragon Film Awards were held. At the Blue Dragon it won best film.")
    award = next(c for c in candidates.find(document) if c.family == "award")
    assert prizes.ceremony_of(award, document) == "44th Blue Dragon Film Awards"
    assert awards.ceremonies("Nothing was given.", 0, 18) == []


def test_an_award_without_any_body_names_none() -> None:
    document = opened("It won best film.")
    award = next(c for c in candidates.find(document) if c.family == "award")
    assert prizes.ceremony_of(award, document) is None


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The series runs to ten episodes.", "10"),
        ("It is an eight-part thriller.", "8"),
        ("There will be half a dozen chapters.", "6"),
        ("It ends with its 16th and last episode.", "16"),
        ("Netflix ordered 13 of them: a season of 13.", "13"),
    ],
)
def test_episode_counts(text: str, count: str) -> None:
    assert count in [c.value for c in offered(text, "episodes")]


def test_capitals_that_nobody_recognised_may_be_companies_and_places() -> None:
    text = "It is produced by Quux Pictures and was filmed in Llanfair."
    assert "Quux Pictures" in [c.value for c in offered(text, "org")]
    assert "Llanfair" in [c.value for c in offered(text, "place")]


def test_languages_are_no_places() -> None:
    assert "Kannada" not in [c.value for c in offered("It was shot in Kannada.", "place")]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The show has been renewed.", "renewed"),
        ("The network pulled the plug.", "cancelled"),
        ("The film was pushed back.", "postponed"),
        ("It is in the can.", "wrapped"),
        ("Cameras are rolling.", "in production"),
        ("A remake is in the works.", "announced"),
        ("The series came to an end.", "ended"),
    ],
)
def test_statuses(text: str, status: str) -> None:
    assert status in [c.value for c in offered(text, "status")]


def test_a_source_of_the_same_name_may_be_meant() -> None:
    assert offered("It is based on the webtoon of the same name.", "same")
    assert offered("The novel by Han Kang is its source.", "same")


def test_genres_are_offered_but_not_every_ordinary_word() -> None:
    assert "crime thriller" in [c.value for c in offered("It is a crime thriller.", "genre")]
    assert offered("They are a family.", "genre") == []


def test_a_list_is_seen_whole() -> None:
    people = ("Kim Go-eun", "Gong Yoo", "Lee Dong-wook")
    found = offered("It stars Kim Go-eun, Gong Yoo and Lee Dong-wook.", "person", people)
    assert [context.listing(c)[2:] for c in found] == [(3, 0), (3, 1), (3, 2)]
    assert len({context.group(c) for c in found}) == 1


def test_a_date_that_was_given_up_is_marked() -> None:
    document = opened("It was to have opened on June 2, but now opens on September 7.")
    first, second = (c for c in candidates.find(document) if c.family == "date")
    assert any(name.startswith("given up=True") for name in values.features(first, document))
    assert not any(name.startswith("given up=True") for name in values.features(second, document))
    assert values.side_of_time(first, document) == "ahead"


def test_a_scene_knows_brackets_quotes_and_clauses() -> None:
    document = opened('He said "no" (twice), but went.')
    sentence = document.sentences[-1]
    scene = scenes.of(document.text, sentence, [])
    depths = [place.depth for place in scene.places]
    assert max(depths) == 1
    assert depths[-1] == 0
    assert any(place.quoted for place in scene.places)
    assert scene.places[-1].clause > 0


def test_the_streamer_is_the_one_named_before() -> None:
    found = offered("Netflix has news. The streamer will show it, and the network of friends is glad.", "org")
    assert [(c.value, c.form) for c in found] == [("Netflix", "org"), ("Netflix", "described")]
    assert offered("The streamer will show it.", "org") == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("It was filmed at Bada Girls' High School, Busan.", "Bada Girls' High School"),
        ("It was filmed at the Dockers' Hall and the Miners' Welfare Club.", "Miners' Welfare Club"),
        ("It was filmed in 'Seven Sisters' Harbour Town.", "Harbour Town"),
    ],
)
def test_a_name_goes_on_across_a_plural_possessive(text: str, name: str) -> None:
    assert name in [c.value for c in offered(text, "place")]


def test_what_ends_like_a_place_is_nobody() -> None:
    text = "It was held at the Harbour Hall, Western Mirae District, Busan, Lee Mina said."
    people = [c.value for c in offered(text, "person", ("Western Mirae District", "Lee Mina"))]
    assert "Lee Mina" in people
    assert "Western Mirae District" not in people


HELD = "At the 8th Harbour Film Awards they won best actor and best actress. It was held on May 2, 2024 in Busan."


def test_the_sentence_of_a_ceremony_dates_its_prizes() -> None:
    document = opened(HELD)
    found = candidates.find(document)
    day = next(c for c in found if c.family == "date")
    first, second = (c for c in found if c.family == "award" and c.value.startswith("best"))
    assert prizes.held(day)
    assert prizes.day_held(first, [day]) == "2024-05-02"
    assert not prizes.held(first)
    assert [prizes.listed(prize, [first, second]) for prize in (first, second)] == [(0, 2), (1, 2)]


def test_as_many_winners_as_prizes_take_them_in_order() -> None:
    two = candidates.find(opened("Kim Ara and Lee Mina won.", ("Kim Ara", "Lee Mina")))
    assert prizes.dealt(1, 2, [two]) is two[1]
    assert prizes.dealt(0, 2, [two, two]) is None
    assert prizes.dealt(0, 1, [two[:1]]) is None

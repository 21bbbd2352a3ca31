"""What stands side by side: lists of players and of their parts, titles of one list, prizes of one night, denials."""

from datetime import date
from types import SimpleNamespace

import pytest

from bot.extraction import candidates, confidence, facts, pairs, qualities, relations, scenes
from bot.extraction.document import Document, open_document, set_spans
from bot.extraction.models import CHARACTER, ORG, PERSON, PLACE, TITLE, Article, Span
from bot.extraction.relations import Weighed
from bot.extraction.sentences import split, tokenise
from bot.extraction.spans import candidates as name_candidates
from bot.extraction.spans import make

PLAYERS = ("Ana Ruiz", "Bo Lind", "Cy Orr")
PARTS = ("Maya", "Tom Hall", "Iris")


def read(text: str, **kinds: tuple[str, ...]) -> Document:
    """Return a document of one sentence whose names are those given by kind."""
    document = open_document(Article(text, "", date(2024, 5, 10)))
    named = {"players": PERSON, "parts": CHARACTER, "titles": TITLE, "places": PLACE, "orgs": ORG}
    spans: list[Span] = []
    for kind, names in kinds.items():
        for name in names:
            for sentence in document.sentences:
                at = document.text.find(name, sentence.start, sentence.end)
                if at >= 0:
                    inside = [i for i, t in enumerate(sentence.tokens) if at <= t.start < at + len(name)]
                    span = make(document.text, sentence, inside[0], inside[-1])
                    span.kind, span.score = named[kind], 5.0
                    spans.append(span)
    set_spans(document, sorted(spans, key=lambda s: s.start))
    document.focus = [(None, {"": 1.0}) for _ in document.sentences]
    document.focus_season = [None for _ in document.sentences]
    return document


def weighed(document: Document) -> list[Weighed]:
    found = relations.describe(candidates.find(document), document)
    for item in found:
        cast = 3.0 if item.candidate.value in PLAYERS else -3.0
        item.scores = dict.fromkeys(candidates.PREDICATES[item.candidate.family], cast)
    return found


def dealt(text: str) -> dict[str, str]:
    document = read(text, players=PLAYERS, parts=PARTS)
    people = {item.candidate.first: item for item in weighed(document) if item.candidate.family == "person"}
    scene = scenes.of(document.text, document.sentences[0], document.by_sentence.get(0, []))
    found = pairs.parallels(scene, people)
    return {people[player].candidate.value: people[part].candidate.value for player, part in found.items()}


ALL = dict(zip(PLAYERS, PARTS, strict=True))


@pytest.mark.parametrize(
    "text",
    [
        "Ana Ruiz, Bo Lind and Cy Orr return as Maya, Tom Hall and Iris.",
        "Ana Ruiz, Bo Lind and Cy Orr return as the cook Maya, her brother Tom Hall and the nurse Iris.",
        "Maya, Tom Hall and Iris are Ana Ruiz, Bo Lind and Cy Orr, in that order.",
        "Maya, Tom Hall and Iris are played by Ana Ruiz, Bo Lind and Cy Orr.",
        "Ana Ruiz, Bo Lind and Cy Orr are Maya, Tom Hall and Iris.",
        "Ana Ruiz, Bo Lind and Cy Orr lend them to Maya, Tom Hall and Iris respectively.",
    ],
)
def test_parallel_lists_are_dealt_out_in_order(text: str) -> None:
    assert dealt(text) == ALL


def test_a_list_ends_where_another_player_comes_in() -> None:
    assert dealt("Ana Ruiz and Bo Lind return as Maya and Tom Hall, with Cy Orr as Iris.") == {
        "Ana Ruiz": "Maya",
        "Bo Lind": "Tom Hall",
    }


@pytest.mark.parametrize(
    "text",
    [
        "Ana Ruiz as Maya, Bo Lind as Tom Hall and Cy Orr as Iris.",
        "Ana Ruiz and Bo Lind return as Maya.",
        "Ana Ruiz and Bo Lind met Maya and Tom Hall.",
    ],
)
def test_other_lists_are_left_to_the_model(text: str) -> None:
    assert dealt(text) == {}


def test_a_name_that_somebody_is_also_known_by_is_no_part() -> None:
    document = read("Ana Ruiz, also known as Maya, joins as Iris.", players=PLAYERS, parts=PARTS)
    player = next(item for item in weighed(document) if item.candidate.value == "Ana Ruiz")
    scores = {span.text: pairs.told(player, span, {}) for span in document.spans}
    assert scores["Maya"] < 0 == scores["Iris"]


def test_titles_of_one_list_do_not_rival_each_other() -> None:
    text = '"Red Sea," "Blue Hill" and "Old Oak" were renewed, and "Grey" was not.'
    document = read(text, titles=("Red Sea", "Blue Hill", "Old Oak", "Grey"))
    found = confidence.lists(0, document)
    assert found["redsea"] == {"bluehill", "oldoak"}
    assert found["grey"] == frozenset()


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("Ana Ruiz is not in the third season.", True),
        ("The network denied that Ana Ruiz will join.", True),
        ("Ana Ruiz was asked and declined.", True),
        ("Ana Ruiz is in the third season.", False),
    ],
)
def test_a_denial_said_outright_is_heard(text: str, denied: bool) -> None:
    document = read(text, players=PLAYERS)
    player = next(item for item in weighed(document) if item.candidate.value == "Ana Ruiz")
    assert any(name.startswith("denied ") for name in qualities.denial(player, document)) == denied


def test_names_keep_their_plus_sign_and_their_initials() -> None:
    assert [token.text for token in tokenise("Disney+ and Apple TV+ 3+4", 0, 25)] == [
        "Disney+",
        "and",
        "Apple",
        "TV+",
        "3",
        "+",
        "4",
    ]
    text = "It was written by Donald E. Westlake and D.B. Weiss."
    (sentence,) = split(text)
    names = {span.text for span in name_candidates(text, sentence)}
    assert {"Donald E. Westlake", "D.B. Weiss"} <= names
    assert not names & {"Donald E", "Donald E.", "D.B"}


def test_a_dateline_is_no_place_of_a_shoot() -> None:
    document = read("GOYANG - The series was shot in Busan.", places=("GOYANG", "Busan"))
    places = [c.value for c in candidates.find(document) if c.family == "place"]
    assert places == ["Busan"]


def test_the_first_word_of_a_sentence_is_no_given_name() -> None:
    document = read("Expect Cho to return.", players=("Expect Cho",))
    assert [c.value for c in candidates.find(document) if c.family == "person"] == ["Cho"]


def test_a_genre_has_no_format_word() -> None:
    document = read("It is a survival thriller series and a variety show.")
    genres = [c.value for c in candidates.find(document) if c.family == "genre"]
    assert genres == ["survival thriller", "variety show"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("It was filmed mostly in Busan.", True),
        ("Cameras rolled on location around Busan.", False),
        ("It is set in Busan.", False),
    ],
)
def test_a_shoot_said_outright_is_heard(text: str, told: bool) -> None:
    document = read(text, places=("Busan",))
    (place,) = [item for item in weighed(document) if item.candidate.family == "place"]
    assert ("governs:shot there#0#0" in place.features) == told


def test_parts_in_several_seasons_are_facts_of_their_own() -> None:
    class Seasons:
        def of(self, reading):
            return reading.season, 0.9, 0.1

    def told(season: int | None, strength: float) -> SimpleNamespace:
        return SimpleNamespace(season=season, strength=strength)

    cast, other = ("t", "cast_member", "ana"), ("t", "director", "bo")
    first, again, faint, vague = told(1, 0.9), told(2, 0.6), told(3, 0.1), told(None, 0.8)
    groups = {cast: [first, vague, again, faint], other: [told(1, 0.9), told(2, 0.9)]}
    parted = facts.by_season(groups, Seasons())
    assert parted[cast] == [first, vague, faint]
    assert parted["t", "cast_member", "ana 2"] == [again]
    assert parted[other] == groups[other]

"""Words that point back to a work, the sort of a work, round-ups, and how lists set their titles."""

import pytest

from bot.extraction import candidates, carrying, layouts, links, prizes, relations
from bot.extraction.document import open_document, set_spans
from bot.extraction.focus import Reading
from bot.extraction.models import TITLE, Article, Span, Title
from bot.extraction.sentences import split
from bot.extraction.sorts import leaning, pointers, referents
from bot.extraction.spans import candidates as spans_of
from bot.extraction.spans import make
from bot.extraction.titles import gather


def titles_in(text: str, *names: str) -> list[Span]:
    """Return every place of some words as a title."""
    found = []
    for sentence in split(text):
        for first, token in enumerate(sentence.tokens):
            for name in names:
                if text.startswith(name, token.start):
                    end = token.start + len(name)
                    last = max(i for i, t in enumerate(sentence.tokens) if t.end <= end)
                    span = make(text, sentence, first, last)
                    span.kind, span.of = TITLE, span.key
                    found.append(span)
    return found


@pytest.mark.parametrize(
    ("text", "sorts"),
    [
        ("Both were rewarded for the series at the gala.", ["series"]),
        ("The hit Netflix film opens in May.", ["film"]),
        ("Its sequel keeps this production busy.", ["film", "any"]),
        ("A series of setbacks followed.", []),
        ("The actor has left the building.", []),
    ],
)
def test_words_that_point_back_to_a_work(text, sorts):
    assert [pointer.sort for pointer in pointers(split(text)[0], ())] == sorts


def test_a_work_named_beside_its_sort_is_not_pointed_back_to():
    text = "The drama Night Tram opens in May."
    assert pointers(split(text)[0], titles_in(text, "Night Tram")) == []


def test_a_title_leans_to_what_it_is_called():
    text = "The film Salt Road opens in May. Night Tram, a crime drama, was renewed. Salt Road is a movie."
    sentences = split(text)
    assert leaning(titles_in(text, "Salt Road"), sentences) == -2
    assert leaning(titles_in(text, "Night Tram"), sentences) == 1


def test_the_film_does_not_point_to_a_series():
    titles = {"tram": Title("tram", "Night Tram", leaning=2), "road": Title("road", "Salt Road", leaning=-1)}
    chances = {"": 0.1, "tram": 0.5, "road": 0.4}
    film, series, nothing = split("She wrote the film alone. He left the series. Nobody knows.")
    found = [pointers(film, ()), pointers(series, ()), pointers(nothing, ())]
    assert referents(found, [chances] * 3, titles) == ["road", "tram", None]


ROUND_UP = "Five shows\n\nNight Tram opens in May. Salt Road follows in June. Low Tide and High Water end in July."
STORY = "Night Tram\n\nNight Tram opens in May. The series was shot in Oslo. It has six parts. Fans of the show wait."


def test_numbers_tell_a_round_up_from_a_story():
    rows = []
    for text in (ROUND_UP, STORY):
        sentences = split(text, text.index("\n"))
        spans = titles_in(text, "Night Tram", "Salt Road", "Low Tide", "High Water")
        titles = gather(spans, sentences)
        by_sentence = {s.index: [span for span in spans if span.sentence == s.index] for s in sentences}
        chances = [{"": 0.2, next(iter(titles)): 0.8} for _ in sentences]
        rows.append(carrying.numbers(Reading(sentences, by_sentence, titles, None), chances))
    many, one = rows
    assert (many["titles"], one["titles"]) == (4, 1)
    assert (many["point alone"], one["point alone"]) == (0, 0.5)
    assert many["plural in headline"] == 1
    assert many["name several"] > one["name several"]


def test_what_stands_where_titles_stand_has_titles_for_peers():
    text = "Three shows\n\n1. Night Tram: In May.\n\n2. Salt Road: In June.\n\n3. Crew: In July.\n\nCrew members wait."
    sentences = split(text, len("Three shows"))
    spans = titles_in(text, "Night Tram", "Salt Road", "Crew")
    layout = layouts.survey([(span, 2.0 if " " in span.text else -1.0) for span in spans], sentences)
    crew, members = (span for span in spans if span.text == "Crew")
    listed = layout.peers(layouts.place_of(crew, sentences[crew.sentence]), crew.sentence)
    assert (listed["peers"], listed["mean of peers"]) == (2, 2.0)
    place = layouts.place_of(members, sentences[members.sentence])
    assert layout.peers(place, members.sentence)["peers"] == 0


def test_number_that_belongs_to_the_name_is_no_season():
    text = "The anime series Kaiju No. 8 begins in April, the series' makers said."
    sentences = split(text)
    span = titles_in(text, "Kaiju No. 8")[0]
    assert [title.name for title in gather([span], sentences).values()] == ["Kaiju No. 8"]
    assert span.season is None


@pytest.mark.parametrize(
    "text", ["Viewers of Dept. Q wait.", "Sets by D.B. Weiss burnt down.", "A house in PASADENA, Calif. Is it sold?"]
)
def test_an_abbreviation_ends_no_sentence(text):
    assert len(split(text)) == 1


@pytest.mark.parametrize(
    ("names", "works"),
    [
        (("Salt Road", "Salt Road: The Long Way"), 1),
        (("Salt Road", "Salt Road 2"), 2),
        (("Salt Road", "Salt Road: The Long Way", "Salt Road: The Way Back"), 3),
        (("Low Tide", "Mina Park's Low Tide"), 1),
    ],
)
def test_the_first_words_of_one_longer_title_are_its_short_form(names, works):
    text = ". ".join(names) + "."
    sentences = split(text)
    found = titles_in(text, *names)
    spans = [next(s for s in found if s.text == name and s.sentence == i) for i, name in enumerate(names)]
    assert len(gather(spans, sentences)) == works


def test_a_known_title_is_not_the_short_form_of_another():
    text = "Salt Road. Salt Road: The Long Way."
    spans = [titles_in(text, "Salt Road")[0], titles_in(text, "Salt Road: The Long Way")[0]]
    assert len(gather(spans, split(text), frozenset({"saltroad"}))) == 2


def test_the_word_that_opens_the_sentence_is_no_part_of_a_title_known_without_it():
    text = "Salt Road opens on Friday, and fans of Alien: Romulus wait. In Alien: Romulus nobody sings."
    sentences = split(text)
    spans = [*titles_in(text, "Salt Road"), *titles_in(text, "In Alien: Romulus"), *titles_in(text, "Alien: Romulus")]
    named = [span for span in spans if not (span.sentence == 1 and span.first == 1)]
    titles = gather(named, sentences)
    assert sorted(title.name for title in titles.values()) == ["Alien: Romulus", "Salt Road"]
    assert all(text[span.start : span.end] == span.text for span in named)


def test_a_roman_number_is_no_season_of_what_is_called_a_film():
    text = "The series maker has a film, Salt Road II, for this series season. Night Tram 2 is a series in two seasons."
    sentences = split(text)
    spans = titles_in(text, "Salt Road II", "Night Tram 2")
    assert [title.name for title in gather(spans, sentences).values()] == ["Salt Road II", "Night Tram"]
    assert [span.season for span in spans] == [None, 2]


def linked(text: str) -> tuple[list[str], list[str]]:
    """Return what speaks for the prize of a text belonging to Night Tram, which the sentence does not name."""
    document = open_document(Article(text, "", None))
    spans = []
    for span in titles_in(document.text, "Night Tram"):
        span.score = 3.0
        spans.append(span)
    set_spans(document, spans)
    title = spans[0].of
    document.main = title
    document.focus = [(title, {"": 0.2, title: 0.8}) for _ in document.sentences]
    document.focus_season = [None for _ in document.sentences]
    document.referents = referents(document.pointers, [chances for _, chances in document.focus], document.titles)
    prize = next(c for c in candidates.find(document) if c.family == "award")
    assert title in links.eligible(prize, document)
    return links.marks(prize, title, document)


def test_a_prize_for_the_series_is_tied_to_the_work_that_is_meant():
    shared, own = linked("Night Tram ended in May.\n\nMina Park bagged Best New Actress for the series at the gala.")
    assert shared[0].startswith("pointed,")
    assert "pointed|after:for" in shared
    assert "pointed|after:for" in own


def test_a_prize_without_such_words_is_not():
    shared, _ = linked("Night Tram ended in May.\n\nMina Park bagged Best New Actress at the gala.")
    assert shared[0].startswith("away,")
    assert not any(mark.startswith("pointed") for mark in shared)


@pytest.mark.parametrize(
    ("text", "name"), [("In June\n\n3. Revenant (SBS)", "Revenant"), ("Fans of Dr. Cha wait.", "Cha")]
)
def test_a_name_may_begin_behind_a_stop(text, name):
    document = open_document(Article(text, "", None))
    assert name in {span.text for sentence in document.sentences for span in spans_of(document.text, sentence)}


def test_prizes_side_by_side_are_of_one_list():
    text = "Mina Park and Joon Seo bagged Best New Actor and Best New Actress. Best Director was for nobody."
    document = open_document(Article(text, "", None))
    set_spans(document, [])
    document.focus = [(None, {"": 1.0}) for _ in document.sentences]
    document.focus_season = [None for _ in document.sentences]
    won = [c for c in candidates.find(document) if c.family == "award"]
    assert [[prize.value for prize in group] for group in prizes.lists(won)] == [
        ["Best New Actor", "Best New Actress"],
        ["Best Director"],
    ]
    weighed = [relations.Weighed(c, [], (0, 0, 1), 0, {}, {"award_received": float(i)}) for i, c in enumerate(won)]
    relations._agree_prizes(weighed)
    assert [item.scores["award_received"] for item in weighed] == [1.3, 1.3, 2.0]

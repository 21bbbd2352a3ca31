"""What is typed into a search becomes words to look for, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store.terms import MOST, WORD_LENGTH, Phrase, Terms, fts5, indexed, parse, phrase, tsquery, tsvector

NOISE = st.text(st.sampled_from("\"'“”-*:()^!&|<>+~\\/% \0\n\ud800aé1ß한글ㄱ🎬"), max_size=60) | st.text(max_size=60)


def wanted(*phrases):
    return Terms(tuple(phrases))


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("", Terms()),
        ("zombie", wanted(Phrase(("zombie",), prefix=True))),
        ("Squid Game", wanted(Phrase(("squid",)), Phrase(("game",), prefix=True))),
        ('"squid game"', wanted(Phrase(("squid", "game")))),
        ("“squid game” two", wanted(Phrase(("squid", "game")), Phrase(("two",), prefix=True))),
        ('"squid ga', wanted(Phrase(("squid", "ga")))),
        ('say"squid game"now', wanted(Phrase(("say",)), Phrase(("squid", "game")), Phrase(("now",), prefix=True))),
        ("drama -review", Terms((Phrase(("drama",)),), (Phrase(("review",)),))),
        ('drama -"box office"', Terms((Phrase(("drama",)),), (Phrase(("box", "office")),))),
        ("-review", Terms((), (Phrase(("review",)),))),
        ("Spider-Man", wanted(Phrase(("spider", "man"), prefix=True))),
        ("season 1", wanted(Phrase(("season",)), Phrase(("1",)))),
        ("Café Minamdang", wanted(Phrase(("cafe",)), Phrase(("minamdang",), prefix=True))),
        ("오징어 게임 news", wanted(Phrase(("오징어",), True), Phrase(("게임",), True), Phrase(("news",), True))),
        ('"오징어 게임"', wanted(Phrase(("오징어", "게임"), prefix=True))),
        ('!!! - "" -- \'', Terms()),
        ("a NOT b OR (c*)", wanted(*(Phrase((word,)) for word in ("a", "not", "b", "or", "c")))),
        ("all of them are d", wanted(*(Phrase((word,)) for word in ("all", "of", "them", "are", "d")))),
        ("all of the", wanted(*(Phrase((word,)) for word in ("all", "of", "the")))),
    ],
)
def test_a_typed_text_is_read_as_a_person_means_it(text, terms):
    assert parse(text) == terms


def test_what_nobody_types_is_bounded():
    asked = parse("word " * 500 + "x" * 500)
    assert len(asked.wanted) == MOST
    assert phrase("x" * 500) == Phrase(("x" * WORD_LENGTH,))
    assert indexed("x" * 500) == ["x" * WORD_LENGTH]


def test_both_languages_say_the_same():
    asked = parse('"squid game" -review -"box office" 오징어 sea')
    assert fts5(asked) == '("squid game" AND "오징어" * AND "sea" *) NOT "review" NOT "box office"'
    assert tsquery(asked) == "'squid' <-> 'game' & '오징어':* & 'sea':* & !('review') & !('box' <-> 'office')"


def test_an_articles_words_keep_their_places():
    assert tsvector(["a", "b", "a"], ["b"]) == "'a':1A,3A 'b':2A,5B"


@given(NOISE)
def test_only_letters_and_digits_reach_a_query(text):
    for one in (*parse(text).wanted, *parse(text).unwanted):
        assert one.words
        assert all(word and not set(word) & set("\"'\\:*&|!<>() \0") for word in one.words)

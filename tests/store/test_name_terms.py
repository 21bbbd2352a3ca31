"""What names are found by: words, Hangul as it is typed, romanisation; and texts with mistakes in them."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.store.name_terms import ALIAS, HEAD, START, WORD, allowed, beginnings, letters, mistakes, terms

LATIN = st.text("abcde", min_size=4, max_size=12)
HANGUL = st.text("ㄱㄴㅏㅣㅇ", min_size=4, max_size=12)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Squid Game", {"squidgame": START, "gamesquid": WORD}),
        ("The Last of Us", {"thelastofus": START, "lastofus": START, "uslastof": WORD}),
        ("Park Ji-hoo", {"parkjihoo": START, "jihoopark": WORD, "hooparkji": WORD}),
        ("Bye Bye", {"byebye": START}),
        ("The", {"the": START}),
        ("울림", {"ㅇㅜㄹㄹㅣㅁ": START, "ulrim": START | ALIAS}),
        ("흙 값", {"ㅎㅡㄹㄱㄱㅏㅂㅅ": START, "ㄱㅏㅂㅅㅎㅡㄹㄱ": WORD, "heukgap": 2, "gapheuk": 3}),
        ("!?", {}),
        ("", {}),
    ],
)
def test_a_name_is_found_from_every_word_that_one_begins_with(name, found):
    assert terms(name) == found


def test_a_name_of_many_words_is_found_by_the_first_of_them():
    name = " ".join(f"word{n}" for n in range(30))
    assert len(terms(name)) == 8
    assert {len(term) for term in terms(name)} == {80}


@pytest.mark.parametrize(
    ("typed", "name"),
    [("우", "우리"), ("울", "우리"), ("ㅇ", "우리"), ("학ㄱ", "학교"), ("과", "과자"), ("고", "과자"), ("é", "Émile")],
)
def test_what_is_half_typed_begins_the_name(typed, name):
    assert letters(name).startswith(letters(typed))


@pytest.mark.parametrize(
    ("typed", "term", "count"),
    [
        ("squid", "squidgame", 0),
        ("squod", "squidgame", 1),
        ("sqiud", "squidgame", 1),
        ("suid", "squidgame", 1),
        ("squiid", "squidgame", 1),
        ("squidgamee", "squidgame", 1),
        ("oppenhiemar", "oppenheimer", 2),
        ("openhiemer", "oppenheimer", 2),
        ("squodgime", "squidgame", 2),
        ("suqodgmae", "squidgame", None),
        ("abcd", "squidgame", None),
        ("squid", "squ", None),
        ("오징아게임", "오징어 게임", 1),
    ],
)
def test_mistakes_are_counted(typed, term, count):
    assert mistakes(letters(typed), letters(term), beginnings(letters(typed))) == count


def test_a_short_text_may_hold_no_mistake():
    assert [allowed("x" * length) for length in (3, 4, 7, 8)] == [0, 1, 1, 2]


@given(st.data(), st.sampled_from([LATIN, HANGUL]))
def test_any_one_mistake_is_forgiven(data, words):
    term = data.draw(words)
    at = data.draw(st.integers(0, len(term) - 1))
    other = data.draw(st.sampled_from(sorted(set(term))))
    typed = data.draw(
        st.sampled_from(
            [
                term[:at] + term[at + 1 :],
                term[:at] + other + term[at:],
                term[:at] + other + term[at + 1 :],
                term[:at] + term[at + 1 : at + 2] + term[at] + term[at + 2 :],
            ]
        )
    )
    assume(allowed(typed))
    assert mistakes(typed, term, beginnings(typed)) in {0, 1}
    assert any(term.startswith(begun) for begun in beginnings(typed))


@given(LATIN, LATIN)
def test_beginnings_are_short_and_hold_the_text_itself(typed, term):
    begun = beginnings(typed)
    assert typed[:HEAD] in begun
    assert {len(one) for one in begun} <= {HEAD, len(typed) - 1, len(typed), len(typed) + 1}
    count = mistakes(typed, term, begun)
    assert count is None or count <= allowed(typed)
    assert (count == 0) == term.startswith(typed)

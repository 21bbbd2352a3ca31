"""Folding: the same word is the same characters, however it was written."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.names import fold, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Squid Game", "squid game"),
        ("  Spider-Man:   No Way Home! ", "spider man no way home"),
        ("Beyoncé", "beyonce"),
        ("Mads Brügger, Łódź & Ødegård", "mads brugger lodz odegard"),
        ("Straße", "strasse"),
        ("İstanbul", "istanbul"),
        ("Ａｌｉｃｅ ｉｎ Ｂｏｒｄｅｒｌａｎｄ", "alice in borderland"),
        ("ﬁnale", "finale"),
        ("H₂O ②", "h2o 2"),
        ("snake_case", "snake case"),
        ("zom\u00adbie\u200b", "zombie"),
        ("오징어 게임", "오징어 게임"),
        (unicodedata.normalize("NFD", "오징어 게임"), "오징어 게임"),
        ("《오징어 게임》 시즌2", "오징어 게임 시즌2"),
        ("が ガ ｶﾞ", "が ガ ガ"),  # a voiced kana is another letter, not one with an accent
        ("鬼滅の刃・無限城編", "鬼滅の刃 無限城編"),
        ("हिन्दी फ़िल्म।", "हिन्दी फ़िल्म"),  # vowel signs are part of the word, the danda is not
        ("Ёлки", "елки"),
        ("مُحَمَّد", "محمد"),
        ("!!! — …", ""),
        ("", ""),
    ],
)
def test_fold(text, folded):
    assert fold(text) == unicodedata.normalize("NFC", folded)


def test_words_are_the_folded_ones_in_order():
    assert words("No, 'Signal 2' is not on the way") == ["no", "signal", "2", "is", "not", "on", "the", "way"]


@given(st.text())
def test_folding_what_is_folded_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_the_form_of_encoding_does_not_matter(text):
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(st.text())
def test_words_are_parted_by_single_spaces(text):
    folded = fold(text)
    assert folded == " ".join(folded.split())


@given(st.text(alphabet=st.characters(codec="ascii")))
def test_plain_text_takes_the_short_way_to_the_same_end(text):
    assert fold(f"é {text}") == f"e {fold(text)}".strip()

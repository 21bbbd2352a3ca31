"""Text made comparable: the one folding that search, filters, identity and story matching share."""

import re
import unicodedata

_MARKS = re.compile(
    "[\u00ad\u0300-\u036f\u0591-\u05bd\u064b-\u0652\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u2060\u20d0-\u20ff"
    "\ufe00-\ufe0f\ufe20-\ufe2f\ufeff]"
)
"""Diacritics and invisible characters. Marks that make another letter (kana, Indic vowels, Thai) are not here."""

_GAPS = re.compile("(?:[^\\w\u0900-\u0963\u0966-\u109f\u1780-\u17ff\u3099\u309a]|_)+")
"""Runs of what is neither letter nor digit. The ranges hold scripts whose vowel signs are not ``\\w``."""

_ASCII_GAPS = re.compile("[^a-z0-9]+")

_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
"""Latin letters that no decomposition brings to their plain form."""


def fold(text: str) -> str:
    """Return the text as lower-case words parted by one space, without diacritics or punctuation.

    Compatibility forms become plain ones (full width, ligatures), Hangul stays composed, so that a word begins
    with the same characters however it was encoded. Folding what is folded changes nothing.
    """
    if text.isascii():
        return _ASCII_GAPS.sub(" ", text.lower()).strip()
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = _MARKS.sub("", apart).translate(_PLAIN)
    return _GAPS.sub(" ", unicodedata.normalize("NFC", plain)).strip()


def words(text: str) -> list[str]:
    """Return the folded words of a text, in order."""
    return fold(text).split()


def key(text: str) -> str:
    """Return what two spellings of one name share: the folded letters and digits, without any space."""
    return fold(text).replace(" ", "")

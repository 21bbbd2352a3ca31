"""Korean particles, whose form depends on the sound in which the word before them ends.

Hangul and numbers tell it; a name in Latin letters tells it by how it is said in Korean. Where that is not certain
both forms are given, as Korean writers do: "은(는)".
"""

from __future__ import annotations

import re

from bot.domain.names import fold
from bot.domain.romanisation import sounds

_FIRST, _LAST, _CODAS = 0xAC00, 0xD7A3, 28
_RIEUL = 8
_DIGITS = {"0": "ㅇ", "1": "ㄹ", "2": "", "3": "ㅁ", "4": "", "5": "", "6": "ㄱ", "7": "ㄹ", "8": "ㄹ", "9": ""}
_LETTERS = {"l": "ㄹ", "m": "ㅁ", "n": "ㄴ", "r": "ㄹ"}
"""Letters whose Korean names end in a consonant (엘, 엠, 엔, 알)."""

_ACRONYM = re.compile(r"(?:^|[^A-Za-z])(?:[A-Z]{1,5}|tv[A-Z])$")
_UNSURE = frozenset("bckpt")
_SILENT = re.compile(r"[aeiou][mnl]e$|[^aeiou]le$")
"""Words whose last letter is not heard: "Game", "Stone", "Castle"."""


def particle(word: str, forms: str) -> str:
    """Return which of two forms ("은/는", "이/가", "을/를", "과/와", "으로/로") follows a word."""
    closed, open_ = forms.split("/")
    coda = _coda(word)
    if coda is None:
        return f"({closed.removesuffix(open_)}){open_}" if closed.endswith(open_) else f"{closed}({open_})"
    by_vowel = not coda or (coda == "ㄹ" and closed == "으로")
    return open_ if by_vowel else closed


def with_particle(word: str, forms: str) -> str:
    """Return a word with the particle that follows it."""
    return word + particle(word, forms)


def _coda(word: str) -> str | None:
    """Return the consonant in which a word ends, "" for a vowel, None where that is not certain."""
    bare = re.sub(r"[^\w+]+$", "", word.strip())
    last = bare[-1:]
    if last == "+":  # 플러스
        return ""
    if _FIRST <= ord(last or " ") <= _LAST:
        number = (ord(last) - _FIRST) % _CODAS
        return "" if not number else "ㄹ" if number == _RIEUL else "ㄱ"
    if last in _DIGITS:
        return _DIGITS[last]
    if _ACRONYM.search(bare):
        return _LETTERS.get(last.lower(), "")
    return _latin(bare)


def _latin(word: str) -> str | None:
    """Return how a word in Latin letters ends when it is said in Korean."""
    folded = fold(word)
    last = folded[-1:]
    if not last.isascii() or not last.isalpha():
        return None
    if last in "lmn" or folded.endswith("ng"):
        return _LETTERS.get(last, "ㅇ")
    if last in _UNSURE:  # a Korean name ends as it is written
        return "ㄱ" if sounds(word) else None
    silent = last == "e" and word[-1:].isascii() and _SILENT.search(folded)
    return ("ㄹ" if folded.endswith("le") else "ㄴ") if silent else ""

"""Whether two texts may name the same thing: said with caution, for an option that may be right is none.

Two names may be one when their words agree in any order, when one has all words of the other ("On-jo" and "Nam
On-jo"), when one begins the other, or when they may be spellings of one Korean name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.names import fold, key
from bot.domain.romanisation import sounds

_HANGUL = re.compile("[가-힣]")
_JAPANESE = re.compile(r"(?:(?:[kgsztdnhbpmyrwfj]|sh|ch|ts|[kgnhbpmr]y|(?P<twice>[kstp])(?P=twice))?[aeiou]|n)+")
"""Words made of the syllables of Japanese; a name whose every word is such looks Japanese."""

_STEM = 5
"""So many letters in common at the beginning make two words of a name one ("Mickey7" and "Mickey 17")."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What a name is compared by: its letters, its words, and how it may sound in Korean."""

    key: str
    words: frozenset[str]
    sounds: frozenset[str]


@lru_cache(maxsize=32_768)
def marks(name: str) -> Marks:
    """Return what a name is compared by."""
    return Marks(key(name), frozenset(fold(name).split()), sounds(name))


def may_be_same(one: str, other: str) -> bool:
    """Whether two names may be those of one person, place, work or part."""
    a, b = marks(one), marks(other)
    if a.key == b.key or a.key.startswith(b.key) or b.key.startswith(a.key):
        return True
    return a.words <= b.words or b.words <= a.words or bool(a.sounds & b.sounds)


def may_be_any(some: Iterable[str], others: Iterable[str]) -> bool:
    """Whether any of some names may be the same as any of others."""
    known = list(others)
    return any(may_be_same(one, other) for one in some for other in known)


def gives_away(answer: str, said: Iterable[str]) -> bool:
    """Whether what is said in a question holds the answer, or a word of it that tells."""
    whole = f" {fold(answer)} "
    telling = {word for word in fold(answer).split() if _tells(word)}
    for text in said:
        folded = f" {fold(text)} "
        if whole.strip() and (whole in folded or key(answer) == key(text)):
            return True
        if any(_akin(word, other) for word in telling for other in folded.split() if _tells(other)):
            return True
    return False


def _tells(word: str) -> bool:
    return len(word) >= 4 or bool(_HANGUL.search(word) and len(word) > 1)  # noqa: PLR2004 - shorter ones are articles


def _akin(word: str, other: str) -> bool:
    return word == other or (min(len(word), len(other)) >= _STEM and word[:_STEM] == other[:_STEM])


@lru_cache(maxsize=32_768)
def style(name: str) -> str:
    """Return how a name looks: in ``hangul``, ``korean`` or ``japanese`` in Latin letters, else ``latin`` or ``other``.

    Options of one list look alike, or the odd one tells. A single word in Latin letters ("Lomon") may be anybody's
    and looks like ``any``.
    """
    if _HANGUL.search(name):
        return "hangul"
    folded = fold(name)
    if not folded.isascii():
        return "other"
    if " " not in folded:
        return "any"
    if sounds(name):
        return "korean"
    return "japanese" if all(_JAPANESE.fullmatch(word) for word in folded.split()) else "latin"

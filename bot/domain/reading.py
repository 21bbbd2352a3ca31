"""An article that is to be read for its facts, and the names that may occur in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bot.domain.names import key

LONGEST_NAME = 8
"""Words of the longest name that is looked for."""

MOST_PHRASES = 6_000
"""Phrases of one article that are looked for: those of a long feature."""

_POSSESSIVE = re.compile(r"['’]s\W*$")


@dataclass(frozen=True, slots=True)
class Unread:
    """An article's text and headline, its day if known, and the names in it that are known already."""

    text: str
    headline: str = ""
    published: date | None = None
    titles: tuple[str, ...] = ()
    people: tuple[str, ...] = ()


def phrases(text: str) -> tuple[str, ...]:
    """Return the key (see :func:`bot.domain.names.key`) of every run of words in the text that may be a known name.

    A name begins with a capital letter, a digit, or a letter of a script that has no capitals; an 's at its end is
    none of it.
    """
    found: dict[str, None] = {}
    parts = [part for part in map(_part, text.split()) if part]
    for start, (begins, _, _) in enumerate(parts):
        if len(found) >= MOST_PHRASES:
            break
        joined = ""
        for _, whole, bare in parts[start : start + LONGEST_NAME] if begins else ():
            found |= dict.fromkeys((joined + bare, joined + whole))
            joined += whole
    return tuple(found)[:MOST_PHRASES]


def _part(word: str) -> tuple[bool, str, str] | None:
    """Return whether a name may begin with the word, its key, and its key without an 's."""
    whole = key(word)
    if not whole:
        return None
    first = next(character for character in word if character.isalnum())
    return not first.islower(), whole, key(_POSSESSIVE.sub("", word))

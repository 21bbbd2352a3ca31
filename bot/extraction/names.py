"""The shipped lists: given names, Korean surnames, broadcasters, awards, places, and words of one meaning."""

import json
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from bot.config import DATA


@dataclass(frozen=True, slots=True)
class Lists:
    """All lists, folded for looking up; see data/names/README.md for where they come from."""

    given: frozenset[str]
    surnames: frozenset[str]
    korean_surnames: frozenset[str]
    korean_syllables: frozenset[str]
    networks: frozenset[str]
    awards: frozenset[str]
    places: frozenset[str]
    words: frozenset[str]
    titles: frozenset[str]
    people: frozenset[str]
    cues: dict[str, frozenset[str]]


@lru_cache(maxsize=4096)
def key(text: str) -> str:
    """Return the letters and digits of a name, folded: what two spellings of one name share."""
    if text.isascii():
        return "".join(filter(str.isalnum, text)).lower()
    parts = unicodedata.normalize("NFKD", text)
    folded = "".join(c for c in parts if not unicodedata.combining(c)).casefold()
    return "".join(filter(str.isalnum, folded))


def _lines(name: str) -> frozenset[str]:
    text = (DATA / "names" / name).read_text(encoding="utf-8")
    return frozenset(key(line) for line in text.splitlines() if line)


def _words(name: str) -> frozenset[str]:
    return frozenset((DATA / "names" / name).read_text(encoding="utf-8").split())


def _cues(classes: dict[str, str]) -> dict[str, frozenset[str]]:
    """Turn classes of words into the classes of each word."""
    by_word: dict[str, set[str]] = {}
    for name, words in classes.items():
        for word in words.split():
            by_word.setdefault(word, set()).add(name)
    return {word: frozenset(names) for word, names in by_word.items()}


@cache
def word_class(name: str) -> frozenset[str]:
    """Return a class of words that several modules look for, in small letters: data/names/classes.json."""
    classes = json.loads((DATA / "names" / "classes.json").read_text(encoding="utf-8"))
    return frozenset(classes[name].split())


@cache
def works() -> frozenset[str]:
    """Return the well-known works that are shipped as a list."""
    return _lines("works.txt")


@cache
def famous() -> frozenset[str]:
    """Return the well-known actors, directors and screenwriters that are shipped as lists."""
    return _lines("actors.txt") | _lines("directors.txt") | _lines("screenwriters.txt")


@cache
def lists() -> Lists:
    """Return the lists, read once."""
    korean = json.loads((DATA / "names" / "korean.json").read_text(encoding="utf-8"))
    cues = json.loads((DATA / "names" / "cues.json").read_text(encoding="utf-8"))
    return Lists(
        given=_lines("given.txt"),
        surnames=_lines("surnames.txt"),
        korean_surnames=frozenset(korean["surnames"].lower().split()),
        korean_syllables=frozenset(korean["syllables"].lower().split()),
        networks=_lines("networks.txt"),
        awards=_lines("awards.txt"),
        places=_lines("places.txt"),
        words=_words("words.txt") | _words("common.txt"),
        titles=_words("titles.txt") | works(),
        people=_words("people.txt") | famous(),
        cues=_cues(cues),
    )


_PART = re.compile(r"[-\s]+")


@lru_cache(maxsize=4096)
def is_korean(name: str) -> bool:
    """Whether a name is built like a romanised Korean one: surname first, then one or two known syllables."""
    table = lists()
    parts = _PART.split(name.lower())
    if not 2 <= len(parts) <= 3 or parts[0] not in table.korean_surnames:  # noqa: PLR2004
        return False
    rest = parts[1:]
    return all(part in table.korean_syllables for part in rest) or (len(rest) == 1 and _splits(rest[0]))


def _splits(word: str) -> bool:
    """Whether a word is two known syllables written together."""
    syllables = lists().korean_syllables
    return any(word[:cut] in syllables and word[cut:] in syllables for cut in range(2, len(word) - 1))

"""Words that objects are made of: statuses, genres, awards, source works, numbers; from data/names/objects.json."""

import json
import re
from dataclasses import dataclass
from functools import cache

from bot.config import DATA
from bot.extraction.names import key

_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
CARDINALS = {word: number for number, word in enumerate(_ONES) if number}
"""The numbers in words from one to nineteen."""
NUMBERS = {_ONES[0]: 0} | CARDINALS | _TENS
NUMBERS |= {f"{ten}-{one}": _TENS[ten] + number for ten in _TENS for number, one in enumerate(_ONES[:10]) if number}
NUMBERS |= {"dozen": 12, "a dozen": 12, "half-dozen": 6, "half a dozen": 6, "two dozen": 24, "a hundred": 100}
"""Numbers in words, as far as seasons and episodes go."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words, ready for looking up: patterns by status and by kind of source work, sets for the rest.

    The patterns are for text in small letters.
    """

    status: tuple[tuple[str, re.Pattern[str]], ...]
    genre: re.Pattern[str]
    weak_genres: frozenset[str]
    kinds: tuple[tuple[str, re.Pattern[str]], ...]
    award_name: re.Pattern[str]
    award_categories: frozenset[str]
    award_cores: frozenset[str]
    award_joins: frozenset[str]
    award_nouns: frozenset[str]
    languages: frozenset[str]
    companies: frozenset[str]
    actors: frozenset[str]
    directors: frozenset[str]
    screenwriters: frozenset[str]


def either(words: list[str]) -> str:
    """Return a pattern for any of some words, the longest first; a space may be a hyphen."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", "[- ]") for word in ordered)


def _patterns(table: dict[str, list[str] | str]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    joined = {name: forms if isinstance(forms, str) else "|".join(forms) for name, forms in table.items()}
    return tuple((name, re.compile(rf"\b(?:{forms})\b")) for name, forms in joined.items())


def _names(file: str) -> frozenset[str]:
    lines = (DATA / "names" / file).read_text(encoding="utf-8").splitlines()
    return frozenset(key(line) for line in lines if line)


def _genre(data: dict[str, list[str]]) -> re.Pattern[str]:
    word = either([*data["genre pairs"], *data["genres"]])
    formats = either(data["genre formats"])
    return re.compile(rf"\b(?:{word})(?:(?:[ /-]|, | and )(?:{word}))*(?:[ -](?:{formats}))?\b")


@cache
def vocabulary() -> Vocabulary:
    """Return the vocabulary, read once."""
    data = json.loads((DATA / "names" / "objects.json").read_text(encoding="utf-8"))
    return Vocabulary(
        status=_patterns(data["status"]),
        genre=_genre(data),
        weak_genres=frozenset([*data["weak genres"], *data["genre formats"]]),
        kinds=_patterns(data["kinds"]),
        award_name=re.compile(rf"\b(?:{either(data['award names']).lower()})\b"),
        award_categories=frozenset(data["award categories"].split()),
        award_cores=frozenset(data["award cores"].split()),
        award_joins=frozenset(data["award joins"].split()),
        award_nouns=frozenset(data["award nouns"].split()),
        languages=frozenset(data["languages"].lower().split()),
        companies=_names("companies.txt"),
        actors=_names("actors.txt"),
        directors=_names("directors.txt"),
        screenwriters=_names("screenwriters.txt"),
    )

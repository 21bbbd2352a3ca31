"""Seasons: where the article names one, and which one a sentence or a fact is about."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.extraction.models import TITLE, Sentence, Span
from bot.extraction.normalise import lowered
from bot.extraction.vocabulary import CARDINALS

_WORDS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
]
_ORDINAL = {word: number for number, word in enumerate(_WORDS, 1)} | {
    "sophomore": 2,
    "freshman": 1,
    "debut": 1,
    "maiden": 1,
}
_NOUN = (
    r"(?:seasons?|series|runs?|instal?lments?|batch|outing|cours?|volume|chapter|helping|serving|lap|stint|round"
    r"|go-round|go|trip|term)"
)
_FORMS = (
    re.compile(
        rf"\b(?P<o>{'|'.join(_ORDINAL)}|\d{{1,2}}(?:st|nd|rd|th))"
        rf"(?:,? (?:and|&) (?P<last>(?:very )?(?:final|last|concluding|farewell|closing)))?(?:[ -][a-z]+)?[ -]{_NOUN}\b"
    ),
    re.compile(rf"\b(?:season|series|saison|cour)s?[ -]?(?P<c>\d{{1,2}}|{'|'.join(CARDINALS)})\b"),
    re.compile(r"\bs(?P<s>\d{1,2})(?![\w:])"),
    re.compile(r"시즌\s?(?P<k>\d{1,2})"),
    re.compile(rf"\b(?P<l>{'|'.join(_ORDINAL)})(?: and|,) (?:very )?(?:last|final)\b"),
    re.compile(
        rf"\bround (?P<r>two|three|four|2|3|4)\b|\brenewed [^.]{{0,40}}?\bfor an? (?P<f>{'|'.join(_ORDINAL)})\b"
    ),
    re.compile(
        rf"\b(?:the|a|its) (?P<w>{'|'.join(_WORDS[1:9])})"
        r"(?=[,.;]| (?:is|was|has|had|will|would|arrives?|came|comes|picks|follows))"
    ),
)
_SHORT = _FORMS[2]
_MAKER = re.compile(r"[a-z\d] [A-Z][a-z]+ [a-z]")
"""A name within: "their first Netflix series" counts the maker's series, not the seasons of one."""
_MOST = 60
"""No series has so many seasons; a festival may."""
_WEAK = "w"
"""The form of an ordinal without a noun ("the third is in the works"), which counts where seasons are spoken of."""
_AND = re.compile(r"(?:,|\band\b|&|-|to|through)\s*(\d{1,2}|" + "|".join([*CARDINALS, *_WORDS]) + r")\b", re.IGNORECASE)
_NEW = re.compile(
    r"\b(?:new|upcoming|next|coming|latest|final|last|current) (?:season|series|run|batch|chapter|instal?lment)\b",
    re.IGNORECASE,
)
_OLD = re.compile(r"\b(?:original|previous|earlier|old) (?:season|series|run|batch|cast|one)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mention:
    """A season named in the text: its number and where."""

    sentence: int
    start: int
    number: int
    form: str


def find(text: str, sentence: Sentence, spans: Iterable[Span]) -> list[Mention]:
    """Return the seasons named in a sentence, in order."""
    found: dict[int, Mention] = {}
    for pattern in _FORMS:
        for match in pattern.finditer(lowered(text), sentence.start, sentence.end):
            if pattern is _SHORT and text[match.start()] != "S":
                continue
            if pattern is _FORMS[0] and _MAKER.search(text, match.start(), match.end()):
                continue
            group = next(name for name in "ocskrflw" if name in pattern.groupindex and match.group(name))
            number = _number(match.group(group))
            if number is not None:
                found[match.start()] = Mention(sentence.index, match.start(), number, group)
                _follow(text, match.end(), sentence, found)
    for span in spans:
        if span.kind == TITLE and span.season is not None:
            found[span.start] = Mention(sentence.index, span.start, span.season, "t")
    return [found[start] for start in sorted(found)]


def sure(found: dict[int, list[Mention]]) -> dict[int, list[Mention]]:
    """Leave out the weak mentions where the article names no season outright."""
    if any(mention.form not in {_WEAK, "t"} for mentions in found.values() for mention in mentions):
        return found
    return {index: [m for m in mentions if m.form != _WEAK] for index, mentions in found.items()}


def _follow(text: str, end: int, sentence: Sentence, found: dict[int, Mention]) -> None:
    """Read the second number of "seasons two and three"."""
    match = _AND.match(text, end + 1, sentence.end)
    number = _number(match.group(1)) if match else None
    if match and number is not None:
        found.setdefault(match.start(), Mention(sentence.index, match.start(), number, "c"))


def _number(word: str) -> int | None:
    word = word.lower()
    digits = re.match(r"\d+", word)
    number = int(digits.group()) if digits else _ORDINAL.get(word) or CARDINALS.get(word)
    return number if number and number < _MOST else None


def main_season(mentions: Sequence[Mention], sentences: Sequence[Sentence]) -> int | None:
    """Return the season that the article is about: the headline's, else the one most named beyond the first."""
    above = [m.number for m in mentions if sentences[m.sentence].headline]
    if above:
        return above[0]
    lead = sum(s.headline for s in sentences) + 3
    counts = Counter(m.number for m in mentions if m.number > 1)
    early = Counter(m.number for m in mentions if m.sentence < lead)
    if not counts:
        return 1 if early[1] and len(mentions) > 1 else None
    best = max(counts, key=lambda number: (counts[number] + 2 * early[number], number))
    return best if counts[best] + early[best] > 1 else None


def says_new(piece: str) -> bool:
    """Whether a stretch of text speaks of the season to come."""
    return _NEW.search(piece) is not None


def says_old(piece: str) -> bool:
    """Whether a stretch of text speaks of a season gone by."""
    return _OLD.search(piece) is not None

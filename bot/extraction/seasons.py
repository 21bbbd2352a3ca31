"""Seasons: where the article names one, and which one a sentence or a fact is about."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.extraction.linear import Linear
from bot.extraction.models import TITLE, Sentence, Span

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
_CARDINALS = [
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
]
_ORDINAL = {word: number for number, word in enumerate(_WORDS, 1)} | {
    "sophomore": 2,
    "freshman": 1,
    "debut": 1,
    "maiden": 1,
}
_CARDINAL = {word: number for number, word in enumerate(_CARDINALS, 1)}
_NOUN = r"(?:seasons?|series|runs?|instal?lments?|batch|outing|cours?|volume|chapter|helping|round|go-round)"
_FORMS = (
    re.compile(
        rf"\b(?P<o>{'|'.join(_ORDINAL)}|\d{{1,2}}(?:st|nd|rd|th))(?:,? (?:and|&) (?P<last>final|last))?(?:[ -][a-z]+)?[ -]{_NOUN}\b",  # noqa: E501
        re.IGNORECASE,
    ),
    re.compile(rf"\b(?:season|series|saison|cour)s?[ -]?(?P<c>\d{{1,2}}|{'|'.join(_CARDINALS)})\b", re.IGNORECASE),
    re.compile(r"\bS(?P<s>\d{1,2})(?![\d:])"),
    re.compile(r"시즌\s?(?P<k>\d{1,2})"),
    re.compile(rf"\b(?P<l>{'|'.join(_ORDINAL)})(?: and|,) (?:last|final)\b", re.IGNORECASE),
    re.compile(
        rf"\bround (?P<r>two|three|four|2|3|4)\b|\brenewed [^.]{{0,40}}?\bfor an? (?P<f>{'|'.join(_ORDINAL)})\b",
        re.IGNORECASE,
    ),
)
_AND = re.compile(r"(?:,|\band\b|&|-|to|through)\s*(\d{1,2}|" + "|".join(_CARDINALS + _WORDS) + r")\b", re.IGNORECASE)
_NEW = re.compile(
    r"\b(?:new|upcoming|next|coming|latest|final|last|current) (?:season|series|run|batch|chapter|instal?lment)\b",
    re.IGNORECASE,
)
_NOUNS = frozenset(["season", "series", "run", "batch", "chapter", "installment", "instalment", "cast", "one"])
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
        for match in pattern.finditer(text, sentence.start, sentence.end):
            group = next(name for name in "ocskrfl" if name in pattern.groupindex and match.group(name))
            number = _number(match.group(group))
            if number is not None:
                found[match.start()] = Mention(sentence.index, match.start(), number, group)
                _follow(text, match.end(), sentence, found)
    for span in spans:
        if span.kind == TITLE and span.season is not None:
            found[span.start] = Mention(sentence.index, span.start, span.season, "t")
    return [found[start] for start in sorted(found)]


def _follow(text: str, end: int, sentence: Sentence, found: dict[int, Mention]) -> None:
    """Read the second number of "seasons two and three"."""
    match = _AND.match(text, end + 1, sentence.end)
    number = _number(match.group(1)) if match else None
    if match and number is not None:
        found.setdefault(match.start(), Mention(sentence.index, match.start(), number, "c"))


def _number(word: str) -> int | None:
    word = word.lower()
    digits = re.match(r"\d+", word)
    number = int(digits.group()) if digits else _ORDINAL.get(word) or _CARDINAL.get(word)
    return number if number and number < 60 else None  # noqa: PLR2004


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


@dataclass(frozen=True, slots=True)
class Around:
    """What is known about seasons where one is to be chosen."""

    here: tuple[Mention, ...]
    before: int | None
    main: int | None
    is_main: bool
    words: frozenset[str]
    text: str
    at: int


def choices(around: Around) -> list[int | None]:
    """Return the seasons that come into question, none always among them."""
    numbers = [m.number for m in around.here]
    extra = [around.main, around.before] if around.is_main else []
    return list(dict.fromkeys([None, *numbers, *(n for n in extra if n is not None)]))


def features(season: int | None, around: Around, predicate: str) -> list[str]:
    """Return what speaks for a season."""
    marks = _marks(season, around)
    joint = "+".join(marks)
    own = [f"{predicate}|{joint}", *(f"{predicate}|{mark}" for mark in marks), joint, *marks]
    side = "none" if season is None else "main" if season == around.main else "first" if season == 1 else "other"
    own += [f"{side}|{cue}" for cue in _cues(around)]
    return own + [f"{side}|{predicate}|{cue}" for cue in _cues(around)]


def _marks(season: int | None, around: Around) -> list[str]:
    numbers = [m.number for m in around.here]
    state = f"here={min(len(set(numbers)), 2)},main={'some' if around.main is not None and around.is_main else 'no'}"
    if season is None:
        return [f"none,{state}", f"none,before={around.before is None}"]
    marks = [f"season,{state}"]
    if season in numbers:
        nearest = min(around.here, key=lambda m: abs(m.start - around.at))
        marks.append(f"named,only={len(set(numbers)) == 1},nearest={nearest.number == season}")
    if season == around.main and around.is_main:
        marks.append(f"main,named={season in numbers},others={len(set(numbers)) > 0}")
    if season == around.before:
        marks.append("before")
    if season == 1:
        marks.append(f"one,named={1 in numbers},before={around.before == 1}")
    if around.main is not None and around.is_main and season == around.main - 1:
        marks.append(f"last,named={season in numbers},before={around.before == season}")
    return marks


_TELLING = frozenset(
    [
        "returns",
        "return",
        "back",
        "again",
        "joining",
        "joins",
        "new",
        "first",
        "original",
        "previously",
        "season",
        "series",
        "renewed",
        "final",
    ]
)
_PAST = frozenset(
    [
        "was",
        "were",
        "had",
        "did",
        "played",
        "premiered",
        "aired",
        "debuted",
        "opened",
        "ran",
        "ended",
        "began",
        "made",
        "won",
        "ago",
        "original",
        "previously",
    ]
)
_AHEAD = frozenset(
    ["will", "is", "are", "be", "next", "new", "upcoming", "returns", "joins", "coming", "set", "due", "again", "back"]
)


def _cues(around: Around) -> list[str]:
    marks = sorted(around.words & _TELLING)
    past, ahead = len(around.words & _PAST), len(around.words & _AHEAD)
    marks.append("past" if past > ahead else "ahead" if ahead > past else "timeless")
    if not around.words & _NOUNS:
        return marks
    if _NEW.search(around.text):
        marks.append("NEW")
    if _OLD.search(around.text):
        marks.append("OLD")
    return marks


def choose(around: Around, predicate: str, model: Linear, reluctance: float = 0.0) -> tuple[int | None, float]:
    """Return the likeliest season and how much likelier it is than the next (log odds).

    ``reluctance`` counts against "no season".
    """
    scored = [
        (model.scores(features(season, around, predicate))[0] - reluctance * (season is None), season)
        for season in choices(around)
    ]
    scored.sort(key=lambda item: -item[0])
    margin = scored[0][0] - scored[1][0] if len(scored) > 1 else 4.0
    return scored[0][1], margin

"""Awards in free wording: the category won, and the body, festival or night that gave it."""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from bot.config import DATA
from bot.extraction.models import Sentence, Token
from bot.extraction.normalise import lowered
from bot.extraction.vocabulary import either, vocabulary

_ANCHORS = frozenset(["best", "outstanding", "most"])
_LONGEST = 9
_PEOPLE = frozenset({"actor", "actress", "director", "newcomer", "film", "picture", "drama", "the", "best"})
_POINTING = frozenset({"the", "this", "that", "his", "her", "their", "its"})
"""Words after "for" that point to a work; a category is for "a drama series"."""

_WORKS = frozenset({"series", "drama", "film", "movie", "show", "picture"})
_ORDINAL = r"(?:(?:\d{1,3}(?:st|nd|rd|th)|\d{4})(?: annual)? )?"
_NAMED = (
    r"(?:[A-Z][\w'&.]*[ -]){1,5}(?:Film Festival|International Film Festival|Film Awards|Arts Awards|Series Awards|"
    r"Drama Awards|Television Awards|TV Awards|Movie Awards|Music Awards|Entertainment Awards|Anime Awards|Awards?|"
    r"Festival|Prize Ceremony)"
)
Stretch = tuple[int, int]


@cache
def _ceremony() -> re.Pattern[str]:
    lines = (DATA / "names" / "awards.txt").read_text(encoding="utf-8").splitlines()
    known = either([line for line in lines if line])
    tail = (
        r"(?: (?:Film Festival|International Film Festival|Film Awards|Arts Awards|Awards?|awards?|Prizes?|Festival))?"
    )
    return re.compile(rf"\b{_ORDINAL}(?:{_NAMED}|(?:{known}){tail})(?![\w])")


@lru_cache(maxsize=2)
def ceremonies(text: str, start: int, end: int) -> list[Stretch]:
    """Return where award bodies and festivals are named, as offsets."""
    return [found.span() for found in _ceremony().finditer(text, start, end)]


def categories(text: str, sentence: Sentence, *, plain: bool) -> list[tuple[int, int, str]]:
    """Return the awards named: first and last token, and the form of wording.

    ``plain`` also reads categories without "best" ("lead actress"), for articles about awards.
    """
    found: dict[int, tuple[int, int, str]] = {}
    for first, last, form in _all(text, sentence, plain=plain):
        if not any(a <= last and first <= b for a, b, _ in found.values()):
            found[first] = (first, last, form)
    return [found[first] for first in sorted(found)]


def _all(text: str, sentence: Sentence, *, plain: bool) -> Iterator[tuple[int, int, str]]:
    tokens = sentence.tokens
    yield from _anchored(tokens)
    yield from _named(text, sentence)
    yield from _nouns(tokens)
    if plain:
        yield from _plain(tokens)


def _anchored(tokens: Sequence[Token]) -> Iterator[tuple[int, int, str]]:
    """Yield "best new actor", "Outstanding Directing for a Drama Series"."""
    for index, token in enumerate(tokens):
        if token.lower in _ANCHORS:
            last = _reach(tokens, index + 1)
            if last is not None and (token.lower != "most" or tokens[last].lower != tokens[index + 1].lower):
                yield index, last, token.lower


def _reach(tokens: Sequence[Token], first: int) -> int | None:
    """Return the last token of the category that begins at ``first``, if one does."""
    words = vocabulary()
    last = None
    for index in range(first, min(first + _LONGEST, len(tokens))):
        lower = tokens[index].lower
        if (
            lower in words.award_categories
            or (lower == "year" and tokens[index - 1].lower == "the")
            or (lower in words.award_nouns and index == (last or first - 1) + 1 and tokens[index].text[0].isupper())
        ):
            last = index
        elif lower not in words.award_joins or (last is None and lower != "in") or _parts(tokens, index):
            break
        if lower == "for" and index + 1 < len(tokens) and tokens[index + 1].lower in _POINTING:
            break
    if last is not None and tokens[last].lower in {"special", "new", "young"} and last > first:
        last -= 1
    return last


def _parts(tokens: Sequence[Token], index: int) -> bool:
    """Whether "and" or a comma parts two prizes: only crafts go together ("cinematography and lighting")."""
    if tokens[index].lower not in {"and", "&", ","} or index + 1 == len(tokens):
        return False
    beside = {tokens[index - 1].lower, tokens[index + 1].lower}
    return bool(beside & _PEOPLE) or tokens[index + 1].lower not in vocabulary().award_categories | {"or", "and"}


def _named(text: str, sentence: Sentence) -> Iterator[tuple[int, int, str]]:
    """Yield prizes with a name of their own."""
    for found in vocabulary().award_name.finditer(lowered(text), sentence.start, sentence.end):
        if not (text[found.start()].isupper() or "grand" in found.group() or "jury" in found.group()):
            continue
        inside = [i for i, t in enumerate(sentence.tokens) if t.start < found.end() and t.end > found.start()]
        if inside:
            yield inside[0], inside[-1], "named"


def _nouns(tokens: Sequence[Token]) -> Iterator[tuple[int, int, str]]:
    """Yield "the screenplay award", "the Queer Palm prize", "prize for best music" without its "best"."""
    words = vocabulary()
    for index, token in enumerate(tokens):
        if token.lower not in words.award_nouns or index == 0:
            continue
        first = index
        while first and tokens[first - 1].lower in words.award_categories:
            first -= 1
        if first < index:
            yield first, index - _said_apart(tokens, first, index), "noun"


def _said_apart(tokens: Sequence[Token], first: int, noun: int) -> bool:
    """Whether the category has a name of its own before "award": "supporting actress award", not "screenplay prize"."""
    return noun - first > 1 or tokens[first].lower in {"actor", "actress"}


def _meant(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether words point to the work itself: "for the series"."""
    alone = first == last and tokens[first].lower in _WORKS
    return alone and first > 0 and tokens[first - 1].lower in _POINTING


def _plain(tokens: Sequence[Token]) -> Iterator[tuple[int, int, str]]:
    """Yield categories by themselves: "lead actress", "supporting actor in a comedy", "original screenplay"."""
    words = vocabulary()
    index = 0
    while index < len(tokens):
        if tokens[index].lower in words.award_categories and tokens[index].lower not in {"in", "for"}:
            last = _reach(tokens, index)
            if last is None or _meant(tokens, index, last):
                index += 1
                continue
            if any(t.lower in words.award_cores for t in tokens[index : last + 1]):
                yield index, last, "plain" if last > index else "single"
                index = last
        index += 1

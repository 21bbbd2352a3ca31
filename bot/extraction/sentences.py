"""Words and sentences: where each begins and ends in the text."""

import re
from collections.abc import Iterator

from bot.extraction.models import Sentence, Token
from bot.extraction.names import lists

_WORD = re.compile(r"'s\b|[^\W_]+(?:[-.&'](?!s\b)[^\W_]+)*(?:\+(?!\w))?|[^\s\w]|_")
_END = re.compile(r"(?<![.!?\u2026])[.!?\u2026]+[\"')\]]*(?=\s)|\n+")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\"'])(?:(?:[A-Z]\.)*[A-Z]|Mr|Mrs|Ms|Dr|Prof|St|Jr|Sr|vs|No|Vol|Ep|Inc|Ltd|Co|Gov|Sen|Rep|Gen|Sgt|Lt|Capt|"
    r"Jan|Feb|Mar|Apr|Aug|Sept|Sep|Oct|Nov|Dec|a\.m|p\.m|U\.S|U\.K|e\.g|i\.e|cf|c|approx|feat|a\.k\.a|Mt|Ft|Dept|Calif|Bros)\.$"
)
_ITEM = re.compile(r"\n[ \t]*#?\d{1,2}\.$")
"""The number of an item in a list."""
_NEXT = re.compile(r"\s*[\"'(\[\u2022*-]*\s*(\S?)")
_LONGEST = 300
"""Tokens of the longest sentence."""
MOST = 2000
"""Sentences that are read; 60,000 characters of news have some 500."""
NO_CUES: frozenset[str] = frozenset()


def tokenise(text: str, start: int, end: int) -> tuple[Token, ...]:
    """Return the tokens of a stretch of text; a possessive 's is a token of its own."""
    return tuple(_tokens(text, start, end))


def _tokens(text: str, start: int, end: int) -> Iterator[Token]:
    classes = lists().cues
    for found in _WORD.finditer(text, start, end):
        word = found.group()
        lower = word.lower()
        yield Token(found.start(), found.end(), word, lower, classes.get(lower, NO_CUES))


def split(text: str, headline: int = 0) -> tuple[Sentence, ...]:
    """Return the sentences of a text, in order; a line break always ends one. Of hostile texts only the first are.

    The first ``headline`` characters are the headline.
    """
    found: list[Sentence] = []
    start, opens = 0, True
    for end in [*_ends(text), len(text)]:
        first, last = _trim(text, start, end)
        if first < last:
            for piece in _pieces(tokenise(text, first, last)):
                begin, stop = piece[0].start, piece[-1].end
                found.append(Sentence(len(found), begin, stop, piece, opens, last <= headline))
                opens = False
        if len(found) >= MOST:
            break
        opens = opens or "\n" in text[last:end] or text[end : end + 1] == "\n"
        start = end
    return tuple(found[:MOST])


def _pieces(tokens: tuple[Token, ...]) -> Iterator[tuple[Token, ...]]:
    """Yield a sentence whole, or one without an end in stretches, so that no step takes time by its square."""
    for start in range(0, len(tokens), _LONGEST):
        yield tokens[start : start + _LONGEST]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


def _ends(text: str) -> Iterator[int]:
    for found in _END.finditer(text):
        if "\n" in found.group():
            yield found.start()
        elif _is_end(text, found):
            yield found.end()


def _is_end(text: str, found: re.Match[str]) -> bool:
    """Whether a stop ends a sentence: not after an abbreviation, and not before a small letter."""
    following = _NEXT.match(text, found.end())
    letter = following.group(1) if following else ""
    if letter.islower():
        return False
    before = text[max(0, found.start() - 12) : found.start() + 1]
    return found.group()[0] != "." or not (_ABBREVIATION.search(before) or _ITEM.search(before))

"""Where a name may stand: quoted strings and runs of capitalised words, with all their sensible parts."""

import re
from collections.abc import Iterator

from bot.extraction.models import Sentence, Span, Token
from bot.extraction.names import key

_JOINING = frozenset(
    [
        "of",
        "the",
        "and",
        "&",
        "in",
        "on",
        "a",
        "an",
        "to",
        "for",
        "with",
        "at",
        "from",
        "by",
        "de",
        "la",
        "le",
        "du",
        "des",
        "van",
        "von",
        "der",
        "den",
        "bin",
        "ibn",
        "al",
        "el",
        "del",
        "di",
        "da",
        "y",
        "e",
        ":",
        "!",
        "?",
        "+",
        "-",
        "'",
        "'s",
        "or",
        "not",
        "is",
        "as",
        "vs",
        ".",
        ",",
        "que",
        "un",
        "une",
        "las",
        "los",
        "no",
        "into",
        "than",
        "my",
        "your",
        "x",
        "\u2013",
        "/",
        "be",
        "are",
        "it",
        "you",
        "me",
        "so",
        "wa",
        "ga",
        "ni",
    ]
)
_LONGEST = 11
_YEAR = 4
"""The digits of a year: longer numbers are no names."""
_SHORT, _JOINTS = 4, 3
"""Runs up to this long are taken apart in every way; so many small words may join two runs."""
_OPENING, _CLOSING = frozenset("\"'([ "), frozenset(" ,.;:!?)]\"'\n\u2026\u2013-")
_INITIAL = re.compile(r"[A-Z](?:\.[A-Z]){0,2}$")
_NUMBER = re.compile(r"\d+(?:km|k|th|st|nd|rd)?$")


def is_capital(token: Token) -> bool:
    """Whether a token looks like part of a name by itself."""
    first = token.text[0]
    return (
        first.isupper()
        or "\uac00" <= first <= "\ud7a3"
        or "\u3040" <= first <= "\u9fff"
        or token.lower in {"tvn", "iqiyi", "itv"}
    )


def candidates(text: str, sentence: Sentence) -> list[Span]:
    """Return every stretch of the sentence that may be one name, each once."""
    found: dict[tuple[int, int], Span] = {}
    for first, last in _quoted(text, sentence):
        found[first, last] = make(text, sentence, first, last, quoted=True)
    for first, last in _parts(sentence):
        if (first, last) not in found:
            found[first, last] = make(text, sentence, first, last)
    return sorted(found.values(), key=lambda span: (span.first, span.last))


def make(text: str, sentence: Sentence, first: int, last: int, *, quoted: bool = False) -> Span:
    """Return the span of some tokens of a sentence."""
    start, end = sentence.tokens[first].start, sentence.tokens[last].end
    name = key(text[start:end])
    return Span(sentence.index, first, last, start, end, text[start:end], name, quoted, of=name)


def _quoted(text: str, sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield what stands in quotes and is short enough for a name, without the marks at its ends."""
    for mark in "\"'":
        opening: int | None = None
        for index, token in enumerate(sentence.tokens):
            if token.text != mark:
                continue
            if opening is None:
                opening = index if _opens(text, token) else None
            elif _closes(text, token):
                yield from _inside(sentence, opening + 1, index - 1)
                opening = None
            elif _opens(text, token):
                opening = index


def _opens(text: str, token: Token) -> bool:
    return (
        (token.start == 0 or text[token.start - 1] in "\"'([ \n\u2013-/")
        and token.end < len(text)
        and not text[token.end].isspace()
    )


def _closes(text: str, token: Token) -> bool:
    return token.end >= len(text) or text[token.end] in _CLOSING


def _inside(sentence: Sentence, first: int, last: int) -> Iterator[tuple[int, int]]:
    while last > first and sentence.tokens[last].text in ",.;":
        last -= 1
    if first <= last < first + _LONGEST:
        yield first, last


def _atoms(sentence: Sentence) -> list[tuple[int, int]]:
    """Return the runs of adjacent capitalised words; a number belongs to the run that it follows."""
    runs: list[tuple[int, int]] = []
    for index, token in enumerate(sentence.tokens):
        if is_capital(token):
            if runs and runs[-1][1] == index - 1:
                runs[-1] = (runs[-1][0], index)
            else:
                runs.append((index, index))
        elif runs and runs[-1][1] == index - 1 and (_NUMBER.match(token.text) or _after_initial(sentence, index)):
            runs[-1] = (runs[-1][0], index)
        elif _NUMBER.match(token.text) and len(token.text) <= _YEAR:
            runs.append((index, index))
    return runs


def _after_initial(sentence: Sentence, index: int) -> bool:
    """Whether a stop belongs to an initial within a name ("Donald E. Westlake", "J.J. Abrams")."""
    around = sentence.tokens[index - 1 : index + 2]
    return (
        around[1].text == "."
        and len(around) > 2  # noqa: PLR2004
        and _INITIAL.match(around[0].text) is not None
        and around[0].end == around[1].start
        and is_capital(around[2])
    )


def _parts(sentence: Sentence) -> Iterator[tuple[int, int]]:
    atoms = _atoms(sentence)
    for index, (first, last) in enumerate(atoms):
        yield from _whole(sentence, first, last)
        end = last
        for after_first, after_last in atoms[index + 1 : index + 5]:
            if not _joined(sentence, end, after_first) or after_last - first >= _LONGEST:
                break
            yield first, after_last
            if after_last > after_first:
                yield first, after_first
            if last > first:
                yield last, after_last
                if last > first + 1:
                    yield first + 1, after_last
            end = after_last


def _whole(sentence: Sentence, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Yield the parts of a run that are not cut at the stop of an initial within it."""
    stops = {index for index in range(first, last + 1) if sentence.tokens[index].text == "."}
    for start, end in _within(first, last):
        if stops.isdisjoint((start, start - 1, end, end + 1)):
            yield start, end


def _within(first: int, last: int) -> Iterator[tuple[int, int]]:
    """Yield a run of capitalised words and its parts; of a long run only those at its ends."""
    for start in range(first, last + 1):
        for end in range(start, min(last, start + _LONGEST) + 1):
            if last - first < _SHORT or start == first or end == last or end - start in {1, 2}:
                yield start, end


def _joined(sentence: Sentence, left: int, right: int) -> bool:
    between = sentence.tokens[left + 1 : right]
    return 1 <= len(between) <= _JOINTS and all(token.lower in _JOINING for token in between)

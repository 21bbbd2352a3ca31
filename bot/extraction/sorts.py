"""What sort of work a title is the title of, and where a sentence speaks of a work by its sort: "the film"."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.extraction.models import TITLE, Sentence, Span, Title, Token
from bot.extraction.names import word_class
from bot.extraction.span_features import outside

_BEFORE, _AFTER = 5, 6
_MISFIT = 0.3
"""How much less likely "the film" is to point to what is called a series."""
_MODIFIERS = 3
"""So many words may stand between "the" and the word for a work: "the hit Netflix drama"."""
_STOPS = frozenset({".", ";", "!", "?", ":", ")"})
_DEFINITE = frozenset({"the", "this", "that", "its", "their", "his", "her", "said"})
_SERIES, _FILM, _ANY = word_class("series"), word_class("film"), word_class("work")
SERIES, FILM, ANY = "series", "film", "any"


def sort_of(word: str) -> str | None:
    """Return which sort of work a word is a word for."""
    return SERIES if word in _SERIES else FILM if word in _FILM else ANY if word in _ANY else None


def leaning(mentions: Iterable[Span], sentences: Sequence[Sentence]) -> int:
    """Return how often a title is called a series less how often a film, by the words beside its mentions."""
    total = 0
    for mention in mentions:
        tokens = sentences[mention.sentence].tokens
        start, end = outside(mention)
        sorts = [_first(tokens[max(0, start - _BEFORE + 1) : start + 1][::-1]), _first(tokens[end : end + _AFTER])]
        total += (SERIES in sorts or mention.season is not None) - (FILM in sorts)
    return total


def _first(tokens: Sequence[Token]) -> str | None:
    """Return the sort that the first word for a series or a film says, up to a stop."""
    for token in tokens:
        if token.text in _STOPS:
            return None
        if (sort := sort_of(token.lower)) in {SERIES, FILM}:
            return sort
    return None


@dataclass(frozen=True, slots=True)
class Pointer:
    """Words that point back to a work: of which sort it is said to be, and the tokens they are."""

    sort: str
    first: int
    last: int


def pointers(sentence: Sentence, spans: Sequence[Span]) -> list[Pointer]:
    """Return where a sentence speaks of a work told before ("for the series"), not of one named right there."""
    tokens = sentence.tokens
    taken = {
        index for span in spans if span.kind == TITLE for index in range(outside(span)[0], outside(span)[1] + 1)
    }  # with the words beside: "the series Moving" points nowhere
    found: list[Pointer] = []
    for first, token in enumerate(tokens):
        if token.lower in _DEFINITE and not (found and first <= found[-1].last):
            last = _noun(tokens, first)
            if last is not None and taken.isdisjoint(range(first, last + 1)):
                found.append(Pointer(sort_of(tokens[last].lower) or ANY, first, last))
    return found


def _noun(tokens: Sequence[Token], first: int) -> int | None:
    """Return the last word for a work that follows a determiner at once or after a few words."""
    best: int | None = None
    for index in range(first + 1, min(first + 2 + _MODIFIERS, len(tokens))):
        token = tokens[index]
        if not (token.text[0].isalnum() or token.lower == "'s") or token.lower in _DEFINITE:
            break
        if sort_of(token.lower) is not None:
            best = index
        elif best is not None:
            break
    return best


def referents(
    found: Sequence[Sequence[Pointer]], chances: Sequence[Mapping[str, float]], titles: Mapping[str, Title]
) -> list[str | None]:
    """Return the title that each sentence points back to: the likeliest in focus, of the sort it is said to be."""
    return [_referent(here, chance, titles) if here else None for here, chance in zip(found, chances, strict=True)]


def _referent(here: Sequence[Pointer], chances: Mapping[str, float], titles: Mapping[str, Title]) -> str | None:
    side = sum((pointer.sort == SERIES) - (pointer.sort == FILM) for pointer in here)
    likely = {
        name: chance * (_MISFIT if titles[name].leaning * side < 0 else 1.0) for name, chance in chances.items() if name
    }
    return max(likely, key=lambda name: (likely[name], name), default=None)

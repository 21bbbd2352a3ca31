"""A sentence as the relations see it: its names with all further capitalised runs, brackets, quotes and clauses."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from bot.extraction.models import CHARACTER, NONE, PERSON, Sentence, Span, Token
from bot.extraction.names import key, lists, word_class
from bot.extraction.normalise import lowered
from bot.extraction.spans import is_capital, make

RUN = "name"
"""The kind of a capitalised run that the recogniser left alone: it may still be a company, a place or a person."""

HUMAN = frozenset({PERSON, CHARACTER})
_LONGEST = 6
_QUOTED = 12
"""How many tokens back a quotation may have begun."""

_MARKS = frozenset({"'", "\u2019"})
_JOINERS = frozenset(["of", "the", "&", "de", "la", "du", "des", "del", "von", "van", "'s", "-", "and"])
_BREAKS = frozenset([",", ";", ":", "(", ")", "\u2013", "-", "who", "which", "while", "but", "whose", "where", "when"])
_CALENDAR = word_class("calendar")


@dataclass(slots=True, eq=False)
class Placed:
    """Where a token stands: depth of brackets, inside quotes or not, the number of its clause."""

    depth: int
    quoted: bool
    clause: int


class Scene:
    """One sentence of a document, looked at closely."""

    def __init__(self, text: str, sentence: Sentence, spans: list[Span]) -> None:
        self.text = text
        self.lower = lowered(text)
        self.sentence = sentence
        self.tokens = sentence.tokens
        self.known = spans
        self.spans = sorted([*spans, *_runs(text, sentence, spans)], key=lambda span: span.first)
        self.days: list[str] = []
        self.at: dict[int, Span] = {i: span for span in self.spans for i in range(span.first, span.last + 1)}

    @cached_property
    def places(self) -> tuple[Placed, ...]:
        """Return where each token stands."""
        return tuple(_places(self.tokens))

    @cached_property
    def cues(self) -> frozenset[str]:
        """Return the classes of all words of the sentence outside of names."""
        return frozenset(c for i, t in enumerate(self.tokens) if i not in self.at for c in t.cues)

    @cached_property
    def telling(self) -> list[tuple[int, Token]]:
        """Return the words outside of names that are of any class, with their indexes."""
        return [(i, t) for i, t in enumerate(self.tokens) if t.cues and i not in self.at]

    @cached_property
    def parts(self) -> list[int]:
        """Return which part of the sentence each token is in, parts being divided by semicolons."""
        return list(accumulate((token.text == ";" for token in self.tokens), initial=0))

    @cached_property
    def numbers(self) -> Counter[str]:
        """Return how many names of each kind the sentence has."""
        return Counter([span.kind for span in self.spans])

    @cached_property
    def humans(self) -> list[Span]:
        """Return the persons and characters, in order."""
        return [span for span in self.spans if span.kind in HUMAN]

    @cached_property
    def kinds(self) -> frozenset[str]:
        """Return the kinds of names in the sentence."""
        return frozenset(span.kind for span in self.known)

    def words(self, low: int, high: int) -> list[str]:
        """Return the small words from token ``low`` to before ``high``, without quotation marks."""
        return [t.lower for t in self.tokens[low:high] if t.text not in {'"', "'"}]


def _places(tokens: tuple[Token, ...]) -> Iterator[Placed]:
    depth, quoted, clause = 0, False, 0
    for token in tokens:
        if token.text == ")":
            depth = max(0, depth - 1)
        if token.lower in _BREAKS:
            clause += 1
        yield Placed(depth, quoted, clause)
        depth += token.text == "("
        quoted ^= token.text == '"'


def _runs(text: str, sentence: Sentence, spans: list[Span]) -> Iterator[Span]:
    """Yield the capitalised runs outside of all names."""
    taken = {i for span in spans for i in range(span.first, span.last + 1)}
    tokens, at = sentence.tokens, 0
    while at < len(tokens):
        if at in taken or not is_capital(tokens[at]):
            at += 1
            continue
        last = _run_end(tokens, at, taken)
        first = _run_start(tokens, at, last)
        if first is not None and last - first < _LONGEST:
            span = make(text, sentence, first, last)
            span.kind = RUN
            yield span
        at = last + 1


def _run_end(tokens: tuple[Token, ...], first: int, taken: set[int]) -> int:
    last = at = first
    while at + 1 < len(tokens) and at + 1 not in taken:
        at += 1
        if is_capital(tokens[at]) or (tokens[at].text.isdigit() and at == last + 1):
            last = at
        elif at - last > 1 or not (tokens[at].lower in _JOINERS or _plural_possessive(tokens, at)):
            break
    return last


def _plural_possessive(tokens: tuple[Token, ...], index: int) -> bool:
    """Whether a mark is the one of "Girls' High School": right behind an s, before a capital, closing no quotation."""
    if tokens[index].text not in _MARKS or index + 1 == len(tokens):
        return False
    before, mark, after = tokens[index - 1 : index + 2]
    behind = before.lower.endswith("s") and before.end == mark.start and mark.end < after.start
    return behind and is_capital(after) and not any(_opens(tokens, at) for at in range(max(0, index - _QUOTED), index))


def _opens(tokens: tuple[Token, ...], index: int) -> bool:
    return tokens[index].text in _MARKS and (index == 0 or tokens[index - 1].end < tokens[index].start)


def _run_start(tokens: tuple[Token, ...], first: int, last: int) -> int | None:
    """Return where a run really begins: the sentence's first word is no name if it is an ordinary one."""
    while first <= last and (_ordinary_opening(tokens, first) or not is_capital(tokens[first])):
        first += 1
    if first > last or all(t.lower in _CALENDAR for t in tokens[first : last + 1]):
        return None
    return first


def _ordinary_opening(tokens: tuple[Token, ...], index: int) -> bool:
    before = tokens[index - 1].text if index else "."
    token = tokens[index]
    return (
        token.lower in _CALENDAR
        or len(token.text) == 1
        or (
            before in {".", ":", '"', "!", "?", "(", ";", "-"}
            and token.lower in lists().words
            and key(token.text) not in lists().given
        )
    )


def of(text: str, sentence: Sentence, spans: list[Span]) -> Scene:
    """Return the scene of a sentence."""
    return Scene(text, sentence, spans)


__all__ = ["HUMAN", "NONE", "RUN", "Placed", "Scene", "of"]

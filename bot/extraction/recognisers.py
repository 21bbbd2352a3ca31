"""Where other recognisers plug in: they say what they see in the text, and have a vote on each name."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.extraction.models import KINDS, NONE, Sentence, Span
from bot.extraction.spans import make


@dataclass(frozen=True, slots=True)
class Sighting:
    """A name that a recogniser sees: offsets into the text it was given, its kind, and how sure it is (log odds)."""

    start: int
    end: int
    kind: str
    score: float


Recogniser = Callable[[str], Iterable[Sighting]]
"""Takes the headline, an empty line and the text, and returns what it sees; it must not raise."""

Votes = dict[tuple[int, int], list[tuple[str, float]]]
"""By place: each kind that is voted for, and how strongly."""


def votes(recognisers: Iterable[Recogniser], text: str) -> Votes:
    """Return what recognisers see; kinds that are not ours, and offsets outside, are left out."""
    found: Votes = {}
    for recogniser in recognisers:
        for seen in recogniser(text):
            if seen.kind in KINDS and seen.kind != NONE and 0 <= seen.start < seen.end <= len(text):
                found.setdefault((seen.start, seen.end), []).append((seen.kind, seen.score))
    return found


def further(found: Votes, spans: Sequence[Span], text: str, sentences: Sequence[Sentence]) -> list[Span]:
    """Return the seen names that are no candidates yet, where they begin and end with words of one sentence."""
    known = {(span.start, span.end) for span in spans}
    starts = [sentence.start for sentence in sentences]
    new = []
    for start, end in sorted(found.keys() - known):
        index = bisect_right(starts, start) - 1
        tokens = sentences[index].tokens if index >= 0 else ()
        first = next((i for i, token in enumerate(tokens) if token.start == start), None)
        last = next((i for i, token in enumerate(tokens) if token.end == end), None)
        if first is not None and last is not None:
            new.append(make(text, sentences[index], first, last))
    return new

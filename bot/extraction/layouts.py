"""How an article sets its titles: headings, items of a list, openings of paragraphs, and what stands in like places."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.extraction.models import Sentence, Span
from bot.extraction.span_features import outside

Place = tuple[bool, bool, str]
"""Numbered or not, in capitals throughout or not, and the mark behind: what places of a list have in common."""
_MARKS = frozenset({":", "(", "\u2013", "\u2014", "-", ".", "|", ",", "[", "!", "?"})
_END, _WORD = "end", "word"
_NOWHERE = -9.0


@dataclass(slots=True)
class Layout:
    """The places at which paragraphs open, with the likeliest title at each."""

    tops: dict[Place, dict[int, float]] = field(default_factory=lambda: defaultdict(dict))

    def peers(self, place: Place | None, sentence: int) -> dict[str, float]:
        """Return how many paragraphs open alike, and how likely titles stand there."""
        others = [score for index, score in self.tops[place].items() if index != sentence] if place else []
        return {
            "peers": min(len(others), 9),
            "peer titles": sum(score > 0 for score in others) / len(others) if others else 0.0,
            "mean of peers": sum(others) / len(others) if others else _NOWHERE,
        }


def place_of(span: Span, sentence: Sentence) -> Place | None:
    """Return the place of a string that opens a paragraph, behind a number or bullet at most."""
    start, end = outside(span)
    tokens = sentence.tokens
    if sentence.headline or not sentence.opens_paragraph or any(t.text[0].isalpha() for t in tokens[: start + 1]):
        return None
    behind = _END if end >= len(tokens) else tokens[end].text if tokens[end].text in _MARKS else _WORD
    numbered = any(token.text.isdigit() for token in tokens[: start + 1])
    return numbered, span.text.isupper() and len(span.text) > 1, behind


def survey(scored: Iterable[tuple[Span, float]], sentences: Sequence[Sentence]) -> Layout:
    """Return the places of an article, from its strings and how likely each is a title."""
    layout = Layout()
    for span, score in scored:
        place = place_of(span, sentences[span.sentence])
        if place is not None:
            tops = layout.tops[place]
            tops[span.sentence] = max(tops.get(span.sentence, _NOWHERE), score)
    return layout

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
    sums: dict[Place, tuple[float, int]] = field(default_factory=dict)
    """Of all paragraphs that open alike, the sum of what is likeliest, and how many have a likely title there."""

    def add(self, place: Place, sentence: int, score: float) -> None:
        """Note how likely a title stands at a place."""
        tops = self.tops[place]
        tops[sentence] = max(tops.get(sentence, _NOWHERE), score)

    def peers(self, place: Place | None, sentence: int) -> dict[str, float]:
        """Return how many paragraphs open alike, and how likely titles stand there."""
        tops = self.tops.get(place, {}) if place else {}
        own = tops.get(sentence, 0.0)
        count = len(tops) - (sentence in tops)
        if place is None or not count:
            return {"peers": 0, "peer titles": 0.0, "mean of peers": _NOWHERE}
        if place not in self.sums:
            self.sums[place] = sum(tops.values()), sum(score > 0 for score in tops.values())
        total, likely = self.sums[place]
        return {
            "peers": min(count, 9),
            "peer titles": (likely - (own > 0)) / count,
            "mean of peers": round((total - own) / count, 6),
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
            layout.add(place, span.sentence, score)
    return layout

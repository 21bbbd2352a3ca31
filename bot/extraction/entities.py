"""Names in the article and what they are the names of: each candidate is weighed, the best that do not overlap stay."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from bot.extraction import span_features
from bot.extraction.linear import Linear
from bot.extraction.models import KINDS, NONE, PERSON, Known, Sentence, Span
from bot.extraction.names import is_korean, key
from bot.extraction.span_features import Setting
from bot.extraction.spans import candidates

Scored = list[tuple[Span, list[float]]]
_OWN = 0.6
"""How much a span's own place counts beside what the same string looks like elsewhere in the article."""


def setting(headline: str, sentences: Sequence[Sentence], spans: Sequence[Span], known: Known) -> Setting:
    """Return what the whole article says about its strings."""
    quoted = frozenset(span.key for span in spans if span.quoted)
    small = frozenset(t.lower for s in sentences for t in s.tokens if t.text[0].islower())
    parts = _headline_quotes(headline)
    return Setting(Counter(span.key for span in spans), quoted, key(headline), parts, small, known)


def _headline_quotes(headline: str) -> frozenset[str]:
    pieces = headline.replace('"', "'").split("'")
    return frozenset(key(piece) for piece in pieces[1::2])


def all_candidates(text: str, sentences: Sequence[Sentence]) -> list[Span]:
    """Return the candidates of all sentences."""
    return [span for sentence in sentences for span in candidates(text, sentence)]


def recognise(spans: Sequence[Span], sentences: Sequence[Sentence], where: Setting, model: Linear) -> list[Span]:
    """Return the names found, in order, each with its kind and score."""
    own = [model.scores(span_features.features(span, sentences[span.sentence], where)) for span in spans]
    shared = _shared(spans, own)
    scored: dict[int, Scored] = defaultdict(list)
    for span, scores in zip(spans, own, strict=True):
        mixed = [_OWN * a + (1 - _OWN) * b for a, b in zip(scores, shared[span.key], strict=True)]
        scored[span.sentence].append((span, mixed))
    found = [span for index in sorted(scored) for span in _best(scored[index])]
    return _resolved(found)


def _shared(spans: Sequence[Span], scores: Sequence[list[float]]) -> dict[str, list[float]]:
    """Return the mean scores of each string."""
    rows: dict[str, list[list[float]]] = defaultdict(list)
    for span, row in zip(spans, scores, strict=True):
        rows[span.key].append(row)
    return {name: [sum(column) / len(group) for column in zip(*group, strict=True)] for name, group in rows.items()}


def _best(scored: Scored) -> list[Span]:
    """Return the spans of one sentence that do not overlap and are together most likely names."""
    weighed = sorted(
        ((span, *_gain(scores)) for span, scores in scored), key=lambda item: (item[0].last, item[0].first)
    )
    weighed = [item for item in weighed if item[1] > 0]
    best: list[tuple[float, list[tuple[Span, float, str]]]] = [(0.0, [])]
    ends = [item[0].last for item in weighed]
    for index, item in enumerate(weighed):
        before = index
        while before and ends[before - 1] >= item[0].first:
            before -= 1
        with_it = best[before][0] + item[1]
        best.append((with_it, [*best[before][1], item]) if with_it > best[index][0] else best[index])
    for span, gain, kind in best[-1][1]:
        span.kind, span.score = kind, gain
    return [span for span, _, _ in best[-1][1]]


def _gain(scores: Sequence[float]) -> tuple[float, str]:
    """Return how much likelier the best kind is than none at all, and the kind."""
    none = scores[0]
    top = max(range(1, len(KINDS)), key=lambda index: scores[index])
    return scores[top] - none, KINDS[top] if scores[top] > none else NONE


def _resolved(spans: list[Span]) -> list[Span]:
    """Let short names stand for the full name last read that they are part of."""
    full: dict[tuple[str, str], Span] = {}
    for span in spans:
        words = span.text.split()
        if len(words) > 1:
            for part in _short_forms(span):
                full[span.kind, part] = span
        elif (span.kind, span.key) in full:
            span.of = full[span.kind, span.key].key
    return spans


def _short_forms(span: Span) -> list[str]:
    """Return the words by which a person of that name may be called later."""
    words = span.text.split()
    if span.kind == PERSON and is_korean(span.text):
        return [key(words[0]), key("".join(words[1:]))]
    return [key(words[0]), key(words[-1])]

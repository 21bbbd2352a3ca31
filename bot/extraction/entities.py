"""Names in the article and what they are the names of: each candidate is weighed, the best that do not overlap stay."""

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import islice

from bot.extraction import span_features
from bot.extraction.linear import Linear
from bot.extraction.models import KINDS, PERSON, TITLE, Known, Sentence, Span
from bot.extraction.names import is_korean, key
from bot.extraction.recognisers import Votes
from bot.extraction.span_features import Setting
from bot.extraction.spans import candidates
from bot.extraction.title_evidence import Weighed, Whole, numbers
from bot.extraction.trees import Trees

Choice = tuple[Span, float, str]
MOST = 6000
"""Strings of an article that are weighed; 60,000 characters of news have some 4,500, an article a hundred."""
LOOKED_AT = -4.0
"""Log odds of a title beyond which a candidate is looked at a second time."""
_LEAN = 0.6
"""What speaks for a title from the start: one overlooked costs more than a false one."""
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
    """Return the candidates of all sentences; no news has more than ``MOST``."""
    return list(islice((span for sentence in sentences for span in candidates(text, sentence)), MOST))


def weigh(spans: Sequence[Span], sentences: Sequence[Sentence], where: Setting, model: Linear) -> list[Weighed]:
    """Return the candidates as the first look judges them, each by itself and with its like."""
    own = [model.scores(span_features.features(span, sentences[span.sentence], where)) for span in spans]
    shared = _shared(spans, own)
    return [
        Weighed(span, scores, [_OWN * a + (1 - _OWN) * b for a, b in zip(scores, shared[span.key], strict=True)])
        for span, scores in zip(spans, own, strict=True)
    ]


def look_again(found: Sequence[Weighed], sentences: Sequence[Sentence], whole: Whole, model: Trees) -> None:
    """Weigh what may be a title a second time, knowing the whole article."""
    for item in found:
        if item.title > LOOKED_AT:
            item.second = model.score(numbers(item, sentences[item.span.sentence], whole)) + _LEAN


def recognise(found: Sequence[Weighed], seen: Votes | None = None) -> list[Span]:
    """Return the names found, in order, each with its kind and score; titles are as the second look weighed them."""
    choices: dict[int, list[Choice]] = defaultdict(list)
    for item in found:
        gain, kind = _gain(item.mixed, item.second)
        for voted, score in (seen or {}).get((item.span.start, item.span.end), ()):
            own = item.mixed[KINDS.index(voted)] - item.mixed[0]
            gain, kind = max((gain, kind), (own + score, voted))
        if gain > 0:
            choices[item.span.sentence].append((item.span, gain, kind))
    return _resolved([span for index in sorted(choices) for span in _best(choices[index])])


def _gain(scores: Sequence[float], title: float) -> tuple[float, str]:
    """Return how much likelier the best kind is than no name, and the kind.

    The second look decides whether it is a title; the first how the rest is shared among the other kinds.
    """
    other = _best_other(scores)
    if title <= 0:
        return scores[other] - scores[0], KINDS[other]
    rest = [score for index, score in enumerate(scores) if KINDS[index] != TITLE]
    top = max(rest)
    return title + top + math.log(sum(math.exp(score - top) for score in rest)) - scores[0], TITLE


def _best_other(scores: Sequence[float]) -> int:
    return max((index for index in range(1, len(KINDS)) if KINDS[index] != TITLE), key=scores.__getitem__)


def _shared(spans: Sequence[Span], scores: Sequence[list[float]]) -> dict[str, list[float]]:
    """Return the mean scores of each string."""
    rows: dict[str, list[list[float]]] = defaultdict(list)
    for span, row in zip(spans, scores, strict=True):
        rows[span.key].append(row)
    return {name: _mean(group) if len(group) > 1 else group[0] for name, group in rows.items()}


def _mean(rows: Sequence[list[float]]) -> list[float]:
    return [sum(column) / len(rows) for column in zip(*rows, strict=True)]


def _best(choices: Sequence[Choice]) -> list[Span]:
    """Return the spans of one sentence that do not overlap and are together most likely names."""
    weighed = sorted(choices, key=lambda choice: (choice[0].last, choice[0].first))
    ends = [choice[0].last for choice in weighed]
    best, taken = [0.0], [-1]
    for index, (span, gain, _) in enumerate(weighed):
        before = bisect_left(ends, span.first, 0, index)
        take = best[before] + gain > best[index]
        best.append(best[before] + gain if take else best[index])
        taken.append(before if take else -1)
    found = []
    index = len(weighed)
    while index:
        if taken[index] < 0:
            index -= 1
            continue
        span, span.score, span.kind = weighed[index - 1]
        found.append(span)
        index = taken[index]
    return found[::-1]


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

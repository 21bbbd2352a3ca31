"""How a title stands where it is named: told about, or there as a credit, a comparison, a source."""

from collections.abc import Iterator, Sequence

from bot.extraction.linear import Linear
from bot.extraction.models import CHARACTER, PERSON, TITLE, Sentence, Span, Token
from bot.extraction.span_features import outside

_NEAR = 6
_STOPS = frozenset({".", ";", "!", "?", ":", "(", ")"})


def features(mention: Span, sentence: Sentence, spans: Sequence[Span]) -> list[str]:
    """Return what speaks for a sentence telling about the title that it names here."""
    tokens = sentence.tokens
    start, end = outside(mention)
    before = tokens[start].lower if start >= 0 else "|"
    after = tokens[end].lower if end < len(tokens) else "|"
    titles = [span for span in spans if span.kind == TITLE]
    order = "only" if len(titles) == 1 else "first" if titles[0] is mention else "later"
    part = min(4 * mention.first // len(tokens), 3)
    found = [
        order, f"{order},titles={min(len(titles), 4)}", f"part={part},{order}", f"b={before}", f"a={after}",
        f"b={before},a={after}", f"b={before},{order}", f"a={after},{order}", f"above={sentence.headline},{order}",
        f"opens={sentence.opens_paragraph},{order}", f"words={min(len(tokens) // 8, 4)},{order}",
    ]  # fmt: skip
    found += [f"left:{cue}" for cue in kinds(tokens[max(0, start - _NEAR) : start + 1][::-1])]
    found += [f"right:{cue}" for cue in kinds(tokens[end : end + _NEAR])]
    found += _words(tokens, start, end)
    found += _names(mention, tokens, spans)
    return found


def _words(tokens: Sequence[Token], start: int, end: int) -> Iterator[str]:
    """Yield the two words on either side, and the first cues of the sentence before the title."""
    if start > 0:
        yield f"b2={tokens[start - 1].lower},{tokens[start].lower}"
        yield from (f"b2:{cue}" for cue in tokens[start - 1].cues)
    if end + 1 < len(tokens):
        yield f"a2={tokens[end].lower},{tokens[end + 1].lower}"
        yield from (f"a2:{cue}" for cue in tokens[end + 1].cues)
    inside = sum(token.text == "(" for token in tokens[: max(start + 1, 0)]) - sum(
        token.text == ")" for token in tokens[: max(start + 1, 0)]
    )
    if inside > 0:
        yield "in brackets"
    words = {token.lower for token in tokens[: max(start + 1, 0)]}
    for mark in ("who", "whose", "which", "where", "known", "seen", "like", "after", "since", "alongside"):
        if mark in words:
            yield f"behind {mark}"


def _names(mention: Span, tokens: Sequence[Token], spans: Sequence[Span]) -> Iterator[str]:
    """Yield what name stands next on either side, and how it is joined."""
    left = max((s for s in spans if s.last < mention.first), key=lambda s: s.last, default=None)
    right = min((s for s in spans if s.first > mention.last), key=lambda s: s.first, default=None)
    if left is not None:
        between = " ".join(token.lower for token in tokens[left.last + 1 : mention.first][:4])
        yield f"left name={left.kind}"
        if left.kind in {PERSON, TITLE, CHARACTER}:
            yield f"left name={left.kind},{between}"
    if right is not None:
        between = " ".join(token.lower for token in tokens[mention.last + 1 : right.first][:4])
        yield f"right name={right.kind}"
        if right.kind in {PERSON, TITLE, CHARACTER}:
            yield f"right name={right.kind},{between}"
    yield f"people={min(sum(s.kind == PERSON for s in spans), 3)}"


def kinds(tokens: Sequence[Token]) -> list[str]:
    """Return the kinds of words up to the next stop, each once."""
    found: dict[str, None] = {}
    for token in tokens:
        if token.text in _STOPS:
            break
        if token.cues:
            found |= dict.fromkeys(sorted(token.cues))
    return list(found)


def judge(by_sentence: dict[int, list[Span]], sentences: Sequence[Sentence], model: Linear) -> None:
    """Note in each title's span how likely its sentence tells about it (log odds)."""
    for index, spans in by_sentence.items():
        for span in spans:
            if span.kind == TITLE:
                span.told = model.score(features(span, sentences[index], spans))

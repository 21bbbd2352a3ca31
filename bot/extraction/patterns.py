"""Wordings that say outright what a person did: "directed by P", "director P", "P directs", "P as C", "P's <title>"."""

from collections.abc import Iterator, Sequence

from bot.extraction.models import CHARACTER, PERSON, TITLE, Sentence, Span

_DEEDS = ("DIRECT", "WRITE", "STAR", "PLAY", "JOIN", "RETURN", "LEAVE", "SAY", "EXEC", "PRODUCE", "AUTHOR", "WIN")
_WEIGHT = 3
"""How many features a pattern counts for: one that is rare but telling must not drown among the weak ones."""
_SKIPPED = frozenset(
    [
        "will",
        "would",
        "also",
        "has",
        "have",
        "had",
        "is",
        "was",
        "are",
        "were",
        "been",
        "be",
        "who",
        "again",
        "now",
        "once",
        "then",
        "to",
        ",",
        "and",
        "as",
        "the",
        "a",
        "an",
    ]
)
_REACH = 5


def features(first: int, last: int, span: Span | None, sentence: Sentence, spans: Sequence[Span]) -> list[str]:
    """Return the patterns that a list of persons (tokens ``first`` to ``last``) stands in, each several times."""
    found = [*_before(first, sentence), *_after(last, sentence), *_owned(last, sentence, spans)]
    if span is not None:
        found += _names(span, sentence, spans)
    return [f"pattern:{name}#{copy}" for name in found for copy in range(_WEIGHT)]


def _deeds(sentence: Sentence, index: int) -> Iterator[str]:
    if 0 <= index < len(sentence.tokens):
        cues = sentence.tokens[index].cues
        yield from (deed for deed in _DEEDS if deed in cues)


def _before(first: int, sentence: Sentence) -> Iterator[str]:
    """Yield "directed by" and "director" directly before."""
    before = sentence.tokens[first - 1].lower if first else ""
    if before in {"by", "from", "with", "of"}:
        for deed in _deeds(sentence, first - 2):
            yield f"{deed} {before}"
    for deed in _deeds(sentence, first - 1):
        yield f"{deed} name"


def _after(last: int, sentence: Sentence) -> Iterator[str]:
    """Yield the first deed after the names, unless it is somebody else's ("… and directed by")."""
    tokens = sentence.tokens
    for index in range(last + 1, min(last + 1 + _REACH, len(tokens))):
        deeds = list(_deeds(sentence, index))
        passive = index + 1 < len(tokens) and tokens[index + 1].lower == "by"
        if deeds and not passive:
            yield from (f"name {deed}" for deed in deeds)
            yield from (f"name {'comma ' if tokens[last + 1].text == ',' else ''}{deed}" for deed in deeds)
        if deeds or tokens[index].lower not in _SKIPPED:
            return


_OWNED = ("FILM", "SERIES", "TITLECUE", "KIND", "WRITE", "DIRECT", "JOB")
_OWNED_WITHIN = 5


def _owned(last: int, sentence: Sentence, spans: Sequence[Span]) -> Iterator[str]:
    """Yield what a person is said to own: "P's … film", "P's <title>", "P's <character>"."""
    tokens = sentence.tokens
    if last + 1 >= len(tokens) or tokens[last + 1].text not in {"'s", "'"}:
        return
    begins = {span.first: span.kind for span in spans}
    for index in range(last + 2, min(last + 2 + _OWNED_WITHIN, len(tokens))):
        if index in begins:
            yield f"owns <{begins[index]}>"
            return
        owned = [cue for cue in _OWNED if cue in tokens[index].cues]
        if owned:
            yield from (f"owns {cue}" for cue in owned)
            return
        if tokens[index].text in {",", ";", "."}:
            return


def _names(span: Span, sentence: Sentence, spans: Sequence[Span]) -> Iterator[str]:
    """Yield how the next name is tied to a person."""
    place = next(i for i, other in enumerate(spans) if other is span)
    if place + 1 < len(spans) and spans[place + 1].kind in {TITLE, CHARACTER, PERSON}:
        other = spans[place + 1]
        between = [t.lower for t in sentence.tokens[span.last + 1 : other.first] if t.text not in {'"', "'"}]
        if between in (["'s"], ["("], ["as"], ["of"], ["is"], ["plays"], ["in"]):
            yield f"name {between[0]} <{other.kind}>"
    if place and spans[place - 1].kind in {TITLE, CHARACTER}:
        other = spans[place - 1]
        between = [t.lower for t in sentence.tokens[other.last + 1 : span.first] if t.text not in {'"', "'"}]
        if between in (["("], ["is"], ["by"], ["'s"], ["played", "by"], ["star"], ["director"]):
            yield f"<{other.kind}> {' '.join(between)} name"

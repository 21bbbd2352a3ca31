"""What stands around a candidate: the words beside it and beside its whole list, the nearest telling words, its sentence."""  # noqa: E501

from collections.abc import Iterator, Sequence

from bot.extraction import patterns
from bot.extraction.candidates import Candidate
from bot.extraction.document import Document
from bot.extraction.models import CHARACTER, PERSON, TITLE, Sentence, Span, Token

_JOIN = frozenset(
    {
        ",",
        "and",
        "&",
        "plus",
        "or",
        "both",
        "by",
        ";",
        "as",
        "well",
        "then",
        "also",
        "with",
        "the",
        "newcomers",
        "newcomer",
    }
)
_CLAUSE = frozenset({",", ";", ":", "(", ")", "\u2013", "who", "which", "while", "but", "whose"})
_NEAREST = 9


def group(candidate: Candidate, document: Document) -> tuple[int, int, int]:
    """Return the first and last token of the list that the candidate is in, and how many names the list has."""
    spans = [s for s in document.by_sentence.get(candidate.sentence, ()) if candidate.span is not None]
    own = next((i for i, s in enumerate(spans) if s is candidate.span), None)
    if own is None or candidate.span is None:
        return candidate.first, candidate.last, 1
    tokens = document.sentences[candidate.sentence].tokens
    alike = [s for s in spans if s.kind == candidate.span.kind]
    at = alike.index(candidate.span)
    first = last = at
    while first > 0 and _linked(alike[first - 1], alike[first], tokens, spans):
        first -= 1
    while last + 1 < len(alike) and _linked(alike[last], alike[last + 1], tokens, spans):
        last += 1
    return alike[first].first, alike[last].last, last - first + 1


def _linked(left: Span, right: Span, tokens: Sequence[Token], spans: Sequence[Span]) -> bool:
    """Whether only commas, "and", brackets and what belongs to the left name stand between two names."""
    inside = {i for s in spans if s.kind in {CHARACTER, TITLE} for i in range(s.first, s.last + 1)}
    depth, joins = 0, 0
    for index in range(left.last + 1, right.first):
        text = tokens[index].lower
        depth += (text == "(") - (text == ")")
        if depth or text in {")", '"', "'", "'s", "of"} or index in inside:
            continue
        if text not in _JOIN:
            return False
        joins += text in {",", "and", "&", ";", "plus"}
    return joins > 0


def features(candidate: Candidate, document: Document) -> list[str]:
    """Return what a candidate's place says about its part in a fact."""
    sentence = document.sentences[candidate.sentence]
    first, last, size = group(candidate, document)
    found = list(_edges("own", candidate.first, candidate.last, sentence, document))
    found += _edges("list", first, last, sentence, document)
    found += _near(first, last, sentence)
    if candidate.family == "person":
        found += patterns.features(first, last, candidate.span, sentence, document.by_sentence.get(sentence.index, ()))
    found += _sentence(candidate, sentence, document)
    found += _article(candidate, document)
    found += [f"size={min(size, 5)}", f"form={candidate.form}"]
    if candidate.family in {"status", "episodes", "genre", "award", "date"}:
        found += _value(candidate, document)
    return found


def _value(candidate: Candidate, document: Document) -> Iterator[str]:
    text = document.text[candidate.start : candidate.end].lower()
    yield (
        f"text={text}" if candidate.family != "date" else f"date,{candidate.form},{_side_of_time(candidate, document)}"
    )
    if candidate.family == "episodes":
        yield f"episodes={min(int(candidate.value), 30)}"


def _side_of_time(candidate: Candidate, document: Document) -> str:
    published = document.article.published
    if published is None:
        return "unknown"
    year = int(candidate.value[:4])
    day = published.isoformat()[: len(candidate.value)]
    if year < published.year - 1:
        return "old"
    return "same" if candidate.value == day else "past" if candidate.value < day else "ahead"


def _edges(name: str, first: int, last: int, sentence: Sentence, document: Document) -> Iterator[str]:
    """Yield the words and names directly before and after."""
    left, right = _masked(sentence, document, first, -1), _masked(sentence, document, last, 1)
    yield f"{name}:L={left[0]}"
    yield f"{name}:L2={left[1]} {left[0]}"
    yield f"{name}:R={right[0]}"
    yield f"{name}:R2={right[0]} {right[1]}"
    yield f"{name}:LR={left[0]}_{right[0]}"
    for side, step, start in (("L", -1, first), ("R", 1, last)):
        for distance in range(1, 5):
            index = start + step * distance
            if 0 <= index < len(sentence.tokens):
                for cue in sentence.tokens[index].cues:
                    yield f"{name}:{side}:{cue}"
                    if distance == 1:
                        yield f"{name}:{side}1:{cue}"


def _masked(sentence: Sentence, document: Document, index: int, step: int) -> tuple[str, str]:
    """Return the next two words in a direction, where a name counts as one word that says its kind."""
    spans = document.by_sentence.get(sentence.index, ())
    words: list[str] = []
    at = index + step
    while len(words) < 2 and 0 <= at < len(sentence.tokens):  # noqa: PLR2004
        span = next((s for s in spans if s.first <= at <= s.last), None)
        if span is not None:
            words.append(f"<{span.kind}>")
            at = (span.first if step < 0 else span.last) + step
            continue
        if sentence.tokens[at].text not in {'"', "'"}:
            token = sentence.tokens[at]
            words.append("#" if token.text.isdigit() else token.lower)
        at += step
    return (*words, "|", "|")[0], (*words, "|", "|")[1]


def _near(first: int, last: int, sentence: Sentence) -> Iterator[str]:  # noqa: C901
    """Yield the nearest telling words to the left and right, within the clause and beyond."""
    lefts = list(_telling(sentence, range(first - 1, max(-1, first - 1 - _NEAREST), -1)))
    rights = list(_telling(sentence, range(last + 1, min(len(sentence.tokens), last + 1 + _NEAREST))))
    for name, found in (("nl", lefts), ("nr", rights)):
        if found:
            for cue in found[0][1]:
                yield f"{name}={cue},{found[0][2]}"
        for _, cues, clause in found:
            for cue in cues:
                yield f"{name}s:{cue},{clause}"
    if lefts and rights:
        for left in lefts[0][1]:
            for right in rights[0][1]:
                yield f"nl={left},nr={right}"
    if (
        lefts
        and first
        and sentence.tokens[first - 1].lower in {"by", "from", "as", "with", "to", "in", "on", "at", "of", "for"}
    ):
        for cue in lefts[0][1]:
            yield f"nl={cue},L={sentence.tokens[first - 1].lower}"


_QUIET = frozenset({"BY", "BE", "PRON", "WHO", "PAST", "FUTURE", "PLAN", "FAMILY"})


def _telling(sentence: Sentence, places: range) -> Iterator[tuple[int, frozenset[str], str]]:
    clause = "in"
    for index in places:
        token = sentence.tokens[index]
        if token.lower in _CLAUSE:
            clause = "out"
        cues = token.cues - _QUIET
        if cues:
            yield index, cues, clause


def _sentence(candidate: Candidate, sentence: Sentence, document: Document) -> Iterator[str]:
    """Yield what the sentence as a whole says: its telling words, its names, its focus."""
    cues = {cue for token in sentence.tokens for cue in token.cues}
    for cue in cues:
        yield f"s:{cue}"
    spans = document.by_sentence.get(sentence.index, ())
    kinds = {span.kind for span in spans if span is not candidate.span}
    for kind in sorted(kinds):
        yield f"s<{kind}>"
    title, chances = document.focus[sentence.index]
    yield f"focus={'none' if title is None else 'main' if title == document.main else 'other'}"
    yield f"focus-none={int(chances.get('', 0.0) * 4)}"
    if candidate.span is not None and candidate.family == "person":
        yield from _beside_names(candidate.span, spans, sentence)
    if candidate.first < 2:  # noqa: PLR2004
        yield "starts"
    opens = sum(t.text == "(" for t in sentence.tokens[: candidate.first]) - sum(
        t.text == ")" for t in sentence.tokens[: candidate.first]
    )
    if opens > 0:
        yield "in-brackets"
    if sum(t.text == '"' for t in sentence.tokens[: candidate.first]) % 2:
        yield "in-quotes"
    if document.seasons.get(sentence.index):
        yield "s-season"


def _beside_names(span: Span, spans: Sequence[Span], sentence: Sentence) -> Iterator[str]:
    """Yield how the neighbouring names are tied to a person: "X's Y", "X as Y", "X (Y)"."""
    place = next(i for i, s in enumerate(spans) if s is span)
    for side, index in (("after", place + 1), ("before", place - 1)):
        if 0 <= index < len(spans):
            other = spans[index]
            low, high = (span.last + 1, other.first) if side == "after" else (other.last + 1, span.first)
            between = [t.lower for t in sentence.tokens[low:high] if t.text not in {'"', "'"}]
            if len(between) <= 4:  # noqa: PLR2004
                yield f"{side}<{other.kind}> {' '.join(between)}"
            yield f"{side}<{other.kind}>{min(len(between), 6)}"
    for other in spans:
        if other.kind == CHARACTER:
            yield f"character,{min(abs(other.first - span.last), 8) // 2}"


def _article(candidate: Candidate, document: Document) -> Iterator[str]:
    """Yield what the article as a whole says about the name."""
    total = sum(not s.headline for s in document.sentences)
    heads = len(document.sentences) - total
    yield f"third={3 * (candidate.sentence - heads) // max(total, 1)}"
    yield f"main={'some' if document.main else 'none'},titles={min(len(document.titles), 5)}"
    if candidate.span is not None:
        same = [s for s in document.spans if s.of == candidate.span.of]
        yield f"mentions={min(len(same), 4)}"
        yield f"nth={min(next(i for i, s in enumerate(same) if s is candidate.span), 2)}"
        if any(document.sentences[s.sentence].headline for s in same):
            yield "headline"
        yield f"sure={min(int(candidate.span.score), 6)}"
        if candidate.family == "person":
            yield f"full={' ' in candidate.span.text}"
            for other in same:
                if other is not candidate.span:
                    yield from _elsewhere(other, document)


def _elsewhere(span: Span, document: Document) -> Iterator[str]:
    tokens = document.sentences[span.sentence].tokens
    for index in (*range(span.first - 3, span.first), *range(span.last + 1, span.last + 4)):
        if 0 <= index < len(tokens):
            for cue in tokens[index].cues & {"DIRECT", "WRITE", "STAR", "PLAY", "SAY", "EXEC", "JOIN", "RETURN"}:
                yield f"elsewhere:{cue}"


def people_near(candidate: Candidate, document: Document) -> list[Span]:
    """Return the persons named in the candidate's sentence."""
    return [span for span in document.by_sentence.get(candidate.sentence, ()) if span.kind == PERSON]

"""What stands around a candidate: words beside it and beside its list, the nearest telling words, the sentence."""

from collections.abc import Iterator

from bot.extraction import patterns, values, wordings
from bot.extraction.candidates import Candidate
from bot.extraction.document import Document
from bot.extraction.models import CHARACTER, TITLE, Span
from bot.extraction.names import is_korean, key, lists
from bot.extraction.scenes import HUMAN, RUN, Scene
from bot.extraction.vocabulary import vocabulary

_JOIN = frozenset(
    [
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
        "along",
        "together",
        "alongside",
        "veteran",
        "actor",
        "actress",
    ]
)
_NEAREST = 9
_APART = 24
_BESIDE = 2
_QUIET = frozenset({"BY", "BE", "PRON", "WHO", "PAST", "FUTURE", "PLAN", "FAMILY"})
_PREPOSITIONS = frozenset(
    ["by", "from", "as", "with", "to", "in", "on", "at", "of", "for", "opposite", "alongside", "under"]
)
_LONG = 4
_MENTIONS = 60
"""So many mentions of a name are looked at: no news names anybody as often."""


def group(candidate: Candidate) -> tuple[int, int, int]:
    """Return the first and last token of the list that the candidate is in, and how many names the list has."""
    first, last, size, _ = listing(candidate)
    return first, last, size


def listing(candidate: Candidate) -> tuple[int, int, int, int]:
    """Return the first and last token of the candidate's list, its length, and the candidate's place in it."""
    if candidate.span is None:
        return candidate.first, candidate.last, 1, 0
    scene = candidate.scene
    kinds = HUMAN | {RUN} if candidate.family == "person" else {candidate.span.kind, RUN}
    alike = [s for s in scene.spans if s.kind in kinds]
    at = next(i for i, s in enumerate(alike) if s is candidate.span)
    first = last = at
    while first > 0 and _linked(alike[first - 1], alike[first], scene):
        first -= 1
    while last + 1 < len(alike) and _linked(alike[last], alike[last + 1], scene):
        last += 1
    return alike[first].first, alike[last].last, last - first + 1, at - first


def _linked(left: Span, right: Span, scene: Scene) -> bool:
    """Whether only commas, "and", brackets and what belongs to the left name stand between two names."""
    if right.first - left.last > _APART:
        return False
    depth, joins = 0, 0
    for index in range(left.last + 1, right.first):
        text = scene.tokens[index].lower
        depth += (text == "(") - (text == ")")
        span = scene.at.get(index)
        if depth or text in {")", '"', "'", "'s", "of"} or (span is not None and span.kind in {CHARACTER, TITLE}):
            continue
        if text not in _JOIN:
            return False
        joins += text in {",", "and", "&", ";", "plus"}
    return joins > 0 and depth == 0


def features(candidate: Candidate, document: Document, listed: tuple[int, int, int]) -> list[str]:
    """Return what a candidate's place says about its part in a fact; ``listed`` is its list (see ``group``)."""
    scene = candidate.scene
    first, last, size = listed
    found = list(_edges("own", candidate.first, candidate.last, scene))
    if size > 1:
        found += _edges("list", first, last, scene)
    else:
        found += [f"list{name[3:]}" for name in found]
    found += _near(first, last, scene)
    if candidate.family == "person":
        found += patterns.features(first, last, candidate.span, scene.sentence, scene.spans)
        found += _human(candidate, scene)
    found += wordings.features(candidate.family, first, last, scene)
    found += _sentence(candidate, document)
    found += _article(candidate, document)
    found += [f"size={min(size, 5)}", f"form={candidate.form}"]
    if candidate.family in {"status", "episodes", "genre", "award", "date", "same"}:
        found += values.features(candidate, document)
    elif candidate.span is not None:
        found += _listed(candidate.span)
    return found


def _human(candidate: Candidate, scene: Scene) -> Iterator[str]:
    """Yield what tells actors from characters: the form of the name and its place beside other names."""
    span = candidate.span
    if span is None:
        return
    shape = _shape(span)
    before = scene.tokens[span.first - 1] if span.first else None
    yield f"shape={shape}"
    yield f"shape={shape},{span.kind}"
    trade = _trade(span)
    owns = span.last + 1 < len(scene.tokens) and scene.tokens[span.last + 1].text == "'s"
    yield f"trade={trade}"
    yield f"trade={trade},owns={owns}"
    yield f"trade={trade},s:WIN={'WIN' in scene.cues}"
    depth = scene.places[span.first].depth
    yield f"shape={shape},depth={min(depth, 1)}"
    if before is not None:
        yield f"shape={shape},L={before.lower}"
        yield f"{span.kind},L={before.lower}"
        if "JOB" in before.cues:
            yield f"job,{span.kind}"
            yield "job"
    humans = [s for s in scene.spans if s.kind in HUMAN]
    order = [s.kind[0] for s in humans]
    yield f"humans={min(order.count('p'), 3)},{min(order.count('c'), 3)},{span.kind}"


def _trade(span: Span) -> str:
    """Return what a person is widely known to be."""
    words = vocabulary()
    trades = (("actor", words.actors), ("director", words.directors), ("writer", words.screenwriters))
    return "+".join(trade for trade, names in trades if span.of in names) or "unknown"


def _shape(span: Span) -> str:
    """Return what a name looks like: Korean, with a known given name, with a known surname, one word, other."""
    words = span.text.split()
    table = lists()
    if len(words) > 1 and is_korean(span.text):
        return "korean"
    given, surname = key(words[0]) in table.given, key(words[-1]) in table.surnames
    if len(words) == 1:
        return "one-given" if given else "one-surname" if surname else "one"
    return f"{'g' if given else 'x'}{'s' if surname else 'x'}{min(len(words), 3)}"


def _listed(span: Span) -> Iterator[str]:
    """Yield which lists a name is on and what its words say."""
    table = lists()
    words = [word.lower() for word in span.text.split()]
    network, place = span.key in table.networks, span.key in table.places
    company = span.key in vocabulary().companies
    yield f"company={company},network={network}"
    yield f"company={company},{span.kind}"
    yield f"network={network},{span.kind}"
    yield f"place={place},{span.kind}"
    yield f"last={words[-1]}"
    if span.text.isupper():
        yield "upper"
    yield f"words={min(len(words), _LONG)},{span.kind}"


def _edges(name: str, first: int, last: int, scene: Scene) -> Iterator[str]:
    """Yield the words and names directly before and after."""
    left, right = _masked(scene, first, -1), _masked(scene, last, 1)
    yield f"{name}:L={left[0]}"
    yield f"{name}:L2={left[1]} {left[0]}"
    yield f"{name}:R={right[0]}"
    yield f"{name}:R2={right[0]} {right[1]}"
    yield f"{name}:LR={left[0]}_{right[0]}"
    tokens = scene.tokens
    for side, step, start in (("L", -1, first), ("R", 1, last)):
        for distance in range(1, 5):
            index = start + step * distance
            if 0 <= index < len(tokens):
                for cue in tokens[index].cues:
                    yield f"{name}:{side}:{cue}"
                    if distance == 1:
                        yield f"{name}:{side}1:{cue}"


def _masked(scene: Scene, index: int, step: int) -> tuple[str, str]:
    """Return the next two words in a direction, where a name counts as one word that says its kind."""
    words: list[str] = []
    at = index + step
    while len(words) < _BESIDE and 0 <= at < len(scene.tokens):
        span = scene.at.get(at)
        if span is not None:
            words.append(f"<{span.kind}>")
            at = (span.first if step < 0 else span.last) + step
            continue
        token = scene.tokens[at]
        if token.text not in {'"', "'"}:
            words.append("#" if token.text.isdigit() else token.lower)
        at += step
    return (*words, "|", "|")[0], (*words, "|", "|")[1]


def _near(first: int, last: int, scene: Scene) -> Iterator[str]:
    """Yield the nearest telling words to the left and right, within the clause and beyond."""
    lefts = list(_telling(scene, range(first - 1, max(-1, first - 1 - _NEAREST), -1), first))
    rights = list(_telling(scene, range(last + 1, min(len(scene.tokens), last + 1 + _NEAREST)), last))
    for name, found in (("nl", lefts), ("nr", rights)):
        if found:
            yield from (f"{name}={cue},{found[0][1]}" for cue in found[0][0])
        for cues, clause in found:
            yield from (f"{name}s:{cue},{clause}" for cue in cues)
    if not lefts:
        return
    before = scene.tokens[first - 1].lower if first else ""
    for left in lefts[0][0]:
        if rights:
            yield from (f"nl={left},nr={right}" for right in rights[0][0])
        if before in _PREPOSITIONS:
            yield f"nl={left},L={before}"


def _telling(scene: Scene, places: range, origin: int) -> Iterator[tuple[frozenset[str], str]]:
    clause = scene.places[origin].clause
    for index in places:
        cues = _outside(scene, index)
        if cues:
            yield cues, "in" if scene.places[index].clause == clause else "out"


def _outside(scene: Scene, index: int) -> frozenset[str]:
    return frozenset() if index in scene.at else scene.tokens[index].cues - _QUIET


def _sentence(candidate: Candidate, document: Document) -> Iterator[str]:
    """Yield what the sentence as a whole says: its telling words, its names, its focus."""
    scene = candidate.scene
    yield from (f"s:{cue}" for cue in scene.cues)
    yield from (f"s<{kind}>" for kind in {s.kind for s in scene.known if s is not candidate.span})
    title, chances = document.focus[candidate.sentence]
    yield f"focus={'none' if title is None else 'main' if title == document.main else 'other'}"
    yield f"focus-none={int(chances.get('', 0.0) * 4)}"
    if candidate.span is not None:
        yield from _beside_names(candidate.span, scene)
    if candidate.first < _BESIDE:
        yield "starts"
    place = scene.places[candidate.first]
    if place.depth:
        yield "in-brackets"
    if place.quoted:
        yield "in-quotes"
    if document.seasons.get(candidate.sentence):
        yield "s-season"


def _beside_names(span: Span, scene: Scene) -> Iterator[str]:
    """Yield how the neighbouring names are tied to a name: "X's Y", "X as Y", "X (Y)"."""
    spans = scene.spans
    place = next(i for i, s in enumerate(spans) if s is span)
    for side, index in (("after", place + 1), ("before", place - 1)):
        if 0 <= index < len(spans):
            other = spans[index]
            low, high = (span.last + 1, other.first) if side == "after" else (other.last + 1, span.first)
            between = scene.words(low, high)
            if len(between) <= _LONG:
                yield f"{side}<{other.kind}> {' '.join(between)}"
            yield f"{side}<{other.kind}>{min(len(between), 6)}"
    for other in scene.known:
        if other.kind == CHARACTER:
            yield f"character,{min(abs(other.first - span.last), 8) // 2}"


def _article(candidate: Candidate, document: Document) -> Iterator[str]:
    """Yield what the article as a whole says about the name."""
    heads = next((s.index for s in document.sentences if not s.headline), len(document.sentences))
    total = len(document.sentences) - heads
    yield f"third={3 * (candidate.sentence - heads) // max(total, 1)}"
    yield f"main={'some' if document.main else 'none'},titles={min(len(document.titles), 5)}"
    span = candidate.span
    if span is None:
        return
    same = document.by_name.get(span.of, [])[:_MENTIONS] or [span]
    yield f"mentions={min(len(same), 4)}"
    yield f"nth={min(sum(s.start < span.start for s in same), 2)}"
    if any(document.sentences[s.sentence].headline for s in same):
        yield "headline"
    yield f"sure={min(int(span.score), 6)},{span.kind}"
    if candidate.family == "person":
        yield f"full={' ' in span.text}"
        yield f"known={span.key in document.article.known.people}"
        others = [other for other in same if other is not span]
        yield from {mark for other in others for mark in _elsewhere(other, document)}


def _elsewhere(span: Span, document: Document) -> Iterator[str]:
    tokens = document.sentences[span.sentence].tokens
    for index in (*range(span.first - 3, span.first), *range(span.last + 1, span.last + 4)):
        if 0 <= index < len(tokens):
            for cue in tokens[index].cues & {"DIRECT", "WRITE", "STAR", "PLAY", "SAY", "EXEC", "JOIN", "RETURN"}:
                yield f"elsewhere:{cue}"

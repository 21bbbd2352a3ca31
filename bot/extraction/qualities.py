"""What tells how a person belongs to a cast, how certain a fact is, and whether it is denied."""

import re
from collections.abc import Iterator

from bot.extraction.document import Document
from bot.extraction.relations import Weighed

_CHANGE = frozenset({"JOIN", "RETURN", "LEAVE", "DENY"})
_ROLE = frozenset({"LEAD", "SUPPORT", "GUEST"})
_DOUBT = frozenset({"REPORT", "RUMOR", "DENY", "FUTURE", "PLAN"})
_DENIAL = frozenset({"DENY", "PLAN", "POSTPONE", "CANCEL", "REPORT", "RUMOR"})
_REACH = 12
_PLAIN, _FAR = 3, 90
"""How many features an outright denial counts for; how many characters away it may stand."""

_BEFORE = re.compile(
    r"\b(?:den(?:y|ied|ies|ying)|no plans?|no (?:truth|such)|untrue|groundless|unfounded|rul(?:es?|ed|ing) out|"
    r"refut\w+|dismiss\w+|quash\w+|shot down|not|never|n't|neither|nor|no|without|cannot)\b[^;:]*$"
)
_AFTER = re.compile(
    r"[^;]{0,40}?\b(?:(?:is|was|are|were|will|would|has|have|does|did|do)(?: not|n't| never)|declined|"
    r"turned (?:it |them )?down|passed|untrue|groundless|not true|unfounded|"
    r"bowed out|dropped out|stepped (?:away|down)|no longer)\b"
)
_BESIDE = 7
_TOLD = {
    "again": frozenset({"again", "back", "once", "still", "remain", "remains", "stay", "stays", "reunite", "reunites"}),
    "new": frozenset({"new", "newcomer", "newcomers", "addition", "additions", "newly", "fresh", "debut", "recruits"}),
    "gone": frozenset({"replaces", "replaced", "replacing", "succeeds", "exited", "departed", "without", "former"}),
}


def change(item: Weighed, document: Document) -> list[str]:
    """Return what tells whether a person returns, joins or leaves."""
    near, seasons = list(_near(item, _CHANGE)), list(_seasons(item, document))
    nearest = next(name for name in reversed(near) if name.startswith("nearest="))
    both = [f"{nearest}|{season}" for season in seasons]
    return [*near, *_above(item, document, _CHANGE), *seasons, *both, *_wordings(item), *_again(item)]


def _again(item: Weighed) -> Iterator[str]:
    """Yield the words beside the candidate's list that say that somebody has been there before, or has not."""
    tokens, (first, last, _) = item.candidate.scene.tokens, item.group
    before, after = tokens[max(0, first - _BESIDE) : first], tokens[last + 1 : last + _BESIDE]
    for side, beside in (("before", before), ("after", after)):
        for token in beside:
            for name, words in _TOLD.items():
                if token.lower in words:
                    yield from (f"{name},{side}#{copy}" for copy in range(2))


def role(item: Weighed, document: Document) -> list[str]:
    """Return what tells whether a part is a leading one, a supporting one or a guest's."""
    return [*_near(item, _ROLE), *_above(item, document, _ROLE), *_wordings(item), *_standing(item, document)]


def certainty(item: Weighed, document: Document) -> list[str]:
    """Return what tells whether a fact is confirmed, reported or rumored."""
    return [*_near(item, _DOUBT), *_above(item, document, _DOUBT), *item.features]


def denial(item: Weighed, document: Document) -> list[str]:
    """Return what tells whether a fact is denied or has been superseded."""
    found = [*_near(item, _DENIAL), *_wordings(item)]
    outright = [name for name, told in _outright(item) if told]
    found += [f"{name}#{copy}" for name in outright for copy in range(_PLAIN)]
    found += [name for name in item.features if name.startswith(("own:", "s:", "form=", "date,", "time=", "text="))]
    later = [
        i
        for i in item.candidate.scene.tokens[item.candidate.last + 1 :]
        if i.lower in {"to", "until", "now", "instead"}
    ]
    found.append(f"later={bool(later)},{item.candidate.family}")
    return [*found, *_seasons(item, document)]


def _outright(item: Weighed) -> Iterator[tuple[str, bool]]:
    """Yield whether the words before or after deny a fact outright."""
    text, sentence, candidate = item.candidate.scene.lower, item.candidate.scene.sentence, item.candidate
    before = text[max(sentence.start, candidate.start - _FAR) : candidate.start]
    yield "denied before", _BEFORE.search(before) is not None
    yield "denied after", _AFTER.match(text, candidate.end, min(sentence.end, candidate.end + _FAR)) is not None


def _near(item: Weighed, classes: frozenset[str]) -> Iterator[str]:
    """Yield the telling classes around the candidate's list, by side, distance and clause."""
    scene, (first, last, _) = item.candidate.scene, item.group
    part = scene.parts[item.candidate.first]
    nearest: dict[str, int] = {}
    for index, token in scene.telling:
        cues = token.cues & classes
        if not cues:
            continue
        distance = first - index if index < first else index - last
        side = "before" if index < first else "after" if index > last else "inside"
        here = scene.parts[index] == part
        for cue in cues:
            yield f"{cue},{side},part={here},near={distance <= _REACH // 3}"
            yield f"{cue},part={here}"
            yield f"{cue}={token.lower},part={here}"
            nearest[cue] = min(nearest.get(cue, _REACH), distance if here else _REACH)
    if nearest:
        best = min(nearest.items(), key=lambda pair: (pair[1], pair[0]))
        yield from (f"nearest={best[0]}#{copy}" for copy in range(2))
    else:
        yield "nearest=none"


def _above(item: Weighed, document: Document, classes: frozenset[str]) -> Iterator[str]:
    """Yield the telling classes of the sentence before."""
    index = item.candidate.sentence
    if index:
        before = document.sentences[index - 1]
        opens = document.sentences[index].opens_paragraph
        for cue in {cue for token in before.tokens for cue in token.cues & classes}:
            yield f"above:{cue},opens={opens}"


def _seasons(item: Weighed, document: Document) -> Iterator[str]:
    """Yield whether the sentence is about a first season, a later one, or none is known."""
    number = document.focus_season[item.candidate.sentence]
    main = document.main_season
    state = "none" if number is None else "first" if number == 1 else "later"
    yield f"season={state}"
    yield f"season={state},main={'none' if main is None else 'first' if main == 1 else 'later'},latest={number == main}"


def _wordings(item: Weighed) -> Iterator[str]:
    yield from (
        n for n in item.features if n.startswith(("governs:", "pattern:", "own:L=", "own:R=", "list:L=", "list:R="))
    )


def _standing(item: Weighed, document: Document) -> Iterator[str]:
    """Yield how prominent a person is."""
    span = item.candidate.span
    if span is None:
        return
    same = [s for s in document.spans if s.of == span.of]
    head = any(document.sentences[s.sentence].headline for s in same)
    yield f"headline={head}"
    yield f"mentions={min(len(same), 4)}"
    yield f"rank={min(item.rank, 4)},of={min(item.group[2], 5)}"
    yield f"list={min(item.group[2], 5)}"
    yield f"sentence={min(item.candidate.sentence, 4)}"
    yield f"titled={any(s.kind == 'title' for s in item.candidate.scene.known)}"
    if document.focus[item.candidate.sentence][0] != document.main:
        yield "not main"

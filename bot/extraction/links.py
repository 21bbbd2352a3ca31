"""Which title a candidate belongs to: each title that comes into question is weighed."""

from collections.abc import Iterator

from bot.extraction.candidates import Candidate
from bot.extraction.document import Document
from bot.extraction.models import PERSON, TITLE, Span
from bot.extraction.sorts import Pointer
from bot.extraction.titles import standing

_MOST = 30
"""So many titles of a sentence come into question: no sentence of news names as many."""


def eligible(candidate: Candidate, document: Document) -> list[str]:
    """Return the titles that a candidate may belong to."""
    here = [
        s.of for s in document.by_sentence.get(candidate.sentence, ()) if s.kind == TITLE and s is not candidate.span
    ]
    focus, chances = document.focus[candidate.sentence]
    before = document.focus[candidate.sentence - 1][0] if candidate.sentence else None
    likely = [title for title, chance in chances.items() if title and chance > 0.15]  # noqa: PLR2004
    meant = (focus, document.main, before, document.referents[candidate.sentence])
    wanted = dict.fromkeys([*here[:_MOST], *likely, *meant])
    return [
        t
        for t in wanted
        if t is not None and t in document.titles and (candidate.family != "title" or t != candidate.key)
    ]


def features(candidate: Candidate, title: str, predicate: str, document: Document) -> list[str]:
    """Return what speaks for a candidate belonging to a title."""
    shared, own = marks(candidate, title, document)
    return [*shared, *(f"{predicate}|{mark}" for mark in own)]


def marks(candidate: Candidate, title: str, document: Document) -> tuple[list[str], list[str]]:
    """Return what speaks for a candidate belonging to a title: for every predicate, and for each by itself."""
    focus, chances = document.focus[candidate.sentence]
    here = [s for s in document.by_sentence.get(candidate.sentence, ()) if s.kind == TITLE and s is not candidate.span]
    own = [s for s in here if s.of == title]
    named = len({s.of for s in here})
    points = document.pointers[candidate.sentence] if document.referents[candidate.sentence] == title else []
    place = "here" if own else "pointed" if points else "away"
    is_focus, is_main = title == focus, title == document.main
    core = f"{place},focus={is_focus},main={is_main},named={min(named, 3)}"
    found = [
        core,
        f"chance={int(chances.get(title, 0.0) * 5)},{place}",
    ]
    each = [core, f"{place},focus={is_focus}"]
    found.append(f"nofocus={focus is None},{place},main={is_main}")
    found.append(f"carried={int(max(-3, min(3, document.carried)))},main={is_main},{place}")
    found.append(f"score={int(max(-4, min(4, document.titles[title].score)))},{place}")
    each.append(f"leaning={max(-1, min(1, document.titles[title].leaning))}")
    if not own and points:
        pointer = min(points, key=lambda p: max(p.first - candidate.last, candidate.first - p.last))
        ties = list(_tie(candidate, pointer, document))
        found += [f"pointed,focus={is_focus},main={is_main}", *(f"pointed|{mark}" for mark in ties)]
        each += [f"pointed|{mark}" for mark in ties]
    if not own:
        others = [s for s in here if s.of != title]
        found += [f"away|{mark}" for other in _nearest(candidate, others) for mark in _tie(candidate, other, document)]
        return found, each
    nearest = _nearest(candidate, own)[0]
    closest = _nearest(candidate, here)[0]
    found += [f"closest={closest.of == title},focus={is_focus},named={min(named, 3)}"]
    ties = list(_tie(candidate, nearest, document))
    found += [f"here|{mark}" for mark in ties]
    found += [f"standing|{mark}" for mark in standing(nearest, document.sentences[candidate.sentence])]
    return found, each + ties


def _nearest(candidate: Candidate, spans: list[Span]) -> list[Span]:
    """Return the span nearest to the candidate, if any."""
    return sorted(spans, key=lambda s: max(s.first - candidate.last, candidate.first - s.last))[:1]


def _tie(candidate: Candidate, span: Span | Pointer, document: Document) -> Iterator[str]:
    """Yield what stands between a candidate and a title, and on which side the title is."""
    sentence = document.sentences[candidate.sentence]
    after = span.first > candidate.last
    low, high = (candidate.last + 1, span.first) if after else (span.last + 1, candidate.first)
    spans = document.by_sentence.get(candidate.sentence, ())
    tokens = sentence.tokens[low:high]
    words = [t.lower for t in tokens if t.text not in {'"', "'"}]
    side = "after" if after else "before"
    people = sum(s.kind == PERSON and low <= s.first < high for s in spans)
    titles = sum(s.kind == TITLE and low <= s.first < high for s in spans)
    yield f"{side},people={min(people, 2)},titles={min(titles, 2)}"
    yield f"{side},distance={min(len(words), 12) // 2}"
    if len(words) <= 3:  # noqa: PLR2004
        yield f"{side}:{' '.join(words)}"
    if words:
        yield f"{side},first={words[0]}"
        yield f"{side},last={words[-1]}"
    for cue in set().union(*[token.cues for token in tokens]):
        yield f"{side},{cue},people={min(people, 1)}"
    if any(word in {",", ";", "who", "which", "whose"} for word in words):
        yield f"{side},clause"
    if "(" in words:
        yield f"{side},bracket,people={min(people, 1)}"

"""What ties two names of a sentence together: actor and character, prize and winner, source work and author."""

from collections.abc import Iterator, Sequence

from bot.extraction.models import CHARACTER, PERSON, Span
from bot.extraction.relations import Weighed
from bot.extraction.scenes import HUMAN, RUN, Scene

_NEAR = 4
_FAR = 12
_LIST = 2
_SURE = 6.0
_CAST = "cast_member"
_ALIAS = frozenset({("known", "as"), ("name", "is"), ("born", "as")})
"""Words before another name of the same person."""

_PARTING = frozenset({"with", "alongside", "while"})
_ROLES = frozenset({"are", "be", "roles", "parts"})


def features(item: Weighed, span: Span, others: dict[int, Weighed]) -> list[str]:
    """Return what ties a candidate to another name of its sentence.

    ``others`` are the people of the sentence by the token that their name begins with.
    """
    scene, candidate = item.candidate.scene, item.candidate
    after = span.first > candidate.last
    low, high = (candidate.last + 1, span.first) if after else (span.last + 1, candidate.first)
    between = [s for s in scene.spans if low <= s.first < high and s.kind in HUMAN]
    people = sum(s.kind == PERSON for s in between)
    side = "after" if after else "before"
    found = [
        f"{side},people={min(people, 2)},characters={min(len(between) - people, 2)}",
        f"{side},humans={min(len(between), 2)}",
        f"{side},kind={span.kind}",
        f"kind={span.kind}",
    ]
    found += _words(side, scene.words(low, high), free=not between)
    cues = {cue for i in range(low, high) if i not in scene.at for cue in scene.tokens[i].cues}
    found += [f"{side},{cue},humans={min(len(between), 1)}" for cue in cues]
    found += _outside(span, others)
    found += _frame(item, span)
    parallel = _parallel(item, others.get(span.first))
    return [*found, *(f"{parallel}#{copy}" for copy in range(3)), f"{parallel},{side}"]


def _words(side: str, words: list[str], *, free: bool) -> Iterator[str]:
    """Yield the words between; ``free`` when no other person stands there."""
    yield f"{side},distance={min(len(words), _FAR)}"
    if len(words) <= _NEAR:
        yield f"{side}:{' '.join(words)}"
    if words:
        yield f"{side},first={words[0]},free={free}"
        yield f"{side},last={words[-1]},free={free}"
        yield f"{side},{words[0]}_{words[-1]},free={free}"
    for mark in (";", ".", "(", ")", "whose", "who", "while", "but"):
        if mark in words:
            yield f"{side},has={mark},free={free}"


def _outside(span: Span, others: dict[int, Weighed]) -> Iterator[str]:
    """Yield what the other name is likely to be itself."""
    other = others.get(span.first)
    if other is None:
        return
    cast = other.scores.get("cast_member", -9.0)
    yield f"other,cast={int(max(-4.0, min(4.0, cast)))},{span.kind}"
    yield f"other,cast={cast > 0}"
    yield f"other,full={' ' in span.text},{span.kind}"
    for predicate, score in other.scores.items():
        if score > 0:
            yield f"other,{predicate}"


def _frame(item: Weighed, span: Span) -> Iterator[str]:
    """Yield the words just outside of the two names."""
    scene, candidate = item.candidate.scene, item.candidate
    first, last = min(candidate.first, span.first), max(candidate.last, span.last)
    side = "after" if span.first > candidate.last else "before"
    yield f"left={scene.tokens[first - 1].lower if first else '|'},{side}"
    yield f"right={scene.tokens[last + 1].lower if last + 1 < len(scene.tokens) else '|'},{side}"
    own = scene.tokens[span.first - 1].lower if span.first else "|"
    yield f"beside={own},{span.kind}"
    yield f"behind={scene.tokens[span.last + 1].lower if span.last + 1 < len(scene.tokens) else '|'},{span.kind}"
    counts = [sum(s.kind == kind for s in scene.spans) for kind in (PERSON, CHARACTER, RUN)]
    yield f"people={min(counts[0], 3)},characters={min(counts[1], 3)}"


def _parallel(item: Weighed, other: Weighed | None) -> str:
    """Return whether two lists run in parallel, and both names have the same place in theirs."""
    if other is None or item.group[:2] == other.group[:2]:
        return "same list"
    if item.group[2] != other.group[2] or item.group[2] == 1:
        return "lists differ" if item.group[2] > 1 or other.group[2] > 1 else "no lists"
    return f"parallel={item.rank == other.rank}"


def told(item: Weighed, span: Span, others: dict[int, Weighed]) -> float:
    """Return what wordings say outright of somebody playing a character: lists side by side, another name."""
    scene, candidate = item.candidate.scene, item.candidate
    before = tuple(token.lower for token in scene.tokens[max(0, span.first - 2) : span.first])
    if before in _ALIAS:
        return -_SURE
    other = others.get(span.first)
    own, theirs = (
        _members(candidate.first, item.group, scene),
        _members(span.first, other.group if other else None, scene),
    )
    if other is None or len(own) < _LIST or len(own) != len(theirs) or own == theirs:
        return 0.0
    left, right = sorted((own, theirs), key=lambda members: members[0].first)
    linked = _links(left, right, scene)
    if not linked:
        return 0.0
    first = candidate.first < span.first
    acts = first if linked == "played" else not first if linked == "by" else item.scores[_CAST] > other.scores[_CAST]
    ranks = [
        [member.first for member in members].index(one)
        for members, one in ((own, candidate.first), (theirs, span.first))
    ]
    return _SURE if acts and ranks[0] == ranks[1] else -_SURE


def _members(first: int, group: tuple[int, int, int] | None, scene: Scene) -> list[Span]:
    """Return the names of a list, as far as it goes on without "with", around the name that begins at ``first``."""
    low, high, _ = group or (first, first, 1)
    members: list[Span] = []
    for span in scene.spans:
        if low <= span.first <= high and (span.kind in HUMAN or span.kind == RUN):
            parted = members and any(
                token.lower in _PARTING for token in scene.tokens[members[-1].last + 1 : span.first]
            )
            if parted and first < span.first:
                break
            members = [span] if parted else [*members, span]
    return members if any(span.first == first for span in members) else []


def _links(left: Sequence[Span], right: Sequence[Span], scene: Scene) -> str:
    """Return how two lists are tied: "played" ("A and B as C and D"), "by", "be", or not at all."""
    tokens, between = scene.tokens, range(left[-1].last + 1, right[0].first)
    if any(index in scene.at and scene.at[index].kind in HUMAN for index in between):
        return ""
    around = (*tokens[max(0, left[0].first - 3) : left[0].first], *tokens[right[-1].last + 1 : right[-1].last + 2])
    if any(token.lower == "as" for token in around):
        return ""
    words = {tokens[index].lower for index in between if index not in scene.at}
    if "by" in words:
        return "by"
    if "as" in words or any("PLAY" in tokens[index].cues for index in between):
        return "played"
    return "be" if words & _ROLES else ""

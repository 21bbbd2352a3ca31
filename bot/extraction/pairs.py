"""What ties two names of a sentence together: actor and character, prize and winner, source work and author."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.extraction.models import CHARACTER, PERSON, Span
from bot.extraction.relations import Weighed
from bot.extraction.scenes import HUMAN, RUN, Scene

_NEAR = 4
_FAR = 12
_SURE = 6.0
_ALIAS = frozenset({("known", "as"), ("name", "is"), ("born", "as")})
"""Words before another name of the same person."""

_COMMAS = frozenset({",", "and", "&"})
_PARTING = frozenset({"with", "alongside", "while", "as", ";", "(", ")", "who", "whose", "by", "plays", "play", "is"})
_PLAYED = frozenset({"as", "reprise", "reprises", "reprised", "roles", "parts"})
_ROLES = frozenset({"are", "be", "were"})


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
    counts = scene.numbers
    yield f"people={min(counts[PERSON], 3)},characters={min(counts[CHARACTER], 3)}"


def _parallel(item: Weighed, other: Weighed | None) -> str:
    """Return whether two lists run in parallel, and both names have the same place in theirs."""
    if other is None or item.group[:2] == other.group[:2]:
        return "same list"
    if item.group[2] != other.group[2] or item.group[2] == 1:
        return "lists differ" if item.group[2] > 1 or other.group[2] > 1 else "no lists"
    return f"parallel={item.rank == other.rank}"


def told(item: Weighed, span: Span, dealt: dict[int, int]) -> float:
    """Return what wordings say outright of somebody playing a character; ``dealt`` is what ``parallels`` found."""
    tokens, first = item.candidate.scene.tokens, item.candidate.first
    if tuple(token.lower for token in tokens[max(0, span.first - 2) : span.first]) in _ALIAS:
        return -_SURE
    if first in dealt and dealt[first] == span.first:
        return _SURE
    taken = {*dealt, *dealt.values()}
    return -_SURE if first in taken or span.first in taken else 0.0


def parallels(scene: Scene, people: dict[int, Weighed]) -> dict[int, int]:
    """Return who plays whom where lists run in parallel ("A and B as the cook C and D"), by first tokens."""
    names = [span for span in scene.spans if span.kind in HUMAN or span.kind == RUN]
    dealt: dict[int, int] = {}
    at = 0
    while at < len(names):
        last = at
        while last + 1 < len(names) and _beside(names[last], names[last + 1], scene):
            last += 1
        if last > at and last + 1 < len(names):
            players, parts = names[at : last + 1], _parts(names[last + 1 :], scene)
            link = _link(players, parts, scene) if len(players) == len(parts) else ""
            if link == "by" or (link == "be" and _cast(players, people) < _cast(parts, people)):
                players, parts = parts, players
            if link:
                dealt |= {player.first: part.first for player, part in zip(players, parts, strict=True)}
        at = last + 1
    return dealt


def _beside(left: Span, right: Span, scene: Scene) -> bool:
    """Whether nothing but a comma or "and" stands between two names."""
    between = scene.tokens[left.last + 1 : right.first]
    return bool(between) and all(token.lower in _COMMAS for token in between)


def _parts(names: Sequence[Span], scene: Scene) -> list[Span]:
    """Return the names of a list whose members may be described ("the cook C and his son D")."""
    found = list(names[:1])
    for left, right in pairwise(names):
        between = [token.lower for token in scene.tokens[left.last + 1 : right.first]]
        if len(between) > _FAR or not _COMMAS.intersection(between) or _PARTING.intersection(between):
            break
        found.append(right)
    return found


def _link(left: Sequence[Span], right: Sequence[Span], scene: Scene) -> str:
    """Return how two lists are tied: "played" ("A and B as C and D"), "by", "be", or not at all."""
    tokens, between = scene.tokens, range(left[-1].last + 1, right[0].first)
    around = (*tokens[max(0, left[0].first - 3) : left[0].first], *tokens[right[-1].last + 1 : right[-1].last + 2])
    if len(between) > _FAR or any(token.lower == "as" for token in around):
        return ""
    words = {tokens[index].lower for index in between if index not in scene.at}
    if "by" in words:
        return "by"
    respectively = any(token.lower == "respectively" for token in tokens[right[-1].last :])
    plays = any("PLAY" in tokens[index].cues for index in between)
    if plays or respectively or words & _PLAYED:
        return "played"
    return "be" if words & _ROLES else ""


def _cast(names: Sequence[Span], people: dict[int, Weighed]) -> float:
    """Return how surely people are cast, all in all."""
    return sum(people[span.first].scores["cast_member"] if span.first in people else -_SURE for span in names)

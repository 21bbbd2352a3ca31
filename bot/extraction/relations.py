"""Which predicate a candidate serves, in two looks: its own place first, then what the first look says of the others.

A person cast surely elsewhere in the article, and a list whose other members are cast, speak for being cast here too.
"""

import math
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bot.extraction import context, prizes
from bot.extraction.candidates import PREDICATES, Candidate
from bot.extraction.document import Document
from bot.extraction.weights import Weights

_CLOSE = 4
_MENTIONS = 60
"""So many mentions of a person are compared: no news names anybody as often."""
_MOST = 5.0
_BEHIND, _UNLIKELY = 0.5, -1.5
"""How far a member of a list stays behind its best; the log odds below which a name does not belong to the others."""

_TOGETHER = 0.3
"""What a prize gains from standing in a list of prizes."""
_NEVER = -9.0
_PLACED = "filming_location"
_WON = "award_received"


@dataclass(slots=True)
class Weighed:
    """A candidate with the log odds of each predicate it may serve; ``first`` are those of the first look."""

    candidate: Candidate
    features: list[str] = field(repr=False)
    group: tuple[int, int, int]
    rank: int
    first: dict[str, float]
    scores: dict[str, float] = field(default_factory=dict)


def weigh(candidates: Sequence[Candidate], document: Document, weights: Weights) -> list[Weighed]:
    """Return the candidates weighed in both looks."""
    found = describe(candidates, document)
    look_first(found, weights)
    look_again(found, weights)
    return found


def describe(candidates: Sequence[Candidate], document: Document) -> list[Weighed]:
    """Return the candidates with the features of their place, not weighed yet."""
    found = []
    for candidate in candidates:
        *bounds, size, rank = context.listing(candidate)
        group = (bounds[0], bounds[1], size)
        found.append(Weighed(candidate, context.features(candidate, document, group), group, rank, {}))
    return found


def look_first(found: Sequence[Weighed], weights: Weights) -> None:
    """Weigh each candidate by its own place."""
    for item in found:
        item.first = {p: weights[f"role:{p}"].score(item.features) for p in PREDICATES[item.candidate.family]}


def look_again(found: Sequence[Weighed], weights: Weights) -> None:
    """Weigh each candidate by everything that the first look says; only people are looked at again."""
    for item, numbers in zip(found, described(found), strict=True):
        item.scores = {p: weights[f"again:{p}"].total(named) for p, named in numbers.items()} or dict(item.first)
    _agree(found)
    _agree_places(found)
    _agree_prizes(found)
    for item in found:
        if item.candidate.family in {"date", "place"} and prizes.held(item.candidate):
            item.scores = dict.fromkeys(item.scores, _NEVER)


def _agree(found: Sequence[Weighed]) -> None:
    """Bring the people of a list near to its best: who stands in one list has one relation."""
    listed: Index = defaultdict(list)
    for item in found:
        if item.group[2] > 1 and item.candidate.family == "person":
            listed[item.candidate.sentence, item.group[:2]].append(item)
    for members in listed.values():
        for predicate in members[0].scores:
            most = max(item.scores[predicate] for item in members) - _BEHIND
            for item in members:
                own = item.scores[predicate]
                if _UNLIKELY < own < most and own == max(item.scores.values()):
                    item.scores[predicate] = most


def _agree_prizes(found: Sequence[Weighed]) -> None:
    """Bring the prizes of a list up to its best, and a little more: they are won together, and bear each other out."""
    won = {id(item.candidate): item for item in found if item.candidate.family == "award"}
    for group in prizes.lists(item.candidate for item in won.values()):
        members = [won[id(candidate)] for candidate in group]
        most = max(item.scores[_WON] for item in members) + _TOGETHER
        for item in members:
            if len(members) > 1 and item.scores[_WON] > _UNLIKELY:
                item.scores[_WON] = most


def _agree_places(found: Sequence[Weighed]) -> None:
    """Bring a place up to the one right behind it, in which it lies: "Bada High School, Busan"."""
    places = [item for item in found if item.candidate.family == "place"]
    for item, behind in pairwise(places):
        near, far = item.candidate, behind.candidate
        beside = near.sentence == far.sentence and far.first == near.last + 2
        if beside and near.scene.tokens[near.last + 1].text == "," and item.scores[_PLACED] > _UNLIKELY:
            item.scores[_PLACED] = max(item.scores[_PLACED], behind.scores[_PLACED])


def described(found: Sequence[Weighed]) -> Iterator[dict[str, dict[str, float]]]:
    """Yield for each candidate the numbers of its second look, by predicate; none where there is no second look."""
    people = [item for item in found if item.candidate.family == "person"]
    mates, others, sentences = _indices(people)
    for item in found:
        if item.candidate.family != "person":
            yield {}
            continue
        candidate = item.candidate
        alike = [o for o in mates[candidate.sentence, item.group[:2]] if o is not item]
        same = [o for o in others[candidate.key][:_MENTIONS] if o is not item]
        shared = _shared(item, sentences[candidate.sentence])
        yield {p: {**shared, **_own(item, p, alike, same)} for p in item.first}


Index = dict[Hashable, list[Weighed]]


def _indices(people: Sequence[Weighed]) -> tuple[Index, Index, Index]:
    """Return the people by list, by name, and by sentence."""
    mates: Index = defaultdict(list)
    others: Index = defaultdict(list)
    sentences: Index = defaultdict(list)
    for item in people:
        mates[item.candidate.sentence, item.group[:2]].append(item)
        others[item.candidate.key].append(item)
        sentences[item.candidate.sentence].append(item)
    return mates, others, sentences


def _own(item: Weighed, predicate: str, alike: list[Weighed], same: list[Weighed]) -> dict[str, float]:
    """Return what the first look says of the candidate, its list and its other mentions."""
    first = item.first[predicate]
    numbers = {f"first:{p}": _held(score) for p, score in item.first.items()}
    numbers["ahead"] = _held(first) - _held(max(s for p, s in item.first.items() if p != predicate))
    listed = [_held(other.first[predicate]) for other in alike]
    if listed:
        numbers["mates"] = 1.0
        numbers["mates:mean"] = sum(listed) / len(listed)
        numbers["mates:most"] = max(listed)
    if same:
        numbers["mentions"] = min(len(same), 4) / 2
        for name in item.first:
            numbers[f"elsewhere:{name}"] = max(_held(other.first[name]) for other in same)
    return numbers


def _held(score: float) -> float:
    return score if -_MOST < score < _MOST else math.copysign(_MOST, score)


def _shared(item: Weighed, sentence: list[Weighed]) -> dict[str, float]:
    """Return what is the same for all predicates: the kind of name, and the nearest people on both sides."""
    candidate = item.candidate
    numbers = {f"is:{candidate.form}": 1.0, "list": min(item.group[2], 6) / 3}
    others = [other for other in sentence if other is not item]
    before = max((o for o in others if o.candidate.last < candidate.first), key=_last, default=None)
    after = min((o for o in others if o.candidate.first > candidate.last), key=_first, default=None)
    for side, other in (("before", before), ("after", after)):
        if other is not None:
            gap = max(candidate.first - other.candidate.last, other.candidate.first - candidate.last)
            near = "near" if gap <= _CLOSE else "far"
            numbers |= {f"{side}:{near}:{p}": _held(score) for p, score in other.first.items()}
            numbers[f"{side}:{near}:is:{other.candidate.form}"] = 1.0
    return numbers


def _first(item: Weighed) -> int:
    return item.candidate.first


def _last(item: Weighed) -> int:
    return item.candidate.last

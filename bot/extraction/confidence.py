"""How sure a fact is: numbers about its best reading, its rivals, its title and its season, and what they amount to."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.extraction.document import Document
from bot.extraction.linear import logistic, softmax
from bot.extraction.models import TITLE, Span, Title
from bot.extraction.readings import Group, Reading
from bot.extraction.weights import Weights

Numbers = dict[str, float]
_FAINT = 1e-4
_MOST = 150
"""So many rivals of a fact are compared: no news says as much of one title, or one thing of as many."""
_JOINTS = frozenset({",", "and", "&", "plus", "or", "both", "as", "well", '"', "'", ";"})
_SINGLE = frozenset({"publication_date", "number_of_episodes", "production_status", "based_on"})
"""Predicates of which a title mostly has one at a time, so that two objects are rivals."""


def _log(chance: float) -> float:
    return math.log(max(chance, _FAINT))


@dataclass(slots=True)
class Overview:
    """What all the readings of an article look like together."""

    document: Document
    groups: Mapping[Group, Sequence[Reading]]
    strengths: dict[Group, float] = field(default_factory=dict)
    mentions: dict[tuple[int, int, str], list[tuple[Group, Reading]]] = field(default_factory=lambda: defaultdict(list))
    titles: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    by_object: dict[str, list[Group]] = field(default_factory=lambda: defaultdict(list))
    by_title: dict[tuple[str, str], list[Group]] = field(default_factory=lambda: defaultdict(list))
    chances: dict[str, float] = field(default_factory=dict)
    scores: list[tuple[float, str]] = field(default_factory=list)
    """The scores of the two likeliest main titles."""
    total: float = _FAINT
    """How strong all titles are together."""
    works: dict[str, Numbers] = field(default_factory=dict)
    """How each title is named, found once."""
    kinds: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    named: Counter[str] = field(default_factory=Counter)
    lists: dict[int, dict[str, frozenset[str]]] = field(default_factory=dict)
    seasons: int = 0

    def listed(self, group: Group) -> frozenset[str]:
        """Return the titles that stand in one list with a group's title, where the fact is told best."""
        sentence = self.groups[group][0].candidate.sentence
        if sentence not in self.lists:
            self.lists[sentence] = lists(sentence, self.document)
        return self.lists[sentence].get(group[0], frozenset())

    def strongest(self, groups: Iterable[Group], but: Group) -> float:
        """Return how strong the strongest of some groups but one is."""
        return max((self.strengths[group] for group in groups if group != but), default=0.0)


def lists(sentence: int, document: Document) -> dict[str, frozenset[str]]:
    """Return the titles of a sentence with those beside them in a list: what is told of one is told of all."""
    tokens = document.sentences[sentence].tokens
    found: dict[str, frozenset[str]] = {}
    last: Span | None = None
    members: list[str] = []
    for span in (s for s in document.by_sentence.get(sentence, ()) if s.kind == TITLE):
        between = tokens[last.last + 1 : span.first] if last is not None else ()
        if not between or not all(token.lower in _JOINTS for token in between):
            members = []
        members = [*members, span.of]
        found |= {title: frozenset(members) - {title} for title in members}
        last = span
    return found


def overview(groups: Mapping[Group, Sequence[Reading]], document: Document) -> Overview:
    """Return what the readings of an article look like together."""
    seen = Overview(document, groups)
    for group, found in groups.items():
        seen.strengths[group] = found[0].strength
        seen.titles[group[0]] += seen.strengths[group]
        for rivals in (seen.by_object[group[2]], seen.by_title[group[0], group[1]]):
            if len(rivals) < _MOST:
                rivals.append(group)
        for reading in found:
            candidate = reading.candidate
            seen.mentions[candidate.start, candidate.end, candidate.family].append((group, reading))
    works = document.titles
    if works:
        seen.chances = dict(zip(works, softmax([work.score for work in works.values()]), strict=True))
    seen.scores = sorted(((work.score, name) for name, work in works.items()), reverse=True)[:2]
    seen.total = max(sum(seen.titles.values()), _FAINT)
    seen.named.update(span.of for span in document.spans)
    for span in document.spans:
        seen.kinds[span.key].add(span.kind)
    seen.seasons = len({m.number for mentions in document.seasons.values() for m in mentions})
    return seen


def numbers(group: Group, season: tuple[int | None, float, float], said: Numbers, seen: Overview) -> Numbers:
    """Return the numbers that a fact's confidence is computed from.

    ``season`` is the one chosen, its probability, and that of no season; ``said`` is what the qualifiers tell.
    """
    found = (
        said
        | _reading(group, seen)
        | _rivals(group, seen)
        | _title(seen.document.titles[group[0]], group, seen)
        | _season(*season, group[0], seen)
        | _surroundings(group, seen)
    )
    predicate = group[1]
    for name in ("role.log", "link.log", "season.log"):
        found[f"{predicate}:{name}"] = found[name]
    found[f"is:{predicate}"] = 1.0
    return found


def _reading(group: Group, seen: Overview) -> Numbers:
    """Return how strong the readings of a fact are in themselves."""
    readings = seen.groups[group]
    best = readings[0]
    links = [
        r.link
        for other, r in _same_mention(best, seen)
        if r.predicate == best.predicate and other[0] not in seen.listed(group)
    ]
    others = [r.role for _, r in _same_mention(best, seen) if r.predicate != best.predicate]
    other = max(others, default=-4.0)
    return {
        "role": best.role,
        "link": best.link,
        "role.log": _log(logistic(best.role)),
        "link.log": _log(logistic(best.link)),
        "link.share": _log(softmax([best.link, *links])[0] * 2),
        "role.other": other,
        "role.lead": best.role - other,
        "readings": float(min(len(readings), 5)),
        "more": min(sum(r.strength for r in readings[1:]), 3.0),
        "any": 1 - math.prod(1 - r.strength for r in readings),
    }


def _same_mention(reading: Reading, seen: Overview) -> list[tuple[Group, Reading]]:
    candidate = reading.candidate
    return seen.mentions[candidate.start, candidate.end, candidate.family]


def _rivals(group: Group, seen: Overview) -> Numbers:
    """Return how strong other facts are that this one stands against or beside."""
    title, predicate, _ = group
    same_object = seen.by_object[group[2]]
    beside = seen.by_title[title, predicate]
    listed = seen.listed(group)
    mention = [
        other
        for other, r in _same_mention(seen.groups[group][0], seen)
        if r.predicate == predicate and other[0] not in listed
    ]
    return {
        "rival.listed": seen.strongest((g for g in same_object if g[1] == predicate and g[0] in listed), group),
        "listed": float(len(listed)),
        "rival": max(seen.strongest(mention, group), seen.strongest(beside, group) if predicate in _SINGLE else 0.0),
        "rival.title": seen.strongest((g for g in same_object if g[1] == predicate and g[0] not in listed), group),
        "rival.predicate": seen.strongest((g for g in same_object if g[0] == title), group),
        "beside": seen.strongest(beside, group),
        "beside.sum": min(sum(seen.strengths[g] for g in beside) - seen.strengths[group], 10.0),
        "rank": float(min(sum(seen.strengths[g] > seen.strengths[group] for g in beside), 10)),
    }


def _title(work: Title, group: Group, seen: Overview) -> Numbers:
    """Return how sure it is that the title is one, and that it is what the sentence is about."""
    document, best = seen.document, seen.groups[group][0].candidate
    if work.key not in seen.works:
        seen.works[work.key] = _work(work, seen)
    focus, chances = document.focus[best.sentence]
    here = [m for m in work.mentions if m.sentence == best.sentence]
    return seen.works[work.key] | {
        "focus": chances.get(work.key, 0.0),
        "focus.is": float(focus == work.key),
        "focus.none": chances.get("", 0.0),
        "main": float(work.key == document.main),
        "here": float(bool(here)),
        "near": float(min((max(m.first - best.last, best.first - m.last) for m in here), default=40)),
    }


def _work(work: Title, seen: Overview) -> Numbers:
    """Return how a title is named and how it stands before the others."""
    rival = next((score for score, name in seen.scores if name != work.key), -6.0)
    spans = [mention.score for mention in work.mentions]
    return {
        "main.score": work.score,
        "main.lead": work.score - rival,
        "main.log": _log(seen.chances[work.key]),
        "title.best": max(spans),
        "title.mean": sum(spans) / len(spans),
        "title.mentions": float(min(len(spans), 10)),
        "title.quoted": sum(m.quoted for m in work.mentions) / len(spans),
        "title.known": float(work.known),
        "title.head": float(work.in_headline),
        "title.words": float(min(len(work.name.split()), 6)),
        "titles": float(min(len(seen.document.titles), 20)),
        "title.sum": min(seen.titles[work.key], 20.0),
        "title.share": seen.titles[work.key] / seen.total,
    }


def _season(season: int | None, chance: float, none: float, title: str, seen: Overview) -> Numbers:
    """Return how sure the season is; an annotation without a season agrees with any."""
    document = seen.document
    return {
        "season.log": _log(chance),
        "season.match": _log(min(chance + (none if season is not None else 0.0), 1.0)),
        "season.none": float(season is None),
        "season.main": float(season is not None and season == document.main_season),
        "season.one": float(season == 1),
        "seasons": float(min(seen.seasons, 6)),
        "serial": float(document.serial),
        "seasoned": float(min(document.seasoned, 10)),
        "season.although": float(season is None and document.main_season is not None and title == document.main),
    }


def _surroundings(group: Group, seen: Overview) -> Numbers:
    """Return what is known about the sentence and the name."""
    document, best = seen.document, seen.groups[group][0]
    candidate, span = best.candidate, best.candidate.span
    sentence = document.sentences[candidate.sentence]
    spans = document.by_sentence.get(candidate.sentence, ())
    return {
        "span": min(span.score, 9.0) if span else 9.0,
        "span.full": float(span is None or " " in span.text),
        "span.kinds": float(len(seen.kinds[span.key])) if span else 1.0,
        "span.mentions": float(min(seen.named[candidate.key], 6)) if span else 1.0,
        "list": float(min(best.weighed.group[2], 8)),
        "names": float(min(len(spans), 15)),
        "titles.here": float(len({s.of for s in spans if s.kind == TITLE})),
        "words": float(min(len(sentence.tokens), 60)),
        "headline": float(sentence.headline),
        "place": candidate.sentence / len(document.sentences),
        "quoted": float("in-quotes" in best.features),
        "bracket": float("in-brackets" in best.features),
        "sentences": float(min(len(document.sentences), 40)),
    }


def weigh(found: Numbers, weights: Weights) -> float:
    """Return the confidence that numbers amount to: the mean of two models, calibrated."""
    return calibrated(raw_score(found, weights), weights)


def calibrated(raw: float, weights: Weights) -> float:
    """Return how often facts of a raw score are right."""
    model = weights["calibration"]
    return logistic(model.bias[0] + model.weights["raw"][0] * raw)


def raw_score(found: Numbers, weights: Weights) -> float:
    """Return the mean log odds of the linear model and of the trees."""
    return (weights["confidence"].total(found) + weights.trees["confidence"].score(found)) / 2

"""From weighed readings to facts: each with its title, season, qualifiers, certainty, confidence and evidence."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from bot.domain.facts import Certainty, Cue, Fact, Predicate
from bot.extraction import confidence, fact_seasons, links, qualifiers, relations
from bot.extraction.candidates import Candidate
from bot.extraction.confidence import Numbers
from bot.extraction.document import Document
from bot.extraction.readings import Reading, grouped, readings, value
from bot.extraction.relations import Weighed
from bot.extraction.weights import Weights

Least = Callable[[str], float]
"""How sure a fact of a predicate must be."""

_LEAST = 0.05
"""The least confidence of any fact."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A fact whose confidence is still to be computed, from its numbers."""

    fact: Fact
    numbers: Numbers


def drafts(weighed: Iterable[Weighed], document: Document, weights: Weights, least: Least | None = None) -> list[Draft]:
    """Return every fact that comes into question; with ``least`` those that are so sure, and how sure they are."""
    reader = qualifiers.Reader(weighed, document, weights)
    groups = grouped(readings(reader.weighed, document, weights), document)
    seen = confidence.overview(groups, document)
    found = []
    seasons: dict[Hashable, tuple[int | None, float, float]] = {}
    for group, same in groups.items():
        place = _place_of_season(same[0], document)
        if place not in seasons:
            seasons[place] = season_of(same[0], document, weights)
        season, chance, none = seasons[place]
        said = reader.numbers(group[1], same[0].weighed)
        numbers = confidence.numbers(group, (season, chance, none), said, seen)
        sure = round(confidence.weigh(numbers, weights), 3) if least is not None else 0.0
        if least is None or sure >= least(group[1]):
            found.append(Draft(_fact(same, season, sure, document, reader), numbers))
    return found


def facts(candidates: Sequence[Candidate], document: Document, weights: Weights, least: Least) -> list[Fact]:
    """Return every fact that is sure enough, the surest first; what is hardly likely never is."""
    floor = cache(lambda predicate: max(_LEAST, least(predicate)))
    found = drafts(relations.weigh(candidates, document, weights), document, weights, floor)
    return sorted(
        (draft.fact for draft in found),
        key=lambda fact: (-fact.confidence, fact.start, fact.predicate, fact.object, fact.subject),
    )


def season_of(reading: Reading, document: Document, weights: Weights) -> tuple[int | None, float, float]:
    """Return the season that a reading is about, its probability, and that of no season."""
    where = fact_seasons.place(reading.candidate, reading.title, document)
    return fact_seasons.choose(where, reading.predicate, weights["fact season"])


def _place_of_season(reading: Reading, document: Document) -> Hashable:
    """Return what decides the season of a reading: two of the same have the same season."""
    candidate = reading.candidate
    exact = candidate.start if document.seasons.get(candidate.sentence) else -1
    dated = candidate.value if candidate.family == "date" else ""
    return candidate.sentence, reading.title, reading.predicate, exact, dated


def _fact(
    same: Sequence[Reading], season: int | None, sure: float, document: Document, reader: qualifiers.Reader
) -> Fact:
    best = same[0]
    sentence = document.sentences[best.candidate.sentence]
    start, end = sentence.start - document.shift, sentence.end - document.shift
    return Fact(
        subject=document.titles[best.title].name,
        season=season,
        predicate=Predicate(best.predicate),
        object=value(best.candidate, best.title, document),
        qualifiers=reader.read(best.predicate, [reading.weighed for reading in same]),
        certainty=Certainty(reader.quality(best.weighed, "certainty")),
        confidence=sure,
        evidence=document.article.text[start:end],
        start=start,
        end=end,
        negated=reader.denied(best.weighed, best.predicate) > 0,
        cues=_cues(best, document, reader.weights),
    )


def _cues(best: Reading, document: Document, weights: Weights) -> tuple[Cue, ...]:
    tied = links.features(best.candidate, best.title, best.predicate, document)
    role = weights.linear.get(f"role:{best.predicate}")
    return (*(role.cues(best.features) if role else ()), *weights["link"].cues(tied, 3))

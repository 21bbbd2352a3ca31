"""From weighed readings to facts: each with its title, season, qualifiers, certainty, confidence and evidence."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from bot.domain.facts import Certainty, Cue, Fact, Predicate
from bot.extraction import confidence, fact_seasons, links, qualifiers, relations
from bot.extraction.candidates import Candidate
from bot.extraction.confidence import Numbers
from bot.extraction.document import Document
from bot.extraction.readings import MOST, Group, Reading, grouped, readings, value
from bot.extraction.relations import Weighed
from bot.extraction.weights import Weights

Least = Callable[[str], float]
"""How sure a fact of a predicate must be."""

_WORTH = 0.3
"""How strong a reading must be to make a person's part in a further season."""

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
    seasons = _Seasons(document, weights)
    groups = by_season(grouped(islice(readings(reader.weighed, document, weights), MOST), document), seasons)
    seen = confidence.overview(groups, document)
    found = []
    for group, same in groups.items():
        season = seasons.of(same[0])
        numbers = confidence.numbers(group, season, reader.numbers(group[1], same[0].weighed), seen)
        sure = round(confidence.weigh(numbers, weights), 3) if least is not None else 0.0
        if least is None or sure >= least(group[1]):
            found.append(Draft(_fact(same, season[0], sure, document, reader), numbers))
    return found


class _Seasons:
    """The season that each reading is about, found once for each place that decides it."""

    def __init__(self, document: Document, weights: Weights) -> None:
        self._document, self._weights = document, weights
        self._found: dict[Hashable, tuple[int | None, float, float]] = {}

    def of(self, reading: Reading) -> tuple[int | None, float, float]:
        """Return the season of a reading, its probability, and that of no season."""
        place = _place_of_season(reading, self._document)
        if place not in self._found:
            self._found[place] = season_of(reading, self._document, self._weights)
        return self._found[place]


def by_season(groups: dict[Group, list[Reading]], seasons: _Seasons) -> dict[Group, list[Reading]]:
    """Return the groups, where those of people told of in several seasons are parted: each season is a fact."""
    found: dict[Group, list[Reading]] = {}
    for group, same in groups.items():
        found[group] = same
        if group[1] != "cast_member" or len(same) == 1 or seasons.of(same[0])[0] is None:
            continue
        parted: dict[int | None, list[Reading]] = defaultdict(list)
        for reading in same:
            season = seasons.of(reading)[0] if reading.strength >= _WORTH else None
            parted[season if season is not None else seasons.of(same[0])[0]].append(reading)
        for season, own in parted.items():
            found[group if own[0] is same[0] else (*group[:2], f"{group[2]} {season}")] = own
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

"""From weighed candidates to facts: each with its title, season, qualifiers, certainty, confidence and evidence."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.extraction import context, links, qualifiers, seasons
from bot.extraction.candidates import PREDICATES, Candidate
from bot.extraction.document import Document, around
from bot.extraction.linear import Linear, logistic
from bot.extraction.models import Cue, Fact
from bot.extraction.names import key
from bot.extraction.weights import Weights

_LEAST_ROLE = -3.5
_LEAST_LINK = -2.5
_LEAST = 0.05
"""Log odds of predicate and title below which a candidate is not pursued, and the least confidence of any fact."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One candidate read as one predicate of one title."""

    candidate: Candidate
    predicate: str
    title: str
    role: float
    link: float
    features: list[str] = field(repr=False)


def readings(candidates: list[Candidate], document: Document, models: Weights) -> Iterator[Reading]:
    """Yield what each candidate may say, with the log odds of its predicate and of its title."""
    for candidate in candidates:
        found = context.features(candidate, document)
        for predicate in PREDICATES[candidate.family]:
            role = models[f"role:{predicate}"].scores(found)[0]
            if role < _LEAST_ROLE:
                continue
            for title in links.eligible(candidate, document):
                link = models["link"].scores(links.features(candidate, title, predicate, document))[0]
                if link > _LEAST_LINK:
                    yield Reading(candidate, predicate, title, role, link, found)


def value(reading: Reading, document: Document) -> str:
    """Return the object as the fact names it: a person's full name, a work's name, a date."""
    candidate = reading.candidate
    if candidate.family == "same":
        return document.titles[reading.title].name
    if candidate.family == "title":
        return document.titles[candidate.key].name if candidate.key in document.titles else candidate.value
    if candidate.span is not None:
        same = [s for s in document.spans if s.of == candidate.key and s.kind == candidate.span.kind]
        return max((s.text for s in same if s.key == candidate.key), key=len, default=candidate.value)
    return candidate.value


_RELUCTANCE = 0.8
"""Log odds against "no season": a fact of a known season is told of the whole work less often than it seems."""

Group = tuple[str, str, str]


def grouped(found: Iterator[Reading], document: Document) -> dict[Group, list[Reading]]:
    """Return the readings that say the same (title, predicate, object), the strongest first."""
    groups: dict[Group, list[Reading]] = defaultdict(list)
    for reading in found:
        groups[reading.title, reading.predicate, key(value(reading, document))].append(reading)
    for group in groups.values():
        group.sort(key=strength, reverse=True)
    return dict(groups)


def strength(reading: Reading) -> float:
    """Return how strong one reading is by itself."""
    return logistic(reading.role) * logistic(reading.link)


def evidence_for(
    group: Group, found: list[Reading], rivals: dict[Group, float], document: Document, models: Weights
) -> list[tuple[str, float]]:
    """Return the numbers that a fact's confidence is computed from, named."""
    title, predicate, _ = group
    best = found[0]
    total = sum(strength(reading) for reading in found[1:])
    season, margin = season_of(best, document, models)
    work = document.titles[title]
    numbers = [
        ("season", min(margin, 4.0)), ("season:none", float(season is None)), ("carries", max(-6.0, min(work.score, 4.0))),  # noqa: E501
        ("carries:best", max(-6.0, max(t.score for t in document.titles.values()))), ("known", float(work.known)),  # noqa: PLW3301
        ("focus", document.focus[best.candidate.sentence][1].get(title, 0.0)), ("here", float(_is_here(best, document))),  # noqa: E501
        ("full", float(best.candidate.family != "person" or " " in value(best, document))),
        ("role", best.role), ("link", best.link), ("least", min(best.role, best.link)), ("more", min(total, 2.0)),
        ("product", 4 * strength(best)), ("main", float(title == document.main)), ("title", min(_sureness(title, document), 6.0)),  # noqa: E501
        ("rival", 4 * rivals[group]), ("span", min(best.candidate.span.score, 6.0) if best.candidate.span else 2.0),
        ("titles", min(len(document.titles), 8) / 4),
        (f"is:{predicate}", 1.0), (f"role:{predicate}", best.role), (f"link:{predicate}", best.link),
    ]  # fmt: skip
    return numbers  # noqa: RET504


def _unnamed(season: int | None, predicate: str, title: str, document: Document) -> list[tuple[str, float]]:
    """Return the risk that a fact without a season is of a season that the article leaves unnamed, and the like."""
    if season is not None:
        sure = document.main_season == season and title == document.main
        return [("season:main", float(sure)), (f"season:main:{predicate}", float(sure))]
    numbers = [("none:film", float(not document.serial)), ("none:seasons", min(document.seasoned, 5) / 2)]
    if document.serial:
        numbers += [(f"none:serial:{predicate}", 1.0), (f"none:seasons:{predicate}", min(document.seasoned, 5) / 2)]
        numbers += [("none:although", float(document.main_season is not None and title == document.main))]
    return numbers


def _is_here(reading: Reading, document: Document) -> bool:
    return any(m.sentence == reading.candidate.sentence for m in document.titles[reading.title].mentions)


def _sureness(title: str, document: Document) -> float:
    return max(mention.score for mention in document.titles[title].mentions)


def rivals(groups: dict[Group, list[Reading]]) -> dict[Group, float]:
    """Return how strong the best other reading is: the same mention under another title, or another date of the title."""  # noqa: E501
    by_mention: dict[tuple[int, int, str], list[tuple[float, Group]]] = defaultdict(list)
    by_title: dict[tuple[str, str], list[tuple[float, Group]]] = defaultdict(list)
    for group, found in groups.items():
        for reading in found:
            place = (reading.candidate.start, reading.candidate.end, reading.predicate)
            by_mention[place].append((strength(reading), group))
        by_title[group[0], group[1]].append((strength(found[0]), group))
    best: dict[Group, float] = {}
    for group, found in groups.items():
        place = (found[0].candidate.start, found[0].candidate.end, group[1])
        others = [s for s, other in by_mention[place] if other != group]
        if group[1] in {"publication_date", "number_of_episodes", "production_status", "based_on"}:
            others += [s for s, other in by_title[group[0], group[1]] if other != group]
        best[group] = max(others, default=0.0)
    return best


def weigh(numbers: list[tuple[str, float]], model: Linear) -> float:
    """Return the confidence that named numbers amount to."""
    total = model.bias[0]
    for name, number in numbers:
        row = model.weights.get(name)
        if row is not None:
            total += row[0] * number
    return logistic(total)


def season_of(reading: Reading, document: Document, models: Weights) -> tuple[int | None, float]:
    """Return the season that a reading is about, and how much likelier it is than the next (log odds)."""
    sentence = document.sentences[reading.candidate.sentence]
    before = document.focus_season[sentence.index]
    where = around(document, sentence, reading.title, before, reading.candidate.start)
    return seasons.choose(where, reading.predicate, models["season"], _RELUCTANCE)


def facts(candidates: list[Candidate], document: Document, models: Weights) -> list[Fact]:
    """Return every fact that comes into question, the surest first."""
    groups = grouped(readings(candidates, document, models), document)
    against = rivals(groups)
    weighed = (
        (found, weigh(evidence_for(group, found, against, document, models), models["confidence"]))
        for group, found in groups.items()
    )
    made = [_fact(found, confidence, document, models) for found, confidence in weighed if confidence >= _LEAST]
    return sorted(made, key=lambda fact: (-fact.confidence, fact.start, fact.predicate, fact.object, fact.subject))


def _fact(found: list[Reading], confidence: float, document: Document, models: Weights) -> Fact:
    best = found[0]
    sentence = document.sentences[best.candidate.sentence]
    start, end = sentence.start - document.shift, sentence.end - document.shift
    return Fact(
        subject=document.titles[best.title].name,
        season=season_of(best, document, models)[0],
        predicate=best.predicate,
        object=value(best, document),
        qualifiers=qualifiers.read(best.candidate, best.predicate, best.title, best.features, document, models),
        certainty=qualifiers.certainty(best.features, models),
        confidence=round(confidence, 3),
        evidence=document.article.text[start:end],
        start=start,
        end=end,
        cues=_cues(best, document, models),
    )


def _cues(best: Reading, document: Document, models: Weights) -> tuple[Cue, ...]:
    tied = links.features(best.candidate, best.title, best.predicate, document)
    return (*models[f"role:{best.predicate}"].cues(best.features), *models["link"].cues(tied, 3))

"""Readings: each candidate as each predicate of each title, and those that say the same brought together."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import repeat
from operator import attrgetter

from bot.extraction import links, prizes
from bot.extraction.candidates import Candidate
from bot.extraction.document import Document
from bot.extraction.linear import Linear, logistic
from bot.extraction.names import key
from bot.extraction.relations import Weighed
from bot.extraction.weights import Weights

_LEAST_ROLE = -3.5
_LEAST_LINK = -2.5
"""Log odds of predicate and title below which a candidate is not pursued."""


@dataclass(slots=True)
class Reading:
    """One candidate read as one predicate of one title."""

    weighed: Weighed = field(repr=False)
    predicate: str
    title: str
    role: float
    link: float
    strength: float = field(init=False, repr=False, compare=False)
    """How strong the reading is by itself."""

    def __post_init__(self) -> None:
        self.strength = logistic(self.role) * logistic(self.link)

    @property
    def candidate(self) -> Candidate:
        """Return the candidate that is read."""
        return self.weighed.candidate

    @property
    def features(self) -> list[str]:
        """Return the features of the candidate's place."""
        return self.weighed.features


_PART = re.compile(r"[-\s]+")
_MOST = 20
"""How many names that share a word are compared; more are no name at all."""
_MENTIONS = 60
"""So many mentions of a name are compared: no news names anybody as often."""
MOST = 3000
"""Readings of an article that are weighed; 60,000 characters of news have some 2,000, an article fifty."""
Group = tuple[str, str, str]
"""A title's key, a predicate, and the key of the object: readings that say the same."""


def readings(found: Iterable[Weighed], document: Document, weights: Weights) -> Iterator[Reading]:
    """Yield what each candidate may say, with the log odds of its predicate and of its title."""
    model = weights["link"]
    weighed = list(found)
    listed = prizes.lists(item.candidate for item in weighed if item.candidate.family == "award")
    beside = {id(one): group for group in listed for one in group}
    for item in weighed:
        likely = {predicate: role for predicate, role in item.scores.items() if role >= _LEAST_ROLE}
        titles = links.eligible(item.candidate, document) if likely else []
        group = beside.get(id(item.candidate)) or [item.candidate]
        marks = {title: [_marks(one, title, document, model) for one in group] for title in titles}
        for predicate, role in likely.items():
            apart = model.under(predicate)
            for title, members in marks.items():
                link = max(shared + sum(map(apart.get, own, repeat(0.0)), model.bias[0]) for shared, own in members)
                if link - model.bias[0] > _LEAST_LINK:
                    yield Reading(item, predicate, title, role, link - model.bias[0])


def _marks(candidate: Candidate, title: str, document: Document, model: Linear) -> tuple[float, list[str]]:
    """Return how a candidate is tied to a title, whatever the predicate, and what each predicate weighs by itself."""
    shared, own = links.marks(candidate, title, document)
    return model.score(shared), own


def value(candidate: Candidate, title: str, document: Document) -> str:
    """Return the object as a title's fact names it: a person's full name, a work's name, a date."""
    if candidate.family == "same":
        return document.titles[title].name
    if candidate.family == "title":
        return document.titles[candidate.key].name if candidate.key in document.titles else candidate.value
    if candidate.span is not None:
        same = [s for s in document.by_name.get(candidate.key, [])[:_MENTIONS] if s.kind == candidate.span.kind]
        forms = (s.text for s in same if s.key == candidate.key)
        return max(forms, key=lambda form: (not form.isupper(), len(form)), default=candidate.value)
    return candidate.value


def grouped(found: Iterable[Reading], document: Document) -> dict[Group, list[Reading]]:
    """Return the readings that say the same (title, predicate, object), the strongest first."""
    groups: dict[Group, list[Reading]] = defaultdict(list)
    names: dict[Group, str] = {}
    values: dict[tuple[int, str], str] = {}
    for reading in found:
        place = id(reading.candidate), reading.title
        name = values[place] = values.get(place) or value(reading.candidate, reading.title, document)
        group = (reading.title, reading.predicate, key(name))
        groups[group].append(reading)
        if reading.candidate.family == "person":
            names[group] = name
    for part, whole in _parts(names).items():
        groups[whole] += groups.pop(part)
    for readings_of_one in groups.values():
        readings_of_one.sort(key=attrgetter("strength"), reverse=True)
    return dict(groups)


def _parts(names: dict[Group, str]) -> dict[Group, Group]:
    """Return the groups whose person is called by a part of just one other's name, and that other group."""
    words = {group: frozenset(map(key, _PART.split(name))) for group, name in names.items()}
    named: dict[tuple[str, str, str], list[Group]] = defaultdict(list)
    for group, own in words.items():
        for word in own:
            named[group[0], group[1], word].append(group)
    found = {}
    for group, own in words.items():
        longer = [other for other in named[group[0], group[1], min(own)][:_MOST] if own < words[other]]
        if len(longer) == 1:
            found[group] = longer[0]
    return {part: found.get(whole, whole) for part, whole in found.items()}

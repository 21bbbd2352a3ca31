"""The titles and people that an article's facts speak of, each with all its names there."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace

from bot.domain.claims import NO_SEASON
from bot.domain.edtf import is_edtf, parse
from bot.domain.facts import PERSONAL, Extraction, Fact, Predicate
from bot.domain.names import key
from bot.domain.naming import full_names, split_season, split_year
from bot.domain.romanisation import same_name


@dataclass(frozen=True, slots=True)
class MentionedTitle:
    """A title with its facts: names without season or year, the fullest first, and the year that stands with one.

    A season that was part of the subject's name has become the fact's.
    """

    names: tuple[str, ...]
    year: int | None
    facts: tuple[Fact, ...]

    @property
    def years(self) -> frozenset[tuple[int, int]]:
        """The years of its releases, as pairs of season (-1 for none) and year."""
        return frozenset(
            (NO_SEASON if fact.season is None else fact.season, parse(fact.object).earliest.year)
            for fact in self.facts
            if fact.predicate is Predicate.PUBLICATION_DATE and not fact.negated and is_edtf(fact.object)
        )

    @property
    def people(self) -> frozenset[str]:
        """The keys of the people whom the facts name."""
        return frozenset(key(name) for name in map(person_of, self.facts) if name)


@dataclass(frozen=True, slots=True)
class _Name:
    """A title's name taken apart."""

    text: str
    season: int | None
    year: int | None


def sayable(extraction: Extraction) -> Extraction:
    """Return what was read without facts about nothing: a name needs a letter or digit."""
    kept = [
        fact for fact in extraction.facts if key(fact.subject) and (fact.predicate not in PERSONAL or key(fact.object))
    ]
    return replace(extraction, facts=tuple(kept))


def person_of(fact: Fact) -> str | None:
    """Return the person whom a fact names, if any: its object, or who won the award."""
    if fact.predicate in PERSONAL:
        return fact.object
    winner = fact.qualifiers.get("person", "") if fact.predicate is Predicate.AWARD_RECEIVED else ""
    return winner if key(winner) else None


def title_keys(extraction: Extraction) -> list[str]:
    """Return every key by which the article's titles may be known, with and without what looks like a season."""
    written = {fact.subject for fact in extraction.facts}.union(*extraction.aliases)
    bare = {split_year(name)[0] for name in written}
    shorter = {split_season(name, [name.rpartition(" ")[0]])[0] for name in bare}
    return sorted(filter(None, map(key, bare | shorter)))


def titles_in(extraction: Extraction, known: Container[str]) -> list[MentionedTitle]:
    """Return the titles that the facts are about. ``known`` are the keys of titles that are kept already."""
    subjects = {fact.subject: _apart(fact.subject, known) for fact in extraction.facts}
    groups = _groups([[_apart(name, known).text for name in group] for group in extraction.aliases])
    found: dict[tuple[str, ...], list[tuple[_Name, Fact]]] = {}
    for fact in extraction.facts:
        name = subjects[fact.subject]
        at = groups.get(key(name.text), (key(name.text),))
        seasoned = replace(fact, season=name.season) if fact.season is None else fact
        found.setdefault(at, []).append((name, seasoned))
    return [_mentioned(groups.get(key(at[0]), ()), told) for at, told in found.items()]


def people_in(extraction: Extraction) -> list[tuple[str, ...]]:
    """Return the people whom the facts name, each with all names that they have in the article, the fullest first.

    What can be spellings of one name is one person here: an article that knew of two would tell them apart.
    """
    titles = {key(fact.subject) for fact in extraction.facts}
    groups = _groups(group for group in extraction.aliases if titles.isdisjoint(map(key, group)))
    named = {key(name): name for name in map(person_of, extraction.facts) if name}
    found: list[tuple[str, ...]] = []
    for group in dict.fromkeys(groups.get(known_as, (name,)) for known_as, name in named.items()):
        same = next((one for one in found if same_name(*full_names(one), *full_names(group))), ())
        found = [one for one in found if one != same] + [_distinct([*same, *group])]
    return found


def _groups(groups: Iterable[Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Return each group of names by the keys of all of them."""
    return {key(name): _distinct(group) for group in groups for name in group}


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names, each key once, as it is written first."""
    first: dict[str, str] = {}
    for name in names:
        first.setdefault(key(name), name)
    return tuple(first.values())


def _mentioned(names: Sequence[str], told: Sequence[tuple[_Name, Fact]]) -> MentionedTitle:
    years = [name.year for name, _ in told if name.year]
    texts = _distinct([*names, *(name.text for name, _ in told)])
    return MentionedTitle(texts, years[0] if years else None, tuple(fact for _, fact in told))


def _apart(written: str, known: Container[str]) -> _Name:
    """Take a name apart. "X 2" is the second season of X only if X is known, and no "X 2" is."""
    name, year = split_year(written)
    shorter = name.rpartition(" ")[0]
    sequel = key(shorter) in known and key(name) not in known
    text, season = split_season(name, [shorter] if sequel else [])
    return _Name(text, season, year)

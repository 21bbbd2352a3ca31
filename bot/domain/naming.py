"""Which title or person a name means. A name only proposes; shared works, people and years decide.

Nothing here is final: what is joined wrongly is parted by an operator, what is kept apart can be merged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain.facts import NameKind
from bot.domain.names import fold, key
from bot.domain.romanisation import same_name


@dataclass(frozen=True, slots=True)
class Named:
    """A title or a person with all names that it goes by; ``fame`` counts the facts that speak of it."""

    id: int
    kind: NameKind
    name: str
    names: tuple[str, ...]
    year: int | None = None
    fame: int = 0

    @property
    def keys(self) -> frozenset[str]:
        """The names made comparable."""
        return frozenset(key(name) for name in self.names)


@dataclass(frozen=True, slots=True)
class TitleMention:
    """A title as an article speaks of it: all its names there, the people tied to it, the years of its releases.

    ``years`` are pairs of season (-1 for none) and year; ``year`` is one that stands with the name itself, as in
    "Rebecca (1940)".
    """

    names: tuple[str, ...]
    people: frozenset[int] = frozenset()
    years: frozenset[tuple[int, int]] = frozenset()
    year: int | None = None


@dataclass(frozen=True, slots=True)
class KnownTitle:
    """A title that is kept already, with the same evidence."""

    named: Named
    people: frozenset[int] = frozenset()
    years: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class PersonMention:
    """A person as an article speaks of them: all their names there, and the titles that they are tied to."""

    names: tuple[str, ...]
    titles: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person who is kept already, with the titles that they are tied to."""

    named: Named
    titles: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Choice:
    """Who a name means (None: someone new), and who else it may mean, for an operator to decide."""

    id: int | None
    proposals: tuple[int, ...] = ()


MOST_YEARS_APART = 2
"""Releases of one season that are given more years apart than this are of two works."""

_SEASON = re.compile(r"^(?P<name>.+?)[\s,:-]+(?:season|series|s)\s?(?P<number>\d{1,2})$", re.IGNORECASE)
_NUMBER = re.compile(r"^(?P<name>.+?)\s(?P<number>[2-9]|1\d)$")
_YEAR = re.compile(r"^(?P<name>.+?)\s*\((?P<year>(?:19|20)\d\d)\)$")
_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_SPELT = re.compile(rf"^(?P<name>.+?)[\s,:-]+season\s(?P<word>{'|'.join(_WORDS)})$", re.IGNORECASE)


def split_season(name: str, known: Iterable[str] = ()) -> tuple[str, int | None]:
    """Return a title's name without the season that it ends in, and that season.

    "X Season 2", "X S2" and "X season two" name one always; "X 2" only if ``known`` has a title X, for it is as
    often the name of a film.
    """
    if found := _SEASON.match(name):
        return found["name"], int(found["number"])
    if found := _SPELT.match(name):
        return found["name"], _WORDS[found["word"].lower()]
    found = _NUMBER.match(name)
    if found and key(found["name"]) in {key(each) for each in known}:
        return found["name"], int(found["number"])
    return name, None


def split_year(name: str) -> tuple[str, int | None]:
    """Return a title's name without the year behind it in brackets, and that year."""
    found = _YEAR.match(name)
    return (found["name"], int(found["year"])) if found else (name, None)


def choose_title(mention: TitleMention, known: Sequence[KnownTitle]) -> int | None:
    """Return the id of the title that is meant, or None when it is one that is not kept yet.

    One of its names must be equal; a work of another time is another work, unless the same people made it. Of several,
    the one that shares most people is meant, then the best known, then the first.
    """
    keys = {key(name) for name in mention.names}
    meant = [title for title in known if title.named.keys & keys and not _another_work(mention, title)]
    best = max(
        meant, key=lambda title: (len(title.people & mention.people), title.named.fame, -title.named.id), default=None
    )
    return best.named.id if best else None


def _another_work(mention: TitleMention, title: KnownTitle) -> bool:
    if mention.people & title.people:
        return False
    if mention.year and title.named.year:
        return mention.year != title.named.year
    apart = [
        min(abs(year - other) for of, other in title.years if of == season)
        for season, year in mention.years
        if any(of == season for of, _ in title.years)
    ]
    return any(years > MOST_YEARS_APART for years in apart)


def choose_person(mention: PersonMention, known: Sequence[KnownPerson]) -> Choice:
    """Return who is meant among people with a like name.

    An equal name is the same person: of several such, parted by an operator, the one who shares most titles. Another
    spelling of the name is the same person only where a title is shared; otherwise it is proposed.
    """
    keys = {key(name) for name in full_names(mention.names)}
    equal = [person for person in known if keys & {key(name) for name in full_names(person.named.names)}]
    alike = [person for person in known if person not in equal and _alike(mention, person)]
    sharing = [person for person in alike if person.titles & mention.titles]
    best = max(equal or sharing, key=lambda person: _closeness(mention, person), default=None)
    return Choice(
        best.named.id if best else None,
        tuple(person.named.id for person in alike if person is not best),
    )


def full_names(names: Sequence[str]) -> tuple[str, ...]:
    """Return the names that tell a person from others: a surname alone does not, unless there is nothing else."""
    full = tuple(name for name in names if " " in fold(name) or not name.isascii())
    return full or tuple(names)


def _alike(mention: PersonMention, person: KnownPerson) -> bool:
    """Whether the full names of both can all be spellings of one."""
    return same_name(*full_names(mention.names), *full_names(person.named.names))


def _closeness(mention: PersonMention, person: KnownPerson) -> tuple[int, int, int]:
    return len(person.titles & mention.titles), person.named.fame, -person.named.id

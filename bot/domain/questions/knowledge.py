"""Everything that questions are made from: titles, people, and the lists that wrong options are found in.

Built once for a state of the store, off the event loop; asking it is quick, however much there is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from math import log1p

from bot.domain.edtf import is_edtf, parse
from bot.domain.facts import PERSONAL, Claim, Predicate
from bot.domain.names import fold
from bot.domain.naming import Named
from bot.domain.questions.question import QuestionKind
from bot.domain.questions.sameness import may_be_same, style
from bot.domain.questions.told import May, Role, Sure, Told, is_name, stems

_LIKELY = 0.5


@dataclass(frozen=True, slots=True)
class Seed:
    """What a question may be made of: its kind, in which way it asks, and the claims that make up its answer."""

    kind: QuestionKind
    variant: str
    title_id: int
    claims: tuple[Claim, ...]
    place: int = 0
    """Where in the title's list of its kind the answer stands."""

    @property
    def key(self) -> str:
        """What the question is known by, however its options come out."""
        return ":".join((self.kind.value, self.variant, str(self.title_id), *map(_spelt, self.claims)))


def _spelt(claim: Claim) -> str:
    return f"{claim.season}.{claim.predicate}.{claim.value}"


@dataclass(frozen=True)
class Knowledge:
    """What is known of titles and people. ``today`` is the day on which it was gathered."""

    titles: Mapping[int, Told]
    people: Mapping[int, Named]
    today: date
    seeds: Mapping[QuestionKind, Sequence[Seed]] = field(default_factory=dict)

    # -------------------------------------------------------------- names

    def person(self, person_id: int) -> str:
        """Return the name by which a person is shown."""
        return self.people[person_id].name

    def names(self, person_id: int) -> tuple[str, ...]:
        """Return all names of a person."""
        return self.people[person_id].names

    def is_told_apart(self, person_id: int | None) -> bool:
        """Whether a person is known by a name that tells who is meant: a whole one, or one word if it is well known."""
        if person_id is None or person_id not in self.people:
            return False
        named = self.people[person_id]
        whole = len(named.name.split()) > 1 or style(named.name) == "hangul"
        return is_name(named.name) and (whole or (named.fame > 1 and "-" not in named.name))

    # -------------------------------------------------------------- ties

    @cached_property
    def titles_of(self) -> Mapping[int, frozenset[int]]:
        """The titles that each person may have to do with."""
        found: dict[int, set[int]] = defaultdict(set)
        for title_id, told in self.titles.items():
            for person_id in told.people:
                found[person_id].add(title_id)
        return {person_id: frozenset(ids) for person_id, ids in found.items()}

    @cached_property
    def _begun(self) -> Mapping[tuple[str, ...], frozenset[int]]:
        """The titles whose name begins with these words."""
        found: dict[tuple[str, ...], set[int]] = defaultdict(set)
        for title_id, told in self.titles.items():
            for name in told.named.names:
                words = tuple(fold(name).split())
                for end in range(1, len(words) + 1):
                    found[words[:end]].add(title_id)
        return {words: frozenset(ids) for words, ids in found.items()}

    @cached_property
    def _called(self) -> Mapping[tuple[str, ...], frozenset[int]]:
        """The titles that go by these words, or by them before a colon, a dash or a bracket."""
        found: dict[tuple[str, ...], set[int]] = defaultdict(set)
        for title_id, told in self.titles.items():
            for name in told.named.names:
                for stem in _stems(name):
                    found[stem].add(title_id)
        return {words: frozenset(ids) for words, ids in found.items()}

    def kin(self, title_id: int) -> frozenset[int]:
        """Return the titles that may be of one franchise with this one, or the same under another name."""
        found = {title_id}
        for name in self.titles[title_id].named.names:
            words = tuple(fold(name).split())
            for end in range(1, len(words) + 1):
                found |= self._called.get(words[:end], frozenset())
            for stem in _stems(name):
                found |= self._begun.get(stem, frozenset())
        return frozenset(found)

    def alike(self, person_id: int, other: int) -> bool:
        """Whether two people may be one."""
        if person_id == other:
            return True
        return any(may_be_same(one, another) for one in self.names(person_id) for another in self.names(other))

    def may_be_in(self, person_id: int, title_id: int) -> bool:
        """Whether a person may have anything to do with a title or its kin: said, spelt otherwise, or in a sentence."""
        kin = self.kin(title_id)
        if kin & self.titles_of.get(person_id, frozenset()):
            return True
        around = {one for each in kin for one in self.titles[each].people}
        if any(self.alike(person_id, one) for one in around if one in self.people):
            return True
        return any(self.titles[each].mentions(name) for each in kin for name in self.names(person_id))

    # -------------------------------------------------------------- lists that wrong options are found in

    def _solid(self) -> Iterator[tuple[int, Told]]:
        return ((title_id, told) for title_id, told in self.titles.items() if told.solid())

    @cached_property
    def crew(self) -> Mapping[tuple[Predicate, str], Sequence[tuple[int, int]]]:
        """People who surely act in, direct or write something, by role and by how their name looks: (person, title)."""
        found: dict[tuple[Predicate, str], dict[tuple[int, int], None]] = defaultdict(dict)
        for title_id, told in self._solid():
            for one in told.sure:
                person_id = one.person_id
                if person_id is not None and self.is_told_apart(person_id) and one.claim.predicate in PERSONAL:
                    found[one.claim.predicate, style(self.person(person_id))][person_id, title_id] = None
        return {role: tuple(pairs) for role, pairs in found.items()}

    @cached_property
    def workers(self) -> Mapping[Predicate, Sequence[tuple[int, int]]]:
        """The same by role alone."""
        found: dict[Predicate, list[tuple[int, int]]] = defaultdict(list)
        for (role, _), pairs in self.crew.items():
            found[role] += pairs
        return found

    @cached_property
    def roles(self) -> Sequence[tuple[int, Role]]:
        """All parts that are sure, with their titles."""
        return tuple(
            (title_id, role)
            for title_id, told in self._solid()
            for role in told.roles
            if self.is_told_apart(role.person_id)
        )

    @cached_property
    def sources(self) -> Sequence[tuple[int, May]]:
        """What is said that titles are based on, under other names than their own, with the titles."""
        return tuple(
            (title_id, may)
            for title_id, told in self._solid()
            for may in told.said(Predicate.BASED_ON)
            if may.confidence >= _LIKELY and not may.negated and is_name(may.object)
            if not any(may_be_same(may.object, name) for name in told.named.names)
        )

    @cached_property
    def sure(self) -> Mapping[Predicate, Sequence[tuple[int, Sure]]]:
        """All that is sure, by predicate, with the titles."""
        found: dict[Predicate, list[tuple[int, Sure]]] = defaultdict(list)
        for title_id, told in self._solid():
            for one in told.sure:
                found[one.claim.predicate].append((title_id, one))
        return found

    # -------------------------------------------------------------- what is known of a title at a glance

    def year(self, title_id: int) -> int | None:
        """Return the year of a title's first release, as far as it is known."""
        told = self.titles[title_id]
        if told.named.year is not None:
            return told.named.year
        dates = [one.claim.value for one in told.of(Predicate.PUBLICATION_DATE) if is_edtf(one.claim.value)]
        return min((parse(value).earliest.year for value in dates), default=None)

    def network(self, title_id: int) -> str | None:
        """Return where a title is to be seen, as far as it is known."""
        return next((one.object for one in self.titles[title_id].of(Predicate.ORIGINAL_BROADCASTER)), None)

    def near(self, title_id: int, other: int) -> float:
        """Return how near two titles are, in [0, 1]: of one time, on one network."""
        found = 0.0
        one, another = self.year(title_id), self.year(other)
        if one and another:
            found += max(0.0, 0.5 - abs(one - another) * 0.05)
        network = self.network(title_id)
        return found + (0.5 if network and network == self.network(other) else 0.0)

    @cached_property
    def _greatest(self) -> float:
        fames = sorted(told.named.fame for told in self.titles.values())
        return log1p(fames[int(len(fames) * 0.98)]) if fames else 1.0

    def fame(self, title_id: int) -> float:
        """Return how well a title is known in the store, in [0, 1]."""
        return min(1.0, log1p(self.titles[title_id].named.fame) / (self._greatest or 1.0))

    # -------------------------------------------------------------- what there is to ask

    @cached_property
    def by_title(self) -> Mapping[int, Sequence[Seed]]:
        """What may be asked about each title."""
        found: dict[int, list[Seed]] = defaultdict(list)
        for seed in self._every():
            found[seed.title_id].append(seed)
        return found

    def seed(self, key: str) -> Seed | None:
        """Return what is asked by the question of this key, or None if it is not asked any more."""
        title_id = key.split(":", 3)[2:3]
        some = self.by_title.get(int(title_id[0]), ()) if title_id and title_id[0].isdecimal() else ()
        return next((one for one in some if one.key == key), None)

    @cached_property
    def source_works(self) -> frozenset[int]:
        """The titles that go by the name of what another title is based on, and may be that book."""
        found: set[int] = set()
        for title_id, told in self.titles.items():
            for may in told.said(Predicate.BASED_ON):
                found |= self._called.get(tuple(fold(may.object).split()), frozenset()) - {title_id}
        return frozenset(found)

    def prepare(self) -> None:
        """Find out now what takes time, so that no question waits for it."""
        for name in (
            "titles_of",
            "_begun",
            "_called",
            "crew",
            "workers",
            "roles",
            "sources",
            "sure",
            "_greatest",
            "by_title",
            "source_works",
        ):
            getattr(self, name)

    def _every(self) -> Iterator[Seed]:
        return (seed for some in self.seeds.values() for seed in some)


def _stems(name: str) -> Iterator[tuple[str, ...]]:
    return (tuple(stem.split()) for stem in stems(name))

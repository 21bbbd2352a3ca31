"""Worlds for tests of questions: what is true, and what articles say of it, some of it wrongly or half.

Whatever is true is either said by somebody, however softly, or follows from something of which there is but one: a part
has one player, a title one network, year and number of episodes.
"""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from bot.domain.facts import NameKind, StoredFact
from bot.domain.naming import Named
from bot.domain.questions.building import gathered
from bot.domain.questions.knowledge import Knowledge
from bot.domain.questions.told import Least, told_of
from tests.said import said

TODAY = date(2026, 11, 23)
LEAST = Least(0.9, 0.75)
_KOREAN, _SYLLABLES, _GIVEN, _FAMILY, _WORDS, _PLACES, _NETWORKS = (
    line.strip().split(";" if ";" in line else " ")
    for line in """
    Kim Lee Park Choi Jung Kang Cho Yoon Jang Lim Han Oh Seo Shin Kwon
    ji min seo yeon jun woo hyun young soo jin ah eun chan tae dong hee won bin na ri
    Anna Ben Carla David Emma Frank Grace Henry Isla Jack Kate Liam Mia Noah Olivia Paul Rosa Tina
    Smith Jones Taylor Brown Wilson Evans Walker White Green Hall Wood Harris Clarke Turner Hill Moore
    Glass Harbor Cold Orchard Quiet Ledger Paper Lantern Last Ferry Salt Line Night Signal Winter House
    Seoul Busan Andong Berlin Vilnius Montreal Cardiff Belfast Toronto Albuquerque
    Netflix;Disney+;Apple TV+;Prime Video;tvN;JTBC;SBS;MBC;HBO;AMC;FX;Starz;Some Channel
    """.strip().splitlines()
)
_SPELT = {"Jung": "Jeong", "Lee": "Yi", "Lim": "Im", "Cho": "Jo", "Choi": "Choe", "Park": "Bak", "Yoon": "Yun"}


@dataclass
class Truth:
    """All that is true of one title: people by their number, whatever they are called."""

    name: str
    players: dict[str, int] = field(default_factory=dict)
    directors: set[int] = field(default_factory=set)
    writers: set[int] = field(default_factory=set)
    networks: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    prizes: dict[tuple[str, str], int | None] = field(default_factory=dict)
    source: tuple[str, str] | None = None
    year: int = 0
    episodes: int = 0

    def people(self) -> set[int]:
        return {*self.players.values(), *self.directors, *self.writers, *(one for one in self.prizes.values() if one)}


@dataclass
class World:
    """What is true, what was said, and who is meant by each id: a person may be kept under two."""

    titles: dict[int, Truth] = field(default_factory=dict)
    people: dict[int, Named] = field(default_factory=dict)
    means: dict[int, int] = field(default_factory=dict)
    facts: dict[int, list[StoredFact]] = field(default_factory=lambda: defaultdict(list))
    names: dict[int, Named] = field(default_factory=dict)

    def knowledge(self) -> Knowledge:
        told = [told_of(self.names[one], self.facts[one], {}, LEAST) for one in self.titles]
        return gathered(told, self.people, TODAY)


class Maker:
    """Makes a world by chance."""

    def __init__(self, rng: random.Random, titles: int = 9, people: int = 26) -> None:
        self.rng = rng
        self.world = World()
        for _ in range(people):
            self._person()
        for title_id in range(1, titles + 1):
            self._title(title_id)
        for title_id in self.world.titles:
            self._say(title_id)

    # -------------------------------------------------------------- what is true

    def _name(self) -> tuple[str, ...]:
        """A name nobody has yet; a Korean one in one or two spellings."""
        taken = {name for one in self.world.people.values() for name in one.names}
        while True:
            if self.rng.random() < 0.6:
                surname, given = self.rng.choice(_KOREAN), "-".join(self.rng.sample(_SYLLABLES, 2)).capitalize()
                names = [f"{surname} {given}", f"{_SPELT.get(surname, surname)} {given}"]
            else:
                names = [f"{self.rng.choice(_GIVEN)} {self.rng.choice(_FAMILY)}"]
            if taken.isdisjoint(names):
                return tuple(dict.fromkeys(names))

    def _person(self) -> None:
        """Somebody new: under one id with all spellings, or under two that nobody has joined."""
        number = len(self.world.means) + 1
        names = self._name()
        parted = len(names) > 1 and self.rng.random() < 0.5
        for offset, some in enumerate([names[:1], names[1:]] if parted else [names]):
            self.world.people[number + offset] = Named(number + offset, NameKind.PERSON, some[0], tuple(some), fame=3)
            self.world.means[number + offset] = number

    def _who(self) -> int:
        return self.world.means[self.rng.choice(list(self.world.means))]

    def _title(self, title_id: int) -> None:
        rng, truth = self.rng, Truth(" ".join(self.rng.sample(_WORDS, 2)))
        if title_id > 1 and rng.random() < 0.25:  # a sequel, whose cast goes on
            before = self.world.titles[title_id - 1]
            truth.name = f"{before.name}: Part Two"
            truth.players |= dict(list(before.players.items())[:2])
        while len(truth.players) < rng.randint(1, 5):
            truth.players[" ".join(self._name()[0].split()[:2])] = self._who()
        truth.directors = {self._who() for _ in range(rng.choice([1, 1, 2]))}
        truth.writers = {self._who() for _ in range(rng.choice([1, 1, 2]))}
        truth.networks = {rng.choice(_NETWORKS)}
        truth.places = set(rng.sample(_PLACES, rng.choice([1, 2])))
        truth.year, truth.episodes = rng.randint(2008, 2025), rng.randint(3, 24)
        if rng.random() < 0.5:
            truth.source = (f"{rng.choice(_WORDS)} {rng.choice(_FAMILY)}", self._name()[0])
        for prize in rng.sample(["best actress", "best actor", "best director", "best drama", "grand prize"], 2):
            if not any((prize, "59th Star Awards") in other.prizes for other in self.world.titles.values()):
                truth.prizes[prize, "59th Star Awards"] = None if "dr" in prize or "gr" in prize else self._who()
        self.world.titles[title_id] = truth
        shown = truth.name
        self.world.names[title_id] = Named(title_id, NameKind.TITLE, shown, (shown,), fame=rng.randint(2, 9))

    # -------------------------------------------------------------- what is said

    def _say(self, title_id: int) -> None:
        truth = self.world.titles[title_id]
        for character, number in truth.players.items():
            self._person_fact(title_id, "cast_member", number, character)
        for predicate, numbers in (("director", truth.directors), ("screenwriter", truth.writers)):
            for number in numbers:
                self._person_fact(title_id, predicate, number)
        for network in truth.networks:
            self._fact(title_id, "original_broadcaster", network)
        for place in truth.places:
            self._fact(title_id, "filming_location", place)
        day = date(truth.year, self.rng.randint(1, 12), self.rng.randint(1, 28)).isoformat()
        self._maybe(title_id, "publication_date", day)
        self._maybe(title_id, "number_of_episodes", str(truth.episodes))
        if truth.source:
            self._fact(title_id, "based_on", truth.source[0], kind="novel", author=truth.source[1])
        for (prize, ceremony), number in truth.prizes.items():
            named = {"ceremony": ceremony}
            self._person_fact(title_id, "award_received", number, prize=prize, **named) if number else self._fact(
                title_id, "award_received", prize, **named
            )
        self._mislead(title_id)

    def _mislead(self, title_id: int) -> None:
        """Say what is not so: hints, recasts that came to nothing, old dates, denials; never sure, or not current."""
        rng, truth = self.rng, self.world.titles[title_id]
        for _ in range(rng.randint(0, 3)):
            someone = rng.choice(list(self.world.people))
            soft = rng.choice([{"certainty": "rumored"}, {"certainty": "reported"}, {"confidence": 0.4}])
            character = rng.choice(list(truth.players))
            self._put(title_id, "cast_member", self.world.people[someone].name, someone, soft, character=character)
        if rng.random() < 0.4:
            someone = rng.choice(list(self.world.people))
            name = self.world.people[someone].name
            self._put(title_id, rng.choice(["director", "screenwriter"]), name, someone, {"certainty": "rumored"})
        if rng.random() < 0.4:
            self._put(title_id, "number_of_episodes", str(truth.episodes + 2), None, {"certainty": "reported"})
        if rng.random() < 0.3:
            self._put(title_id, "publication_date", str(truth.year - 1), None, {"certainty": "rumored"})
        if rng.random() < 0.3:
            someone = rng.choice(list(self.world.people))
            if self.world.means[someone] not in truth.people():
                self._put(title_id, "cast_member", self.world.people[someone].name, someone, {"negated": True})

    def _person_fact(self, title_id: int, predicate: str, number: int, character: str = "", **more: str) -> None:
        """Say it of one of the ids and spellings of a person, so that it is known somehow."""
        ids = [one for one, meant in self.world.means.items() if meant == number]
        for _ in range(self.rng.choice([1, 1, 2])):
            person_id = self.rng.choice(ids)
            spelling = self.rng.choice(self.world.people[person_id].names)
            qualifiers = {"character": character} if character and self.rng.random() < 0.9 else {}
            if "prize" in more:
                prize = {name: value for name, value in more.items() if name != "prize"}
                self._put(title_id, predicate, more["prize"], person_id, {}, person=spelling, **prize)
            else:
                self._put(title_id, predicate, spelling, person_id, {}, **qualifiers)

    def _maybe(self, title_id: int, predicate: str, text: str) -> None:
        if self.rng.random() < 0.8:
            self._fact(title_id, predicate, text)

    def _fact(self, title_id: int, predicate: str, text: str, **qualifiers: str) -> None:
        self._put(title_id, predicate, text, None, {}, **qualifiers)

    def _put(
        self, title_id: int, predicate: str, text: str, person_id: int | None, how: dict[str, object], **qualifiers: str
    ) -> None:
        words = " ".join((text, *qualifiers.values()))
        told = {"confidence": self.rng.choice([0.5, 0.8, 0.93, 0.97]), "day": self.rng.randint(0, 400), **how}
        evidence = f"{self.world.titles[title_id].name}: {words}, it was said."
        season = self.rng.choice([None, None, 1])
        outlet = self.rng.choice(["Soompi", "Variety", "Deadline"])
        of = {"title_id": title_id, "person_id": person_id, "season": season, "evidence": evidence, "outlet": outlet}
        self.world.facts[title_id].append(said(predicate, text, **of, **told, **qualifiers))


def made(seed: int, titles: int = 9, people: int = 26) -> World:
    """Return the world of a seed."""
    return Maker(random.Random(seed), titles, people).world

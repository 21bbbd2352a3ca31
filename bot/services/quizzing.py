"""Questions from all that is known: gathered from the store when it has changed, and kept in between."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TypeAlias

from bot.clock import Clock
from bot.domain.facts import Claim, NameKind, StoredFact, Verdict
from bot.domain.games import Difficulty
from bot.domain.naming import Named
from bot.domain.questions.building import build, gathered
from bot.domain.questions.knowledge import Knowledge
from bot.domain.questions.question import Question
from bot.domain.questions.told import Least, Told, told_of
from bot.services.releases import Points
from bot.store import facts, names, verdicts
from bot.store.database import Database

AT_ONCE = 400
"""Titles that are read from the store at once."""

_REST = 30
"""Gathering takes at most a thirtieth of the time, however often articles come."""

_Figures: TypeAlias = tuple[int, int, float]
_State: TypeAlias = tuple[_Figures, Named, frozenset[tuple[Claim, Verdict]]]
"""What a title's part of the knowledge was made from; as long as it is the same, the part is."""

_MadeOf: TypeAlias = tuple[Mapping[int, _Figures], tuple[int, int, int], Mapping[Claim, Verdict], date]


class Quizzing:
    """Makes questions of what everyone may be told, and of what the operator did not call wrong."""

    def __init__(self, db: Database, clock: Clock, points: Points) -> None:
        self._db = db
        self._clock = clock
        self._least = Least(points.asked, points.shown)
        self._lock = asyncio.Lock()
        self._knowledge = Knowledge({}, {}, date.min)
        self._made_of: _MadeOf | None = None
        self._parts: dict[int, tuple[_State, Told]] = {}
        self._rests_until: datetime | None = None

    async def build(
        self,
        rng: random.Random,
        *,
        title_id: int | None = None,
        difficulty: Difficulty | None = None,
        avoid: Collection[str] = (),
        wanted: Sequence[str] = (),
        rejected: Collection[Claim] = (),
        weak: Mapping[str, Collection[str]] | None = None,
        learnt: Mapping[str, float] | None = None,
    ) -> Question | None:
        """Return a question as ``building.build`` does, or None when nothing is left to ask."""
        return build(
            await self.knowledge(),
            rng,
            title_id=title_id,
            difficulty=difficulty,
            avoid=avoid,
            wanted=wanted,
            rejected=rejected,
            weak=weak,
            learnt=learnt,
        )

    async def knowledge(self) -> Knowledge:
        """Return what questions are made from, gathered anew where the store or the day is another."""
        async with self._lock:
            async with self._db.read() as conn:
                held = await verdicts.everywhere(conn)
                if not self._is_due(held):
                    return self._knowledge
                states, called = await facts.states(conn), await names.state(conn)
            made_of = states, called, held, self._clock().date()
            if self._made_of is None or self._made_of[1][2] != called[2]:
                self._parts = {}  # whoever was merged or parted is named by facts that have not changed
            if made_of != self._made_of:
                await self._gather(states, held)
                self._made_of = made_of
            return self._knowledge

    def _is_due(self, held: Mapping[Claim, Verdict]) -> bool:
        """Whether it is time to look again: a verdict counts at once, articles after a rest."""
        judged = self._made_of is None or self._made_of[2] != held
        return judged or self._rests_until is None or self._clock() >= self._rests_until

    async def _gather(self, states: Mapping[int, _Figures], held: Mapping[Claim, Verdict]) -> None:
        """Gather anew what has changed; the store is left free in between, for others are waiting."""
        begun = self._clock()
        titles = await self._named(NameKind.TITLE, states)
        judged: dict[int, dict[Claim, Verdict]] = {}
        for claim, verdict in held.items():
            judged.setdefault(claim.title_id, {})[claim] = verdict
        now = {one: (states[one], named, frozenset(judged.get(one, {}).items())) for one, named in titles.items()}
        changed = [one for one, state in now.items() if one not in self._parts or self._parts[one][0] != state]
        for some in _portions(changed):
            async with self._db.read() as conn:
                said = await facts.of_titles(conn, some)
                unseen = await facts.of_titles(conn, some, private=True)
            told = await asyncio.to_thread(_told, [titles[one] for one in some], said, unseen, judged, self._least)
            self._parts |= {one.named.id: (now[one.named.id], one) for one in told}
        self._parts = {one: self._parts[one] for one in now}
        parts = [told for _, told in self._parts.values()]
        people = await self._named(NameKind.PERSON, {person_id for told in parts for person_id in told.people})
        self._knowledge = await asyncio.to_thread(gathered, parts, people, self._clock().date())
        self._rests_until = self._clock() + _REST * (self._clock() - begun)

    async def _named(self, kind: NameKind, ids: Iterable[int]) -> dict[int, Named]:
        found: dict[int, Named] = {}
        for some in _portions(sorted(ids)):
            async with self._db.read() as conn:
                found |= {one.id: one for one in await names.known(conn, kind, some)}
        return found


def _portions(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))


def _told(
    titles: Sequence[Named],
    said: Iterable[StoredFact],
    unseen: Iterable[StoredFact],
    judged: Mapping[int, Mapping[Claim, Verdict]],
    least: Least,
) -> list[Told]:
    """Return what is known of some titles."""
    open_, hidden = _by_title(said), _by_title(unseen)
    return [
        told_of(one, open_.get(one.id, ()), judged.get(one.id, {}), least, hidden.get(one.id, ())) for one in titles
    ]


def _by_title(some: Iterable[StoredFact]) -> dict[int, list[StoredFact]]:
    found: dict[int, list[StoredFact]] = {}
    for fact in some:
        found.setdefault(fact.title_id, []).append(fact)
    return found

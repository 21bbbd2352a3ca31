"""What an article says, kept: names become titles and people, and facts are stored under them.

All of it happens in the caller's transaction, beside whatever else is known of the article.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from bot.domain.beliefs import Belief, believe
from bot.domain.claims import NO_SEASON, value_of
from bot.domain.facts import Extraction, Fact, NameKind, NewFact, Predicate
from bot.domain.mentions import MentionedTitle, people_in, person_of, sayable, title_keys, titles_in
from bot.domain.names import key
from bot.domain.naming import KnownPerson, KnownTitle, Named, PersonMention, TitleMention, choose_person, choose_title
from bot.domain.reasons import because
from bot.store import facts, merges, names, verdicts
from bot.store.database import Connection

ALIKE = "identity.alike"
"""The reason of a proposal: two people whose names may be spellings of one, but who share no title."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Learnt:
    """What an article told that was not known of it before: how many facts; and the titles that it speaks of."""

    facts: int = 0
    titles: frozenset[int] = frozenset()


async def learn(conn: Connection, article_id: int, extraction: Extraction, version: int, now: datetime) -> Learnt:
    """Keep what this version of the extraction read in an article, in place of what was read in it before."""
    naming, extraction = _Naming(conn, article_id, now), sayable(extraction)
    spellings = people_in(extraction)
    bearers = await _bearers(conn, spellings)
    titles = await naming.titles(extraction, bearers)
    people = await naming.people(spellings, bearers, titles)
    found = [_new(title_id, fact, people) for title_id, mention in titles for fact in mention.facts]
    new = await facts.replace(conn, article_id, found, version, now)
    return Learnt(new, frozenset(title_id for title_id, _ in titles))


async def try_to_learn(
    conn: Connection, article_id: int, extraction: Extraction, version: int, now: datetime
) -> Learnt | None:
    """Learn as ``learn`` does, or nothing (None): an article whose facts cannot be kept is news all the same."""
    try:
        async with conn.begin_nested():
            return await learn(conn, article_id, extraction, version, now)
    except Exception:  # noqa: BLE001 - whatever is wrong with what was read, the poll goes on
        _log.exception("facts could not be kept", article=article_id)
        return None


async def moves(conn: Connection, titles: Iterable[int], article_ids: AbstractSet[int], shown: float) -> int:
    """Return how many releases of these titles, known from elsewhere, were moved by what these articles say."""
    found = 0
    for title_id in titles:
        held = await verdicts.of_title(conn, title_id, None)
        beliefs = believe(await facts.of_title(conn, title_id, None), held, shown)
        told = {one.claim for one in beliefs if article_ids & _articles(one)}
        dates = [one for one in beliefs if one.claim.predicate is Predicate.PUBLICATION_DATE and one.replaced_by]
        over = [one for one in dates if _articles(one) - article_ids]
        found += sum(replace(one.claim, value=one.replaced_by or "") in told for one in over)
    return found


def _articles(belief: Belief) -> set[int]:
    return {fact.source.article_id for fact in belief.sources}


_Titles = Sequence[tuple[int, MentionedTitle]]
_Bearers = Mapping[str, Sequence[int]]


async def _bearers(conn: Connection, spellings: Iterable[Sequence[str]]) -> _Bearers:
    """Return the people that are kept under each of these names, by its key."""
    keys = {key(name) for group in spellings for name in group}
    return await names.owners(conn, NameKind.PERSON, sorted(keys))


def _tied(group: Iterable[str], titles: _Titles) -> frozenset[int]:
    """Return the titles that a person of these names is said to have to do with."""
    keys = {key(name) for name in group}
    return frozenset(title_id for title_id, told in titles if told.people & keys)


def _new(title_id: int, fact: Fact, people: Mapping[str, int]) -> NewFact:
    person = person_of(fact)
    person_id = people[key(person)] if person else None
    return NewFact(title_id, fact, value_of(fact.predicate, fact.object, fact.qualifiers, person_id), person_id)


class _Naming:
    """Decides whom and what the names of one article mean; who is new is kept from now on."""

    def __init__(self, conn: Connection, article_id: int, now: datetime) -> None:
        self._conn = conn
        self._article_id = article_id
        self._now = now

    # -------------------------------------------------------------- titles

    async def titles(self, extraction: Extraction, bearers: _Bearers) -> _Titles:
        """Return the titles that the facts are about, by their ids."""
        namesakes = await names.owners(self._conn, NameKind.TITLE, title_keys(extraction))
        return [(await self._title(one, namesakes, bearers), one) for one in titles_in(extraction, namesakes)]

    async def _title(self, told: MentionedTitle, namesakes: Mapping[str, Sequence[int]], bearers: _Bearers) -> int:
        people = frozenset(person_id for name in told.people for person_id in bearers.get(name, ()))
        known = await self._known_titles({one for name in told.names for one in namesakes.get(key(name), ())})
        title_id = choose_title(TitleMention(told.names, people, told.years, told.year), known)
        if title_id is None:
            # What shares its name is told apart by its year, as far as that can be known.
            year = told.year or (min((year for _, year in told.years), default=None) if known else None)
            title_id = await self._add(NameKind.TITLE, told.names[0], year)
        await self._name(NameKind.TITLE, title_id, told.names)
        return title_id

    async def _known_titles(self, ids: Iterable[int]) -> list[KnownTitle]:
        named = await names.known(self._conn, NameKind.TITLE, sorted(ids))
        if not named:
            return []
        people = await facts.people_of_titles(self._conn, [one.id for one in named])
        years = await facts.years_of_titles(self._conn, [one.id for one in named])
        return [
            KnownTitle(_dated(one, years[one.id]), frozenset(people[one.id]), frozenset(years[one.id])) for one in named
        ]

    # -------------------------------------------------------------- people

    async def people(self, spellings: Sequence[tuple[str, ...]], bearers: _Bearers, titles: _Titles) -> dict[str, int]:
        """Return who is meant by each name, by its key."""
        casts = await facts.people_of_titles(self._conn, [title_id for title_id, _ in titles])
        mentions = [PersonMention(group, _tied(group, titles)) for group in spellings]
        near = [await self._near(mention, bearers, casts) for mention in mentions]
        known = {one.named.id: one for one in await self._known_people(set().union(*near))}
        found: dict[str, int] = {}
        for mention, ids in zip(mentions, near, strict=True):
            person_id = await self._person(mention, [known[one] for one in sorted(ids)])
            found |= dict.fromkeys(map(key, mention.names), person_id)
        return found

    async def _near(self, mention: PersonMention, bearers: _Bearers, casts: Mapping[int, set[int]]) -> set[int]:
        """Return the people who may be meant: of that name, of one that sounds like it, or of the same titles."""
        sounding = await names.sounding(self._conn, mention.names)
        named = [bearers.get(key(name), ()) for name in mention.names]
        return set(sounding).union(*named, *(casts[title_id] for title_id in mention.titles))

    async def _person(self, mention: PersonMention, near: Sequence[KnownPerson]) -> int:
        choice = choose_person(mention, near)
        person_id = choice.id or await self._add(NameKind.PERSON, mention.names[0], None)
        for other in choice.proposals:
            await merges.propose(self._conn, NameKind.PERSON, person_id, other, reason=because(ALIKE), now=self._now)
        await self._name(NameKind.PERSON, person_id, mention.names)
        return person_id

    async def _known_people(self, ids: Iterable[int]) -> list[KnownPerson]:
        named = await names.known(self._conn, NameKind.PERSON, sorted(ids))
        titles = await facts.titles_of_people(self._conn, [one.id for one in named]) if named else {}
        return [KnownPerson(one, frozenset(titles[one.id])) for one in named]

    # -------------------------------------------------------------- names

    async def _add(self, kind: NameKind, name: str, year: int | None) -> int:
        return await names.add(self._conn, kind, name, self._now, year=year, article_id=self._article_id)

    async def _name(self, kind: NameKind, owner_id: int, texts: Iterable[str]) -> None:
        await names.add_names(self._conn, kind, owner_id, texts, article_id=self._article_id, now=self._now)


def _dated(named: Named, years: Iterable[tuple[int, int]]) -> Named:
    """Return a title with its year, if only by what is said of its first season: "X (1940)" is no X of 2014."""
    begun = [year for season, year in years if season in (NO_SEASON, 1)]
    return replace(named, year=named.year or min(begun, default=None))

"""What an article says, kept: names become titles and people, and facts are stored under them.

All of it happens in the caller's transaction, beside whatever else is known of the article.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from bot.domain.beliefs import believe
from bot.domain.claims import NO_SEASON, value_of
from bot.domain.facts import Extraction, Fact, NameKind, NewFact, Predicate
from bot.domain.mentions import MentionedTitle, people_in, person_of, sayable, title_keys, titles_in
from bot.domain.names import key
from bot.domain.naming import KnownPerson, KnownTitle, Named, PersonMention, TitleMention, choose_person, choose_title
from bot.domain.reasons import because
from bot.services.falling import drop_fallen
from bot.services.releases import DATING, STANDARD, Points, refresh
from bot.services.title_follows import queue_story
from bot.store import articles, facts, merges, names, verdicts
from bot.store.database import Connection

ALIKE = "identity.alike"
"""The reason of a proposal: two people whose names may be spellings of one, but who share no title."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Learnt:
    """What an article told that was not known of it before: how many facts; and the titles that it speaks of."""

    facts: int = 0
    titles: frozenset[int] = frozenset()


async def learn(  # noqa: PLR0917 - as in ``try_to_learn``
    conn: Connection,
    article_id: int,
    extraction: Extraction,
    version: int,
    now: datetime,
    points: Points = STANDARD,
) -> Learnt:
    """Keep what this version of the extraction read in an article, in place of what was read in it before.

    The releases of the titles that it speaks of, or spoke of, follow, and so do all who follow these; questions that
    rest on what does not stand any more fall.
    """
    naming, extraction = _Naming(conn, article_id, now), sayable(extraction)
    spellings = people_in(extraction)
    bearers = await _bearers(conn, spellings)
    titles = await naming.titles(extraction, bearers)
    people = await naming.people(spellings, bearers, titles)
    found = [_new(title_id, fact, people) for title_id, mention in titles for fact in mention.facts]
    unread = await articles.is_unread(conn, article_id)
    dated = {title_id for title_id, mention in titles if any(fact.predicate in DATING for fact in mention.facts)}
    before = await facts.titles_of_article(conn, article_id, DATING)
    spoken = await facts.titles_of_article(conn, article_id, Predicate)
    new = await facts.replace(conn, article_id, found, version, now)
    if unread:  # what is read again is no news
        await queue_story(conn, article_id, now)
    await refresh(conn, dated.union(before), now, points)
    await drop_fallen(conn, {*spoken, *(title_id for title_id, _ in titles)}, now, points)
    return Learnt(new, frozenset(title_id for title_id, _ in titles))


async def try_to_learn(  # noqa: PLR0917 - one article, and how it was read
    conn: Connection,
    article_id: int,
    extraction: Extraction,
    version: int,
    now: datetime,
    points: Points = STANDARD,
) -> Learnt | None:
    """Learn as ``learn`` does, or nothing (None): an article whose facts cannot be kept is news all the same."""
    try:
        async with conn.begin_nested():
            return await learn(conn, article_id, extraction, version, now, points)
    except Exception:  # noqa: BLE001 - whatever is wrong with what was read, the poll goes on
        _log.exception("facts could not be kept", article=article_id)
        return None


async def moves(conn: Connection, titles: Iterable[int], article_ids: AbstractSet[int], shown: float) -> int:
    """Return how many releases of these titles, known from elsewhere, were moved by what these articles say."""
    found = 0
    for title_id in titles:
        held = await verdicts.of_title(conn, title_id, None)
        beliefs = believe(await facts.of_title(conn, title_id, None), held, shown)
        told = {one.claim for one in beliefs if article_ids & one.article_ids}
        dates = [one for one in beliefs if one.claim.predicate is Predicate.PUBLICATION_DATE and one.replaced_by]
        over = [one for one in dates if one.article_ids - article_ids]
        found += sum(replace(one.claim, value=one.replaced_by or "") in told for one in over)
    return found


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
    """Decides whom and what the names of one article mean; who is new is kept from now on.

    All names of a kind are looked up and stored together: while an article is learnt nobody else can write.
    """

    def __init__(self, conn: Connection, article_id: int, now: datetime) -> None:
        self._conn = conn
        self._article_id = article_id
        self._now = now

    # -------------------------------------------------------------- titles

    async def titles(self, extraction: Extraction, bearers: _Bearers) -> _Titles:
        """Return the titles that the facts are about, by their ids."""
        namesakes = await names.owners(self._conn, NameKind.TITLE, title_keys(extraction))
        mentioned = titles_in(extraction, namesakes)
        known = await self._known_titles({one for ids in namesakes.values() for one in ids})
        chosen = [choose_title(_mention(told, bearers), known) for told in mentioned]
        new = [(told.names[0], _year(told, known)) for told, one in zip(mentioned, chosen, strict=True) if one is None]
        ids = await self._kept(NameKind.TITLE, chosen, new, [told.names for told in mentioned])
        return list(zip(ids, mentioned, strict=True))

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
        mentions = [PersonMention(group, _tied(group, titles)) for group in spellings]
        known = await self._known_people(mentions, bearers, titles)
        choices = [choose_person(mention, known) for mention in mentions]
        new = [(mention.names[0], None) for mention, one in zip(mentions, choices, strict=True) if one.id is None]
        ids = await self._kept(NameKind.PERSON, [one.id for one in choices], new, spellings)
        for person_id, choice in zip(ids, choices, strict=True):
            for other in choice.proposals:
                await merges.propose(
                    self._conn, NameKind.PERSON, person_id, other, reason=because(ALIKE), now=self._now
                )
        return {key(name): person_id for person_id, group in zip(ids, spellings, strict=True) for name in group}

    async def _known_people(
        self, mentions: Sequence[PersonMention], bearers: _Bearers, titles: _Titles
    ) -> list[KnownPerson]:
        """Return the people who may be meant: of such a name, of one that sounds like it, or of the same titles."""
        casts = await facts.people_of_titles(self._conn, [title_id for title_id, _ in titles])
        heard = await names.sounding(self._conn, [name for mention in mentions for name in mention.names])
        ids = set(heard).union(*bearers.values(), *casts.values())
        named = await names.known(self._conn, NameKind.PERSON, sorted(ids))
        ties = await facts.titles_of_people(self._conn, [one.id for one in named]) if named else {}
        return [KnownPerson(one, frozenset(ties[one.id])) for one in named]

    # -------------------------------------------------------------- both

    async def _kept(
        self,
        kind: NameKind,
        chosen: Sequence[int | None],
        new: Sequence[tuple[str, int | None]],
        texts: Sequence[Iterable[str]],
    ) -> list[int]:
        """Store who is new (None) among the chosen, and all names of each; gives the ids of all."""
        made = iter(await names.add_all(self._conn, kind, new, article_id=self._article_id, now=self._now))
        ids = [next(made) if one is None else one for one in chosen]
        called: dict[int, list[str]] = {}
        for owner_id, some in zip(ids, texts, strict=True):
            called.setdefault(owner_id, []).extend(some)
        await names.name_all(self._conn, kind, called, article_id=self._article_id, now=self._now)
        return ids


def _mention(told: MentionedTitle, bearers: _Bearers) -> TitleMention:
    people = frozenset(person_id for name in told.people for person_id in bearers.get(name, ()))
    return TitleMention(told.names, people, told.years, told.year)


def _year(told: MentionedTitle, known: Iterable[KnownTitle]) -> int | None:
    """Return the year by which a new title is told from those that share its name, as far as it can be known."""
    keys = {key(name) for name in told.names}
    shared = any(one.named.keys & keys for one in known)
    return told.year or (min((year for _, year in told.years), default=None) if shared else None)


def _dated(named: Named, years: Iterable[tuple[int, int]]) -> Named:
    """Return a title with its year, if only by what is said of its first season: "X (1940)" is no X of 2014."""
    begun = [year for season, year in years if season in (NO_SEASON, 1)]
    return replace(named, year=named.year or min(begun, default=None))

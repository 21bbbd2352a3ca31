"""Look-ups of titles and people: what is believed of them, and where it was read.

People's mistakes are raised as ``UserError`` with these keys: ``title.unknown``, ``person.unknown`` (both with
``text``, what was typed), ``fact.unknown``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.clock import Clock
from bot.domain.beliefs import Belief, Standing, believe
from bot.domain.edtf import is_edtf, parse
from bot.domain.facts import Claim, NameKind, Predicate, Source, StoredFact
from bot.domain.lookup import MatchKind, NameHit
from bot.domain.models import StoryView
from bot.domain.naming import Named
from bot.errors import UserError
from bot.store import facts, name_search, names, verdicts, views
from bot.store.database import Connection, Database
from bot.store.views import Hit

MOST_CITED = 2
"""Sources that stand behind one line."""

MOST_STORIES = 3
"""Stories that are shown of a title or person."""

MOST_OFFERED = 10
"""Titles or people that one is asked to choose from."""

LATELY = timedelta(days=30)
"""How long ago a change was that is still told as one."""

_PICKED = re.compile(r"#(\d{1,18})", re.ASCII)
_OVER = frozenset({"cancelled", "ended"})
_CREW = frozenset({Predicate.DIRECTOR, Predicate.SCREENWRITER})


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A text that may mean several titles (or people), the likeliest first."""

    text: str
    hits: tuple[NameHit, ...]


@dataclass(frozen=True, slots=True)
class TitleView:
    """All that is shown of a title.

    ``beliefs`` are in the order in which they are told, superseded ones among them; ``changed`` are the superseded
    ones that gave way lately, the last first. ``sources`` are numbered from 1 in the order of their first use;
    ``numbers`` gives those of a belief. ``people`` are the names by which people are known, by ``Belief.person_id``.
    ``coming``: something of it may still come out.
    """

    id: int
    name: str
    aliases: tuple[str, ...]
    year: int | None
    beliefs: tuple[Belief, ...]
    sources: tuple[Source, ...]
    changed: tuple[Belief, ...]
    stories: tuple[StoryView, ...]
    people: Mapping[int, str]
    coming: bool = True

    def numbers(self, belief: Belief) -> tuple[int, ...]:
        """Return the numbers of the belief's best sources, the best first."""
        return _numbers(self.sources, belief)


@dataclass(frozen=True, slots=True)
class CastView:
    """Who is in a title and who makes it, in the order in which they are told; the rest as in ``TitleView``."""

    id: int
    name: str
    year: int | None
    cast: tuple[Belief, ...]
    crew: tuple[Belief, ...]
    sources: tuple[Source, ...]
    people: Mapping[int, str]

    def numbers(self, belief: Belief) -> tuple[int, ...]:
        """Return the numbers of the belief's best sources, the best first."""
        return _numbers(self.sources, belief)


@dataclass(frozen=True, slots=True)
class Part:
    """What a person does in a title, or won for it."""

    title_id: int
    title: str
    year: int | None
    belief: Belief


@dataclass(frozen=True, slots=True)
class PersonView:
    """All that is shown of a person: ``parts`` with the newest first, ``stories`` likewise; sources as in titles."""

    id: int
    name: str
    aliases: tuple[str, ...]
    parts: tuple[Part, ...]
    sources: tuple[Source, ...]
    stories: tuple[StoryView, ...]

    def numbers(self, belief: Belief) -> tuple[int, ...]:
        """Return the numbers of the belief's best sources, the best first."""
        return _numbers(self.sources, belief)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A kept fact with its sentence and source, and the name of its title."""

    title: str
    fact: StoredFact


class Titles:
    """Answers questions about titles and people. ``shown`` is the least confidence of what is told."""

    def __init__(self, db: Database, clock: Clock, shown: float) -> None:
        self._db = db
        self._clock = clock
        self._shown = shown

    async def suggest(self, kind: NameKind | None, text: str, guild_id: int | None) -> tuple[NameHit, ...]:
        """Return at most 25 names that the text may be the beginning of, the likeliest first (for autocomplete)."""
        async with self._db.read() as conn:
            return tuple(await name_search.suggest(conn, kind, text, guild_id=guild_id))

    async def resolve(self, kind: NameKind, text: str, guild_id: int | None) -> NameHit | Ambiguous:
        """Return what is meant by ``#id`` (a picked suggestion) or by a name as it was typed.

        Raises:
            UserError: ``title.unknown`` or ``person.unknown`` when nothing goes by such a name.
        """
        async with self._db.read() as conn:
            if picked := _PICKED.fullmatch(text.strip()):
                named = await names.known(conn, kind, [int(picked[1])])
                hits = [NameHit(kind, one.id, one.name, None, MatchKind.EXACT, one.fame, one.year) for one in named]
            else:
                hits = await name_search.suggest(conn, kind, text, guild_id=guild_id) if text.strip() else []
        if not hits:
            raise UserError(f"{kind}.unknown", text=text)
        whole = [hit for hit in hits if hit.match is MatchKind.EXACT]
        likely = whole or hits
        return likely[0] if len(likely) == 1 else Ambiguous(text, tuple(likely[:MOST_OFFERED]))

    async def title(self, title_id: int, guild_id: int | None) -> TitleView:
        """Return all about a title, as far as a server (None: anyone) may be told.

        Raises:
            UserError: ``title.unknown``.
        """
        async with self._db.read() as conn:
            named, beliefs, known = await self._believed(conn, title_id, guild_id)
            return TitleView(
                id=named.id,
                name=named.name,
                aliases=_aliases(named),
                year=_year(named, beliefs),
                beliefs=beliefs,
                sources=_sources(beliefs),
                changed=_changed(beliefs, self._clock()),
                stories=await _stories(conn, known, guild_id),
                people=await _people(conn, beliefs),
                coming=_still_coming(beliefs, self._clock().date()),
            )

    async def cast(self, title_id: int, guild_id: int | None) -> CastView:
        """Return who is in a title.

        Raises:
            UserError: ``title.unknown``.
        """
        async with self._db.read() as conn:
            named, beliefs, _ = await self._believed(conn, title_id, guild_id)
            cast = tuple(one for one in beliefs if one.claim.predicate is Predicate.CAST_MEMBER)
            crew = tuple(one for one in beliefs if one.claim.predicate in _CREW)
            people = await _people(conn, cast + crew)
        return CastView(named.id, named.name, _year(named, beliefs), cast, crew, _sources(cast + crew), people)

    async def _believed(
        self, conn: Connection, title_id: int, guild_id: int | None
    ) -> tuple[Named, tuple[Belief, ...], list[StoredFact]]:
        named = await names.known(conn, NameKind.TITLE, [title_id])
        known = await facts.of_title(conn, title_id, guild_id)
        if not named or not (known or await _findable(conn, named[0], guild_id)):
            raise UserError("title.unknown", text=f"#{title_id}")
        held = await verdicts.of_title(conn, title_id, guild_id)
        return named[0], believe(known, held, self._shown), known

    async def person(self, person_id: int, guild_id: int | None) -> PersonView:
        """Return all about a person.

        Raises:
            UserError: ``person.unknown``.
        """
        async with self._db.read() as conn:
            named = await names.known(conn, NameKind.PERSON, [person_id])
            known = await facts.of_person(conn, person_id, guild_id)
            if not named or not (known or await _findable(conn, named[0], guild_id)):
                raise UserError("person.unknown", text=f"#{person_id}")
            parts = await self._parts(conn, known, guild_id)
            return PersonView(
                id=named[0].id,
                name=named[0].name,
                aliases=_aliases(named[0]),
                parts=parts,
                sources=_sources([part.belief for part in parts]),
                stories=await _stories(conn, known, guild_id),
            )

    async def _parts(self, conn: Connection, known: Sequence[StoredFact], guild_id: int | None) -> tuple[Part, ...]:
        """Return what the person does in each title, the newest first."""
        found: list[Part] = []
        for named in await names.known(conn, NameKind.TITLE, sorted({fact.title_id for fact in known})):
            held = await verdicts.of_title(conn, named.id, guild_id)
            beliefs = believe((fact for fact in known if fact.title_id == named.id), held, self._shown)
            found += [Part(named.id, named.name, named.year, belief) for belief in beliefs]
        return tuple(sorted(found, key=lambda part: part.belief.latest, reverse=True))

    async def evidence(self, fact_id: int, guild_id: int | None) -> Evidence:
        """Return a fact with the sentence that says it.

        Raises:
            UserError: ``fact.unknown`` when it is gone, or not this server's to see.
        """
        async with self._db.read() as conn:
            fact = await facts.get(conn, fact_id, guild_id)
            if fact is None:
                raise UserError("fact.unknown")
            named = await names.known(conn, NameKind.TITLE, [fact.title_id])
        return Evidence(named[0].name, fact)


# ------------------------------------------------------------------ names


async def _findable(conn: Connection, named: Named, guild_id: int | None) -> bool:
    """Tell whether a server may know the name at all: it may have been read in another's private feed alone."""
    hits = await name_search.suggest(conn, named.kind, named.name, guild_id=guild_id)
    return named.id in {hit.id for hit in hits}


def _aliases(named: Named) -> tuple[str, ...]:
    return tuple(name for name in named.names if name != named.name)


async def _people(conn: Connection, beliefs: Iterable[Belief]) -> dict[int, str]:
    ids = {belief.person_id for belief in beliefs if belief.person_id is not None}
    return {one.id: one.name for one in await names.known(conn, NameKind.PERSON, sorted(ids))}


def _year(named: Named, beliefs: Iterable[Belief]) -> int | None:
    """Return the year that stands beside a title's name: that of its first release, as far as it is known."""
    if named.year is not None:
        return named.year
    dates = [
        (one.season or 0, parse(one.claim.value).earliest.year)
        for one in beliefs
        if one.claim.predicate is Predicate.PUBLICATION_DATE
        and one.standing is Standing.CURRENT
        and is_edtf(one.claim.value)
    ]
    season, year = min(dates, default=(0, None))
    return year if season <= 1 else None


def _still_coming(beliefs: Iterable[Belief], today: date) -> bool:
    """Whether something may still come out: it is not over, and no date that is known is the last one for now."""
    standing = [one for one in beliefs if one.standing is not Standing.SUPERSEDED]
    status = [one for one in standing if one.claim.predicate is Predicate.PRODUCTION_STATUS]
    newest = max(status, key=lambda one: one.claim.season, default=None)
    dates = [one for one in standing if one.claim.predicate is Predicate.PUBLICATION_DATE and is_edtf(one.claim.value)]
    latest = max((parse(one.claim.value).latest for one in dates), default=None)
    if newest is not None and newest.object.casefold() in _OVER:
        return False
    later = newest is not None and all(newest.since > one.since for one in dates)
    return latest is None or latest >= today or later


# ------------------------------------------------------------------ sources


def _cited(belief: Belief) -> list[Source]:
    """Return the articles behind a line, the best first: of different outlets, or who denied it."""
    said = {fact.source.outlet: fact.source for fact in reversed((*belief.denials, *belief.sources))}
    order = dict.fromkeys(fact.source.outlet for fact in (*belief.denials, *belief.sources))
    return [said[outlet] for outlet in order][:MOST_CITED]


def _sources(beliefs: Iterable[Belief]) -> tuple[Source, ...]:
    """Return the sources of all lines in the order of their first use, each article once."""
    return tuple({source.article_id: source for belief in beliefs for source in _cited(belief)}.values())


def _numbers(sources: Sequence[Source], belief: Belief) -> tuple[int, ...]:
    places = {source.article_id: number for number, source in enumerate(sources, start=1)}
    return tuple(places[source.article_id] for source in _cited(belief))


def _changed(beliefs: Sequence[Belief], now: datetime) -> tuple[Belief, ...]:
    """Return what gave way lately, the last first."""
    begun = {one.claim: one.since for one in beliefs}
    over = [(_over_at(one, begun), one) for one in beliefs if one.standing is Standing.SUPERSEDED]
    return tuple(one for at, one in sorted(over, key=lambda pair: pair[0], reverse=True) if now - at <= LATELY)


def _over_at(belief: Belief, begun: Mapping[Claim, datetime]) -> datetime:
    """Return when a belief gave way: when its successor was first told, when it was denied, or a person left."""
    if belief.replaced_by is not None:
        return begun.get(replace(belief.claim, value=belief.replaced_by), belief.latest)
    return max((fact.source.at for fact in belief.denials), default=belief.latest)


async def _stories(conn: Connection, known: Iterable[StoredFact], guild_id: int | None) -> tuple[StoryView, ...]:
    """Return the newest stories that state any of these facts."""
    newest = sorted({(fact.source.at, fact.source.article_id, fact.source.story_id) for fact in known}, reverse=True)
    leads: dict[int, Hit] = {}
    for at, article_id, story_id in newest:
        leads.setdefault(story_id, Hit(article_id, story_id, at, 0.0))
    return tuple(await views.show(conn, list(leads.values())[:MOST_STORIES], guild_id))

"""Look-ups of titles and people: what is believed of them, and where it was read.

People's mistakes are raised as ``UserError`` with these keys: ``title.unknown``, ``person.unknown`` (both with
``text``, what was typed), ``fact.unknown``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.clock import Clock
from bot.domain.beliefs import Belief
from bot.domain.facts import NameKind, Source, StoredFact
from bot.domain.lookup import NameHit
from bot.domain.models import StoryView
from bot.store.database import Database


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

    def numbers(self, belief: Belief) -> tuple[int, ...]:
        """Return the numbers of the belief's best sources, the best first."""
        raise NotImplementedError


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
        raise NotImplementedError


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
        raise NotImplementedError


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
        raise NotImplementedError

    async def resolve(self, kind: NameKind, text: str, guild_id: int | None) -> NameHit | Ambiguous:
        """Return what is meant by ``#id`` (a picked suggestion) or by a name as it was typed.

        Raises:
            UserError: ``title.unknown`` or ``person.unknown`` when nothing goes by such a name.
        """
        raise NotImplementedError

    async def title(self, title_id: int, guild_id: int | None) -> TitleView:
        """Return all about a title, as far as a server (None: anyone) may be told.

        Raises:
            UserError: ``title.unknown``.
        """
        raise NotImplementedError

    async def cast(self, title_id: int, guild_id: int | None) -> CastView:
        """Return who is in a title.

        Raises:
            UserError: ``title.unknown``.
        """
        raise NotImplementedError

    async def person(self, person_id: int, guild_id: int | None) -> PersonView:
        """Return all about a person.

        Raises:
            UserError: ``person.unknown``.
        """
        raise NotImplementedError

    async def evidence(self, fact_id: int, guild_id: int | None) -> Evidence:
        """Return a fact with the sentence that says it.

        Raises:
            UserError: ``fact.unknown`` when it is gone, or not this server's to see.
        """
        raise NotImplementedError

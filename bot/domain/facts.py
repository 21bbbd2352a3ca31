"""What articles say, as plain data: facts as one article states them, and facts as they are kept.

The predicates are property labels of Wikidata in snake_case. Objects stay as the article writes them; dates are EDTF
(ISO 8601-2), whose precision is never invented.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Predicate(StrEnum):
    """What a fact is about."""

    PUBLICATION_DATE = "publication_date"
    PRODUCTION_STATUS = "production_status"
    ORIGINAL_BROADCASTER = "original_broadcaster"
    NUMBER_OF_EPISODES = "number_of_episodes"
    CAST_MEMBER = "cast_member"
    DIRECTOR = "director"
    SCREENWRITER = "screenwriter"
    PRODUCTION_COMPANY = "production_company"
    BASED_ON = "based_on"
    GENRE = "genre"
    FILMING_LOCATION = "filming_location"
    AWARD_RECEIVED = "award_received"


PERSONAL = frozenset({Predicate.CAST_MEMBER, Predicate.DIRECTOR, Predicate.SCREENWRITER})
"""Predicates whose object is a person."""


class Certainty(StrEnum):
    """How sure the article is."""

    CONFIRMED = "confirmed"
    REPORTED = "reported"
    RUMORED = "rumored"

    @property
    def sureness(self) -> int:
        """A number for it, the higher the surer; 0 for a rumour."""
        return (Certainty.RUMORED, Certainty.REPORTED, Certainty.CONFIRMED).index(self)


@dataclass(frozen=True, slots=True)
class Cue:
    """One reason for or against a fact, and its weight in the decision (log odds)."""

    name: str
    weight: float


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that an article says, with the sentence that says it.

    ``evidence`` is ``text[start:end]`` of the article's text. ``negated`` marks what the article denies, or says to
    hold no longer. ``confidence`` in [0, 1] is how often such a reading is right.
    """

    subject: str
    season: int | None
    predicate: Predicate
    object: str
    qualifiers: Mapping[str, str]
    certainty: Certainty
    confidence: float
    evidence: str
    start: int
    end: int
    negated: bool = False
    cues: tuple[Cue, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was read in one article, the surest facts first.

    ``aliases`` are groups of names for one title or one person, the fullest first. ``notes`` say what a reader should
    know about the reading itself (a text that was cut).
    """

    facts: tuple[Fact, ...] = ()
    aliases: tuple[tuple[str, ...], ...] = ()
    main_title: str | None = None
    main_season: int | None = None
    notes: tuple[str, ...] = ()


# ------------------------------------------------------------------ what is kept


class NameKind(StrEnum):
    """What a name may be the name of."""

    TITLE = "title"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class NewFact:
    """A fact whose names have been resolved, ready to be kept.

    ``value`` is the object made comparable (see :func:`bot.domain.claims.value_of`), ``person_id`` the person who is
    the object, or who won the award.
    """

    title_id: int
    fact: Fact
    value: str
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact was read: the article, its outlet and its story."""

    article_id: int
    story_id: int
    outlet: str
    headline: str
    url: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class StoredFact:
    """A kept fact with its source. ``title_id`` and ``person_id`` are those of today, after all merges."""

    id: int
    title_id: int
    fact: Fact
    value: str
    source: Source
    person_id: int | None = None


@dataclass(frozen=True, slots=True, order=True)
class Claim:
    """What a fact comes to, whoever states it: facts of one claim back each other up, and a verdict is on a claim.

    ``season`` is -1 where the fact names none, so that claims have an order and a key.
    """

    title_id: int
    season: int
    predicate: Predicate
    value: str


class Verdict(StrEnum):
    """What a person decided about a claim."""

    WRONG = "wrong"
    RIGHT = "right"

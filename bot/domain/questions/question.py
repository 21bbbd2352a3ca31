"""What a question is: names no language, rests on claims, and can show where its answer was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.facts import Claim, StoredFact

OPTIONS = 4
"""How many options a question has."""


class QuestionKind(StrEnum):
    """What is asked."""

    PLAYS = "plays"  # who plays this character
    CHARACTER = "character"  # whom this person plays
    SHARED = "shared"  # which title two people share
    DIRECTOR = "director"
    WRITER = "writer"
    BASED_ON = "based_on"
    NETWORK = "network"
    YEAR = "year"  # of the premiere
    EPISODES = "episodes"
    LOCATION = "location"
    AWARD = "award"
    FIRST = "first"  # which of these was released first
    ODD = "odd"  # who of these is not in the cast


@dataclass(frozen=True, slots=True)
class Option:
    """One of the answers to choose from: what it says, and what it is whatever it is called.

    ``key`` is ``p<id>`` for a person, ``t<id>`` for a title, and the folded text for anything else.
    """

    text: str
    key: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its options, of which exactly the one at ``answer`` is right.

    ``key`` is the same for the same kind and claims, whatever the options. ``wording`` names a sentence of the locales,
    ``values`` fill its places. ``claims`` and ``fact_ids`` are all that it rests on, ``source`` the fact that is shown
    with the answer. ``difficulty`` in [0, 1] is guessed from the facts.
    """

    kind: QuestionKind
    key: str
    wording: str
    values: Mapping[str, str]
    options: tuple[Option, ...]
    answer: int
    claims: tuple[Claim, ...]
    fact_ids: tuple[int, ...]
    source: StoredFact
    title_id: int
    season: int | None
    difficulty: float

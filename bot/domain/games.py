"""The rules of a game of trivia: what an answer earns, who is ahead, and what a click comes to.

Pure: told what was answered and when, it says what that means.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.questions.question import Option, QuestionKind


class GameState(StrEnum):
    """How a game stands."""

    OPEN = "open"
    DONE = "done"
    STOPPED = "stopped"
    VOID = "void"  # the channel was lost, or nothing is left to ask


class Difficulty(StrEnum):
    """How hard the questions of a game are meant to be."""

    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


class Click(StrEnum):
    """What a click on an option comes to."""

    LOCKED = "locked"
    AGAIN = "again"  # answered already
    LATE = "late"  # the time is over
    VOID = "void"  # the round does not count
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Cited:
    """Where the answer to a question was read, kept as it was when it was asked."""

    evidence: str
    outlet: str
    url: str | None
    at: datetime
    fact_id: int


@dataclass(frozen=True, slots=True)
class Game:
    """A game in a channel. ``due_at`` is when it goes on: at the deadline of its round, or with the next one."""

    id: int
    guild_id: int
    channel_id: int
    host_id: int
    locale: str
    title_id: int | None
    rounds: int
    seconds: int
    difficulty: Difficulty | None
    state: GameState
    due_at: datetime
    created_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """A question as it was put to people: in a game, or (``game_id`` None) as the question of a day.

    ``number`` counts from 1. ``wording``, ``places`` and ``options`` are the question's own; ``message_id`` is None
    until it has been said, and ``opened_at`` the instant from which its time counts.
    """

    id: int
    game_id: int | None
    guild_id: int
    channel_id: int
    number: int
    question_id: int
    kind: QuestionKind
    wording: str
    places: Mapping[str, str]
    options: tuple[Option, ...]
    answer: int
    difficulty: float
    source: Cited
    message_id: int | None
    opened_at: datetime
    deadline: datetime
    closed_at: datetime | None = None
    voided_why: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody chose, and when. ``points`` and ``counted`` stand from the reveal on.

    ``counted``: it counts for the server's ranking, which playing alone does only so often a day.
    """

    round_id: int
    user_id: int
    choice: int
    at: datetime
    points: int = 0
    counted: bool = True

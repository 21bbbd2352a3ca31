"""The rules of a game of trivia: what an answer earns, who is ahead, and what a click comes to.

Pure: told what was answered and when, it says what that means.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.questions.question import Option, QuestionKind
from bot.domain.reasons import because

UNSAID = because("trivia.unsaid")
"""The reason of a round that could not be said."""

PAUSE = timedelta(seconds=6)
"""Between a reveal and the next question: long enough to read the sentence that has the answer."""

LEAD = timedelta(seconds=3)
"""Between the word that a game begins and its first question."""

PATIENCE = timedelta(minutes=2)
"""A round whose deadline passed longer ago than this, while the bot was away, does not count."""

SOLO_ROUNDS = 3
"""Rounds a day that count for a server's ranking though nobody else answered."""

MOST_VOIDS = 5
"""Rounds of one game that may come to nothing before it is given up."""

RIGHT_POINTS = 50
SPEED_POINTS = 50
"""What a right answer earns, and what it may earn more by being early; twice as much when it was very hard."""


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
    """A game in a channel. ``due_at`` is when it goes on: at the deadline of its round, or with the next one.

    ``told_at`` is when its end was told.
    """

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
    told_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether it goes on."""
        return self.state is GameState.OPEN


@dataclass(frozen=True, slots=True)
class Round:
    """A question as it was put to people: in a game, or (``game_id`` None) as the question of a day.

    ``number`` counts from 1. ``wording``, ``places`` and ``options`` are the question's own; ``message_id`` is None
    until it has been said, and ``opened_at`` the instant from which its time counts. ``voided_why`` is the reason for
    which it does not count, ``told_at`` when its message was made to say how it ended.
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
    told_at: datetime | None = None

    @property
    def right(self) -> Option:
        """The right option."""
        return self.options[self.answer]


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


@dataclass(frozen=True, slots=True)
class Clicked:
    """What a click came to, and the choice that stands because of it or an earlier one, if there is one."""

    click: Click
    choice: int | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """What somebody has in a game: points, and right answers; equal ones share a place."""

    user_id: int
    points: int
    right: int
    place: int = 1


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a round ended: all answers with their points, the right ones first and of those the earliest; who leads."""

    round: Round
    answers: tuple[Answer, ...]
    standings: tuple[Score, ...]

    @property
    def winners(self) -> tuple[Answer, ...]:
        """The right answers, the earliest first."""
        return tuple(one for one in self.answers if one.choice == self.round.answer)

    def chose(self, choice: int) -> int:
        """Return how many chose an option."""
        return sum(one.choice == choice for one in self.answers)


def click(asked: Round | None, choice: int, before: int | None, at: datetime) -> Clicked:
    """Return what a click on an option comes to; ``before`` is what the same person chose already."""
    if asked is None or not 0 <= choice < len(asked.options):
        return Clicked(Click.UNKNOWN)
    if asked.voided_why is not None:
        return Clicked(Click.VOID)
    if before is not None:
        return Clicked(Click.AGAIN, before)
    if asked.closed_at is not None or at > asked.deadline:
        return Clicked(Click.LATE)
    return Clicked(Click.LOCKED, choice)


def earned(asked: Round, choice: int, at: datetime) -> int:
    """Return the points for an answer: half for being right, half for being early, more for a hard question."""
    if choice != asked.answer:
        return 0
    allowed = (asked.deadline - asked.opened_at).total_seconds()
    left = (asked.deadline - at).total_seconds() / allowed if allowed > 0 else 0.0
    early = min(max(left, 0.0), 1.0)
    return round((RIGHT_POINTS + SPEED_POINTS * early) * (1 + asked.difficulty))


def judge(asked: Round, answers: Sequence[Answer], solo_before: int) -> tuple[Answer, ...]:
    """Return the answers with their points, the right ones first, and of those the earliest.

    ``solo_before`` is how many rounds the only one to answer has answered alone today.
    """
    counted = len(answers) > 1 or solo_before < SOLO_ROUNDS
    judged = [replace(one, points=earned(asked, one.choice, one.at), counted=counted) for one in answers]
    return tuple(sorted(judged, key=lambda one: (one.choice != asked.answer, one.at, one.user_id)))


def standings(scores: Iterable[Score]) -> tuple[Score, ...]:
    """Return the scores in order, each with its place; who has as many points and right answers shares it."""
    ordered = sorted(scores, key=lambda one: (-one.points, -one.right, one.user_id))
    merits = [(one.points, one.right) for one in ordered]
    return tuple(replace(one, place=merits.index(merit) + 1) for one, merit in zip(ordered, merits, strict=True))


def added(scores: Iterable[Score], asked: Round, answers: Iterable[Answer]) -> tuple[Score, ...]:
    """Return the standings after a round whose answers were judged."""
    by_user = {one.user_id: one for one in scores}
    for one in answers:
        had = by_user.get(one.user_id, Score(one.user_id, 0, 0))
        right = had.right + (one.choice == asked.answer)
        by_user[one.user_id] = replace(had, points=had.points + one.points, right=right)
    return standings(by_user.values())

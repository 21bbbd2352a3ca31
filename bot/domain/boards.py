"""Rankings of trivia and what one person has achieved: plain data and the rules of counting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.questions.question import QuestionKind


class Scope(StrEnum):
    """Whom a ranking compares."""

    SERVER = "server"
    GLOBAL = "global"  # those who want to be seen beyond their servers


class Span(StrEnum):
    """Since when a ranking counts."""

    WEEK = "week"
    MONTH = "month"
    ALL = "all"


_DAYS = {Span.WEEK: 7, Span.MONTH: 30}


def since(span: Span, now: datetime) -> datetime | None:
    """Return the instant from which a ranking counts, None for the beginning."""
    return now - timedelta(days=_DAYS[span]) if span in _DAYS else None


@dataclass(frozen=True, slots=True)
class Ranked:
    """A line of a ranking; equal ones share a place.

    ``rating`` is None until somebody is rated, ``name`` is by which they want to be seen beyond their servers.
    """

    place: int
    user_id: int
    points: int
    right: int
    answered: int
    rating: float | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Board:
    """The best of a ranking, and the one who asks where they are not among these; ``players`` counts all.

    ``listed``: who asks wants to be seen beyond their servers.
    """

    scope: Scope
    span: Span
    best: tuple[Ranked, ...]
    own: Ranked | None
    players: int
    listed: bool


@dataclass(frozen=True, slots=True)
class Given:
    """One answer of somebody: whether it was right, when, and the person's rating after it, if it was rated."""

    right: bool
    at: datetime
    rating: float | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many questions of a kind somebody has answered, and how many rightly."""

    kind: QuestionKind
    answered: int
    right: int


@dataclass(frozen=True, slots=True)
class Streak:
    """So many in a row now, and at best."""

    now: int = 0
    best: int = 0


@dataclass(frozen=True, slots=True)
class Record:
    """What somebody has achieved in a server.

    ``tallies`` are by kind, the most answered first; ``ratings`` over time, the oldest first; ``run`` right answers in
    a row, among the newest that are looked at; ``daily`` questions of the day in a row.
    """

    user_id: int
    points: int
    tallies: tuple[Tally, ...]
    rating: float | None
    ratings: tuple[float, ...]
    run: Streak
    daily: Streak

    @property
    def answered(self) -> int:
        """How many questions they have answered."""
        return sum(one.answered for one in self.tallies)

    @property
    def right(self) -> int:
        """How many of these rightly."""
        return sum(one.right for one in self.tallies)


def run_of(answers: Sequence[Given]) -> Streak:
    """Return how many answers in a row were right, given the oldest first."""
    now = best = 0
    for one in answers:
        now = now + 1 if one.right else 0
        best = max(best, now)
    return Streak(now, best)

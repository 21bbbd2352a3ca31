"""The question of a day: when the next one is due, and what an answer earns that had a whole day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.games import RIGHT_POINTS, Answer, Outcome, Round

SHORTEST = timedelta(hours=12)
"""The least time between two questions of the day, whatever becomes of clocks, zones and outages."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DailyGame:
    """Where and when a server has its question of the day; ``blocked`` is why its channel is closed to us."""

    guild_id: int
    channel_id: int
    at: time
    zone: str
    locale: str
    due_at: datetime
    created_by: int
    blocked: str | None = None


@dataclass(frozen=True, slots=True)
class DailyAnswers:
    """How a question of the day ended.

    ``streaks`` are of those who were right, ``streak`` is the server's: days in a row on which somebody was.
    """

    outcome: Outcome
    streaks: dict[int, int]
    streak: int


def next_at(at: time, zone: str, after: datetime) -> datetime:
    """Return the first instant after another at which clocks of a zone show a time of day."""
    there = ZoneInfo(zone)
    day = after.astimezone(there).date() - _DAY
    while True:
        found = datetime.combine(day, at, there).astimezone(UTC)
        if found > after:
            return found
        day += _DAY


def follows(game: DailyGame, zone: str, asked_at: datetime) -> datetime:
    """Return when the question after one that is asked now is due: a day on, whatever became of the clocks."""
    return next_at(game.at, zone, asked_at + SHORTEST)


def is_missed(game: DailyGame, now: datetime) -> bool:
    """Say whether the question of a day is so late that only that of the next day is asked."""
    return now - game.due_at > SHORTEST


def judged(asked: Round, answers: Sequence[Answer]) -> tuple[Answer, ...]:
    """Return the answers with their points, the right ones first: a day is long, so that haste earns nothing."""
    points = round(2 * RIGHT_POINTS * (1 + asked.difficulty))
    earned = [replace(one, points=points if one.choice == asked.answer else 0, counted=True) for one in answers]
    return tuple(sorted(earned, key=lambda one: (one.choice != asked.answer, one.at, one.user_id)))

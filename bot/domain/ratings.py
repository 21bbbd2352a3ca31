"""How good players are and how hard questions are, learnt from answers: Elo's rating, corrected for guessing.

Whoever knows nothing is still right once in four times, so an answer is expected to be right with probability
1/k + (1 - 1/k) · logistic(difference). A rating moves less the more answers it was learnt from (Pelánek 2016).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.domain.questions.question import OPTIONS

FIRST = 1500.0
"""The rating of somebody of whom nothing is known, and of a question of middling difficulty."""

SPAN = 400.0
"""A question is rated by its guessed difficulty until people answer it: the hardest so much above the easiest."""

LOWEST, HIGHEST = 0.0, 3000.0

TRUSTED = 10
"""A question's rating counts for more than the guess from so many answers on."""

_SCALE = 400.0
"""Who is better by so much is right ten times as often as wrong, guessing apart."""

_FIRST_STEP, _LAST_STEP = 96.0, 16.0
_SETTLING = 0.05


@dataclass(frozen=True, slots=True)
class Rating:
    """A rating, and how many answers it was learnt from."""

    value: float = FIRST
    rated: int = 0


def expected(player: float, question: float, options: int = OPTIONS) -> float:
    """Return how probable it is that a player answers a question right, be it by guessing."""
    guessed = 1 / options
    return guessed + (1 - guessed) / (1 + math.pow(10, (question - player) / _SCALE))


def step(rated: int) -> float:
    """Return how far one answer may move a rating that was learnt from so many."""
    return max(_LAST_STEP, _FIRST_STEP / (1 + _SETTLING * rated))


def learnt(
    question: Rating, players: Mapping[int, Rating], answers: Iterable[tuple[int, bool]], options: int = OPTIONS
) -> tuple[Rating, dict[int, Rating]]:
    """Return the ratings of a question and its players after their answers (who, and whether they were right).

    All players are measured by what the question was rated before, so nobody gains by the order; the question learns
    from one answer after the other.
    """
    asked, after = question, {}
    for user_id, right in answers:
        player = players.get(user_id, Rating())
        after[user_id] = _moved(player, right - expected(player.value, question.value, options))
        asked = _moved(asked, expected(player.value, asked.value, options) - right)
    return asked, after


def _moved(rating: Rating, surprise: float) -> Rating:
    value = rating.value + step(rating.rated) * surprise
    return Rating(min(max(value, LOWEST), HIGHEST), rating.rated + 1)


def first_rating(difficulty: float) -> float:
    """Return the rating of a question of a guessed difficulty in [0, 1]."""
    return FIRST + SPAN * (difficulty - 0.5)


def difficulty(rating: float) -> float:
    """Return the difficulty in [0, 1] that a question's rating stands for."""
    return round(min(max(0.5 + (rating - FIRST) / SPAN, 0.0), 1.0), 3)

"""Questions from all that is known."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence

from bot.clock import Clock
from bot.domain.games import Difficulty
from bot.domain.questions.question import Question
from bot.services.releases import Points
from bot.store.database import Database


class Quizzing:
    """Makes questions."""

    def __init__(self, db: Database, clock: Clock, points: Points) -> None:
        self._db = db
        self._clock = clock
        self._points = points

    async def build(
        self,
        rng: random.Random,
        *,
        title_id: int | None = None,
        difficulty: Difficulty | None = None,
        avoid: Collection[str] = (),
        wanted: Sequence[str] = (),
    ) -> Question | None:
        """Return a question, or None when there is none."""
        _ = rng, title_id, difficulty, avoid, wanted
        return None

"""The edge to Discord as a game of trivia sees it: something that asks, reveals and tells who won."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.games import Game, Outcome, Round, Score


@dataclass(frozen=True, slots=True)
class Podium:
    """The end of a game: who won, over how many rounds that count, and whether some were played alone too often."""

    game: Game
    standings: Sequence[Score]
    played: int
    uncounted: bool = False


class Host(Protocol):
    """Says a game in its channel. It renders and speaks to Discord; it neither stores nor retries.

    Every method raises ``TryLater`` for a passing fault, ``Gone`` when the place is closed to us, and ``Unpostable``
    when Discord refuses this very message or has it no more. Repeating ``ask`` or ``end`` soon says nothing twice.
    """

    async def ask(self, game: Game, asked: Round, before: Round | None) -> int:
        """Ask, and return the id of the message; ``before`` is the round before it if that came to nothing."""
        ...

    async def extend(self, game: Game, asked: Round) -> None:
        """Make the question say its new deadline."""
        ...

    async def is_there(self, game: Game, asked: Round) -> bool:
        """Say whether the message of a question still is in its channel."""
        ...

    async def reveal(self, game: Game, outcome: Outcome, goes_on_at: datetime | None) -> None:
        """Make the question say how it ended, who leads, and when the next one follows (None: it was the last)."""
        ...

    async def void(self, game: Game, asked: Round) -> None:
        """Make the question say that it does not count, and why."""
        ...

    async def end(self, podium: Podium) -> None:
        """Tell who won."""
        ...

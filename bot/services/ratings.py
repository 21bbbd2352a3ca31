"""What a round teaches: how good its players are, and how good its question."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.domain.games import Answer, Round
from bot.store.database import Connection


async def learn(conn: Connection, played: Round, answers: Sequence[Answer], now: datetime) -> None:
    """Take a closed round that counts into the ratings, in the transaction that closes it."""

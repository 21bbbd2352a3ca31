"""What people say is wrong: members report, moderators decide for their server, the operator for everyone.

People's mistakes are raised as ``UserError`` with the key ``fact.unknown``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.clock import Clock
from bot.domain.facts import Claim, StoredFact
from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class Case:
    """A claim that was reported: ``fact`` states it (None: no article does any more, or none that may be shown).

    ``reporters`` counts people, ``guild_ids`` are the servers that they are in (empty: direct messages alone),
    ``at`` is the first report. ``upheld`` are the servers whose moderators agreed (only in the operator's queue).
    """

    claim: Claim
    title: str
    fact: StoredFact | None
    reporters: int
    guild_ids: tuple[int, ...]
    at: datetime
    upheld: tuple[int, ...] = ()


class Moderation:
    """Keeps reports and verdicts. A verdict is on a claim: it outlives the fact, the article and the extraction."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def report(self, fact_id: int, guild_id: int | None, user_id: int) -> bool:
        """Note that someone calls a fact wrong; False if they did before and it is still open.

        Raises:
            UserError: ``fact.unknown``.
        """
        raise NotImplementedError

    async def queue(self, guild_id: int | None) -> tuple[Case, ...]:
        """Return what a server (None: the operator, for all of them) is to decide, the oldest first."""
        raise NotImplementedError

    async def claim(self, fact_id: int, guild_id: int | None) -> Claim:
        """Return the claim that a fact makes.

        Raises:
            UserError: ``fact.unknown``.
        """
        raise NotImplementedError

    async def uphold(self, claim: Claim, guild_id: int, by: int) -> None:
        """Agree with the reports of a server: the claim is not shown there, and the operator hears of it."""
        raise NotImplementedError

    async def dismiss(self, claim: Claim, guild_id: int | None, by: int) -> None:
        """Disagree with the reports of a server (None: with all): they are closed, and the claim is shown again."""
        raise NotImplementedError

    async def reject_everywhere(self, claim: Claim, by: int) -> None:
        """Decide for every server that a claim is wrong; all reports on it are closed."""
        raise NotImplementedError

    async def restore(self, claim: Claim, by: int) -> None:
        """Take back every verdict on a claim, of the operator and of the servers."""
        raise NotImplementedError

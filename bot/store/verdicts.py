"""Verdicts and reports: what people say of what articles say.

Both are on claims, never on facts, so reading an article again touches neither. A claim's title and person are brought
to those of today at reading, so merges carry verdicts and reports along.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.facts import Claim, StoredFact, Verdict
from bot.domain.moderation import Report, ReportOutcome
from bot.store.database import Connection


@dataclass(frozen=True, slots=True)
class Counts:
    """Open reports, and claims held wrong and right everywhere."""

    open_reports: int
    wrong: int
    right: int


async def of_title(conn: Connection, title_id: int, guild_id: int | None) -> dict[Claim, Verdict]:
    """Return the verdicts on claims about a title that hold in a server: the operator's, else the server's own."""
    raise NotImplementedError


async def decide(
    conn: Connection, claim: Claim, verdict: Verdict, guild_id: int | None, *, by: int, now: datetime
) -> None:
    """Record a verdict for one server, or for everywhere (None), in place of an earlier one."""
    raise NotImplementedError


async def withdraw(conn: Connection, claim: Claim, guild_id: int | None) -> bool:
    """Take back the verdict for one server, or the one for everywhere (None). Returns whether there was one."""
    raise NotImplementedError


async def report(conn: Connection, fact: StoredFact, guild_id: int | None, user_id: int, now: datetime) -> bool:
    """Record that a member says a fact is wrong. False: this person has reported its claim in this server already."""
    raise NotImplementedError


async def open_reports(conn: Connection, guild_id: int | None, limit: int) -> list[Report]:
    """Return what is reported in one server, or in any (None, for the operator), the longest waiting first."""
    raise NotImplementedError


async def upheld(conn: Connection, limit: int) -> list[Report]:
    """Return, for the operator, what servers hold wrong and nobody has decided for everywhere; newest first.

    ``reporters`` counts the servers, ``guild_id`` is one of them.
    """
    raise NotImplementedError


async def close_reports(
    conn: Connection, claim: Claim, guild_id: int | None, outcome: ReportOutcome, now: datetime
) -> int:
    """Close the open reports of a claim in one server, or in all (None). Returns how many."""
    raise NotImplementedError


async def counts(conn: Connection) -> Counts:
    """Return how much there is, for the status and the metrics."""
    raise NotImplementedError

"""What people say is wrong: members report, moderators decide for their server, the operator for everyone.

People's mistakes are raised as ``UserError`` with the key ``fact.unknown``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from bot.clock import Clock
from bot.domain.claims import claim_of
from bot.domain.facts import Claim, StoredFact, Verdict
from bot.domain.moderation import Report, ReportOutcome
from bot.errors import UserError
from bot.services.falling import drop_claim, drop_fallen
from bot.services.releases import DATING, Points, refresh
from bot.store import edits, facts, verdicts
from bot.store.database import Connection, Database

MOST_CASES = 50
"""Claims of one queue that are looked at; the others wait until these are decided."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Case:
    """A claim that was reported: ``fact`` states it (None: no article does any more, or none that may be shown).

    ``reporters`` counts people, ``guild_ids`` are the servers that they are in (empty: direct messages alone),
    ``at`` is the first report. ``upheld`` counts the servers whose moderators agreed (only in the operator's queue).
    """

    claim: Claim
    title: str
    fact: StoredFact | None
    reporters: int
    guild_ids: tuple[int, ...]
    at: datetime
    upheld: int = 0


class Moderation:
    """Keeps reports and verdicts. A verdict is on a claim: it outlives the fact, the article and the extraction."""

    def __init__(self, db: Database, clock: Clock, points: Points) -> None:
        self._db = db
        self._clock = clock
        self._points = points

    async def report(self, fact_id: int, guild_id: int | None, user_id: int) -> bool:
        """Note that someone calls a fact wrong; False if they did before.

        Raises:
            UserError: ``fact.unknown``.
        """
        async with self._db.write() as conn:
            fact = await _require(conn, fact_id, guild_id)
            return await verdicts.report(conn, fact, guild_id, user_id, self._clock())

    async def queue(self, guild_id: int | None) -> tuple[Case, ...]:
        """Return what a server (None: the operator, for all of them) is to decide, the longest waiting first.

        What servers hold wrong already is at the head of the operator's.
        """
        async with self._db.read() as conn:
            held = await verdicts.upheld(conn, MOST_CASES) if guild_id is None else []
            waiting = await verdicts.open_reports(conn, guild_id, MOST_CASES)
        cases: dict[Claim, Case] = {
            one.claim: Case(one.claim, one.title, one.fact, 0, (), one.at, upheld=one.reporters) for one in held
        }
        for one in waiting:
            cases[one.claim] = _with(cases.get(one.claim), one)
        return tuple(cases.values())

    async def claim(self, fact_id: int, guild_id: int | None) -> Claim:
        """Return the claim that a fact makes.

        Raises:
            UserError: ``fact.unknown``.
        """
        async with self._db.read() as conn:
            return claim_of(await _require(conn, fact_id, guild_id))

    async def uphold(self, claim: Claim, guild_id: int, by: int) -> None:
        """Agree with the reports of a server: the claim is not shown there, and the operator hears of it."""
        await self._decide(claim, Verdict.WRONG, guild_id, by)

    async def reject_everywhere(self, claim: Claim, by: int) -> None:
        """Decide for every server that a claim is wrong; all reports on it are closed."""
        await self._decide(claim, Verdict.WRONG, None, by)

    async def dismiss(self, claim: Claim, guild_id: int | None, by: int) -> None:
        """Disagree with the reports: a server's moderators show the claim again, the operator (None) everywhere."""
        if guild_id is None:
            await self._decide(claim, Verdict.RIGHT, None, by)
            return
        async with self._db.write() as conn:
            await verdicts.close_reports(conn, claim, guild_id, ReportOutcome.DISMISSED, self._clock())
            if await verdicts.withdraw(conn, claim, guild_id):
                await self._follow_up(conn, claim, guild_id)
        _log.info("reports dismissed", claim=claim, guild=guild_id, by=by)

    async def restore(self, claim: Claim, by: int, guild_id: int | None = None) -> bool:
        """Take back the verdict of a server, or the operator's (None); False if there was none."""
        async with self._db.write() as conn:
            there = await verdicts.withdraw(conn, claim, guild_id)
            if there:
                await self._follow_up(conn, claim, guild_id)
        _log.info("verdict taken back", claim=claim, guild=guild_id, by=by, there=there)
        return there

    async def _decide(self, claim: Claim, verdict: Verdict, guild_id: int | None, by: int) -> None:
        now = self._clock()
        outcome = ReportOutcome.UPHELD if verdict is Verdict.WRONG else ReportOutcome.DISMISSED
        async with self._db.write() as conn:
            await verdicts.decide(conn, claim, verdict, guild_id, by=by, now=now)
            await verdicts.close_reports(conn, claim, guild_id, outcome, now)
            await self._follow_up(conn, claim, guild_id)
        _log.info("verdict", claim=claim, verdict=verdict, guild=guild_id, by=by)

    async def _follow_up(self, conn: Connection, claim: Claim, guild_id: int | None) -> None:
        """Let posts be edited that may tell the claim; releases and questions stand or fall without it, or with it.

        A post tells what any article of its story says.
        """
        told = await facts.of_title(conn, claim.title_id, guild_id, private=guild_id is None)
        stories = {fact.source.story_id for fact in told if claim_of(fact) == claim}
        if stories:
            await edits.mark_stories_due(conn, sorted(stories), self._clock())
        if claim.predicate in DATING:
            await refresh(conn, [claim.title_id], self._clock(), self._points)
        await drop_fallen(conn, [claim.title_id], self._clock(), self._points)
        if guild_id is not None:
            await drop_claim(conn, claim, guild_id, self._clock())


def _with(case: Case | None, told: Report) -> Case:
    """Return a case with one more server's reports."""
    guild_ids = (told.guild_id,) if told.guild_id is not None else ()
    if case is None:
        return Case(told.claim, told.title, told.fact, told.reporters, guild_ids, told.at)
    return replace(
        case,
        fact=case.fact or told.fact,
        reporters=case.reporters + told.reporters,
        guild_ids=(*case.guild_ids, *guild_ids),
        at=min(case.at, told.at),
    )


async def _require(conn: Connection, fact_id: int, guild_id: int | None) -> StoredFact:
    fact = await facts.get(conn, fact_id, guild_id)
    if fact is None:
        raise UserError("fact.unknown")
    return fact

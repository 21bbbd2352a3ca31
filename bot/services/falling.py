"""What becomes of questions whose facts fall: they are retired, and rounds that ask them do not count."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from bot.domain.facts import Claim, NameKind, Verdict
from bot.domain.questions.told import Least, usable
from bot.domain.reasons import because
from bot.services.releases import Points
from bot.store import facts, games, names, questions, rounds, verdicts
from bot.store.database import Connection

REJECTED = because("trivia.rejected")
"""The reason of a round whose question rests on a fact that was rejected or superseded while it was open."""


async def drop_fallen(conn: Connection, title_ids: Iterable[int], now: datetime, points: Points) -> None:
    """Retire the questions that rest on what is not believed for sure any more of these titles.

    It belongs into the transaction that changes what is believed.
    """
    for title_id in await names.roots_of(conn, NameKind.TITLE, title_ids):
        resting = await questions.resting_on(conn, title_id)
        if not resting:
            continue
        standing = await _usable(conn, title_id, points)
        fallen = [question_id for question_id, claims in resting.items() if not claims <= standing]
        await questions.retire(conn, fallen, questions.FALLEN, now)
        await _void(conn, fallen, None, now)


async def drop_claim(conn: Connection, claim: Claim, guild_id: int, now: datetime) -> None:
    """Void the rounds of one server that rest on a claim, if its moderators hold that wrong now."""
    if (await verdicts.of_title(conn, claim.title_id, guild_id)).get(claim) is not Verdict.WRONG:
        return
    resting = await questions.resting_on(conn, claim.title_id)
    await _void(conn, [one for one, claims in resting.items() if claim in claims], guild_id, now)


async def _usable(conn: Connection, title_id: int, points: Points) -> frozenset[Claim]:
    held = await verdicts.of_title(conn, title_id, None)
    [named] = await names.known(conn, NameKind.TITLE, [title_id])
    return usable(named, await facts.of_title(conn, title_id, None), held, Least(points.asked, points.shown))


async def _void(conn: Connection, question_ids: Collection[int], guild_id: int | None, now: datetime) -> None:
    """Have open rounds with these questions not count; their games go on at once and say so."""
    for one in await rounds.open_of(conn, question_ids, guild_id):
        await rounds.void(conn, one.id, REJECTED, now)
        if one.game_id is not None:
            await games.put_off(conn, one.game_id, now)

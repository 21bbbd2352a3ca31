"""The question of a day: asked through the outbox, so that it is said once, and revealed by an edit the next day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, time

import structlog

from bot.clock import Clock
from bot.domain.daily import SHORTEST, DailyAnswers, DailyGame, follows, is_missed, judged, next_at
from bot.domain.games import UNSAID, Outcome, Round
from bot.domain.models import Delivery, DeliveryKind, NewDelivery
from bot.domain.posts import DailyBody
from bot.domain.questions.question import Question
from bot.services import ratings
from bot.services.asking import Asking
from bot.store import daily, deliveries, guilds, questions, rounds
from bot.store.database import Connection, Database

_ROUND = "round"
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a server has its question of the day, and on how many days in a row somebody was right.

    ``ready``: there is something to ask.
    """

    game: DailyGame
    streak: int
    ready: bool = True


class Daily:
    """Asks and reveals; ``wake`` has the outbox looked at."""

    def __init__(self, db: Database, clock: Clock, asking: Asking, wake: Callable[[], object]) -> None:
        self._db = db
        self._clock = clock
        self._asking = asking
        self._wake = wake

    # -------------------------------------------------------------- as people ask for it

    async def standing(self, guild_id: int) -> Standing | None:
        """Return how it stands in a server, None if that has no question of the day."""
        async with self._db.read() as conn:
            game = await daily.get(conn, guild_id)
            return Standing(game, await daily.server_streak(conn, guild_id)) if game else None

    async def begin(self, guild_id: int, channel_id: int, at: time, user_id: int) -> Standing:
        """Have a server its question in a channel at a time of its day; one that is open stays so."""
        now = self._clock()
        ready = await self._asking.choose(guild_id) is not None
        async with self._db.write() as conn:
            settings = await guilds.settings(conn, guild_id)
            await guilds.save(conn, settings)
            lately = [one.opened_at + SHORTEST for one in await daily.opened(conn, guild_id)]
            due_at = next_at(at, settings.time_zone, max([now, *lately]))
            game = DailyGame(guild_id, channel_id, at, settings.time_zone, settings.locale, due_at, user_id)
            await daily.save(conn, game)
            streak = await daily.server_streak(conn, guild_id)
        _log.info("a server has a daily question", guild=guild_id, channel=channel_id, due=due_at.isoformat())
        return Standing(game, streak, ready)

    async def end(self, guild_id: int) -> bool:
        """Have a server no more questions of the day; False if it had none. One that is open is revealed in time."""
        async with self._db.write() as conn:
            return await daily.delete(conn, guild_id)

    # -------------------------------------------------------------- from the jobs

    async def run(self) -> None:
        """Reveal the questions whose day is over, and ask the next ones."""
        now = self._clock()
        async with self._db.read() as conn:
            over, untold, due = await daily.over(conn, now), await daily.untold(conn), await daily.due(conn, now)
        for asked in over:
            await self._close(asked, now)
        for asked in untold:
            async with self._db.write() as conn:
                await rounds.told(conn, asked.id, now)
                await daily.edit_message(conn, _key(asked), now)
        for game in due:
            await self._go_on(game, now)

    async def _close(self, asked: Round, now: datetime) -> None:
        async with self._db.write() as conn:
            if asked.message_id is None:
                await rounds.void(conn, asked.id, UNSAID, now, told=True)
                return
            answers = judged(asked, await rounds.answers(conn, asked.id))
            if await rounds.close(conn, asked.id, now, answers):
                await ratings.learn(conn, replace(asked, closed_at=now), answers, now)
                right = [one.user_id for one in answers if one.choice == asked.answer]
                await daily.count_streaks(conn, asked, right)
                await daily.edit_message(conn, _key(asked), now)

    async def _go_on(self, game: DailyGame, now: datetime) -> None:
        """Ask the question that is due; what was missed by far, or cannot be asked, is left to the next day."""
        found = None if is_missed(game, now) else await self._asking.choose(game.guild_id)
        async with self._db.write() as conn:
            settings = await guilds.settings(conn, game.guild_id)
            due_at = follows(game, settings.time_zone, now) if found else next_at(game.at, settings.time_zone, now)
            if await daily.put_off(conn, game, settings.time_zone, due_at) and found:
                await self._ask(conn, game, found, due_at)
        if found is None:
            _log.warning("no question today", guild=game.guild_id, next=due_at.isoformat())
        self._wake()

    async def _ask(self, conn: Connection, game: DailyGame, found: Question, deadline: datetime) -> None:
        now = self._clock()
        question_id = await questions.keep(conn, found, now)
        number = await daily.number(conn, game.guild_id) + 1
        asked = await rounds.add_daily(conn, game, number, question_id, found, now, deadline)
        row = NewDelivery(
            kind=DeliveryKind.DAILY,
            key=_key(asked),
            guild_id=game.guild_id,
            channel_id=game.channel_id,
            due_at=now,
            payload={_ROUND: str(asked.id)},
            expires_at=deadline,
        )
        await deliveries.add(conn, row, None, now)


def _key(asked: Round) -> str:
    return f"daily:{asked.id}"


# ------------------------------------------------------------------ what it says


async def body_of(conn: Connection, row: Delivery) -> DailyBody | None:
    """Return what a row says; None when its question fell before it was said."""
    round_id = int(row.payload[_ROUND])
    asked = (await rounds.get_all(conn, [round_id])).get(round_id)
    if asked is None or (asked.voided_why and asked.message_id is None):
        return None
    last = await daily.before(conn, asked)
    over = asked.closed_at is not None and asked.voided_why is None
    ended = await _ended(conn, asked) if over else None
    return DailyBody(asked, ended, await _ended(conn, last) if last and not over else None)


async def _ended(conn: Connection, asked: Round) -> DailyAnswers:
    answers = judged(asked, await rounds.answers(conn, asked.id))
    outcome = Outcome(asked, answers, ())
    streaks = await daily.streaks(conn, asked.guild_id, [one.user_id for one in outcome.winners])
    return DailyAnswers(outcome, streaks, await daily.server_streak(conn, asked.guild_id, asked.id))

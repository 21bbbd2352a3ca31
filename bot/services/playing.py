"""How games go on: asked, revealed at the deadline, told who won. All that counts is in the store.

A game is worked on by one task at a time, in small steps, each of which begins with what the store says; so it does
not matter where a process was ended. What others change meanwhile (a game stopped, a fact rejected) is seen by the
next step.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

import structlog

from bot.clock import Clock
from bot.domain.games import (
    MOST_VOIDS,
    PATIENCE,
    PAUSE,
    UNSAID,
    Answer,
    Game,
    GameState,
    Outcome,
    Round,
    added,
    judge,
)
from bot.domain.reasons import because
from bot.errors import Gone, StoreError, TryLater, Unpostable
from bot.services import ratings
from bot.services.answering import Answering
from bot.services.asking import Asking
from bot.services.hosting import Host, Podium
from bot.store import games, questions, rounds
from bot.store.database import Connection, Database

INTERRUPTED = because("trivia.interrupted")
DELETED = because("trivia.deleted")
"""Reasons for which a round does not count: the bot was away, or its message is gone."""

BEAT = timedelta(seconds=2)
"""How long a game rests after a fault, and how much of a round may pass until its question is said."""

GIVEN_UP = timedelta(minutes=15)
"""How long it is tried to tell the end of a game."""

_MOST = 500  # games that are looked at together
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Table:
    """A game and its rounds so far."""

    game: Game
    rounds: Sequence[Round]

    @property
    def last(self) -> Round | None:
        return self.rounds[-1] if self.rounds else None

    @property
    def played(self) -> int:
        return sum(one.voided_why is None for one in self.rounds)

    @property
    def voids(self) -> int:
        return len(self.rounds) - self.played


class Playing:
    """Makes games go on; ``host`` says them, ``woken`` is set when one may be due before the next tick."""

    def __init__(self, db: Database, clock: Clock, asking: Asking, answering: Answering) -> None:
        self._db = db
        self._clock = clock
        self._asking = asking
        self._answering = answering
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._rests: dict[int, datetime] = {}
        self.host: Host | None = None
        self.woken = asyncio.Event()

    async def launch(self) -> timedelta | None:
        """Set all games going that are due; returns how long until the next one is, None if none waits."""
        now = self._clock()
        async with self._db.read() as conn:
            waiting = await games.waiting(conn, _MOST)
        dues = {game_id: max(due_at, self._rests.get(game_id, due_at)) for game_id, due_at in waiting}
        self._rests = {game_id: at for game_id, at in self._rests.items() if game_id in dues and at > now}
        for game_id, due_at in dues.items():
            if due_at <= now and game_id not in self._tasks:
                self._start(game_id)
        return min((due_at - now for due_at in dues.values() if due_at > now), default=None)

    def _start(self, game_id: int) -> None:
        self._tasks[game_id] = task = asyncio.create_task(self._go_on(game_id))

        def done(_: object) -> None:
            self._tasks.pop(game_id, None)
            self.woken.set()

        task.add_done_callback(done)

    async def run_due(self) -> None:
        """Set all games going that are due, and wait until each has come as far as it can now."""
        await self.launch()
        await asyncio.gather(*self._tasks.values())

    async def stop(self) -> None:
        """End all work where it is; it goes on from there another time."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    # -------------------------------------------------------------- one game

    async def _go_on(self, game_id: int) -> None:
        try:
            while await self._step(game_id):
                pass
        except TryLater as error:
            self._rest(game_id, error.at)
        except (Gone, Unpostable) as error:
            await self._give_up(game_id, error.reason)
        except StoreError as error:
            _log.warning("a game waits for the database", game=game_id, reason=str(error))
            self._rest(game_id)
        except Exception:  # noqa: BLE001 - one game's trouble is not that of the others
            _log.exception("a game is in trouble", game=game_id)
            self._rest(game_id, self._clock() + 5 * BEAT)

    def _rest(self, game_id: int, until: datetime | None = None) -> None:
        soon = self._clock() + BEAT
        self._rests[game_id] = max(until or soon, soon)

    async def _give_up(self, game_id: int, reason: str) -> None:
        """End a game whose channel is closed to us; there is nobody who could be told."""
        _log.warning("a game is given up", game=game_id, reason=reason)
        now = self._clock()
        async with self._db.write() as conn:
            for one in await rounds.of_game(conn, game_id):
                await rounds.void(conn, one.id, UNSAID, now, told=True)
            await games.end(conn, game_id, GameState.VOID, now)
            await games.told(conn, game_id, now)

    async def _step(self, game_id: int) -> bool:
        """Do what is next, as the store says; False when nothing is left to do now."""
        now = self._clock()
        table = await self._table(game_id)
        if table is None or table.game.told_at is not None or table.game.due_at > now:
            return False
        game, last = table.game, table.last
        if last is not None and last.told_at is None and last.closed_at is not None:
            await self._tell_void(game, last)
        elif not game.is_open:
            await self._end(table, now)
        elif last is not None and last.closed_at is None:
            await (self._say if last.message_id is None else self._close)(table, last, now)
        elif table.played >= game.rounds:
            await self._finish(game, GameState.DONE)
        elif table.voids >= MOST_VOIDS:
            await self._finish(game, GameState.VOID)
        else:
            await self._ask(table)
        return True

    async def _table(self, game_id: int) -> _Table | None:
        async with self._db.read() as conn:
            game = await games.get(conn, game_id)
            return _Table(game, await rounds.of_game(conn, game_id)) if game else None

    @property
    def _host(self) -> Host:
        if self.host is None:
            raise TryLater(because("discord.unreachable", detail="not connected"))
        return self.host

    # -------------------------------------------------------------- asking

    async def _ask(self, table: _Table) -> None:
        game = table.game
        found = await self._asking.next_of(game)
        if found is None:
            await self._finish(game, GameState.DONE)
            return
        now = self._clock()
        deadline = now + timedelta(seconds=game.seconds)
        async with self._db.write() as conn:
            if await games.in_channel(conn, game.channel_id) is None:  # stopped meanwhile
                return
            question_id = await questions.keep(conn, found, now)
            asked = await rounds.add(conn, game, table.played + 1, question_id, found, now, deadline)
        await self._say(table, asked, now)

    async def _say(self, table: _Table, asked: Round, now: datetime) -> None:
        """Say a question. Its time counts from when it is there, however slow Discord is."""
        game, length = table.game, timedelta(seconds=table.game.seconds)
        if now - asked.deadline > PATIENCE:
            await self._void(asked, UNSAID, told=True)
            return
        before = next((one for one in reversed(table.rounds) if one.id != asked.id), None)
        said = replace(asked, opened_at=now, deadline=now + length)
        try:
            message_id = await self._host.ask(game, said, before if before and before.voided_why else None)
        except Unpostable as error:
            _log.warning("a question cannot be said", round=asked.id, reason=error.reason)
            await self._void(asked, UNSAID, told=True)
            return
        there_at = self._clock()
        if slow := there_at - now > BEAT:
            said = replace(said, opened_at=there_at, deadline=there_at + length)
        said = replace(said, message_id=message_id)
        async with self._db.write() as conn:
            await rounds.said(conn, said)
        if slow or asked.opened_at != now:  # it may stand there since a try before, with another deadline
            await self._host.extend(game, said)

    # -------------------------------------------------------------- closing

    async def _close(self, table: _Table, asked: Round, now: datetime) -> None:
        """Reveal, then store how it ended: told again after a crash in between, it is told the same."""
        game = table.game
        if now < asked.deadline:
            await self._put_off(game, asked.deadline)
            return
        if now - asked.deadline > PATIENCE:
            await self._void(asked, INTERRUPTED)
            return
        await self._answering.settle()
        if not await self._host.is_there(game, asked):
            await self._void(asked, DELETED, told=True)
            return
        async with self._db.read() as conn:
            judged = await self._judged(conn, asked, now)
            ranks = added(await games.scores(conn, game.id), asked, judged)
        goes_on_at = now + PAUSE if table.played < game.rounds else None
        try:
            await self._host.reveal(game, Outcome(asked, judged, ranks), goes_on_at)
        except Unpostable:
            await self._void(asked, DELETED, told=True)
            return
        async with self._db.write() as conn:
            judged = await self._judged(conn, asked, now)
            if await rounds.close(conn, asked.id, now, judged):
                await ratings.learn(conn, replace(asked, closed_at=now), judged, now)
                await games.put_off(conn, game.id, self._clock() + PAUSE)

    async def _judged(self, conn: Connection, asked: Round, now: datetime) -> tuple[Answer, ...]:
        given = await rounds.answers(conn, asked.id)
        solo = 0
        if len(given) == 1:
            today = datetime.combine(now.astimezone(UTC).date(), time(), UTC)
            solo = await rounds.alone(conn, asked.guild_id, given[0].user_id, today)
        return judge(asked, given, solo)

    async def _void(self, asked: Round, why: str, *, told: bool = False) -> None:
        """Have a round not count; unless it is ``told``, its message is to say so. Another question follows."""
        now = self._clock()
        _log.warning("a round does not count", round=asked.id, reason=why)
        async with self._db.write() as conn:
            if await rounds.void(conn, asked.id, why, now, told=told) and asked.game_id is not None:
                await games.put_off(conn, asked.game_id, now)

    async def _tell_void(self, game: Game, asked: Round) -> None:
        try:
            if asked.message_id is not None:
                await self._host.void(game, asked)
        except Unpostable as error:
            _log.warning("a round's message is gone", round=asked.id, reason=error.reason)
        now = self._clock()
        async with self._db.write() as conn:
            await rounds.told(conn, asked.id, now)
            if game.is_open:
                await games.put_off(conn, game.id, now + PAUSE)

    async def _put_off(self, game: Game, due_at: datetime) -> None:
        async with self._db.write() as conn:
            await games.put_off(conn, game.id, due_at)

    # -------------------------------------------------------------- the end

    async def _finish(self, game: Game, state: GameState) -> None:
        async with self._db.write() as conn:
            await games.end(conn, game.id, state, self._clock())

    async def _end(self, table: _Table, now: datetime) -> None:
        """Tell who won. What cannot be told for a long time is not worth telling any more."""
        game = table.game
        if game.ended_at is None or now - game.ended_at < GIVEN_UP:
            async with self._db.read() as conn:
                ranks = await games.scores(conn, game.id)
                uncounted = await rounds.uncounted(conn, game.id)
            try:
                await self._host.end(Podium(game, ranks, table.played, uncounted=uncounted))
            except Unpostable as error:
                _log.warning("the end of a game cannot be told", game=game.id, reason=error.reason)
        async with self._db.write() as conn:
            await games.told(conn, game.id, self._clock())
        _log.info("a game ended", game=game.id, state=game.state.value, rounds=table.played)

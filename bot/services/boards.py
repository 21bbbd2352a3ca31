"""Who is ahead in trivia, and what one person has achieved."""

from __future__ import annotations

import asyncio

from bot.clock import Clock
from bot.domain.boards import Board, Record, Scope, Span, run_of, since
from bot.export.record_picture import RecordSheet, draw
from bot.store import boards
from bot.store.database import Database

BEST = 10
"""People that a ranking lists."""

NEWEST = 1000
"""Answers that runs are looked for in."""

POINTS = 120
"""Ratings that are drawn over time at most."""


class Boards:
    """Ranks and sums up; people are ranked by the points of rounds that count."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        self._drawing = asyncio.Lock()

    async def board(self, scope: Scope, span: Span, guild_id: int, user_id: int) -> Board:
        """Return a ranking as somebody in a server sees it."""
        where = guild_id if scope is Scope.SERVER else None
        async with self._db.read() as conn:
            rows, players = await boards.best(conn, where, since(span, self._clock()), user_id, BEST)
            listed = await boards.is_worldwide(conn, user_id)
        own = next((one for one in rows[BEST:] if one.user_id == user_id), None)
        return Board(scope, span, tuple(rows[:BEST]), own, players, listed)

    async def show_worldwide(self, user_id: int, name: str | None) -> None:
        """Have somebody listed by a name among those of all servers, or (None) not any more."""
        async with self._db.write() as conn:
            await boards.set_worldwide(conn, user_id, name, self._clock())

    async def record(self, guild_id: int, user_id: int) -> Record:
        """Return what somebody has achieved in a server."""
        async with self._db.read() as conn:
            tallies, points = await boards.tallies(conn, guild_id, user_id)
            given = await boards.newest(conn, guild_id, user_id, NEWEST)
            return Record(
                user_id=user_id,
                points=points,
                tallies=tuple(tallies),
                rating=await boards.rating(conn, user_id),
                ratings=tuple(one.rating for one in given if one.rating is not None)[-POINTS:],
                run=run_of(given),
                daily=await boards.daily_streak(conn, guild_id, user_id),
            )

    async def picture(self, sheet: RecordSheet) -> bytes:
        """Return the sheet as a PNG, drawn beside the event loop: one at a time, for each takes some memory."""
        async with self._drawing:
            return await asyncio.to_thread(draw, sheet)

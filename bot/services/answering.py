"""Answers as they come in: those that arrive together are kept together, in one short transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.games import Answer, Click, Clicked, click
from bot.store import rounds
from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class _Waiting:
    answer: Answer
    result: asyncio.Future[Clicked]


class Answering:
    """Keeps clicks. While one transaction is under way the next clicks gather for one of their own."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._waiting: list[_Waiting] = []
        self._work: asyncio.Task[None] | None = None

    async def put(self, given: Answer) -> Clicked:
        """Return what a click came to, once that is stored.

        Raises:
            StoreError: it could not be stored.
        """
        waiting = _Waiting(given, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        if self._work is None or self._work.done():
            self._work = asyncio.create_task(self._keep_all())
        return await waiting.result

    async def settle(self) -> None:
        """Wait until all that has come in is stored."""
        if self._work is not None:
            await asyncio.wait({self._work})

    async def _keep_all(self) -> None:
        while self._waiting:
            some, self._waiting = self._waiting, []
            try:
                results = await self._keep([one.answer for one in some])
            except Exception as error:  # noqa: BLE001 - each of those who wait is to hear of it
                for one in some:
                    if not one.result.done():
                        one.result.set_exception(error)
            else:
                for one, result in zip(some, results, strict=True):
                    if not one.result.done():
                        one.result.set_result(result)

    async def _keep(self, some: Sequence[Answer]) -> list[Clicked]:
        async with self._db.write() as conn:
            asked = await rounds.get_all(conn, {one.round_id for one in some})
            before = await rounds.given(conn, asked.keys(), {one.user_id for one in some})
            results: list[Clicked] = []
            locked: list[Answer] = []
            for one in some:
                who = one.round_id, one.user_id
                result = click(asked.get(one.round_id), one.choice, before.get(who), one.at)
                if result.click is Click.LOCKED:
                    before[who] = one.choice
                    locked.append(one)
                results.append(result)
            await rounds.give(conn, locked)
        return results

"""How questions do, for whoever runs the bot: which were put aside, and in which an option does not work."""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from bot.domain.items import Discrimination, discrimination, is_weak
from bot.errors import UserError
from bot.store import items
from bot.store.database import Connection, Database
from bot.store.items import Item

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Judged:
    """A question, how it tells good players from others (None: too few answered), and its options nobody falls for."""

    item: Item
    tells: Discrimination | None
    weak: tuple[str, ...]


class Items:
    """Shows how questions did, and brings back what was put aside."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def put_aside(self) -> list[Judged]:
        """Return the questions that are not asked any more because they did badly, the last one first."""
        async with self._db.read() as conn:
            return [await _judged(conn, one) for one in await items.put_aside(conn)]

    async def with_weak_options(self) -> list[Judged]:
        """Return the questions of which an option is shown no more, the most asked first."""
        async with self._db.read() as conn:
            judged = [await _judged(conn, one) for one in await items.with_weak_options(conn)]
        return [one for one in judged if one.weak]

    async def bring_back(self, question_id: int) -> None:
        """Have a question asked again that was put aside; it is not put aside another time.

        Raises:
            UserError: ``item.unknown``.
        """
        async with self._db.write() as conn:
            there = await items.bring_back(conn, question_id)
        if not there:
            raise UserError("item.unknown", id=question_id)
        _log.info("a question is brought back", question=question_id)


async def _judged(conn: Connection, item: Item) -> Judged:
    return Judged(item, discrimination(await items.results(conn, item.id)), _weak(item))


def _weak(item: Item) -> tuple[str, ...]:
    wrong = (key for key in item.chosen if key != item.last.right.key)
    return tuple(key for key in sorted(wrong) if is_weak(*item.chosen[key]))

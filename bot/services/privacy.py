"""A person's own data: what is kept of them, and forgetting it."""

from __future__ import annotations

import json
from datetime import date, datetime

import structlog

from bot.clock import Clock
from bot.store import members, personal, reminders
from bot.store.database import Database

_log = structlog.get_logger(__name__)


class Privacy:
    """Gives people what is kept of them, and forgets it."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def export(self, user_id: int) -> bytes:
        """Return all that is kept of a person as JSON, made to be read by people, too."""
        async with self._db.read() as conn:
            kept = {
                "user_id": str(user_id),
                "exported_at": self._clock(),
                "choices": await members.export(conn, user_id),
                "reminders": await reminders.export(conn, user_id),
                **await personal.export(conn, user_id),
            }
        return json.dumps(kept, ensure_ascii=False, indent=2, default=_as_text).encode()

    async def forget(self, user_id: int) -> int:
        """Forget a person: their choices, reminders, answers and rating, and that it was them who did anything.

        What they reported, decided or followed for a server stays, without them. Returns how many reminders there were.
        """
        async with self._db.write() as conn:
            count = await reminders.forget(conn, user_id, self._clock())
            await members.forget(conn, user_id)
            await personal.anonymise(conn, user_id)
        _log.info("forgot a person", reminders=count)
        return count


def _as_text(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime | date) else str(value)

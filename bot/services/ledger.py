"""What became of each letter, written down: sent, to be tried again, or closed, and who is told of it."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta

import structlog

from bot.clock import Clock
from bot.domain.models import ADMINS, MESSAGE, Delivery, DeliveryKind, DeliveryState, NewDelivery
from bot.domain.posts import DailyBody, EventBody
from bot.domain.reasons import because
from bot.domain.retries import retry_at
from bot.errors import Gone, StoreError, TryLater
from bot.services import events
from bot.services.compose import Letter
from bot.store import channels, daily, deliveries, guilds, reminders
from bot.store.database import Connection, Database

CLOSED_RETRY = timedelta(hours=1)
"""How often a channel that is closed to us is tried again, besides at once when it is mended."""

NOTICE_LIFE = timedelta(days=7)
"""How long a notice waits to be said."""

_MARK_PAUSES = (0.1, 0.5, 2.0)  # seconds between tries to note a message that Discord has

_log = structlog.get_logger(__name__)


class Ledger:
    """Notes outcomes in the outbox. Every row it is given ends its claim here."""

    def __init__(self, db: Database, clock: Clock, rng: random.Random) -> None:
        self._db = db
        self._clock = clock
        self._rng = rng

    async def sent(self, letter: Letter, message_id: int) -> None:
        """Note that the letter is in its channel, which is thereby open.

        A busy database is given several chances: what is not noted now has to be looked for later.
        """
        for pause in _MARK_PAUSES:
            with suppress(StoreError):
                return await self._mark(letter, message_id)
            await asyncio.sleep(pause)
        return await self._mark(letter, message_id)

    async def _mark(self, letter: Letter, message_id: int) -> None:
        head = letter.rows[0]
        async with self._db.write() as conn:
            await deliveries.mark_sent(conn, letter.ids, message_id, self._clock())
            if letter.blocked is not None and head.kind is DeliveryKind.REMINDER:
                await reminders.set_trouble(conn, head.reminder_id or 0, "")
            elif letter.blocked is not None:
                await channels.set_blocked(conn, letter.post.channel_id, None)
            if isinstance(letter.post.body, EventBody):
                await events.done(conn, letter.post.body, message_id)
            if isinstance(letter.post.body, DailyBody):
                await daily.said(conn, letter.post.body.asked.id, message_id)
        _log.info("sent", deliveries=letter.ids, channel=letter.post.channel_id, message=message_id)

    async def later(self, letter: Letter, error: TryLater) -> None:
        """Let the letter wait for its next try, not before Discord wants it."""
        now = self._clock()
        at = retry_at(letter.rows[0].attempts, now, error.at, self._rng.random())
        async with self._db.write() as conn:
            await deliveries.retry(conn, letter.ids, at, error.reason)
        _log.info("will try again", deliveries=letter.ids, at=at.isoformat(), reason=error.reason)

    async def gone(self, letter: Letter, error: Gone) -> None:
        """Keep a letter whose channel may be mended, close one whose channel is gone, and have the admins told.

        A reminder goes to where it was asked for, when its person takes no direct messages.
        """
        head = letter.rows[0]
        if head.kind is DeliveryKind.REMINDER:
            await self._unreached(head, error)
            return
        if head.kind is DeliveryKind.NOTICE:
            await self._notice_gone(letter, error)
            return
        now = self._clock()
        async with self._db.write() as conn:
            if error.permission is None:
                await deliveries.close(conn, letter.ids, DeliveryState.FAILED, error.reason, now)
            else:
                await deliveries.retry(conn, letter.ids, now + CLOSED_RETRY, error.reason)
            await self._tell_once(conn, head, error)
        _log.warning("a channel is closed", channel=head.channel_id, guild=head.guild_id, reason=error.reason)

    async def _unreached(self, row: Delivery, error: Gone) -> None:
        """Let a reminder be said where it was asked for; if that is no place either, note that on the reminder."""
        async with self._db.write() as conn:
            reminder = await reminders.get(conn, row.reminder_id or 0)
            if reminder is not None and reminder.guild_id and not row.guild_id:
                await deliveries.readdress(conn, row.id, reminder.guild_id, reminder.channel_id)
            else:
                await deliveries.close(conn, [row.id], DeliveryState.FAILED, error.reason, self._clock())
                await reminders.set_trouble(conn, row.reminder_id or 0, because("person.closed"))
        _log.info("a person takes no direct messages", delivery=row.id, guild=row.guild_id, reason=error.reason)

    async def close(self, ids: Sequence[int], reason: str) -> None:
        """Close rows as failed."""
        async with self._db.write() as conn:
            await deliveries.close(conn, ids, DeliveryState.FAILED, reason, self._clock())
        _log.warning("cannot be said", deliveries=ids, reason=reason)

    async def _tell_once(self, conn: Connection, row: Delivery, error: Gone) -> None:
        """Mark the channel as closed and queue a notice, unless it is known to be closed."""
        if row.kind is DeliveryKind.EVENT:
            await self._tell_of_events(conn, row.guild_id, error)
            return
        if not await channels.open_for(conn, row):
            return
        await channels.set_blocked(conn, row.channel_id, error.reason)
        settings = await guilds.settings(conn, row.guild_id)
        place = settings.notice_channel_id
        now = self._clock()
        notice = NewDelivery(
            kind=DeliveryKind.NOTICE,
            key=f"channel:{row.channel_id}:{row.id}",
            guild_id=row.guild_id,
            channel_id=ADMINS if place in (None, row.channel_id) else place,
            due_at=now,
            payload=_trouble(row.channel_id, error),
            expires_at=now + NOTICE_LIFE,
        )
        await deliveries.add(conn, notice, None, now)

    async def _tell_of_events(self, conn: Connection, guild_id: int, error: Gone) -> None:
        """Queue a notice that no events can be made in a server, unless it was told lately."""
        settings, now = await guilds.settings(conn, guild_id), self._clock()
        lacks = error.permission
        notice = (
            events.trouble(settings, "permission", now, permission=lacks)
            if lacks
            else events.trouble(settings, "refused", now)
        )
        await deliveries.add(conn, notice, None, now)

    async def _notice_gone(self, letter: Letter, error: Gone) -> None:
        """Say a notice that its channel would not take where the admins look; there is no third place."""
        head, now = letter.rows[0], self._clock()
        async with self._db.write() as conn:
            await deliveries.close(conn, letter.ids, DeliveryState.FAILED, error.reason, now)
            if head.channel_id != ADMINS:
                elsewhere = NewDelivery(
                    kind=DeliveryKind.NOTICE,
                    key=f"{head.key}:admins",
                    guild_id=head.guild_id,
                    channel_id=ADMINS,
                    due_at=now,
                    payload=head.payload,
                    expires_at=head.expires_at,
                )
                await deliveries.add(conn, elsewhere, None, now)
        _log.warning("a notice has no place", guild=head.guild_id, channel=head.channel_id, reason=error.reason)


def _trouble(channel_id: int, error: Gone) -> dict[str, str]:
    if error.permission is None:
        return {MESSAGE: "notice.channel.gone", "channel": str(channel_id)}
    return {MESSAGE: "notice.channel.permission", "channel": str(channel_id), "permission": error.permission}

"""From the outbox to Discord: each delivery said once, in its channel's order, or closed with a reason."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

import structlog

from bot.clock import Clock
from bot.domain.models import Delivery
from bot.domain.reasons import because
from bot.errors import DeliveryError, Gone, TryLater, Unpostable
from bot.services.compose import Composer, Letter, Void, Wait
from bot.services.ledger import Ledger
from bot.services.pace import Pace
from bot.services.posting import Publisher
from bot.store import channels, deliveries, edits
from bot.store.database import Database

LEASE = timedelta(minutes=2)
"""How long a claimed row is ours; on PostgreSQL others take it over after that."""

SEND_CAP = timedelta(seconds=90)
"""The longest that one message may take, rate limits included: well within the lease."""

MOST_AT_ONCE = 64
"""Messages on their way at the same time, each to another channel."""

MOST_EDITS = 20
"""Edits in one round."""

EDIT_RETRY = timedelta(minutes=1)
"""How long an edit that failed in passing waits."""

CLOCK_SLACK = timedelta(minutes=1)
"""How far our clock may be ahead of Discord's."""

GRACE = timedelta(seconds=2.5)
"""How long a clean stop waits for what is on its way."""

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Flight:
    """A letter on its way; ``begun`` once it may have reached Discord."""

    letter: Letter
    begun: bool = False


class Deliver:
    """Claims due deliveries and has the publisher say them.

    ``publisher`` may be set after construction; until then nothing is claimed. ``wake`` is called when another round
    is worth while before the next tick.
    """

    def __init__(
        self,
        db: Database,
        *,
        clock: Clock,
        rng: random.Random,
        worker_id: str,
        wake: Callable[[], None],
        shown: float,
        pace: Pace | None = None,
    ) -> None:
        self.publisher: Publisher | None = None
        self._db = db
        self._clock = clock
        self._worker_id = worker_id
        self._wake = wake
        self._shown = shown
        self._pace = pace or Pace()
        self._ledger = Ledger(db, clock, rng)
        self._flights: dict[asyncio.Task[None], _Flight] = {}
        self._claiming = asyncio.Lock()
        self._stopping = False
        self._sent = 0

    # -------------------------------------------------------------- from the jobs

    async def begin(self) -> None:
        """Take over what a killed process held; call once, before the first round.

        On SQLite every lease that is not ours is that of a process that is no more; on PostgreSQL it may be that of a
        living one, and ends by itself.
        """
        if self._db.dialect == "sqlite":
            async with self._db.write() as conn:
                taken = await deliveries.abandon_others(conn, self._worker_id, self._clock())
            if taken:
                _log.info("took over deliveries that an earlier run left unfinished", count=taken)

    async def launch(self) -> int:
        """Claim what is due and set it going, without waiting for it; returns how many messages were dealt with."""
        async with self._claiming:
            room = MOST_AT_ONCE - len(self._flights)
            if self.publisher is None or self._stopping or room <= 0 or not await self._anything_due():
                return 0
            groups = await self._claim(room)
            for letter in await self._sort_out(groups):
                self._take_off(_Flight(letter), self.publisher)
            return len(groups)

    async def run_due(self) -> int:
        """Say all that is due, wait until it is said, and return how many deliveries were sent."""
        before = self._sent
        while await self.launch() or self._flights:
            if self._flights:
                await asyncio.wait(self._flights, return_when=asyncio.FIRST_COMPLETED)
        return self._sent - before

    async def run_edits(self) -> int:
        """Bring sent posts of changed articles up to date; returns how many messages were edited."""
        if self.publisher is None or self._stopping:
            return 0
        async with self._db.write() as conn:
            due = await edits.claim_edits(conn, self._worker_id, self._clock(), LEASE, MOST_EDITS)
        due.sort(key=_message)
        messages = [list(rows) for _, rows in groupby(due, _message)]
        return sum(await asyncio.gather(*(self._edit(rows, self.publisher) for rows in messages)))

    async def stop(self) -> None:
        """Claim no more, give what is on its way a moment to arrive, and release the rest."""
        self._stopping = True
        async with self._claiming:
            flights = dict(self._flights)
        if not flights:
            return
        _, late = await asyncio.wait(flights, timeout=GRACE.total_seconds())
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        await self._give_back(flights[task] for task in late)

    # -------------------------------------------------------------- from the gateway

    async def mended(self, channel_id: int) -> None:
        """Try a closed channel again at once: something about it has changed."""
        async with self._db.write() as conn:
            await deliveries.wake_channel(conn, channel_id)
        self._wake()

    async def mended_guild(self, guild_id: int) -> None:
        """Try all closed channels of a server again at once, and its events."""
        async with self._db.read() as conn:
            closed = await channels.closed(conn, guild_id)
        for channel_id in (*closed, guild_id):
            await self.mended(channel_id)

    # -------------------------------------------------------------- claiming

    async def _anything_due(self) -> bool:
        """A look that needs no write: an idle bot keeps its hands off the database's lock."""
        async with self._db.read() as conn:
            due = await deliveries.next_due(conn)
        return due is not None and due <= self._clock()

    async def _claim(self, room: int) -> list[list[Delivery]]:
        """Take what is due. What is on its way already is left alone, even if its lease ran out meanwhile."""
        now = self._clock()
        flying = {row_id for flight in self._flights.values() for row_id in flight.letter.ids}
        async with self._db.write() as conn:
            await deliveries.expire(conn, now)
            groups = await deliveries.claim(conn, self._worker_id, now, LEASE, room)
            groups = [group for group in groups if flying.isdisjoint(row.id for row in group)]
            kept = [_one_attempt(group) for group in groups]
            await deliveries.release(conn, [row.id for kept, spare in kept for row in spare])
        return [kept for kept, _ in kept]

    async def _sort_out(self, groups: list[list[Delivery]]) -> list[Letter]:
        """Return the letters to send; what must wait, or has nothing to say, is put away."""
        async with self._db.read() as conn:
            composer = Composer(conn, self._clock(), self._shown)
            dealt = [await composer.compose(group) for group in groups]
        waits = [each for each in dealt if isinstance(each, Wait)]
        if waits:
            async with self._db.write() as conn:
                for wait in waits:
                    await deliveries.postpone(conn, wait.ids, wait.until)
        for void in (each for each in dealt if isinstance(each, Void)):
            await self._ledger.close(void.ids, void.reason)
        return [each for each in dealt if isinstance(each, Letter)]

    # -------------------------------------------------------------- saying

    def _take_off(self, flight: _Flight, publisher: Publisher) -> None:
        task = asyncio.create_task(self._fly(flight, publisher))
        self._flights[task] = flight
        task.add_done_callback(self._landed)

    def _landed(self, task: asyncio.Task[None]) -> None:
        """Forget a flight; its channel may have more to say. What it could not note, its lease brings back."""
        flight = self._flights.pop(task)
        if not task.cancelled() and (error := task.exception()):
            _log.error("a delivery's outcome could not be noted", deliveries=flight.letter.ids, exc_info=error)
        self._wake()

    async def _fly(self, flight: _Flight, publisher: Publisher) -> None:
        letter = flight.letter
        try:
            message_id = await self._say(flight, publisher)
        except Gone as error:
            await self._ledger.gone(letter, error)
        except Unpostable as error:
            await self._ledger.close(letter.ids, error.reason)
        except TryLater as error:
            await self._ledger.later(letter, error)
        else:
            self._sent += len(letter.rows)
            await self._ledger.sent(letter, message_id)

    async def _say(self, flight: _Flight, publisher: Publisher) -> int:
        """Send the letter, unless an earlier attempt turns out to have arrived; any surprise is a passing fault."""
        try:
            async with asyncio.timeout(SEND_CAP.total_seconds()):
                found = await self._find(flight.letter, publisher)
                if found is not None:
                    return found
                await self._pace.turn()
                flight.begun = True
                return await publisher.send(flight.letter.post)
        except DeliveryError:
            raise
        except TimeoutError as error:
            raise TryLater(because("discord.slow")) from error
        except Exception as error:
            _log.exception("sending failed in an unforeseen way", deliveries=flight.letter.ids)
            raise TryLater(because("bot.fault")) from error

    async def _find(self, letter: Letter, publisher: Publisher) -> int | None:
        """Look for the message of an earlier attempt.

        The nonce alone would do in text channels for some minutes; looking is right in forums and at any age. Where
        we may not look, the nonce has to do.
        """
        if letter.maybe_said_at is None:
            return None
        await self._pace.turn()
        try:
            return await publisher.find(letter.post, letter.maybe_said_at - CLOCK_SLACK)
        except (Gone, Unpostable):
            return None

    async def _edit(self, due: list[Delivery], publisher: Publisher) -> int:
        """Edit one message, of which these rows are due for it."""
        message_id, again = due[0].message_id, None
        assert message_id is not None, "only what was sent is edited"
        async with self._db.read() as conn:
            rows = await deliveries.of_message(conn, due[0].channel_id, message_id)
            post = await Composer(conn, self._clock(), self._shown).revise(rows)
        try:
            if post is not None:
                await self._pace.turn()
                await publisher.edit(post, message_id)
        except DeliveryError as error:
            again = self._clock() + EDIT_RETRY if isinstance(error, TryLater) else None
            _log.info("an edit failed", message=message_id, reason=str(error), again=again)
            post = None
        async with self._db.write() as conn:
            for row in due:
                await (edits.mark_edited(conn, row.id) if post else edits.edit_failed(conn, row.id, again))
        return int(post is not None)

    async def _give_back(self, flights: Iterable[_Flight]) -> None:
        """Let the next run have what could not be finished; what was begun it looks for first."""
        async with self._db.write() as conn:
            for flight in flights:
                if flight.begun:
                    await deliveries.retry(conn, flight.letter.ids, self._clock(), because("bot.stopped"))
                else:
                    await deliveries.release(conn, flight.letter.ids)


def _message(row: Delivery) -> tuple[int, int]:
    return row.channel_id, row.message_id or 0


def _one_attempt(group: list[Delivery]) -> tuple[list[Delivery], list[Delivery]]:
    """Split a digest's rows into those that go together and the rest.

    An earlier attempt may have said some of them; these must not be mixed with fresh ones, which it cannot have said.
    """
    again = group[0].claimed_at is not None
    return (
        [row for row in group if (row.claimed_at is not None) == again],
        [row for row in group if (row.claimed_at is not None) != again],
    )

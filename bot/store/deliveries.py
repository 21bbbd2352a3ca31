"""The outbox: what is to be said, who is saying it, and what became of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain.models import Delivery, DeliveryState, NewDelivery
from bot.store.database import Connection


async def add(conn: Connection, new: NewDelivery, article_id: int | None, now: datetime) -> int | None:
    """Queue a delivery; gives its id, or None when its key was queued before."""
    raise NotImplementedError


async def claim(conn: Connection, worker: str, now: datetime, lease: timedelta, limit: int) -> list[list[Delivery]]:
    """Take what is to be said next, at most one message a channel, at most ``limit`` messages.

    A channel's next is its oldest open row that is due, by (due_at, id); while that has a later ``retry_at``, or any
    row of the channel is under a running lease, the channel is left alone. A digest row brings up to 10 digest rows
    of its channel that are due; anything else comes in a list of one. Lists are in the order of their heads.

    ``claimed_at`` of what is returned is when it was FIRST claimed before, None if never: if set, it may have been
    sent. No two workers ever get the same row while its lease runs.
    """
    raise NotImplementedError


async def release(conn: Connection, ids: Sequence[int]) -> None:
    """Give back claimed rows that were not begun, as if this claim had not been."""
    raise NotImplementedError


async def abandon_others(conn: Connection, worker: str, now: datetime) -> int:
    """End the leases of all other workers; only right where this process is the only one. Returns how many."""
    raise NotImplementedError


async def mark_sent(conn: Connection, ids: Sequence[int], message_id: int, now: datetime) -> None:
    """Note that the rows were said, in this message."""
    raise NotImplementedError


async def retry(conn: Connection, ids: Sequence[int], at: datetime, reason: str) -> None:
    """Let claimed rows wait until ``at``; they hold their channel, and keep the instant of their first claim."""
    raise NotImplementedError


async def postpone(conn: Connection, ids: Sequence[int], due_at: datetime) -> None:
    """Give back claimed rows that were not begun, to be due later."""
    raise NotImplementedError


async def close(conn: Connection, ids: Sequence[int], state: DeliveryState, reason: str, now: datetime) -> None:
    """End rows without their having been said: superseded, expired or failed, and why."""
    raise NotImplementedError


async def expire(conn: Connection, now: datetime) -> int:
    """End the waiting rows that came too late to be said. Returns how many."""
    raise NotImplementedError


async def wake_channel(conn: Connection, channel_id: int) -> None:
    """Let what waits for a retry in a channel be tried at once: the channel was mended."""
    raise NotImplementedError


async def get(conn: Connection, delivery_id: int) -> Delivery | None:
    """Return a delivery."""
    raise NotImplementedError


async def of_article(conn: Connection, article_id: int) -> list[Delivery]:
    """Return an article's deliveries, oldest first."""
    raise NotImplementedError


async def of_message(conn: Connection, channel_id: int, message_id: int) -> list[Delivery]:
    """Return what one message said, in its order: one delivery, or those of a digest."""
    raise NotImplementedError


async def recent_sent(conn: Connection, channel_id: int, since: datetime) -> list[datetime]:
    """Return when messages were sent to a channel, oldest first; a digest counts once."""
    raise NotImplementedError


async def counts(conn: Connection) -> dict[str, int]:
    """Return how many deliveries are in each state; states without any are left out."""
    raise NotImplementedError


async def next_due(conn: Connection) -> datetime | None:
    """Return when something can be claimed next (it may be past), None if nothing is open."""
    raise NotImplementedError


async def tidy(conn: Connection, before: datetime) -> int:
    """Delete up to 500 closed deliveries older than that instant; call until it gives 0."""
    raise NotImplementedError

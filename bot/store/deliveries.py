"""The outbox: what is to be said, who is saying it, and what became of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, case, delete, exists, func, literal, or_, select, tuple_, update

from bot.domain.models import Delivery, DeliveryState, NewDelivery
from bot.domain.reasons import because
from bot.store.database import Connection, insert
from bot.store.rows import DELIVERY
from bot.store.schema import article, delivery, is_open
from bot.store.types import UtcDateTime

DIGEST_SIZE = 10
"""Rows that one digest message says at most."""

_GIVEN_BACK = {"state": DeliveryState.PENDING, "claimed_by": None, "lease_until": None}


async def add(conn: Connection, new: NewDelivery, article_id: int | None, now: datetime) -> int | None:
    """Queue a delivery; gives its id, or None when its key was queued before."""
    return (await add_all(conn, [(new, article_id)], now)).get(new.key)


async def add_all(conn: Connection, new: Sequence[tuple[NewDelivery, int | None]], now: datetime) -> dict[str, int]:
    """Queue deliveries with their article ids; gives ids by key, without the keys that were queued before."""
    rows = [
        {
            "kind": one.kind,
            "key": one.key,
            "guild_id": one.guild_id,
            "channel_id": one.channel_id,
            "due_at": one.due_at,
            "created_at": now,
            "state": DeliveryState.PENDING,
            "article_id": article_id,
            "subscription_id": one.subscription_id,
            "reminder_id": one.reminder_id,
            "follow_id": one.follow_id,
            "digest": one.digest,
            "payload": one.payload,
            "expires_at": one.expires_at,
            "reason": "",
            "attempts": 0,
        }
        for one, article_id in new
    ]
    if not rows:
        return {}
    row = insert(conn, delivery).on_conflict_do_nothing(index_elements=["key"])
    stored = await conn.execute(row.returning(delivery.c.key, delivery.c.id), rows)
    return dict(stored.all())


# ------------------------------------------------------------------ claiming


async def claim(conn: Connection, worker: str, now: datetime, lease: timedelta, limit: int) -> list[list[Delivery]]:
    """Take what is to be said next, at most one message a channel, at most ``limit`` messages.

    A channel's next is its oldest open row that is due, by (due_at, id); while that has a later ``retry_at``, or any
    row of the channel is under a running lease, the channel is left alone. A digest row brings up to 10 digest rows
    of its channel that are due; anything else comes in a list of one. Lists are in the order of their heads.

    ``claimed_at`` of what is returned is when it was FIRST claimed before, None if never: if set, it may have been
    sent. No two workers ever get the same row while its lease runs.
    """
    heads = await _take(conn, _claimable(now).where(_leads_its_channel(now)).limit(limit))
    groups = [await _digest_of(conn, head, now) if head.digest else [head] for head in heads]
    ids = [one.id for group in groups for one in group]
    taken: dict[str, Any] = {"state": DeliveryState.CLAIMED, "claimed_by": worker, "lease_until": now + lease}
    first = func.coalesce(delivery.c.claimed_at, literal(now, UtcDateTime))
    counted = {"attempts": delivery.c.attempts + 1, "claimed_at": first}
    if ids:
        await conn.execute(update(delivery).where(delivery.c.id.in_(ids)).values(**taken, **counted))
    return [[replace(one, attempts=one.attempts + 1, **taken) for one in group] for group in groups]


def _claimable(now: datetime) -> Select[Any]:
    """Rows that are due, wait for no retry and are under no lease, the oldest first."""
    no_retry = or_(delivery.c.retry_at.is_(None), delivery.c.retry_at <= now)
    no_lease = or_(delivery.c.lease_until.is_(None), delivery.c.lease_until <= now)
    query = select(*DELIVERY).where(is_open(delivery), delivery.c.due_at <= now, no_retry, no_lease)
    return query.order_by(delivery.c.due_at, delivery.c.id)


def _leads_its_channel(now: datetime) -> ColumnElement[bool]:
    """Say that no open row of the channel is older, nor under a lease."""
    other = delivery.alias("other")
    same_place = other.c.channel_id == delivery.c.channel_id, other.c.guild_id == delivery.c.guild_id
    older = tuple_(other.c.due_at, other.c.id) < tuple_(delivery.c.due_at, delivery.c.id)
    return ~exists().where(is_open(other), *same_place, or_(older, other.c.lease_until > now))


async def _digest_of(conn: Connection, head: Delivery, now: datetime) -> list[Delivery]:
    place = delivery.c.channel_id == head.channel_id, delivery.c.guild_id == head.guild_id
    return await _take(conn, _claimable(now).where(*place, delivery.c.digest).limit(DIGEST_SIZE))


async def _take(conn: Connection, query: Select[Any]) -> list[Delivery]:
    """Read rows that are to be changed, passing over those that another worker is changing."""
    return [Delivery(*row) for row in await conn.execute(query.with_for_update(skip_locked=True))]


# ------------------------------------------------------------------ what became of it


async def release(conn: Connection, ids: Sequence[int]) -> None:
    """Give back claimed rows that were not begun, as if this claim had not been."""
    await _give_back(conn, ids, **_unbegun())


async def postpone(conn: Connection, ids: Sequence[int], due_at: datetime) -> None:
    """Give back claimed rows that were not begun, to be due later."""
    await _give_back(conn, ids, due_at=due_at, **_unbegun())


async def retry(conn: Connection, ids: Sequence[int], at: datetime, reason: str) -> None:
    """Let claimed rows wait until ``at``; they hold their channel, and keep the instant of their first claim."""
    await _give_back(conn, ids, retry_at=at, reason=reason)


def _unbegun() -> dict[str, object]:
    """Take one claim back; the instant of the first stays if there was an earlier claim."""
    first = case((delivery.c.attempts > 1, delivery.c.claimed_at))
    return {"attempts": delivery.c.attempts - 1, "claimed_at": first}


async def _give_back(conn: Connection, ids: Sequence[int], **values: object) -> None:
    claimed = delivery.c.id.in_(ids), delivery.c.state == DeliveryState.CLAIMED
    await conn.execute(update(delivery).where(*claimed).values(**_GIVEN_BACK, **values))


async def abandon_others(conn: Connection, worker: str, now: datetime) -> int:
    """End the leases of all other workers; only right where this process is the only one. Returns how many."""
    theirs = delivery.c.lease_until > now, delivery.c.claimed_by != worker
    return (await conn.execute(update(delivery).where(*theirs).values(lease_until=now))).rowcount


async def mark_sent(conn: Connection, ids: Sequence[int], message_id: int, now: datetime) -> None:
    """Note that the rows were said, in this message, whatever was decided about them meanwhile."""
    said = {"message_id": message_id, "sent_at": now, "closed_at": now, "retry_at": None, "reason": ""}
    values = {**_GIVEN_BACK, **said, "state": DeliveryState.SENT}
    await conn.execute(update(delivery).where(delivery.c.id.in_(ids)).values(values))


async def close(conn: Connection, ids: Sequence[int], state: DeliveryState, reason: str, now: datetime) -> None:
    """End open rows without their having been said: superseded, expired or failed, and why."""
    await _end(conn, delivery.c.id.in_(ids) & is_open(delivery), state, reason, now)


async def supersede(conn: Connection, which: ColumnElement[bool], reason: str, now: datetime) -> int:
    """End waiting rows that are not wanted any more; those under way are let go on. Returns how many.

    What somebody claimed and left unfinished is waiting, too.
    """
    waiting = which & is_open(delivery) & or_(delivery.c.state == DeliveryState.PENDING, delivery.c.lease_until <= now)
    return await _end(conn, waiting, DeliveryState.SUPERSEDED, reason, now)


async def expire(conn: Connection, now: datetime) -> int:
    """End the waiting rows that came too late to be said. Returns how many."""
    late = is_open(delivery) & (delivery.c.state == DeliveryState.PENDING) & (delivery.c.expires_at <= now)
    return await _end(conn, late, DeliveryState.EXPIRED, because("delivery.late"), now)


async def _end(conn: Connection, which: ColumnElement[bool], state: DeliveryState, reason: str, now: datetime) -> int:
    values = {**_GIVEN_BACK, "state": state, "reason": reason, "closed_at": now}
    return (await conn.execute(update(delivery).where(which).values(values))).rowcount


async def move(conn: Connection, delivery_id: int, due_at: datetime, expires_at: datetime) -> None:
    """Let a waiting row be due at another time."""
    waiting = delivery.c.id == delivery_id, delivery.c.state == DeliveryState.PENDING
    values = {"due_at": due_at, "expires_at": expires_at, "retry_at": None}
    await conn.execute(update(delivery).where(*waiting).values(values))


async def redirect(conn: Connection, subscription_id: int, channel_id: int) -> None:
    """Let what waits for a subscription be said in another channel."""
    waiting = is_open(delivery), delivery.c.state == DeliveryState.PENDING
    values = {"channel_id": channel_id, "retry_at": None}
    await conn.execute(update(delivery).where(delivery.c.subscription_id == subscription_id, *waiting).values(values))


async def readdress(conn: Connection, delivery_id: int, guild_id: int, channel_id: int) -> None:
    """Give back a claimed row, to be said at once in another place; it keeps the instant of its first claim."""
    await _give_back(conn, [delivery_id], guild_id=guild_id, channel_id=channel_id, retry_at=None)


async def wake_channel(conn: Connection, channel_id: int) -> None:
    """Let what waits for a retry in a channel be tried at once: the channel was mended."""
    waiting = is_open(delivery), delivery.c.channel_id == channel_id
    await conn.execute(update(delivery).where(*waiting).values(retry_at=None))


async def tidy(conn: Connection, before: datetime) -> int:
    """Delete up to 500 deliveries closed before that instant; call until it gives 0."""
    closed = delivery.c.closed_at < before
    old = select(delivery.c.id).where(closed).limit(500)
    return (await conn.execute(delete(delivery).where(delivery.c.id.in_(old)))).rowcount


# ------------------------------------------------------------------ looking


async def get(conn: Connection, delivery_id: int) -> Delivery | None:
    """Return a delivery."""
    row = (await conn.execute(select(*DELIVERY).where(delivery.c.id == delivery_id))).one_or_none()
    return Delivery(*row) if row else None


async def of_article(conn: Connection, article_id: int) -> list[Delivery]:
    """Return an article's deliveries, oldest first."""
    query = select(*DELIVERY).where(delivery.c.article_id == article_id).order_by(delivery.c.id)
    return [Delivery(*row) for row in await conn.execute(query)]


async def of_story(conn: Connection, story_id: int, guild_id: int) -> list[Delivery]:
    """Return a server's deliveries of all articles of a story, oldest first."""
    its = delivery.c.article_id.in_(select(article.c.id).where(article.c.story_id == story_id))
    query = select(*DELIVERY).where(its, delivery.c.guild_id == guild_id).order_by(delivery.c.id)
    return [Delivery(*row) for row in await conn.execute(query)]


async def of_message(conn: Connection, channel_id: int, message_id: int) -> list[Delivery]:
    """Return what one message said, in its order: one delivery, or those of a digest."""
    sent = delivery.c.channel_id == channel_id, delivery.c.sent_at.is_not(None), delivery.c.message_id == message_id
    query = select(*DELIVERY).where(*sent).order_by(delivery.c.due_at, delivery.c.id)
    return [Delivery(*row) for row in await conn.execute(query)]


async def recent_sent(conn: Connection, channel_id: int, since: datetime) -> list[datetime]:
    """Return when messages were sent to a channel, oldest first; a digest counts once."""
    at = func.min(delivery.c.sent_at)
    recent = delivery.c.channel_id == channel_id, delivery.c.sent_at >= since
    return list(await conn.scalars(select(at).where(*recent).group_by(delivery.c.message_id).order_by(at)))


async def counts(conn: Connection) -> dict[str, int]:
    """Return how many deliveries are in each state; states without any are left out."""
    rows = await conn.execute(select(delivery.c.state, func.count()).group_by(delivery.c.state))
    return {state.value: count for state, count in rows}


async def next_due(conn: Connection) -> datetime | None:
    """Return when something can be claimed next (it may be past), None if nothing is open."""
    return await conn.scalar(select(func.min(_ready_at())).where(is_open(delivery)))


def _ready_at() -> ColumnElement[datetime]:
    """The latest of what a row waits for."""
    due, later = delivery.c.due_at, func.coalesce(delivery.c.lease_until, delivery.c.retry_at)
    return case((later > due, later), else_=due)

"""What people want to be reminded of. ``planning`` plans it; what they are told are deliveries."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, func, not_, select, union, update

from bot.domain.facts import NameKind
from bot.domain.footing import SHADOWED
from bot.domain.models import Delivery
from bot.domain.reasons import because
from bot.domain.releases import ReleaseStatus
from bot.domain.reminders import Before, Reminder
from bot.store import deliveries
from bot.store.database import Connection, insert
from bot.store.name_index import OWNERS
from bot.store.rows import DELIVERY, REMINDER
from bot.store.schema import delivery, follow, guild, is_open, is_unplanned, member, reminder, title

STOPPED = because("reminder.stopped")
"""The reason of what is not said because nobody wants it any more."""

_ROW = reminder.c
_FIELDS = tuple(column.name for column in REMINDER)
_TITLES = OWNERS[NameKind.TITLE]
_UNPLANNED = {"value": "", "status": ReleaseStatus.ANNOUNCED, "planned_for": ""}


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks for: to be told of a title (a root), or a season of it, so many days ahead."""

    user_id: int
    guild_id: int
    channel_id: int
    title_id: int
    season: int
    before: Before
    zone: str
    locale: str


async def add(conn: Connection, wish: Wish, now: datetime) -> tuple[Reminder, bool]:
    """Keep a wish, which is still to be planned; one for the same is changed. Returns whether it was there already."""
    known = await _find(conn, wish)
    asked = {name: getattr(wish, name) for name in ("guild_id", "channel_id", "before", "zone", "locale")}
    anew = {**asked, "stopped_at": None, "planned_for": "", "trouble": ""}
    if known is None:
        of = {"user_id": wish.user_id, "title_id": wish.title_id, "season": wish.season, "created_at": now}
        await conn.execute(insert(conn, reminder).values(**of, **anew, **_standing(), revision=0))
    else:
        kept = {"created_at": now} if known.stopped_at else {}
        await conn.execute(update(reminder).where(_ROW.id == known.id).values(**anew, **kept, **_standing()))
    stored = await _find(conn, wish)
    assert stored is not None, "it was just stored"
    return stored, known is not None and known.stopped_at is None


def _standing() -> dict[str, object]:
    return {name: value for name, value in _UNPLANNED.items() if name != "planned_for"}


async def _find(conn: Connection, wish: Wish) -> Reminder | None:
    """Return the person's wish for the same: of two that a merge made the same, the older that is not stopped."""
    merged = select(title.c.id).where(_TITLES.merged(wish.title_id))
    same = _ROW.user_id == wish.user_id, _ROW.title_id.in_(merged), _ROW.season == wish.season
    query = select(*REMINDER).where(*same).order_by(_ROW.stopped_at.is_not(None), _ROW.id).limit(1)
    row = (await conn.execute(query)).one_or_none()
    return _reminder(row) if row else None


def _reminder(row: Row[Any]) -> Reminder:
    columns = dict(zip(_FIELDS, row, strict=True))
    return Reminder(**{**columns, "before": Before(columns["before"])})


async def get(conn: Connection, reminder_id: int) -> Reminder | None:
    """Return a reminder, stopped or not."""
    row = (await conn.execute(select(*REMINDER).where(_ROW.id == reminder_id))).one_or_none()
    return _reminder(row) if row else None


async def of_user(conn: Connection, user_id: int) -> list[Reminder]:
    """Return a person's reminders that were not stopped, oldest first."""
    theirs = _ROW.user_id == user_id, _ROW.stopped_at.is_(None)
    return [_reminder(row) for row in await conn.execute(select(*REMINDER).where(*theirs).order_by(_ROW.id))]


async def count(conn: Connection, user_id: int) -> int:
    """Return how many reminders a person has that were not stopped."""
    theirs = select(func.count()).where(_ROW.user_id == user_id, _ROW.stopped_at.is_(None))
    return int((await conn.execute(theirs)).scalar_one())


async def set_trouble(conn: Connection, reminder_id: int, reason: str) -> None:
    """Note why a reminder could not be said anywhere; "" once it could."""
    await conn.execute(update(reminder).where(_ROW.id == reminder_id, _ROW.trouble != reason).values(trouble=reason))


async def stop(conn: Connection, reminder_id: int, now: datetime) -> None:
    """Stop a reminder; what waits because of it is not said any more."""
    await conn.execute(update(reminder).where(_ROW.id == reminder_id).values(stopped_at=now, planned_for=""))
    await deliveries.supersede(conn, delivery.c.reminder_id == reminder_id, STOPPED, now)
    hidden = _ROW.user_id.in_(select(_ROW.user_id).where(_ROW.id == reminder_id)), _ROW.planned_for == SHADOWED
    await conn.execute(update(reminder).where(*hidden).values(planned_for=""))


# ------------------------------------------------------------------ what they are told


async def said(conn: Connection, reminder_ids: Collection[int]) -> dict[int, list[Delivery]]:
    """Return what each reminder was told or is to be told, by when it is due; every id is a key."""
    found: dict[int, list[Delivery]] = {one: [] for one in reminder_ids}
    of_them = delivery.c.reminder_id.in_(list(reminder_ids))
    for row in await conn.execute(select(*DELIVERY).where(of_them).order_by(delivery.c.due_at, delivery.c.id)):
        made = Delivery(*row)
        found[made.reminder_id or 0].append(made)
    return found


# ------------------------------------------------------------------ zones


async def rezone(conn: Connection, user_id: int, zone: str) -> None:
    """Let a person's reminders be planned anew, in another zone."""
    await _rezone(conn, _ROW.user_id == user_id, zone)


async def rezone_guild(conn: Connection, guild_id: int, zone: str) -> None:
    """Let a server's follows, and reminders of people who chose no zone of their own, be planned anew in its zone."""
    own = select(1).where(member.c.user_id == _ROW.user_id, member.c.time_zone.is_not(None))
    await _rezone(conn, (_ROW.guild_id == guild_id) & ~own.exists(), zone)
    followed = follow.c.guild_id == guild_id, follow.c.title_id.is_not(None)
    await conn.execute(update(follow).where(*followed).values(planned_for=""))


async def _rezone(conn: Connection, whose: ColumnElement[bool], zone: str) -> None:
    changed = whose, _ROW.stopped_at.is_(None), _ROW.zone != zone
    await conn.execute(update(reminder).where(*changed).values(zone=zone, planned_for=""))


async def unplanned(conn: Connection, limit: int) -> list[int]:
    """Return titles (roots) that somebody follows who is still to be planned."""
    waiting = select(_ROW.title_id).where(is_unplanned(reminder), _ROW.stopped_at.is_(None))
    present = follow.join(guild, guild.c.guild_id == follow.c.guild_id)
    channels = select(follow.c.title_id).select_from(present).where(is_unplanned(follow), guild.c.left_at.is_(None))
    ids = union(waiting, channels.where(follow.c.title_id.is_not(None))).subquery()
    roots = select(title.c.root_id).distinct().where(title.c.id.in_(select(ids.c.title_id)))
    return list(await conn.scalars(roots.limit(limit)))


# ------------------------------------------------------------------ what people may ask for of their own


async def export(conn: Connection, user_id: int) -> list[dict[str, object]]:
    """Return all that is kept of a person's reminders, stopped ones too, with the names of the titles."""
    root = title.alias("root")
    named = reminder.join(title, title.c.id == _ROW.title_id).join(root, root.c.id == title.c.root_id)
    query = select(reminder, root.c.name.label("title")).select_from(named).where(_ROW.user_id == user_id)
    rows = await conn.execute(query.order_by(_ROW.id))
    return [dict(row._mapping) for row in rows]  # noqa: SLF001 - SQLAlchemy's public face, in spite of its name


async def forget(conn: Connection, user_id: int, now: datetime) -> int:
    """Delete a person's reminders and all that they were told; gives how many reminders there were.

    What is under way is let go on: its row goes as the others do, once it is closed and old.
    """
    theirs = select(_ROW.id).where(_ROW.user_id == user_id)
    await deliveries.supersede(conn, delivery.c.reminder_id.in_(theirs), STOPPED, now)
    closed = delivery.c.reminder_id.in_(theirs), not_(is_open(delivery))
    await conn.execute(delete(delivery).where(*closed))
    return (await conn.execute(delete(reminder).where(_ROW.user_id == user_id))).rowcount


async def finish(conn: Connection, before: datetime, now: datetime) -> int:
    """Stop reminders of a season that is out, with nothing said since ``before`` nor to come; gives how many."""
    lately = select(1).where(delivery.c.reminder_id == _ROW.id, (delivery.c.due_at >= before) | is_open(delivery))
    over = _ROW.stopped_at.is_(None), _ROW.season >= 0, _ROW.status == ReleaseStatus.RELEASED, ~lately.exists()
    return (await conn.execute(update(reminder).where(*over).values(stopped_at=now))).rowcount


async def snoozes(conn: Connection, row: Delivery) -> Sequence[Delivery]:
    """Return the rows by which a reminder was put off, oldest first."""
    query = select(*DELIVERY).where(
        delivery.c.reminder_id == row.reminder_id, delivery.c.key.like(f"snooze:{row.id}:%")
    )
    return [Delivery(*one) for one in await conn.execute(query.order_by(delivery.c.id))]

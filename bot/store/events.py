"""Scheduled events that were made for releases, and whose they are."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete as delete_rows
from sqlalchemy import select, update

from bot.domain.facts import NameKind
from bot.domain.models import DeliveryKind, DeliveryState
from bot.domain.releases import Release, ReleaseStatus
from bot.domain.scheduled import ServerEvent
from bot.store import releases
from bot.store.database import Connection, insert
from bot.store.name_index import OWNERS
from bot.store.schema import delivery, event, follow, guild, is_open, title

_TITLES = OWNERS[NameKind.TITLE]
_FAR = date.max

EVENT = "event"
"""The name under which a row's payload holds our id of the event."""

_COLUMNS = (
    event.c.id,
    event.c.guild_id,
    title.c.root_id,
    event.c.season,
    event.c.kind,
    event.c.event_id,
    event.c.value,
    event.c.status,
    event.c.revision,
)


async def concerned(conn: Connection, title_id: int) -> list[int]:
    """Return the servers that have events of a title, or want them because they follow it."""
    merged = select(title.c.id).where(_TITLES.merged(title_id))
    following = select(guild.c.guild_id).join_from(follow, guild, guild.c.guild_id == follow.c.guild_id)
    want = following.where(follow.c.title_id.in_(merged), guild.c.events, guild.c.left_at.is_(None))
    have = select(event.c.guild_id).where(event.c.title_id.in_(merged))
    return sorted({*await conn.scalars(want), *await conn.scalars(have)})


async def of_guild(conn: Connection, guild_id: int) -> list[ServerEvent]:
    """Return a server's events, under the titles of today, oldest first."""
    query = select(*_COLUMNS).join_from(event, title, title.c.id == event.c.title_id)
    rows = await conn.execute(query.where(event.c.guild_id == guild_id).order_by(event.c.id))
    return [ServerEvent(*row) for row in rows]


async def get(conn: Connection, event_id: int) -> ServerEvent | None:
    """Return an event by our id."""
    query = select(*_COLUMNS).join_from(event, title, title.c.id == event.c.title_id)
    row = (await conn.execute(query.where(event.c.id == event_id))).one_or_none()
    return ServerEvent(*row) if row else None


async def followed(conn: Connection, guild_id: int, today: date) -> list[Release]:
    """Return the releases to come of the titles that a server follows, as far as it may know them."""
    theirs = select(title.c.root_id).join_from(follow, title, title.c.id == follow.c.title_id)
    titles = set(await conn.scalars(theirs.where(follow.c.guild_id == guild_id)))
    if not titles:
        return []
    coming = await releases.between(conn, guild_id, today, _FAR)
    return [one.release for one in coming if one.title_id in titles]


async def put(conn: Connection, guild_id: int, stored: ServerEvent | None, one: Release) -> tuple[int, int]:
    """Let a server's event be that of a release as it stands; gives our id of it and its revision."""
    standing = {"value": one.value, "status": one.status}
    if stored is not None:
        return await _revise(conn, stored.id, **standing)
    named = {"guild_id": guild_id, "title_id": one.title_id, "season": one.season, "kind": one.kind}
    made = insert(conn, event).values(**named, **standing, revision=0).returning(event.c.id)
    return (await conn.execute(made)).scalar_one(), 0


async def call_off(conn: Connection, event_id: int) -> tuple[int, int]:
    """Note that an event is to be called off; gives our id of it and its revision."""
    return await _revise(conn, event_id, status=ReleaseStatus.CANCELLED)


async def _revise(conn: Connection, event_id: int, **values: object) -> tuple[int, int]:
    changed = update(event).where(event.c.id == event_id).values(**values, revision=event.c.revision + 1)
    row = (await conn.execute(changed.returning(event.c.id, event.c.revision))).one()
    return row.id, row.revision


async def drop(conn: Connection, event_ids: Sequence[int]) -> None:
    """Forget events that are over."""
    if event_ids:
        await conn.execute(delete_rows(event).where(event.c.id.in_(event_ids)))


async def waiting(conn: Connection, guild_id: int) -> set[int]:
    """Return the events of a server about which something is still to be done: what that is, is read then."""
    place = delivery.c.channel_id == guild_id, delivery.c.guild_id == guild_id, delivery.c.kind == DeliveryKind.EVENT
    pending = is_open(delivery), delivery.c.state == DeliveryState.PENDING
    return {int(payload[EVENT]) for payload in await conn.scalars(select(delivery.c.payload).where(*place, *pending))}


async def done(conn: Connection, event_id: int, made: int | None) -> None:
    """Note which event of Discord's it is, or (None) that it was called off there."""
    if made is not None:
        await conn.execute(update(event).where(event.c.id == event_id).values(event_id=made))
        return
    await conn.execute(update(event).where(event.c.id == event_id).values(event_id=None))
    gone = event.c.id == event_id, event.c.status == ReleaseStatus.CANCELLED
    await conn.execute(delete_rows(event).where(*gone))

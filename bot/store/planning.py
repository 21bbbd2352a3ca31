"""Planning for all followers of a title at once: reminders of people, and follows of channels.

However many follow, few statements do it: followers with the same zone, wish and footing are one group, and the
database itself makes their rows of the plan for the group.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    FromClause,
    Integer,
    Select,
    String,
    Table,
    and_,
    case,
    cast,
    false,
    func,
    literal,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.types import TypeEngine

from bot.domain.facts import NameKind
from bot.domain.footing import SHADOWED, Footing
from bot.domain.models import DeliveryKind, DeliveryState
from bot.domain.reasons import because
from bot.domain.releases import ReleaseStatus
from bot.store import deliveries
from bot.store.database import Connection, insert
from bot.store.name_index import OWNERS
from bot.store.schema import delivery, follow, guild, reminder, title
from bot.store.types import Pairs, PlainText, UtcDateTime, Word

AT_ONCE = 40
"""Groups, or things to say, in one statement."""

_TITLES = OWNERS[NameKind.TITLE]
_SNOOZES = "snooze:%"


@dataclass(frozen=True, slots=True)
class Group:
    """Followers who are planned alike: ``place`` is the server whose knowledge they share, or where they are."""

    zone: str
    before: int
    season: int
    place: int
    planned_for: str
    value: str
    status: ReleaseStatus


_TYPES: tuple[TypeEngine[Any], ...] = (
    PlainText(),
    Integer(),
    Integer(),
    BigInteger(),
    PlainText(),
    PlainText(),
    Word(ReleaseStatus),
)
_GROUP = tuple(field.name for field in fields(Group))


@dataclass(frozen=True, slots=True)
class Saying:
    """One thing that everyone of a group is to be told.

    ``key`` makes it one thing for each of them, for ever; ``once`` says that it is one change, which may come again.
    """

    group: Group
    key: str
    due_at: datetime
    expires_at: datetime
    payload: dict[str, str]
    once: bool = False


@dataclass(frozen=True, slots=True)
class Followers:
    """Those who follow one title, as ``people`` or ``channels`` gives them.

    ``columns`` make them a group, ``place`` is the server and channel of what they are told. Who is ``shadowed`` wants
    what somebody older wants in the same place.
    """

    table: Table
    kind: DeliveryKind
    prefix: str
    link: Column[Any]
    wants: ColumnElement[bool]
    shadowed: ColumnElement[bool]
    columns: tuple[ColumnElement[Any], ...]
    source: FromClause
    place: tuple[ColumnElement[Any], ColumnElement[Any]]

    def members(self, group: FromClause | None = None) -> ColumnElement[bool]:
        """Say that a row is of one who follows, and of a group of that table if given."""
        stands = and_(self.wants, ~self.shadowed)
        if group is None:
            return stands
        alike = [column == group.c[name] for name, column in zip(_GROUP, self.columns, strict=True)]
        return and_(stands, *alike)


def people(title_id: int, knowing: Collection[int] = (), *, merged: bool = False) -> Followers:
    """Return the people who want to be reminded of a title (a root).

    Those who asked in one of the ``knowing`` servers share its knowledge, all others what everyone knows (0). Of two
    wishes that became the same when titles were ``merged``, the older counts.
    """
    other = reminder.alias("other")
    same = and_(other.c.user_id == reminder.c.user_id, other.c.season == reminder.c.season)
    older = and_(_of(other, title_id), same, other.c.stopped_at.is_(None), other.c.id < reminder.c.id)
    place = case((reminder.c.guild_id.in_(sorted(knowing)), reminder.c.guild_id), else_=0) if knowing else literal(0)
    wish = reminder.c.zone, reminder.c.before, reminder.c.season, place
    return Followers(
        reminder,
        DeliveryKind.REMINDER,
        "remind",
        delivery.c.reminder_id,
        and_(_of(reminder, title_id), reminder.c.stopped_at.is_(None)),
        select(1).where(older).exists() if merged else false(),
        (*wish, reminder.c.planned_for, reminder.c.value, reminder.c.status),
        reminder,
        (literal(0, BigInteger), reminder.c.user_id),
    )


def channels(title_id: int, *, merged: bool = False) -> Followers:
    """Return the channels that follow a title (a root), in servers that we are in; each server is a group.

    Of two follows that became the same when titles were ``merged``, the older counts.
    """
    other = follow.alias("other")
    older = and_(_of(other, title_id), other.c.channel_id == follow.c.channel_id, other.c.id < follow.c.id)
    wish = guild.c.time_zone, literal(0), literal(-1), follow.c.guild_id
    return Followers(
        follow,
        DeliveryKind.RELEASE,
        "follow",
        delivery.c.follow_id,
        and_(_of(follow, title_id), guild.c.left_at.is_(None)),
        select(1).where(older).exists() if merged else false(),
        (*wish, follow.c.planned_for, follow.c.value, follow.c.status),
        follow.join(guild, guild.c.guild_id == follow.c.guild_id),
        (follow.c.guild_id, follow.c.channel_id),
    )


def _of(table: FromClause, title_id: int) -> ColumnElement[bool]:
    return table.c.title_id.in_(select(title.c.id).where(_TITLES.merged(title_id)))


async def groups(conn: Connection, followers: Followers) -> list[Group]:
    """Return the groups of a title's followers."""
    told = [column.label(name) for name, column in zip(_GROUP, followers.columns, strict=True)]
    query = select(*told).distinct().select_from(followers.source).where(followers.members())
    return [Group(*row) for row in await conn.execute(query)]


async def part(conn: Connection, followers: Followers, now: datetime) -> None:
    """Take back what waits for those who are shadowed; they are planned anew when they no longer are."""
    table = followers.table
    hidden = select(table.c.id).select_from(followers.source).where(followers.wants, followers.shadowed)
    ids = list(await conn.scalars(hidden))
    if ids:
        which = followers.link.in_(ids) & (delivery.c.kind == followers.kind)
        await deliveries.supersede(conn, which, because("release.changed"), now)
        await conn.execute(update(table).where(table.c.id.in_(ids)).values(planned_for=SHADOWED))


async def supersede(
    conn: Connection, followers: Followers, those: Sequence[Group], now: datetime, *, moved_on: bool = False
) -> None:
    """Take back what waits for these groups. Who only ``moved_on`` keeps what is due already, and what they put off."""
    spared = or_(delivery.c.due_at <= now, delivery.c.key.like(_SNOOZES))
    for some in _portions(those):
        waiting = followers.link.in_(_ids(followers, some)) & (delivery.c.kind == followers.kind)
        which = waiting & ~spared if moved_on else waiting
        await deliveries.supersede(conn, which, because("release.changed"), now)


async def say(conn: Connection, followers: Followers, sayings: Sequence[Saying], now: datetime) -> None:
    """Queue what groups are to be told; what was said, or is being said, is not said again."""
    for some in _portions(sayings):
        rows = _rows(followers, _sayings(some), now)
        row = insert(conn, delivery).from_select([column.name for column in rows.selected_columns], rows)
        again = ("kind", "guild_id", "channel_id", "due_at", "expires_at", "payload", "state", "reason")
        anew = {**{name: row.excluded[name] for name in again}, "closed_at": None, "retry_at": None}
        taken_back = delivery.c.state == DeliveryState.SUPERSEDED
        queued = row.on_conflict_do_update(index_elements=["key"], set_=anew, where=taken_back)
        await conn.execute(queued)


async def settle(conn: Connection, followers: Followers, those: Sequence[Group], footing: Footing) -> None:
    """Note by what these groups are planned from now on; one more change of it was told."""
    standing = footing.standing
    values = {"planned_for": footing.planned_for, "value": standing.value, "status": standing.status}
    table = followers.table
    for some in _portions(those):
        theirs = table.c.id.in_(_ids(followers, some))
        await conn.execute(update(table).where(theirs).values(**values, revision=table.c.revision + 1))


def _rows(followers: Followers, sayings: CTE, now: datetime) -> Select[Any]:
    """Return the delivery rows of a plan: one for each follower and thing to say."""
    table, of = followers.table, sayings.c
    revision = case((of.once, func.coalesce(cast(table.c.revision + 1, String), "") + ":"), else_="")
    key = literal(f"{followers.prefix}:", String) + cast(table.c.id, String) + ":" + revision + of.key
    columns: dict[str, ColumnElement[Any]] = {
        "kind": literal(followers.kind, Word(DeliveryKind)),
        "key": key,
        "guild_id": followers.place[0],
        "channel_id": followers.place[1],
        "due_at": of.due_at,
        "created_at": literal(now, UtcDateTime),
        "state": literal(DeliveryState.PENDING, Word(DeliveryState)),
        followers.link.name: table.c.id,
        "digest": literal(False, Boolean),
        "payload": of.payload,
        "expires_at": of.expires_at,
        "reason": literal("", PlainText),
        "attempts": literal(0),
    }
    wanted = select(*(column.label(name) for name, column in columns.items()))
    return wanted.select_from(followers.source, sayings).where(followers.members(sayings))


def _ids(followers: Followers, those: Sequence[Group]) -> Select[Any]:
    table = _table([_literals(one) for one in those], "those")
    them = select(followers.table.c.id).select_from(followers.source, table).where(followers.members(table))
    return them.correlate(None)  # an UPDATE of that table would otherwise read all of it


def _sayings(some: Sequence[Saying]) -> CTE:
    return _table(
        [
            {
                **_literals(one.group),
                "key": literal(one.key, PlainText),
                "due_at": literal(one.due_at, UtcDateTime),
                "expires_at": literal(one.expires_at, UtcDateTime),
                "payload": literal(one.payload, Pairs),
                "once": literal(one.once, Boolean),
            }
            for one in some
        ],
        "sayings",
    )


def _literals(group: Group) -> dict[str, ColumnElement[Any]]:
    return {name: literal(getattr(group, name), of) for name, of in zip(_GROUP, _TYPES, strict=True)}


def _table(rows: Sequence[dict[str, ColumnElement[Any]]], name: str) -> CTE:
    """Return a table of a statement's own; in these words both databases know it."""
    first, *others = [select(*(value.label(key) for key, value in row.items())) for row in rows]
    return union_all(first, *others).cte(name) if others else first.cte(name)


def _portions(some: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (some[start : start + AT_ONCE] for start in range(0, len(some), AT_ONCE))

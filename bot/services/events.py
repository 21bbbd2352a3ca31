"""Discord's scheduled events of servers that want them for the releases which they follow.

What is to be done about an event is a delivery like any other; what it says is read when it is done, so that it is
always what stands then.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from bot.domain.backing import backing, network_of
from bot.domain.claims import NO_SEASON
from bot.domain.facts import NameKind
from bot.domain.models import ADMINS, MESSAGE, Delivery, DeliveryKind, GuildSettings, NewDelivery
from bot.domain.posts import EventBody
from bot.domain.reminders import Telling
from bot.domain.scheduled import MOST_EVENTS, changes, day_of, eligible, hours, today_in
from bot.store import deliveries, events, facts, guilds, names, verdicts
from bot.store.database import Connection

PATIENCE = timedelta(days=7)
"""How long it is tried to do something about an event."""


# ------------------------------------------------------------------ what is to be done


async def plan(conn: Connection, title_id: int, now: datetime) -> None:
    """Queue what is to be done about the events of a title (a root) whose releases were brought up to date."""
    for guild_id in await events.concerned(conn, title_id):
        await plan_guild(conn, guild_id, now, {title_id})


async def plan_guild(conn: Connection, guild_id: int, now: datetime, told: Collection[int] = ()) -> None:
    """Queue what makes the events of a server those that it wants; those of the titles ``told`` are edited anyway."""
    settings = await guilds.settings(conn, guild_id)
    if settings.left_at is not None:
        return
    today = today_in(settings.time_zone, now)
    coming = eligible(await events.followed(conn, guild_id, today), today) if settings.events else []
    if len(coming) > MOST_EVENTS:
        await deliveries.add(conn, _full(settings, len(coming), now), None, now)
    todo = changes(await events.of_guild(conn, guild_id), coming[:MOST_EVENTS], today, told)
    await events.drop(conn, [one.id for one in todo.over])
    ids = [await events.call_off(conn, one.id) for one in todo.off]
    ids += [await events.put(conn, guild_id, stored, release) for stored, release in todo.stand]
    if ids:
        waiting = await events.waiting(conn, guild_id)
        rows = [_row(guild_id, event_id, revision, now) for event_id, revision in ids if event_id not in waiting]
        await deliveries.add_all(conn, [(row, None) for row in rows], now)


async def plan_all(conn: Connection, guild_id: int, now: datetime) -> None:
    """Queue what makes the events of a server those that it wants, and an edit of all that it has."""
    titles = {one.title_id for one in await events.of_guild(conn, guild_id)}
    await plan_guild(conn, guild_id, now, titles)


def _row(guild_id: int, event_id: int, revision: int, now: datetime) -> NewDelivery:
    """Return the row by which something is done about an event, whatever that is by then.

    The server stands for a channel: it has one event made at a time, and notices do not wait for it.
    """
    return NewDelivery(
        kind=DeliveryKind.EVENT,
        key=f"event:{event_id}:{revision}",
        guild_id=guild_id,
        channel_id=guild_id,
        due_at=now,
        payload={events.EVENT: str(event_id)},
        expires_at=now + PATIENCE,
    )


def _full(settings: GuildSettings, count: int, now: datetime) -> NewDelivery:
    return trouble(settings, "full", now, count=str(count), most=str(MOST_EVENTS))


def trouble(settings: GuildSettings, word: str, now: datetime, **values: str) -> NewDelivery:
    """Return the notice, once a month at most, that something is in the way of a server's events."""
    return NewDelivery(
        kind=DeliveryKind.NOTICE,
        key=f"events:{settings.guild_id}:{word}",
        guild_id=settings.guild_id,
        channel_id=settings.notice_channel_id or ADMINS,
        due_at=now,
        payload={MESSAGE: f"notice.events.{word}", **values},
        expires_at=now + PATIENCE,
    )


# ------------------------------------------------------------------ doing it


async def body_of(
    conn: Connection, row: Delivery, settings: GuildSettings, now: datetime, shown: float
) -> EventBody | None:
    """Return what an event is to be, None if there is nothing left to be done about it.

    ``shown`` is the least confidence of what is told beside the day.
    """
    event = await events.get(conn, int(row.payload[events.EVENT]))
    if event is None:
        return None
    named = await names.known(conn, NameKind.TITLE, [event.title_id])
    day = day_of(event.value)
    span = hours(day, settings.time_zone, now) if day else None
    if not named or (event.live and span is None):
        return None
    known = await facts.of_title(conn, event.title_id, row.guild_id)
    held = await verdicts.of_title(conn, event.title_id, row.guild_id)
    return EventBody(
        event_id=event.id,
        discord_id=event.event_id,
        span=span if event.live else None,
        title=named[0].name,
        year=named[0].year,
        season=None if event.season == NO_SEASON else event.season,
        value=event.value,
        network=network_of(known, held, event.season, shown),
        sources=backing(known, held, Telling.DATED, event.season, (event.value, "")),
    )


async def done(conn: Connection, body: EventBody, discord_id: int) -> None:
    """Note what was done about an event."""
    await events.done(conn, body.event_id, discord_id if body.span else None)

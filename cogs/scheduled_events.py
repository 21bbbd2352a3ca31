"""Discord's scheduled events as the outbox makes them: made, edited and called off, never twice.

Discord knows no nonce for events. Each has a mark in its description, by which it is looked for before one is made.
"""

from __future__ import annotations

from datetime import datetime

import discord
from discord import EntityType, EventStatus, PrivacyLevel

from bot.app import Callsheet
from bot.domain.posts import EventBody, Post
from bot.domain.reasons import because
from bot.errors import Gone
from cogs.faults import translated
from cogs.ui.event_words import about, mark, name, place

_NO_SUCH_EVENT = 10070
_FULL = 30038
_ENDED = 180000
_OPEN = (EventStatus.scheduled, EventStatus.active)


async def carry_out(client: Callsheet, post: Post, body: EventBody) -> int:
    """Make, edit or call off the event, and return Discord's id of it (ours, if there is nothing to call off)."""
    guild = client.get_guild(post.guild_id)
    if guild is None:
        raise Gone(because("server.left"))
    if not may_make_events(guild):
        raise Gone(because("channel.permission", permission="create_events"), permission="create_events")
    with translated(client.clock):
        try:
            found = await _find(client, guild, body)
            if body.span is None:
                return await _call_off(found, body)
            return await _put(guild, found, post, body, body.span)
        except discord.HTTPException as error:
            if error.code == _FULL:
                raise Gone(because("event.full")) from error
            if error.code in {_NO_SUCH_EVENT, _ENDED}:  # an admin has ended it: so be it
                return body.discord_id or body.event_id
            raise


def may_make_events(guild: discord.Guild) -> bool:
    """Tell whether the bot may make events in the server."""
    may = guild.me.guild_permissions
    return may.create_events or may.manage_events


async def _find(client: Callsheet, guild: discord.Guild, body: EventBody) -> discord.ScheduledEvent | None:
    """Return the event, by Discord's id of it, or by our mark if an earlier attempt to make it may have arrived."""
    if body.discord_id is not None:
        return await guild.fetch_scheduled_event(body.discord_id, with_counts=False)
    ahead = await guild.fetch_scheduled_events(with_counts=False)
    ours = [one for one in ahead if client.user and one.creator_id == client.user.id and one.status in _OPEN]
    return next((one for one in ours if mark(body) in (one.description or "")), None)


async def _call_off(found: discord.ScheduledEvent | None, body: EventBody) -> int:
    if found is not None and found.status in _OPEN:
        ends = EventStatus.cancelled if found.status is EventStatus.scheduled else EventStatus.completed
        await found.edit(status=ends)
    return found.id if found else body.event_id


async def _put(
    guild: discord.Guild,
    found: discord.ScheduledEvent | None,
    post: Post,
    body: EventBody,
    span: tuple[datetime, datetime],
) -> int:
    title, text, where = name(post.locale, body), about(post.locale, body), place(body)
    begin, end = span
    if found is None:
        made = await guild.create_scheduled_event(
            name=title,
            description=text,
            start_time=begin,
            end_time=end,
            location=where,
            entity_type=EntityType.external,
            privacy_level=PrivacyLevel.guild_only,
        )
        return made.id
    if found.status is EventStatus.active:  # it has begun, and cannot begin anew
        await found.edit(name=title, description=text, end_time=end, location=where)
    else:
        await found.edit(name=title, description=text, start_time=begin, end_time=end, location=where)
    return found.id

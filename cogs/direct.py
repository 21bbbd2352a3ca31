"""Telling one person: by direct message or, where that is closed, by a mention in a channel."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import discord

from bot.app import Callsheet
from bot.domain.posts import Post, ReminderBody
from bot.domain.reasons import because
from bot.errors import Gone, Unpostable
from cogs.faults import translated
from cogs.ui.reminder_cards import reminder_message


@asynccontextmanager
async def direct(client: Callsheet, user_id: int) -> AsyncIterator[discord.DMChannel]:
    """Give the direct messages with a person, opened if need be.

    Raises:
        Gone: ``person.closed`` when they do not let us in, there or while the channel is used.
        TryLater: when Discord is busy, or has us open too many at once.
    """
    try:
        with translated(client.clock):
            channel = await client.create_dm(discord.Object(user_id))
    except (Gone, Unpostable) as error:
        raise _closed(error) from error
    try:
        with translated(client.clock):
            yield channel
    except Gone as error:
        raise _closed(error) from error


def _closed(error: Gone | Unpostable) -> Gone:
    return Gone(because("person.closed", detail=error.reason))


def personal(post: Post, body: ReminderBody) -> dict[str, Any]:
    """Return what ``send`` is called with to tell a person something, so that nobody else is pinged."""
    said = reminder_message(post, body)
    only = discord.AllowedMentions(
        everyone=False, roles=False, users=[discord.Object(body.user_id)], replied_user=False
    )
    return {
        "content": said.content,
        "embed": said.embed,
        "view": said.view,
        "nonce": post.nonce,
        "allowed_mentions": only,
    }

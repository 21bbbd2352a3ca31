"""Where posts can go: kinds of channels, and what the bot must be allowed to do there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import discord
from discord import app_commands

from bot.errors import UserError
from cogs.ui.markup import Markup
from cogs.ui.text import listing, say

Place: TypeAlias = discord.TextChannel | discord.ForumChannel | discord.Thread
"""A channel that posts can go to; a ``TextChannel`` may be an announcement channel."""

KINDS = (
    discord.ChannelType.text,
    discord.ChannelType.news,
    discord.ChannelType.forum,
    discord.ChannelType.media,
    discord.ChannelType.public_thread,
    discord.ChannelType.private_thread,
    discord.ChannelType.news_thread,
)


class PlaceOption(app_commands.Transformer):
    """An option that offers only channels which posts can go to, and brings the channel itself."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        """A channel."""
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """The kinds that Discord's picker shows."""
        return list(KINDS)

    async def transform(
        self,
        interaction: discord.Interaction[Any],  # noqa: ARG002  # the base class brings it
        value: app_commands.AppCommandChannel | app_commands.AppCommandThread,
    ) -> Place:
        """Return the chosen channel, fetched if the cache does not hold it.

        Raises:
            UserError: ``channel.kind`` when posts cannot go there.
        """
        found = value.resolve() or await value.fetch()
        if not isinstance(found, Place):
            raise UserError("channel.kind")
        return found


ChosenPlace: TypeAlias = app_commands.Transform[Place, PlaceOption]


def missing(place: Place) -> list[str]:
    """Return the permissions that the bot lacks to post there, named as Discord's API names them.

    Reading the history is needed once in a while: after a crash, to see whether a post was said already.
    """
    have = place.permissions_for(place.guild.me)
    send = "send_messages_in_threads" if isinstance(place, discord.Thread) else "send_messages"
    return [name for name in ("view_channel", send, "read_message_history") if not getattr(have, name)]


def require(place: Place, locale: str) -> None:
    """Check that the bot may post there.

    Raises:
        UserError: ``channel.permission``, with every missing permission and the channel named.
    """
    if lacking := missing(place):
        raise UserError("channel.permission", channel=Markup(place.mention), permissions=named(locale, lacking))


def named(locale: str, permissions: Sequence[str]) -> Markup:
    """Return permissions by the names that Discord's own settings page gives them."""
    return Markup(listing(locale, [say(locale, f"permission.{name}") for name in permissions]))


def mention(channel_id: int) -> Markup:
    """Return a channel so that Discord shows its name."""
    return Markup(f"<#{channel_id}>")

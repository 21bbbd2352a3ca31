"""`/trivia daily`: where and when a server has its question of the day."""

from __future__ import annotations

from datetime import time as clock
from typing import TypeAlias

import discord
from discord import app_commands
from discord.ext import commands

from bot.errors import UserError
from cogs.feed_options import server_of
from cogs.places import require
from cogs.settings import clock_time
from cogs.ui.daily_cards import ended_card, standing_card
from cogs.ui.reply import Asked, reply, think
from cogs.ui.text import locale_of

MORNING = clock(9)
"""When the question is asked if nobody said."""

_Time: TypeAlias = app_commands.Range[str, 1, 5]


class DailyQuestion(commands.Cog):
    """The part of `/trivia` that has one question a day; not loaded by itself."""

    @app_commands.command()
    async def daily(
        self,
        interaction: Asked,
        channel: discord.TextChannel | None = None,
        time: _Time | None = None,
        off: bool = False,
    ) -> None:
        """Show how it stands, after changing what was given."""
        locale, daily, server = locale_of(interaction), interaction.client.services.daily, server_of(interaction)
        if channel is None and time is None and not off:
            await reply(interaction, standing_card(locale, await daily.standing(server)), private=True)
            return
        if not interaction.permissions.manage_guild:
            raise UserError("not_allowed")
        if off:
            await reply(interaction, ended_card(locale, was=await daily.end(server)), private=True)
            return
        at = clock_time(time) if time else None
        await think(interaction)
        before = await daily.standing(server)
        place = channel or await _place(interaction, before.game.channel_id if before else None)
        require(place, locale)
        at = at or (before.game.at if before else MORNING)
        standing = await daily.begin(server, place.id, at, interaction.user.id)
        await reply(interaction, standing_card(locale, standing, saved=True), private=True)


async def _place(interaction: Asked, before: int | None) -> discord.TextChannel:
    """Return the channel that was chosen before, if that is still there, else the one in which the person acts.

    Raises:
        UserError: ``channel.kind`` when that is no text channel.
    """
    known = interaction.guild.get_channel(before) if interaction.guild and before else None
    place = known or interaction.channel
    if not isinstance(place, discord.TextChannel):
        raise UserError("channel.kind")
    return place

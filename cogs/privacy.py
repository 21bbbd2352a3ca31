"""`/privacy`: what is kept of a person, for them alone, and forgetting it."""

from __future__ import annotations

import io
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands
from discord.ui import ActionRow, Button, File, TextDisplay

from bot.app import Callsheet
from cogs.ui.cards import Card, Tone, tell
from cogs.ui.reply import Asked, Pressed, redraw, reply, think
from cogs.ui.text import describe_cog, locale_of, say

FILENAME = "callsheet-my-data.json"


class Forget(Pressed, template=r"privacy:forget"):
    """The button that confirms it."""

    async def press(self, interaction: Asked) -> None:
        """Forget the person who presses it."""
        await interaction.client.services.privacy.forget(interaction.user.id)
        await redraw(interaction, tell(say(locale_of(interaction), "privacy.forgotten"), Tone.GOOD))


@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
class Privacy(commands.GroupCog, group_name="privacy"):
    """A person's own data."""

    @app_commands.command()
    async def export(self, interaction: Asked) -> None:
        """Give the person a file of all that is kept of them."""
        await think(interaction)
        body = await interaction.client.services.privacy.export(interaction.user.id)
        told = TextDisplay[Any](say(locale_of(interaction), "privacy.exported"))
        card = Card(told, File(f"attachment://{FILENAME}"))
        await interaction.followup.send(view=card, file=discord.File(io.BytesIO(body), FILENAME), ephemeral=True)

    @app_commands.command()
    async def forget(self, interaction: Asked) -> None:
        """Ask whether the person is sure."""
        locale = locale_of(interaction)
        sure: Button[Any] = Button(
            label=say(locale, "privacy.forget.button"), style=discord.ButtonStyle.danger, custom_id="privacy:forget"
        )
        await reply(interaction, tell(say(locale, "privacy.sure"), Tone.CARE, ActionRow(sure)), private=True)


async def setup(bot: Callsheet) -> None:
    """Add the commands."""
    cog = Privacy()
    describe_cog(cog)
    await bot.add_cog(cog)
    bot.add_dynamic_items(Forget)

"""`/feed import` and `/feed export`: OPML in and out, as attachments."""

from __future__ import annotations

import io

import discord
from discord import app_commands
from discord.ext import commands

from bot.errors import UserError
from cogs.feed_options import server_of
from cogs.places import ChosenPlace, require
from cogs.ui.feed_cards import import_card, no_feeds, opml_file_card
from cogs.ui.reply import Asked, reply, think
from cogs.ui.text import locale_of

FILENAME = "callsheet-feeds.opml"
MOST_BYTES = 2**20


class Transfer(commands.Cog):
    """The commands of the ``/feed`` group that carry whole lists."""

    @app_commands.command(name="import")
    async def import_(self, interaction: Asked, file: discord.Attachment, channel: ChosenPlace) -> None:
        """Follow every feed of an OPML file."""
        require(channel, locale_of(interaction))
        if file.size > MOST_BYTES:
            raise UserError("opml.too_large", limit=f"{MOST_BYTES // 1024} KiB")
        await think(interaction)
        report = await interaction.client.services.follows.import_opml(
            server_of(interaction), channel.id, await file.read(), interaction.user.id
        )
        await reply(interaction, import_card(locale_of(interaction), report, channel.id))

    @app_commands.command()
    async def export(self, interaction: Asked) -> None:
        """Hand out the server's feeds as an OPML file."""
        await think(interaction)
        follows = interaction.client.services.follows
        count = len(await follows.list(server_of(interaction)))
        if not count:
            await reply(interaction, no_feeds(locale_of(interaction)))
            return
        body = await follows.export_opml(server_of(interaction))
        card = opml_file_card(locale_of(interaction), FILENAME, count)
        await interaction.followup.send(view=card, file=discord.File(io.BytesIO(body), FILENAME), ephemeral=True)

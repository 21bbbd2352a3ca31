"""`/trivia leaderboard` and `stats`: who is ahead, and how well somebody plays."""

from __future__ import annotations

import io

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.boards import Scope, Span
from cogs.feed_options import server_of
from cogs.ui.board_cards import NAME, PICTURE, board_card, listed_card, no_record_card, record_card, record_sheet
from cogs.ui.markup import clean
from cogs.ui.reply import Asked, Pressed, reply
from cogs.ui.text import choices, locale_of


class Worldwide(Pressed, template=r"trivia:worldwide:(?P<wanted>on|off)"):
    """The buttons under the ranking of all servers, by which people get on it and off it."""

    async def press(self, interaction: Asked) -> None:
        """Do it, and say so to that person alone."""
        name = None
        if self.match["wanted"] == "on":
            name = clean(interaction.user.display_name, NAME) or clean(interaction.user.name, NAME)
        await interaction.client.services.boards.show_worldwide(interaction.user.id, name)
        await reply(interaction, listed_card(locale_of(interaction), name), private=True)


class Boards(commands.Cog):
    """The part of `/trivia` that compares and sums up; not loaded by itself."""

    @app_commands.command()
    @app_commands.choices(scope=choices(*Scope), period=choices(*Span))
    async def leaderboard(self, interaction: Asked, scope: str = Scope.SERVER, period: str = Span.MONTH) -> None:
        """Show who is ahead."""
        boards = interaction.client.services.boards
        board = await boards.board(Scope(scope), Span(period), server_of(interaction), interaction.user.id)
        await reply(interaction, board_card(locale_of(interaction), board))

    @app_commands.command()
    async def stats(self, interaction: Asked, member: discord.Member | None = None) -> None:
        """Show how well somebody plays, as a picture."""
        locale, boards = locale_of(interaction), interaction.client.services.boards
        who = member or interaction.user
        record = await boards.record(server_of(interaction), who.id)
        if not record.answered:
            await reply(interaction, no_record_card(locale, who.display_name), private=True)
            return
        await interaction.response.defer(thinking=True)
        server = interaction.guild.name if interaction.guild else ""
        picture = await boards.picture(record_sheet(locale, record, (who.display_name, who.name), server))
        card = record_card(locale, record)
        card.files = (discord.File(io.BytesIO(picture), PICTURE),)
        await reply(interaction, card)

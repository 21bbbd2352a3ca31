"""`/upcoming`: what comes out next, as a list, a picture and a calendar file."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.app import Callsheet
from bot.domain.calendar import Period
from bot.domain.claims import NO_SEASON
from bot.domain.reminders import Before
from bot.errors import CallsheetError
from bot.export.ics import calendar_file
from bot.services.upcoming import Agenda, Look
from cogs.reminders import remind
from cogs.ui.cards import Card
from cogs.ui.markup import clean
from cogs.ui.paginator import PageTurn, template, turning
from cogs.ui.reply import Asked, Pressed, reply, think
from cogs.ui.text import choices, describe_cog, locale_of
from cogs.ui.upcoming_cards import FILE, PICTURE, REMIND, calendar_events, file_card, nothing_card, upcoming_card
from cogs.ui.upcoming_sheet import heading, sheet

NETWORK = 60
"""Characters of a network's name that the buttons remember."""


async def drawn(interaction: Asked, agenda: Agenda) -> Card:
    """Return a page as a card with its picture, owned by the person who acts."""
    locale = locale_of(interaction)
    fields = [agenda.look.period.value, agenda.look.network]
    row = turning(locale, "upcoming", (agenda.page, agenda.pages), interaction.user.id, fields)
    picture = await interaction.client.services.upcoming.picture(sheet(locale, agenda))
    card = upcoming_card(locale, agenda, row, pictured=True)
    card.files = (discord.File(io.BytesIO(picture), PICTURE),)
    return card


def look_of(interaction: Asked, period: str, network: str) -> Look:
    """Return what somebody asks for, here."""
    return Look(Period(period), clean(network, NETWORK), interaction.guild_id, interaction.user.id)


class UpcomingPage(PageTurn, template=template("upcoming")):
    """← and → under what comes out."""

    async def draw(self, interaction: Asked, page: int, fields: Sequence[str]) -> Card:
        """Look it up again, and draw that page."""
        agenda = await interaction.client.services.upcoming.agenda(look_of(interaction, *fields), page)
        return await drawn(interaction, agenda) if agenda.total else nothing_card(locale_of(interaction), agenda)


class CalendarFile(Pressed, template=r"upcoming-file:(?P<period>week|month|quarter|year):(?P<network>.*)"):
    """The button that hands out the calendar file, for the asking eyes only."""

    async def press(self, interaction: Asked) -> None:
        """Make it."""
        await think(interaction)
        locale = locale_of(interaction)
        look = look_of(interaction, self.match["period"], self.match["network"])
        agenda = await interaction.client.services.upcoming.whole(look)
        body = calendar_file(heading(locale, agenda), calendar_events(locale, agenda), interaction.client.clock())
        card = file_card(locale, agenda)
        card.files = (discord.File(io.BytesIO(body), FILE),)
        await reply(interaction, card, private=True)


class RemindOf(Pressed, template=REMIND):
    """The select of what one wants to be reminded of."""

    async def press(self, interaction: Asked) -> None:
        """Set the reminder, and say privately what will come of it."""
        used: Mapping[str, Any] = {**(interaction.data or {})}
        title_id, season, _ = map(int, used["values"][0].split(":"))
        card = await remind(interaction, title_id, None if season == NO_SEASON else season, Before.AT_RELEASE)
        await reply(interaction, card, private=True)


class Upcoming(commands.Cog):
    """The calendar of releases."""

    @app_commands.command()
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    @app_commands.choices(period=choices(*Period))
    async def upcoming(
        self,
        interaction: Asked,
        period: str = Period.MONTH,
        network: app_commands.Range[str, 1, 100] = "",
    ) -> None:
        """Show what comes out next."""
        agenda = await interaction.client.services.upcoming.agenda(look_of(interaction, period, network))
        if not agenda.total:
            await reply(interaction, nothing_card(locale_of(interaction), agenda), private=True)
            return
        await interaction.response.defer(thinking=True)
        await reply(interaction, await drawn(interaction, agenda))

    @upcoming.autocomplete("network")
    async def _networks(self, interaction: Asked, current: str) -> list[app_commands.Choice[str]]:
        try:
            found = await interaction.client.services.upcoming.networks(clean(current, NETWORK), interaction.guild_id)
        except CallsheetError:
            return []
        return [app_commands.Choice(name=name, value=name) for name in found if 0 < len(name) <= NETWORK]


async def setup(bot: Callsheet) -> None:
    """Add the calendar."""
    cog = Upcoming()
    describe_cog(cog)
    await bot.add_cog(cog)
    bot.add_dynamic_items(UpcomingPage, CalendarFile, RemindOf)

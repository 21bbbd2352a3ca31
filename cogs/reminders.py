"""`/remind`: a person's own reminders, which follow a release and not a time; and the buttons that belong to them."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import app_commands
from discord.ext import commands

from bot.app import Callsheet
from bot.domain.claims import NO_SEASON
from bot.domain.facts import NameKind
from bot.domain.reminders import Before, Snooze
from bot.errors import CallsheetError, UserError
from bot.services.reminders import Listed
from cogs.name_options import meant, offered
from cogs.titles import title_of
from cogs.ui import fit
from cogs.ui.cards import Card
from cogs.ui.dates import in_words
from cogs.ui.markup import Markup, clean
from cogs.ui.paginator import PageTurn, template, turning
from cogs.ui.reminder_cards import (
    PAGE,
    Page,
    called,
    label,
    list_card,
    reminded_card,
    snoozed_card,
    stopped_card,
    zone_card,
)
from cogs.ui.reply import Asked, Pressed, redraw, reply
from cogs.ui.text import choices, describe_cog, locale_of, say
from cogs.zone_options import offered_zones

BEFORE = {"at_release": Before.AT_RELEASE, "day_before": Before.DAY, "week_before": Before.WEEK}
MOST_SEASONS = 999


def _place(interaction: Asked) -> tuple[int, int]:
    """Return the server and channel where something is asked; no server where only the person has the bot."""
    only_theirs = interaction.is_user_integration() and not interaction.is_guild_integration()
    server = 0 if only_theirs else interaction.guild_id or 0
    return server, interaction.channel_id or 0


def _may_speak(interaction: Asked) -> bool:
    """Whether the bot could mention somebody where something is asked."""
    may, thread = interaction.app_permissions, isinstance(interaction.channel, discord.Thread)
    return bool(_place(interaction)[0]) and (may.send_messages_in_threads if thread else may.send_messages)


async def remind(interaction: Asked, title_id: int, season: int | None, before: Before) -> Card:
    """Note that the person who acts wants to be told of a release, and return what they can expect.

    Raises:
        UserError: ``remind.limit``, ``title.unknown``, or ``remind.released`` with the date in words.
    """
    server, channel = _place(interaction)
    reminders, locale = interaction.client.services.reminders, locale_of(interaction)
    try:
        made = await reminders.add(interaction.user.id, server, channel, title_id, season, before, locale)
    except UserError as error:
        if error.key == "remind.released":
            error.values["value"] = in_words(locale, str(error.values["value"]))
        raise
    return reminded_card(locale, made, here=_may_speak(interaction))


async def show(interaction: Asked, card: Card) -> None:
    """Answer a press privately: in place of a private card, beside anything that others see."""
    if interaction.message and interaction.message.flags.ephemeral:
        await redraw(interaction, card)
    else:
        await reply(interaction, card, private=True)


async def list_of(interaction: Asked, page: int = 1, done: Markup | None = None) -> Card:
    """Return a page of the reminders of the person who acts."""
    reminders, locale = interaction.client.services.reminders, locale_of(interaction)
    listed = await reminders.list(interaction.user.id)
    zone, own = await reminders.zone(interaction.user.id, interaction.guild_id)
    pages = max(1, -(-len(listed) // PAGE))
    page = min(page, pages)
    rows = turning(locale, "reminders", (page, pages), interaction.user.id)
    return list_card(locale, Page(listed, page, zone, own=own), rows, done)


class RemindersPage(PageTurn, template=template("reminders")):
    """← and → under a list of reminders."""

    async def draw(self, interaction: Asked, page: int, fields: Sequence[str]) -> Card:  # noqa: ARG002 - one list each
        """Look at it again."""
        return await list_of(interaction, page)


class RemindMe(
    Pressed, template=r"remind:(?P<how>me|early):(?P<title>\d{1,18}):(?P<season>-1|\d{1,4}):(?P<before>0|1|7)"
):
    """The button under whatever is about a title that is still to come, and those that choose how early."""

    async def press(self, interaction: Asked) -> None:
        """Set the reminder, or change it."""
        season = int(self.match["season"])
        card = await remind(
            interaction,
            int(self.match["title"]),
            None if season == NO_SEASON else season,
            Before(int(self.match["before"])),
        )
        await (show if self.match["how"] == "early" else _privately)(interaction, card)


async def _privately(interaction: Asked, card: Card) -> None:
    await reply(interaction, card, private=True)


class Stop(Pressed, template=r"remind:stop:(?P<id>\d{1,18})"):
    """The button that ends a reminder."""

    async def press(self, interaction: Asked) -> None:
        """End it, if it is theirs."""
        stopped = await interaction.client.services.reminders.cancel(interaction.user.id, int(self.match["id"]))
        await show(interaction, stopped_card(locale_of(interaction), stopped))


class End(Pressed, template=r"remind:end:(?P<id>\d{1,18}):(?P<page>\d{1,6})"):
    """The button that ends a reminder in a list of them."""

    async def press(self, interaction: Asked) -> None:
        """End it and show what is left."""
        ended = await interaction.client.services.reminders.cancel(interaction.user.id, int(self.match["id"]))
        locale = locale_of(interaction)
        done = say(locale, "remind.stopped", title=called(locale, ended))
        await redraw(interaction, await list_of(interaction, int(self.match["page"]), done))


class Later(Pressed, template=rf"remind:snooze:(?P<pause>{'|'.join(Snooze)}):(?P<delivery>\d{{1,18}})"):
    """The buttons that put a reminder off."""

    async def press(self, interaction: Asked) -> None:
        """Have it said again later."""
        until = await interaction.client.services.reminders.snooze(
            interaction.user.id, int(self.match["delivery"]), Snooze(self.match["pause"])
        )
        await show(interaction, snoozed_card(locale_of(interaction), until))


class About(Pressed, template=r"told:(?P<title>\d{1,18}):(?P<delivery>\d{1,18})"):
    """The button under what was told of a release that shows all that is known of the title."""

    async def press(self, interaction: Asked) -> None:
        """Show it, for the asking eyes only."""
        await reply(interaction, await title_of(interaction, int(self.match["title"])), private=True)


@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
class Reminders(commands.GroupCog, group_name="remind"):
    """A person's own reminders."""

    @app_commands.command()
    @app_commands.choices(before=choices(*BEFORE))
    async def me(
        self,
        interaction: Asked,
        title: app_commands.Range[str, 1, 100],
        season: app_commands.Range[int, 1, MOST_SEASONS] | None = None,
        before: str = "at_release",
    ) -> None:
        """Set a reminder."""
        early = BEFORE[before]
        pressing = f"remind:early:{{}}:{NO_SEASON if season is None else season}:{early:d}".format
        if key := await meant(interaction, NameKind.TITLE, title, "remind", pressing):
            await reply(interaction, await remind(interaction, key, season, early), private=True)

    @app_commands.command(name="list")
    async def list_(self, interaction: Asked) -> None:
        """Show what the person is reminded of."""
        await reply(interaction, await list_of(interaction), private=True)

    @app_commands.command()
    async def cancel(self, interaction: Asked, reminder: app_commands.Range[str, 1, 100]) -> None:
        """End a reminder."""
        reminders = interaction.client.services.reminders
        wanted = next((one for one in await self._found(interaction, reminder)), None)
        if wanted is None:
            raise UserError("remind.unknown")
        ended = await reminders.cancel(interaction.user.id, wanted.reminder.id)
        await reply(interaction, stopped_card(locale_of(interaction), ended), private=True)

    @app_commands.command()
    async def zone(self, interaction: Asked, time_zone: app_commands.Range[str, 1, 60] | None = None) -> None:
        """Show or change where the person's mornings are."""
        reminders, user = interaction.client.services.reminders, interaction.user.id
        if time_zone:
            await reminders.set_zone(user, clean(time_zone, fit.CHOICE))
        zone, own = await reminders.zone(user, interaction.guild_id)
        await reply(interaction, zone_card(locale_of(interaction), zone, own=own), private=True)

    @me.autocomplete("title")
    async def _titles(self, interaction: Asked, current: str) -> list[app_commands.Choice[str]]:
        return await offered(interaction, NameKind.TITLE, current)

    @cancel.autocomplete("reminder")
    async def _reminders(self, interaction: Asked, current: str) -> list[app_commands.Choice[str]]:
        try:
            found = await self._found(interaction, current)
        except CallsheetError:
            return []
        locale = locale_of(interaction)
        return [
            app_commands.Choice(name=label(locale, one), value=f"#{one.reminder.id}") for one in found[: fit.OPTIONS]
        ]

    @zone.autocomplete("time_zone")
    async def _zones(self, interaction: Asked, current: str) -> list[app_commands.Choice[str]]:
        return await offered_zones(interaction, current)

    async def _found(self, interaction: Asked, text: str) -> list[Listed]:
        """Return the person's reminders that ``#id`` or the beginning of a name may mean."""
        listed = await interaction.client.services.reminders.list(interaction.user.id)
        wanted = clean(text, fit.CHOICE).casefold()
        return [one for one in listed if wanted in {f"#{one.reminder.id}", ""} or wanted in one.title.casefold()]


async def setup(bot: Callsheet) -> None:
    """Add the reminders."""
    cog = Reminders()
    describe_cog(cog)
    await bot.add_cog(cog)
    bot.add_dynamic_items(RemindersPage, RemindMe, Stop, End, Later, About)

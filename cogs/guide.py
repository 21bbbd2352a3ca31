"""`/setup`: channel, feeds, ping role and pace on one card, and a first post in under a minute."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.errors import UserError
from bot.services.follows import Added
from bot.services.suggestions import SuggestedFeed
from cogs.feed_options import server_of
from cogs.places import Place, require
from cogs.ui import fit
from cogs.ui.reply import Asked, Pressed, redraw, reply
from cogs.ui.setup_cards import Draft, done_card, key_of, read_draft, setup_card, working_card
from cogs.ui.text import catalogue, locale_of


def _shown(interaction: Asked) -> list[Mapping[str, Any]]:
    """Return the components of the card whose select or button was used."""
    return [component.to_dict() for component in interaction.message.components] if interaction.message else []


class Choose(Pressed, template=r"setup:(?P<what>channel|role|mode|feeds:\d)"):
    """A select of the setup card."""

    async def press(self, interaction: Asked) -> None:
        """Show the card with the new choice in it."""
        shown = _shown(interaction)
        own = (part for part in fit.components(shown) if part.get("custom_id") == self.custom_id)
        offered = frozenset(option["value"] for part in own for option in part.get("options", ()))
        used: Mapping[str, Any] = {**(interaction.data or {})}
        draft = read_draft(shown).with_choice(self.match["what"].partition(":")[0], used.get("values", []), offered)
        groups = interaction.client.services.follows.suggested()
        await redraw(interaction, setup_card(locale_of(interaction), draft, groups))


class Begin(Pressed, template=r"setup:begin"):
    """The button that carries out what was chosen."""

    async def press(self, interaction: Asked) -> None:
        """Check the channel, follow the feeds one by one, then keep the rest of the choices."""
        draft, locale = read_draft(_shown(interaction)), locale_of(interaction)
        place = interaction.guild.get_channel_or_thread(draft.channel_id or 0) if interaction.guild else None
        if not isinstance(place, Place):
            raise UserError("channel.kind")
        require(place, locale)
        chosen = [feed for group in interaction.client.services.follows.suggested() for feed in group.feeds]
        chosen = [feed for feed in chosen if key_of(feed) in draft.feeds]
        await redraw(interaction, working_card(locale, 0, len(chosen)))
        added, failed = await _follow(interaction, place, chosen)
        await _keep(interaction, draft)
        await redraw(interaction, done_card(locale, draft, added, failed))


async def _follow(
    interaction: Asked, place: Place, chosen: Sequence[SuggestedFeed]
) -> tuple[list[Added], list[tuple[SuggestedFeed, UserError]]]:
    """Follow the feeds; the newest article of the first one that works is posted, as a sign of life."""
    added: list[Added] = []
    failed: list[tuple[SuggestedFeed, UserError]] = []
    for done, feed in enumerate(chosen, start=1):
        try:
            added.append(
                await interaction.client.services.follows.add(
                    server_of(interaction), place.id, feed.url, interaction.user.id, post_newest=not added
                )
            )
        except UserError as error:
            failed.append((feed, error))
        with suppress(discord.HTTPException):  # the card may have been dismissed; the work goes on
            await redraw(interaction, working_card(locale_of(interaction), done, len(chosen)))
    return added, failed


async def _keep(interaction: Asked, draft: Draft) -> None:
    """Keep role, pace and the server's language; last, so that the first post does not wait for a digest."""
    guilds = interaction.client.services.guilds
    settings = await guilds.settings(server_of(interaction))
    language = interaction.guild_locale.value.partition("-")[0] if interaction.guild_locale else settings.locale
    spoken = language if language in catalogue().languages else settings.locale
    await guilds.save(replace(settings, mode=draft.mode, ping_role_id=draft.role_id, locale=spoken))


class Guide(commands.Cog):
    """The guided setup."""

    @app_commands.command()
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.guild_only()
    @app_commands.allowed_installs(guilds=True, users=False)
    async def setup(self, interaction: Asked) -> None:
        """Open the card, with this channel and the present settings chosen already."""
        settings = await interaction.client.services.guilds.settings(server_of(interaction))
        here = interaction.channel.id if isinstance(interaction.channel, discord.TextChannel) else None
        draft = Draft(channel_id=here, role_id=settings.ping_role_id, mode=settings.mode)
        groups = interaction.client.services.follows.suggested()
        await reply(interaction, setup_card(locale_of(interaction), draft, groups), private=True)

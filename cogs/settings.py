"""`/settings` and `/about`; the guided `/setup` stands in ``guide``."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.app import Callsheet
from bot.domain.models import PostingMode
from bot.errors import UserError
from bot.services.guilds import MOST_POSTS_PER_HOUR
from cogs.feed_options import server_of
from cogs.guide import Begin, Choose, Guide
from cogs.places import named as permissions
from cogs.places import require
from cogs.scheduled_events import may_make_events
from cogs.ui.markup import clean
from cogs.ui.reply import Asked, Pressed, redraw, reply
from cogs.ui.settings_cards import CLEARABLE, about_card, settings_card
from cogs.ui.text import choices, describe_cog, locale_of
from cogs.zone_options import offered_zones

_CLEARED: dict[str, dict[str, Any]] = {
    "ping_role": {"ping_role_id": None},
    "quiet_hours": {"quiet_from": None, "quiet_to": None},
    "posts_per_hour": {"posts_per_hour": None},
    "notices": {"notice_channel_id": None},
}


def clock_time(text: str) -> time:
    """Return the time of day that ``text`` says: ``9``, ``09:30`` or ``9.30``.

    Raises:
        UserError: ``settings.time``.
    """
    hours, _, minutes = text.strip().replace(".", ":").partition(":")
    if not (hours.isdecimal() and (minutes or "0").isdecimal() and int(hours) < 24 and int(minutes or 0) < 60):  # noqa: PLR2004  # of a day, of an hour
        raise UserError("settings.time", text=text)
    return time(int(hours), int(minutes or 0))


def quiet_span(text: str) -> dict[str, Any]:
    """Return the settings for hours without posts: ``23:00-07:00``, or ``off``.

    Raises:
        UserError: ``settings.time`` or ``settings.quiet``.
    """
    if text.strip().casefold() in {"off", "-", "0"}:
        return _CLEARED["quiet_hours"]
    start, dash, end = text.replace("–", "-").replace("~", "-").partition("-")
    if not dash:
        raise UserError("settings.quiet")
    return {"quiet_from": clock_time(start), "quiet_to": clock_time(end)}


class SettingOff(Pressed, template=rf"settings:off:(?P<name>{'|'.join(CLEARABLE)})"):
    """A button of the settings card that switches one setting off."""

    async def press(self, interaction: Asked) -> None:
        """Switch it off and show the settings again."""
        guilds = interaction.client.services.guilds
        settings = await guilds.settings(server_of(interaction))
        saved = await guilds.save(replace(settings, **_CLEARED[self.match["name"]]))
        await redraw(interaction, settings_card(locale_of(interaction), saved, saved=True))


class Settings(commands.Cog):
    """How a server wants to be served, and what serves it."""

    @app_commands.command()
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.guild_only()
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.choices(language=choices("en", "ko"), mode=choices(*PostingMode))
    async def settings(
        self,
        interaction: Asked,
        *,
        language: str | None = None,
        time_zone: str | None = None,
        mode: str | None = None,
        digest_at: app_commands.Range[str, 1, 5] | None = None,
        quiet_hours: app_commands.Range[str, 1, 13] | None = None,
        posts_per_hour: app_commands.Range[int, 1, MOST_POSTS_PER_HOUR] | None = None,
        ping_role: discord.Role | None = None,
        publish: bool | None = None,
        notices: discord.TextChannel | None = None,
        events: bool | None = None,
    ) -> None:
        """Show the server's settings, after changing those that were given."""
        if notices:
            require(notices, locale_of(interaction))
        if events and interaction.guild and not may_make_events(interaction.guild):
            raise UserError("settings.events", permissions=permissions(locale_of(interaction), ["create_events"]))
        if ping_role and ping_role.is_default():
            raise UserError("settings.everyone")
        given: dict[str, Any] = {
            "locale": language,
            "time_zone": interaction.client.services.zones.resolve(clean(time_zone)) if time_zone else None,
            "mode": PostingMode(mode) if mode else None,
            "digest_at": clock_time(digest_at) if digest_at else None,
            "posts_per_hour": posts_per_hour,
            "ping_role_id": ping_role.id if ping_role else None,
            "publish": publish,
            "notice_channel_id": notices.id if notices else None,
            "events": events,
        }
        changed = {name: value for name, value in given.items() if value is not None}
        changed |= quiet_span(quiet_hours) if quiet_hours else {}
        guilds = interaction.client.services.guilds
        settings = await guilds.settings(server_of(interaction))
        if changed:
            settings = await guilds.save(replace(settings, **changed))
        await reply(interaction, settings_card(locale_of(interaction), settings, saved=bool(changed)), private=True)

    @settings.autocomplete("time_zone")
    async def _time_zones(self, interaction: Asked, current: str) -> list[app_commands.Choice[str]]:
        return await offered_zones(interaction, current)

    @app_commands.command()
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def about(self, interaction: Asked) -> None:
        """Show version, health, licence and attribution."""
        status = await interaction.client.services.statuses.now()
        latency = interaction.client.latency
        milliseconds = round(latency * 1000) if latency == latency and latency < 60 else 0  # noqa: PLR0124, PLR2004  # NaN before the first heartbeat
        await reply(interaction, about_card(locale_of(interaction), status, latency_ms=milliseconds), private=True)


async def setup(bot: Callsheet) -> None:
    """Add settings, the guided setup and what the bot says about itself."""
    for cog in (Settings(), Guide()):
        describe_cog(cog)
        await bot.add_cog(cog)
    bot.add_dynamic_items(SettingOff, Choose, Begin)

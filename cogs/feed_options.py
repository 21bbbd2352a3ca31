"""Options of the `/feed` commands: what is offered while typing, and what was meant by what was typed."""

from __future__ import annotations

from discord import app_commands

from bot.errors import CallsheetError, UserError
from cogs.ui import fit
from cogs.ui.markup import ELLIPSIS, clean, clip
from cogs.ui.reply import Asked


def server_of(interaction: Asked) -> int:
    """Return the id of the server that asks.

    Raises:
        UserError: ``server_only``. Discord does not offer such commands elsewhere; this keeps us honest.
    """
    if interaction.guild_id is None:
        raise UserError("server_only")
    return interaction.guild_id


async def offered_feeds(interaction: Asked, current: str) -> list[app_commands.Choice[str]]:
    """Offer the server's feeds whose outlet or address holds what is typed; the value is the follow's id."""
    if interaction.guild_id is None:
        return []
    try:
        found = await _matching(interaction, current)
    except CallsheetError:
        return []
    return [app_commands.Choice(name=label, value=str(key)) for label, key in found]


async def _matching(interaction: Asked, typed: str) -> list[tuple[str, int]]:
    """Return labels and ids of the follows that match; two of the same label are told apart by their channels."""
    follows, server = interaction.client.services.follows, server_of(interaction)
    found = (await follows.choices(server, clean(typed, fit.CHOICE)))[: fit.OPTIONS]
    if len({label for label, _ in found}) < len(found):
        places = {one.subscription.id: one.subscription.channel_id for one in await follows.list(server)}
        found = tuple((f"{_channel(interaction, places.get(key, 0))} · {label}", key) for label, key in found)
    return [(clean(label, fit.CHOICE) or ELLIPSIS, key) for label, key in found]


def _channel(interaction: Asked, channel_id: int) -> str:
    channel = interaction.guild.get_channel_or_thread(channel_id) if interaction.guild else None
    return f"#{channel.name}" if channel else f"#{channel_id}"


async def offered_suggestions(interaction: Asked, current: str) -> list[app_commands.Choice[str]]:
    """Offer suggested feeds whose outlet, group or language holds what is typed; the value is the address."""
    wanted = clean(current, fit.CHOICE).casefold()
    offered = [
        app_commands.Choice(name=clip(label, fit.CHOICE), value=feed.url)
        for group in interaction.client.services.follows.suggested()
        for feed in group.feeds
        for label in [f"{feed.outlet} · {group.name} ({feed.language})"]
        if wanted in f"{label} {feed.url}".casefold() and len(feed.url) <= fit.CHOICE
    ]
    return offered[: fit.OPTIONS]


async def chosen_feed(interaction: Asked, typed: str) -> int:
    """Return the id of the follow that was chosen, or that is the only one to match what was typed.

    Raises:
        UserError: ``feed.unknown`` or ``feed.ambiguous`` (with the labels that match).
    """
    if typed.isdecimal():
        return int(typed)
    found = await _matching(interaction, typed)
    if not found:
        raise UserError("feed.unknown")
    if len(found) == 1:
        return found[0][1]
    raise UserError("feed.ambiguous", labels=", ".join(label for label, _ in found[:5]))

"""The option of a time zone: what is offered while typing, in anybody's words for a place or an offset."""

from __future__ import annotations

from discord import app_commands

from bot.domain.zones import label
from cogs.ui import fit
from cogs.ui.markup import clean
from cogs.ui.reply import Asked


async def offered_zones(interaction: Asked, current: str) -> list[app_commands.Choice[str]]:
    """Offer the zones that what is typed may mean ("seoul", "new york", "GMT+9"); the value is the zone's name."""
    found = interaction.client.services.zones.search(clean(current, fit.CHOICE))
    return [app_commands.Choice(name=label(zone), value=zone) for zone in found[: fit.OPTIONS]]

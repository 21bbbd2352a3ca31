"""Options that name a title or a person: what is offered while typing, and what was meant by what was typed."""

from __future__ import annotations

from collections.abc import Callable

from discord import app_commands

from bot.domain.facts import NameKind
from bot.domain.lookup import NameHit
from bot.errors import CallsheetError
from bot.services.titles import Ambiguous
from cogs.ui import fit
from cogs.ui.fact_words import titled
from cogs.ui.markup import ELLIPSIS, clean, clip
from cogs.ui.reply import Asked, reply
from cogs.ui.text import locale_of
from cogs.ui.title_cards import choice_card


async def offered(interaction: Asked, kind: NameKind, current: str) -> list[app_commands.Choice[str]]:
    """Offer the titles or people that what is typed may begin; the value is ``#id``."""
    return [
        app_commands.Choice(name=_label(hit), value=f"#{hit.id}") for hit in await _hits(interaction, kind, current)
    ]


async def offered_names(interaction: Asked, kind: NameKind, current: str, limit: int) -> list[app_commands.Choice[str]]:
    """Offer them for a search in the words of articles; the value is the name, one of at most ``limit`` characters."""
    hits = await _hits(interaction, kind, current)
    return [app_commands.Choice(name=_label(hit), value=hit.name) for hit in hits if 0 < len(hit.name) <= limit]


async def _hits(interaction: Asked, kind: NameKind, current: str) -> tuple[NameHit, ...]:
    try:
        found = await interaction.client.services.titles.suggest(kind, clean(current, fit.CHOICE), interaction.guild_id)
    except CallsheetError:
        return ()
    return found[: fit.OPTIONS]


def _label(hit: NameHit) -> str:
    """Return a name with its year and, if another name was met, that one behind it."""
    name = titled(hit.name, hit.year, fit.CHOICE)
    alias = clean(hit.alias or "", fit.CHOICE)
    return clip(f"{name} · {alias}" if alias else name, fit.CHOICE) or ELLIPSIS


async def meant(
    interaction: Asked, kind: NameKind, text: str, opens: str, pressing: Callable[[int], str] | None = None
) -> int | None:
    """Return the id of what was picked or typed; None when the person was asked which of several was meant.

    ``opens`` is the card that their answer opens; with ``pressing`` it does what that ``custom_id`` says instead.

    Raises:
        UserError: ``title.unknown`` or ``person.unknown``.
    """
    found = await interaction.client.services.titles.resolve(kind, clean(text, fit.CHOICE), interaction.guild_id)
    if isinstance(found, Ambiguous):
        await reply(interaction, choice_card(locale_of(interaction), opens, found.hits, pressing), private=True)
        return None
    return found.id

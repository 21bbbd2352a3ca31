"""How a cog answers, and buttons whose whole state is their ``custom_id``."""

from __future__ import annotations

import re
from abc import abstractmethod
from typing import Any, Self, TypeAlias

import discord
from discord.ui import DynamicItem, Item

from bot.app import Callsheet
from cogs.errors import answer_error
from cogs.ui.cards import Card

Asked: TypeAlias = discord.Interaction[Callsheet]
"""An interaction with this bot."""

NOBODY = discord.AllowedMentions.none()


async def reply(interaction: Asked, card: Card, *, private: bool = False) -> None:
    """Answer with a card and its files; after a deferral, as private as the deferral was."""
    files = list(card.files)
    if interaction.response.is_done():
        await interaction.followup.send(view=card, files=files, ephemeral=private, allowed_mentions=NOBODY)
    else:
        await interaction.response.send_message(view=card, files=files, ephemeral=private, allowed_mentions=NOBODY)


async def redraw(interaction: Asked, card: Card) -> None:
    """Show another card in place of the one whose button was pressed, its files in place of that one's."""
    had = bool(interaction.message and interaction.message.attachments)
    files = list(card.files) if card.files or had else discord.utils.MISSING
    if interaction.response.is_done():
        await interaction.edit_original_response(view=card, attachments=files, allowed_mentions=NOBODY)
    else:
        await interaction.response.edit_message(view=card, attachments=files, allowed_mentions=NOBODY)


async def think(interaction: Asked) -> None:
    """Tell Discord, within its three seconds, that a private answer is being worked on."""
    await interaction.response.defer(ephemeral=True, thinking=True)


class Pressed(DynamicItem[Item[Any]], template=r"(?!)"):
    """A button or select found by its ``custom_id``, after any restart; a subclass brings template and ``press``.

    ``match`` is what the template found in the ``custom_id``.
    """

    def __init__(self, item: Item[Any], match: re.Match[str]) -> None:
        super().__init__(item)
        self.match = match

    @classmethod
    async def from_custom_id(cls, _: discord.Interaction[Any], item: Item[Any], match: re.Match[str], /) -> Self:
        """Make the button that was pressed."""
        return cls(item, match)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Press, and answer for what goes wrong: discord.py would only log it."""
        try:
            await self.press(interaction)
        except Exception as error:  # noqa: BLE001  # the last place before discord.py swallows it
            await answer_error(interaction, error)

    @abstractmethod
    async def press(self, interaction: Asked) -> None:
        """Do what the button says."""
        ...

"""Pages whose state lives in the buttons: alive after a restart, and nobody turns another one's page.

A ``custom_id`` holds 100 characters. A row has three buttons (back, where we are, on), so a look-up of up to
about 250 characters is remembered across them.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote, unquote

import discord
from discord.ui import ActionRow, Button

from bot.errors import UserError
from cogs.ui import fit
from cogs.ui.cards import Card
from cogs.ui.reply import Asked, Pressed, redraw, reply
from cogs.ui.text import say

_CHUNK = 84
_PARTS = 3
_BLANK = "␣"
MEMORY = _CHUNK * _PARTS
"""Characters of state that a row of buttons remembers."""


def template(kind: str) -> str:
    """Return the pattern of the buttons of one kind of list."""
    return rf"{kind}:(?P<part>\d):(?P<page>\d{{1,6}}):(?P<chunk>.*)"


def turning(
    locale: str, kind: str, at: tuple[int, int], owner: int, fields: Sequence[str] = ()
) -> list[ActionRow[Any]]:
    """Return the row that turns pages, nothing when there is one page only.

    ``at`` is the page and the number of pages, from 1; ``owner`` the person whose press changes the message;
    ``fields`` are what the list is drawn from again.
    """
    page, pages = at
    if pages <= 1:
        return []
    state = _pack([str(owner), *fields])
    ids = [
        f"{kind}:{part}:{to}:{state[part * _CHUNK :][:_CHUNK]}" for part, to in enumerate((page - 1, page, page + 1))
    ]
    where = say(locale, "page.of", page=page, pages=pages)
    back: Button[Any] = Button(label="←", custom_id=ids[0], disabled=page <= 1)
    here: Button[Any] = Button(label=where, custom_id=ids[1], disabled=True)
    on: Button[Any] = Button(label="→", custom_id=ids[2], disabled=page >= pages)
    return [ActionRow(back, here, on)]


class PageTurn(Pressed, template=r"(?!)"):
    """A press on ← or →. The owner's changes the message, anybody else's opens a private copy."""

    async def press(self, interaction: Asked) -> None:
        """Turn the page."""
        owner, *fields = _unpack(_state(interaction.message, self.match.re.pattern.partition(":")[0]))
        card = await self.draw(interaction, int(self.match["page"]), fields)
        if owner == str(interaction.user.id):
            await redraw(interaction, card)
        else:
            await reply(interaction, card, private=True)

    @abstractmethod
    async def draw(self, interaction: Asked, page: int, fields: Sequence[str]) -> Card:
        """Return a page of the list that ``fields`` describe, owned by the person who acts."""
        ...


def _pack(fields: Sequence[str]) -> str:
    """Join fields, without the blanks that Discord would trim at the ends of a ``custom_id``.

    Raises:
        UserError: ``query.too_long`` when they are more than a row of buttons remembers.
    """
    state = "|".join("".join(map(_kept, field)) for field in fields)
    if len(state) > MEMORY:
        raise UserError("query.too_long")
    return state


def _kept(character: str) -> str:
    if character == " ":
        return _BLANK
    return quote(character, safe="") if character in "%|" or character.isspace() else character


def _unpack(state: str) -> list[str]:
    return [unquote(field.replace(_BLANK, " ")) for field in state.split("|")]


def _state(message: discord.Message | None, kind: str) -> str:
    """Return what the row of the pressed button remembers."""
    parts = fit.components(component.to_dict() for component in message.components) if message else ()
    ids = sorted(part["custom_id"] for part in parts if part.get("custom_id", "").startswith(f"{kind}:"))
    return "".join(custom_id.split(":", 3)[3] for custom_id in ids)

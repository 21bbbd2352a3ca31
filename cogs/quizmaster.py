"""Says games of trivia in their channels."""

from __future__ import annotations

from datetime import datetime
from typing import TypeAlias

import discord

from bot.app import Callsheet
from bot.domain.games import Game, Outcome, Round
from bot.domain.reasons import because
from bot.errors import Gone, UserError
from bot.services.hosting import Podium
from cogs.faults import UNKNOWN_MESSAGE, translated
from cogs.places import named
from cogs.ui.cards import Card
from cogs.ui.markup import Markup
from cogs.ui.reply import NOBODY
from cogs.ui.trivia_cards import podium_card, question_card, report_row, reveal_card, void_card

Playground: TypeAlias = discord.TextChannel | discord.VoiceChannel | discord.StageChannel | discord.Thread
"""A channel in which people can play."""


def lacking(place: Playground) -> list[str]:
    """Return the permissions that the bot lacks for a game there, named as Discord's API names them."""
    have = place.permissions_for(place.guild.me)
    send = "send_messages_in_threads" if isinstance(place, discord.Thread) else "send_messages"
    return [name for name in ("view_channel", send, "read_message_history") if not getattr(have, name)]


def require_playground(place: object, locale: str) -> Playground:
    """Return a channel if a game can be played there.

    Raises:
        UserError: ``trivia.place``, or ``channel.permission`` with every missing permission.
    """
    if not isinstance(place, Playground):
        raise UserError("trivia.place")
    if missing := lacking(place):
        raise UserError("channel.permission", channel=Markup(place.mention), permissions=named(locale, missing))
    return place


class DiscordHost:
    """Asks, reveals and tells; see :class:`bot.services.hosting.Host` for what it promises."""

    def __init__(self, client: Callsheet) -> None:
        self._client = client

    async def ask(self, game: Game, asked: Round, before: Round | None) -> int:
        """Send the question; repeated soon, Discord knows it by its nonce."""
        with translated(self._client.clock):
            place = await self._place(game)
            card = question_card(game, asked, before)
            return (await place.send(view=card, nonce=f"round{asked.id}", allowed_mentions=NOBODY)).id

    async def extend(self, game: Game, asked: Round) -> None:
        """Show the question with its new deadline."""
        await self._edit(game, asked, question_card(game, asked))

    async def is_there(self, game: Game, asked: Round) -> bool:
        """Look for the message."""
        with translated(self._client.clock):
            place = await self._place(game)
            try:
                await place.fetch_message(asked.message_id or 0)
            except discord.NotFound as error:
                if error.code == UNKNOWN_MESSAGE:
                    return False
                raise
        return True

    async def reveal(self, game: Game, outcome: Outcome, goes_on_at: datetime | None) -> None:
        """Show how it ended in place of the question."""
        await self._edit(
            game, outcome.round, reveal_card(game, outcome, goes_on_at, report_row(game.locale, outcome.round.id))
        )

    async def void(self, game: Game, asked: Round) -> None:
        """Show that it does not count in place of the question."""
        await self._edit(game, asked, void_card(game, asked))

    async def end(self, podium: Podium) -> None:
        """Send the end; repeated soon, Discord knows it by its nonce."""
        game = podium.game
        with translated(self._client.clock):
            place = await self._place(game)
            await place.send(view=podium_card(podium), nonce=f"game{game.id}", allowed_mentions=NOBODY)

    async def _edit(self, game: Game, asked: Round, card: Card) -> None:
        with translated(self._client.clock):
            place = await self._place(game)
            message = place.get_partial_message(asked.message_id or 0)
            await message.edit(view=card, allowed_mentions=NOBODY)

    async def _place(self, game: Game) -> Playground:
        """Return the channel, asked for when the cache does not hold it: a miss is no proof that it is gone."""
        found = self._client.get_channel(game.channel_id) or await self._client.fetch_channel(game.channel_id)
        if isinstance(found, Playground):
            return found
        raise Gone(because("channel.kind", detail=type(found).__name__))


async def setup(bot: Callsheet) -> None:
    """Give games their host."""
    bot.services.playing.host = DiscordHost(bot)

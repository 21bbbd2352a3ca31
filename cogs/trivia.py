"""`/trivia play` and `stop`, and the buttons of a game."""

from __future__ import annotations

import asyncio

import discord
from discord import app_commands
from discord.ext import commands

from bot.app import Callsheet
from bot.domain.facts import NameKind
from bot.domain.games import Difficulty, Game
from bot.errors import UserError
from cogs.feed_options import server_of
from cogs.name_options import meant, offered
from cogs.quizmaster import require_playground
from cogs.trivia_boards import Boards, Worldwide
from cogs.trivia_daily import DailyQuestion
from cogs.ui import fit
from cogs.ui.reply import Asked, Pressed, reply, think
from cogs.ui.text import choices, describe_cog, locale_of
from cogs.ui.trivia_cards import ROUNDS, SECONDS, begun_card, clicked_card, stopped_card

PROMPT_S = 1.5
"""How long an answer may take before Discord is told that it is worked on; it waits for three seconds."""


async def begin(interaction: Asked, title_id: int | None, rounds: int, seconds: int, level: Difficulty | None) -> None:
    """Begin a game where the person acts, and say so to all.

    Raises:
        UserError: as ``Trivia.play``, and when the bot may not play there.
    """
    place = require_playground(interaction.channel, locale_of(interaction))
    trivia = interaction.client.services.trivia
    starting = asyncio.ensure_future(
        trivia.play(
            server_of(interaction),
            place.id,
            interaction.user.id,
            title_id=title_id,
            rounds=rounds,
            seconds=seconds,
            difficulty=level,
        )
    )
    await _announce(interaction, starting)


async def _announce(interaction: Asked, starting: asyncio.Future[Game]) -> None:
    done, _ = await asyncio.wait({starting}, timeout=PROMPT_S)
    if not done:
        await interaction.response.defer(thinking=True)
    game = await starting
    title = await _called(interaction, game.title_id)
    await reply(interaction, begun_card(game.locale, game, title))


async def _called(interaction: Asked, title_id: int | None) -> str | None:
    if title_id is None:
        return None
    found = await interaction.client.services.titles.resolve(NameKind.TITLE, f"#{title_id}", interaction.guild_id)
    return getattr(found, "name", None)


class Choose(Pressed, template=r"trivia:(?P<round>\d{1,18}):(?P<choice>[0-3])"):
    """The buttons under a question."""

    async def press(self, interaction: Asked) -> None:
        """Lock the answer, and tell nobody but who gave it."""
        if interaction.user.bot:
            return
        trivia = interaction.client.services.trivia
        work = trivia.answer(int(self.match["round"]), interaction.user.id, int(self.match["choice"]))
        answering = asyncio.ensure_future(work)
        done, _ = await asyncio.wait({answering}, timeout=PROMPT_S)
        if not done:
            await think(interaction)
        card = clicked_card(locale_of(interaction), await answering, _options(interaction.message))
        await reply(interaction, card, private=True)


def _options(message: discord.Message | None) -> list[str]:
    """Return what the buttons of a question say; for many at once, so nothing is built for it."""
    parts = fit.components(part.to_dict() for part in message.components) if message else ()
    return [str(part.get("label", "")) for part in parts if part.get("custom_id")]


class About(
    Pressed,
    template=r"trivia:about:(?P<title>\d{1,18}):(?P<rounds>\d{1,2}):(?P<seconds>\d\d):(?P<level>easy|medium|hard|)",
):
    """The buttons that say which title was meant, and the one under a title that quizzes people about it."""

    async def press(self, interaction: Asked) -> None:
        """Begin the game."""
        level = Difficulty(self.match["level"]) if self.match["level"] else None
        title_id, rounds, seconds = (int(self.match[name]) for name in ("title", "rounds", "seconds"))
        await begin(interaction, title_id, rounds, seconds, level)


class Again(Pressed, template=r"trivia:again:(?P<game>\d{1,18})"):
    """The button under the end of a game."""

    async def press(self, interaction: Asked) -> None:
        """Begin one like it."""
        require_playground(interaction.channel, locale_of(interaction))
        trivia = interaction.client.services.trivia
        await _announce(interaction, asyncio.ensure_future(trivia.again(int(self.match["game"]), interaction.user.id)))


@app_commands.guild_only()
@app_commands.allowed_installs(guilds=True, users=False)
class Trivia(Boards, DailyQuestion, commands.GroupCog, group_name="trivia"):
    """Games made from what was read."""

    @app_commands.command()
    @app_commands.choices(difficulty=choices(*Difficulty))
    async def play(
        self,
        interaction: Asked,
        title: app_commands.Range[str, 1, 100] | None = None,
        rounds: app_commands.Range[int, 1, 20] = ROUNDS,
        difficulty: str | None = None,
        seconds: app_commands.Range[int, 10, 60] = SECONDS,
    ) -> None:
        """Begin a game in this channel."""
        level = Difficulty(difficulty) if difficulty else None
        title_id = None
        if title is not None:
            pressing = f"trivia:about:{{}}:{rounds}:{seconds}:{difficulty or ''}".format
            title_id = await meant(interaction, NameKind.TITLE, title, "trivia", pressing)
            if title_id is None:
                return
        await begin(interaction, title_id, rounds, seconds, level)

    @app_commands.command()
    async def stop(self, interaction: Asked) -> None:
        """End the game of this channel."""
        if interaction.channel is None:
            raise UserError("trivia.idle")
        may = interaction.permissions
        moderator = may.manage_messages or may.manage_channels or may.manage_guild
        trivia = interaction.client.services.trivia
        await trivia.stop(interaction.channel.id, interaction.user.id, moderator=moderator)
        await reply(interaction, stopped_card(locale_of(interaction)), private=True)

    @play.autocomplete("title")
    async def _titles(self, interaction: Asked, current: str) -> list[app_commands.Choice[str]]:
        return await offered(interaction, NameKind.TITLE, current)


async def setup(bot: Callsheet) -> None:
    """Add the games."""
    cog = Trivia()
    describe_cog(cog)
    await bot.add_cog(cog)
    bot.add_dynamic_items(Choose, About, Again, Worldwide)

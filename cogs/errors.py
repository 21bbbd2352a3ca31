"""One kind sentence for everything that goes wrong, private, in the member's language; the log has the rest."""

from __future__ import annotations

from contextlib import suppress

import discord
import structlog
from discord import app_commands

from bot.app import Callsheet
from bot.errors import FeedError, StoreError, UserError
from cogs.ui.cards import Tone, tell
from cogs.ui.markup import Markup
from cogs.ui.text import CommandTranslator, explain, locale_of, say

_KNOWN: tuple[tuple[type[Exception], str], ...] = (
    (app_commands.NoPrivateMessage, "error.server_only"),
    (app_commands.CheckFailure, "error.not_allowed"),
    (app_commands.TransformerError, "error.option"),
    (app_commands.CommandNotFound, "error.outdated"),
    (app_commands.CommandSignatureMismatch, "error.outdated"),
)
_log = structlog.get_logger(__name__)


async def answer_error(interaction: discord.Interaction[Callsheet], error: Exception) -> None:
    """Tell the person what went wrong and what to do next.

    What nobody foresaw is logged with an id, which the person is shown and may quote.
    """
    cause = _cause(error)
    text = _sentence(locale_of(interaction), cause)
    if text is None:
        error_id = f"{interaction.id % 36**6:06x}"
        command = interaction.command.qualified_name if interaction.command else None
        _log.error("an answer failed", error_id=error_id, command=command, user=interaction.user.id, exc_info=cause)
        key = "error.store" if isinstance(cause, StoreError) else "error.unexpected"
        text = say(locale_of(interaction), key, id=Markup(error_id))
    card = tell(text, Tone.CARE)
    with suppress(discord.HTTPException):  # the interaction may be over; then nobody waits for an answer
        if interaction.response.is_done():
            await interaction.followup.send(view=card, ephemeral=True)
        else:
            await interaction.response.send_message(view=card, ephemeral=True)


def _cause(error: Exception) -> BaseException:
    """Return what a command or an option's conversion really failed with."""
    if isinstance(error, app_commands.CommandInvokeError):
        return error.original
    if isinstance(error, app_commands.TransformerError) and isinstance(error.__cause__, UserError):
        return error.__cause__
    return error


def _sentence(locale: str, cause: BaseException) -> str | None:
    """Return the sentence for what people can understand and mend, None for anything else."""
    if isinstance(cause, UserError):
        return explain(locale, cause)
    if isinstance(cause, FeedError):
        return say(locale, f"error.feed.fault.{cause.fault}", url=cause.url, detail=cause.detail)
    known = (key for kind, key in _KNOWN if isinstance(cause, kind))
    key = next(known, None)
    return say(locale, key) if key else None


async def setup(bot: Callsheet) -> None:
    """Answer for the errors of all commands, and translate the commands themselves."""
    bot.tree.error(answer_error)
    await bot.tree.set_translator(CommandTranslator())

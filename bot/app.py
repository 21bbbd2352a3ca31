"""The composition root: the Discord client, everything it stands on, and how they start and stop together."""

from __future__ import annotations

import discord
from discord.ext import commands

from bot.clock import Clock, utcnow
from bot.config import Settings
from bot.services import Services
from bot.services.posting import Publisher

EXTENSIONS = ("cogs.news", "cogs.feeds", "cogs.settings", "cogs.publisher")
"""The cogs, in the order in which they are loaded."""


class Callsheet(commands.AutoShardedBot):
    """The Discord client. It starts no work of its own: ``run`` starts the jobs beside it."""

    def __init__(self, services: Services, *, clock: Clock = utcnow) -> None:
        super().__init__(
            command_prefix=(),
            help_command=None,
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
        )
        self.services = services
        self.clock = clock

    @property
    def publisher(self) -> Publisher | None:
        """What says deliveries; the extension ``cogs.publisher`` sets it."""
        return self.services.deliver.publisher

    @publisher.setter
    def publisher(self, publisher: Publisher | None) -> None:
        self.services.deliver.publisher = publisher


async def run(settings: Settings) -> None:
    """Run the bot until SIGTERM or SIGINT.

    Raises:
        StartupError: when it cannot start; the token and the database are named.
    """
    raise NotImplementedError

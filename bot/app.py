"""The composition root: the Discord client, everything it stands on, and how they start and stop together."""

from __future__ import annotations

import asyncio
import hashlib
import json
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from itertools import count

import aiohttp
import discord
import structlog
from discord.ext import commands

from bot.clock import Clock, utcnow
from bot.config import EXIT_CONFIGURATION, Settings
from bot.errors import StartupError
from bot.jobs import Jobs
from bot.services import Services, open_services
from bot.services.posting import Publisher
from bot.store import meta

EXTENSIONS = (
    "cogs.errors",
    "cogs.titles",
    "cogs.news",
    "cogs.upcoming",
    "cogs.reports",
    "cogs.feeds",
    "cogs.follows",
    "cogs.reminders",
    "cogs.trivia",
    "cogs.settings",
    "cogs.privacy",
    "cogs.publisher",
    "cogs.quizmaster",
)
"""The cogs, in the order in which they are loaded."""

CLOSE_CAP_S = 1.5
"""How long Discord may take to say goodbye."""

LONGEST_WAIT_S = 60
"""How long to wait at most between two tries while Discord cannot be reached at start."""

_NOT_SET = "DISCORD_TOKEN is not set; it is the bot's token from https://discord.com/developers/applications."
_REFUSED = "Discord does not accept the token in DISCORD_TOKEN; copy it again from the developer portal."
_DOUBLINGS = 6
_AUTHENTICATION_FAILED = 4004  # the gateway's close code
_OUTAGES = (OSError, TimeoutError, aiohttp.ClientError, discord.HTTPException, discord.GatewayNotFound)
_log = structlog.get_logger(__name__)


class Callsheet(commands.AutoShardedBot):
    """The Discord client. It starts no work of its own: ``run`` starts the jobs beside it."""

    def __init__(self, services: Services, *, clock: Clock = utcnow) -> None:
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # it never speaks
        super().__init__(
            command_prefix=(),
            help_command=None,
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            max_ratelimit_timeout=30.0,
            guild_ready_timeout=1.0,
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

    @property
    def connected(self) -> bool:
        """Whether the gateway connection is up, on every shard."""
        return self.is_ready() and not any(shard.is_closed() for shard in self.shards.values())

    async def setup_hook(self) -> None:
        """Load the cogs and make Discord know the commands, before the first event comes in."""
        for extension in EXTENSIONS:
            await self.load_extension(extension)
        await self.sync_commands()

    async def sync_commands(self) -> bool:
        """Register the commands if they are not what was registered last; tells whether Discord knows them now."""
        key, made = f"commands:{self.application_id}", await self._definition()
        async with self.services.db.read() as conn:
            if await meta.get(conn, key) == made:
                return True
        try:
            await self.tree.sync()
        except _OUTAGES as error:
            _log.warning("the commands could not be registered", reason=str(error))
            return False
        async with self.services.db.write() as conn:
            await meta.set(conn, key, made)
        return True

    async def _definition(self) -> str:
        """Return a digest of all commands as they are registered, translations included."""
        translator = self.tree.translator
        assert translator is not None, "cogs.errors sets it"
        told = [await command.get_translated_payload(self.tree, translator) for command in self.tree.get_commands()]
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()

    async def on_ready(self) -> None:
        """Learn which servers came and went while the bot was away."""
        await self.services.guilds.reconcile([guild.id for guild in self.guilds])
        _log.info("ready", user=str(self.user), servers=len(self.guilds))

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Take a server's follows up (again)."""
        await self.services.guilds.joined(guild.id)
        await self.services.deliver.mended_guild(guild.id)

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Take them up here as well: an invitation may come in the form that the end of an outage has."""
        if (await self.services.guilds.settings(guild.id)).left_at is not None:
            await self.on_guild_join(guild)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Let a server's follows rest."""
        await self.services.guilds.left(guild.id)


async def run(settings: Settings) -> None:
    """Run the bot until SIGTERM or SIGINT.

    Raises:
        StartupError: when it cannot start; the token and the database are named.
        StoreError: when the database cannot be opened.
    """
    if not settings.token:
        raise StartupError(_NOT_SET, exit_code=EXIT_CONFIGURATION)
    told_to_stop = _signals()
    async with AsyncExitStack() as stack:
        services = await stack.enter_async_context(open_services(settings))
        jobs = Jobs(services)
        stack.push_async_callback(jobs.stop)
        await jobs.start()
        serving = asyncio.create_task(_serve(settings, services, jobs))
        stopping = asyncio.create_task(told_to_stop.wait())
        await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        serving.cancel()
        with suppress(asyncio.CancelledError):
            await serving
    _log.info("stopped")


def _signals() -> asyncio.Event:
    """Return an event that SIGTERM and SIGINT set."""
    told = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, told.set)
    return told


async def _serve(settings: Settings, services: Services, jobs: Jobs) -> None:
    """Be on Discord, and deliver from when the gateway is ready."""
    async with AsyncExitStack() as stack:
        bot = await stack.enter_async_context(_logged_in(services, settings.token))
        if settings.metrics_port is not None:
            from bot.metrics import serve  # noqa: PLC0415 - few want it, and it costs memory

            await stack.enter_async_context(serve(settings.metrics_port, services.statuses.now, lambda: bot.connected))
        working = asyncio.create_task(_work(bot, jobs))
        try:
            await _stay_connected(bot)
        finally:
            working.cancel()
            await asyncio.gather(working, return_exceptions=True)


async def _work(bot: Callsheet, jobs: Jobs) -> None:
    """Deliver from when the gateway is ready until cancelled; register commands that could not be at first."""
    await bot.wait_until_ready()
    async with jobs.delivering():
        attempts = count()
        while not await bot.sync_commands():  # noqa: ASYNC110 - nobody tells us when Discord is up again
            await asyncio.sleep(_pause(next(attempts)))
        await asyncio.Event().wait()


@asynccontextmanager
async def _logged_in(services: Services, token: str) -> AsyncIterator[Callsheet]:
    """Give a client that is logged in, however long Discord is out of reach at first; it is closed at the end."""
    attempts = count()
    while True:
        async with _closing(Callsheet(services)) as bot:  # a client cannot be used twice
            try:
                await bot.login(token)
            except discord.LoginFailure as error:
                raise StartupError(_REFUSED, exit_code=EXIT_CONFIGURATION) from error
            except _OUTAGES as error:
                await _wait_out(error, next(attempts))
            else:
                yield bot
                return


async def _stay_connected(bot: Callsheet) -> None:
    """Be on the gateway until cancelled; discord.py reconnects by itself once it has been connected.

    Raises:
        StartupError: when Discord closes the connection for good.
    """
    attempts = count()
    while True:
        try:
            await bot.connect()
        except discord.ConnectionClosed as error:
            if error.code == _AUTHENTICATION_FAILED:
                raise StartupError(_REFUSED, exit_code=EXIT_CONFIGURATION) from error
            raise StartupError(f"Discord closed the connection for good (code {error.code}).") from error
        except _OUTAGES as error:
            await _wait_out(error, next(attempts))
        else:
            raise StartupError("The connection to Discord ended.")


async def _wait_out(error: Exception, attempt: int) -> None:
    pause = _pause(attempt)
    _log.warning("Discord cannot be reached", reason=str(error) or type(error).__name__, again_in_s=pause)
    await asyncio.sleep(pause)


def _pause(attempt: int) -> int:
    return min(1 << min(attempt, _DOUBLINGS), LONGEST_WAIT_S)


@asynccontextmanager
async def _closing(bot: Callsheet) -> AsyncIterator[Callsheet]:
    """Close a client at the end; one that Discord does not let go in time is left to the end of the process."""
    try:
        yield bot
    finally:
        with suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_CAP_S):
                await bot.close()

"""A bot as a real process, a stand-in for Discord, a feed site, and a database that outlives the bot."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.config import Settings
from bot.services import open_services
from bot.store import deliveries
from bot.store.database import open_database
from tests.feedserver import FeedServer, Item
from tests.wire.stand_in import CHANNELS, GUILD, TOKEN, Discord, open_discord

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Wire:
    """One bot's world. ``bot`` is its present process."""

    discord: Discord
    site: FeedServer
    folder: Path
    items: list[Item] = field(default_factory=list)
    bot: asyncio.subprocess.Process | None = None

    @property
    def database_url(self) -> str:
        return f"sqlite+aiosqlite:///{self.folder}/callsheet.sqlite3"

    @property
    def output(self) -> str:
        """All that the bot has written, in all its lives."""
        return (self.folder / "log").read_text()

    async def follow(self, *channels: int) -> None:
        """Have channels follow the feed, while no bot runs."""
        self.site.rss("/feed.xml", self.items)
        settings = Settings(database_url=self.database_url, allow_private_addresses=True, poll_interval=1)
        async with open_services(settings) as services:
            for channel in channels or CHANNELS[:1]:
                await services.follows.add(GUILD, channel, self.site.url("/feed.xml"), 1)

    def publish(self, *headlines: str) -> None:
        """Put entries at the top of the feed."""
        for headline in headlines:
            slug = headline.replace(" ", "-")
            now = datetime.now(UTC)
            self.items.insert(0, Item(headline, self.site.url(f"/{slug}"), slug, content="x" * 2000, published=now))
        self.site.rss("/feed.xml", self.items)

    async def launch(self, *, kill: str = "", **environment: str) -> None:
        """Start the bot; ``kill`` says where it is to die."""
        settings = {
            "DISCORD_TOKEN": TOKEN,
            "CALLSHEET_DATABASE_URL": self.database_url,
            "CALLSHEET_POLL_INTERVAL": "1",
            "CALLSHEET_ALLOW_PRIVATE_ADDRESSES": "true",
            "WIRE_URL": self.discord.url,
            "WIRE_KILL": kill,
            "PYTHONPATH": str(ROOT),
            **environment,
        }
        with (self.folder / "log").open("ab") as log:
            self.bot = await asyncio.create_subprocess_exec(
                *(sys.executable, str(ROOT / "tests/wire/launch.py"), "run"),
                env={**os.environ, **settings},
                cwd=self.folder,
                stdout=log,
                stderr=log,
            )

    async def ended(self, seconds: float = 20.0) -> int:
        """Wait for the bot's end; gives its exit code, negative for a signal."""
        assert self.bot is not None
        async with asyncio.timeout(seconds):
            return await self.bot.wait()

    async def stop(self, seconds: float = 5.0) -> int:
        """Ask the bot to stop, as a service manager does."""
        assert self.bot is not None
        self.bot.send_signal(signal.SIGTERM)
        return await self.ended(seconds)

    async def written(self, text: str, seconds: float = 20.0) -> None:
        """Wait until the bot has written a text."""
        async with asyncio.timeout(seconds):
            while text not in self.output:  # noqa: ASYNC110 - a file tells nobody that it has grown
                await asyncio.sleep(0.05)

    async def open_rows(self) -> list[str]:
        """The states of all deliveries that are not closed."""
        async with open_database(self.database_url) as database, database.read() as conn:
            counts = await deliveries.counts(conn)
        return [state for state in ("pending", "claimed") if counts.get(state)]


@pytest.fixture
def unused_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
async def wire(tmp_path: Path) -> AsyncIterator[Wire]:
    async with AsyncExitStack() as stack:
        discord = await stack.enter_async_context(open_discord())
        site = await stack.enter_async_context(FeedServer.running())
        world = Wire(discord, site, tmp_path)
        yield world
        if world.bot is not None and world.bot.returncode is None:
            world.bot.kill()
            await world.bot.wait()

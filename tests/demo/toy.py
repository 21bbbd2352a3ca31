"""What the demo's tests play with: a small bot, two outlets, and articles that are made to measure."""

import asyncio
from datetime import UTC, datetime, timedelta

import discord
from discord.ext import commands

from bot.demo.samples import Outlet, Sample

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
REEL = Outlet("reel", "The Reel")
SEOUL = Outlet("seoul", "서울 스크린", language="ko")
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415408d763a8ab8900000294011e2d4a0e3e0000000049454e44ae426082"
)


class Watch:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def move(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


class Toy(commands.AutoShardedBot):
    """Answers /say hello with a button, and can be made to wait."""

    def __init__(self) -> None:
        super().__init__(command_prefix=(), intents=discord.Intents(guilds=True))
        self.pause = 0.0
        self.ticks: list[str] = []

    async def setup_hook(self) -> None:
        group = discord.app_commands.Group(name="say", description="Says something")
        group.command(name="hello", description="Says hello")(self.hello)
        self.tree.add_command(group)
        await self.tree.sync()

    async def hello(self, interaction: discord.Interaction) -> None:
        await asyncio.sleep(self.pause)
        asyncio.get_running_loop().call_later(1.5, self.ticks.append, "tick")
        await interaction.response.send_message("hello to you")


def sample(slug: str, outlet: Outlet = REEL, **fields: object) -> Sample:
    given: dict[str, object] = {
        "headline": f"About {slug}",
        "summary": f"In short, {slug}",
        "text": f"First {slug} & more.\n\nThen {slug}.",
        "author": "Jo Park",
        "categories": ("Zombies", "Casting"),
        "image": None,
        "order": 0,
    }
    return Sample(slug=slug, outlet=outlet, **{**given, **fields})  # type: ignore[arg-type]

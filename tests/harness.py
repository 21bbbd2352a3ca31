"""The real bot on a simulated Discord: real cogs, services, database file and feed site; the test turns the wheels."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import discord
import simcord
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle, GuildHandle
from simcord.results import InteractionResult

from bot.app import Callsheet
from tests.newsroom import Newsroom, open_newsroom
from tests.payloads import walk

WANTED = discord.Permissions(
    view_channel=True, send_messages=True, send_messages_in_threads=True, read_message_history=True, embed_links=True
)


@dataclass
class Stage:
    """A server with an admin, a member and channels, and the newsroom behind the bot."""

    env: simcord.Env
    room: Newsroom
    guild: GuildHandle
    news: ChannelHandle
    talk: ChannelHandle
    admin: MemberActor
    member: MemberActor
    other: MemberActor

    @property
    def bot(self) -> Callsheet:
        """The bot that runs now."""
        bot: Callsheet = self.env.bot
        return bot

    async def follow(
        self, channel: ChannelHandle | None = None, path: str = "/feed.xml", **options: Any
    ) -> InteractionResult:
        """Have the admin add the site's feed, which is put up if it is not there."""
        if path not in self.room.items:
            self.room.publish(path=path)
        url = self.room.site.url(path)
        return await self.admin.slash(self.talk, "feed add", url=url, channel=channel or self.news, **options)

    async def publish(self, *headlines: Any, path: str = "/feed.xml") -> None:
        """Let an hour pass, put entries up, poll and deliver."""
        self.pass_time(timedelta(hours=1))
        self.room.publish(*headlines, path=path)
        await self.tick()

    async def tick(self) -> int:
        """Poll what is due, say what is due, and let Discord come to rest."""
        await self.room.services.ingest.poll_due()
        sent = await self.room.services.deliver.run_due()
        await self.env.settle()
        return sent

    def pass_time(self, by: timedelta) -> None:
        """Move the bot's clock; Discord's own stands still, for nothing here depends on it."""
        self.room.clock.forward(by)

    async def restart(self) -> None:
        """End the bot and start another one on the same database."""
        self.room.services = self.room.rebuild()
        await self.env.restart_bot(Callsheet(self.room.services, clock=self.room.clock))


@asynccontextmanager
async def open_stage(folder: Path) -> AsyncIterator[Stage]:
    """Open it all."""
    async with open_newsroom(folder) as room:
        bot = Callsheet(room.services, clock=room.clock)
        env = simcord.Env(bot, shard_count=1, settle_timeout=5)
        guild = env.create_guild("Drama Club")
        news, talk = guild.create_text_channel("news"), guild.create_text_channel("talk")
        try:
            await env.start()
            mods = guild.create_role("mods", permissions=discord.Permissions(manage_guild=True))
            people = [env.create_user(name) for name in ("Ara", "Mina", "Theo")]
            admin = guild.add_member(people[0], roles=[mods])
            members = [guild.add_member(person) for person in people[1:]]
            yield Stage(env, room, guild, news, talk, admin, *members)
            await env.shutdown()
        finally:
            await env.bot.close()


def said(result: Any) -> str:
    """Return all text of an answer (or a message), its follow-ups and button labels included."""
    messages = [result] if hasattr(result, "components") else [m for m in (result.response, *result.followups) if m]
    seen = {message.id: message for message in messages}
    return "\n".join(_text(message) for message in seen.values())


def _text(message: Any) -> str:
    parts = [part if isinstance(part, dict) else part.to_dict() for part in message.components]
    return "\n".join(str(part.get("content") or part.get("label") or "") for part in walk(parts)) + message.content


def foreign(result: Any) -> set[str]:
    """Return the words in Latin letters that an answer shows outside of links, mentions, times and code."""
    return set(re.findall(r"[A-Za-z]+", re.sub(r"\[.*?\]\(.*?\)|https?://\S+|<[^>]*>|`[^`]*`", "", said(result))))


def custom_ids(result: Any) -> list[str]:
    """Return the custom ids of an answer's (or a message's) parts, in order."""
    message = result if hasattr(result, "components") else result.response
    parts = [part if isinstance(part, dict) else part.to_dict() for part in message.components]
    return [part["custom_id"] for part in walk(parts) if part.get("custom_id")]


def options(result: Any) -> dict[str, str]:
    """Return what the select of an answer offers: values by label."""
    parts = [part if isinstance(part, dict) else part.to_dict() for part in result.response.components]
    (select,) = [part for part in walk(parts) if part.get("options")]
    return {option["label"]: option["value"] for option in select["options"]}


def choices(offered: list[dict[str, Any]]) -> list[tuple[str, Any]]:
    """Return what autocompletion offered, held against Discord's limits, which the simulation does not enforce."""
    assert len(offered) <= 25
    assert all(1 <= len(one["name"]) <= 100 and 1 <= len(str(one["value"])) <= 100 for one in offered)
    return [(one["name"], one["value"]) for one in offered]

"""Says deliveries on Discord, and notices when a closed channel may be open again."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

import discord
import structlog
from discord.ext import commands

from bot.app import Callsheet
from bot.domain.posts import DailyBody, DigestBody, EventBody, NoticeBody, Post, ReleaseBody, ReminderBody, StoryBody
from bot.domain.reasons import because
from bot.errors import Gone, Unpostable
from cogs.direct import direct, personal
from cogs.faults import translated
from cogs.places import Place, missing
from cogs.scheduled_events import carry_out
from cogs.ui import fit
from cogs.ui.markup import Markup, clean, clip
from cogs.ui.post_cards import post_card
from cogs.ui.release_cards import about_id, gist
from cogs.ui.text import say

THREAD_NAME = 100
LOOK_BACK = 300
"""Messages of a channel that are searched for a post after a crash."""

DOUBT_LASTS = timedelta(hours=1)
"""How far back an attempt whose answer was lost is looked for."""

_log = structlog.get_logger(__name__)


class DiscordPublisher:
    """Sends, edits and finds posts; see :class:`bot.services.posting.Publisher` for what it promises."""

    def __init__(self, client: Callsheet) -> None:
        self._client = client
        self._in_doubt: set[int] = set()
        self._publishing: set[asyncio.Task[None]] = set()

    async def send(self, post: Post) -> int:
        """Send the post and return the id of its message; a forum post and its thread have the same one."""
        if isinstance(post.body, ReminderBody) and not post.guild_id:
            async with direct(self._client, post.channel_id) as person:
                return (await person.send(**personal(post, post.body))).id
        if isinstance(post.body, EventBody):
            return await carry_out(self._client, post, post.body)
        with translated(self._client.clock):
            place = await self._place(post)
        with translated(self._client.clock, place):
            if isinstance(place, discord.ForumChannel):
                return await self._open_thread(place, post)
            message = await place.send(**_said(post))
        if post.publish and isinstance(place, discord.TextChannel) and place.is_news():
            self._publish_soon(message)
        return message.id

    async def edit(self, post: Post, message_id: int) -> None:
        """Make the message say what the post says now."""
        with translated(self._client.clock):
            message = await self._posted(await self._place(post), message_id)
            await message.edit(view=post_card(post), allowed_mentions=discord.AllowedMentions.none())

    async def find(self, post: Post, since: datetime) -> int | None:
        """Return the bot's own message of this post, looked for in the channel itself, or None."""
        if isinstance(post.body, ReminderBody) and not post.guild_id:
            async with direct(self._client, post.channel_id) as person:
                return await self._find_message(person, post, since)
        if isinstance(post.body, EventBody):
            return None  # it is looked for when it is made
        with translated(self._client.clock):
            place = await self._place(post)
            if isinstance(place, discord.ForumChannel):
                return await self._find_thread(place, post, since)
            return await self._find_message(place, post, since)

    async def _find_message(self, place: discord.abc.Messageable, post: Post, since: datetime) -> int | None:
        async for message in place.history(after=since, limit=LOOK_BACK, oldest_first=True):
            if self._is(message, post):
                return message.id
        return None

    async def _open_thread(self, forum: discord.ForumChannel, post: Post) -> int:
        """Post into a forum. Discord knows no nonce there, so an attempt in doubt is looked for first."""
        if post.delivery_id in self._in_doubt:
            found = await self._find_thread(forum, post, self._client.clock() - DOUBT_LASTS)
            if found is not None:
                self._in_doubt.discard(post.delivery_id)
                return found
        self._in_doubt.add(post.delivery_id)
        tags = forum.available_tags[:1] if forum.flags.require_tag else []
        opened = await forum.create_thread(
            name=_thread_name(post), view=post_card(post), applied_tags=tags, allowed_mentions=_mentions(post)
        )
        self._in_doubt.discard(post.delivery_id)
        return opened.thread.id

    async def _find_thread(self, forum: discord.ForumChannel, post: Post, since: datetime) -> int | None:
        for thread in await forum.guild.active_threads():
            if thread.parent_id == forum.id and thread.id >= discord.utils.time_snowflake(since):
                message = await _first(thread)
                if message and self._is(message, post):
                    return thread.id
        return None

    async def _posted(self, place: Place, message_id: int) -> discord.Message | discord.PartialMessage:
        """Return the message of a post; that of a forum is what stands first in its thread."""
        if not isinstance(place, discord.ForumChannel):
            return place.get_partial_message(message_id)
        message = await _first(self._client.get_partial_messageable(message_id))
        if message is None or message.author != self._client.user:
            raise Unpostable(because("message.deleted"))
        return message

    def _is(self, message: discord.Message, post: Post) -> bool:
        parts = fit.components(component.to_dict() for component in message.components)
        wanted = _marks(post)
        return message.author == self._client.user and any(part.get("custom_id") in wanted for part in parts)

    async def _place(self, post: Post) -> Place:
        """Return the channel, asked for when the cache does not hold it: a miss is no proof that it is gone."""
        if not post.channel_id:
            return self._admins_place(post.guild_id)
        found = self._client.get_channel(post.channel_id) or await self._client.fetch_channel(post.channel_id)
        if isinstance(found, Place) and not (isinstance(found, discord.ForumChannel) and _is_personal(post)):
            return found
        raise Gone(because("channel.kind", detail=type(found).__name__))

    def _admins_place(self, guild_id: int) -> Place:
        """Return where admins look: their updates channel, else one that not everybody sees, else any we can use."""
        guild = self._client.get_guild(guild_id)
        if guild is None:
            raise Gone(because("server.left"))
        usable = [channel for channel in guild.text_channels if not missing(channel)]
        hidden = [c for c in usable if not c.permissions_for(guild.default_role).view_channel]
        liked = [channel for channel in (guild.public_updates_channel, guild.system_channel) if channel in usable]
        for channel in [*(c for c in liked if c == guild.public_updates_channel), *hidden, *liked, *usable]:
            if channel is not None:
                return channel
        raise Gone(because("channel.none"))

    def _publish_soon(self, message: discord.Message) -> None:
        """Publish an announcement beside the queue: Discord allows ten an hour, and the next post must not wait."""
        task = asyncio.create_task(_publish(message))
        self._publishing.add(task)
        task.add_done_callback(self._publishing.discard)


async def _first(thread: discord.abc.Messageable) -> discord.Message | None:
    """Return the message that a forum post began with, None if it was deleted (a thread outlives it)."""
    async for message in thread.history(limit=1, oldest_first=True):
        return message
    return None


async def _publish(message: discord.Message) -> None:
    try:
        await message.publish()
    except (discord.HTTPException, discord.RateLimited) as error:
        _log.warning("announcement not published", channel=message.channel.id, message=message.id, why=str(error))


def _is_personal(post: Post) -> bool:
    return isinstance(post.body, ReminderBody)


def _said(post: Post) -> dict[str, Any]:
    """Return what ``send`` is called with."""
    if isinstance(post.body, ReminderBody):
        return personal(post, post.body)
    return {"view": post_card(post), "nonce": post.nonce, "allowed_mentions": _mentions(post)}


def _marks(post: Post) -> set[str]:
    """Return the ``custom_id`` by which the message of a post is known."""
    match post.body:
        case ReminderBody(told=told) | (ReleaseBody() as told):
            return {about_id(told, post.delivery_id)}
        case DailyBody(asked=asked):
            return {f"trivia:{asked.id}:0"}
    return {f"why:{post.delivery_id}", f"note:{post.delivery_id}"}


def _mentions(post: Post) -> discord.AllowedMentions:
    role = post.ping_role_id if not isinstance(post.body, NoticeBody) else None
    return discord.AllowedMentions(
        everyone=False, users=False, replied_user=False, roles=[discord.Object(role)] if role else False
    )


def _thread_name(post: Post) -> str:
    match post.body:
        case StoryBody(article=article):
            name = clean(article.headline, THREAD_NAME) or say(post.locale, "story.no_headline")
        case DigestBody(stories=stories):
            name = say(post.locale, "digest.title", count=len(stories))
        case NoticeBody():
            name = say(post.locale, "notice.thread")
        case DailyBody():
            name = say(post.locale, "trivia.daily.title")
        case ReminderBody(told=told) | (ReleaseBody() as told):
            name = Markup(clip(gist(post.locale, told).replace("*", ""), THREAD_NAME))
    return name


class Reopened(commands.Cog):
    """Has closed channels tried again as soon as something about them changes."""

    def __init__(self, bot: Callsheet) -> None:
        self._deliver = bot.services.deliver

    @commands.Cog.listener()
    async def on_guild_channel_update(self, before: discord.abc.GuildChannel, after: discord.abc.GuildChannel) -> None:
        """Try a channel again whose own permissions changed; those of a category count for all in it."""
        if before.overwrites != after.overwrites:
            for channel in after.channels if isinstance(after, discord.CategoryChannel) else [after]:
                await self._deliver.mended(channel.id)

    @commands.Cog.listener()
    async def on_thread_update(self, _: discord.Thread, after: discord.Thread) -> None:
        """Try a thread again that was unlocked."""
        if not after.locked:
            await self._deliver.mended(after.id)

    @commands.Cog.listener()
    async def on_guild_role_update(self, before: discord.Role, after: discord.Role) -> None:
        """Try a server's channels again after a role was given other permissions."""
        if before.permissions != after.permissions:
            await self._deliver.mended_guild(after.guild.id)

    @commands.Cog.listener()
    async def on_member_update(self, before: discord.Member, after: discord.Member) -> None:
        """Try them again after the bot itself was given another role; Discord tells of no other member."""
        if before.roles != after.roles:
            await self._deliver.mended_guild(after.guild.id)


async def setup(bot: Callsheet) -> None:
    """Give the bot its publisher."""
    bot.publisher = DiscordPublisher(bot)
    await bot.add_cog(Reopened(bot))

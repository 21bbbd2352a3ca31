"""The simulated Discord that the demo plays on: one server, its channels and people, and a clock that keeps real time.

simcord is built for tests: its clock stands still, a page shows what was published last, and two things at once are
refused. A demo is watched live, so a pump moves the clock along and publishes what changed, and a lock lets pump and
clicks take turns. Some of this has no public way in simcord; its version is pinned for that reason.
"""

from __future__ import annotations

import asyncio
import hashlib
import io
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Self

import aiohttp.web
import discord
import simcord
import structlog
from PIL import Image
from simcord.actors import MemberActor
from simcord.backend.cdn import CDN_BASE
from simcord.builders import ChannelHandle, GuildHandle, UserHandle
from simcord.preview import Preview, _server
from simcord.preview._media import MediaInfo, MediaWorker

from bot.clock import Clock, utcnow
from bot.config import DATA

Asset = tuple[str, bytes]
"""A picture: file name and bytes."""

PEOPLE = ("Ara", "Mina", "Theo")
"""Who looks at the server: its owner, and two members."""

THREADS = 4
"""How many threads of a forum are listed."""

FRESH_S = 15
"""How old, in seconds, the times that a page tells may get."""

PATIENCE = 10.0
"""Seconds that a click may keep the page waiting before it shows that the bot is slow."""

_log = structlog.get_logger(__name__)


class _LiveEnv(simcord.Env):
    """An Env for several rooms, whose bot-owned timers fire through the pump only.

    Left alone, a timer that is due soon (a connection's idle time, say) would keep every click waiting for it.
    """

    def attend(self, room: Room | None) -> None:
        """Take this room for the one preview that an Env knows of."""
        self._preview = room

    def _schedule_timer(self, record: Any, callback: Any, args: Any, schedule_context: Any) -> None:  # noqa: ANN401
        """Leave the timer to ``advance_time``, which the pump calls."""


class Desk(_server.PreviewServer):
    """The request handlers of one room, without a socket: all rooms are reached through one page."""

    @classmethod
    def files(cls) -> tuple[str, ...]:
        """Return the paths of the scripts, styles and fonts that every room shares."""
        return tuple(path for path in cls._STATIC_FILES if path != "/")

    @classmethod
    def headers(cls) -> dict[str, str]:
        """Return the headers that keep the page to itself."""
        return dict(cls._SECURITY_HEADERS)

    async def start(self) -> None:
        """Take the page's port as ours: it decides which Host and Origin are believed."""
        self.port = self._requested_port

    async def close(self) -> None:
        """Forget the port; there is nothing to close."""
        self.port = None


class _Gallery(MediaWorker):
    """Knows our own pictures, which need no inspection: simcord starts a process for each, and refuses the ninth."""

    def __init__(self, pictures: Mapping[str, MediaInfo]) -> None:
        super().__init__()
        self._pictures = pictures

    async def validate(self, key: str, blob: bytes, *, media_time: float | None = None) -> MediaInfo:
        """Return what is known of a picture; one that a visitor brought is inspected."""
        return self._pictures.get(key) or await super().validate(key, blob, media_time=media_time)


@dataclass(frozen=True, slots=True)
class Place:
    """What a room shows: a channel that all see, or the direct messages between the bot and one of the ``viewers``.

    ``slug`` names it in the address, ``name`` on the page.
    """

    channel: ChannelHandle
    viewers: tuple[MemberActor | UserHandle, ...]
    slug: str
    name: str


class Room(Preview):
    """One place as the browser shows it; the lock is the stage's."""

    env: _LiveEnv

    def __init__(self, stage: Stage, place: Place, port: int) -> None:
        super().__init__(
            stage.env,
            place.channel,
            place.viewers,
            layout="channel",
            display="responsive",
            width=960,
            height=720,
            locale="en-US",
            timezone="UTC",
            presentation_time=None,
            assets=stage.assets,
            port=port,
        )
        self.place = place
        self.slug = self.capability = place.slug
        self._lock = stage.lock
        self._server = Desk(self, port)
        self._media_worker = _Gallery(stage.pictures)

    async def __aenter__(self) -> Self:
        """Open the room beside those that are open already, following the newest message."""
        self.env.attend(None)
        await super().__aenter__()
        assert self._python is not None
        self._python.window_end_id = None
        return self

    def _open_page(self, viewer_id: Any = None, target_id: Any = None) -> Any:  # noqa: ANN401
        """Show the room to one more browser, with "2 minutes ago" counted from now."""
        self._advance_presentation_time()
        return super()._open_page(viewer_id, target_id)

    @property
    def watched(self) -> bool:
        """Whether a browser shows this room."""
        return len(self._pages) > 1

    async def handle(self, name: str, request: aiohttp.web.Request) -> aiohttp.web.StreamResponse:
        """Answer a request of the page's scripts with the handler of that name."""
        response: aiohttp.web.StreamResponse = await getattr(self._server, name)(request)
        return response

    async def _action(self, context_id: str | None, body: Mapping[str, Any]) -> dict[str, Any]:
        """Do what the viewer asked, in turn with the pump, and on what is published by then."""
        async with self._lock:
            self.env.attend(self)
            if isinstance(body, Mapping) and "published_revision" in body:
                body = {**body, "published_revision": self._get_page(context_id).revision}
            return await super()._action(context_id, body)

    def _on_dispatch(self, interaction: Any) -> None:  # noqa: ANN401
        """Call a command by its whole name, as Discord does, where simcord keeps only its first word."""
        super()._on_dispatch(interaction)
        if self._active_action is not None and self._active_action.command is not None:
            interaction.command_name = self._active_action.command["invocation"]


class Stage:
    """The simulated server, with its rooms. ``assets`` maps picture addresses to pictures."""

    def __init__(
        self,
        env: _LiveEnv,
        guild: GuildHandle,
        people: tuple[MemberActor, ...],
        assets: Mapping[str, Asset],
        clock: Clock,
    ) -> None:
        self._clock = clock
        self.env = env
        self.guild = guild
        self.people = people
        self.assets = assets
        self.pictures = dict(_inspected(blob) for _, blob in assets.values())
        self.lock = asyncio.Lock()
        self.rooms: dict[str, Room] = {}
        self._published = (0, 0)

    async def open_rooms(self, port: int) -> list[Room]:
        """Open a room for every place that has none, and return all of them as Discord lists them."""
        async with self.lock:
            places = {place.slug: place for place in self.places()}
            for slug in places.keys() - self.rooms.keys():
                self.rooms[slug] = await Room(self, places[slug], port).__aenter__()
        return [self.rooms[slug] for slug in places]

    def places(self) -> list[Place]:
        """Return the channels of the server, a forum's newest threads after the forum, and then direct messages."""
        parents = [channel for channel in self.guild.channels.values() if not channel.is_thread]
        channels = [each for parent in parents for each in (parent, *parent.threads[: -THREADS - 1 : -1])]
        places = [Place(each, self.people, _slug(each), str(each.name)) for each in channels]
        people = zip(PEOPLE, (person.user for person in self.people), strict=True)
        return places + [Place(user.dm_channel, (user,), f"to-{name.lower()}", name) for name, user in people]

    async def pump(self, beat: float = 0.3) -> None:
        """Keep up, again and again, ``beat`` seconds apart; endless."""
        while True:
            await asyncio.sleep(beat)
            try:
                await self.keep_up()
            except TimeoutError:
                _log.debug("the bot is still busy; the page follows with the next turn")

    async def keep_up(self) -> None:
        """Move the simulated clock to the present, which fires the bot's timers, and show what has changed.

        Raises:
            TimeoutError: the bot is too busy to settle; nothing is lost.
        """
        async with self.lock:
            behind = (self._clock() - self.env.now()).total_seconds()
            if behind > 0:
                await self.env.advance_time(behind)
            # What a page shows is published anew when something happened, and at times for its "2 minutes ago".
            if self._published != (
                now := (len(self.env.backend.transcript), int(self._clock().timestamp()) // FRESH_S)
            ):
                self._published = now
                for room in self.rooms.values():
                    if room.watched:
                        await room.refresh()


@asynccontextmanager
async def open_stage(
    bot: discord.Client, pictures: Mapping[str, Asset], *, clock: Clock = utcnow
) -> AsyncIterator[Stage]:
    """Log the bot in to a simulated server "Drama Club" at the present instant, and out again at the end.

    Ara may manage the server, Mina and Theo may not. ``pictures`` are what the page can show, by address: nothing is
    fetched for it.
    """
    env = _LiveEnv(bot, check_errors=False, shard_count=1, settle_timeout=PATIENCE)
    env.backend.advance_clock(max(0.0, (clock() - env.now()).total_seconds()))
    stage = _furnish(env, pictures, clock)
    await env.start()
    try:
        await _chat(stage)
        yield stage
    finally:
        await env.shutdown()


def _furnish(env: _LiveEnv, pictures: Mapping[str, Asset], clock: Clock) -> Stage:
    application = env.backend.bot_user
    application.name = "Callsheet"
    application.avatar = "callsheet"
    users = [env.create_user(name.lower(), global_name=name, avatar=name.lower()) for name in PEOPLE]
    faces = dict(_face(each.id, each.avatar) for each in users) | dict([_face(application.id, application.avatar)])
    guild = env.create_guild("Drama Club", owner=users[0])
    guild.create_text_channel("news", topic="Stories as they come in, each of them once")
    guild.create_text_channel("talk", topic="Ask Callsheet: type / and pick a command")
    guild.create_news_channel("announcements")
    guild.create_forum_channel("premieres")
    crew = guild.create_role("Crew", permissions=discord.Permissions(manage_guild=True), color=0xE0A458)
    people = tuple(guild.add_member(user, roles=[crew] if user is users[0] else []) for user in users)
    return Stage(env, guild, people, {**pictures, **faces}, clock)


def _inspected(blob: bytes) -> tuple[str, MediaInfo]:
    """Return the digest by which simcord knows a picture, and what its inspection would tell."""
    picture = Image.open(io.BytesIO(blob))
    width, height = picture.size
    kind = str(picture.format)
    told = MediaInfo(kind, width, height, 1, 4 * width * height, blob, f"image/{kind.lower()}", poster=blob)
    return hashlib.sha256(blob).hexdigest(), told


def _slug(channel: ChannelHandle) -> str:
    return str(channel.id) if channel.is_thread else str(channel.name)


def _face(user_id: int, name: str | None) -> tuple[str, Asset]:
    path = DATA / "demo" / f"{name}.png"
    return f"{CDN_BASE}/avatars/{user_id}/{name}.png", (path.name, path.read_bytes())


async def _chat(stage: Stage) -> None:
    _ara, mina, theo = stage.people
    talk = stage.guild.channels["talk"]
    await theo.send(talk, "does anyone know when the zombie school show is back?")
    await mina.send(talk, "ask Callsheet: `/title` and then *All of Us Are Dead*")

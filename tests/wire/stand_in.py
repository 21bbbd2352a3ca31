"""A stand-in for Discord on loopback: as much of its HTTP API and gateway as a posting bot needs, and faults."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from itertools import count
from typing import Any

from aiohttp import WSMsgType, web

BOT, APPLICATION, GUILD, EVERYONE = 10, 10, 11, 11
CHANNELS = tuple(range(21, 61))
TOKEN = "MTA.token.of-the-tests"
ALL = str(1 << 50)
Fault = Callable[[web.Request], Awaitable[web.StreamResponse | None]]
_LIMITS = {"X-RateLimit-Limit": "5", "X-RateLimit-Remaining": "4", "X-RateLimit-Reset-After": "1"}


def _json(told: object, status: int = 200, **headers: str) -> web.Response:
    """Answer as Discord does: discord.py reads JSON only from this very content type."""
    body = json.dumps(told).encode()
    return web.Response(body=body, status=status, headers={"Content-Type": "application/json", **_LIMITS, **headers})


def _user(user_id: int, name: str) -> dict[str, Any]:
    return {"id": str(user_id), "username": name, "discriminator": "0", "avatar": None, "bot": True}


def _channel(channel_id: int) -> dict[str, Any]:
    return {"id": str(channel_id), "type": 0, "name": f"c{channel_id}", "position": 0, "permission_overwrites": []}


def direct(person: int) -> int:
    """Return the channel of the direct messages with a person."""
    return person * 1000


def _guild() -> dict[str, Any]:
    role = {"id": str(EVERYONE), "name": "@everyone", "permissions": str((1 << 40) - 1), "position": 0}
    role |= {"color": 0, "hoist": False, "managed": False, "mentionable": False, "flags": 0}
    me = {"user": _user(BOT, "callsheet"), "roles": [], "joined_at": "2026-01-01T00:00:00+00:00", "flags": 0}
    guild = {
        "id": str(GUILD),
        "name": "Drama Club",
        "owner_id": "1",
        "roles": [role],
        "members": [me | {"deaf": False}],
    }
    lists = {key: [] for key in ("emojis", "stickers", "features", "threads", "voice_states", "presences")}
    return guild | lists | {"channels": [_channel(one) for one in CHANNELS], "member_count": 1}


class Discord:
    """The stand-in. ``messages`` is what stands in the channels, ``arrivals`` when each post came in (loop's clock)."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []
        self.arrivals: list[float] = []
        self.requests: Counter[str] = Counter()
        self.faults: list[Fault] = []
        self.identifies = 0
        self.broken: set[str] = set()
        """Methods with the first part of a path, all of whose requests are answered with 503."""
        self.refusal = 0
        """The code with which every gateway connection is closed when it identifies itself."""
        self.down = 0
        """How many more requests of any kind are answered with 503."""
        self.changed = asyncio.Condition()
        self._ids = count(1000)
        self._sockets: set[web.WebSocketResponse] = set()
        self.url = ""

    # ------------------------------------------------------------------ what a test does

    async def until(self, true: Callable[[], bool], seconds: float = 20.0) -> None:
        """Wait until something is so."""
        async with self.changed, asyncio.timeout(seconds):
            await self.changed.wait_for(true)

    async def posts(self, *texts: str, channels: Sequence[int] = CHANNELS[:1]) -> None:
        """Wait until every text is in every channel."""
        await self.until(lambda: all(self.times(text, channel) for text in texts for channel in channels))

    def times(self, text: str, channel: int = CHANNELS[0]) -> int:
        """How often a text stands in a channel."""
        return sum(text in one["raw"] for one in self.messages if one["channel_id"] == str(channel))

    async def dispatch(self, event: str, data: dict[str, Any]) -> None:
        """Send a gateway event."""
        for socket in self._sockets:
            await socket.send_json({"op": 0, "t": event, "s": next(self._ids), "d": data})

    async def come_back(self) -> None:
        """Take the bot into the server again; what ``unavailable`` says at start is left out then."""
        await self.dispatch("GUILD_CREATE", _guild())

    async def hang_up(self, code: int = 1011) -> None:
        """Close every gateway connection."""
        for socket in list(self._sockets):
            await socket.close(code=code)

    # ------------------------------------------------------------------ HTTP

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer one request of the API."""
        name = f"{request.method} {request.match_info['path'].partition('/')[0]}"
        self.requests[name] += 1
        await self._tell()
        if self.down or name in self.broken:
            self.down = max(self.down - 1, 0)
            return _json({"message": "down", "code": 0}, 503)
        if request.headers.get("Authorization") != f"Bot {TOKEN}":
            return _json({"message": "401: Unauthorized", "code": 0}, 401)
        return await self._answer(request)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        match request.method, request.match_info["path"].split("/"):
            case "GET", ["users", "@me"]:
                told: Any = _user(BOT, "callsheet")
            case "GET", ["oauth2", "applications", "@me"]:
                told = {"id": str(APPLICATION), "name": "Callsheet", "description": "", "icon": None, "flags": 0}
                told |= {"bot_public": True, "bot_require_code_grant": False, "verify_key": "", "owner": _user(1, "x")}
            case "GET", ["gateway", "bot"]:
                limit = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1}
                told = {"url": self.url.replace("http", "ws") + "/gateway", "shards": 1, "session_start_limit": limit}
            case "PUT", ["applications", _, "commands"]:
                told = []
            case "POST", ["users", "@me", "channels"]:
                person = int((await request.json())["recipient_id"])
                told = {"id": str(direct(person)), "type": 1, "recipients": [_user(person, "mina")]}
            case method, ["channels", channel, *rest]:
                return await self._of_channel(request, f"{method} {'/'.join(rest[:1])}", channel, rest[-1:])
            case _:
                return _json({"message": "404", "code": 0}, 404)
        return _json(told)

    async def _of_channel(
        self, request: web.Request, what: str, channel: str, rest: Sequence[str]
    ) -> web.StreamResponse:
        here = [one for one in reversed(self.messages) if one["channel_id"] == channel]
        [message] = [one for one in here if [one["id"]] == rest] or [None]
        match what:
            case "GET ":
                return _json(_channel(int(channel)) | {"guild_id": str(GUILD)})
            case "POST messages":
                return await self._post(request, channel)
            case "GET messages" if rest == ["messages"]:
                return _json(here)
            case "GET messages" if message:
                return _json(message)
            case "PATCH messages" if message:
                parts = (await request.json())["components"]
                message |= {"components": parts, "raw": json.dumps(parts, ensure_ascii=False)}
                return _json(message)
        return _json({"message": "Unknown Message", "code": 10008}, 404)

    async def _post(self, request: web.Request, channel: str) -> web.StreamResponse:
        """Take a message, known by its nonce; the next fault may come before it or after."""
        fault = self.faults.pop(0) if self.faults else None
        if fault and (answer := await fault(request)):
            return answer
        body = await request.json()
        made = next((one for one in self.messages if body["enforce_nonce"] and one["nonce"] == body["nonce"]), None)
        if made is None:
            made = {"id": str(next(self._ids)), "channel_id": channel, "author": _user(BOT, "callsheet"), "type": 0}
            made |= {"content": "", "timestamp": "2030-01-01T00:00:00+00:00", "edited_timestamp": None, "tts": False}
            made |= {key: [] for key in ("mentions", "mention_roles", "attachments", "embeds")}
            made |= {"mention_everyone": False, "pinned": False, "flags": body.get("flags", 0), "nonce": body["nonce"]}
            made |= {"components": body.get("components", []), "raw": json.dumps(body, ensure_ascii=False)}
            self.messages.append(made)
            self.arrivals.append(asyncio.get_running_loop().time())
            await self._tell()
        if fault and (answer := await fault(request)):
            return answer
        return _json(made)

    async def _tell(self) -> None:
        async with self.changed:
            self.changed.notify_all()

    # ------------------------------------------------------------------ gateway

    async def gateway(self, request: web.Request) -> web.StreamResponse:
        """Be one gateway connection."""
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 20_000}})
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                await self._hear(socket, json.loads(message.data))
        self._sockets.discard(socket)
        return socket

    async def _hear(self, socket: web.WebSocketResponse, told: dict[str, Any]) -> None:
        match told["op"]:
            case 1:
                await socket.send_json({"op": 11})
            case 2 if self.refusal:
                await socket.close(code=self.refusal)
            case 2:
                self._sockets.add(socket)
                ready = {"v": 10, "user": _user(BOT, "callsheet"), "session_id": "s", "shard": [0, 1]}
                ready |= {"resume_gateway_url": self.url.replace("http", "ws") + "/gateway"}
                ready |= {"application": {"id": str(APPLICATION), "flags": 0}}
                ready |= {"guilds": [{"id": str(GUILD), "unavailable": True}]}
                await self.dispatch("READY", ready)
                await self.dispatch("GUILD_CREATE", {**_guild(), "unavailable": False})
                self.identifies += 1
            case 6:
                self._sockets.add(socket)
                await self.dispatch("RESUMED", {})
        await self._tell()


# ---------------------------------------------------------------------- faults of a post


def once(answer: Callable[[web.Request], web.StreamResponse | None], *, arrives: bool) -> Fault:
    """Answer a post so, before or after it has arrived."""
    calls = count()

    async def fault(request: web.Request) -> web.StreamResponse | None:
        return answer(request) if next(calls) == arrives else None

    return fault


def cut(*, arrives: bool) -> Fault:
    """Close the connection without an answer."""

    def close(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    return once(close, arrives=arrives)


def status(number: int, code: int = 0, *, arrives: bool = False, **more: object) -> Fault:
    """Answer with an error."""
    headers = {"Via": "1.1 stand-in", "Retry-After": "1"} if number == 429 else {}
    told = {"message": "no", "code": code, **more}
    return once(lambda _: _json(told, number, **headers), arrives=arrives)


@asynccontextmanager
async def open_discord() -> AsyncIterator[Discord]:
    """Listen on a free port of 127.0.0.1 while the context lasts."""
    discord = Discord()
    app = web.Application()
    app.router.add_get("/gateway/", discord.gateway)
    app.router.add_get("/gateway", discord.gateway)
    app.router.add_route("*", "/api/{path:.*}", discord.serve)
    runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    discord.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield discord
    finally:
        await discord.hang_up()
        await runner.cleanup()

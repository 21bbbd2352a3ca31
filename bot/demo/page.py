"""The demo's one page: simcord's preview of a channel, with all channels at its side and what to try."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from html import escape
from pathlib import Path
from typing import TypeAlias

from aiohttp import web
from simcord import preview
from simcord.preview import _server

from bot.config import DATA
from bot.demo.stage import Desk, Room, Stage
from bot.errors import StartupError

HOST = "127.0.0.1"

_Handler: TypeAlias = Callable[[web.Request], Coroutine[object, object, web.StreamResponse]]
_STATIC = Path(preview.__file__).parent / "static"
_OWN = (
    ("/demo.css", "demo.css", "text/css"),
    ("/demo.js", "demo.js", "application/javascript"),
    ("/favicon.ico", "callsheet.png", "image/png"),
)
_WORKSPACE = '<div class="preview-workspace" id="preview-workspace">'
_DRESS = (
    ("<title>SimCord Preview</title>", "<title>Callsheet demo</title>"),
    ("</head>", '<link rel="stylesheet" href="/demo.css"><script src="/demo.js"></script></head>'),
    ("<strong>SimCord</strong><small>Preview</small>", "<strong>Callsheet</strong><small>demo</small>"),
    ('<span class="brand-mark" aria-hidden="true">S</span>', '<img class="brand" src="/favicon.ico" alt="">'),
)
_API = (
    ("POST", "/api/pages", "_pages"),
    ("DELETE", "/api/pages/{context_id}", "_delete_page"),
    ("GET", "/api/state", "_state"),
    ("GET", "/api/commands", "_commands"),
    ("GET", "/api/action-result", "_action_result"),
    ("POST", "/api/action", "_action"),
    ("GET", "/api/assets/{asset_id}", "_asset"),
)


class Page:
    """Serves the rooms of a stage under one address. ``tips`` are pairs: what to type, and what it shows."""

    def __init__(self, stage: Stage, tips: Sequence[tuple[str, str]]) -> None:
        self._stage = stage
        self._tips = tips
        self.port = 0

    @property
    def url(self) -> str:
        """The address to open."""
        return f"http://{HOST}:{self.port}/"

    def app(self) -> web.Application:
        """Build the application: the page, its files, and simcord's own calls passed to the room they name."""
        # simcord binds this name when it opens a socket, which it never does here.
        _server.web = web  # type: ignore[attr-defined]
        app = web.Application(handler_args={"handler_cancellation": False})
        app.router.add_get("/", self._index)
        for path, name, kind in _OWN:
            app.router.add_get(path, _file(DATA / "demo" / name, kind))
        for path in Desk.files():
            app.router.add_get(path, self._passed("_static"))
        for method, path, name in _API:
            app.router.add_route(method, path, self._passed(name))
        return app

    def _passed(self, name: str) -> _Handler:
        async def handle(request: web.Request) -> web.StreamResponse:
            rooms = self._stage.rooms
            # The page sends the address's #fragment along; simcord calls it a capability.
            slug = request.headers.get("X-Simcord-Capability", next(iter(rooms)))
            if slug not in rooms:
                raise web.HTTPUnauthorized
            return await rooms[slug].handle(name, request)

        return handle

    async def _index(self, request: web.Request) -> web.Response:
        if request.host not in {f"{HOST}:{self.port}", f"localhost:{self.port}"}:
            raise web.HTTPForbidden
        rooms = await self._stage.open_rooms(self.port)
        return web.Response(text=self._dressed(rooms), content_type="text/html", headers=Desk.headers())

    def _dressed(self, rooms: Sequence[Room]) -> str:
        channels, people = (
            "".join(_link(room) for room in rooms if (room.place.channel.guild is None) is personal)
            for personal in (False, True)
        )
        tips = "".join(f"<li><code>{escape(what)}</code> {escape(shows)}</li>" for what, shows in self._tips)
        side = (
            f'<nav id="rooms" aria-label="Channels"><h1>{escape(self._stage.guild.name)}</h1>{channels}'
            f"<h2>Direct messages</h2>{people}"
            f"<section><h2>What to try</h2><ol>{tips}</ol></section></nav>"
        )
        html = (_STATIC / "index.html").read_text("utf-8").replace(_WORKSPACE, _WORKSPACE + side)
        for theirs, ours in _DRESS:
            html = html.replace(theirs, ours)
        return html


@asynccontextmanager
async def open_page(stage: Stage, tips: Sequence[tuple[str, str]], port: int) -> AsyncIterator[Page]:
    """Serve the stage on 127.0.0.1; port 0 takes any that is free.

    Raises:
        StartupError: the port is taken.
    """
    page = Page(stage, tips)
    runner = web.AppRunner(page.app(), access_log=None)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, HOST, port).start()
        except OSError as error:
            raise StartupError(f"Port {port} is taken; choose another with --port.") from error
        page.port = runner.addresses[0][1]
        await stage.open_rooms(page.port)
        yield page
    finally:
        await runner.cleanup()


def _link(room: Room) -> str:
    place = room.place
    kind = "thread" if place.channel.is_thread else "person" if place.channel.guild is None else "channel"
    return f'<a href="#{escape(place.slug)}" data-id="{place.channel.id}" class="{kind}">{escape(place.name)}</a>'


def _file(path: Path, kind: str) -> _Handler:
    body = path.read_bytes()

    async def handle(_request: web.Request) -> web.StreamResponse:
        return web.Response(body=body, content_type=kind, headers=Desk.headers())

    return handle

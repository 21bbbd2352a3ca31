"""A web site on the loopback address for tests: well-made feeds, every way of being bad, and a log of all requests."""

import asyncio
import gzip
import hashlib
import socket
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Self
from xml.sax.saxutils import escape, quoteattr

from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

MIB = 2**20
RSS_TYPE = "application/rss+xml; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Item:
    """One item of an RSS feed; what is None is left out."""

    headline: str
    url: str | None = None
    guid: str | None = None
    summary: str | None = None
    content: str | None = None
    published: datetime | None = datetime(2026, 3, 1, 12, tzinfo=UTC)
    author: str | None = None
    categories: tuple[str, ...] = ()
    image: str | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """What a client asked for."""

    method: str
    path: str
    headers: Mapping[str, str]

    @property
    def conditional(self) -> bool:
        """Whether it asked for changes only."""
        return "If-None-Match" in self.headers or "If-Modified-Since" in self.headers


Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(slots=True)
class _Place:
    """What stands at a path: answers that are given once each, then the lasting one."""

    once: list[Handler] = field(default_factory=list)
    lasting: Handler | None = None

    def next(self) -> Handler | None:
        return self.once.pop(0) if self.once else self.lasting


class FeedServer:
    """The site. ``rss`` and ``answer`` say what a path gives, ``requests`` is what came, oldest first."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.peak = 0
        """The most requests that were ever answered at the same time."""
        self._busy = 0
        self._places: dict[str, _Place] = {}
        self._closing = asyncio.Event()
        self._arrival = asyncio.Event()
        self._runner: web.AppRunner | None = None
        self._port = 0

    @classmethod
    async def start(cls) -> Self:
        """Listen on a free port of 127.0.0.1."""
        server = cls()
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", server._serve)
        server._runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=0.1)
        await server._runner.setup()
        await web.TCPSite(server._runner, "127.0.0.1", 0).start()
        server._port = server._runner.addresses[0][1]
        return server

    @classmethod
    @asynccontextmanager
    async def running(cls) -> AsyncIterator[Self]:
        """Start, and close at the end of the block."""
        server = await cls.start()
        try:
            yield server
        finally:
            await server.close()

    async def close(self) -> None:
        """Stop listening; answers under way are cut off."""
        self._closing.set()
        if self._runner is not None:
            await self._runner.cleanup()

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        """Return the address of a path (``host``: another name or loopback address for the same site)."""
        return f"http://{host}:{self._port}{path}"

    def of(self, path: str) -> list[Request]:
        """Return the requests of one path."""
        return [request for request in self.requests if request.path == path]

    async def reached(self, count: int) -> None:
        """Wait until so many requests have come in all; raises TimeoutError if they do not."""
        async with asyncio.timeout(10):
            while len(self.requests) < count:
                self._arrival.clear()
                await self._arrival.wait()

    # ------------------------------------------------------------------ what a path gives

    def rss(self, path: str, items: Iterable[Item], *, conditional: bool = True, **channel: str) -> None:
        """Put up an RSS 2.0 feed; called again it replaces the former, with a new ETag."""
        self.put(path, rss(items, **channel), RSS_TYPE, conditional=conditional)

    def put(self, path: str, body: bytes, content_type: str, *, conditional: bool = True) -> None:
        """Put up any document, with an ETag that is honoured and gzip for those who take it."""
        tag = f'"{hashlib.sha256(body).hexdigest()[:12]}"'

        async def give(request: web.Request) -> web.StreamResponse:
            headers = {"ETag": tag} if conditional else {}
            if conditional and request.headers.get("If-None-Match") == tag:
                return web.Response(status=304, headers=headers)
            packed = "gzip" in request.headers.get("Accept-Encoding", "")
            headers |= {"Content-Type": content_type} | ({"Content-Encoding": "gzip"} if packed else {})
            return web.Response(body=gzip.compress(body) if packed else body, headers=headers)

        self._place(path).lasting = give

    def answer(
        self,
        path: str,
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
        once: bool = False,
    ) -> None:
        """Give exactly this; with ``once`` only to the next request that has no such answer before it."""

        async def give(_: web.Request) -> web.StreamResponse:
            return web.Response(status=status, headers=headers, body=body)

        self.handle(path, give, once=once)

    def redirect(self, path: str, to: str, *, status: int = 301, once: bool = False) -> None:
        """Send the client elsewhere."""
        self.answer(path, status=status, headers={"Location": to}, once=once)

    def hang(self, path: str, *, once: bool = False) -> None:
        """Take the request and never answer."""

        async def give(_: web.Request) -> web.StreamResponse:
            await self._closing.wait()
            return web.Response(status=503)

        self.handle(path, give, once=once)

    def stall(self, path: str, start: bytes = b"<rss>") -> None:
        """Send the first bytes of a body, then nothing more."""

        async def give(request: web.Request) -> web.StreamResponse:
            response = web.StreamResponse()
            await response.prepare(request)
            await response.write(start)
            await self._closing.wait()
            return response

        self.handle(path, give)

    def trickle(self, path: str, pause: float = 0.01) -> None:
        """Send a byte every ``pause`` seconds, for ever."""

        async def give(request: web.Request) -> web.StreamResponse:
            response = web.StreamResponse()
            await response.prepare(request)
            while not self._closing.is_set():
                await response.write(b"x")
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._closing.wait(), pause)
            return response

        self.handle(path, give)

    def cut(self, path: str, body: bytes, *, promised: int) -> None:
        """Promise more bytes than are sent, then close the connection."""

        async def give(request: web.Request) -> web.StreamResponse:
            response = web.StreamResponse(headers={"Content-Type": RSS_TYPE})
            response.content_length = promised
            await response.prepare(request)
            await response.write(body)
            if request.transport is not None:
                request.transport.close()
            return response

        self.handle(path, give)

    def drop(self, path: str, *, once: bool = False) -> None:
        """Close the connection without a word."""

        async def give(request: web.Request) -> web.StreamResponse:
            if request.transport is not None:
                request.transport.close()
            return web.Response()

        self.handle(path, give, once=once)

    def huge(self, path: str, size: int = 64 * MIB) -> None:
        """Send a feed-like body of ``size`` bytes without saying its length."""

        async def give(request: web.Request) -> web.StreamResponse:
            response = web.StreamResponse(headers={"Content-Type": RSS_TYPE})
            await response.prepare(request)
            for _ in range(size // 65_536):
                if request.transport is None:
                    break
                await response.write(b"x" * 65_536)
            return response

        self.handle(path, give)

    def bomb(self, path: str, size: int = 256 * MIB) -> None:
        """Send some hundred KiB of gzip that unpack to ``size`` bytes."""
        self.answer(path, headers={"Content-Type": RSS_TYPE, "Content-Encoding": "gzip"}, body=gzip_bomb(size))

    def handle(self, path: str, handler: Handler, *, once: bool = False) -> None:
        """Let a coroutine of the test answer."""
        place = self._place(path)
        if once:
            place.once.append(handler)
        else:
            place.lasting = handler

    def _place(self, path: str) -> _Place:
        return self._places.setdefault(path, _Place())

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        self.requests.append(Request(request.method, request.path_qs, request.headers))
        self._arrival.set()
        handler = self._place(request.path_qs).next() or self._place(request.path).next()
        self._busy += 1
        self.peak = max(self.peak, self._busy)
        try:
            return await handler(request) if handler else web.Response(status=404, text="nothing here")
        except ConnectionError:  # the client had enough
            return web.Response()
        finally:
            self._busy -= 1


class NameTable(AbstractResolver):
    """A resolver whose names and addresses a test makes up."""

    def __init__(self, names: dict[str, list[str]]) -> None:
        self.names = names
        self.closed = False

    async def resolve(self, host: str, port: int = 0, family=socket.AF_INET) -> list[ResolveResult]:
        if host not in self.names:
            raise OSError("no such name")
        return [
            ResolveResult(hostname=host, host=ip, port=port, family=socket.AF_INET, proto=0, flags=0)
            for ip in self.names[host]
        ]

    async def close(self) -> None:
        self.closed = True


def gzip_bomb(size: int) -> bytes:
    """Return a gzip stream that unpacks to a feed's start and ``size`` blanks."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    packed = packer.compress(b'<?xml version="1.0"?><rss version="2.0"><channel><title>')
    block = b" " * MIB
    return packed + b"".join(packer.compress(block) for _ in range(size // MIB)) + packer.flush()


def rss(
    items: Iterable[Item], *, title: str = "Example News", home: str = "https://example.com/", language: str = "en"
) -> bytes:
    """Return an RSS 2.0 document."""
    head = f"<title>{escape(title)}</title><link>{escape(home)}</link><language>{language}</language>"
    namespaces = (
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:media="http://search.yahoo.com/mrss/"'
    )
    body = "".join(_item(item) for item in items)
    start = f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" {namespaces}>'
    return f"{start}<channel>{head}{body}</channel></rss>".encode()


def _item(item: Item) -> str:
    parts = [("title", item.headline), ("link", item.url), ("description", item.summary), ("dc:creator", item.author)]
    parts += [("content:encoded", item.content), *(("category", name) for name in item.categories)]
    parts += [("pubDate", item.published and format_datetime(item.published))]
    made = [f"<{tag}>{escape(value)}</{tag}>" for tag, value in parts if value is not None]
    made += [f'<guid isPermaLink="false">{escape(item.guid)}</guid>'] if item.guid is not None else []
    made += [f'<media:content url={quoteattr(item.image)} medium="image"/>'] if item.image is not None else []
    return f"<item>{''.join(made)}</item>"

"""The demo's outlets: a small web server with a feed, a home page, article pages and pictures for each of them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from email.utils import format_datetime
from html import escape
from pathlib import Path
from string import Template
from xml.etree import ElementTree as ET

from aiohttp import web

from bot.clock import Clock
from bot.config import DATA
from bot.demo.samples import Outlet, Sample

HOST = "127.0.0.1"

_APART = timedelta(minutes=53)  # between the articles that were out before the demo began
_MEDIA = "http://search.yahoo.com/mrss/"
_DC = "http://purl.org/dc/elements/1.1/"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_STAGED = (
    "<p><small>What this story announces is made up, so that the demo always has something to wait for.</small></p>"
)


class Newsstand:
    """Publishes ``samples`` in their order, the first ``early`` of them before its opening.

    ``images`` is the folder of their pictures.
    """

    def __init__(self, samples: Sequence[Sample], images: Path, clock: Clock, early: int) -> None:
        opened = clock()
        samples = [sample.dated(opened.date()) for sample in samples]
        self._waiting = samples[early:]
        self._out = [(sample, opened - _APART * (early - at)) for at, sample in enumerate(samples[:early])]
        self._images = images
        self._clock = clock
        self.outlets: tuple[Outlet, ...] = tuple(dict.fromkeys(sample.outlet for sample in samples))
        self._pictures = tuple(sorted({sample.image for sample in samples if sample.image}))
        self.port = 0

    @property
    def waiting(self) -> int:
        """How many articles are still to come."""
        return len(self._waiting)

    def release(self) -> Sample | None:
        """Publish the next article and return it, or None when all are out."""
        if not self._waiting:
            return None
        sample = self._waiting.pop(0)
        self._out.append((sample, self._clock()))
        return sample

    def feed_url(self, outlet: Outlet) -> str:
        """Return the address of the outlet's feed."""
        return self._url(outlet.slug, "feed.xml")

    def home_url(self, outlet: Outlet) -> str:
        """Return the address of the outlet's home page, which names its feed."""
        return self._url(outlet.slug, "")

    def pictures(self) -> dict[str, tuple[str, bytes]]:
        """Return the name and bytes of every picture, by its address."""
        return {self._url("images", name): (name, (self._images / name).read_bytes()) for name in self._pictures}

    def app(self) -> web.Application:
        """Build the application."""
        app = web.Application()
        app.router.add_get("/robots.txt", self._robots)
        app.router.add_get("/images/{name}", self._image)
        app.router.add_get("/{outlet}/feed.xml", self._feed)
        app.router.add_get("/{outlet}/", self._home)
        app.router.add_get("/{outlet}/{slug}", self._article)
        return app

    def _url(self, *path: str) -> str:
        return f"http://{HOST}:{self.port}/" + "/".join(path)

    def _of(self, request: web.Request) -> tuple[Outlet, list[tuple[Sample, datetime]]]:
        """Return the outlet that the request names, and what it has out, newest first."""
        for outlet in self.outlets:
            if outlet.slug == request.match_info["outlet"]:
                return outlet, [each for each in reversed(self._out) if each[0].outlet == outlet]
        raise web.HTTPNotFound

    async def _robots(self, _request: web.Request) -> web.Response:
        return web.Response(text="User-agent: *\nAllow: /\n")

    async def _image(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        if name not in self._pictures:
            raise web.HTTPNotFound
        return web.FileResponse(self._images / name)

    async def _feed(self, request: web.Request) -> web.Response:
        outlet, articles = self._of(request)
        etag = f'"{outlet.slug}-{len(articles)}"'
        if request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers={"ETag": etag})
        body = ET.tostring(self._rss(outlet, articles), encoding="utf-8", xml_declaration=True)
        return web.Response(body=body, content_type="application/rss+xml", headers={"ETag": etag})

    def _rss(self, outlet: Outlet, articles: Sequence[tuple[Sample, datetime]]) -> ET.Element:
        rss = ET.Element("rss", version="2.0")
        channel = ET.SubElement(rss, "channel")
        _tell(channel, title=outlet.name, link=self.home_url(outlet), language=outlet.language)
        _tell(channel, description=outlet.tagline)
        for sample, published in articles:
            self._item(ET.SubElement(channel, "item"), sample, published)
        return rss

    def _item(self, item: ET.Element, sample: Sample, published: datetime) -> None:
        link = self._url(sample.outlet.slug, sample.slug)
        _tell(item, title=sample.headline, link=link, guid=link, description=sample.summary)
        _tell(item, pubDate=format_datetime(published, usegmt=True))
        ET.SubElement(item, f"{{{_DC}}}creator").text = sample.author
        ET.SubElement(item, f"{{{_CONTENT}}}encoded").text = _paragraphs(sample.text)
        for category in sample.categories:
            _tell(item, category=category)
        if sample.image:
            ET.SubElement(item, f"{{{_MEDIA}}}content", url=self._url("images", sample.image), medium="image")

    async def _home(self, request: web.Request) -> web.Response:
        outlet, articles = self._of(request)
        feed = f'<link rel="alternate" type="application/rss+xml" href="{self.feed_url(outlet)}">'
        rows = "".join(f'<li><a href="{sample.slug}">{escape(sample.headline)}</a></li>' for sample, _ in articles)
        return _page(outlet, outlet.name, f"<h1>{escape(outlet.tagline)}</h1><ul>{rows}</ul>", feed)

    async def _article(self, request: web.Request) -> web.Response:
        outlet, articles = self._of(request)
        for sample, published in articles:
            if sample.slug == request.match_info["slug"]:
                return self._shown(outlet, sample, published)
        raise web.HTTPNotFound

    def _shown(self, outlet: Outlet, sample: Sample, published: datetime) -> web.Response:
        image = self._url("images", sample.image) if sample.image else ""
        head = f'<meta property="og:image" content="{image}">' if image else ""
        picture = f'<img src="{image}" alt="">' if image else ""
        line = f'{escape(sample.author)} · <time datetime="{published.isoformat()}">{published:%d %B %Y}</time>'
        body = (
            f"<article><h1>{escape(sample.headline)}</h1><p><small>{line}</small></p>"
            f"{picture}{_paragraphs(sample.text)}</article>{_STAGED if sample.staged else ''}"
        )
        return _page(outlet, sample.headline, body, head)


@asynccontextmanager
async def open_newsstand(stand: Newsstand) -> AsyncIterator[Newsstand]:
    """Serve the newsstand on a free port of 127.0.0.1."""
    runner = web.AppRunner(stand.app(), access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, HOST, 0).start()
        stand.port = runner.addresses[0][1]
        yield stand
    finally:
        await runner.cleanup()


def _tell(parent: ET.Element, **texts: str) -> None:
    for tag, text in texts.items():
        ET.SubElement(parent, tag).text = text


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(part.strip())}</p>" for part in text.split("\n\n") if part.strip())


def _page(outlet: Outlet, title: str, body: str, head: str) -> web.Response:
    html = Template((DATA / "demo" / "outlet.html").read_text("utf-8")).substitute(
        language=outlet.language,
        colour=outlet.colour,
        outlet=escape(outlet.name),
        title=escape(title),
        head=head,
        body=body,
    )
    return web.Response(text=html, content_type="text/html")

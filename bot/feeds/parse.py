"""Feed documents of every format as ParsedFeed. Runs in the worker only (feedparser)."""

import io
import re
import time
from collections.abc import Iterator
from datetime import datetime, timedelta

import feedparser

from bot.domain.models import ParsedFeed
from bot.domain.urls import canonical
from bot.errors import FeedError, FeedFault
from bot.feeds import document, jsonfeed, markup
from bot.feeds.entries import Context, RawDate, RawEntry, finish
from bot.feeds.fields import field, items, text

_FEED_ROOTS = frozenset({"rss", "feed", "rdf"})
_PAGE_ROOTS = frozenset({"html", "head", "body"})
_PAGE_START = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)", re.IGNORECASE | re.DOTALL)
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)(?:[?#]|$)", re.IGNORECASE)
_MAX_TITLE = 200
_LONGEST_TTL = timedelta(days=7)


def parse_feed(body: bytes, url: str, content_type: str, now: datetime) -> ParsedFeed:
    """Parse a feed document that was found at ``url``.

    Raises FeedError: EMPTY for a body with nothing in it, NOT_A_FEED for anything else that is no feed.
    """
    if not body or body.isspace():
        raise FeedError(url, FeedFault.EMPTY, "the answer is empty")
    if body[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return jsonfeed.parse(body, url, now)
    if _PAGE_START.match(body):
        raise FeedError(url, FeedFault.NOT_A_FEED, "a web page, not a feed")
    source = document.read(body, content_type)
    del body  # up to 5 MB that would otherwise live beside every copy made of it
    if source.root not in _FEED_ROOTS:
        what = (
            "a web page" if source.root in _PAGE_ROOTS else f"a <{source.root}> document" if source.root else "no XML"
        )
        raise FeedError(url, FeedFault.NOT_A_FEED, f"{what}, not a feed")
    document.slim(source)
    return _parsed(source, url, now)


def _parsed(source: document.Document, url: str, now: datetime) -> ParsedFeed:
    told = feedparser.parse(
        io.BytesIO(source.xml),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    if not told.version:
        raise FeedError(url, FeedFault.NOT_A_FEED, f"a <{source.root}> document of no known feed format")
    if told.bozo:
        source.warnings.append("not well-formed; read as far as possible")
    language = text(told.feed, "language").strip().lower()[:20] or None
    context = Context(url, language, now)
    finished = (finish(_raw(item, told.version), context) for item in told.entries[: document.MAX_ENTRIES])
    entries = tuple(entry for entry in finished if entry)
    if len(entries) < len(told.entries):
        source.warnings.append(f"{len(told.entries) - len(entries)} entries without headline and text were left out")
    return ParsedFeed(
        title=markup.shorten(markup.to_line(text(told.feed, "title")), _MAX_TITLE),
        version=told.version,
        entries=entries,
        home_url=canonical(text(told.feed, "link"), url) if text(told.feed, "link") else None,
        language=language,
        ttl=_ttl(text(told.feed, "ttl")),
        warnings=tuple(source.warnings),
    )


def _raw(item: object, version: str) -> RawEntry:
    """Return what feedparser read of an item."""
    headline_type = text(field(item, "title_detail"), "type")
    contents = [text(content, "value") for content in items(item, "content")]
    return RawEntry(
        headline=text(item, "title"),
        headline_is_plain=version.startswith("atom") and headline_type == "text/plain",
        link=text(item, "feedburner_origlink") or text(item, "link") or None,
        guid=text(item, "id") or None,
        summary=text(item, "summary"),
        content=max(contents, key=len, default=""),
        author=text(field(item, "author_detail"), "name") or text(item, "author") or None,
        categories=tuple(text(tag, "term") or text(tag, "label") for tag in items(item, "tags")),
        images=tuple(_images(item)),
        published=_date(item, "published") if text(item, "published") else _date(item, "created"),
        updated=_date(item, "updated"),
    )


def _date(item: object, key: str) -> RawDate:
    parsed = field(item, f"{key}_parsed")
    return RawDate(text(item, key) or None, parsed if isinstance(parsed, time.struct_time) else None)


def _images(item: object) -> Iterator[str]:
    """Yield the pictures that come with an item, in the order in which they are likely to be the article's own."""
    yield from (text(media, "url") for media in sorted(items(item, "media_content"), key=_width) if _is_picture(media))
    yield from (text(media, "url") for media in sorted(items(item, "media_thumbnail"), key=_width))
    yield from (text(link, "href") for link in items(item, "links") if _is_enclosed_picture(link))
    yield text(field(item, "image"), "href")


def _width(media: object) -> int:
    """Sort by width, the widest first; those that do not say keep their order at the end."""
    width = text(media, "width")
    return -int(width[:6]) if width.isdecimal() else 0


def _is_picture(media: object) -> bool:
    """Tell whether media:content is a picture; one that says nothing of itself usually is."""
    kinds = [kind for kind in (text(media, "medium"), text(media, "type")) if kind]
    return any(kind.lower().startswith("image") for kind in kinds) or (
        bool(_PICTURE.search(text(media, "url"))) or not kinds
    )


def _is_enclosed_picture(link: object) -> bool:
    kind, address = text(link, "type").lower(), text(link, "href")
    return text(link, "rel") == "enclosure" and (kind.startswith("image/") or bool(_PICTURE.search(address)))


def _ttl(minutes: str) -> timedelta | None:
    minutes = minutes.strip()
    return min(timedelta(minutes=int(minutes[:6])), _LONGEST_TTL) if minutes.isdecimal() and int(minutes) else None

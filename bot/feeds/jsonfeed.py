"""JSON Feed 1 and 1.1. Runs in the worker only, where a hostile document can do no harm."""

import json
import re
from collections.abc import Iterator
from datetime import datetime

from bot.domain.models import ParsedFeed
from bot.domain.urls import canonical
from bot.errors import FeedError, FeedFault
from bot.feeds import markup
from bot.feeds.charset import to_utf8
from bot.feeds.document import MAX_ENTRIES, MAX_TEXT
from bot.feeds.entries import Context, RawDate, RawEntry, finish
from bot.feeds.fields import field, items, text

_VERSION = "https://jsonfeed.org/version/"
_MAX_TITLE = 200
_CLOSING_TAG = re.compile(r"</[a-z][a-z0-9]*>", re.IGNORECASE)


def parse(body: bytes, url: str, now: datetime) -> ParsedFeed:
    """Parse a JSON Feed that was found at ``url``; raises FeedError (NOT_A_FEED) for any other JSON."""
    data, warning = to_utf8(body)
    del body
    try:
        told = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise FeedError(url, FeedFault.NOT_A_FEED, "broken JSON") from error
    version = text(told, "version")
    if not version.startswith(_VERSION):
        raise FeedError(url, FeedFault.NOT_A_FEED, "JSON, but no JSON Feed")
    listed = items(told, "items")
    warnings = [warning] if warning else []
    if len(listed) > MAX_ENTRIES:
        warnings.append(f"only {MAX_ENTRIES} of {len(listed)} entries were read")
        listed = listed[: MAX_ENTRIES // 2] + listed[-MAX_ENTRIES // 2 :]
    context = Context(url, text(told, "language").lower()[:20] or None, now)
    return ParsedFeed(
        title=markup.shorten(" ".join(text(told, "title").split()), _MAX_TITLE),
        version=f"json{version.removeprefix(_VERSION)[:3]}",
        entries=tuple(entry for item in listed if (entry := finish(_raw(item), context))),
        home_url=canonical(text(told, "home_page_url"), url) if text(told, "home_page_url") else None,
        language=context.language,
        warnings=tuple(warnings),
    )


def _raw(item: object) -> RawEntry:
    html = text(item, "content_html")[:MAX_TEXT] or _escaped(text(item, "content_text")[:MAX_TEXT])
    return RawEntry(
        headline=text(item, "title"),
        headline_is_plain=True,
        link=text(item, "url") or text(item, "external_url") or None,
        guid=text(item, "id") or None,
        summary=_lenient(text(item, "summary")[:MAX_TEXT]),
        content=html,
        author=next(_authors(item), None),
        categories=tuple(tag for tag in items(item, "tags") if isinstance(tag, str)),
        images=tuple(_images(item)),
        published=RawDate(text(item, "date_published") or None),
        updated=RawDate(text(item, "date_modified") or None),
    )


def _authors(item: object) -> Iterator[str]:
    """Yield the names of the authors, as version 1.1 and then as version 1 has them."""
    for author in [*items(item, "authors"), field(item, "author")]:
        if name := text(author, "name"):
            yield name


def _images(item: object) -> Iterator[str]:
    yield text(item, "image")
    yield text(item, "banner_image")
    for attachment in items(item, "attachments"):
        if text(attachment, "mime_type").startswith("image/"):
            yield text(attachment, "url")


def _lenient(summary: str) -> str:
    """Return a summary as HTML: plain text by the book, but many have tags in it."""
    return summary if _CLOSING_TAG.search(summary) else _escaped(summary)


def _escaped(plain: str) -> str:
    """Return plain text as HTML, so that all texts go one way."""
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>")

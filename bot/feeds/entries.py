"""From what a feed of any format says about an item to an Entry: plain text, bounded, canonical, dated."""

import hashlib
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from bot.domain.models import Entry
from bot.domain.urls import canonical
from bot.feeds import dates, markup

MAX_HEADLINE = 300
MAX_SUMMARY = 1_000
MAX_TEXT = 100_000
_MAX_AUTHOR = 200
_MAX_GUID = 500
_MAX_CATEGORIES = 20
_MAX_CATEGORY = 100
_MADE_HEADLINE = 120
_FOOTER = re.compile(r"\s*The post .{1,300} (?:appeared first on|first appeared on) .{1,100}\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class RawDate:
    """A date as written, and feedparser's reading of it."""

    text: str | None = None
    parsed: time.struct_time | None = None


@dataclass(frozen=True, slots=True)
class RawEntry:
    """An item as its format has it: texts may be HTML, addresses relative, everything absent.

    ``headline_is_plain`` tells that the headline is no HTML even where it looks like it. ``images`` are candidates in
    order of preference; the first picture of the texts comes after them.
    """

    headline: str = ""
    headline_is_plain: bool = False
    link: str | None = None
    guid: str | None = None
    summary: str = ""
    content: str = ""
    author: str | None = None
    categories: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    published: RawDate = RawDate()
    updated: RawDate = RawDate()


@dataclass(frozen=True, slots=True)
class Context:
    """What the entries of one document have in common: where it came from, its language, and when it was read."""

    base: str
    language: str | None
    now: datetime


def finish(raw: RawEntry, context: Context) -> Entry | None:
    """Return the entry, or None if there is nothing to call it by."""
    summary, text = _texts(raw)
    headline, warning = _headline(raw, summary or text)
    if not headline:
        return None
    published, updated = _dated(raw.published, context), _dated(raw.updated, context)
    return Entry(
        headline=headline,
        url=canonical(raw.link, context.base) if raw.link else None,
        guid=_guid(raw.guid),
        summary=summary,
        text=text,
        author=markup.shorten(markup.to_line(raw.author or ""), _MAX_AUTHOR) or None,
        categories=_categories(raw.categories),
        image_url=next(_images(raw, context.base), None),
        published_at=published.at or updated.at,
        updated_at=updated.at,
        warnings=tuple(note for note in (warning, published.warning, updated.warning) if note),
    )


def _dated(raw: RawDate, context: Context) -> dates.Dated:
    return dates.trusted(raw.text, raw.parsed, context.language, context.now)


def _texts(raw: RawEntry) -> tuple[str, str]:
    """Return the summary, and the full text if the feed has more than that."""
    summary = _plain(raw.summary)
    content = summary if raw.content == raw.summary else _plain(raw.content)
    text = content if len(content) > len(summary) else summary if len(summary) > MAX_SUMMARY else ""
    return markup.shorten(" ".join((summary or content).split()), MAX_SUMMARY), text[:MAX_TEXT]


def _plain(html: str) -> str:
    return _FOOTER.sub("", markup.to_text(html))


def _headline(raw: RawEntry, text: str) -> tuple[str, str]:
    """Return the headline, made from the text's first line if there is none, and a warning if so."""
    given = " ".join(raw.headline.split()) if raw.headline_is_plain else markup.to_headline(raw.headline)
    if given:
        return markup.shorten(given, MAX_HEADLINE), ""
    return markup.shorten(text.partition("\n")[0], _MADE_HEADLINE), "no headline; its text's beginning was taken"


def _guid(guid: str | None) -> str | None:
    """Return the id; one of absurd length by its digest, so that two of them stay two."""
    guid = (guid or "").strip()
    return f"sha256:{hashlib.sha256(guid.encode()).hexdigest()}" if len(guid) > _MAX_GUID else guid or None


def _categories(names: tuple[str, ...]) -> tuple[str, ...]:
    lines = (markup.to_line(name)[:_MAX_CATEGORY] for name in names[:_MAX_CATEGORIES])
    return tuple(dict.fromkeys(line for line in lines if line))


def _images(raw: RawEntry, base: str) -> Iterator[str]:
    """Yield the usable pictures of an entry, the best first."""
    for source in chain(raw.images, markup.images(raw.content), markup.images(raw.summary)):
        if source and (url := canonical(source, base)):
            yield url

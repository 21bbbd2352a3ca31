"""An article page as its main text and what its head says. Runs in the worker only (trafilatura, selectolax)."""

import json
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from bot.domain.models import Page
from bot.domain.urls import canonical
from bot.errors import FeedError, FeedFault
from bot.feeds import dates, markup
from bot.feeds.charset import to_utf8
from bot.feeds.entries import MAX_HEADLINE, MAX_TEXT
from bot.feeds.fields import field, items, text

_MAX_NAME = 200
_HEADLINE = ("og:title", "twitter:title")
_IMAGE = ("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src")
_PUBLISHED = ("article:published_time", "og:published_time", "datepublished", "date", "dc.date", "parsely-pub-date")
_AUTHOR = ("author", "article:author", "parsely-author")
_ARTICLES = ("NewsArticle", "Article", "ReportageNewsArticle", "BlogPosting", "ReviewNewsArticle", "Review")


def parse_page(body: bytes, url: str, content_type: str, now: datetime) -> Page:
    """Read an article page that was found at ``url``.

    Raises FeedError: EMPTY for a body with nothing in it, NOT_A_FEED for a page without an article's text.
    """
    if not body or body.isspace():
        raise FeedError(url, FeedFault.EMPTY, "the answer is empty")
    html = to_utf8(body, content_type)[0].decode()
    head = _Head(html)
    article = _main_text(html, url)
    headline = markup.to_line(head.first(_HEADLINE) or head.told("headline") or head.title)
    if not headline or not article:
        raise FeedError(url, FeedFault.NOT_A_FEED, "no article was found in the page")
    return Page(
        url=_own_url(head.canonical, url),
        headline=markup.shorten(headline, MAX_HEADLINE),
        text=article[:MAX_TEXT],
        author=_name(head.told_name("author") or head.first(_AUTHOR)),
        image_url=_image(head, url),
        published_at=dates.trusted(head.first(_PUBLISHED) or head.told("datePublished"), None, head.language, now).at,
        outlet=_name(head.first(("og:site_name",)) or head.told_name("publisher")),
    )


class _Head:
    """What a page says of itself: meta elements (by name in lower case), JSON-LD article, title, canonical link."""

    def __init__(self, html: str) -> None:
        tree = LexborHTMLParser(html)
        self._meta: dict[str, str] = {}
        for node in tree.css("meta[content]"):
            name = node.attributes.get("property") or node.attributes.get("name") or node.attributes.get("itemprop")
            if name:
                self._meta.setdefault(name.lower(), (node.attributes.get("content") or "").strip())
        title, link, root = tree.css_first("title"), tree.css_first("link[rel=canonical]"), tree.css_first("html")
        self.title = title.text() if title else ""
        self.canonical = (link.attributes.get("href") or "") if link else ""
        self.language = root.attributes.get("lang") if root else None
        scripts = tree.css('script[type="application/ld+json"]')
        self._article = next((found for node in scripts for found in _articles(node.text())), {})

    def first(self, names: tuple[str, ...]) -> str:
        """Return the first of these meta elements that says anything, "" if none does."""
        return next((value for name in names if (value := self._meta.get(name))), "")

    def told(self, key: str) -> str:
        """Return a field of the JSON-LD article."""
        return text(self._article, key)

    def told_name(self, key: str) -> str:
        """Return the name of a person or organisation of the JSON-LD article, of the first if there are several."""
        value = next(iter(items(self._article, key)), field(self._article, key))
        return text(value, "name") or (value if isinstance(value, str) else "")

    def told_image(self) -> str:
        """Return the address of the JSON-LD article's picture."""
        value = next(iter(items(self._article, "image")), field(self._article, "image"))
        return text(value, "url") or (value if isinstance(value, str) else "")


def _articles(script: str) -> Iterator[object]:
    """Yield the articles described by a JSON-LD script; a broken one describes none."""
    try:
        told = json.loads(script)
    except (ValueError, RecursionError):
        return
    for thing in [*(told if isinstance(told, list) else [told]), *items(told, "@graph")]:
        kinds = items(thing, "@type") or [field(thing, "@type")]
        if any(kind in _ARTICLES for kind in kinds):
            yield thing


def _main_text(html: str, url: str) -> str:
    """Return the article's text without menus, comments and advertisements, one line a paragraph."""
    import trafilatura  # noqa: PLC0415 - 30 MB that only page tasks need

    found = trafilatura.extract(html, url=url, include_comments=False, include_tables=False, with_metadata=False)
    return "\n".join(line for line in (found or "").splitlines() if line.strip())


def _own_url(claimed: str, url: str) -> str:
    """Return the page's canonical address if it names one on its own host, else where it was found."""
    here = canonical(url) or url
    there = canonical(claimed, url) if claimed else None
    return there if there and urlsplit(there).hostname == urlsplit(here).hostname else here


def _image(head: _Head, url: str) -> str | None:
    source = head.first(_IMAGE) or head.told_image()
    return canonical(source, url) if source else None


def _name(given: str) -> str | None:
    """Return a name, None if there is none; some put the address of a profile there."""
    line = markup.to_line(given)
    return None if line.startswith(("http://", "https://")) else markup.shorten(line, _MAX_NAME) or None

"""Whatever arrives, parsing ends in a feed or in a fault with a name."""

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.models import ParsedFeed
from bot.errors import FeedError
from bot.feeds import document
from bot.feeds.discovery import feed_links
from bot.feeds.parse import parse_feed
from tests.feedserver import Item, rss

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ITEM = Item("A & B", "https://x.example/a", "g", "<p>One</p>", "<img src=/i.jpg>", categories=("tv",), image="/m.jpg")
ATOM = (
    b'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><title type="html">A'
    b'</title><link href="/a"/><id>1</id><updated>2026-11-22T12:00:00Z</updated><content type="xhtml"><div>x<br/>'
    b"</div></content></entry></feed>"
)
JSON = b'{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[{"id":"1","title":"A","url":"/a","tags":["x"]}]}'
SEEDS = (rss([ITEM, ITEM]), ATOM, JSON)
SCRAPS = st.sampled_from(
    [
        b"<",
        b">",
        b"&",
        b'"',
        b"]]>",
        b"<![CDATA[",
        b"<!--",
        b"<item>",
        b"</entry>",
        b"\0",
        b"\xff",
        b"&x;",
        b"http://[",
        b"{",
        b"[1]",
    ]
)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A well-made document with a few places cut out, doubled or overwritten."""
    body = draw(st.sampled_from(SEEDS))
    for _ in range(draw(st.integers(1, 5))):
        start = draw(st.integers(0, len(body)))
        end = draw(st.integers(start, min(len(body), start + 40)))
        body = body[:start] + draw(SCRAPS | st.binary(max_size=4) | st.just(body[start:end] * 2)) + body[end:]
    return body


def fate(body: bytes) -> ParsedFeed | FeedError:
    try:
        return parse_feed(body, "https://example.com/f", "", NOW)
    except FeedError as error:
        return error


@given(damaged() | st.binary(max_size=200))
@settings(max_examples=300, deadline=None)
def test_parsing_ends_in_a_feed_or_a_named_fault(body: bytes) -> None:
    made = fate(body)
    if isinstance(made, ParsedFeed):
        assert all(entry.headline and len(entry.headline) <= 300 for entry in made.entries)
        assert all(entry.url is None or entry.url.startswith(("http://", "https://")) for entry in made.entries)


@given(st.binary(max_size=300))
@settings(deadline=None)
def test_slimming_never_fails_and_is_settled_after_one_round(inner: bytes) -> None:
    first = document.read(b"<rss><channel>" + inner + b"</channel></rss>")
    document.slim(first)
    again = document.read(first.xml)
    document.slim(again)
    assert again.xml == first.xml


@given(st.text(max_size=200))
@settings(deadline=None)
def test_any_page_is_searched_for_links(html: str) -> None:
    assert feed_links(html, "https://example.com/") == []

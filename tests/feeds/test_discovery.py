"""The feeds that a page links to."""

import pytest

from bot.feeds.discovery import feed_links

BASE = "https://example.com/blog/"


def link(href: str, kind: str = "application/rss+xml", rel: str = "alternate", title: str = "") -> str:
    return f'<link rel="{rel}" type="{kind}" href="{href}" title="{title}">'


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("", []),
        (link("/feed"), ["https://example.com/feed"]),
        (link("feed.xml"), ["https://example.com/blog/feed.xml"]),
        (
            link("/a", "application/atom+xml; charset=utf-8") + link("/b", "APPLICATION/FEED+JSON"),
            ["https://example.com/a", "https://example.com/b"],
        ),
        (link("/a") + link("/a?utm_source=x"), ["https://example.com/a"]),
        (link("/en", "text/html") + link("/style", "text/css", "stylesheet") + link("/f", rel="next"), []),
        (link("/wp-json/wp/v2/posts/1", "application/json") + link("/feed"), ["https://example.com/feed"]),
        (link("javascript:alert(1)") + link(""), [BASE]),
        (link("/f", rel="Home ALTERNATE"), ["https://example.com/f"]),
        ('<base href="https://cdn.example/">' + link("f"), ["https://cdn.example/f"]),
        ('<base href="mailto:x">' + link("f"), ["https://example.com/blog/f"]),
    ],
)
def test_links(html: str, found: list[str]) -> None:
    assert feed_links(f"<html><head>{html}</head><body></body></html>", BASE) == found


def test_feeds_of_comments_come_last() -> None:
    html = link("/comments/feed") + link("/1", title="Post » 댓글 피드") + link("/feed") + link("/tv/feed")
    names = [url.removeprefix("https://example.com") for url in feed_links(html, BASE)]
    assert names == ["/feed", "/tv/feed", "/comments/feed", "/1"]


def test_their_number_is_bounded() -> None:
    assert len(feed_links("".join(link(f"/{number}") for number in range(99)), BASE)) == 20

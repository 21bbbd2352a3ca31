"""Feed lists in and out."""

import pytest

from bot.errors import UserError
from bot.feeds.opml import MAX_BYTES, MAX_FEEDS, OpmlFeed, read, write


def opml(body: str) -> bytes:
    return f'<?xml version="1.0"?><opml version="2.0"><head><title>T</title></head><body>{body}</body></opml>'.encode()


def test_folders_names_and_addresses() -> None:
    body = """
      <outline text="K-drama"><outline type="rss" title="Soompi  News" text="x" xmlUrl="https://Soompi.example/feed#x"/>
        <outline text="Deep"><outline xmlUrl="https://deep.example/"/></outline></outline>
      <outline text="Top" xmlUrl="https://top.example/f"/><outline text="Again" xmlUrl="https://top.example/f"/>
      <outline text="No feed" xmlUrl="ftp://x.example/"/><outline text="Note"/>"""
    assert read(opml(body)) == [
        OpmlFeed("https://soompi.example/feed", "Soompi News", "K-drama"),
        OpmlFeed("https://deep.example/", "", "Deep"),
        OpmlFeed("https://top.example/f", "Top", ""),
    ]


def test_what_was_written_is_read_again() -> None:
    feeds = [
        OpmlFeed("https://a.example/?x=1&y=2", 'A "<&> 뉴스', ""),
        OpmlFeed("https://b.example/", "B", "드라마"),
        OpmlFeed("https://c.example/", "C", "TV"),
        OpmlFeed("https://d.example/", "D", "드라마"),
    ]
    assert sorted(read(write(feeds, "Mine")), key=lambda feed: feed.url) == feeds
    assert b"<title>Mine</title>" in write(feeds, "Mine")
    assert read(write([OpmlFeed("https://a.example/")], "")) == [OpmlFeed("https://a.example/", "https://a.example/")]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not xml",
        b"<html/>",
        b"<opml><body>",
        opml('<outline xmlUrl="https://a.example/"/>')[:-5],
        b'<!DOCTYPE opml [<!ENTITY a "ha">]><opml>&a;</opml>',
        b'<!DOCTYPE opml [<!ENTITY a SYSTEM "file:///etc/passwd">]><opml>&a;</opml>',
        b'<?xml version="1.0" encoding="no-such"?><opml/>',
        b"\xff\xfe\x00",
    ],
)
def test_what_is_no_opml(body: bytes) -> None:
    with pytest.raises(UserError) as caught:
        read(body)
    assert caught.value.key == "opml.unreadable"


def test_a_list_of_nothing() -> None:
    with pytest.raises(UserError) as caught:
        read(opml('<outline text="empty"/>'))
    assert caught.value.key == "opml.empty"


@pytest.mark.parametrize(
    ("body", "limit"),
    [
        (b"x" * (MAX_BYTES + 1), "1024 KiB"),
        (opml("".join(f'<outline xmlUrl="https://a.example/{n}"/>' for n in range(MAX_FEEDS + 1))), "500 feeds"),
    ],
)
def test_lists_are_bounded(body: bytes, limit: str) -> None:
    with pytest.raises(UserError) as caught:
        read(body)
    assert (caught.value.key, caught.value.values) == ("opml.too_large", {"limit": limit})


def test_deep_nesting_is_no_trouble() -> None:
    depth = 20_000
    body = "<outline>" * depth + '<outline xmlUrl="https://a.example/"/>' + "</outline>" * depth
    assert read(opml(body)) == [OpmlFeed("https://a.example/")]

"""JSON Feed, both versions."""

import json
from datetime import UTC, datetime

import pytest

from bot.domain.models import Entry, ParsedFeed
from bot.errors import FeedError, FeedFault
from bot.feeds.parse import parse_feed

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
URL = "https://example.com/feed.json"


def read(**fields: object) -> ParsedFeed:
    told = {"version": "https://jsonfeed.org/version/1.1", "title": "News", **fields}
    return parse_feed(json.dumps(told).encode(), URL, "application/feed+json", NOW)


def item(**fields: object) -> Entry:
    (entry,) = read(items=[{"title": "A", **fields}]).entries
    return entry


def test_in_full() -> None:
    entry = {
        "id": "1",
        "url": "/a?utm_source=x",
        "title": "Use <b> & more",
        "content_html": "<p>One</p><p>two, with much more to say</p>",
        "summary": "Short & <sweet>",
        "image": "i.jpg",
        "date_published": "2026-11-21T12:00:00+09:00",
        "date_modified": "2026-11-22T12:00:00Z",
        "authors": [{"url": "x"}, {"name": "Ann"}],
        "tags": ["tv", 5, "film"],
    }
    assert read(home_page_url="https://example.com", language="KO", items=[entry]) == ParsedFeed(
        title="News",
        version="json1.1",
        home_url="https://example.com/",
        language="ko",
        entries=(
            Entry(
                headline="Use <b> & more",
                url="https://example.com/a",
                guid="1",
                summary="Short & <sweet>",
                text="One\ntwo, with much more to say",
                author="Ann",
                categories=("tv", "film"),
                image_url="https://example.com/i.jpg",
                published_at=datetime(2026, 11, 21, 3, tzinfo=UTC),
                updated_at=datetime(2026, 11, 22, 12, tzinfo=UTC),
            ),
        ),
    )


def test_version_1() -> None:
    feed = read(
        version="https://jsonfeed.org/version/1",
        items=[{"id": 7, "content_text": "One\ntwo", "author": {"name": "Ann"}}],
    )
    (entry,) = feed.entries
    assert feed.version == "json1"
    assert (entry.guid, entry.author, entry.headline, entry.summary) == ("7", "Ann", "One two", "One two")


@pytest.mark.parametrize(
    ("fields", "url"),
    [
        ({"image": "/i.jpg", "banner_image": "/b.jpg"}, "https://example.com/i.jpg"),
        ({"banner_image": "/b.jpg"}, "https://example.com/b.jpg"),
        (
            {
                "attachments": [
                    {"url": "/a.mp3", "mime_type": "audio/mpeg"},
                    {"url": "/c.png", "mime_type": "image/png"},
                ]
            },
            "https://example.com/c.png",
        ),
        ({"content_html": "<img src=/d.png>"}, "https://example.com/d.png"),
        ({}, None),
    ],
)
def test_pictures(fields: dict[str, object], url: str | None) -> None:
    assert item(**fields).image_url == url


def test_a_summary_with_tags_is_html_all_the_same() -> None:
    assert item(summary="<p>One</p><p>two</p>").summary == "One two"


def test_an_external_address_serves_where_there_is_no_own() -> None:
    assert item(external_url="https://x.example/a").url == "https://x.example/a"


@pytest.mark.parametrize("junk", [None, 5, "text", [], {"x": 1}, True])
def test_fields_of_wrong_types_are_absent(junk: object) -> None:
    feed = read(
        title=junk,
        home_page_url=junk,
        items=[{"title": "A", "tags": junk, "authors": junk, "author": junk, "attachments": junk}],
    )
    assert feed.entries == (Entry(headline="A"),)
    assert read(items=junk).entries == ()
    assert read(items=[junk]).entries == ()


def test_of_too_many_entries_both_ends_are_kept() -> None:
    feed = read(items=[{"title": str(number)} for number in range(507)])
    assert [entry.headline for entry in feed.entries] == [*map(str, range(250)), *map(str, range(257, 507))]
    assert feed.warnings == ("only 500 of 507 entries were read",)


def test_five_megabytes_in_one_entry_are_cut() -> None:
    entry = item(content_html="<p>text</p>" * 500_000)
    assert len(entry.text) <= 100_000


@pytest.mark.parametrize(
    "body",
    [b"{", b'{"version": 1}', b'{"version": "https://example.com/"}', b'{"a":' * 100_000, b'{"version": null}'],
)
def test_other_json_is_no_feed(body: bytes) -> None:
    with pytest.raises(FeedError) as caught:
        parse_feed(body, URL, "", NOW)
    assert caught.value.fault is FeedFault.NOT_A_FEED


def test_a_wrong_encoding_is_told() -> None:
    body = '{"version": "https://jsonfeed.org/version/1", "title": "Café à la crème"}'.encode("latin-1")
    feed = parse_feed(body, URL, "", NOW)
    assert feed.title == "Café à la crème"
    assert feed.warnings == ("not the encoding it claims; read as cp1252",)

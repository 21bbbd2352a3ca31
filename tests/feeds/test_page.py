"""Article pages as text, and what their heads say."""

import json
from datetime import UTC, datetime

import pytest

from bot.domain.models import Page
from bot.errors import FeedError, FeedFault
from bot.feeds.page import parse_page

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
URL = "https://example.com/news/zombies?utm_source=rss"
PARAGRAPHS = (
    "The second season of the zombie series began filming in Seoul this spring, the streaming service said on Monday.",
    "Its director returns with most of the surviving cast, and with a writer who worked on the webtoon as well.",
    "No date has been given for the release, which the service expects to announce before the end of the year.",
)
ARTICLE = (
    "<nav><a href=/>Home</a> <a href=/tv>Television</a></nav><article><h1>Zombies return</h1>"
    + "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    + "</article><div id=comments><h2>Comments</h2><p>First! What a series, can hardly wait for it.</p></div>"
)


def read(head: str = "", body: str = ARTICLE, lang: str = "en") -> Page:
    document = f"<!doctype html><html lang={lang}><head>{head}</head><body>{body}</body></html>"
    return parse_page(document.encode(), URL, "text/html; charset=utf-8", NOW)


def ld(**article: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(article)}</script>'


def test_the_article_without_what_surrounds_it() -> None:
    page = read("<title>Zombies return | Example</title>")
    assert all(paragraph in page.text for paragraph in PARAGRAPHS)
    assert "Television" not in page.text
    assert "First!" not in page.text
    assert page.url == "https://example.com/news/zombies"
    assert page.headline == "Zombies return | Example"


def test_meta_elements() -> None:
    page = read(
        '<meta property="og:title" content="Zombies &amp; more"><meta property="og:image" content="/i.jpg">'
        '<meta property="og:site_name" content="Example"><meta name="author" content="Ann">'
        '<meta property="article:published_time" content="2026-11-22T12:00:00+09:00"><meta content="nameless">'
    )
    assert page == Page(
        url="https://example.com/news/zombies",
        headline="Zombies & more",
        text=page.text,
        author="Ann",
        image_url="https://example.com/i.jpg",
        published_at=datetime(2026, 11, 22, 3, tzinfo=UTC),
        outlet="Example",
    )


@pytest.mark.parametrize(
    "wrap", [lambda told: told, lambda told: [{"@type": "WebSite"}, told], lambda told: {"@graph": [told]}]
)
def test_linked_data(wrap) -> None:
    told = {
        "@type": ["NewsArticle"],
        "headline": "Zombies return",
        "author": [{"@type": "Person", "name": "Ann"}, {"name": "Bo"}],
        "publisher": {"name": "Example"},
        "image": {"url": "/i.jpg"},
        "datePublished": "2026-11-22 12:00",
    }
    page = read(f'<script type="application/ld+json">{json.dumps(wrap(told))}</script>', lang="ko")
    assert (page.headline, page.author, page.outlet) == ("Zombies return", "Ann", "Example")
    assert page.image_url == "https://example.com/i.jpg"
    assert page.published_at == datetime(2026, 11, 22, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("field", "given", "image"),
    [
        ("image", "/i.jpg", "i.jpg"),
        ("image", ["/i.jpg", "/j.jpg"], "i.jpg"),
        ("image", [], None),
        ("images", "/i.jpg", None),
    ],
)
def test_pictures_of_linked_data(field: str, given: object, image: str | None) -> None:
    page = read("<title>Z</title>" + ld(**{"@type": "Article", field: given}))
    assert page.image_url == (image and f"https://example.com/{image}")


@pytest.mark.parametrize("script", ["{broken", "[" * 100_000, "5", '{"@type": "Recipe", "headline": "Soup"}', "null"])
def test_linked_data_that_is_of_no_use(script: str) -> None:
    page = read(f'<title>Zombies</title><script type="application/ld+json">{script}</script>')
    assert page.headline == "Zombies"


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("/news/zombies-return", "https://example.com/news/zombies-return"),
        ("https://elsewhere.example/copy", "https://example.com/news/zombies"),
        ("", "https://example.com/news/zombies"),
    ],
)
def test_a_page_names_its_own_address_but_no_other_sites(href: str, url: str) -> None:
    assert read(f'<title>Z</title><link rel="canonical" href="{href}">').url == url


def test_the_address_of_a_profile_is_no_name() -> None:
    head = '<title>Z</title><meta property="article:author" content="https://facebook.com/ann">'
    assert read(head).author is None


@pytest.mark.parametrize(
    ("document", "fault"),
    [
        (b"", FeedFault.EMPTY),
        (b" \n", FeedFault.EMPTY),
        (b"<html><title>Nothing</title><body></body></html>", FeedFault.NOT_A_FEED),
        (b"\x89PNG\r\n", FeedFault.NOT_A_FEED),
        (f"<html><body>{ARTICLE}</body></html>".encode(), FeedFault.NOT_A_FEED),
    ],
)
def test_what_is_no_article(document: bytes, fault: FeedFault) -> None:
    with pytest.raises(FeedError) as caught:
        parse_page(document, URL, "", NOW)
    assert caught.value.fault is fault


def test_korean_pages_of_old_encodings() -> None:
    text = "넷플릭스 시리즈 지금 우리 학교는 시즌 2가 본격적인 촬영에 들어갔다고 제작진이 밝혔다. " * 3
    head = '<meta charset="euc-kr"><title>지금 우리 학교는</title>'
    html = f"<html><head>{head}</head><body><article><p>{text}</p></article></body></html>"
    page = parse_page(html.encode("euc-kr"), URL, "text/html", NOW)
    assert page.headline == "지금 우리 학교는"
    assert "촬영에 들어갔다" in page.text

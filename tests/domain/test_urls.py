"""Addresses: one form for each, and nothing secret in what is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.urls import MAX_URL, canonical, front_page, looks_private, plain, redact

addresses = st.one_of(
    st.text(),
    st.builds("{}://{}/{}?{}".format, st.sampled_from(["http", "HTTPS", "ftp", ""]), st.text(), st.text(), st.text()),
    st.from_regex(r"https?://([a-z]{1,8}\.){1,3}[a-z]{2,5}(:[0-9]{1,5})?/[a-z%/ é가]{0,20}(\?[a-z=&_%]{0,20})?(#.*)?"),
)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://Example.COM", "https://example.com/"),
        ("HTTP://example.com:80/a", "http://example.com/a"),
        ("https://example.com:443/a", "https://example.com/a"),
        ("https://example.com:8443/a", "https://example.com:8443/a"),
        ("http://example.com:443/a", "http://example.com:443/a"),
        ("  https://example.com/a\n", "https://example.com/a"),
        ("https://example.com/a\n/b", "https://example.com/a/b"),
        ("https://example.com/a#comments", "https://example.com/a"),
        ("https://example.com/a?utm_source=rss&UTM_Medium=feed", "https://example.com/a"),
        ("https://example.com/a?id=7&utm_source=rss&page=2&fbclid=x", "https://example.com/a?id=7&page=2"),
        ("https://example.com/a?b=2&a=1", "https://example.com/a?b=2&a=1"),  # order may matter
        ("https://www.bbc.co.uk/news/1?at_medium=RSS&at_campaign=KARANGA", "https://www.bbc.co.uk/news/1"),
        ("https://example.com/a?", "https://example.com/a"),
        ("https://example.com/a?&&id=7&", "https://example.com/a?id=7"),
        ("https://example.com/a b/한글", "https://example.com/a%20b/%ED%95%9C%EA%B8%80"),
        ("https://example.com/%ed%95%9c?q=100%", "https://example.com/%ed%95%9c?q=100%"),
        ("https://bücher.example/a", "https://xn--bcher-kva.example/a"),
        ("https://한국.kr/a", "https://xn--3e0b707e.kr/a"),
        ("http://127.0.0.1:8000/f.xml", "http://127.0.0.1:8000/f.xml"),
        ("http://[::1]:8000/f.xml", "http://[::1]:8000/f.xml"),
        ("http://me:secret@example.com/f", "http://me:secret@example.com/f"),
        ("http://localhost/f", "http://localhost/f"),
        ("ftp://example.com/a", None),
        ("javascript:alert(1)", None),
        ("mailto:me@example.com", None),
        ("example.com/a", None),
        ("/a", None),
        ("", None),
        ("http://", None),
        ("http:///a", None),
        ("http://exa mple.com/a", None),
        ("http://example.com:port/a", None),
        ("http://example.com:99999/a", None),
        ("http://[::1/a", None),
        ("http://" + "ü" * 70 + ".example/", None),  # no such label can be encoded
        ("https://example.com/" + "a" * MAX_URL, None),
    ],
)
def test_canonical(url, expected):
    assert canonical(url) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("/news/1", "https://example.com/news/1"),
        ("2", "https://example.com/feeds/2"),
        ("//cdn.example.com/i.png", "https://cdn.example.com/i.png"),
        ("?p=7", "https://example.com/feeds/rss?p=7"),
        ("http://other.example/a", "http://other.example/a"),
        ("mailto:a@b", None),
    ],
)
def test_canonical_resolves_against_the_feed(url, expected):
    assert canonical(url, "https://example.com/feeds/rss") == expected


@given(addresses)
def test_canonical_is_final_bounded_and_of_the_web(url):
    made = canonical(url)
    if made is not None:
        assert canonical(made) == made
        assert len(made) <= MAX_URL
        assert made.startswith(("http://", "https://"))
        assert made.isascii()
        assert "#" not in made
        assert not any(sign.isspace() for sign in made)


@pytest.mark.parametrize("url", ["https://a.example", "https://a.example/", "HTTP://a.example//"])
def test_a_front_page_is_no_article(url):
    assert front_page(url)


@pytest.mark.parametrize(
    "url",
    ["https://a.example/b", "https://a.example/?p=1", "https://a.example/#post-1", "tag:a.example,2026:1", "17", ""],
)
def test_what_names_something_is_no_front_page(url):
    assert not front_page(url)


@pytest.mark.parametrize(
    ("url", "bare"),
    [
        ("https://www.a.example/b/", "a.example/b"),
        ("http://a.example/b", "a.example/b"),
        ("HTTPS://WWW.a.example/?p=1", "a.example/?p=1"),
        ("tag:a.example,2026:b/", "tag:a.example,2026:b/"),
        ("www.a.example", "www.a.example"),
    ],
)
def test_plain_survives_a_move_of_scheme_and_host_spelling(url, bare):
    assert plain(url) == bare


PRIVATE = [
    "https://me:secret@example.com/feed",
    "https://me@example.com/feed",
    "https://example.com/feed?key=abc",
    "https://example.com/feed?a=1&api_key=abc",
    "https://example.com/feed?apikey=abc",
    "https://example.com/feed?accessToken=abc",
    "https://example.com/feed?X-Amz-Signature=abc",
    "https://example.com/feed?private-token=abc",
    "https://example.com/feed?%6Bey=abc",
    "https://example.com/feed?session_id=abc",
    "https://example.com/feed?password=",
]


@pytest.mark.parametrize("url", [*PRIVATE, "http://[broken"])
def test_addresses_with_credentials_look_private(url):
    assert looks_private(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/feed",
        "https://example.com/feed?keyword=zombie",
        "https://example.com/feed?monkey=1&author=kim",
        "https://www.youtube.com/feeds/videos.xml?channel_id=UCx",
        "https://example.com/a@b",
    ],
)
def test_ordinary_addresses_do_not(url):
    assert not looks_private(url)


@pytest.mark.parametrize("url", PRIVATE)
def test_redacted_addresses_hold_no_credentials(url):
    shown = redact(url)
    assert "abc" not in shown
    assert "secret" not in shown
    assert "me@" not in shown
    assert shown.startswith("https://example.com/feed")


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://example.com/feed?a=1&key=abc&b=2#x", "https://example.com/feed?a=1&key=•••&b=2"),
        ("https://example.com:8443/feed", "https://example.com:8443/feed"),
        ("http://[broken", "•••"),
    ],
)
def test_redact(url, shown):
    assert redact(url) == shown


@given(addresses)
def test_redact_takes_anything_and_leaves_nothing_private(url):
    assert not looks_private(redact(url)) or "•••" in redact(url)

"""What sites let us read."""

from datetime import timedelta

import pytest

from bot.feeds import robots as module
from bot.feeds.fetch import Fetcher
from bot.feeds.robots import Robots
from tests.feeds.conftest import NOW
from tests.feedserver import FeedServer


class Wrist:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self):
        return self.now


async def test_rules_for_all_and_for_us(server: FeedServer, fetcher: Fetcher) -> None:
    server.answer(
        "/robots.txt", body=b"User-agent: *\nDisallow: /private\n\nUser-agent: Callsheet\nDisallow: /drafts\n"
    )
    robots = Robots(fetcher)
    assert await robots.allowed(server.url("/news/1"))
    assert await robots.allowed(server.url("/private/1"))
    assert not await robots.allowed(server.url("/drafts/1"))
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("answer", "allowed"),
    [
        ({"status": 404}, True),
        ({"status": 403}, True),
        ({"status": 200, "body": b""}, True),
        ({"status": 200, "body": b"\xff\xfe<html>nonsense"}, True),
        ({"status": 500}, False),
        ({"status": 429}, False),
        ({"status": 200, "body": b"#" * 200_000}, False),
    ],
)
async def test_sites_without_rules(server: FeedServer, fetcher: Fetcher, answer: dict, allowed: bool) -> None:
    server.answer("/robots.txt", **answer)
    assert await Robots(fetcher).allowed(server.url("/a")) is allowed


async def test_answers_are_kept_for_a_day_and_failures_for_half_an_hour(server: FeedServer, fetcher: Fetcher) -> None:
    clock = Wrist()
    robots = Robots(fetcher, clock)
    server.answer("/robots.txt", status=500, once=True)
    server.answer("/robots.txt", body=b"")
    assert not await robots.allowed(server.url("/a"))
    clock.now += timedelta(minutes=29)
    assert not await robots.allowed(server.url("/a"))
    clock.now += timedelta(minutes=1)
    assert await robots.allowed(server.url("/a"))
    clock.now += timedelta(hours=23)
    assert await robots.allowed(server.url("/a"))
    assert len(server.requests) == 2
    clock.now += timedelta(hours=1)
    assert await robots.allowed(server.url("/a"))
    assert len(server.requests) == 3


async def test_only_the_sites_asked_last_are_remembered(
    server: FeedServer, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MAX_SITES", 2)
    robots = Robots(fetcher)
    for host in ("127.0.0.1", "127.0.0.2", "127.0.0.1", "127.0.0.3", "127.0.0.1"):
        await robots.allowed(server.url("/a", host=host))
    assert len(robots._sites) == 2
    assert server.url("", host="127.0.0.1") in robots._sites


@pytest.mark.parametrize("url", ["nonsense", "ftp://example.com/a", "http://[/", ""])
async def test_what_is_no_address_is_not_allowed(fetcher: Fetcher, url: str) -> None:
    assert not await Robots(fetcher).allowed(url)

"""The worker's side of the pipe, called in this process, and the frames on it."""

import io
import resource
import struct
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.models import Entry, Page, ParsedFeed
from bot.domain.reading import Unread
from bot.errors import FeedError, FeedFault
from bot.feeds import wire, worker
from tests.feedserver import Item, rss

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ENTRY = Entry(headline="지금 😀", categories=("a", "b"), published_at=NOW, updated_at=None, warnings=("w",))
FEED = ParsedFeed(title="T", version="rss20", entries=(ENTRY,), ttl=timedelta(minutes=30), warnings=("w",))
PAGE = Page(url="https://x.example/", headline="H", text="T", published_at=NOW)
PAGE_HTML = (
    b"<html><title>T</title><article><p>" + b"A sentence of an article about a series. " * 20 + b"</p></article>"
)


def task(kind: str = "feed", **fields: str) -> dict[str, str]:
    return {"kind": kind, "url": "https://x.example/f", "content_type": "", "now": NOW.isoformat(), **fields}


def over_the_pipe(head: dict) -> dict:
    stream = io.BytesIO()
    wire.send(stream, head, b"body")
    stream.seek(0)
    told, body = wire.receive(stream)
    assert body == b"body"
    return told


def test_an_article_is_read_for_its_facts() -> None:
    worker.get_ready()
    head, body = wire.pack_unread(Unread("Nothing is said here.", "Nothing", NOW.date()))
    assert wire.unpack_extraction(worker.answer({"kind": wire.EXTRACT, **head}, body)).facts == ()


# ------------------------------------------------------------------ frames


@pytest.mark.parametrize("feed", [FEED, replace(FEED, ttl=None, entries=()), replace(FEED, title="lone \ud800")])
def test_feeds_survive_the_pipe(feed: ParsedFeed) -> None:
    expected = replace(feed, title=feed.title.replace("\ud800", "?"))
    assert wire.unpack_feed(over_the_pipe(wire.pack(feed))) == expected


@pytest.mark.parametrize("page", [PAGE, replace(PAGE, published_at=None)])
def test_pages_survive_the_pipe(page: Page) -> None:
    assert wire.unpack_page(over_the_pipe(wire.pack(page))) == page


def test_faults_survive_the_pipe() -> None:
    told = over_the_pipe(wire.pack_error(FeedError("secret", FeedFault.EMPTY, "nothing")))
    with pytest.raises(FeedError) as caught:
        wire.raise_if_error("shown", told)
    assert (caught.value.url, caught.value.fault, caught.value.detail) == ("shown", FeedFault.EMPTY, "nothing")
    wire.raise_if_error("shown", {"title": "no fault"})


@pytest.mark.parametrize(
    "data", [b"", b"\0\0", struct.pack("!II", 10, 0) + b"short", struct.pack("!II", 2, 5) + b"{}x"]
)
def test_a_pipe_that_ends_is_noticed(data: bytes) -> None:
    with pytest.raises(EOFError):
        wire.receive(io.BytesIO(data))


@pytest.mark.parametrize("data", [struct.pack("!II", wire.MAX_FRAME, 1), struct.pack("!II", 3, 0) + b"xyz"])
def test_nonsense_on_the_pipe_is_noticed(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"measure|Expecting"):
        wire.receive(io.BytesIO(data))


# ------------------------------------------------------------------ tasks


def test_feeds_are_parsed_at_the_given_instant() -> None:
    body = rss([Item("A", published=NOW + timedelta(hours=3))])
    feed = wire.unpack_feed(over_the_pipe(worker.answer(task(), body)))
    assert feed.entries == (Entry(headline="A", published_at=NOW, warnings=("a date in the future",)),)


def test_pages_are_read() -> None:
    page = wire.unpack_page(over_the_pipe(worker.answer(task("page"), PAGE_HTML)))
    assert page.headline == "T"


def test_links_are_found() -> None:
    html = b'<link rel=alternate type="application/rss+xml" href="/feed">'
    assert worker.answer(task("links"), html) == {"links": ["https://x.example/feed"]}


def test_what_is_no_feed_is_an_answer() -> None:
    assert worker.answer(task(), b"") == {"fault": "empty", "detail": "the answer is empty"}


@pytest.mark.parametrize(
    ("error", "fault", "detail"),
    [
        (MemoryError(), "too_large", "reading it takes too much memory"),
        (RecursionError(), "not_a_feed", "the parser gave up (RecursionError)"),
        (KeyError("x"), "not_a_feed", "the parser gave up (KeyError)"),
    ],
)
def test_whatever_parsers_raise_is_an_answer(
    monkeypatch: pytest.MonkeyPatch, error: Exception, fault: str, detail: str
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("bot.feeds.parse.parse_feed", fail)
    assert worker.answer(task(), b"<rss/>") == {"fault": fault, "detail": detail}


def test_tasks_are_served_until_the_pipe_ends() -> None:
    tasks, answers = io.BytesIO(), io.BytesIO()
    for body in (rss([Item("A")]), b"", rss([Item("B")])):
        wire.send(tasks, task(), body)
    tasks.seek(0)
    worker.serve(tasks, answers)
    answers.seek(0)
    told = [wire.receive(answers)[0] for _ in range(3)]
    assert [head.get("fault") for head in told] == [None, "empty", None]
    assert answers.read() == b""


def test_memory_is_limited_but_never_beyond_what_may_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    monkeypatch.setattr(resource, "getrlimit", lambda _: (1, 2))
    monkeypatch.setattr(resource, "setrlimit", lambda *given: calls.append(given))
    worker.limit_memory(5)
    assert calls == [(resource.RLIMIT_DATA, (5 * 2**20, 2))]


def test_main_serves_the_standard_streams(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    with (tmp_path / "in").open("wb") as tasks:
        wire.send(tasks, task(), rss([Item("A")]))
    limits = []
    monkeypatch.setattr(worker, "limit_memory", limits.append)
    with (tmp_path / "in").open() as tasks, (tmp_path / "out").open("w") as answers:
        monkeypatch.setattr(sys, "stdin", tasks)
        monkeypatch.setattr(sys, "stdout", answers)
        worker.main(["64"])
        assert sys.stdout is sys.stderr
    with (tmp_path / "out").open("rb") as answers:
        assert wire.unpack_feed(wire.receive(answers)[0]).entries[0].headline == "A"
    assert limits == [64]


# ------------------------------------------------------------------ what is loaded where


def loaded_by(code: str) -> set[str]:
    """Return the top-level modules that a fresh process has after running the code."""
    script = f"{code}\nimport sys; print(*sys.modules)"
    made = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    return {name.partition(".")[0] for name in made.stdout.split()}


def test_the_bot_never_loads_a_parser() -> None:
    modules = "fetch, headers, inflate, opml, registrable, robots, sandbox, turns"
    assert not loaded_by(f"from bot.feeds import {modules}") & {
        "feedparser",
        "lxml",
        "trafilatura",
        "selectolax",
        "tldextract",
        "requests",
        "defusedxml",
    }


def test_a_worker_loads_what_its_tasks_need_and_no_more() -> None:
    start = "from bot.feeds import worker\n"
    feed = f"{start}worker.answer({task()!r}, {rss([Item('A')])!r})"
    assert not loaded_by(start) & {"feedparser", "selectolax", "asyncio", "aiohttp"}
    assert not loaded_by(feed) & {"trafilatura", "lxml", "asyncio", "aiohttp", "sqlalchemy", "discord"}

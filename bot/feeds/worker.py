"""The process in which documents of strangers are read: ``python -m bot.feeds.worker MEGABYTES [extract]``.

It answers one frame on standard output for each on standard input, and ends when that closes. It may be killed at any
moment: it holds nothing. Parsers are imported when the first task needs them, so that a worker for feeds never
pays for what pages need. One that is to extract facts gets ready for it at once, for it is started ahead of its task.
"""

import os
import resource
import sys
from datetime import datetime
from typing import IO, Any

from bot.domain.reading import Unread
from bot.errors import FeedError, FeedFault
from bot.feeds import wire


def main(arguments: list[str]) -> None:
    """Serve standard input and output within the given memory."""
    limit_memory(int(arguments[0]))
    if wire.EXTRACT in arguments:
        get_ready()
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as answers:
        sys.stdout = sys.stderr  # a library that prints must not spoil an answer
        serve(sys.stdin.buffer, answers)


def get_ready() -> None:
    """Load what reading an article takes."""
    from bot.extraction.engine import extract  # noqa: PLC0415 - weights and lists of names

    extract("")


def limit_memory(megabytes: int) -> None:
    """Let allocations beyond so much data fail: a MemoryError here rather than the end of the bot."""
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (megabytes * 2**20, hard))


def serve(tasks: IO[bytes], answers: IO[bytes]) -> None:
    """Answer every task until there are no more."""
    while True:
        try:
            task, body = wire.receive(tasks)
        except EOFError:
            return
        wire.send(answers, answer(task, body))


def answer(task: dict[str, Any], body: bytes) -> dict[str, Any]:
    """Return what comes of a task: ``kind`` (feed, page, links or extract), and what that kind takes.

    Documents come with ``url``, ``content_type`` and ``now``, articles as ``wire.pack_unread`` has them.

    No document may end the worker: whatever its parsing raises is an answer too.
    """
    try:
        return _perform(task, body)
    except FeedError as error:
        return wire.pack_error(error)
    except MemoryError:
        return {"fault": FeedFault.TOO_LARGE, "detail": "reading it takes too much memory"}
    except Exception as error:  # noqa: BLE001 - parsers raise all sorts of things
        return {"fault": FeedFault.NOT_A_FEED, "detail": f"the parser gave up ({type(error).__name__})"}


def _perform(task: dict[str, Any], body: bytes) -> dict[str, Any]:
    if task["kind"] == wire.EXTRACT:
        return _extract(wire.unpack_unread(task, body))
    url, content_type, now = task["url"], task["content_type"], datetime.fromisoformat(task["now"])
    if task["kind"] == "feed":
        from bot.feeds.parse import parse_feed  # noqa: PLC0415 - feedparser: 16 MB

        return wire.pack(parse_feed(body, url, content_type, now))
    if task["kind"] == "page":
        from bot.feeds.page import parse_page  # noqa: PLC0415 - trafilatura: 40 MB

        return wire.pack(parse_page(body, url, content_type, now))
    from bot.feeds.charset import to_utf8  # noqa: PLC0415 - only this task needs them
    from bot.feeds.discovery import feed_links  # noqa: PLC0415

    return {"links": feed_links(to_utf8(body, content_type)[0].decode(), url)}


def _extract(article: Unread) -> dict[str, Any]:
    from bot.extraction.engine import extract  # noqa: PLC0415 - get_ready has loaded it

    told = extract(
        article.text, article.headline, article.published, titles=article.titles, people=article.people, at="all"
    )
    return wire.pack_extraction(told)


if __name__ == "__main__":
    main(sys.argv[1:])

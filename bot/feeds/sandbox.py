"""Reading documents in a process of their own, which is killed when it stalls and ended when it is idle.

The process is driven from a thread through pipes. Feeds, pages and the extraction of facts have one each: what they
need in memory differs by 30 MB and more, and they work side by side.
"""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yarl import URL

from bot.clock import Clock, utcnow
from bot.domain.facts import Extraction
from bot.domain.models import Page, ParsedFeed
from bot.domain.reading import Unread
from bot.domain.urls import redact
from bot.errors import FeedError, FeedFault
from bot.feeds import wire

_ROOT = Path(__file__).parents[2]
_KEPT_VARIABLES = ("PATH", "LANG", "LC_ALL", "PYTHONHOME", "PYTHONDONTWRITEBYTECODE", "SYSTEMROOT", "TMPDIR")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a worker may take: seconds for a task, seconds of idleness before it is ended, megabytes of data."""

    task_s: float = 10.0
    idle_s: float = 5.0
    memory_mb: int = 320


@asynccontextmanager
async def open_sandbox(clock: Clock = utcnow, limits: Limits | None = None) -> AsyncIterator["Sandbox"]:
    """Open a sandbox; its processes start with their first task and are gone at the end of the block."""
    sandbox = Sandbox(clock, limits or Limits())
    try:
        yield sandbox
    finally:
        await sandbox.close()


class Sandbox:
    """Parses feeds and pages elsewhere. Every method raises FeedError, SLOW among them when a time cap passed."""

    def __init__(self, clock: Clock, limits: Limits) -> None:
        self._clock = clock
        self._feeds = _Desk(limits)
        self._pages = _Desk(limits)
        self._facts = _Desk(limits, wire.EXTRACT)

    async def parse(self, body: bytes, url: str, content_type: str = "") -> ParsedFeed:
        """Return the feed in a body that was found at ``url``."""
        return wire.unpack_feed(await self._ask(self._feeds, "feed", body, url, content_type))

    async def links(self, body: bytes, url: str, content_type: str = "") -> list[str]:
        """Return the addresses of the feeds that a page links to (see discovery.feed_links)."""
        told = await self._ask(self._feeds, "links", body, url, content_type)
        return [str(link) for link in told["links"]]

    async def page(self, body: bytes, url: str, content_type: str = "") -> Page:
        """Return the article in a page that was found at ``url``."""
        return wire.unpack_page(await self._ask(self._pages, "page", body, url, content_type))

    async def extract(self, article: Unread) -> Extraction:
        """Return all that an article says, however unsure."""
        task, body = wire.pack_unread(article)
        told = await self._tell(self._facts, {"kind": wire.EXTRACT, **task}, body, "article")
        return wire.unpack_extraction(told)

    def expect_articles(self) -> None:
        """Start the process that extracts, for there will be something to read in a moment."""
        self._facts.start()

    async def close(self) -> None:
        """End all processes, also in the midst of a task."""
        for desk in (self._feeds, self._pages, self._facts):
            desk.close()

    async def _ask(self, desk: "_Desk", kind: str, body: bytes, url: str, content_type: str) -> dict[str, Any]:
        """Have a task done, without the credentials that its address may carry."""
        address = URL(url)  # a file's has no place for credentials, and yarl will not take any out of it
        plain = address.with_user(None) if address.host else address
        task = {"kind": kind, "url": str(plain), "content_type": content_type}
        task["now"] = self._clock().isoformat()
        return await self._tell(desk, task, body, redact(url))

    async def _tell(self, desk: "_Desk", task: dict[str, Any], body: bytes, name: str) -> dict[str, Any]:
        """Have a task done that is about what goes by ``name``."""
        try:
            told = await desk.ask(task, body)
        except TimeoutError as error:
            raise FeedError(name, FeedFault.SLOW, "reading it took too long") from error
        except (OSError, EOFError, ValueError) as error:
            raise FeedError(name, FeedFault.NOT_A_FEED, "reading it ended the reader") from error
        wire.raise_if_error(name, told)
        return told


class _Desk:
    """One process at a time, one task at a time; started when needed."""

    def __init__(self, limits: Limits, *purposes: str) -> None:
        self._limits = limits
        self._purposes = purposes
        self._turn = asyncio.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._idle: asyncio.TimerHandle | None = None

    async def ask(self, task: dict[str, Any], body: bytes) -> dict[str, Any]:
        """Return the answer to a task.

        Raises TimeoutError when it takes too long, OSError, EOFError or ValueError when the process fails; then, and
        when cancelled, the process is killed, and the next task has a new one.
        """
        async with self._turn:
            process = self._ready()
            try:
                async with asyncio.timeout(self._limits.task_s):
                    told = await asyncio.to_thread(_converse, process, task, body)
            except BaseException:
                self.close()
                raise
            self._rest()
            return told

    def start(self) -> None:
        """Have a process ready for a task that will come soon; one that cannot be had is that task's fault."""
        if not self._turn.locked():
            with suppress(OSError):
                self._ready()
                self._rest()

    def close(self) -> None:
        """End the process, whatever it does; a task under way fails with EOFError or OSError."""
        self._stay()
        if self._process is not None:
            _end(self._process)
            self._process = None

    def _ready(self) -> subprocess.Popen[bytes]:
        """Return the living process, a new one if there is none or it died in its sleep."""
        self._stay()
        if self._process is not None and self._process.poll() is not None:
            self.close()
        if self._process is None:
            self._process = _start(self._limits.memory_mb, *self._purposes)
        return self._process

    def _rest(self) -> None:
        """Plan to end the process unless it is needed again."""
        self._idle = asyncio.get_running_loop().call_later(self._limits.idle_s, self.close)

    def _stay(self) -> None:
        """Forget the plan to end the process."""
        if self._idle is not None:
            self._idle.cancel()
            self._idle = None


def _start(memory_mb: int, *purposes: str) -> subprocess.Popen[bytes]:
    """Start a worker with an environment that holds no secrets, and out of reach of the terminal's Ctrl-C."""
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    kept["PYTHONPATH"] = os.pathsep.join([str(_ROOT), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    return subprocess.Popen(  # noqa: S603 - our own interpreter and module
        [sys.executable, "-m", "bot.feeds.worker", str(memory_mb), *purposes],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=kept,
        start_new_session=True,
    )


def _converse(process: subprocess.Popen[bytes], task: dict[str, Any], body: bytes) -> dict[str, Any]:
    """Hand a task over and wait for its answer; runs in a thread, and ends with the process at the latest."""
    tasks, answers = process.stdin, process.stdout
    assert tasks is not None
    assert answers is not None
    wire.send(tasks, task, body)
    told, _ = wire.receive(answers)
    return told


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and close its pipes; a thread that still talks to it sees them end first."""
    process.kill()
    process.wait()
    for pipe in filter(None, (process.stdin, process.stdout)):
        with suppress(OSError):  # what was not read any more cannot be written either
            pipe.close()

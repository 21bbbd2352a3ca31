"""Finding a feed for a person: from what they typed to a parsed document, or a sentence that says why not."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.domain.models import ParsedFeed
from bot.domain.urls import canonical, redact
from bot.errors import FeedError, FeedFault, UserError
from bot.feeds.fetch import Fetched, Fetcher
from bot.feeds.sandbox import Sandbox

MOST_LINKS = 3
"""How many of the feeds that a page names are tried."""


@dataclass(frozen=True, slots=True)
class Found:
    """A feed at ``url`` (its lasting address), with the answer and the document that proved it."""

    url: str
    answer: Fetched
    parsed: ParsedFeed

    @property
    def name(self) -> str:
        """What the outlet calls itself, or its host."""
        return self.parsed.title.strip() or urlsplit(self.url).hostname or self.url


class Finder:
    """Looks behind addresses that people type."""

    def __init__(self, fetcher: Fetcher, sandbox: Sandbox) -> None:
        self._fetcher = fetcher
        self._sandbox = sandbox

    async def find(self, url: str) -> Found:
        """Return the feed at ``url``, or the first working one that the page there names.

        Raises:
            UserError: ``feed.none_found`` when the page names none, ``feed.fault.<fault>`` when there is no answer.
        """
        try:
            answer = await self._get(url)
            try:
                return await self._read(url, answer)
            except FeedError as error:
                if error.fault is not FeedFault.NOT_A_FEED:
                    raise
            return await self._discover(url, answer)
        except FeedError as error:
            raise fault_shown(error) from error

    async def _discover(self, url: str, page: Fetched) -> Found:
        for link in (await self._sandbox.links(page.body, page.url, page.content_type))[:MOST_LINKS]:
            try:
                return await self._read(link, await self._get(link))
            except FeedError:
                continue
        raise UserError("feed.none_found", url=redact(url))

    async def _get(self, url: str) -> Fetched:
        answer = await self._fetcher.get(url)
        assert isinstance(answer, Fetched), "an unconditional request has a body"
        return answer

    async def _read(self, url: str, answer: Fetched) -> Found:
        parsed = await self._sandbox.parse(answer.body, answer.url, answer.content_type)
        return Found(answer.moved_to or url, answer, parsed)


def address(text: str) -> str:
    """Return the address that a person typed, with or without a scheme.

    Raises:
        UserError: ``feed.url`` when it is none.
    """
    typed = text.strip().strip("<>")
    url = canonical(typed if "://" in typed else f"https://{typed}")
    if url is None:
        raise UserError("feed.url")
    return url


def fault_shown(error: FeedError) -> UserError:
    """Return a fault of the web as a sentence for the person who asked."""
    return UserError(f"feed.fault.{error.fault}", url=redact(error.url), detail=error.detail)

"""A site, and a fetcher that may visit it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.feeds.fetch import Caps, Fetcher, open_fetcher
from tests.feedserver import FeedServer

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    """The instant at which all these tests take place."""
    return NOW


@pytest.fixture
async def server() -> AsyncIterator[FeedServer]:
    """A site that knows no page yet."""
    async with FeedServer.running() as site:
        yield site


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    """A fetcher that may visit this machine, with short time caps."""
    caps = Caps(total=2.0, connect=1.0, read=0.3)
    async with open_fetcher(user_agent="Callsheet/test", allow_private=True, clock=lambda: NOW, caps=caps) as opened:
        yield opened

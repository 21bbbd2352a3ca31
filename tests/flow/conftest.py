"""The newsroom that the whole-path tests work in."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.newsroom import Newsroom, open_newsroom


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Newsroom]:
    async with open_newsroom(tmp_path) as newsroom:
        yield newsroom

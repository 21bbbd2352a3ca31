"""A small bot, two outlets with three articles, and the demo's stage and newsstand over them."""

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bot.demo.newsstand import Newsstand, open_newsstand
from bot.demo.page import Page, open_page
from bot.demo.stage import Stage, open_stage
from tests.demo.toy import NOON, PNG, SEOUL, Toy, Watch, sample


@pytest.fixture
def bot() -> Toy:
    return Toy()


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
async def stage(bot, watch) -> AsyncIterator[Stage]:
    async with open_stage(bot, {"http://pictures/a.png": ("a.png", PNG)}, clock=watch) as stage:
        yield stage


@pytest.fixture
async def page(stage) -> AsyncIterator[Page]:
    async with open_page(stage, [("/say hello", "answers <you>")], 0) as page:
        yield page


@pytest.fixture
def images(tmp_path) -> Path:
    (tmp_path / "a.png").write_bytes(PNG)
    return tmp_path


@pytest.fixture
async def stand(images) -> AsyncIterator[Newsstand]:
    """Serves one article that is out and two that wait."""
    samples = (sample("one", image="a.png"), sample("two", SEOUL), sample("three"))
    async with open_newsstand(Newsstand(samples, images, lambda: NOON, early=1)) as stand:
        yield stand


@pytest.fixture
async def web() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session

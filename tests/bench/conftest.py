"""Benchmarks: a figure of ours beside a bare baseline of the same run, for machines are noisy and ratios are not."""

import random
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.models import Entry
from tests.feedserver import Item

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
WORDS = """
zombie school season netflix tving drama finale casting director webtoon adaptation premiere thriller romance palace
detective prosecutor surgeon island harbour midnight winter summer spring autumn Seoul Busan Jeju survivor return
streaming trailer teaser poster award ceremony rating episode network producer writer novel remake sequel prequel
anime studio voice actor film festival critic review interview contract budget delay reshoot cameo ensemble
"""


@dataclass(frozen=True)
class Figures:
    """Seconds of several runs; the median is what is told."""

    seconds: list[float]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    def quantile(self, share: float) -> float:
        return sorted(self.seconds)[min(len(self.seconds) - 1, int(share * len(self.seconds)))]


def timed(work: Callable[[], object], runs: int = 5) -> Figures:
    """Time a plain function, after one run to warm up."""
    work()
    seconds = []
    for _ in range(runs):
        began = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - began)
    return Figures(seconds)


async def timed_async(work, runs: int = 5) -> Figures:
    """Time an async function, after one run to warm up."""
    await work()
    seconds = []
    for _ in range(runs):
        began = time.perf_counter()
        await work()
        seconds.append(time.perf_counter() - began)
    return Figures(seconds)


@pytest.fixture
def tell(request):
    """Print one line of figures."""

    def line(what: str, ours: float, bare: float, unit: str = "ms", scale: float = 1000, **more: object) -> float:
        ratio = ours / bare
        extra = "".join(f", {name.replace('_', ' ')} {value}" for name, value in more.items())
        print(f"\n{what}: {ours * scale:.2f} {unit}, bare {bare * scale:.2f} {unit}, ratio {ratio:.2f}{extra}")
        return ratio

    return line


def sentence(rng: random.Random, words: int) -> str:
    return " ".join(rng.choice(WORDS.split()) for _ in range(words)).capitalize()


def made_entry(rng: random.Random, number: int) -> Entry:
    """An article of ordinary size: a headline, two sentences, some 150 words."""
    return Entry(
        headline=f"{sentence(rng, 8)} {number}",
        url=f"https://outlet{number % 40}.example/{number}",
        guid=f"guid-{number}",
        summary=sentence(rng, 25) + ".",
        text=sentence(rng, 150) + ".",
        published_at=NOW - timedelta(minutes=number),
    )


def made_item(rng: random.Random, number: int) -> Item:
    """The same as an item of a feed, with markup as publishers send it."""
    entry = made_entry(rng, number)
    paragraphs = "".join(
        f"<p>{sentence(rng, 40)} <a href='https://x.example/'>{sentence(rng, 3)}</a>.</p>" for _ in range(6)
    )
    return Item(entry.headline, entry.url, entry.guid, f"<p>{entry.summary}</p>", paragraphs, entry.published_at)

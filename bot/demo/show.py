"""The demo as a whole: the bot as it is run, on a simulated server, fed by sample outlets."""

from __future__ import annotations

import asyncio
import json
import signal
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.app import Callsheet
from bot.clock import utcnow
from bot.config import DATA, Settings
from bot.demo import samples
from bot.demo.newsstand import Newsstand, open_newsstand
from bot.demo.page import Page, open_page
from bot.demo.stage import Stage, open_stage
from bot.jobs import Jobs
from bot.services import Services, open_services

EARLY = 14
"""Articles that are out when the demo opens; they hold the founding zombie story whole."""

POLL_SECONDS = 2
"""How often the sample outlets are asked."""


async def run_demo(
    settings: Settings, *, port: int = 8765, seconds_between: float = 6.0, announce: Callable[[str], None] = print
) -> None:
    """Show the demo on 127.0.0.1 until SIGINT or SIGTERM; ``announce`` is told the address and what to try.

    A story comes out every ``seconds_between``. The settings' database and token are not touched: the demo keeps what
    it reads in a folder that is removed at the end.

    Raises:
        StartupError: the port is taken, or the samples cannot be read.
    """
    with _until_told_to_stop():
        async with _open_demo(settings, port, announce) as (stand, stage), asyncio.TaskGroup() as tasks:
            tasks.create_task(stage.pump())
            tasks.create_task(_publish(stand, seconds_between))
    announce("The demo has ended.")


@contextmanager
def _until_told_to_stop() -> Iterator[None]:
    """Cancel the work inside at SIGINT or SIGTERM, and then end as if it had come to an end by itself."""
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    assert task is not None
    told = asyncio.Event()

    def stop() -> None:
        told.set()
        task.cancel()

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop)
    try:
        yield
    except asyncio.CancelledError:
        if not told.is_set():
            raise
        task.uncancel()
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)


@asynccontextmanager
async def _open_demo(
    settings: Settings, port: int, announce: Callable[[str], None]
) -> AsyncIterator[tuple[Newsstand, Stage]]:
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="callsheet-demo-")))
        stand = Newsstand(samples.load(DATA / "samples"), DATA / "samples" / "images", utcnow, EARLY)
        await stack.enter_async_context(open_newsstand(stand))
        ours = _settings(settings, folder)
        services = await stack.enter_async_context(open_services(ours, suggestions=_suggestions(stand, folder)))
        bot = Callsheet(services)
        stack.push_async_callback(bot.close)
        stage = await stack.enter_async_context(open_stage(bot, stand.pictures()))
        await _follow(services, stage, stand)
        await services.reading.catch_up(EARLY + 1)  # what is out already can be asked about at once
        tips = _tips(stand)
        page = await stack.enter_async_context(open_page(stage, tips, port))
        await _start(Jobs(services), stack)
        _greet(announce, page, tips)
        yield stand, stage


async def _start(jobs: Jobs, stack: AsyncExitStack) -> None:
    stack.push_async_callback(jobs.stop)
    await jobs.start()
    await stack.enter_async_context(jobs.delivering())


def _settings(settings: Settings, folder: Path) -> Settings:
    return replace(
        settings,
        token="",
        database_url=f"sqlite+aiosqlite:///{folder / 'demo.sqlite3'}",
        poll_interval=POLL_SECONDS,
        allow_private_addresses=True,
    )


def _suggestions(stand: Newsstand, folder: Path) -> Path:
    """Write down the sample outlets as feeds to suggest, so that /setup works without the internet."""
    feeds = [
        {
            "outlet": o.name,
            "url": stand.feed_url(o),
            "home": stand.home_url(o),
            "language": o.language,
            "about": o.tagline,
        }
        for o in stand.outlets
    ]
    # A JSON text is a TOML text as well.
    tables = ["\n".join(["[[feed]]", *(f"{key} = {json.dumps(text)}" for key, text in feed.items())]) for feed in feeds]
    path = folder / "suggested"
    path.mkdir()
    (path / "samples.toml").write_text("\n\n".join(['name = "Sample outlets"', *tables]), "utf-8")
    return path


async def _follow(services: Services, stage: Stage, stand: Newsstand) -> None:
    """Have the server follow what an admin might have chosen: all outlets but the last in #news, and two elsewhere."""
    channels = stage.guild.channels
    *followed, _spare = stand.outlets
    for place, outlets, words in (
        ("news", followed, ""),
        ("announcements", followed[1:2], "season AND (date OR premiere* OR renew*)"),
        ("premieres", followed[:1], "premiere* OR finale OR season"),
    ):
        for outlet in outlets:
            await services.follows.add(
                stage.guild.id, channels[place].id, stand.feed_url(outlet), stage.people[0].id, filter=words
            )


def _tips(stand: Newsstand) -> Sequence[tuple[str, str]]:
    spare = stand.outlets[-1]
    return (
        ("/news search zombie", "finds the founding story, as several outlets told it"),
        ("/title All of Us Are Dead", "tells what articles say of it; Evidence shows where"),
        ("/cast All of Us Are Dead", "tells who plays whom"),
        ("/person Park Ji-hoo", "knows her by any spelling"),
        ("/upcoming", "draws what comes out next"),
        ("/remind me All of Us Are Dead", "follows its date, which moves a minute later: see the direct messages"),
        ("/trivia play", "asks what the articles say; each answer shows the sentence it was read in"),
        ("/trivia stats", "draws how well you played"),
        ("/news latest", "pages through what came in"),
        ("Why this post?", "tells how a story got here"),
        ("/feed list", "shows how each feed fares"),
        (f"/feed add {stand.home_url(spare)}", f"follows {spare.name} as well"),
        ("/setup", "is how an admin begins; as Mina you see what members may do"),
    )


def _greet(announce: Callable[[str], None], page: Page, tips: Sequence[tuple[str, str]]) -> None:
    announce(f"Callsheet is on the simulated server Drama Club: open {page.url}")
    announce("Stories arrive by themselves. Type / in the page, for example:")
    for what, shows in tips:
        announce(f"  {what}  {shows}")
    announce("Ctrl-C ends the demo; nothing of it is kept.")


async def _publish(stand: Newsstand, seconds_between: float) -> None:
    for _ in range(stand.waiting):
        stand.release()
        await asyncio.sleep(seconds_between)

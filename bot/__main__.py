"""The command line: ``callsheet``, the same as ``python -m bot``.

Exit codes: 0 done, 1 failure, 2 usage, 78 configuration. What a command needs is imported inside it, so that each
starts no slower than it must.
"""

from __future__ import annotations

import asyncio
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot import __version__, log
from bot.commands import counted
from bot.commands import go as _go
from bot.commands import with_settings as _with_settings
from bot.commands.extract import extract
from bot.commands.facts import facts
from bot.commands.identity import identity
from bot.commands.trivia import trivia
from bot.commands.trivia_items import items
from bot.config import Settings
from bot.errors import CallsheetError, FeedError, StartupError

if TYPE_CHECKING:
    from bot.domain.models import Entry, ParsedFeed
    from bot.feeds.fetch import Fetched
    from bot.services.ingest import Ingest, Ingested

_NAME = "callsheet"


def main() -> None:
    """Run the command line; every error of ours is one line on stderr and an exit code, never a traceback."""
    try:
        cli.main(prog_name=_NAME)
    except StartupError as error:
        for sentence in error.sentences:
            click.echo(f"{_NAME}: {sentence}", err=True)
        sys.exit(error.exit_code)
    except CallsheetError as error:
        click.echo(f"{_NAME}: {error}", err=True)
        sys.exit(1)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name=_NAME)
def cli() -> None:
    """Follow TV, film and drama news, post each story once, and show where it was read.

    Settings come from the environment or from a file named .env in the current folder; see .env.example.
    """


cli.add_command(extract)
cli.add_command(facts)
cli.add_command(identity)
trivia.add_command(items)
cli.add_command(trivia)


@cli.command()
@_with_settings
def run(settings: Settings) -> None:
    """Run the bot on Discord (needs DISCORD_TOKEN) until it is told to stop."""
    from bot.app import run as run_bot  # noqa: PLC0415

    log.configure(settings)
    _go(run_bot(settings))


@cli.command()
@click.option("--port", default=8765, show_default=True, help="Port on 127.0.0.1; 0 takes a free one.")
@click.option("--seconds", default=8.0, show_default=True, help="Seconds between two sample stories.")
@_with_settings
def demo(settings: Settings, port: int, seconds: float) -> None:
    """Show the same bot in a simulated Discord in your browser, with sample stories and no token."""
    try:
        from bot.demo import run_demo  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise StartupError(
            f"The demo needs {error.name}, which is not installed: pip install 'callsheet[demo]'."
        ) from error
    log.configure(replace(settings, log_level="warning"))
    _go(run_demo(settings, port=port, seconds_between=seconds, announce=click.echo))


# ------------------------------------------------------------------ articles


@cli.command()
@click.argument("sources", nargs=-1, required=True, metavar="URL|FILE…")
@_with_settings
def ingest(settings: Settings, sources: tuple[str, ...]) -> None:
    """Read feeds or pages, from the web or from files, into the store and learn their facts; nothing is posted."""
    log.configure(replace(settings, log_level="error"))
    _go(_ingest(settings, sources))


async def _ingest(settings: Settings, sources: tuple[str, ...]) -> int:
    from bot.services import open_services  # noqa: PLC0415

    outcomes: list[str] = []
    failed = 0
    async with open_services(settings) as services:
        with click.progressbar(sources, label="Reading", file=sys.stderr, show_pos=True) as bar:
            for source in bar:
                try:
                    outcomes.append(f"{source}: {_learnt(await _ingest_one(services.ingest, source))}")
                except CallsheetError as error:
                    failed += 1
                    outcomes.append(f"failed: {error}")
    for outcome in outcomes:
        click.echo(outcome)
    click.echo(f"{len(sources) - failed} read, {failed} failed")
    return 1 if failed else 0


async def _ingest_one(ingest: Ingest, source: str) -> Ingested:
    return await (ingest.ingest_link(source) if "://" in source else ingest.ingest_file(Path(source)))


def _learnt(told: Ingested) -> str:
    words = [f"{told.new} new"]
    if told.facts:
        words.append(f"learnt {counted(told.facts, 'fact')} about {counted(told.titles, 'title')}")
    if told.moves:
        words.append(f"{counted(told.moves, 'release')} moved")
    return ", ".join(words)


@cli.command()
@click.argument("query", nargs=-1, required=True)
@click.option("--page", default=1, show_default=True, help="Which page of results.")
@_with_settings
def search(settings: Settings, query: tuple[str, ...], page: int) -> None:
    """Search the stored stories: words, "phrases", -excluded."""
    log.configure(replace(settings, log_level="error"))
    _go(_search(settings, " ".join(query), page))


async def _search(settings: Settings, text: str, page: int) -> int:
    from bot.domain.models import StoryQuery  # noqa: PLC0415
    from bot.services import open_services  # noqa: PLC0415

    async with open_services(settings) as services:
        found = await services.news.search(StoryQuery(text=text), page)
    for view in found.stories:
        article = view.article
        click.echo(f"{article.at:%Y-%m-%d}  {article.headline}")
        click.echo(f"            {', '.join(view.outlets)}  {article.url or ''}")
    click.echo(f"{found.total} found" + (f", page {found.page} of {found.pages}" if found.pages > 1 else ""))
    return 0


# ------------------------------------------------------------------ feeds


@cli.group()
def feeds() -> None:
    """Look into feeds."""


@feeds.command()
@click.argument("url")
@_with_settings
def check(settings: Settings, url: str) -> None:
    """Show what a fetch of URL got, how it was parsed and dated, and every warning. Stores nothing."""
    log.configure(replace(settings, log_level="error"))
    _go(_check(settings, url))


async def _check(settings: Settings, url: str) -> int:
    from bot.feeds.fetch import Fetched, open_fetcher  # noqa: PLC0415
    from bot.feeds.sandbox import open_sandbox  # noqa: PLC0415

    fetching = open_fetcher(user_agent=settings.user_agent, allow_private=settings.allow_private_addresses)
    async with fetching as fetcher, open_sandbox() as sandbox:
        fetched = await fetcher.get(url)
        assert isinstance(fetched, Fetched), "an unconditional request has a body"
        _tell_fetch(fetched)
        try:
            parsed = await sandbox.parse(fetched.body, fetched.url, fetched.content_type)
        except FeedError as error:
            click.echo(f"not read:  {error.detail}")
            for link in await sandbox.links(fetched.body, fetched.url, fetched.content_type):
                click.echo(f"this page names a feed: {link}")
            return 1
    _tell_feed(parsed)
    return 0


def _tell_fetch(fetched: Fetched) -> None:
    click.echo(f"fetched:   {fetched.url}" + (" (moved for good)" if fetched.moved_to else ""))
    click.echo(f"got:       {len(fetched.body):,} bytes of {fetched.content_type or 'no stated type'}")
    marks = (fetched.validators.etag and "ETag", fetched.validators.last_modified and "Last-Modified")
    click.echo(
        f"validators: {', '.join(mark for mark in marks if mark) or 'none: every poll will cost a whole download'}"
    )


def _tell_feed(parsed: ParsedFeed) -> None:
    click.echo(f"format:    {parsed.version}, language {parsed.language or 'not stated'}")
    click.echo(f"title:     {parsed.title}")
    click.echo(f"entries:   {len(parsed.entries)}")
    for entry in parsed.entries:
        _tell_entry(entry)
    for warning in parsed.warnings:
        click.echo(f"warning:   {warning}")


def _tell_entry(entry: Entry) -> None:
    date = entry.published_at.isoformat(timespec="minutes") if entry.published_at else "no date"
    click.echo(f"  {date}  {entry.headline}")
    missing = [name for name, value in (("link", entry.url), ("guid", entry.guid)) if not value]
    for warning in (*entry.warnings, *(f"no {name}" for name in missing)):
        click.echo(f"      warning: {warning}")


# ------------------------------------------------------------------ database


@cli.group()
def db() -> None:
    """Care for the database."""


@db.command()
@_with_settings
def upgrade(settings: Settings) -> None:
    """Bring the schema up to this version's (the bot does it at start as well)."""
    from bot.store.migrate import upgrade as upgrade_schema  # noqa: PLC0415

    log.configure(replace(settings, log_level="error"))
    asyncio.run(upgrade_schema(settings.database_url))
    click.echo("the schema is up to date")


@db.command()
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path))
@_with_settings
def backup(settings: Settings, path: Path) -> None:
    """Write a consistent copy of the database to PATH, while the bot may be running."""
    from bot.store.backup import backup as write_backup  # noqa: PLC0415

    log.configure(replace(settings, log_level="error"))
    asyncio.run(write_backup(settings.database_url, path))
    click.echo(f"written: {path} ({path.stat().st_size:,} bytes)")


@db.command(name="check")
@_with_settings
def check_database(settings: Settings) -> None:
    """Look for damage: pages, references, schema version, search index."""
    from bot.store.backup import check as find_faults  # noqa: PLC0415

    log.configure(replace(settings, log_level="error"))
    faults = asyncio.run(find_faults(settings.database_url))
    for fault in faults:
        click.echo(fault, err=True)
    if faults:
        sys.exit(1)
    click.echo("no damage found")


@db.command()
@click.option("--all", "every", is_flag=True, help="All articles, not only those that an older version read.")
@_with_settings
def reextract(settings: Settings, every: bool) -> None:
    """Read stored articles again where this version reads better; what people decided stays.

    It may be broken off at any time, and goes on from there.
    """
    log.configure(replace(settings, log_level="error"))
    _go(_reextract(settings, every=every))


async def _reextract(settings: Settings, *, every: bool) -> int:
    from bot.services import open_services  # noqa: PLC0415

    articles = new = 0
    async with open_services(settings) as services:
        length = await services.reading.unread(every=every)
        with click.progressbar(length=length, label="Reading", file=sys.stderr, show_pos=True) as bar:
            async for learnt in services.reading.reread(every=every):
                articles, new = articles + 1, new + learnt.facts
                bar.update(1)
    click.echo(f"{counted(articles, 'article')} read, {counted(new, 'fact')} learnt")
    return 0


if __name__ == "__main__":
    main()

"""A store in which two stories about Glass Harbor were read, and the command line over it."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from structlog.testing import capture_logs

from bot import log
from bot.__main__ import cli
from bot.domain.models import Entry
from bot.extraction import VERSION
from bot.services.learning import learn
from bot.store import articles
from bot.store.database import Database, open_database
from bot.store.migrate import upgrade
from tests.commandline import Ended
from tests.sayings import HARBOR, says, told

START = datetime(2026, 3, 2, 12, tzinfo=UTC)
STORIES = {
    "Soompi": HARBOR,
    "Variety": says(
        told("publication_date", "2026-01", season=2, certainty="reported"),
        told("publication_date", "2023-10-06", season=1),
        told("cast_member", "Oh Hye-rin", season=2, negated=True),
        told("genre", "noir", of="Glass House"),
        told("director", "Im Chan-sick", of="Glass House"),
    ),
}


@pytest.fixture
async def store(tmp_path) -> AsyncIterator[Database]:
    (tmp_path / "var").mkdir()
    url = f"sqlite+aiosqlite:///{tmp_path}/var/callsheet.sqlite3"
    await upgrade(url)
    async with open_database(url) as db:
        for day, (outlet, said) in enumerate(STORIES.items()):
            at = START + timedelta(days=day)
            async with db.write() as conn:
                entry = Entry(f"{outlet} reports", f"https://{outlet.lower()}.example/a", published_at=at)
                made = await articles.add_single(conn, entry, outlet, at)
                await learn(conn, made, said, VERSION, at)
        yield db


@pytest.fixture
def callsheet(tmp_path, store, monkeypatch):
    """Run the command line over that store, in this process: its words are what is tested here, not its start."""
    monkeypatch.setattr(log, "configure", lambda _settings: None)
    variables = {"CALLSHEET_DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path}/var/callsheet.sqlite3"}

    async def callsheet(*arguments):
        with capture_logs():
            ended = await asyncio.to_thread(CliRunner(env=variables).invoke, cli, arguments, prog_name="callsheet")
        assert ended.exception is None or isinstance(ended.exception, SystemExit), ended.exception
        return Ended(ended.exit_code, ended.stdout, ended.stderr)

    return callsheet

"""The command line as its users meet it: a real process, its words, its exit code."""

import functools
import sqlite3

import pytest

from bot import __version__
from tests.commandline import callsheet_in
from tests.feedserver import FeedServer, Item


@pytest.fixture
def callsheet(tmp_path):
    """Run the command line in an empty folder."""
    return functools.partial(callsheet_in, tmp_path)


@pytest.fixture
async def site():
    async with FeedServer.running() as server:
        server.rss(
            "/feed.xml",
            [
                Item("Zombie school returns", server.url("/z"), "z", "The survivors of Hyosan are back."),
                Item("A date for the finale", server.url("/d"), "d", "It ends in May.", published=None),
            ],
        )
        server.put(
            "/",
            b'<html><head><link rel="alternate" type="application/rss+xml" href="/feed.xml"></head></html>',
            "text/html",
        )
        yield server


async def test_the_version(callsheet):
    assert (await callsheet("--version")).out == f"callsheet, version {__version__}\n"


@pytest.mark.parametrize(
    "command",
    [
        *("run", "demo", "ingest", "search", "feeds check", "facts", "identity", "identity merge"),
        *("db upgrade", "db backup", "db check", "db reextract"),
    ],
)
async def test_help_works_whatever_the_settings_are(callsheet, command):
    ended = await callsheet(*command.split(), "--help", CALLSHEET_LOG_LEVEL="nonsense")
    assert ended.code == 0
    assert ended.out.startswith(f"Usage: callsheet {command} ")


async def test_wrong_usage_is_2(callsheet):
    ended = await callsheet("dance")
    assert ended.code == 2
    assert "No such command 'dance'" in ended.err


async def test_a_wrong_setting_is_78_and_one_sentence(callsheet):
    ended = await callsheet("db", "check", CALLSHEET_LOG_LEVEL="nonsense")
    assert ended.code == 78
    assert ended.err == "callsheet: CALLSHEET_LOG_LEVEL must be one of debug, info, warning, error, not 'nonsense'.\n"


async def test_run_without_a_token_is_78_and_names_it(callsheet):
    ended = await callsheet("run")
    assert ended.code == 78
    assert "DISCORD_TOKEN" in ended.err
    assert "Traceback" not in ended.err


async def test_ingest_then_search(callsheet, site, tmp_path):
    (tmp_path / "local.xml").write_bytes(
        b"<rss version='2.0'><channel><title>Local</title><item><title>From a file</title></item></channel></rss>"
    )
    ended = await callsheet("ingest", site.url("/feed.xml"), "local.xml", site.url("/nowhere"))
    assert ended.code == 1
    assert f"{site.url('/feed.xml')}: 2 new" in ended.out
    assert "local.xml: 1 new" in ended.out
    assert "HTTP 404" in ended.out
    assert ended.out.endswith("2 read, 1 failed\n")

    again = await callsheet("ingest", site.url("/feed.xml"))
    assert (again.code, f"{site.url('/feed.xml')}: 0 new" in again.out) == (0, True)

    found = await callsheet("search", "zombie")
    assert found.code == 0
    assert "2026-03-01  Zombie school returns" in found.out
    assert site.url("/z") in found.out
    assert found.out.endswith("1 found\n")
    assert (await callsheet("search", "nothing", "like", "it")).out == "0 found\n"


async def test_feeds_check_tells_what_it_got(callsheet, site):
    ended = await callsheet("feeds", "check", site.url("/feed.xml"))
    assert ended.code == 0
    for part in (
        "entries:   2",
        "2026-03-01T12:00+00:00  Zombie school returns",
        "no date  A date for the finale",
        "ETag",
    ):
        assert part in ended.out


async def test_feeds_check_of_a_site_names_its_feed(callsheet, site):
    ended = await callsheet("feeds", "check", site.url("/"))
    assert ended.code == 1
    assert f"this page names a feed: {site.url('/feed.xml')}" in ended.out


async def test_feeds_check_of_nothing_says_why(callsheet, site):
    ended = await callsheet("feeds", "check", site.url("/nowhere"))
    assert ended.code == 1
    assert "gone: HTTP 404" in ended.err
    refused = await callsheet("feeds", "check", site.url("/feed.xml"), CALLSHEET_ALLOW_PRIVATE_ADDRESSES="false")
    assert refused.code == 1
    assert "this very machine" in refused.err


async def test_the_database_is_made_copied_and_checked(callsheet, tmp_path):
    assert (await callsheet("db", "upgrade")).out == "the schema is up to date\n"
    copied = await callsheet("db", "backup", "copy.sqlite3")
    assert copied.out.startswith("written: copy.sqlite3 (")
    with sqlite3.connect(tmp_path / "copy.sqlite3") as copy:
        assert ("article",) in copy.execute("SELECT name FROM sqlite_master").fetchall()
    copy.close()
    assert (await callsheet("db", "check")).out == "no damage found\n"


async def test_a_damaged_database_is_told(callsheet, tmp_path):
    await callsheet("db", "upgrade")
    with sqlite3.connect(tmp_path / "var/callsheet.sqlite3") as database:
        database.execute("UPDATE alembic_version SET version_num = 'unheard of'")
    database.close()
    ended = await callsheet("db", "check")
    assert ended.code == 1
    assert ended.err
    assert "Traceback" not in ended.err

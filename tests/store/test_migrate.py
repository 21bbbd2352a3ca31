"""Migrations: they make exactly the schema that the code expects, all or nothing, and cost nothing when done."""

import asyncio
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import bindparam, inspect, text

from bot.errors import StoreError
from bot.store import deliveries, facts, migrate, schema
from bot.store.database import open_database
from bot.store.name_search import suggest
from bot.store.types import UtcDateTime
from tests.store.knowing import make_title, said
from tests.store.making import NOW

ROOT = Path(__file__).resolve().parents[2]
SEARCH = "article_search"
REVISIONS = [one.revision for one in ScriptDirectory(str(migrate.MIGRATIONS)).walk_revisions()]
HEAD, *EARLIER = REVISIONS


async def step_by_step(url):
    async with open_database(url) as database, database.write() as conn:
        await conn.run_sync(migrate.run_steps)


@pytest.fixture(params=[migrate.upgrade, step_by_step], ids=["at once", "step by step"])
async def url(request, new_url):
    """A database of the test's own with the newest schema, made in both ways; these tests change it."""
    await request.param(new_url)
    return new_url


async def asked(url, question):
    """What a function of a synchronous connection finds."""
    async with open_database(url) as database, database.read() as conn:
        return await conn.run_sync(question)


def differences(connection):
    def ours(_object, name, kind, *_):
        return not (kind == "table" and name.startswith(SEARCH))

    context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": ours})
    return compare_metadata(context, schema.metadata)


def tables(connection):
    return set(inspect(connection).get_table_names())


async def test_an_empty_database_is_not_current(new_url):
    assert not await migrate.is_current(new_url)


async def test_the_migrations_make_the_schema_that_the_code_expects(url):
    assert await migrate.is_current(url)
    assert await asked(url, differences) == []
    assert tables_of_code() <= await asked(url, tables)


async def test_both_ways_make_the_same_statement_by_statement(tmp_path):
    """What Alembic's comparison does not look at: checks, search table, version table, every word in any order."""
    made = []
    for way in (migrate.upgrade, step_by_step):
        url = f"sqlite+aiosqlite:///{tmp_path}/{way.__name__}.sqlite3"
        await way(url)
        made.append((await asked(url, statements), await asked(url, order_of_indices)))
    assert made[0] == made[1]


def statements(connection):
    rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
    return {name: sorted(re.findall(r"[^\s,()]+", sql)) for name, sql in rows}


def order_of_indices(connection):
    """For each table, for the planner prefers among equals by it."""
    rows = connection.execute(text("SELECT tbl_name, name FROM sqlite_master WHERE type = 'index' ORDER BY rowid"))
    found = {}
    for table, name in rows:
        found.setdefault(table, []).append(name)
    return found


def release(connection, revision):
    """Make the database as that release made it."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(migrate.MIGRATIONS))
    command.upgrade(config, revision)


STORY = {"headline": "Old news", "lead": ""}
ARTICLE = {
    "story_id": 7,
    "outlet": "Soompi",
    "private": False,
    "url": "https://news.example/old",
    "headline": "Old news",
    "categories": "[]",
    "summary": "Short.",
    "text": "All of it.",
}
DELIVERY = {
    "kind": "story",
    "key": "story:7:2",
    "guild_id": 1,
    "channel_id": 2,
    "state": "sent",
    "article_id": 5,
    "digest": False,
    "payload": "{}",
    "reason": "",
    "attempts": 1,
}
NEWS = (
    ("story", 7, STORY, ("first_at", "last_at")),
    ("article", 5, ARTICLE, ("at", "first_seen_at")),
    ("delivery", 3, DELIVERY, ("due_at", "created_at")),
)


async def old_news(conn):
    """Rows as the first release stored them."""
    for table, row_id, told, instants in NEWS:
        row = {"id": row_id, **told, **dict.fromkeys(instants, NOW)}
        into = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join(f':{name}' for name in row)})"
        await conn.execute(text(into).bindparams(*(bindparam(name, type_=UtcDateTime) for name in instants)), row)


@pytest.mark.parametrize("revision", EARLIER)
async def test_a_database_of_an_earlier_release_is_brought_forward_with_all_that_it_holds(new_url, revision):
    async with open_database(new_url) as database, database.write() as conn:
        await conn.run_sync(release, revision)
        await old_news(conn)
    assert not await migrate.is_current(new_url)
    await migrate.upgrade(new_url)
    assert await migrate.is_current(new_url)
    assert await asked(new_url, differences) == []
    async with open_database(new_url) as database, database.write() as conn:
        [article] = await facts.unread(conn, 1, 0, 5)
        assert (article.id, article.headline, article.text, article.first_seen_at) == (5, "Old news", "All of it.", NOW)
        assert [one.id for one in await deliveries.of_article(conn, 5)] == [3]
        title_id = await make_title(conn)
        assert await facts.replace(conn, 5, [said(title_id, "genre", "drama")], 1, NOW) == 1
        assert await facts.unread(conn, 1, 0, 5) == []
        assert [hit.id for hit in await suggest(conn, None, "squid")] == [title_id]


@pytest.mark.parametrize("revision", EARLIER)
async def test_indices_are_those_of_a_new_database_whichever_release_it_began_with(tmp_path, revision):
    made = []
    for number, began in enumerate((migrate.create, lambda conn: conn.run_sync(release, revision))):
        url = f"sqlite+aiosqlite:///{tmp_path}/{number}.sqlite3"
        async with open_database(url) as database, database.write() as conn:
            await began(conn)
        await migrate.upgrade(url)
        made.append((await asked(url, statements), await asked(url, order_of_indices)))
    assert made[0] == made[1]


async def test_a_table_in_the_way_is_a_store_error_and_nothing_is_made(new_url):
    async with open_database(new_url) as database, database.write() as conn:
        await conn.execute(text("CREATE TABLE meta (x INTEGER)"))
    with pytest.raises(StoreError, match="meta"):
        await migrate.upgrade(new_url)
    assert await asked(new_url, tables) == {"meta"}


def tables_of_code():
    return {*schema.metadata.tables, SEARCH, "alembic_version"}


async def test_a_difference_would_be_seen(database):
    """The comparison above is not blind: it tells of a missing column, index and table."""
    async with database.write() as conn:
        await conn.execute(text("DROP TABLE meta"))
        await conn.execute(text("DROP INDEX ix_delivery_open_due"))
        await conn.execute(text("ALTER TABLE guild ADD COLUMN hobby TEXT"))
        found = await conn.run_sync(differences)
    assert sorted(difference[0] for difference in found) == ["add_index", "add_table", "remove_column"]


async def test_partial_indices_are_as_narrow_as_the_schema_says(tmp_path):
    """Alembic's comparison overlooks the WHERE of an index, and WITHOUT ROWID and AUTOINCREMENT of a table."""
    url = f"sqlite+aiosqlite:///{tmp_path}/steps.sqlite3"
    await step_by_step(url)
    async with open_database(url) as database, database.read() as conn:
        rows = await conn.execute(text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
        made = dict(rows.all())
    for table in schema.metadata.sorted_tables:
        assert ("WITHOUT ROWID" in made[table.name]) == (not table.dialect_options["sqlite"]["with_rowid"])
        assert ("AUTOINCREMENT" in made[table.name]) == bool(table.dialect_options["sqlite"]["autoincrement"])
        for index in table.indexes:
            where = index.dialect_options["sqlite"]["where"]
            written = where is not None and str(where.compile(compile_kwargs={"literal_binds": True}))
            assert (written or "").replace(f"{table.name}.", "") == made[index.name].partition(" WHERE ")[2]


async def test_the_search_table_holds_words_and_nothing_else(url):
    columns = await asked(url, lambda sync: {column["name"] for column in inspect(sync).get_columns(SEARCH)})
    assert columns == ({"headline", "body"} if url.startswith("sqlite") else {"article_id", "document"})


def test_the_newest_version_is_told_by_the_names_of_the_files():
    config = Config()
    config.set_main_option("script_location", str(migrate.MIGRATIONS))
    scripts = ScriptDirectory.from_config(config)
    assert scripts.get_heads() == [migrate.newest()]
    assert all(Path(one.path).stem.partition("_")[0] == one.revision for one in scripts.walk_revisions())


async def test_upgrading_twice_changes_nothing(url):
    await migrate.upgrade(url)
    assert await migrate.is_current(url)


async def test_upgrading_at_once_from_two_sides_upgrades_once(new_url):
    await asyncio.gather(migrate.upgrade(new_url), migrate.upgrade(new_url))
    assert await migrate.is_current(new_url)


async def test_a_database_of_a_newer_version_is_left_alone(url):
    async with open_database(url) as database, database.write() as conn:
        await conn.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for act in (migrate.is_current, migrate.upgrade):
        with pytest.raises(StoreError, match="newer Callsheet"):
            await act(url)


@pytest.fixture
def further_step(tmp_path, monkeypatch):
    """Migrations of a coming version, to which a test adds the step."""
    folder = shutil.copytree(migrate.MIGRATIONS, tmp_path / "100%" / "migrations")
    monkeypatch.setattr(migrate, "MIGRATIONS", folder)
    head = f'from alembic import op\nrevision, down_revision = "9000", "{HEAD}"\ndef upgrade():\n'
    return lambda *steps: (folder / "versions/9000_more.py").write_text(head + "".join(f"    {one}\n" for one in steps))


async def test_a_step_further_is_taken(url, further_step):
    further_step('op.execute("CREATE TABLE more (x INTEGER)")')
    assert not await migrate.is_current(url)
    await migrate.upgrade(url)
    assert await migrate.is_current(url)
    assert "more" in await asked(url, tables)


async def test_a_step_that_fails_leaves_the_database_as_it_was(url, further_step):
    further_step('op.execute("CREATE TABLE more (x INTEGER)")', 'op.execute("CREATE TABLE meta (x INTEGER)")')
    with pytest.raises(StoreError, match="meta"):
        await migrate.upgrade(url)
    assert await asked(url, migrate_version) == HEAD
    assert "more" not in await asked(url, tables)


def migrate_version(connection):
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


async def test_a_version_that_never_was_is_a_store_error(url):
    async with open_database(url) as database, database.write() as conn:
        await conn.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    with pytest.raises(StoreError, match="cannot be upgraded"):
        await migrate.upgrade(url)


CURRENT = """
import asyncio, sys
from bot.store import migrate
asyncio.run(migrate.upgrade(sys.argv[1]))
print("alembic" in sys.modules)
"""


@pytest.mark.parametrize("new", [True, False])
def test_a_new_or_current_schema_costs_no_import_of_alembic(new, migrated_file, tmp_path):
    file = tmp_path / "callsheet.sqlite3"
    if not new:
        shutil.copy(migrated_file, file)
    command = [sys.executable, "-c", CURRENT, f"sqlite+aiosqlite:///{file}"]
    told = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    assert told.stdout.split() == ["False"]

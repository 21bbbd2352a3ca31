"""What is kept of one person beside their reminders: given to them by name, and made nobody's."""

import pytest
from sqlalchemy import select

from bot.domain.claims import claim_of
from bot.domain.facts import NameKind, Verdict
from bot.store import facts, personal, schema, title_follows, verdicts
from tests.store.knowing import make_person, make_title, said, tell
from tests.store.making import ADMIN, CHANNEL, GUILD, NOW, follow, make_feed

MINA, THEO = 501, 502
TABLES = {"report": "user_id", "verdict": "decided_by", "subscription": "created_by", "follow": "created_by"}


@pytest.fixture
async def conn(database):
    async with database.write() as connection:
        yield connection


async def kept_of(conn, *users):
    """Have an admin follow, members report, and the admin decide."""
    title_id, person_id = await make_title(conn), await make_person(conn)
    await tell(conn, said(title_id, "genre", "thriller"))
    [fact] = await facts.of_title(conn, title_id, None)
    for user in users:
        await verdicts.report(conn, fact, GUILD, user, NOW)
    await verdicts.decide(conn, claim_of(fact), Verdict.WRONG, GUILD, by=ADMIN, now=NOW)
    await follow(conn, await make_feed(conn))
    for kind, of_id in ((NameKind.TITLE, title_id), (NameKind.PERSON, person_id)):
        await title_follows.add(
            conn,
            guild_id=GUILD,
            channel_id=CHANNEL,
            kind=kind,
            of_id=of_id,
            role_id=None,
            created_by=ADMIN,
            now=NOW,
        )
    return fact


async def test_everybody_gets_their_own_with_names(conn):
    await kept_of(conn, MINA, THEO)
    kept = await personal.export(conn, ADMIN)
    assert kept["reports"] == []
    assert [(one["title"], one["value"], one["verdict"]) for one in kept["decisions"]] == [
        ("Squid Game", "thriller", Verdict.WRONG)
    ]
    assert [(one["outlet"], one["channel_id"]) for one in kept["feeds_followed"]] == [("Soompi", CHANNEL)]
    assert [one["name"] for one in kept["titles_and_people_followed"]] == ["Squid Game", "Lee Jung-jae"]
    assert [one["title"] for one in (await personal.export(conn, MINA))["reports"]] == ["Squid Game"]
    assert not any((await personal.export(conn, 999)).values())


async def test_who_is_forgotten_leaves_what_they_did_to_nobody(conn):
    fact = await kept_of(conn, MINA, THEO)
    for user in (MINA, ADMIN):
        await personal.anonymise(conn, user)
        assert not any((await personal.export(conn, user)).values())
    [waiting] = await verdicts.open_reports(conn, GUILD, 10)
    assert (waiting.claim, waiting.reporters) == (claim_of(fact), 2), "each report stays somebody's"
    for table, column in TABLES.items():
        known = set(await conn.scalars(select(getattr(schema, table).c[column])))
        assert known.isdisjoint({MINA, ADMIN}), table
    assert (await personal.export(conn, THEO))["reports"]


async def test_one_who_was_forgotten_may_report_again(conn):
    fact = await kept_of(conn, MINA)
    await personal.anonymise(conn, MINA)
    assert await verdicts.report(conn, fact, GUILD, MINA, NOW)

"""What is kept of one person beside their reminders: given to them by name, and made nobody's."""

from dataclasses import replace
from datetime import time

import pytest
from sqlalchemy import select

from bot.domain.claims import claim_of
from bot.domain.facts import NameKind, Verdict
from bot.domain.games import Answer
from bot.services import ratings
from bot.store import facts, games, guilds, personal, rounds, schema, title_follows, verdicts
from tests.store.knowing import make_person, make_title, said, tell
from tests.store.making import ADMIN, CHANNEL, GUILD, NOW, follow, make_feed
from tests.store.test_trivia import WANTED, make_round

MINA, THEO = 501, 502
KNOWN = {
    *("answer.user_id", "memory.user_id", "player.user_id", "player_server.user_id", "member.user_id"),
    *("reminder.user_id", "report.user_id", "verdict.decided_by", "game.host_id", "daily.created_by"),
    *("follow.created_by", "subscription.created_by"),
    *("identity_change.changed_by", "delivery.claimed_by"),  # the operator's command line, and a worker
}
"""Forgotten by ``personal.anonymise``, ``reminders.forget`` or ``members.forget``."""

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


async def played(conn):
    """Have Mina begin a game and set up a daily question; she and Theo answer."""
    made = await make_round(conn, await games.add(conn, replace(WANTED, host_id=MINA), NOW, NOW))
    given = [Answer(made.id, user, choice, NOW, points=100) for user, choice in ((MINA, 0), (THEO, 1))]
    await rounds.give(conn, given)
    await rounds.close(conn, made.id, NOW, given)
    await ratings.learn(conn, replace(made, closed_at=NOW), given, NOW)
    await guilds.joined(conn, GUILD, NOW)
    streak = {"guild_id": GUILD, "streak": 2, "best_streak": 5, "last_day": NOW.date()}
    await conn.execute(schema.player_server.insert(), [{**streak, "user_id": user} for user in (MINA, THEO)])
    place = {"guild_id": GUILD, "channel_id": CHANNEL, "at": time(9), "zone": "UTC", "locale": "en", "due_at": NOW}
    await conn.execute(schema.daily.insert(), {**place, "created_by": MINA})
    return made


async def test_what_somebody_played_is_given_to_them(conn):
    await played(conn)
    kept = await personal.export(conn, MINA)
    [answered] = kept["trivia_answers"]
    assert (answered["title"], answered["kind"], answered["choice"], answered["points"]) == (
        "Glass Harbor",
        "director",
        0,
        100,
    )
    assert answered["right"]
    assert answered["rating"] == kept["trivia_rating"][0]["rating"] > 1500
    assert [one["best_streak"] for one in kept["trivia_streaks"]] == [5]
    assert [one["title"] for one in kept["trivia_to_meet_again"]] == ["Glass Harbor"]
    assert [one["channel_id"] for one in kept["trivia_games_begun"]] == [CHANNEL]
    assert [one["zone"] for one in kept["trivia_dailies_set_up"]] == ["UTC"]


async def test_who_is_forgotten_leaves_no_trace_on_any_board(conn):
    made = await played(conn)
    await personal.anonymise(conn, MINA)
    assert not any((await personal.export(conn, MINA)).values())
    assert [one.user_id for one in await games.scores(conn, made.game_id)] == [THEO]
    for table in ("answer", "player", "player_server", "memory"):
        assert list(await conn.scalars(select(getattr(schema, table).c.user_id))) == [THEO], table
    assert [one.user_id for one in await rounds.answers(conn, made.id)] == [THEO]
    assert (await games.get(conn, made.game_id)).host_id == personal.NOBODY
    assert list(await conn.scalars(select(schema.daily.c.created_by))) == [personal.NOBODY]


async def test_every_column_that_names_a_person_is_known_to_forgetting():
    people = {
        f"{table.name}.{column.name}"
        for table in schema.metadata.sorted_tables
        for column in table.columns
        if column.name in {"user_id", "host_id"} or column.name.endswith("_by")
    }
    assert people == KNOWN


async def test_one_who_was_forgotten_may_report_again(conn):
    fact = await kept_of(conn, MINA)
    await personal.anonymise(conn, MINA)
    assert await verdicts.report(conn, fact, GUILD, MINA, NOW)

"""Queries that run on every tick, keystroke or post find their rows by an index, and their number does not grow."""

import re
from contextlib import contextmanager
from dataclasses import replace

import pytest
from sqlalchemy import event, text

from bot.domain.facts import Claim, NameKind, Predicate, Verdict
from bot.domain.footing import NOTHING, Footing
from bot.domain.models import Delivery, DeliveryKind, StoryQuery
from bot.domain.moderation import ReportOutcome
from bot.domain.releases import ReleaseStatus
from bot.domain.reminders import Before
from bot.store import (
    articles,
    channels,
    decisions,
    deliveries,
    edits,
    events,
    facts,
    feeds,
    games,
    guilds,
    items,
    members,
    names,
    planning,
    questions,
    ratings,
    releases,
    reminders,
    rounds,
    stories,
    subscriptions,
    title_follows,
    verdicts,
)
from bot.store.database import open_database
from bot.store.name_search import suggest
from bot.store.planning import Group, Saying
from bot.store.reminders import Wish
from bot.store.search import search
from tests.store.knowing import make_person, make_title, said
from tests.store.making import (
    ADMIN,
    CHANNEL,
    DAY,
    GUILD,
    MINUTE,
    NOW,
    delivery,
    follow,
    make_feed,
    new_article,
    poll,
    sighting,
)

CLAIM = Claim(1, -1, Predicate.CAST_MEMBER, "p1")
TITLE, PERSON = NameKind
SAID = Delivery(1, DeliveryKind.RELEASE, "follow:1", GUILD, CHANNEL, NOW, NOW, follow_id=1)

WAITING = Group("UTC", 1, -1, 0, "", "", ReleaseStatus.ANNOUNCED)
ROW = Delivery(1, DeliveryKind.REMINDER, "remind:1:x", 0, ADMIN, NOW, NOW)

HOT = {
    "claim": lambda conn: deliveries.claim(conn, "w", NOW, MINUTE, 5),
    "mark sent": lambda conn: deliveries.mark_sent(conn, [1], 7, NOW),
    "retry": lambda conn: deliveries.retry(conn, [1], NOW, "x"),
    "close": lambda conn: deliveries.close(conn, [1], deliveries.DeliveryState.FAILED, "x", NOW),
    "expire": lambda conn: deliveries.expire(conn, NOW),
    "next due": deliveries.next_due,
    "wake channel": lambda conn: deliveries.wake_channel(conn, CHANNEL),
    "of story": lambda conn: deliveries.of_story(conn, 1, GUILD),
    "recent sent": lambda conn: deliveries.recent_sent(conn, CHANNEL, NOW),
    "of message": lambda conn: deliveries.of_message(conn, CHANNEL, 7),
    "of article": lambda conn: deliveries.of_article(conn, 1),
    "counts": deliveries.counts,
    "edits": lambda conn: edits.claim_edits(conn, "w", NOW, MINUTE, 5),
    "mark edits": lambda conn: edits.mark_due(conn, [1], NOW),
    "mark edits of stories": lambda conn: edits.mark_stories_due(conn, [1], NOW),
    "due feeds": lambda conn: feeds.due(conn, NOW, 5),
    "settings": lambda conn: guilds.settings(conn, GUILD),
    "follows": lambda conn: subscriptions.of_feed(conn, 1),
    "subscriptions": lambda conn: subscriptions.of_guild(conn, GUILD),
    "blocked": lambda conn: subscriptions.set_blocked(conn, CHANNEL, None),
    "unfollow": lambda conn: subscriptions.remove(conn, 1, NOW),
    "closed channels": lambda conn: channels.closed(conn, GUILD),
    "is unread": lambda conn: articles.is_unread(conn, 1),
    "is news": lambda conn: title_follows.is_news(conn, 1, seen_since=NOW, at_since=NOW),
    "spoken of": lambda conn: title_follows.spoken_of(conn, 1),
    "interested": lambda conn: title_follows.interested(conn, 1, [1], [1]),
    "followed lately": lambda conn: title_follows.lately(conn, [1, 2], NOW),
    "lend a role": lambda conn: title_follows.lend_role(conn, [("story:1:1", 1)]),
    "pinged by a story": lambda conn: title_follows.pinged_by_story(conn, SAID),
    "title follows": lambda conn: title_follows.of_guild(conn, GUILD),
    "unfollow a title": lambda conn: title_follows.remove(conn, 1, NOW),
    "events concern": lambda conn: events.concerned(conn, 1),
    "events": lambda conn: events.of_guild(conn, GUILD),
    "events wait": lambda conn: events.waiting(conn, GUILD),
    "events to come": lambda conn: events.followed(conn, GUILD, NOW.date()),
    "known entries": lambda conn: articles.known_entries(conn, 1, ["guid:1", "guid:2"]),
    "by own address": lambda conn: articles.ids_by_url(conn, ["https://a.example/"]),
    "by address": lambda conn: articles.by_url(conn, "https://a.example/"),
    "of feed": lambda conn: articles.of_feed(conn, 1, 5),
    "outlets": lambda conn: articles.outlets(conn, GUILD),
    "wanting page": lambda conn: articles.wanting_page(conn, 5),
    "visible": lambda conn: articles.visible_to(conn, 1, GUILD),
    "tidy articles": lambda conn: articles.tidy(conn, NOW + DAY),
    "tidy deliveries": lambda conn: deliveries.tidy(conn, NOW),
    "tidy decisions": lambda conn: decisions.tidy(conn, NOW),
    "why": lambda conn: decisions.of_article(conn, 1, GUILD),
    "sketches": lambda conn: stories.sketches(conn, NOW - 3 * DAY),
    "latest": lambda conn: stories.latest(conn, StoryQuery(guild_id=GUILD), 0, 5),
    "latest since": lambda conn: stories.latest(conn, StoryQuery(since=NOW), 0, 5),
    "latest of outlet": lambda conn: stories.latest(conn, StoryQuery(outlet="Soompi", since=NOW), 0, 5),
    "facts of title": lambda conn: facts.of_title(conn, 1, GUILD),
    "facts of person": lambda conn: facts.of_person(conn, 1, GUILD),
    "facts of story": lambda conn: facts.of_story(conn, 1, GUILD),
    "facts of articles": lambda conn: facts.of_articles(conn, [1, 2]),
    "fact": lambda conn: facts.get(conn, 1, GUILD),
    "titles of people": lambda conn: facts.titles_of_people(conn, [1]),
    "people of titles": lambda conn: facts.people_of_titles(conn, [1]),
    "years of titles": lambda conn: facts.years_of_titles(conn, [1]),
    "unread": lambda conn: facts.unread(conn, 2, 0, 5),
    "count unread": lambda conn: facts.count_unread(conn, 2),
    "owners": lambda conn: names.owners(conn, PERSON, ["leejungjae"]),
    "known": lambda conn: names.known(conn, TITLE, [1]),
    "sounding": lambda conn: names.sounding(conn, ["Lee Jung-jae"]),
    "occurring": lambda conn: names.occurring(conn, ["squidgame"]),
    "known names": lambda conn: names.add_names(conn, PERSON, 1, ["Lee Jungjae"], article_id=1, now=NOW),
    "suggest a title": lambda conn: suggest(conn, TITLE, "squid gmae", guild_id=GUILD),
    "suggest a person": lambda conn: suggest(conn, PERSON, "yi jeong jae"),
    "suggest": lambda conn: suggest(conn, None, "", guild_id=GUILD),
    "verdicts": lambda conn: verdicts.of_title(conn, 1, GUILD),
    "decide": lambda conn: verdicts.decide(conn, CLAIM, Verdict.WRONG, GUILD, by=ADMIN, now=NOW),
    "withdraw": lambda conn: verdicts.withdraw(conn, CLAIM, None),
    "open reports": lambda conn: verdicts.open_reports(conn, GUILD, 5),
    "close reports": lambda conn: verdicts.close_reports(conn, CLAIM, GUILD, ReportOutcome.UPHELD, NOW),
    "releases": lambda conn: releases.views(conn, 1),
    "calendar": lambda conn: releases.between(conn, GUILD, NOW.date(), NOW.date()),
    "networks": lambda conn: releases.networks(conn, GUILD),
    "viewers": lambda conn: releases.viewers(conn, 1),
    "passing": lambda conn: releases.passing(conn, NOW.date()),
    "titles after": lambda conn: releases.titles_after(conn, 0, 5),
    "groups of people": lambda conn: planning.groups(conn, planning.people(1, {GUILD}, merged=True)),
    "groups of channels": lambda conn: planning.groups(conn, planning.channels(1, merged=True)),
    "take back": lambda conn: planning.supersede(conn, planning.people(1), [WAITING], NOW, moved_on=True),
    "say to people": lambda conn: planning.say(conn, planning.people(1), [Saying(WAITING, "x", NOW, NOW, {})], NOW),
    "say to channels": lambda conn: planning.say(conn, planning.channels(1), [Saying(WAITING, "x", NOW, NOW, {})], NOW),
    "settle": lambda conn: planning.settle(conn, planning.people(1), [WAITING], Footing("x", NOTHING)),
    "part": lambda conn: planning.part(conn, planning.people(1, merged=True), NOW),
    "remind": lambda conn: reminders.add(conn, Wish(ADMIN, GUILD, 1, 1, 2, Before.DAY, "UTC", "en"), NOW),
    "reminders": lambda conn: reminders.of_user(conn, ADMIN),
    "count reminders": lambda conn: reminders.count(conn, ADMIN),
    "said": lambda conn: reminders.said(conn, [1, 2]),
    "stop": lambda conn: reminders.stop(conn, 1, NOW),
    "snoozes": lambda conn: reminders.snoozes(conn, replace(ROW, reminder_id=1)),
    "rezone": lambda conn: reminders.rezone(conn, ADMIN, "Asia/Seoul"),
    "rezone guild": lambda conn: reminders.rezone_guild(conn, GUILD, "Asia/Seoul"),
    "unplanned": lambda conn: reminders.unplanned(conn, 5),
    "reminders of a person": lambda conn: reminders.export(conn, ADMIN),
    "forget": lambda conn: reminders.forget(conn, ADMIN, NOW),
    "member": lambda conn: members.zone(conn, ADMIN),
    "game of a channel": lambda conn: games.in_channel(conn, CHANNEL),
    "games that wait": lambda conn: games.waiting(conn, 5),
    "game": lambda conn: games.get(conn, 1),
    "scores": lambda conn: games.scores(conn, 1),
    "end a game": lambda conn: games.end(conn, 1, games.GameState.DONE, NOW),
    "rounds": lambda conn: rounds.get_all(conn, [1, 2]),
    "rounds of a game": lambda conn: rounds.of_game(conn, 1),
    "rounds that ask": lambda conn: rounds.open_of(conn, [1, 2], GUILD),
    "close a round": lambda conn: rounds.close(conn, 1, NOW, []),
    "void a round": lambda conn: rounds.void(conn, 1, "x", NOW),
    "given": lambda conn: rounds.given(conn, [1], [ADMIN]),
    "answers": lambda conn: rounds.answers(conn, 1),
    "played alone": lambda conn: rounds.alone(conn, GUILD, ADMIN, NOW),
    "uncounted": lambda conn: rounds.uncounted(conn, 1),
    "players": lambda conn: rounds.players(conn, 1),
    "resting on a title": lambda conn: questions.resting_on(conn, 1),
    "asked lately": lambda conn: questions.asked_in(conn, GUILD, 5),
    "asked in a game": lambda conn: questions.asked_in_game(conn, 1),
    "set aside": questions.set_aside,
    "to meet again": lambda conn: ratings.to_meet_again(conn, [ADMIN], NOW, 5),
    "fresh": lambda conn: ratings.fresh(conn, [ADMIN], NOW, 5),
    "weak options": items.weak,
    "rated questions": items.rated,
    "results": lambda conn: items.results(conn, 1),
    "ratings of players": lambda conn: ratings.of_players(conn, [ADMIN, 1]),
    "boxes": lambda conn: ratings.boxes(conn, 1, [ADMIN]),
    "claims of a question": lambda conn: questions.claims_of(conn, 1),
    "is spared": lambda conn: items.is_spared(conn, 1),
    "wrong in a server": lambda conn: questions.wrong_in(conn, GUILD),
    "retire": lambda conn: questions.retire(conn, [1], "x", NOW),
    "search": lambda conn: search(conn, StoryQuery("zombie", outlet="Soompi", guild_id=GUILD), 0, 5),
}


@contextmanager
def statements(database):
    """Collect every statement, with its parameters, that the writing engine executes."""
    seen = []

    def note(_conn, _cursor, statement, parameters, *_):
        seen.append((statement, parameters))

    engine = database._writers.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
async def news(sqlite_url):
    """A SQLite database with some rows in every table."""
    async with open_database(sqlite_url) as database:
        async with database.write() as conn:
            feed = await make_feed(conn)
            subscription = await follow(conn, feed)
            seen = [new_article(sighting(f"Zombie {n}"), to=[subscription]) for n in range(5)]
            await poll(conn, feed, *seen)
            title_id, person_id = await make_title(conn), await make_person(conn)
            cast = said(title_id, "cast_member", "Lee Jung-jae", person=person_id)
            await facts.replace(conn, 1, [cast, said(title_id, "genre", "drama")], 1, NOW)
            place = {"guild_id": GUILD, "channel_id": CHANNEL, "created_by": ADMIN, "now": NOW}
            await title_follows.add(conn, kind=TITLE, of_id=title_id, role_id=None, **place)
            [fact, _] = await facts.of_title(conn, title_id, None)
            await verdicts.report(conn, fact, GUILD, ADMIN, NOW)
            await verdicts.decide(conn, CLAIM, Verdict.RIGHT, None, by=ADMIN, now=NOW)
        yield database


async def plan(conn, statement, parameters):
    rows = await conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
    return [row[3] for row in rows]


WALK = re.compile(
    r"SCAN (?!CONSTANT|anon_\d+$|(those|sayings)$|begun VIRTUAL TABLE|article_search VIRTUAL TABLE INDEX \d+:\w*[M=])"
    r"(?!.* USING COVERING INDEX)(?!.* USING INDEX ix_\w+_(wants_page|unplanned|retired|untold))"
)
"""SQLite's planner says SCAN where it reads a table from end to end. Not so bad: to read a covering index in order up
to a limit, all of a partial index that holds only what is wanted, what full-text search has found, what a part of the
query itself has found, or a list that was asked for."""


@pytest.mark.parametrize("name", HOT)
async def test_a_hot_query_walks_no_table_and_is_a_few_statements(news, name):
    async with news.write() as conn:
        with statements(news) as seen:
            await HOT[name](conn)
        steps = [
            (asked[0], step) for asked in seen if not isinstance(asked[1], list) for step in await plan(conn, *asked)
        ]
    assert 1 <= len(seen) <= 5
    assert steps
    assert [(statement, step) for statement, step in steps if WALK.match(step)] == []


async def test_a_walk_would_be_seen(news):
    async with news.write() as conn:
        assert WALK.match((await plan(conn, "SELECT * FROM article WHERE headline = 'x'", ()))[0])


async def test_a_poll_is_a_fixed_number_of_statements_however_much_it_brings(database):
    async with database.write() as conn:
        feed = await make_feed(conn)
        subscription = await follow(conn, feed)
        counts = []
        for size in (2, 20):
            seen = [new_article(sighting(f"{size}/{n}"), to=[subscription]) for n in range(size)]
            with statements(database) as executed:
                await poll(conn, feed, *seen)
            counts.append(len(executed))
    assert counts[0] == counts[1] <= 12


async def test_a_claim_is_two_statements_for_any_number_of_channels(database):
    async with database.write() as conn:
        await deliveries.add_all(conn, [(delivery(f"{n}", channel=n), None) for n in range(40)], NOW)
        with statements(database) as seen:
            assert len(await deliveries.claim(conn, "w", NOW, MINUTE, 40)) == 40
    assert len(seen) == 2


async def test_postgresql_claims_by_its_partial_indices_when_rows_are_many(postgresql_url):
    async with open_database(postgresql_url) as database, database.write() as conn:
        await conn.execute(
            text(
                "INSERT INTO delivery (kind, key, guild_id, channel_id, due_at, created_at, state, digest, payload,"
                " reason, attempts, closed_at) SELECT 'story', 'k' || n, 1, n % 50, now(), now(),"
                " CASE WHEN n % 1000 = 0 THEN 'pending' ELSE 'sent' END, false, '{}', '', 0, now()"
                " FROM generate_series(1, 20000) n"
            )
        )
        await conn.execute(text("ANALYZE delivery"))
        with statements(database) as seen:
            await deliveries.claim(conn, "w", NOW + 9999 * DAY, MINUTE, 40)
        statement, parameters = seen[0]
        plan = "\n".join(row[0] for row in await conn.exec_driver_sql(f"EXPLAIN {statement}", parameters))
    assert "ix_delivery_open" in plan
    assert "Seq Scan" not in plan


async def test_postgresql_reads_ranges_of_the_names_for_every_way_of_typing(postgresql_url):
    async with open_database(postgresql_url) as database, database.write() as conn:
        await conn.execute(
            text(
                "INSERT INTO title (name, root_id, fame, created_at)"
                " SELECT 'squid ' || n, n, 1, now() FROM generate_series(1, 20000) n"
            )
        )
        await conn.execute(
            text(
                "INSERT INTO name (kind, title_id, text, key, created_at)"
                " SELECT 'title', id, name, name, now() FROM title"
            )
        )
        await conn.execute(
            text(
                "INSERT INTO name_term (kind, term, name_id, owner_id, place, fame)"
                " SELECT 'title', left(md5(id::text), 12), id, id, 0, 1 FROM name"
            )
        )
        await conn.execute(text("ANALYZE"))
        with statements(database) as seen:
            await suggest(conn, TITLE, "squid gmae")
        plans = [await conn.exec_driver_sql(f"EXPLAIN {asked[0]}", asked[1]) for asked in seen]
        plan = "\n".join(row[0] for rows in plans for row in rows)
    assert len(seen) == 2
    assert "pk_name_term" in plan
    assert not re.search("Seq Scan on (name|title)", plan)

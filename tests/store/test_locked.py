"""Every function that writes tells of a locked database by a store error, and none is forgotten here."""

import asyncio
import importlib
import inspect
import pkgutil
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import time

import pytest
from sqlalchemy import text

from bot import store
from bot.domain.daily import DailyGame
from bot.domain.facts import Claim, NameKind, Predicate, Verdict
from bot.domain.footing import NOTHING, Footing
from bot.domain.games import Answer
from bot.domain.models import Decision, DeliveryState, Entry, GuildSettings, Outcome
from bot.domain.moderation import ReportOutcome
from bot.domain.plan import KnownEntry, Plan
from bot.domain.ratings import Rating
from bot.domain.releases import Release, ReleaseKind, ReleaseStatus
from bot.domain.reminders import Before
from bot.errors import StoreError
from bot.store import (
    articles,
    boards,
    channels,
    daily,
    decisions,
    deliveries,
    edits,
    events,
    facts,
    feeds,
    games,
    guilds,
    index,
    items,
    members,
    merges,
    meta,
    migrate,
    name_index,
    name_search,
    names,
    personal,
    planning,
    questions,
    ratings,
    releases,
    reminders,
    rounds,
    schema,
    search,
    stories,
    subscriptions,
    title_follows,
    verdicts,
    views,
)
from bot.store.apply import apply
from bot.store.database import open_database
from bot.store.reminders import Wish
from tests.store.knowing import make_title, said
from tests.store.making import ADMIN, CHANNEL, GUILD, MINUTE, NOW, delivery, follow, make_feed, poll, sighting
from tests.store.test_trivia import WANTED, make_question, make_round

FEED = feeds.Feed(1, "https://soompi.example/feed", "Soompi", NOW, NOW)
OPEN = schema.delivery.c.id > 0
DOCUMENT = index.Document(2, "headline", "body")
TITLE = NameKind.TITLE
CLAIM = Claim(1, -1, Predicate.GENRE, "drama")
RELEASE = Release(1, -1, ReleaseKind.PREMIERE, ReleaseStatus.SCHEDULED, "2026-05-09")
FOLLOW = {"guild_id": GUILD, "channel_id": CHANNEL, "kind": TITLE, "of_id": 1, "role_id": None, "created_by": ADMIN}
FOLLOW["now"] = NOW
WISH = Wish(ADMIN, GUILD, CHANNEL, 1, -1, Before.AT_RELEASE, "UTC", "en")
PEOPLE = planning.people(1)
GROUP = planning.Group("UTC", 0, -1, 0, "", "", ReleaseStatus.ANNOUNCED)
SAYING = planning.Saying(GROUP, "x:due", NOW, NOW + MINUTE, {})


GIVEN = Answer(1, ADMIN, 0, NOW)
DAILY = DailyGame(GUILD, CHANNEL, time(9), "UTC", "en", NOW, ADMIN)


async def report(conn):
    [fact] = await facts.of_title(conn, 1, None)
    await verdicts.report(conn, fact, GUILD, ADMIN, NOW)


async def ask(conn):
    await rounds.add(conn, await games.get(conn, 1), 2, 1, await make_question(conn, "Asked"), NOW, NOW)


async def ask_again(conn):
    await questions.keep(conn, await make_question(conn, "Kept"), NOW)


async def ask_all_day(conn):
    await rounds.add_daily(conn, DAILY, 1, 1, await make_question(conn, "Daily"), NOW, NOW)


async def count_streaks(conn):
    await daily.count_streaks(conn, (await rounds.get_all(conn, [1]))[1], [ADMIN])


async def say_round(conn):
    await rounds.said(conn, (await rounds.get_all(conn, [1]))[1])


WRITES = {
    apply: lambda conn: apply(conn, FEED, Plan(), [], NOW),
    articles.add_all: lambda conn: articles.add_all(conn, [articles.Incoming(Entry("New"), "Soompi", None)], NOW),
    articles.add_single: lambda conn: articles.add_single(conn, Entry("New"), "Soompi", NOW),
    articles.change: lambda conn: articles.change(conn, 1, sighting("Changed"), NOW),
    articles.publicise: lambda conn: articles.publicise(conn, [1]),
    articles.remember: lambda conn: articles.remember(conn, 1, [("guid:x", KnownEntry(1, "digest"))]),
    articles.save_page: lambda conn: articles.save_page(conn, 1, None, NOW),
    articles.tidy: lambda conn: articles.tidy(conn, NOW + MINUTE),
    decisions.record: lambda conn: decisions.record(conn, [(1, Decision(1, Outcome.QUEUED))], NOW),
    decisions.tidy: lambda conn: decisions.tidy(conn, NOW),
    deliveries.abandon_others: lambda conn: deliveries.abandon_others(conn, "w", NOW),
    deliveries.add: lambda conn: deliveries.add(conn, delivery("new"), None, NOW),
    deliveries.add_all: lambda conn: deliveries.add_all(conn, [(delivery("new"), None)], NOW),
    deliveries.claim: lambda conn: deliveries.claim(conn, "w", NOW, MINUTE, 5),
    deliveries.close: lambda conn: deliveries.close(conn, [1], DeliveryState.FAILED, "x", NOW),
    deliveries.expire: lambda conn: deliveries.expire(conn, NOW),
    deliveries.mark_sent: lambda conn: deliveries.mark_sent(conn, [1], 7, NOW),
    deliveries.postpone: lambda conn: deliveries.postpone(conn, [1], NOW),
    deliveries.redirect: lambda conn: deliveries.redirect(conn, 1, 7),
    deliveries.release: lambda conn: deliveries.release(conn, [1]),
    deliveries.retry: lambda conn: deliveries.retry(conn, [1], NOW, "x"),
    deliveries.supersede: lambda conn: deliveries.supersede(conn, OPEN, "x", NOW),
    deliveries.tidy: lambda conn: deliveries.tidy(conn, NOW),
    deliveries.wake_channel: lambda conn: deliveries.wake_channel(conn, CHANNEL),
    edits.claim_edits: lambda conn: edits.claim_edits(conn, "w", NOW, MINUTE, 5),
    edits.edit_failed: lambda conn: edits.edit_failed(conn, 1, None),
    edits.mark_due: lambda conn: edits.mark_due(conn, [1], NOW),
    edits.mark_stories_due: lambda conn: edits.mark_stories_due(conn, [1], NOW),
    edits.mark_edited: lambda conn: edits.mark_edited(conn, 1),
    facts.reassign: lambda conn: facts.reassign(conn, [1], [1], 1),
    facts.replace: lambda conn: facts.replace(conn, 2, [said(1, "genre", "drama")], 1, NOW),
    feeds.add: lambda conn: feeds.add(conn, url="https://b.example/", outlet="B", now=NOW),
    feeds.delete_unfollowed: feeds.delete_unfollowed,
    feeds.save: lambda conn: feeds.save(conn, FEED),
    guilds.joined: lambda conn: guilds.joined(conn, GUILD, NOW),
    guilds.left: lambda conn: guilds.left(conn, GUILD, NOW),
    guilds.reconcile: lambda conn: guilds.reconcile(conn, [7], NOW),
    guilds.save: lambda conn: guilds.save(conn, GuildSettings(GUILD)),
    index.drop: lambda conn: index.drop(conn, [1]),
    index.put: lambda conn: index.put(conn, [DOCUMENT]),
    merges.dismiss: lambda conn: merges.dismiss(conn, 1, NOW),
    merges.merge: lambda conn: merges.merge(conn, TITLE, 1, 2, by=ADMIN, now=NOW),
    merges.propose: lambda conn: merges.propose(conn, TITLE, 1, 2, reason="identity.alike", now=NOW),
    merges.split: lambda conn: merges.split(conn, 1, [1], "Split", year=None, by=ADMIN, now=NOW),
    merges.split_person: lambda conn: merges.split_person(conn, 1, [1], "Split", by=ADMIN, now=NOW),
    merges.undo: lambda conn: merges.undo(conn, 1, NOW),
    name_index.put: lambda conn: name_index.put(conn, TITLE, [(3, "Not indexed", 3)]),
    name_index.refresh: lambda conn: name_index.refresh(conn, TITLE, [1]),
    name_index.reindex: lambda conn: name_index.reindex(conn, TITLE, [1]),
    names.add_all: lambda conn: names.add_all(conn, TITLE, [("New", None)], article_id=None, now=NOW),
    names.name_all: lambda conn: names.name_all(conn, TITLE, {1: ["New"]}, article_id=None, now=NOW),
    names.add: lambda conn: names.add(conn, TITLE, "New", NOW),
    names.add_names: lambda conn: names.add_names(conn, TITLE, 1, ["New"], article_id=None, now=NOW),
    names.rename: lambda conn: names.rename(conn, TITLE, 1, "New", NOW),
    meta.set: lambda conn: meta.set(conn, "key", "value"),
    games.add: lambda conn: games.add(conn, replace(WANTED, channel_id=7), NOW, NOW),
    games.end: lambda conn: games.end(conn, 1, games.GameState.DONE, NOW),
    games.put_off: lambda conn: games.put_off(conn, 1, NOW),
    games.told: lambda conn: games.told(conn, 1, NOW),
    rounds.add: ask,
    rounds.close: lambda conn: rounds.close(conn, 1, NOW, [GIVEN]),
    rounds.give: lambda conn: rounds.give(conn, [GIVEN]),
    rounds.said: say_round,
    rounds.told: lambda conn: rounds.told(conn, 1, NOW),
    rounds.void: lambda conn: rounds.void(conn, 1, "x", NOW),
    rounds.add_daily: ask_all_day,
    daily.count_streaks: count_streaks,
    daily.delete: lambda conn: daily.delete(conn, GUILD),
    daily.edit_message: lambda conn: daily.edit_message(conn, "1", NOW),
    daily.put_off: lambda conn: daily.put_off(conn, DAILY, "UTC", NOW + MINUTE),
    daily.said: lambda conn: daily.said(conn, 1, 7),
    daily.save: lambda conn: daily.save(conn, DAILY),
    questions.keep: ask_again,
    questions.retire: lambda conn: questions.retire(conn, [1], "x", NOW),
    ratings.rate_players: lambda conn: ratings.rate_players(conn, 1, {ADMIN: Rating()}, NOW),
    ratings.rate_question: lambda conn: ratings.rate_question(conn, 1, Rating(), shown=1, right=1),
    ratings.remember: lambda conn: ratings.remember(conn, 1, {ADMIN: (0, NOW)}),
    ratings.tally: lambda conn: ratings.tally(conn, 1, {"x": 1}, 1),
    items.bring_back: lambda conn: items.bring_back(conn, 1),
    boards.set_worldwide: lambda conn: boards.set_worldwide(conn, ADMIN, "Ara", NOW),
    verdicts.close_reports: lambda conn: verdicts.close_reports(conn, CLAIM, None, ReportOutcome.UPHELD, NOW),
    verdicts.decide: lambda conn: verdicts.decide(conn, CLAIM, Verdict.WRONG, None, by=ADMIN, now=NOW),
    verdicts.reassign: lambda conn: verdicts.reassign(conn, [1], [1], 1),
    verdicts.report: report,
    verdicts.withdraw: lambda conn: verdicts.withdraw(conn, CLAIM, GUILD),
    deliveries.move: lambda conn: deliveries.move(conn, 1, NOW, NOW + MINUTE),
    deliveries.readdress: lambda conn: deliveries.readdress(conn, 1, GUILD, CHANNEL),
    members.forget: lambda conn: members.forget(conn, ADMIN),
    members.set_zone: lambda conn: members.set_zone(conn, ADMIN, "Asia/Seoul", NOW),
    personal.anonymise: lambda conn: personal.anonymise(conn, ADMIN),
    planning.part: lambda conn: planning.part(conn, planning.people(1, merged=True), NOW),
    planning.say: lambda conn: planning.say(conn, PEOPLE, [SAYING], NOW),
    planning.settle: lambda conn: planning.settle(conn, PEOPLE, [GROUP], Footing("x", NOTHING)),
    planning.supersede: lambda conn: planning.supersede(conn, PEOPLE, [GROUP], NOW),
    releases.put: lambda conn: releases.put(conn, 1, {0: [RELEASE]}, NOW),
    reminders.add: lambda conn: reminders.add(conn, replace(WISH, season=2), NOW),
    reminders.finish: lambda conn: reminders.finish(conn, NOW, NOW),
    reminders.forget: lambda conn: reminders.forget(conn, ADMIN, NOW),
    reminders.rezone: lambda conn: reminders.rezone(conn, ADMIN, "Asia/Seoul"),
    reminders.rezone_guild: lambda conn: reminders.rezone_guild(conn, GUILD, "Asia/Seoul"),
    reminders.set_trouble: lambda conn: reminders.set_trouble(conn, 1, "person.closed"),
    reminders.stop: lambda conn: reminders.stop(conn, 1, NOW),
    channels.set_blocked: lambda conn: channels.set_blocked(conn, CHANNEL, "x"),
    events.call_off: lambda conn: events.call_off(conn, 1),
    events.done: lambda conn: events.done(conn, 1, 900),
    events.drop: lambda conn: events.drop(conn, [1]),
    events.put: lambda conn: events.put(conn, GUILD, None, replace(RELEASE, season=2)),
    title_follows.add: lambda conn: title_follows.add(conn, **{**FOLLOW, "of_id": 2}),
    title_follows.lend_role: lambda conn: title_follows.lend_role(conn, [("0", 1)]),
    title_follows.remove: lambda conn: title_follows.remove(conn, 1, NOW),
    subscriptions.add: lambda conn: follow(conn, FEED, channel=7),
    subscriptions.move: lambda conn: subscriptions.move(conn, 1, 7),
    subscriptions.remove: lambda conn: subscriptions.remove(conn, 1, NOW),
    subscriptions.set_blocked: lambda conn: subscriptions.set_blocked(conn, CHANNEL, "x"),
    subscriptions.set_filter: lambda conn: subscriptions.set_filter(conn, 1, "x"),
    subscriptions.set_paused: lambda conn: subscriptions.set_paused(conn, 1, True, NOW),
}
READS = {
    *(articles.by_url, articles.count, articles.get, articles.ids_by_url, articles.known_entries, articles.of_feed),
    *(articles.outlets, articles.visible_to, articles.wanting_page, decisions.of_article),
    *(deliveries.counts, deliveries.get, deliveries.next_due, deliveries.of_article, deliveries.of_message),
    *(
        deliveries.of_story,
        deliveries.recent_sent,
        feeds.all_followed,
        feeds.by_url,
        feeds.due,
        feeds.get,
        feeds.is_private,
    ),
    *(guilds.settings, index.faults, meta.get, migrate.version, search.search, stories.latest, stories.outlets),
    *(stories.sketches, subscriptions.find, subscriptions.get, subscriptions.of_feed, subscriptions.of_guild),
    *(views.hits, views.reports, views.show),
    *(facts.titles_of_article, merges.between, names.is_merged, personal.export, planning.groups),
    *(members.export, members.zone, releases.between, releases.networks, releases.passing, releases.titles_after),
    *(releases.viewers, releases.views, reminders.count, reminders.export, reminders.get, reminders.of_user),
    *(reminders.said, reminders.snoozes, reminders.unplanned),
    *(articles.is_unread, channels.blocked, channels.closed, channels.open_for),
    *(events.concerned, events.followed, events.get, events.of_guild, events.waiting),
    *(title_follows.any_at_all, title_follows.get, title_follows.interested, title_follows.is_news),
    *(title_follows.lately, title_follows.of_guild, title_follows.spoken_of, title_follows.pinged_by_story),
    *(facts.count_unread, facts.get, facts.of_articles, facts.of_person, facts.of_story, facts.of_title, facts.unread),
    *(facts.people_of_titles, facts.titles_of_people, facts.years_of_titles, name_search.suggest),
    *(merges.changes, merges.proposals, names.known, names.occurring, names.owners, names.root_of, names.sounding),
    names.hold,
    names.roots_of,
    *(games.get, games.in_channel, games.scores, games.waiting, items.is_spared, items.put_aside, items.rated),
    *(items.results, items.weak, items.with_weak_options, questions.asked_in, questions.asked_in_game),
    *(questions.claims_of, questions.resting_on, questions.set_aside, questions.wrong_in, ratings.boxes, ratings.fresh),
    *(ratings.of_players, ratings.of_question, ratings.to_meet_again, rounds.alone, rounds.answers, rounds.get_all),
    *(rounds.given, rounds.of_game, rounds.open_of, rounds.players, rounds.uncounted, boards.best, boards.daily_streak),
    *(boards.is_worldwide, boards.newest, boards.rating, boards.tallies),
    *(daily.before, daily.due, daily.get, daily.number, daily.opened, daily.over, daily.server_streak, daily.streaks),
    *(daily.untold,),
    *(facts.of_titles, facts.states, names.state, verdicts.everywhere),
    *(verdicts.counts, verdicts.of_title, verdicts.open_reports, verdicts.upheld),
}

MAKES = {index.create, migrate.create}
"""For an empty database only; they run inside ``migrate.upgrade``, whose transaction is one of ``Database.write``."""


def test_every_function_of_the_store_is_known_to_read_or_to_write():
    modules = [importlib.import_module(f"bot.store.{one.name}") for one in pkgutil.iter_modules(store.__path__)]
    functions = {
        function
        for module in modules
        for name, function in inspect.getmembers(module, inspect.iscoroutinefunction)
        if function.__module__ == module.__name__
        and not name.startswith("_")
        and next(iter(inspect.signature(function).parameters), None) == "conn"
    }
    assert functions == WRITES.keys() | READS | MAKES


@pytest.fixture
async def filled(database):
    """A little of everything, so that every function has something to write to."""
    async with database.write() as conn:
        feed = await make_feed(conn)
        await follow(conn, feed)
        await poll(conn, feed, sighting("One"), sighting("Not indexed"))
        await index.drop(conn, [2])
        for n in range(2):
            await deliveries.add(conn, delivery(f"{n}", subscription_id=1), 1, NOW)
        for name in ("One", "Two"):
            await make_title(conn, name)
        await names.add(conn, TITLE, "Not indexed", NOW)
        await conn.execute(schema.name_term.delete().where(schema.name_term.c.owner_id == 3))
        await facts.replace(conn, 1, [said(1, "genre", "drama")], 1, NOW)
        await title_follows.add(conn, **FOLLOW)
        await events.put(conn, GUILD, None, RELEASE)
        await reminders.add(conn, WISH, NOW)
        await make_round(conn)
        await guilds.joined(conn, GUILD, NOW)
        await daily.save(conn, DAILY)
    return database


@asynccontextmanager
async def locked(database):
    """The database while another holds every lock there is."""
    async with database.write() as conn:
        if database.dialect == "postgresql":
            tables = ", ".join([*schema.metadata.tables, "article_search"])
            await conn.execute(text(f"LOCK TABLE {tables} IN ACCESS EXCLUSIVE MODE"))
        yield


class UndoneError(Exception):
    """Raised to have a write undone, so that the next finds what this one found."""


async def test_a_locked_database_is_a_store_error(filled, hasty, subtests):
    async def write(function):
        async with hasty.write() as conn:
            await WRITES[function](conn)
            raise UndoneError

    for function in WRITES:
        with subtests.test(f"{function.__module__}.{function.__name__}"):
            async with locked(filled):
                with pytest.raises(StoreError, match="lock") as caught:
                    await write(function)
            assert caught.value.__cause__ is not None
            with pytest.raises(UndoneError):  # with the lock gone it goes through
                await write(function)


async def test_a_lock_that_goes_in_time_is_waited_for(filled, url):
    """The other's write is not lost, nor is ours, though both began at once."""

    async def write(database, key):
        async with database.write() as conn:
            found = await guilds.settings(conn, GUILD)
            await asyncio.sleep(0)
            await guilds.save(conn, replace(found, **{key: 7}))

    async with open_database(url) as other:
        await asyncio.gather(write(filled, "posts_per_hour"), write(other, "ping_role_id"))
    async with filled.read() as conn:
        found = await guilds.settings(conn, GUILD)
    assert (found.posts_per_hour, found.ping_role_id) == (7, 7)


async def test_a_reader_is_not_kept_waiting_by_a_writer(filled, hasty):
    async with filled.write() as conn:
        await meta.set(conn, "key", "value")
        async with hasty.read() as reader:
            assert await meta.get(reader, "key") is None
            assert (await articles.get(reader, 1)).headline == "One"

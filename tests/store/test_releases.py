"""Releases as they are kept: what changed, who may know of it, and what is due."""

from datetime import date

import pytest

from bot.domain.facts import Claim, NameKind, Predicate, Verdict
from bot.domain.releases import Release, ReleaseKind, ReleaseStatus
from bot.store import facts, merges, releases, verdicts
from tests.store.knowing import make_title, said, tell
from tests.store.making import ADMIN, DAY, GUILD, NOW, follow, make_feed, new_article, poll, sighting

S = ReleaseStatus
FIRST, LAST = date(2026, 5, 1), date(2026, 5, 31)


@pytest.fixture
async def conn(database):
    async with database.write() as connection:
        yield connection


@pytest.fixture
async def title_id(conn):
    return await make_title(conn, year=2021)


def release(title_id, value="2026-05-09", status=S.SCHEDULED, *, season=-1, network="", kind=ReleaseKind.PREMIERE):
    return Release(title_id, season, kind, status, value, network=network)


async def listed(conn, guild_id=None, network=None, first=FIRST, last=LAST):
    found = await releases.between(conn, guild_id, first, last, network)
    return [(one.title, one.release.value) for one in found]


async def test_what_is_put_is_kept_and_only_changes_count(conn, title_id):
    one, two = release(title_id), release(title_id, "2027", season=2, network="Netflix")
    assert await releases.put(conn, title_id, {0: [one, two]}, NOW)
    assert await releases.views(conn, title_id) == {0: [one, two]}
    assert not await releases.put(conn, title_id, {0: [one, two]}, NOW + DAY)
    [known] = await releases.between(conn, None, FIRST, LAST)
    assert (known.title, known.year, known.changed_at) == ("Squid Game", 2021, NOW)
    moved = release(title_id, "2026-05-20", S.RESCHEDULED)
    assert await releases.put(conn, title_id, {0: [moved]}, NOW + DAY)
    assert await releases.views(conn, title_id) == {0: [moved]}
    [known] = await releases.between(conn, None, FIRST, LAST)
    assert known.changed_at == NOW + DAY


async def test_a_span_is_found_where_any_of_its_days_lies(conn):
    for name, value in [
        ("A", "2026-05"),
        ("B", "2026"),
        ("C", "2026-06-01"),
        ("D", ""),
        ("E", "2026-04-30/2026-05-02"),
    ]:
        title_id = await make_title(conn, name)
        await releases.put(conn, title_id, {0: [release(title_id, value)]}, NOW)
    assert await listed(conn) == [("B", "2026"), ("E", "2026-04-30/2026-05-02"), ("A", "2026-05")]


async def test_one_network_is_told_from_others(conn):
    for name, network in [("A", "Netflix"), ("B", "tvN"), ("C", "")]:
        title_id = await make_title(conn, name)
        await releases.put(conn, title_id, {0: [release(title_id, network=network)]}, NOW)
    assert await releases.networks(conn, GUILD) == ["Netflix", "tvN"]
    assert await listed(conn, network="tvN") == [("B", "2026-05-09")]


async def test_a_server_that_knows_otherwise_sees_its_own(conn, title_id):
    own = release(title_id, "2026-05-20")
    await releases.put(conn, title_id, {0: [release(title_id)], GUILD: [own], GUILD + 1: []}, NOW)
    assert await listed(conn) == await listed(conn, GUILD + 2) == [("Squid Game", "2026-05-09")]
    assert await listed(conn, GUILD) == [("Squid Game", "2026-05-20")]
    assert await listed(conn, GUILD + 1) == [], "it may not know of any"
    await releases.put(conn, title_id, {0: [release(title_id)]}, NOW)
    assert await listed(conn, GUILD) == [("Squid Game", "2026-05-09")]


async def test_what_was_merged_goes_with_what_it_was_merged_into(conn, title_id):
    other = await make_title(conn, "Squid Game Two")
    for one in (title_id, other):
        await releases.put(conn, one, {0: [release(one)]}, NOW)
    await merges.merge(conn, NameKind.TITLE, other, title_id, by=ADMIN, now=NOW)
    assert await releases.put(conn, title_id, {0: [release(title_id)]}, NOW)
    assert await listed(conn) == [("Squid Game", "2026-05-09")]


async def test_servers_may_know_otherwise_by_private_feeds_and_verdicts(conn, title_id):
    feed = await make_feed(conn, private=True)
    subscription = await follow(conn, feed)
    await poll(conn, feed, new_article(sighting("Secret"), to=[subscription]))
    assert await releases.viewers(conn, title_id) == []
    await facts.replace(conn, 1, [said(title_id, "publication_date", "2026-05-09")], 1, NOW)
    await tell(conn, said(title_id, "publication_date", "2026-05-09"))
    assert await releases.viewers(conn, title_id) == [GUILD]
    claim = Claim(title_id, -1, Predicate.PUBLICATION_DATE, "2026-05-09")
    await verdicts.decide(conn, claim, Verdict.WRONG, GUILD + 1, by=ADMIN, now=NOW)
    await verdicts.decide(conn, claim, Verdict.RIGHT, None, by=ADMIN, now=NOW)
    assert await releases.viewers(conn, title_id) == [GUILD, GUILD + 1]


async def test_what_is_due_is_found_until_it_is_kept_as_out(conn, title_id):
    today = date(2026, 5, 9)
    await releases.put(conn, title_id, {0: [release(title_id), release(title_id, "2026", season=2)]}, NOW)
    assert await releases.passing(conn, date(2026, 5, 8)) == []
    assert await releases.passing(conn, today) == [title_id]
    for status in (S.RELEASED, S.CANCELLED):
        await releases.put(conn, title_id, {0: [release(title_id, status=status)]}, NOW)
        assert await releases.passing(conn, today) == []


async def test_titles_are_walked_in_order_without_those_that_were_merged(conn, title_id):
    second, third = [await make_title(conn, name) for name in ("B", "C")]
    await merges.merge(conn, NameKind.TITLE, second, title_id, by=ADMIN, now=NOW)
    assert await releases.titles_after(conn, 0, 1) == [title_id]
    assert await releases.titles_after(conn, title_id, 5) == [third]

"""Merges and splits: whatever is done can be undone, in any order."""

from contextlib import asynccontextmanager, suppress
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.claims import claim_of
from bot.domain.facts import Claim, Predicate, Verdict
from bot.domain.lookup import MatchKind
from bot.domain.moderation import ChangeKind
from bot.store import facts, merges, names, verdicts
from bot.store.database import open_database
from bot.store.name_search import suggest
from tests.store.knowing import PERSON, TITLE, make_person, make_title, said, tell
from tests.store.making import ADMIN, DAY, GUILD, NOW


@pytest.fixture
async def conn(database):
    async with database.write() as connection:
        yield connection


async def merged(conn, one, into, kind=TITLE):
    return await merges.merge(conn, kind, one, into, by=ADMIN, now=NOW)


async def roots(conn, *ids):
    return [await names.root_of(conn, TITLE, one) for one in ids]


async def test_a_merge_brings_all_that_was_merged_before(conn):
    a, b, c = [await make_title(conn, name) for name in "ABC"]
    await merged(conn, a, b)
    await merged(conn, a, c)
    assert await roots(conn, a, b, c) == [c, c, c]


async def test_an_undone_merge_leaves_the_others(conn):
    a, b, c = [await make_title(conn, name) for name in "ABC"]
    first, second = await merged(conn, a, b), await merged(conn, b, c)
    assert await merges.undo(conn, first, NOW)
    assert await roots(conn, a, b, c) == [a, c, c]
    assert await merges.undo(conn, second, NOW)
    assert await roots(conn, a, b, c) == [a, b, c]
    assert not await merges.undo(conn, second, NOW)
    assert not await merges.undo(conn, 99, NOW)


async def test_undoing_one_merge_leaves_those_of_others(conn):
    a, b, c, d = [await make_title(conn, name) for name in "ABCD"]
    await merged(conn, a, b)
    change = await merged(conn, c, d)
    assert await merges.undo(conn, change, NOW)
    assert await roots(conn, a, b, c, d) == [b, b, c, d]


async def test_what_is_one_or_is_not_there_is_not_merged(conn):
    a, b = await make_title(conn, "A"), await make_title(conn, "B")
    assert await merged(conn, a, a) == await merged(conn, a, 99) == await merged(conn, 99, a) == 0
    await merged(conn, a, b)
    assert await merged(conn, b, a) == 0


async def test_fame_and_search_follow_a_merge_and_its_undoing(conn):
    old, new = await make_title(conn, "Ojingeo Game"), await make_title(conn, "Squid Game")
    for number, title_id in enumerate((old, old, new)):
        await tell(conn, said(title_id, "genre", "thriller"), headline=f"{number}")
    change = await merged(conn, old, new)
    [hit] = await suggest(conn, TITLE, "ojing")
    assert (hit.id, hit.name, hit.alias, hit.match, hit.fame) == (new, "Squid Game", "Ojingeo Game", MatchKind.ALIAS, 3)
    await merges.undo(conn, change, NOW)
    [hit] = await suggest(conn, TITLE, "ojing")
    assert (hit.id, hit.name, hit.alias, hit.match, hit.fame) == (old, "Ojingeo Game", None, MatchKind.PREFIX, 2)
    assert [(hit.id, hit.fame) for hit in await suggest(conn, TITLE, "")] == [(old, 2), (new, 1)]


async def test_a_split_gives_what_articles_say_to_a_new_title(conn):
    title_id = await make_title(conn, "Rebecca", year=2020)
    old = await tell(conn, said(title_id, "genre", "drama"), headline="Old")
    await tell(conn, said(title_id, "genre", "thriller"), headline="New")
    change = await merges.split(conn, title_id, [old], "Rebecca", year=1940, by=ADMIN, now=NOW)
    [made] = await merges.changes(conn, 5)
    assert (made.id, made.what, made.from_id, made.article_ids) == (change, ChangeKind.SPLIT, title_id, (old,))
    assert [one.value for one in await facts.of_title(conn, title_id, None)] == ["thriller"]
    assert [one.value for one in await facts.of_title(conn, made.into_id, None)] == ["drama"]
    both = await names.known(conn, TITLE, [title_id, made.into_id])
    assert [(one.name, one.year, one.fame) for one in both] == [("Rebecca", 2020, 1), ("Rebecca", 1940, 1)]
    await tell(conn, said(made.into_id, "genre", "noir"), headline="Later")
    assert await merges.undo(conn, change, NOW)
    assert [one.value for one in await facts.of_title(conn, made.into_id, None)] == ["drama", "thriller", "noir"]
    assert [one.fame for one in await names.known(conn, TITLE, [made.into_id])] == [3]


async def test_nothing_is_split_off_where_nothing_is_said(conn):
    title_id = await make_title(conn)
    assert await merges.split(conn, title_id, [1], "Another", year=None, by=ADMIN, now=NOW) == 0
    assert await merges.split(conn, 99, [1], "Another", year=None, by=ADMIN, now=NOW) == 0
    assert await merges.changes(conn, 5) == []


async def values(conn, person_id):
    return [one.value for one in await facts.of_person(conn, person_id, None)]


async def held(conn, *title_ids):
    """What is held of these titles, and what is reported: the values of the claims."""
    found = [claim.value for one in title_ids for claim in await verdicts.of_title(conn, one, GUILD)]
    return sorted(found), sorted(one.claim.value for one in await verdicts.open_reports(conn, GUILD, 9))


@pytest.fixture
async def namesakes(conn):
    """A person who is two: she plays in two series, of which one also has a director of her name."""
    both, parasite, short = await make_person(conn, "Lee Jung-eun"), *[await make_title(conn, n) for n in "PS"]
    for title_id, predicate in ((parasite, "cast_member"), (short, "director"), (short, "cast_member")):
        await tell(conn, said(title_id, predicate, "Lee Jung-eun", person=both), headline=f"{title_id} {predicate}")
    won = said(short, "award_received", "Best Short", person=both, ceremony="Blue Dragon", date="2024")
    await tell(conn, won, headline="won")
    for one in await facts.of_person(conn, both, None):
        await verdicts.decide(conn, claim_of(one), Verdict.RIGHT, GUILD, by=ADMIN, now=NOW)
        await verdicts.report(conn, one, GUILD, ADMIN, NOW)
    return both, parasite, short


async def test_what_titles_have_to_do_with_a_person_is_given_to_a_new_one(conn, namesakes):
    both, parasite, short = namesakes
    before = await held(conn, parasite, short)
    change = await merges.split_person(conn, both, [short], "Lee Jung-eun", by=ADMIN, now=NOW)
    [made] = await merges.changes(conn, 5)
    other = made.into_id
    assert (made.id, made.what, made.kind, made.from_id) == (change, ChangeKind.SPLIT, PERSON, both)
    assert (made.article_ids, made.title_ids) == ((), (short,))
    assert await values(conn, both) == [f"p{both}"]
    theirs = [f"p{other}", f"p{other}", f"bestshort|bluedragon|2024|p{other}"]
    assert await values(conn, other) == theirs
    assert await held(conn, parasite, short) == (sorted([f"p{both}", *theirs]),) * 2
    assert [(one.name, one.fame) for one in await names.known(conn, PERSON, [both, other])] == [
        ("Lee Jung-eun", 1),
        ("Lee Jung-eun", 3),
    ]
    assert await merges.undo(conn, change, NOW)
    assert await values(conn, other) == await values(conn, both)
    assert (await held(conn, parasite, short), await names.root_of(conn, PERSON, other)) == (before, both)
    assert [hit.fame for hit in await suggest(conn, PERSON, "lee jung")] == [4]


async def test_a_person_is_split_with_all_that_was_merged(conn, namesakes):
    """The facts of a merged name and a merged title go along, and of verdicts that become one the newest holds."""
    both, _, short = namesakes
    alias, film = await make_person(conn, "Yi Jeong-eun"), await make_title(conn, "Short Film")
    await tell(conn, said(film, "director", "Yi Jeong-eun", person=alias), headline="film")
    [one] = await facts.of_person(conn, alias, None)
    await merged(conn, film, short)
    await verdicts.decide(conn, claim_of(one), Verdict.WRONG, GUILD, by=ADMIN, now=NOW + DAY)
    await merged(conn, alias, both, PERSON)
    await merges.split_person(conn, alias, [film], "Lee Jung-eun", by=ADMIN, now=NOW)
    [made, *_] = await merges.changes(conn, 1)
    assert (made.from_id, await values(conn, both), len(await values(conn, made.into_id))) == (both, [f"p{both}"], 4)
    directing = Claim(short, -1, Predicate.DIRECTOR, f"p{made.into_id}")
    assert (await verdicts.of_title(conn, short, GUILD))[directing] is Verdict.WRONG
    assert await merges.undo(conn, made.id, NOW)
    assert len(await values(conn, alias)) == 5
    assert (await verdicts.of_title(conn, short, GUILD))[replace(directing, value=f"p{both}")] is Verdict.WRONG


async def test_no_person_is_split_off_where_nothing_is_said(conn, namesakes):
    both, *_ = namesakes
    bare = await make_title(conn, "Bare")
    for person_id, title_id in ((both, bare), (both, 99), (99, bare)):
        assert await merges.split_person(conn, person_id, [title_id], "Another", by=ADMIN, now=NOW) == 0
    assert (await merges.changes(conn, 5), len(await suggest(conn, PERSON, "another"))) == ([], 0)


async def test_changes_are_told_with_the_names_of_then(conn):
    hu, hoo = await make_person(conn, "Park Ji-hu"), await make_person(conn, "Park Ji-hoo")
    a, b = await make_title(conn, "A"), await make_title(conn, "B")
    first, second = await merged(conn, hu, hoo, PERSON), await merged(conn, a, b)
    await merges.undo(conn, first, NOW + DAY)
    titles, people = await merges.changes(conn, 5)
    assert (titles.id, titles.from_name, titles.into_name, titles.undone_at) == (second, "A", "B", None)
    assert (people.kind, people.from_name, people.into_name) == (PERSON, "Park Ji-hu", "Park Ji-hoo")
    assert (people.by, people.at, people.undone_at) == (ADMIN, NOW, NOW + DAY)
    assert len(await merges.changes(conn, 1)) == 1


async def test_two_are_proposed_to_be_one_but_once(conn):
    hu, hoo, tom = [await make_person(conn, name) for name in ("Park Ji-hu", "Park Ji-hoo", "Tom Hanks")]

    async def propose(one, other):
        return await merges.propose(conn, PERSON, one, other, reason="identity.alike", now=NOW)

    assert await propose(hoo, hu)
    assert not await propose(hu, hoo)
    assert not await propose(hu, hu)
    assert not await propose(hu, 99)
    assert await propose(hu, tom)
    first, second = await merges.proposals(conn, 5)
    assert (first.a_id, first.a_name, first.b_id, first.b_name) == (hu, "Park Ji-hu", hoo, "Park Ji-hoo")
    assert (first.kind, first.reason, first.at) == (PERSON, "identity.alike", NOW)
    assert await merges.dismiss(conn, second.id, NOW)
    assert not await merges.dismiss(conn, second.id, NOW)
    assert not await propose(tom, hu)
    assert await merges.proposals(conn, 5) == [first]
    await merged(conn, hu, hoo, PERSON)
    assert await merges.proposals(conn, 5) == []
    assert not await propose(hu, hoo)


STEPS = st.lists(st.tuples(st.sampled_from(["merge", "undo"]), st.integers(1, 5), st.integers(1, 5)), max_size=12)


class UndoneError(Exception):
    """Raised so that the next example finds an empty database."""


@pytest.fixture
async def sqlite(sqlite_url):
    async with open_database(sqlite_url) as opened:
        yield opened


@asynccontextmanager
async def tried(database):
    """A connection whose writes are undone at the end."""
    with suppress(UndoneError):
        async with database.write() as conn:
            yield conn
            raise UndoneError


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
async def test_after_any_merges_and_undoings_the_roots_are_those_of_the_merges_that_stand(sqlite, steps):
    async with tried(sqlite) as conn:
        ids = [await make_title(conn, f"Title {n}") for n in range(5)]
        for what, one, other in steps:
            if what == "merge":
                await merged(conn, ids[one - 1], ids[other - 1])
            else:
                await merges.undo(conn, one, NOW)
        expected = {one: one for one in ids}
        for change in reversed(await merges.changes(conn, 99)):
            if change.undone_at is None:
                old, new = expected[change.from_id], expected[change.into_id]
                expected = {member: new if root == old else root for member, root in expected.items()}
        assert await roots(conn, *ids) == list(expected.values())
        found = await names.owners(conn, TITLE, [f"title{n}" for n in range(5)])
        assert [found[f"title{n}"] for n in range(5)] == [[root] for root in expected.values()]

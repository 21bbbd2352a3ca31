"""From what articles say to titles, people and facts."""

from datetime import timedelta

import pytest

from bot.domain.facts import NameKind
from bot.domain.models import Entry
from bot.services.learning import ALIKE, Learnt, learn, moves, try_to_learn
from bot.store import articles, facts, merges, names
from tests.newsroom import START
from tests.sayings import HARBOR, says, told


@pytest.fixture
async def teach(room):
    """Learn what an article says that is new, and return what was learnt; ``article_id`` says it of an older one."""

    async def teach(*said, aliases=(), article_id=None, outlet="Soompi"):
        async with room.db.write() as conn:
            if article_id is None:
                article_id = await articles.add_single(conn, Entry("A story"), outlet, START)
            teach.last = article_id
            return await learn(conn, article_id, says(*said, aliases=aliases), 1, START)

    return teach


@pytest.fixture
def owners(room):
    """Return who goes by a name."""

    async def owners(kind, name):
        async with room.db.read() as conn:
            found = await names.owners(conn, kind, [name])
            return await names.known(conn, kind, found.get(name, ()))

    return owners


async def test_names_become_titles_and_people(room, teach, owners):
    learnt = await teach(*HARBOR.facts, aliases=HARBOR.aliases)
    [title] = await owners(NameKind.TITLE, "유리항구")
    assert learnt == Learnt(6, frozenset({title.id}))
    assert (title.name, title.names) == ("Glass Harbor", ("Glass Harbor", "유리 항구"))
    [person] = await owners(NameKind.PERSON, "seominah")
    async with room.db.read() as conn:
        kept = {fact.fact.predicate.value: fact for fact in await facts.of_person(conn, person.id, None)}
    assert kept["cast_member"].value == f"p{person.id}"
    assert kept["cast_member"].fact.qualifiers["character"] == "Han Ji-won"


async def test_what_is_said_again_is_nothing_new(room, teach):
    first = await teach(*HARBOR.facts, aliases=HARBOR.aliases)
    again = await teach(*HARBOR.facts, aliases=HARBOR.aliases, article_id=teach.last)
    assert again == Learnt(0, first.titles)
    gone = await teach(told("genre", "noir"), article_id=teach.last)
    assert gone == Learnt(1, first.titles)
    async with room.db.read() as conn:
        assert [fact.fact.object for fact in await facts.of_articles(conn, [teach.last])] == ["noir"]


async def test_another_name_of_a_known_title_is_that_title(teach):
    first = await teach(told("genre", "noir"), aliases=[("Glass Harbor", "유리 항구")])
    second = await teach(told("genre", "drama", of="유리 항구"))
    third = await teach(told("genre", "thriller", of="Glass Harbor Season 2"))
    assert first.titles == second.titles == third.titles


async def test_same_named_works_of_other_years_are_told_apart(teach, owners):
    old = await teach(told("publication_date", "2014"), told("director", "Bong Il"))
    new = await teach(told("publication_date", "2024-05"), told("director", "Jane Doe"))
    same = await teach(told("publication_date", "2024-06"))
    assert old.titles != new.titles == same.titles
    assert {one.year for one in await owners(NameKind.TITLE, "glassharbor")} == {None, 2024}
    named = await teach(told("genre", "noir", of="Glass Harbor (1950)"))
    assert named.titles.isdisjoint(old.titles | new.titles)
    assert {one.year for one in await owners(NameKind.TITLE, "glassharbor")} == {None, 1950, 2024}


async def test_another_spelling_is_the_same_person_where_a_title_is_shared(room, teach, owners):
    await teach(told("cast_member", "Park Ji-hoo"))
    await teach(told("cast_member", "Park Ji-hu"))
    [person] = await owners(NameKind.PERSON, "parkjihu")
    assert person.names == ("Park Ji-hoo", "Park Ji-hu")
    await teach(told("cast_member", "Park Ji-hoon"))
    assert (await owners(NameKind.PERSON, "parkjihoon"))[0].id != person.id


async def test_elsewhere_another_spelling_is_only_proposed(room, teach, owners):
    await teach(told("cast_member", "Jo Yi-hyun"))
    await teach(told("cast_member", "Cho Yi-hyun", of="Another Show"))
    [first], [second] = [await owners(NameKind.PERSON, key) for key in ("joyihyun", "choyihyun")]
    assert first.id != second.id
    async with room.db.read() as conn:
        [proposal] = await merges.proposals(conn, 10)
    assert {proposal.a_id, proposal.b_id} == {first.id, second.id}
    assert proposal.reason == ALIKE


async def test_who_won_an_award_is_a_person(room, teach, owners):
    await teach(told("award_received", "Best New Actress", person="Cho Yi-hyun"), told("award_received", "Best Series"))
    [person] = await owners(NameKind.PERSON, "choyihyun")
    async with room.db.read() as conn:
        [fact] = await facts.of_person(conn, person.id, None)
    assert fact.fact.object == "Best New Actress"


async def test_facts_that_cannot_be_kept_cost_nothing_else(room):
    async with room.db.write() as conn:
        article_id = await articles.add_single(conn, Entry("A story"), "Soompi", START)
        assert await try_to_learn(conn, 10**6, says(told("genre", "noir")), 1, START) is None, "no such article"
        assert (await try_to_learn(conn, article_id, says(told("genre", "noir")), 1, START)).facts == 1
    async with room.db.read() as conn:
        assert await articles.get(conn, article_id) is not None


async def test_a_date_that_moves_is_counted_as_a_move(room):
    async def says_date(date, at):
        async with room.db.write() as conn:
            made = await articles.add_single(conn, Entry("A date", published_at=at), f"Outlet {date}", at)
            learnt = await learn(conn, made, says(told("publication_date", date, season=2)), 1, at)
        async with room.db.read() as conn:
            return await moves(conn, learnt.titles, {made}, 0.9)

    assert await says_date("2025", START) == 0
    assert await says_date("2025-05-09", START + timedelta(days=5)) == 0, "that is finer, no other date"
    assert await says_date("2026-01", START + timedelta(days=50)) == 1
    assert await says_date("2026-01", START + timedelta(days=51)) == 1, "also by whoever backs it up"

"""Facts: what an article says replaces what was read in it before, and is found from every side."""

from dataclasses import replace

import pytest

from bot.domain.claims import claim_of
from bot.domain.facts import NewFact
from bot.domain.models import Page
from bot.store import articles, facts, merges, names
from tests.store.knowing import PERSON, TITLE, VERSION, make_article, make_person, make_title, said, tell
from tests.store.making import ADMIN, DAY, GUILD, MINUTE, NOW, follow, make_feed, poll, sighting


@pytest.fixture
async def conn(database):
    async with database.write() as connection:
        yield connection


async def unread(conn):
    return [article.id for article in await facts.unread(conn, VERSION, 0, 10)]


async def fame(conn, kind, owner_id):
    [named] = await names.known(conn, kind, [owner_id])
    return named.fame


async def test_a_fact_comes_back_as_it_was_told_from_every_side(conn):
    title_id, person_id = await make_title(conn), await make_person(conn)
    new = said(title_id, "cast_member", "Lee Jung-jae", person=person_id, season=2, character_role="Gi-hun")
    article_id = await tell(conn, new, headline="Back again")
    [stored] = await facts.of_title(conn, title_id, None)
    assert stored.fact == replace(new.fact, subject="Squid Game")
    assert (stored.title_id, stored.person_id, stored.value) == (title_id, person_id, f"p{person_id}")
    source = stored.source
    assert (source.article_id, source.outlet, source.headline, source.at) == (article_id, "Soompi", "Back again", NOW)
    assert await facts.get(conn, stored.id, None) == stored
    assert await facts.of_person(conn, person_id, None) == [stored]
    assert await facts.of_story(conn, source.story_id, None) == [stored]
    assert await facts.of_articles(conn, [article_id]) == [stored]
    assert await facts.get(conn, stored.id + 1, None) is None


async def test_the_oldest_article_comes_first(conn):
    title_id = await make_title(conn)
    for days, text in ((2, "2026"), (0, "2024"), (1, "2025")):
        await tell(conn, said(title_id, "publication_date", text), headline=text, days=days)
    assert [fact.value for fact in await facts.of_title(conn, title_id, None)] == ["2024", "2025", "2026"]


async def test_what_is_said_again_keeps_its_id_and_what_is_not_goes(conn):
    title_id = await make_title(conn)
    both = said(title_id, "publication_date", "2025"), said(title_id, "genre", "Thriller")
    article_id = await tell(conn, *both)
    first, _ = await facts.of_title(conn, title_id, None)
    again = said(title_id, "publication_date", "2025", confidence=0.5, start=40)
    new = said(title_id, "number_of_episodes", "7")
    assert await facts.replace(conn, article_id, [again, new], VERSION + 1, NOW) == 1
    dated, counted = await facts.of_title(conn, title_id, None)
    assert (dated.id, dated.fact.confidence, dated.fact.start) == (first.id, 0.5, 40)
    assert counted.value == "7"
    assert await facts.replace(conn, article_id, [again, new], VERSION + 1, NOW) == 0
    assert await facts.of_title(conn, title_id, None) == [dated, counted]


async def test_one_claim_may_be_made_twice_in_an_article(conn):
    title_id = await make_title(conn)
    twice = [said(title_id, "genre", "thriller", start=start) for start in (0, 90)]
    article_id = await tell(conn, *twice)
    before = [fact.id for fact in await facts.of_title(conn, title_id, None)]
    assert await facts.replace(conn, article_id, twice[1:], VERSION, NOW) == 0
    assert [fact.id for fact in await facts.of_title(conn, title_id, None)] == before[:1]


async def test_a_denial_is_another_fact(conn):
    title_id = await make_title(conn)
    article_id = await tell(conn, said(title_id, "genre", "thriller"))
    assert await facts.replace(conn, article_id, [said(title_id, "genre", "thriller", negated=True)], VERSION, NOW) == 1
    assert [fact.fact.negated for fact in await facts.of_title(conn, title_id, None)] == [True]


async def test_an_article_that_is_gone_says_nothing(conn):
    title_id = await make_title(conn)
    assert await facts.replace(conn, 99, [said(title_id, "genre", "thriller")], VERSION, NOW) == 0
    assert await facts.of_title(conn, title_id, None) == []


# ------------------------------------------------------------------ who may see it


async def test_what_only_a_private_feed_says_is_told_to_its_followers_alone(conn):
    feed = await make_feed(conn, private=True)
    await follow(conn, feed)
    await poll(conn, feed, sighting("Secret"))
    [secret] = await articles.of_feed(conn, feed.id, 1)
    title_id, person_id = await make_title(conn), await make_person(conn)
    told = said(title_id, "director", "Lee Jung-jae", person=person_id)
    await facts.replace(conn, secret.id, [told], VERSION, NOW)
    [fact] = await facts.of_title(conn, title_id, GUILD)
    for other in (None, GUILD + 1):
        assert await facts.of_title(conn, title_id, other) == []
        assert await facts.of_person(conn, person_id, other) == []
        assert await facts.of_story(conn, secret.story_id, other) == []
        assert await facts.get(conn, fact.id, other) is None
    assert await facts.of_person(conn, person_id, GUILD) == await facts.of_story(conn, secret.story_id, GUILD) == [fact]
    assert await facts.of_articles(conn, [secret.id]) == [fact]


# ------------------------------------------------------------------ merges


async def test_facts_are_of_those_whom_theirs_were_merged_into(conn):
    old, new = await make_title(conn, "Ojingeo Game"), await make_title(conn)
    ho, hu = await make_person(conn, "Park Ji-hu"), await make_person(conn, "Park Ji-hoo")
    award = said(old, "award_received", "Best Actress", person=ho, date="2022-09", ceremony="Apan")
    await tell(conn, said(old, "cast_member", "Park Ji-hu", person=ho), award)
    await merges.merge(conn, TITLE, old, new, by=ADMIN, now=NOW)
    change = await merges.merge(conn, PERSON, ho, hu, by=ADMIN, now=NOW)
    found = await facts.of_title(conn, old, None)
    assert found == await facts.of_title(conn, new, None) == await facts.of_person(conn, ho, None)
    assert [(fact.title_id, fact.person_id, fact.fact.subject) for fact in found] == [(new, hu, "Squid Game")] * 2
    assert [fact.value for fact in found] == [f"p{hu}", f"bestactress|apan|2022|p{hu}"]
    await merges.undo(conn, change, NOW)
    assert [fact.value for fact in await facts.of_person(conn, ho, None)] == [f"p{ho}", f"bestactress|apan|2022|p{ho}"]
    assert await facts.of_person(conn, hu, None) == []


async def test_what_is_read_again_after_a_merge_is_the_same_and_its_undoing_still_parts_it(conn):
    old, new = await make_title(conn, "Ojingeo Game"), await make_title(conn)
    ho, hu = await make_person(conn, "Park Ji-hu"), await make_person(conn, "Park Ji-hoo")
    article_id = await tell(conn, said(old, "cast_member", "Park Ji-hu", person=ho))
    changes = [
        await merges.merge(conn, TITLE, old, new, by=ADMIN, now=NOW),
        await merges.merge(conn, PERSON, ho, hu, by=ADMIN, now=NOW),
    ]
    again = said(new, "cast_member", "Park Ji-hu", person=hu)
    assert await facts.replace(conn, article_id, [again], VERSION, NOW) == 0
    assert len(await facts.of_title(conn, new, None)) == 1
    for change in changes:
        await merges.undo(conn, change, NOW)
    [fact] = await facts.of_title(conn, old, None)
    assert (fact.title_id, fact.person_id, fact.value) == (old, ho, f"p{ho}")
    assert await facts.of_title(conn, new, None) == []


# ------------------------------------------------------------------ fame and connections


async def test_fame_is_how_many_articles_say_something_likely(conn):
    title_id, person_id = await make_title(conn), await make_person(conn)
    cast = said(title_id, "cast_member", "Lee Jung-jae", person=person_id)
    doubtful = said(title_id, "cast_member", "Lee Jung-jae", person=person_id, confidence=0.2)
    first = await tell(conn, cast, said(title_id, "genre", "thriller"))
    await tell(conn, cast, headline="Another")
    await tell(conn, doubtful, headline="A doubtful one")
    assert [await fame(conn, TITLE, title_id), await fame(conn, PERSON, person_id)] == [2, 2]
    await facts.replace(conn, first, [said(title_id, "genre", "thriller"), doubtful], VERSION, NOW)
    assert [await fame(conn, TITLE, title_id), await fame(conn, PERSON, person_id)] == [2, 1]
    await facts.replace(conn, first, [], VERSION, NOW)
    assert [await fame(conn, TITLE, title_id), await fame(conn, PERSON, person_id)] == [1, 1]


async def test_likely_facts_connect_titles_and_people(conn):
    title_id, other, person_id = await make_title(conn), await make_title(conn, "Hunt"), await make_person(conn)
    stranger = await make_person(conn, "Someone Else")
    await tell(
        conn,
        said(title_id, "cast_member", "Lee Jung-jae", person=person_id),
        said(other, "director", "Lee Jung-jae", person=person_id),
        said(other, "cast_member", "Someone Else", person=stranger, confidence=0.2),
    )
    assert await facts.titles_of_people(conn, [person_id, stranger, 99]) == {
        person_id: {title_id, other},
        stranger: set(),
        99: set(),
    }
    assert await facts.people_of_titles(conn, [title_id, other]) == {title_id: {person_id}, other: {person_id}}
    await merges.merge(conn, TITLE, other, title_id, by=ADMIN, now=NOW)
    assert await facts.titles_of_people(conn, [person_id]) == {person_id: {title_id}}
    assert await facts.people_of_titles(conn, [other]) == {other: {person_id}}


async def test_the_years_of_a_title_come_from_its_dates(conn):
    title_id = await make_title(conn)
    await tell(
        conn,
        said(title_id, "publication_date", "2021-09-17", season=1),
        said(title_id, "publication_date", "2024-12", season=2),
        said(title_id, "publication_date", "2025-21"),
        said(title_id, "publication_date", "XXXX"),
        said(title_id, "publication_date", "2019", negated=True),
        said(title_id, "publication_date", "2018", confidence=0.2),
        said(title_id, "number_of_episodes", "2020"),
    )
    assert await facts.years_of_titles(conn, [title_id, 99]) == {
        title_id: {(1, 2021), (2, 2024), (-1, 2025)},
        99: set(),
    }


# ------------------------------------------------------------------ what is to be read


async def test_articles_are_unread_until_this_version_read_them(conn):
    read, old, new = [await make_article(conn, headline) for headline in ("One", "Two", "Three")]
    await facts.replace(conn, read, [], VERSION, NOW)
    await facts.replace(conn, old, [], VERSION - 1, NOW)
    assert await unread(conn) == [old, new]
    assert await facts.count_unread(conn, VERSION) == 2
    assert [article.id for article in await facts.unread(conn, VERSION, old, 10)] == [new]
    assert [article.id for article in await facts.unread(conn, VERSION, 0, 1)] == [old]
    assert [article.id for article in await facts.unread(conn, VERSION + 1, 0, 10)] == [read, old, new]
    assert await facts.count_unread(conn, VERSION + 1) == 3


async def test_an_article_that_changed_or_gained_its_text_is_to_be_read_anew(conn):
    ids = [await make_article(conn, headline) for headline in ("Changed", "Page read", "Page without a text")]
    for article_id in ids:
        await facts.replace(conn, article_id, [], VERSION, NOW)
    assert await unread(conn) == []
    changed, page_read, empty = ids
    await articles.change(conn, changed, sighting("Changed at last"), NOW)
    await articles.save_page(conn, page_read, Page("https://a.example/", "Page read", "All of it."), NOW)
    await articles.save_page(conn, empty, Page("https://b.example/", "Page without a text", ""), NOW)
    assert await unread(conn) == [changed, page_read]


async def test_an_article_with_facts_or_names_is_not_tidied_away(conn):
    title_id = await make_title(conn)
    stated = await tell(conn, said(title_id, "genre", "thriller"), headline="Stated")
    named, idle = await make_article(conn, "Named"), await make_article(conn, "Idle")
    await names.add_names(conn, TITLE, title_id, ["Ojingeo Game"], article_id=named, now=NOW)
    assert await articles.tidy(conn, NOW + MINUTE) == 1
    assert [await articles.get(conn, one) is not None for one in (stated, named, idle)] == [True, True, False]
    await facts.replace(conn, stated, [], VERSION, NOW)
    assert await articles.tidy(conn, NOW + MINUTE) == 1


async def test_claims_of_facts_are_those_of_today(conn):
    old, new = await make_title(conn, "Ojingeo Game"), await make_title(conn)
    await tell(conn, said(old, "genre", "thriller"), days=-1)
    await tell(conn, said(new, "genre", "Thriller"), headline="Another")
    await merges.merge(conn, TITLE, old, new, by=ADMIN, now=NOW + DAY)
    assert len({claim_of(fact) for fact in await facts.of_title(conn, new, None)}) == 1


async def test_splits_hold_when_an_article_is_read_again(conn):
    title_id = await make_title(conn, "Rebecca")
    old = said(title_id, "publication_date", "1940")
    article_id = await tell(conn, old)
    kept = await tell(conn, said(title_id, "publication_date", "2020"), headline="The new one")
    change = await merges.split(conn, title_id, [article_id], "Rebecca", year=1940, by=ADMIN, now=NOW)
    [made] = await merges.changes(conn, 1)
    [fact] = await facts.of_title(conn, made.into_id, None)
    told: list[NewFact] = [old, said(title_id, "genre", "thriller")]
    assert await facts.replace(conn, article_id, told, VERSION, NOW) == 1
    assert [one.id for one in await facts.of_title(conn, made.into_id, None)][:1] == [fact.id]
    assert len(await facts.of_title(conn, made.into_id, None)) == 2
    assert [one.source.article_id for one in await facts.of_title(conn, title_id, None)] == [kept]
    await merges.undo(conn, change, NOW)
    assert await facts.replace(conn, article_id, told, VERSION, NOW) == 0
    assert len(await facts.of_title(conn, title_id, None)) == 3


async def test_splits_of_people_hold_for_all_that_is_read_of_those_titles(conn):
    title_id, other_id, person_id = await make_title(conn, "A"), await make_title(conn, "B"), await make_person(conn)
    told = [said(one, "director", "Lee Jung-jae", person=person_id) for one in (title_id, other_id)]
    article_id = await tell(conn, *told)
    before = await facts.of_articles(conn, [article_id])
    await merges.split_person(conn, person_id, [title_id], "Lee Jung-jae", by=ADMIN, now=NOW)
    [first] = await merges.changes(conn, 1)
    assert await facts.replace(conn, article_id, told, VERSION, NOW) == 0
    assert [one.id for one in await facts.of_articles(conn, [article_id])] == [one.id for one in before]
    written = said(title_id, "screenwriter", "Lee Jung-jae", person=person_id)
    await tell(conn, written, said(title_id, "genre", "noir"), headline="Later")
    assert [one.value for one in await facts.of_person(conn, first.into_id, None)] == [f"p{first.into_id}"] * 2
    # One of three, for who was split off is split again, by a title that was merged since.
    renamed = await make_title(conn, "A, as it was called")
    await merges.merge(conn, TITLE, title_id, renamed, by=ADMIN, now=NOW)
    await merges.split_person(conn, first.into_id, [renamed], "Third", by=ADMIN, now=NOW)
    [second, *_] = await merges.changes(conn, 1)
    assert await facts.replace(conn, article_id, told, VERSION, NOW) == 0
    assert [len(await facts.of_person(conn, one, None)) for one in (person_id, first.into_id, second.into_id)] == [
        1,
        0,
        2,
    ]
    await merges.undo(conn, first.id, NOW)
    await merges.undo(conn, second.id, NOW)
    assert await facts.replace(conn, article_id, told, VERSION, NOW) == 0
    assert len(await facts.of_person(conn, person_id, None)) == 3


async def test_facts_of_several_titles_are_those_that_everyone_may_be_told_or_the_others(conn):
    first, other = await make_title(conn), await make_title(conn, "Squid Game 2")
    merged = await make_title(conn, "Ojingeo")
    await tell(conn, said(first, "genre", "thriller"), said(merged, "genre", "noir"), headline="A")
    await tell(conn, said(other, "genre", "drama"), headline="B", private=True)
    await merges.merge(conn, TITLE, merged, first, by=ADMIN, now=NOW)
    open_ = await facts.of_titles(conn, [first, other])
    assert {(one.title_id, one.fact.object) for one in open_} == {(first, "thriller"), (first, "noir")}
    hidden = await facts.of_titles(conn, [first, other], private=True)
    assert [(one.title_id, one.fact.object) for one in hidden] == [(other, "drama")]
    assert await facts.of_titles(conn, []) == []


async def test_the_state_of_a_title_changes_with_its_facts(conn):
    title_id, other = await make_title(conn), await make_title(conn, "Other")
    article_id = await tell(conn, said(title_id, "genre", "thriller"), said(other, "genre", "noir"))
    before = await facts.states(conn)
    assert set(before) == {title_id, other}
    await facts.replace(
        conn,
        article_id,
        [said(title_id, "genre", "thriller", confidence=0.7), said(other, "genre", "noir")],
        VERSION,
        NOW,
    )
    after = await facts.states(conn)
    assert (after[title_id] == before[title_id], after[other] == before[other]) == (False, True)


async def test_the_state_of_names_changes_with_them(conn):
    seen = [await names.state(conn)]
    title_id, other = await make_title(conn), await make_title(conn, "Other")
    seen.append(await names.state(conn))
    await names.add_names(conn, TITLE, title_id, ["Another"], article_id=None, now=NOW)
    seen.append(await names.state(conn))
    change = await merges.merge(conn, TITLE, other, title_id, by=ADMIN, now=NOW)
    seen.append(await names.state(conn))
    await merges.undo(conn, change, NOW)
    seen.append(await names.state(conn))
    assert len(set(seen)) == len(seen)

"""Names: whose they are, after all merges, and what is not said twice."""

import pytest

from bot.domain.names import key
from bot.store import merges, names
from tests.store.knowing import PERSON, TITLE, make_article, make_person, make_title, said, tell
from tests.store.making import ADMIN, NOW


@pytest.fixture
async def conn(database):
    async with database.write() as connection:
        yield connection


async def known(conn, kind, owner_id):
    [named] = await names.known(conn, kind, [owner_id])
    return named


async def test_a_title_goes_by_all_its_names(conn):
    title_id = await make_title(conn, "Squid Game", "오징어 게임", year=2021)
    named = await known(conn, TITLE, title_id)
    assert (named.name, named.names, named.year, named.fame) == ("Squid Game", ("Squid Game", "오징어 게임"), 2021, 0)
    found = await names.owners(conn, TITLE, [key("squid game"), key("오징어게임"), "unknown"])
    assert found == {"squidgame": [title_id], "오징어게임": [title_id]}
    assert await names.owners(conn, PERSON, ["squidgame"]) == {}


async def test_a_name_is_added_once(conn):
    title_id = await make_title(conn)
    more = ["SQUID GAME", "Squid-Game", "Ojingeo Game", "ojingeo game", "???", ""]
    assert await names.add_names(conn, TITLE, title_id, more, article_id=None, now=NOW) == 1
    assert await names.add_names(conn, TITLE, title_id, more, article_id=None, now=NOW) == 0
    assert (await known(conn, TITLE, title_id)).names == ("Squid Game", "Ojingeo Game")


async def test_a_name_of_no_letter_is_kept_but_not_found(conn):
    title_id = await make_title(conn, "!!!")
    assert (await known(conn, TITLE, title_id)).names == ("!!!",)
    assert await names.owners(conn, TITLE, [""]) == {}


async def test_names_of_no_one_are_not_added(conn):
    assert await names.add_names(conn, TITLE, 99, ["Squid Game"], article_id=None, now=NOW) == 0
    assert not await names.rename(conn, TITLE, 99, "Squid Game", NOW)
    assert await names.known(conn, TITLE, [99]) == await names.known(conn, TITLE, []) == []
    assert await names.root_of(conn, PERSON, 99) is None


async def test_of_several_of_one_name_the_most_famous_comes_first(conn):
    first, second = await make_title(conn, "Rebecca", year=1940), await make_title(conn, "Rebecca", year=2020)
    assert await names.owners(conn, TITLE, ["rebecca"]) == {"rebecca": [first, second]}
    await tell(conn, said(second, "genre", "thriller"))
    assert await names.owners(conn, TITLE, ["rebecca"]) == {"rebecca": [second, first]}


async def test_what_was_merged_lends_its_names(conn):
    old, new = await make_title(conn, "Ojingeo Game", "Round Six"), await make_title(conn, "Squid Game")
    change = await merges.merge(conn, TITLE, old, new, by=ADMIN, now=NOW)
    named = await known(conn, TITLE, old)
    assert (named.id, named.name, named.names) == (new, "Squid Game", ("Squid Game", "Ojingeo Game", "Round Six"))
    assert await names.known(conn, TITLE, [old, new, old]) == [named]
    assert await names.owners(conn, TITLE, ["roundsix"]) == {"roundsix": [new]}
    assert await names.add_names(conn, TITLE, old, ["Round Six", "Six"], article_id=None, now=NOW) == 1
    await merges.undo(conn, change, NOW)
    assert (await known(conn, TITLE, old)).names == ("Ojingeo Game", "Round Six")
    assert (await known(conn, TITLE, new)).names == ("Squid Game", "Six")


async def test_a_new_name_is_shown_and_the_old_one_stays(conn):
    person_id = await make_person(conn, "Park Ji-hu")
    assert await names.rename(conn, PERSON, person_id, "Park Ji-hoo", NOW)
    named = await known(conn, PERSON, person_id)
    assert (named.name, named.names, named.year) == ("Park Ji-hoo", ("Park Ji-hoo", "Park Ji-hu"), None)
    assert await names.rename(conn, PERSON, person_id, "PARK JI-HOO", NOW)
    assert (await known(conn, PERSON, person_id)).names == ("PARK JI-HOO", "Park Ji-hu")


async def test_names_that_occur_are_told_if_someone_speaks_of_their_owners(conn):
    title_id, person_id = await make_title(conn, "Squid Game", "오징어 게임"), await make_person(conn)
    await make_title(conn, "Nobody")
    await tell(conn, said(title_id, "cast_member", "Lee Jung-jae", person=person_id))
    keys = [*(f"other{n}" for n in range(6_000)), "nobody", "squidgame", "오징어게임", "leejungjae"]
    assert await names.occurring(conn, keys) == (("Squid Game", "오징어 게임"), ("Lee Jung-jae",))
    assert await names.occurring(conn, []) == ((), ())


async def test_many_are_stored_and_named_at_once(conn):
    ids = await names.add_all(conn, TITLE, [("Rebecca", 1940), ("Squid Game", None)], article_id=None, now=NOW)
    assert await names.add_all(conn, TITLE, [], article_id=None, now=NOW) == []
    more = {ids[0]: ["REBECCA", "레베카"], ids[1]: ["…", "오징어 게임", "오징어게임"], 999: ["Nothing"]}
    assert await names.name_all(conn, TITLE, more, article_id=None, now=NOW) == 2
    found = await names.known(conn, TITLE, ids)
    assert [(one.names, one.year) for one in found] == [
        (("Rebecca", "레베카"), 1940),
        (("Squid Game", "오징어 게임"), None),
    ]
    assert await names.name_all(conn, TITLE, {}, article_id=None, now=NOW) == 0


async def test_people_are_found_in_other_spellings(conn):
    hoo, cho = await make_person(conn, "Park Ji-hoo"), await make_person(conn, "조이현")
    await make_person(conn, "Tom Hanks")
    assert await names.sounding(conn, ["Park Ji-hu"]) == [hoo]
    assert await names.sounding(conn, ["Jo Yi-hyun", "박지후"]) == [hoo, cho]
    assert await names.sounding(conn, ["Tom Hanks"]) == await names.sounding(conn, []) == []
    await merges.merge(conn, PERSON, hoo, cho, by=ADMIN, now=NOW)
    assert await names.sounding(conn, ["Park Ji-hu"]) == [cho]


async def test_a_name_that_was_secret_is_public_once_it_is_read_in_public(conn):
    secret, public = await make_article(conn, "Secret", private=True), await make_article(conn, "Public")
    title_id = await names.add(conn, TITLE, "Project X", NOW, article_id=secret)

    async def privately_known():
        return (await names._known_keys(conn, TITLE, [(title_id, "projectx")]))[title_id, "projectx"][1]

    assert await names.add_names(conn, TITLE, title_id, ["Project X"], article_id=secret, now=NOW) == 0
    assert await privately_known()
    assert await names.add_names(conn, TITLE, title_id, ["Project X"], article_id=public, now=NOW) == 0
    assert not await privately_known()

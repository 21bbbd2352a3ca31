"""Suggestions: ranked, forgiving, in Hangul and romanised, and silent about what a server may not know."""

import random

import pytest

from bot.domain.facts import NameKind
from bot.domain.lookup import MatchKind, NameHit
from bot.store import articles, facts, names
from bot.store.name_search import suggest
from tests.store.knowing import PERSON, TITLE, VERSION, make_article, make_person, make_title, said, tell
from tests.store.making import GUILD, NOW, follow, make_feed, poll, sighting

EXACT, PREFIX, WORD, ALIAS, TYPO = MatchKind


@pytest.fixture
async def conn(database):
    async with database.write() as connection:
        yield connection


async def famous(conn, name, *aliases, fame=1, kind=TITLE, year=None):
    """A title or person with as many articles about it."""
    if kind is PERSON:
        person_id = await make_person(conn, name, *aliases)
        about = await names.owners(conn, TITLE, ["someshow"])
        title_id = about["someshow"][0] if about else await make_title(conn, "Some Show")
        new = said(title_id, "cast_member", name, person=person_id)
    else:
        person_id = title_id = await make_title(conn, name, *aliases, year=year)
        new = said(title_id, "genre", "drama")
    for number in range(fame):
        await tell(conn, new, headline=f"{name} {number}")
    return person_id


async def found(conn, text, kind=TITLE, **more):
    return [(hit.name, hit.match) for hit in await suggest(conn, kind, text, **more)]


async def test_better_matches_come_first_and_the_more_famous_among_equals(conn):
    await famous(conn, "Dead")
    await famous(conn, "Deadwood")
    await famous(conn, "Dead to Me", fame=3)
    await famous(conn, "All of Us Are Dead", fame=5)
    await famous(conn, "Zombieland", "Deadland", fame=9)
    await famous(conn, "Head", fame=9)
    assert await found(conn, "dead") == [
        ("Dead", EXACT),
        ("Dead to Me", PREFIX),
        ("Deadwood", PREFIX),
        ("All of Us Are Dead", WORD),
        ("Zombieland", ALIAS),
        ("Head", TYPO),
    ]
    assert await found(conn, "dead", limit=2) == [("Dead", EXACT), ("Dead to Me", PREFIX)]


async def test_a_hit_tells_what_it_is(conn):
    title_id = await famous(conn, "Squid Game", "오징어 게임", fame=2, year=2021)
    hit = NameHit(TITLE, title_id, "Squid Game", None, PREFIX, 2, 2021)
    assert await suggest(conn, TITLE, "squid") == [hit]
    by_alias = NameHit(TITLE, title_id, "Squid Game", "오징어 게임", ALIAS, 2, 2021)
    assert await suggest(conn, TITLE, "오징") == [by_alias]


@pytest.mark.parametrize(
    "typed", ["오징어 게임", "오징어게임", "오징", "오지", "옺", "ㅇㅗㅈ", "ojingeo", "OJINGEO GEIM", "게임"]
)
async def test_a_name_in_hangul_is_found_as_it_is_typed_and_romanised(conn, typed):
    await famous(conn, "오징어 게임")
    [(name, match)] = await found(conn, typed)
    assert (name, match is not TYPO) == ("오징어 게임", True)


async def test_a_whole_alias_is_as_good_as_the_name_but_comes_after_it(conn):
    await famous(conn, "Round Six")
    await famous(conn, "Squid Game", "Round 6", "Round Six", fame=3)
    assert await found(conn, "round six") == [("Round Six", EXACT), ("Squid Game", EXACT)]
    assert [hit.alias for hit in await suggest(conn, TITLE, "round six")] == [None, "Round Six"]


@pytest.mark.parametrize("typed", ["Park Ji-hoo", "ji hoo park", "JIHOO PARK", "parkjihoo"])
async def test_a_persons_name_is_whole_in_any_order(conn, typed):
    await famous(conn, "Park Ji-hoo", kind=PERSON)
    assert await found(conn, typed, PERSON) == [("Park Ji-hoo", EXACT)]


@pytest.mark.parametrize(
    ("typed", "name"), [("park ji hu", "Park Ji-hoo"), ("jo yi hyun", "Cho Yi-hyun"), ("박지후", "Park Ji-hoo")]
)
async def test_another_spelling_of_a_korean_name_finds_the_person(conn, typed, name):
    await famous(conn, "Park Ji-hoo", kind=PERSON)
    await famous(conn, "Cho Yi-hyun", kind=PERSON)
    assert await found(conn, typed, PERSON) == [(name, TYPO)]


@pytest.mark.parametrize(
    "typed",
    ["squod game", "sqiud", "suid gam", "squid gmae", "squidd", "gaem squid", "squod gane", "timothee chalamte"],
)
async def test_a_slip_of_the_finger_is_forgiven(conn, typed):
    await famous(conn, "Squid Game")
    await famous(conn, "Timothée Chalamet")
    [(name, match)] = await found(conn, typed)
    assert (name[:2].lower(), match) == (typed[:2] if typed[0] == "t" else "sq", TYPO)


async def test_words_may_stand_apart(conn):
    await famous(conn, "All of Us Are Dead")
    await famous(conn, "Dead to Me", "All Dead Here")
    await famous(conn, "Alluring")
    assert await found(conn, "dead all") == [("All of Us Are Dead", WORD), ("Dead to Me", ALIAS)]
    assert await found(conn, "the of alluring") == [("Alluring", WORD)]
    assert await found(conn, "the of") == []


async def test_one_title_is_told_once_by_its_best_name(conn):
    await famous(conn, "Dead Ringers", "Dead Twins", "The Dead")
    [hit] = await suggest(conn, TITLE, "dead")
    assert (hit.name, hit.alias, hit.match) == ("Dead Ringers", "The Dead", EXACT)


async def test_titles_and_people_are_asked_for_apart_or_together(conn):
    await famous(conn, "Parker")
    await famous(conn, "Park Ji-hoo", kind=PERSON, fame=2)
    assert [hit.kind for hit in await suggest(conn, TITLE, "park")] == [TITLE]
    assert [hit.kind for hit in await suggest(conn, PERSON, "park")] == [PERSON]
    assert [hit.kind for hit in await suggest(conn, None, "park")] == [PERSON, TITLE]


async def test_without_a_text_the_most_famous_are_told_the_newest_of_equals_first(conn):
    for name, fame in (("One", 1), ("Two", 3), ("Three", 1)):
        await famous(conn, name, f"{name} as well", fame=fame)
    assert await found(conn, "") == [("Two", PREFIX), ("Three", PREFIX), ("One", PREFIX)]
    assert await found(conn, "  ", limit=1) == [("Two", PREFIX)]
    assert [hit.alias for hit in await suggest(conn, TITLE, "")] == [None] * 3
    assert await found(conn, "", PERSON) == []


async def test_whom_no_likely_fact_speaks_of_is_not_told(conn):
    title_id = await make_title(conn, "Perhaps")
    await tell(conn, said(title_id, "genre", "drama", confidence=0.3))
    for text in ("", "perhaps", "perhasp"):
        assert await found(conn, text) == []


@pytest.mark.parametrize(
    "text", ["!!!", "\0", "\ud800", "%", "'\"", "x" * 5_000, "a b " * 500, "{}", "\\", "🎬", "か゛", "ᆨ"]
)
async def test_any_text_is_safe(conn, text):
    await famous(conn, "Squid Game")
    assert await suggest(conn, None, text) == []


async def test_noise_is_safe(conn):
    rng = random.Random(9)
    await famous(conn, "Squid Game", "오징어 게임")
    for _ in range(30):
        text = "".join(
            chr(rng.choice([*range(32, 127), *range(0x3130, 0x3190), 0xAC00 + rng.randrange(11_172)])) for _ in range(9)
        )
        for kind in (*NameKind, None):
            await suggest(conn, kind, text)


async def test_a_new_name_is_found_at_once_and_shown(conn):
    title_id = await famous(conn, "Ojingeo Game")
    await names.rename(conn, TITLE, title_id, "Squid Game", NOW)
    assert await found(conn, "squid") == [("Squid Game", PREFIX)]
    assert [(hit.name, hit.alias, hit.match) for hit in await suggest(conn, TITLE, "ojing")] == [
        ("Squid Game", "Ojingeo Game", ALIAS)
    ]


# ------------------------------------------------------------------ what a server may know


@pytest.fixture
async def secret(conn):
    """An article of a private feed that ``GUILD`` follows."""
    feed = await make_feed(conn, private=True)
    await follow(conn, feed)
    await poll(conn, feed, sighting("Secret"))
    [article] = await articles.of_feed(conn, feed.id, 1)
    return article.id


async def told_in(conn, article_id, name):
    title_id = await names.add(conn, TITLE, name, NOW, article_id=article_id)
    before = [fact.title_id for fact in await facts.of_articles(conn, [article_id])]
    await facts.replace(conn, article_id, [said(one, "genre", "drama") for one in (*before, title_id)], VERSION, NOW)
    return title_id


@pytest.mark.parametrize("typed", ["project x", "proj", "", "porject x", "x project"])
async def test_what_only_a_private_feed_names_is_told_to_its_followers_alone(conn, secret, typed):
    await told_in(conn, secret, "Project X")
    assert [name for name, _ in await found(conn, typed, guild_id=GUILD)] == ["Project X"]
    assert await found(conn, typed, guild_id=GUILD + 1) == await found(conn, typed) == []


async def test_a_secret_name_is_not_shown_beside_the_one_that_is_known(conn, secret):
    title_id = await told_in(conn, secret, "Project X")
    public = await make_article(conn, "Public")
    await names.add_names(conn, TITLE, title_id, ["Squid Game"], article_id=public, now=NOW)
    shown = [(hit.name, hit.alias) for hit in await suggest(conn, TITLE, "squid")]
    assert shown == [(hit.name, hit.alias) for hit in await suggest(conn, TITLE, "")] == [("Squid Game", None)]
    [hit] = await suggest(conn, TITLE, "squid", guild_id=GUILD)
    assert (hit.name, hit.alias) == ("Project X", "Squid Game")


async def test_secret_names_do_not_crowd_out_the_others(conn, secret):
    ids = [await names.add(conn, TITLE, f"Secret Plan {number}", NOW, article_id=secret) for number in range(110)]
    await facts.replace(conn, secret, [said(one, "genre", "drama") for one in ids], VERSION, NOW)
    again = await make_article(conn, "Again", private=True)
    await facts.replace(conn, again, [said(one, "genre", "drama") for one in ids], VERSION, NOW)
    await famous(conn, "Secret Garden")
    assert await found(conn, "secret") == [("Secret Garden", PREFIX)]

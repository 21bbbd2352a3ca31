"""Search: what is found, in what order, in any script, whatever is typed."""

import asyncio
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.models import StoryQuery
from bot.domain.plan import ChangedArticle, Plan
from bot.store import articles, index
from bot.store.apply import apply
from bot.store.search import search
from bot.store.stories import latest
from tests.store.making import DAY, HOUR, NOW, make_feed, new_article, poll, sighting
from tests.store.test_terms import NOISE

ARTICLES = (
    sighting("Zombie drama All of Us Are Dead gets a second season", at=NOW - 6 * HOUR),
    sighting("Café Minamdang ends", summary="Seo In-guk thanks the crew of the zombie-free comedy.", at=NOW - 5 * HOUR),
    sighting("오징어게임이 돌아온다", summary="황동혁 감독의 새 시즌", at=NOW - 4 * HOUR),
    sighting("Squid Game returns", text="The game goes on. Hwang Dong-hyuk directs season 12.", at=NOW - 3 * HOUR),
    sighting("A game of squid", summary="Cooking, not television.", at=NOW - 2 * HOUR),
    sighting("劇場版『鬼滅の刃』公開", summary="Ｄｅｍｏｎ Slayer in full width", at=NOW - HOUR),
    sighting("Straße der Lieder", at=NOW),
)


@pytest.fixture
async def news(database):
    """The database with the articles above, from one feed."""
    async with database.write() as conn:
        await poll(conn, await make_feed(conn), *ARTICLES)
    return database


async def found(database, text="", **more):
    async with database.read() as conn:
        views, total = await search(conn, StoryQuery(text, **more), 0, 10)
    assert total == len(views)
    return [view.article.headline.split()[0] for view in views]


@pytest.mark.parametrize(
    ("text", "first_words"),
    [
        ("zombie", ["Zombie", "Café"]),  # the headline weighs more
        ("ZOMB", ["Zombie", "Café"]),
        ("zombie -comedy", ["Zombie"]),
        ("-comedy", []),
        ("cafe minamdang", ["Café"]),
        ("CAFÉ", ["Café"]),
        ("cafe\u0301", ["Café"]),
        ("오징어", ["오징어게임이"]),
        ("\u110b\u1169\u110c\u1175\u11bc\u110b\u1165", ["오징어게임이"]),  # the same, decomposed
        ("황동혁 감독", ["오징어게임이"]),
        ('"squid game"', ["Squid"]),
        ('"returns the"', []),  # no phrase reaches from the headline into the text
        ("game squid -cooking", ["Squid"]),
        ("season 1", []),  # a number is not the beginning of another
        ("season 12", ["Squid"]),
        ("demon slayer", ["劇場版『鬼滅の刃』公開"]),
        ("鬼滅の刃", ["劇場版『鬼滅の刃』公開"]),
        ("strasse", ["Straße"]),
        ("in-guk", ["Café"]),
        ("nothing like it", []),
        ("", []),
        ("…!? -", []),
    ],
)
async def test_what_is_found(news, text, first_words):
    assert await found(news, text) == first_words


async def test_names_must_occur_as_phrases(news):
    assert await found(news, names=("Squid Game",)) == ["Squid"]
    assert await found(news, names=("Squid Game", "Hwang Dong-hyuk")) == ["Squid"]
    assert await found(news, names=("Squid Game", "Seo In-guk")) == []
    assert await found(news, "season", names=("All of Us Are Dead",)) == ["Zombie"]
    assert await found(news, "…", names=("Squid Game",)) == [], "what was typed finds nothing"
    assert await found(news, names=("…",)) == []


async def test_outlet_and_time_narrow_a_search(news):
    async with news.write() as conn:
        await poll(conn, await make_feed(conn, "hankyung"), sighting("Zombie walk", at=NOW - DAY))
    assert await found(news, "zombie", outlet="Hankyung") == ["Zombie"]
    assert await found(news, "zombie", outlet="Nobody") == []
    assert await found(news, "zombie", since=NOW - 5 * HOUR) == ["Café"]


async def test_of_equally_good_ones_the_newest_comes_first_and_pages_go_on(database):
    async with database.write() as conn:
        feed = await make_feed(conn)
        await poll(conn, feed, *(sighting(f"Zombie {n}", at=NOW + n * HOUR) for n in range(7)))
    async with database.read() as conn:
        pages = [await search(conn, StoryQuery("zombie"), offset, 3) for offset in (0, 3, 6, 9)]
    numbers = [[int(view.article.headline.split()[1]) for view in views] for views, _ in pages]
    assert numbers == [[6, 5, 4], [3, 2, 1], [0], []]
    assert {total for _, total in pages} == {7}


async def test_a_story_is_found_once_by_its_best_article_with_all_its_outlets(database):
    async with database.write() as conn:
        feed = await make_feed(conn)
        await poll(conn, feed, sighting("Casting news", summary="A zombie, perhaps.", at=NOW - HOUR))
        [view], _ = await latest(conn, StoryQuery(), 0, 1)
        joining = new_article(sighting("Zombie cast"), "Variety", story_id=view.story.id)
        await poll(conn, feed, joining, new_article(sighting("Something else"), "Deadline", story_id=view.story.id))
        [found], total = await search(conn, StoryQuery("zombie"), 0, 5)
    assert (found.article.headline, found.outlets, total) == ("Zombie cast", ("Soompi", "Variety", "Deadline"), 1)
    assert (found.story.first_at, found.story.last_at) == (NOW - HOUR, NOW)


async def test_a_changed_article_is_found_by_its_new_words_only(news):
    async with news.write() as conn:
        feed = await make_feed(conn)
        changed = replace(sighting("Quiz show ends"), own_url=None)
        await apply(conn, feed, Plan(changed=(ChangedArticle(1, changed),)), [], NOW)
    assert await found(news, "quiz") == ["Quiz"]
    assert await found(news, "second season") == []


async def test_a_tidied_article_is_found_no_more(news):
    async with news.write() as conn:
        assert await articles.tidy(conn, NOW + DAY) == len(ARTICLES)
        assert await index.faults(conn) == []
        await index.drop(conn, [])
    assert await found(news, "zombie") == []


async def test_what_is_far_down_in_a_long_article_is_not_indexed(database):
    long = sighting("Long", text="filler " * 1_000 + "early " + "filler " * 1_000 + "late")
    async with database.write() as conn:
        await poll(conn, await make_feed(conn), long)
    assert await found(database, "early") == ["Long"]
    assert await found(database, "late") == []


async def test_words_of_any_length_and_any_number_are_indexed(database):
    """PostgreSQL has limits to a word, its places and the whole vector; none may stop an article."""
    odd = sighting("x" * 290, text=f"{'y' * 5_000} {'z ' * 1_400}", summary="\0 \ud800 한글")
    async with database.write() as conn:
        await poll(conn, await make_feed(conn), odd)
    assert await found(database, "y" * 5_000) == ["x" * 290]
    assert await found(database, "한글") == ["x" * 290]


@pytest.fixture
def ask(news):
    """Search once in the event loop of the test, from the threadless world of hypothesis."""

    async def one(text, name):
        async with news.read() as conn:
            return await search(conn, StoryQuery(text, names=(name,) if name else ()), 0, 5)

    return one


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.tuples(NOISE, NOISE), min_size=1, max_size=8))
async def test_any_text_at_all_may_be_searched_for(ask, texts):
    for text, name in texts:
        views, total = await ask(text, name)
        assert len(views) <= total


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.lists(st.sampled_from(["game", "squid", "season", "the", "12", "drama", "zombie"]), max_size=6),
    data=st.data(),
)
async def test_both_sides_of_a_minus_share_out_what_is_found(ask, words, data):
    """What holds all the words is split by any further word into those with it and those without."""
    extra = data.draw(st.sampled_from(["game", "zombie", "crew", "directs"]))
    base = " ".join(["the", *words])
    whole, with_it, without = [
        {view.article.id for view in (await ask(f'{text} ""', None))[0]}
        for text in (base, f"{base} {extra}", f"{base} -{extra}")
    ]
    assert with_it | without == whole
    assert not with_it & without


async def test_indexing_many_articles_lets_others_in_between(database):
    """A feed's first fetch brings hundreds of articles; to fold them all at once would hold up every answer."""
    turns, taken = 0, Counter()

    async def others():
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    def documents():
        for number in range(1, 101):
            taken[turns] += 1
            yield index.Document(number, "headline", "body")

    async with database.write() as conn:
        await poll(conn, await make_feed(conn), *(sighting(f"Zombie {n}") for n in range(100)))
        await index.drop(conn, range(1, 101))
        task = asyncio.create_task(others())
        await index.put(conn, documents())
        task.cancel()
    assert max(taken.values()) == 20


async def test_of_several_names_one_must_occur(news):
    assert set(await found(news, aliases=(("Squid Game", "오징어게임"),))) == {"Squid", "오징어게임이"}
    assert await found(news, aliases=(("Squid Game", "오징어게임"), ("황동혁", "…"))) == ["오징어게임이"]
    assert await found(news, "returns", aliases=(("Squid Game", "All of Us Are Dead"),)) == ["Squid"]
    assert await found(news, "-returns", aliases=(("Squid Game",),)) == [], "what was typed finds nothing"
    assert await found(news, aliases=(("…",),)) == []

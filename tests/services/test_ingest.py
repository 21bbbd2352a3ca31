"""Polls, article pages and single sources, over real HTTP."""

import json
from datetime import timedelta

import pytest
from aiohttp import web

from bot.domain.models import StoryQuery
from bot.errors import FeedError, FeedFault
from bot.services.ingest import Ingested
from bot.store import articles, facts
from tests.feedserver import Item, rss
from tests.newsroom import DAY, FEED, GUILD, HOUR
from tests.sayings import HARBOR, says, told

LONG = "The cast of the school drama gathered in Seoul on Monday to read the first script together. " * 12
PAGE = f"""<html lang="en"><head><title>Ignored</title><meta property="og:title" content="Told by the page">
<meta property="og:site_name" content="Drama Post"><meta property="og:image" content="/still.jpg"></head>
<body><nav>Menu</nav><article><h1>Told by the page</h1><p>{LONG}</p><p>{LONG}</p></article></body></html>"""


def put_page(room, path, body=PAGE):
    room.site.answer(path, headers={"Content-Type": "text/html"}, body=body.encode())


async def article(room, link):
    async with room.db.read() as conn:
        return await articles.by_url(conn, link)


# ------------------------------------------------------------------ polls


async def test_a_poll_says_what_it_brought(room):
    added = await room.follow()
    room.publish("One", "Two")
    result = await room.services.ingest.poll(added.feed.id)
    assert (result.new, result.changed, result.queued, result.fault) == (2, 0, 2, None)
    assert (await room.services.ingest.poll(added.feed.id)).new == 0


async def test_a_feed_is_due_after_its_interval_and_not_before(room):
    added = await room.follow()
    room.clock.forward(timedelta(minutes=10))
    assert await room.services.ingest.due() == []
    room.clock.forward(timedelta(minutes=10))
    assert await room.services.ingest.due() == [added.feed.id]


async def test_a_fault_is_stored_and_puts_the_next_poll_off(room):
    added = await room.follow()
    for failures in range(1, 4):
        room.site.answer(FEED, status=500, once=True)
        result = await room.services.ingest.poll(added.feed.id)
        info = await room.services.follows.info(GUILD, added.subscription.id)
        assert (result.fault, info.feed.failures) == (FeedFault.SERVER, failures)
    assert info.feed.next_poll_at - room.clock.now >= timedelta(hours=1)


async def test_a_site_that_says_when_is_heeded(room):
    added = await room.follow()
    room.site.answer(FEED, status=429, headers={"Retry-After": "7200"}, once=True)
    await room.services.ingest.poll(added.feed.id)
    info = await room.services.follows.info(GUILD, added.subscription.id)
    assert info.feed.next_poll_at >= room.clock.now + 2 * HOUR


@pytest.mark.parametrize(("status", "fault"), [(200, None), (500, FeedFault.SERVER)])
async def test_a_feed_that_went_away_meanwhile_is_no_error(room, status, fault):
    added = await room.follow()

    async def forget(_request):
        await room.services.follows.remove(GUILD, added.subscription.id)
        await room.services.tidy.run()
        return web.Response(status=status, body=rss([]), content_type="application/rss+xml")

    room.site.handle(FEED, forget, once=True)
    assert (await room.services.ingest.poll(added.feed.id)).fault is fault
    assert (await room.services.ingest.poll(added.feed.id)).fault is None, "it is not even asked"


async def test_a_feed_that_moves_onto_another_stays_where_it_was(room):
    await room.follow("/a.xml")
    await room.follow("/b.xml")
    room.site.redirect("/a.xml", "/b.xml")
    await room.round(DAY)
    assert [one.feed.url for one in await room.services.follows.list(GUILD)] == [
        room.site.url("/a.xml"),
        room.site.url("/b.xml"),
    ]


# ------------------------------------------------------------------ article pages


async def test_a_page_gives_the_text_and_the_picture_that_the_feed_lacks(room):
    await room.follow()
    link = room.site.url("/summary-only")
    room.publish(room.item("Summary only", summary="In short.", content=None))
    put_page(room, "/summary-only")
    await room.round()
    assert await room.services.ingest.read_pages() == 1
    read = await article(room, link)
    assert "The cast of the school drama gathered in Seoul" in read.text
    assert (read.headline, read.summary) == ("Summary only", "In short."), "the feed's own words stand"
    assert read.image_url == room.site.url("/still.jpg")
    assert await room.services.deliver.run_edits() == 1, "the post gains the picture"
    assert await room.services.ingest.read_pages() == 0


async def test_robots_are_heeded_and_the_summary_has_to_do(room):
    await room.follow()
    room.publish(room.item("Private page", summary="In short.", content=None))
    put_page(room, "/private-page")
    room.site.answer("/robots.txt", body=b"User-agent: *\nDisallow: /")
    await room.round()
    assert await room.services.ingest.read_pages() == 0
    assert room.site.of("/private-page") == []
    assert await room.services.ingest.read_pages() == 0
    assert len(room.site.of("/robots.txt")) == 1, "it is not tried again"


async def test_a_page_that_fails_is_tried_once(room):
    await room.follow()
    room.publish(room.item("No page", summary="In short.", content=None))
    await room.round()
    assert [await room.services.ingest.read_pages() for _ in range(2)] == [0, 0]
    assert len(room.site.of("/no-page")) == 1


async def test_a_page_gives_the_facts_that_the_summary_lacks(room):
    await room.follow()
    room.publish(room.item("Harbor returns", summary="In short.", content=None))
    put_page(room, "/harbor-returns")
    await room.round()
    room.reader.sayings["Harbor returns"] = HARBOR
    assert await room.services.ingest.read_pages() == 1
    assert "The cast of the school drama gathered" in room.reader.read[-1].text
    async with room.db.read() as conn:
        assert len(await facts.of_story(conn, 1, GUILD)) == 6
    assert await room.services.reading.catch_up() == 0, "it is read as it is now"
    assert await room.services.deliver.run_edits() == 1
    assert len(room.publisher.edits[0][1].body.facts) == 3


# ------------------------------------------------------------------ single sources


async def test_a_single_source_tells_what_was_learnt(room, tmp_path):
    room.reader.sayings |= {
        "In a file": HARBOR,
        "Later": says(told("publication_date", "2026-01", season=2), told("genre", "noir", of="Salt Line")),
    }
    (tmp_path / "a.json").write_text(json.dumps({**SINGLE, "text": "Text."}))
    told_later = {"headline": "Later", "text": "Text.", "published": "2026-03-20", "outlet": "Variety"}
    (tmp_path / "b.json").write_text(json.dumps(told_later))
    ingest = room.services.ingest
    assert await ingest.ingest_file(tmp_path / "a.json") == Ingested(new=1, facts=6, titles=1)
    assert await ingest.ingest_file(tmp_path / "a.json") == Ingested()
    assert await ingest.ingest_file(tmp_path / "b.json") == Ingested(new=1, facts=2, titles=2, moves=1)
    assert await room.services.reading.catch_up() == 0


async def test_a_page_from_the_web_is_stored_once_and_posted_nowhere(room):
    put_page(room, "/article")
    link = room.site.url("/article")
    assert [(await room.services.ingest.ingest_link(link)).new for _ in range(2)] == [1, 0]
    stored = await article(room, link)
    assert (stored.headline, stored.outlet) == ("Told by the page", "Drama Post")
    assert await room.services.deliver.run_due() == 0


async def test_a_feed_from_the_web_is_stored_entry_by_entry(room):
    room.publish("One", "Two")
    assert [(await room.services.ingest.ingest_link(room.site.url(FEED))).new for _ in range(2)] == [2, 0]
    found = await room.services.news.latest(StoryQuery())
    assert {view.article.outlet for view in found.stories} == {"Feed"}


async def test_what_cannot_be_had_is_raised(room):
    with pytest.raises(FeedError) as caught:
        await room.services.ingest.ingest_link(room.site.url("/nowhere"))
    assert caught.value.fault is FeedFault.GONE
    room.site.answer("/empty", body=b"")
    with pytest.raises(FeedError) as caught:
        await room.services.ingest.ingest_link(room.site.url("/empty"))
    assert caught.value.fault is FeedFault.EMPTY


SINGLE = {"url": "https://www.news.example/a/1?utm_source=x", "published": "2026-03-01", "title": "In a file"}


@pytest.mark.parametrize(
    ("name", "body", "told"),
    [
        ("article.json", json.dumps({**SINGLE, "text": "Text."}), ("In a file", "www.news.example")),
        ("article.json", json.dumps({**SINGLE, "text": "Text.", "outlet": "The News"}), ("In a file", "The News")),
        ("bare.json", json.dumps({"headline": "Bare", "text": "Text.", "published": "soon"}), ("Bare", "local file")),
        ("feed.xml", rss([Item("Fed")], title="X").decode(), ("Fed", "X")),
        ("page.html", PAGE, ("Told by the page", "Drama Post")),
    ],
)
async def test_files_of_each_kind_are_read(room, tmp_path, name, body, told):
    file = tmp_path / name
    file.write_text(body)
    assert await room.services.ingest.ingest_file(file) == Ingested(new=1)
    [view] = (await room.services.news.latest(StoryQuery())).stories
    assert (view.article.headline, view.article.outlet) == told


async def test_a_single_articles_date_and_address_are_made_proper(room, tmp_path):
    file = tmp_path / "article.json"
    file.write_text(json.dumps({**SINGLE, "published": "2026-03-01T09:00:00+09:00", "text": "Text."}))
    await room.services.ingest.ingest_file(file)
    [view] = (await room.services.news.latest(StoryQuery())).stories
    assert view.article.url == "https://www.news.example/a/1"
    assert view.article.published_at.isoformat() == "2026-03-01T00:00:00+00:00"


@pytest.mark.parametrize("body", ["[]", '{"text": "no headline"}', '{"headline": "no text"}', "not json"])
async def test_a_file_that_is_nothing_of_it_is_refused(room, tmp_path, body):
    file = tmp_path / "odd.json"
    file.write_text(body)
    with pytest.raises(FeedError):
        await room.services.ingest.ingest_file(file)


async def test_a_file_that_is_not_there_is_told_so(room, tmp_path):
    with pytest.raises(FeedError, match="No such file"):
        await room.services.ingest.ingest_file(tmp_path / "nowhere.json")

"""The demo's outlets, read over real HTTP as the bot reads any outlet."""

from dataclasses import replace
from datetime import timedelta

import feedparser

from bot.demo.newsstand import Newsstand, open_newsstand
from tests.demo.toy import NOON, REEL, SEOUL, sample


async def read(web, url: str):
    async with web.get(url) as answer:
        return answer.status, await answer.text()


async def test_a_feed_tells_all_that_a_card_shows(stand, web):
    status, body = await read(web, stand.feed_url(REEL))
    feed = feedparser.parse(body)
    (entry,) = feed.entries
    assert (status, feed.version, feed.feed.title, feed.feed.language) == (200, "rss20", "The Reel", "en")
    assert (entry.title, entry.summary, entry.author) == ("About one", "In short, one", "Jo Park")
    assert [tag.term for tag in entry.tags] == ["Zombies", "Casting"]
    assert entry.content[0].value == "<p>First one &amp; more.</p><p>Then one.</p>"
    assert [media["url"] for media in entry.media_content] == [f"http://127.0.0.1:{stand.port}/images/a.png"]
    assert entry.id == entry.link == f"http://127.0.0.1:{stand.port}/reel/one"


async def test_what_was_out_before_is_dated_before_the_opening(stand, web):
    _, body = await read(web, stand.feed_url(REEL))
    (entry,) = feedparser.parse(body).entries
    assert entry.published_parsed[:6] == (NOON - timedelta(minutes=53)).timetuple()[:6]


async def test_articles_come_out_one_by_one_in_their_order_and_are_dated_then(stand, web):
    assert [stand.waiting, (await read(web, stand.feed_url(SEOUL)))[1].count("<item>")] == [2, 0]
    released = [stand.release(), stand.release(), stand.release()]
    assert [each and each.slug for each in released] == ["two", "three", None]
    _, body = await read(web, stand.feed_url(REEL))
    newest, oldest = feedparser.parse(body).entries
    assert (newest.title, oldest.title, stand.waiting) == ("About three", "About one", 0)
    assert newest.published_parsed[:6] == NOON.timetuple()[:6]


async def test_a_feed_is_sent_again_only_when_it_has_changed(stand, web):
    async with web.get(stand.feed_url(REEL)) as first:
        known = {"If-None-Match": first.headers["ETag"]}
    async with web.get(stand.feed_url(REEL), headers=known) as same:
        assert (same.status, await same.read()) == (304, b"")
    stand.release()
    stand.release()
    async with web.get(stand.feed_url(REEL), headers=known) as changed:
        assert changed.status == 200


async def test_a_home_page_names_its_feed_and_lists_its_articles(stand, web):
    status, body = await read(web, stand.home_url(REEL))
    assert status == 200
    assert f'<link rel="alternate" type="application/rss+xml" href="{stand.feed_url(REEL)}">' in body
    assert '<a href="one">About one</a>' in body


async def test_an_article_page_has_the_whole_text_and_its_picture(stand, web):
    status, body = await read(web, f"{stand.home_url(REEL)}one")
    assert status == 200
    assert "<h1>About one</h1>" in body
    assert "<p>First one &amp; more.</p><p>Then one.</p>" in body
    assert f'<meta property="og:image" content="http://127.0.0.1:{stand.port}/images/a.png">' in body


async def test_an_article_without_a_picture_shows_none(stand, web):
    stand.release()
    _, body = await read(web, f"{stand.home_url(SEOUL)}two")
    assert '<html lang="ko">' in body
    assert "<img" not in body
    assert "og:image" not in body


async def test_pictures_are_served_and_handed_out_by_address(stand, web):
    ((url, (name, body)),) = stand.pictures().items()
    async with web.get(url) as answer:
        assert (answer.content_type, await answer.read(), name) == ("image/png", body, "a.png")


async def test_what_is_not_there_is_not_found(stand, web):
    base = f"http://127.0.0.1:{stand.port}"
    for path in ("/reel/two", "/reel/three", "/nobody/feed.xml", "/images/b.png", "/images/..%2Fa.png"):
        assert (await read(web, base + path))[0] == 404


async def test_robots_are_welcome(stand, web):
    assert await read(web, f"http://127.0.0.1:{stand.port}/robots.txt") == (200, "User-agent: *\nAllow: /\n")


async def test_what_an_article_announces_by_a_staged_date_is_called_made_up(images, web):
    told = replace(sample("one"), headline="It is out on {{day+3}}", text="On {{day+3}}, in fact.")
    async with open_newsstand(Newsstand((told, sample("two")), images, lambda: NOON, early=2)) as stand:
        _, staged = await read(web, f"{stand.home_url(REEL)}one")
        _, plain = await read(web, f"{stand.home_url(REEL)}two")
    assert "<h1>It is out on 4 March 2026</h1>" in staged
    assert "<p>On 4 March 2026, in fact.</p>" in staged
    assert "made up" in staged
    assert "made up" not in plain

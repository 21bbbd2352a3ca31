"""Look-ups: pages of stories, outlets, and the trace of an article."""

import pytest

from bot.domain.models import Outcome, StoryQuery
from bot.errors import UserError
from tests.newsroom import CHANNEL, DAY, GUILD

SEVEN = [f"{word} drama gets a new season" for word in ("Red", "Blue", "Green", "Grey", "Pink", "Black", "White")]


async def test_stories_come_in_pages_and_a_page_beyond_the_last_is_the_last(room):
    room.publish(*SEVEN)
    await room.follow()
    first = await room.services.news.latest(StoryQuery())
    assert (len(first.stories), first.page, first.pages, first.total) == (5, 1, 2, 7)
    beyond = await room.services.news.latest(StoryQuery(), 9)
    assert (len(beyond.stories), beyond.page) == (2, 2)
    assert {view.article.headline for page in (first, beyond) for view in page.stories} == set(SEVEN)


async def test_nothing_is_one_empty_page(room):
    found = await room.services.news.search(StoryQuery(text='"quantum AND OR ( *'), 3)
    assert (found.stories, found.page, found.pages, found.total) == ((), 1, 1, 0)


async def test_search_finds_by_words(room):
    room.publish("Zombie school drama returns", "A wedding in Busan")
    await room.follow()
    found = await room.services.news.search(StoryQuery(text="zombi"))
    assert [view.article.headline for view in found.stories] == ["Zombie school drama returns"]


async def test_outlets_that_begin_with_the_text_come_first(room):
    for path in ("/soompi.xml", "/drama-oomph.xml", "/oomph.xml"):
        room.publish(f"Told by {path}", path=path)
        await room.follow(path)
    assert await room.services.news.outlets("OOM", GUILD) == ("Oomph", "Drama-Oomph", "Soompi")


async def test_a_trace_tells_what_became_of_an_article(room):
    added = await room.follow()
    room.publish("A story")
    await room.round()
    trace = await room.services.news.trace(room.site.url("/a-story?utm_source=x"), GUILD)
    assert (trace.article.headline, trace.outlets) == ("A story", ("Feed",))
    [line] = trace.lines
    assert (line.channel_id, line.outlet, line.decision.outcome) == (CHANNEL, "Feed", Outcome.QUEUED)
    assert line.decision.subscription_id == added.subscription.id
    assert await room.services.news.trace_delivery(line.delivery.id, GUILD) == trace


async def test_outside_of_a_server_a_trace_has_no_lines(room):
    await room.follow()
    room.publish("A story")
    await room.round(DAY)
    assert (await room.services.news.trace(room.site.url("/a-story"), None)).lines == ()


@pytest.mark.parametrize(
    ("link", "key"), [("nonsense", "why.link"), ("https://news.example/never-seen", "why.unknown")]
)
async def test_a_link_without_a_trace_is_told_so(room, link, key):
    with pytest.raises(UserError) as caught:
        await room.services.news.trace(link, GUILD)
    assert caught.value.key == key


async def test_a_delivery_is_traced_in_its_own_server_only(room):
    await room.follow()
    room.publish("A story")
    await room.round()
    for delivery_id, guild_id in ((1, GUILD + 1), (1, None), (99, GUILD)):
        with pytest.raises(UserError, match=r"why\.unknown"):
            await room.services.news.trace_delivery(delivery_id, guild_id)

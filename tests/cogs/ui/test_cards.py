"""Cards: what stands on them, and what gives way when there is too much."""

import pytest

from bot.domain.models import Article
from bot.domain.posts import DigestBody, NoticeBody, Post, StoryBody
from cogs.ui import fit
from cogs.ui.cards import Card, digest_card, story_card, tint
from cogs.ui.post_cards import post_card
from tests.newsroom import START
from tests.payloads import assert_sendable, buttons, texts, walk

GALLERY = 12


def article(number=1, **more):
    told = {"url": f"https://a.example/{number}", "summary": "Words of the outlet.", **more}
    outlet, title = told.pop("outlet", "Screen Daily"), told.pop("headline", f"Headline {number}")
    return Article(number, outlet, title, START, number, **told)


def images(card):
    return [
        item["media"]["url"] for part in walk(card.to_components()) if part["type"] == GALLERY for item in part["items"]
    ]


def test_a_story_shows_outlet_time_headline_excerpt_picture_and_two_buttons():
    card = story_card("en", StoryBody(article(image_url="https://a.example/p.jpg"), ("Screen Daily",)), delivery_id=5)
    assert texts(card).splitlines() == [
        f"-# **Screen Daily** · <t:{int(START.timestamp())}:R>",
        "### [Headline 1](https://a.example/1)",
        "Words of the outlet.",
    ]
    assert images(card) == ["https://a.example/p.jpg"]
    read, why = buttons(card)
    assert (read["label"], read["url"]) == ("Read at Screen Daily", "https://a.example/1")
    assert (why["label"], why["custom_id"]) == ("Why this post?", "why:5")


def test_without_an_address_the_headline_stands_alone():
    card = story_card("ko", StoryBody(article(url=None, summary=""), ()))
    assert texts(card).splitlines()[1:] == ["### Headline 1"]
    assert buttons(card) == []


@pytest.mark.parametrize(
    ("outlets", "line"),
    [
        (("Screen Daily",), ""),
        (("Screen Daily", "B"), " · also B"),
        (("Screen Daily", "B", "C"), " · also B, C"),
        (("Screen Daily", "B", "C", "D", "E"), " · also B, C and 2 more"),
    ],
)
def test_other_outlets_are_named(outlets, line):
    first = texts(story_card("en", StoryBody(article(), outlets))).splitlines()[0]
    assert first.endswith(f":R>{line}")


def test_an_outlet_keeps_its_colour():
    assert tint("Screen Daily") == tint("Screen Daily")
    assert len({tint(f"Outlet {n}") for n in range(50)}) > 4


@pytest.mark.parametrize(
    ("more", "excerpts", "links"),
    [
        ({}, 10, 10),
        ({"url": "https://a.example/" + "x" * 180, "headline": "H" * 120, "summary": "Words " * 40}, 0, 10),
        ({"url": "https://a.example/" + "x" * 480, "headline": "긴 제목 " * 60}, 0, 0),
        ({"url": "https://a.example/" + "x" * 180, "headline": "👀" * 99, "outlet": "👀" * 99}, 0, 0),
    ],
)
def test_a_digest_gives_way_step_by_step(more, excerpts, links):
    stories = tuple(StoryBody(article(n, **more), ("Screen Daily", "B")) for n in range(1, 11))
    card = digest_card("en", DigestBody(stories), delivery_id=1)
    assert_sendable(card)
    lines = texts(card).splitlines()
    assert sum(line.startswith("-# **") for line in lines) == 10
    assert sum("](https://" in line for line in lines) == links
    assert len(lines) - 1 - 20 == excerpts


def test_a_digest_has_at_most_four_pictures():
    stories = tuple(StoryBody(article(n, image_url=f"https://a.example/{n}.jpg"), ()) for n in range(6))
    assert len(images(digest_card("en", DigestBody(stories), delivery_id=1))) == 4


def test_what_fits_is_measured_on_the_payload():
    assert fit.fits(Card(*[fit.discord.ui.TextDisplay("x") for _ in range(40)]))
    assert not fit.fits(Card(fit.discord.ui.TextDisplay("x" * 4001)))
    assert not fit.fits(Card(fit.discord.ui.TextDisplay("👀" * 2001)))
    assert not fit.fits(Card(fit.discord.ui.TextDisplay("가" * 3100)))


async def test_discord_py_remembers_no_card():
    card = story_card("en", StoryBody(article(), ()), delivery_id=5)
    assert card.is_finished()
    assert card.timeout is None


def test_notices_say_what_to_do_and_ping_nobody():
    told = {"feed": "Feed", "url": "https://a.example/f", "since": "2026-01-01T00:00:00+00:00"}
    stale = Post(3, "n", 1, 2, "en", NoticeBody("notice.feed.stale", told), ping_role_id=9)
    card = post_card(stale)
    assert_sendable(card)
    assert "<t:1767225600:R>" in texts(card)
    assert buttons(card)[0]["custom_id"] == "note:3"

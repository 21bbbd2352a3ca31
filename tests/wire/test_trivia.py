"""A game whose bot is killed with SIGKILL at any step: each question and the end are said once, the channel is free."""

import signal
from datetime import UTC, datetime

import pytest

from bot.config import Settings
from bot.domain.games import PAUSE, GameState
from bot.services import open_services
from bot.store import games
from tests.feedserver import Item
from tests.wire.stand_in import CHANNELS, GUILD

SHOWS = [
    ("Glass Harbor", "Seo Min-ah", "Han Ji-won", "Im Chan-sik", "Netflix"),
    ("Paper Lanterns", "Yang Se-ri", "Moon Ha-eun", "Gil Dong-wook", "Disney+"),
    ("The Last Ferry", "Kang Do-yun", "Baek Tae-o", "Ryu Sang-hee", "tvN"),
    ("Cold Orchard", "Emily Hartwell", "Nora Finch", "Daniel Osei", "HBO"),
    ("North of Nine", "Marcus Bell", "Eli Stone", "Greta Lind", "Apple TV+"),
    ("Quiet Ledger", "Priya Raman", "Asha Menon", "Tom Alvarez", "Hulu"),
]
TEXT = """<p>{4} has confirmed the drama series "{0}". {1} plays {2} in the series, which is directed by {3}.
"{0}" premiered on {4} on October {day}, 2023, with {episodes} episodes.</p>"""
SPOTS = {
    "after the question, before that is noted": "before bot.store.rounds:said",
    "after the end, before that is noted": "before bot.store.games:told",
}


async def begin(wire):
    """Have articles say enough for a quiz, and a game wait for the bot: one round of a second."""
    for n, show in enumerate(SHOWS):
        text = TEXT.format(*show, day=n + 3, episodes=n + 8)
        headline = f"{show[4]} confirms '{show[0]}' with {show[1]}"
        slug = show[0].replace(" ", "-")
        now = datetime.now(UTC)
        wire.items.append(Item(headline, wire.site.url(f"/{slug}"), slug, content=text, published=now))
    wire.site.rss("/feed.xml", wire.items)
    settings = Settings(database_url=wire.database_url, allow_private_addresses=True, poll_interval=1)
    async with open_services(settings) as services:
        await services.follows.add(GUILD, CHANNELS[1], wire.site.url("/feed.xml"), 1)
        await services.reading.catch_up()
        async with services.db.write() as conn:
            wanted = games.NewGame(GUILD, CHANNELS[0], 1, "en", None, 1, 1, None)
            await games.add(conn, wanted, now, now)


def said(wire):
    """How often a question, an answer and an end stand in the channel."""
    texts = [one["raw"] for one in wire.discord.messages if one["channel_id"] == str(CHANNELS[0])]
    return len(texts), *(sum(word in text for text in texts) for word in ("✅", "The game is over"))


@pytest.mark.parametrize("spot", SPOTS.values(), ids=SPOTS)
async def test_a_killed_game_goes_on_and_says_each_thing_once(wire, spot):
    await begin(wire)
    await wire.launch(kill=spot)
    assert await wire.ended() == -signal.SIGKILL
    await wire.launch()
    await wire.discord.until(lambda: said(wire)[2] == 1, seconds=20 + PAUSE.total_seconds())
    await wire.written("a game ended")
    assert said(wire) == (2, 1, 1)
    assert await wire.stop() == 0
    settings = Settings(database_url=wire.database_url)
    async with open_services(settings) as services, services.db.read() as conn:
        assert (await games.get(conn, 1)).state is GameState.DONE
        assert await games.waiting(conn, 5) == []

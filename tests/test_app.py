"""What the client does by itself, and how it ends, apart from Discord; tests/wire has it with Discord."""

from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot import app
from bot.app import Callsheet
from bot.errors import Gone, StartupError
from tests.newsroom import CHANNEL, GUILD, HOUR, Newsroom, open_newsroom

HERE = SimpleNamespace(id=GUILD)


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Newsroom]:
    async with open_newsroom(tmp_path) as newsroom:
        yield newsroom


@pytest.fixture
def bot(room) -> Callsheet:
    return Callsheet(room.services, clock=room.clock)


def test_it_asks_for_no_privileged_intent_and_pings_nobody(bot):
    assert bot.intents.value == 1, "guilds, and nothing else"
    assert bot.allowed_mentions.to_dict() == {"parse": []}
    assert not bot.connected


async def test_what_it_is_given_to_publish_with_says_the_deliveries(bot, room):
    other = SimpleNamespace()
    bot.publisher = other
    assert bot.publisher is room.services.deliver.publisher is other


@pytest.mark.parametrize("event", ["on_guild_join", "on_guild_available"])
async def test_a_server_that_takes_it_back_has_its_closed_channels_tried_at_once(bot, room, event):
    await room.follow()
    room.publish("Story")
    room.publisher.fail(Gone("403", permission="view_channel"), channel=CHANNEL)
    await room.round()
    async with room.db.write() as conn:  # left, with what waits for it still waiting
        await conn.exec_driver_sql("UPDATE guild SET left_at = '2026-01-01 00:00:00'")
    await getattr(bot, event)(HERE)
    assert (await room.services.guilds.settings(GUILD)).left_at is None
    await room.services.deliver.run_due()
    assert room.publisher.told(CHANNEL) == ["Story"]


async def test_the_end_of_an_outage_changes_nothing(bot, room):
    await room.follow()
    await bot.on_guild_available(HERE)
    await bot.on_guild_remove(HERE)
    room.publish("Unheard")
    assert await room.round(HOUR) == 0


async def test_a_connection_that_simply_ends_is_an_error_so_that_someone_starts_it_again():
    class Ending:
        async def connect(self) -> None:
            return

    with pytest.raises(StartupError, match="ended") as caught:
        await app._stay_connected(Ending())
    assert caught.value.exit_code == 1


def test_pauses_grow_to_a_minute():
    assert [app._pause(attempt) for attempt in (0, 1, 2, 5, 6, 500)] == [1, 2, 4, 32, 60, 60]

"""Reminders of the real process: killed around the sending and started again, each is told once, to its person."""

import json
import signal
from datetime import UTC, datetime, timedelta

import pytest

from bot.config import Settings
from bot.domain.models import Entry
from bot.domain.reminders import Before
from bot.extraction import VERSION
from bot.services import open_services
from bot.services.learning import learn
from bot.store import articles
from tests.sayings import says, told
from tests.wire.stand_in import CHANNELS, GUILD, cut, direct, status

MINA, HERE = 777, CHANNELS[0]
MOVED = "**Glass Harbor** moves: 1 January 2099 → 1 February 2099"
SPOTS = {
    "before the send": "before bot.services.deliver:Deliver._sort_out",
    "after the send, before the mark": "before bot.store.deliveries:mark_sent",
}
CLOSED_SPOTS = {
    "before it goes elsewhere": "before bot.store.deliveries:readdress",
    "after it went elsewhere": "after bot.services.ledger:Ledger._unreached",
}


async def moved(wire):
    """Have Mina wait for a title whose date then moves, while no bot runs."""
    await wire.follow()
    now = datetime.now(UTC)
    async with open_services(Settings(database_url=wire.database_url)) as services:

        async def announce(*dates):
            facts = [told("publication_date", date, confidence=0.99, negated=old) for date, old in dates]
            async with services.db.write() as conn:
                entry = Entry(f"News of {dates}", published_at=now)
                article_id = await articles.add_single(conn, entry, "Soompi", now)
                made = await learn(conn, article_id, says(*facts), VERSION, now)
            return made.titles

        [title_id] = await announce(("2099-01-01", False))
        await services.reminders.add(MINA, GUILD, HERE, title_id, None, Before.AT_RELEASE, "en")
        now += timedelta(seconds=1)
        await announce(("2099-02-01", False), ("2099-01-01", True))


def said(wire, channel):
    """What a channel was told in plain words, which stories are not."""
    raw = [json.loads(one["raw"]) for one in wire.discord.messages if one["channel_id"] == str(channel)]
    return [one["content"] for one in raw if one.get("content")]


async def over(wire):
    """Have the bot say one thing more, so that whatever it had to say before is said, and stop it."""
    wire.publish("Afterwards")
    await wire.discord.posts("Afterwards")
    assert await wire.stop() == 0
    assert await wire.open_rows() == ["pending"], "the day itself, in 2099"


@pytest.mark.parametrize("spot", SPOTS.values(), ids=SPOTS)
async def test_a_killed_bot_tells_a_person_once(wire, spot):
    await moved(wire)
    await wire.launch(kill=spot)
    assert await wire.ended() == -signal.SIGKILL
    await wire.launch()
    await wire.discord.until(lambda: said(wire, direct(MINA)) == [MOVED])
    await over(wire)
    assert (said(wire, direct(MINA)), said(wire, HERE)) == ([MOVED], [])


@pytest.mark.parametrize("spot", CLOSED_SPOTS.values(), ids=CLOSED_SPOTS)
async def test_a_bot_killed_while_messages_are_closed_mentions_once(wire, spot):
    await moved(wire)
    wire.discord.faults += (
        [status(403, 50007), status(403, 50007)] if spot.startswith("before") else [status(403, 50007)]
    )
    await wire.launch(kill=spot)
    assert await wire.ended() == -signal.SIGKILL
    await wire.launch()
    await wire.discord.until(lambda: said(wire, HERE) == [f"<@{MINA}> {MOVED}"])
    await over(wire)
    assert (said(wire, direct(MINA)), said(wire, HERE)) == ([], [f"<@{MINA}> {MOVED}"])
    [raw] = [raw for raw in (json.loads(one["raw"]) for one in wire.discord.messages) if raw.get("content")]
    assert raw["allowed_mentions"]["users"] == [MINA]


async def test_a_lost_answer_is_not_a_second_message(wire):
    await moved(wire)
    wire.discord.faults.append(cut(arrives=True))
    await wire.launch()
    await wire.discord.until(lambda: said(wire, direct(MINA)) == [MOVED])
    await over(wire)
    assert said(wire, direct(MINA)) == [MOVED]

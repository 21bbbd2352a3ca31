"""The bot killed with SIGKILL at every step of a delivery, and started again: each story stands there once."""

import signal

import pytest

SPOTS = {
    "before the claim": "before bot.store.deliveries:claim",
    "after the claim": "before bot.services.deliver:Deliver._sort_out",
    "after the send, before the mark": "before bot.store.deliveries:mark_sent",
    "after the mark": "after bot.services.ledger:Ledger.sent",
}


@pytest.mark.parametrize("spot", SPOTS.values(), ids=SPOTS)
async def test_a_killed_bot_loses_and_doubles_nothing(wire, spot):
    await wire.follow()
    wire.publish("First story")
    await wire.launch(kill=spot)
    assert await wire.ended() == -signal.SIGKILL

    wire.publish("While it was away")
    await wire.launch()
    await wire.discord.posts("First story", "While it was away")
    wire.publish("Afterwards")
    await wire.discord.posts("Afterwards")
    assert await wire.stop() == 0
    assert [wire.discord.times(text) for text in ("First story", "While it was away", "Afterwards")] == [1, 1, 1]
    assert await wire.open_rows() == []

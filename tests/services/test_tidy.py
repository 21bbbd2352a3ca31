"""Housekeeping removes what is past its time, and nothing else."""

from datetime import timedelta

import pytest

from bot.errors import UserError
from tests.newsroom import CHANNEL, DAY, GUILD


async def test_old_articles_go_and_their_feed_does_not_bring_them_back(room):
    await room.follow()
    room.publish("Ancient")
    await room.round()
    room.clock.forward(timedelta(days=181))
    room.publish("Fresh")
    await room.round()
    assert await room.services.tidy.run() > 0
    assert await room.services.tidy.run() == 0
    with pytest.raises(UserError, match=r"why\.unknown"):
        await room.services.news.trace(room.site.url("/ancient"), GUILD)
    assert (await room.services.news.trace(room.site.url("/fresh"), GUILD)).lines
    await room.round(DAY)
    assert room.publisher.told(CHANNEL) == ["Ancient", "Fresh"]


async def test_a_feed_that_nobody_follows_is_forgotten(room):
    added = await room.follow()
    await room.services.follows.remove(GUILD, added.subscription.id)
    assert await room.services.tidy.run() == 1
    assert (await room.follow()).feed.id != added.feed.id or (await room.services.follows.list(GUILD))

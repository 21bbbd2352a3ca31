"""The client itself: servers that come and go, in every form in which Discord tells of it."""

import pytest

from tests.harness import open_stage, said


@pytest.fixture
async def stage(tmp_path):
    async with open_stage(tmp_path) as stage:
        yield stage


@pytest.mark.parametrize("event", ["guild_join", "guild_available"])
async def test_follows_rest_while_we_are_gone_and_go_on_when_we_are_back(stage, event):
    await stage.follow()
    guild = stage.bot.get_guild(stage.guild.id)
    await stage.bot.on_guild_remove(guild)
    await stage.publish("While nobody was there")
    assert stage.news.last_message is None

    await getattr(stage.bot, f"on_{event}")(guild)
    await stage.publish("And here we are again")
    assert "And here we are again" in said(stage.news.last_message)


async def test_the_end_of_an_outage_changes_nothing(stage):
    await stage.follow()
    before = await stage.room.services.guilds.settings(stage.guild.id)
    await stage.bot.on_guild_available(stage.bot.get_guild(stage.guild.id))
    assert await stage.room.services.guilds.settings(stage.guild.id) == before

"""Servers' settings are checked before they are kept; presence is kept without losing anything."""

from dataclasses import replace
from datetime import time

import pytest

from bot.domain.models import GuildSettings
from bot.errors import UserError
from bot.services.guilds import MOST_POSTS_PER_HOUR
from tests.newsroom import DAY, GUILD

MINE = GuildSettings(
    GUILD,
    locale="ko",
    time_zone="Asia/Seoul",
    quiet_from=time(23, 0),
    quiet_to=time(7, 0),
    posts_per_hour=6,
    ping_role_id=5,
)


async def test_settings_are_kept_and_a_server_that_never_said_has_the_defaults(room):
    assert await room.services.guilds.settings(GUILD) == GuildSettings(GUILD)
    assert await room.services.guilds.save(MINE) == MINE
    assert await room.services.guilds.settings(GUILD) == MINE


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"time_zone": "Asia/Busan"}, "settings.zone"),
        ({"time_zone": "Europe"}, "settings.zone"),
        ({"time_zone": "../etc/passwd"}, "settings.zone"),
        ({"locale": "tlh"}, "settings.locale"),
        ({"quiet_from": None}, "settings.quiet"),
        ({"quiet_to": None}, "settings.quiet"),
        ({"quiet_to": time(23, 0)}, "settings.quiet"),
        ({"posts_per_hour": 0}, "settings.posts_per_hour"),
        ({"posts_per_hour": MOST_POSTS_PER_HOUR + 1}, "settings.posts_per_hour"),
    ],
)
async def test_what_cannot_be_is_refused_and_changes_nothing(room, change, key):
    await room.services.guilds.save(MINE)
    with pytest.raises(UserError) as caught:
        await room.services.guilds.save(replace(MINE, **change))
    assert caught.value.key == key
    assert await room.services.guilds.settings(GUILD) == MINE


async def test_after_a_time_away_presence_is_set_right_for_all(room):
    await room.follow()
    await room.services.guilds.reconcile([GUILD + 1])
    assert (await room.services.guilds.settings(GUILD)).left_at == room.clock.now
    room.publish("Unheard")
    assert await room.round(DAY) == 0
    await room.services.guilds.reconcile([GUILD])
    assert (await room.services.guilds.settings(GUILD)).left_at is None

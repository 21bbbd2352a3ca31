"""The time zones that there are, with the words by which people call them, and whose is which."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from bot.clock import Clock
from bot.config import DATA
from bot.domain.zones import Zones
from bot.store import guilds, members
from bot.store.database import Connection


def open_zones(clock: Clock, words: Path = DATA / "names" / "zones.toml") -> Zones:
    """Return the zones, one for each place that has a time of its own; former names are taken, but not offered."""

    def offset(name: str) -> timedelta:
        return clock().astimezone(ZoneInfo(name)).utcoffset() or timedelta()

    accepted = frozenset(name for name in available_timezones() if "/" in name or name == "UTC")
    return Zones(
        tuple(name for name in _places() if name in accepted),
        accepted,
        tomllib.loads(words.read_text("utf-8")),
        offset,
    )


async def zone_of(conn: Connection, user_id: int, guild_id: int | None) -> tuple[str, bool]:
    """Return the zone that a person means by their day, and whether they chose it: else the server's, else UTC."""
    own = await members.zone(conn, user_id)
    if own is not None:
        return own, True
    return (await guilds.settings(conn, guild_id)).time_zone if guild_id else "UTC", False


def _places() -> list[str]:
    """Return the zones of the world's places, as the zone data lists them."""
    table = files("tzdata.zoneinfo").joinpath("zone.tab").read_text("utf-8")
    return sorted(line.split("\t")[2].strip() for line in table.splitlines() if not line.startswith("#"))

"""The time zones that there are, with the words by which people call them."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from bot.clock import Clock
from bot.config import DATA
from bot.domain.zones import Zones


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


def _places() -> list[str]:
    """Return the zones of the world's places, as the zone data lists them."""
    table = files("tzdata.zoneinfo").joinpath("zone.tab").read_text("utf-8")
    return sorted(line.split("\t")[2].strip() for line in table.splitlines() if not line.startswith("#"))

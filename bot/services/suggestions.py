"""The feeds that we suggest: one TOML file a group in ``data/feeds``, which an operator may edit."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

import structlog

from bot.domain.urls import canonical

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class SuggestedFeed:
    """A feed that we suggest; ``about`` is one sentence."""

    outlet: str
    url: str
    home: str
    language: str
    about: str


@dataclass(frozen=True, slots=True)
class SuggestedGroup:
    """Suggested feeds of one interest; ``key`` is the name of its file."""

    key: str
    name: str
    feeds: tuple[SuggestedFeed, ...]


def suggested(folder: Path) -> tuple[SuggestedGroup, ...]:
    """Read the groups of a folder, in the order of their files' names; a file that cannot be read is left out."""
    groups = []
    for file in sorted(folder.glob("*.toml")):
        try:
            groups.append(_group(file))
        except (OSError, ValueError, KeyError) as error:
            _log.warning("a list of suggested feeds cannot be read", file=str(file), reason=repr(error))
    return tuple(groups)


def outlet_names(groups: tuple[SuggestedGroup, ...]) -> dict[str, str]:
    """Return what we call the outlets of suggested feeds, by canonical address."""
    return {canonical(feed.url) or feed.url: feed.outlet for group in groups for feed in group.feeds}


def _group(file: Path) -> SuggestedGroup:
    table = tomllib.loads(file.read_text("utf-8"))
    return SuggestedGroup(file.stem, table["name"], tuple(SuggestedFeed(**feed) for feed in table["feed"]))

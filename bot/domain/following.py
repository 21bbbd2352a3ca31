"""What a channel follows besides feeds, a title or a person, and the row that says a story about it there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.facts import NameKind
from bot.domain.models import GuildSettings, NewDelivery
from bot.domain.names import fold, key
from bot.domain.naming import full_names
from bot.domain.plan import story_delivery
from bot.domain.reasons import because
from bot.domain.releases import ReleaseStatus

MOST_AT_ONCE = 20
"""Stories about one followed title or person that a channel is told of in an hour; more are an archive, or a flood."""

AN_HOUR = timedelta(hours=1)

BECAUSE = "because"
"""The name under which the payload of a story's row holds why it was chosen."""

_SHORTEST_HANGUL = 3


@dataclass(frozen=True, slots=True)
class TitleFollow:
    """A channel's follow of a title or a person (``kind`` says which id is set).

    ``role_id`` is pinged by what is said because of it. ``value`` and ``status`` are the standing of the release that
    its posts are planned by, ``revision`` counts the plans. ``blocked`` is why the channel is closed to us.
    """

    id: int
    guild_id: int
    channel_id: int
    kind: NameKind
    title_id: int | None
    person_id: int | None
    role_id: int | None
    created_at: datetime
    created_by: int
    value: str = ""
    status: ReleaseStatus = ReleaseStatus.ANNOUNCED
    revision: int = 0
    blocked: str | None = None


@dataclass(frozen=True, slots=True)
class Interested:
    """A follow that an article concerns, by the name that is shown for it, in a server with these settings."""

    follow: TitleFollow
    name: str
    settings: GuildSettings


def story_row(one: Interested, story_id: int, now: datetime) -> NewDelivery:
    """Return the row that says a story in the channel: it has the key of every row that says it there."""
    follow = one.follow
    row = story_delivery(follow.guild_id, follow.channel_id, one.settings, now, story_id)
    return replace(row, follow_id=follow.id, payload={BECAUSE: _reason(one)})


def _reason(one: Interested) -> str:
    if one.follow.kind is NameKind.TITLE:
        return because("follow.title", name=one.name)
    return because("follow.person", name=one.name)


def too_many() -> str:
    """Return why a story is not said that came with many others."""
    return because("follow.many", most=MOST_AT_ONCE)


def telling_keys(kind: NameKind, names: Iterable[str]) -> frozenset[str]:
    """Return the keys of those names that mean nobody and nothing else where they stand in a headline.

    A single word may be any word ("Wednesday"); Korean names are told from words by their length.
    """
    full = full_names(tuple(names)) if kind is NameKind.PERSON else names
    return frozenset(key(name) for name in full if _tells(name))


def _tells(name: str) -> bool:
    return " " in fold(name) or (not name.isascii() and len(key(name)) >= _SHORTEST_HANGUL)

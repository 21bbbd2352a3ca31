"""The decider: old state, a feed document and ``now`` in; what is new, what changed and what is said where out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.identity import Sighting
from bot.domain.models import Decision, Feed, GuildSettings, NewDelivery, Subscription
from bot.domain.stories import StorySketch


@dataclass(frozen=True, slots=True)
class KnownEntry:
    """What a key of this feed stands for: an article, and the digest it had when it was last seen."""

    article_id: int
    digest: str


@dataclass(frozen=True, slots=True)
class Follow:
    """A subscription with its server's settings; ``post_newest`` asks a baseline for its newest entry."""

    subscription: Subscription
    settings: GuildSettings
    post_newest: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What is known before a poll is planned.

    ``entries``: of this feed, by key; ``urls``: article ids by ``Sighting.own_url``, of any feed; ``stories``: those
    of the last days; ``follows``: every subscription of this feed.
    """

    entries: Mapping[str, KnownEntry]
    urls: Mapping[str, int]
    stories: Sequence[StorySketch]
    follows: Sequence[Follow]


@dataclass(frozen=True, slots=True)
class FollowVerdict:
    """What was decided for one subscription; ``delivery`` only with QUEUED. A story's delivery has key ""."""

    decision: Decision
    delivery: NewDelivery | None = None


@dataclass(frozen=True, slots=True)
class NewArticle:
    """An article never seen before; ``story_id`` is the story it joins, None makes it a story of its own."""

    sighting: Sighting
    outlet: str
    story_id: int | None
    verdicts: tuple[FollowVerdict, ...]


@dataclass(frozen=True, slots=True)
class SeenAgain:
    """An article that another feed brought before, new to this feed: said to this feed's follows."""

    article_id: int
    sighting: Sighting
    verdicts: tuple[FollowVerdict, ...]


@dataclass(frozen=True, slots=True)
class ChangedArticle:
    """A known article of which a reader now sees something else: its post is edited, never repeated."""

    article_id: int
    sighting: Sighting


@dataclass(frozen=True, slots=True)
class MovedArticle:
    """A known, unchanged article whose guid or link is a new one: only its keys are remembered."""

    article_id: int
    sighting: Sighting


@dataclass(frozen=True, slots=True)
class Plan:
    """What one poll comes to. The keys of every sighting in it are to be remembered (the latest owner wins)."""

    new: tuple[NewArticle, ...] = ()
    again: tuple[SeenAgain, ...] = ()
    changed: tuple[ChangedArticle, ...] = ()
    moved: tuple[MovedArticle, ...] = ()


def plan_poll(feed: Feed, sightings: Sequence[Sighting], known: Known, now: datetime) -> Plan:
    """Decide what this poll of the feed (as it was before the poll) comes to."""
    raise NotImplementedError


def notices(before: Feed, after: Feed, follows: Sequence[Follow], now: datetime) -> tuple[NewDelivery, ...]:
    """Return the health notices that a poll gives rise to, one a server."""
    raise NotImplementedError

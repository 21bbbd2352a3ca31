"""The words of Callsheet as plain data. Instants are aware and UTC; ids of Discord are integers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum

from bot.errors import FeedFault

# ------------------------------------------------------------------ what a feed says


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed as parsed: plain text (no markup), canonical URL, trusted dates or none."""

    headline: str
    url: str | None = None
    guid: str | None = None
    summary: str = ""
    text: str = ""
    author: str | None = None
    categories: tuple[str, ...] = ()
    image_url: str | None = None
    published_at: datetime | None = None
    updated_at: datetime | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed document: newest entry first is not promised, order is the document's."""

    title: str
    version: str
    entries: tuple[Entry, ...] = ()
    home_url: str | None = None
    language: str | None = None
    ttl: timedelta | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """An article page as read: its main text and what its head says."""

    url: str
    headline: str
    text: str
    author: str | None = None
    image_url: str | None = None
    published_at: datetime | None = None
    outlet: str | None = None


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave to ask it conditionally."""

    etag: str | None = None
    last_modified: str | None = None


# ------------------------------------------------------------------ what is kept


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed that at least one server follows; fetched once for all of them."""

    id: int
    url: str
    outlet: str
    added_at: datetime
    next_poll_at: datetime
    home_url: str | None = None
    language: str | None = None
    validators: Validators = Validators()
    baseline_at: datetime | None = None
    """When its first fetch succeeded; entries seen then were not news."""
    last_polled_at: datetime | None = None
    last_success_at: datetime | None = None
    last_new_at: datetime | None = None
    failures: int = 0
    fault: FeedFault | None = None
    fault_since: datetime | None = None
    fault_detail: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """One piece of writing by one outlet, however many feeds carry it."""

    id: int
    outlet: str
    headline: str
    first_seen_at: datetime
    story_id: int
    url: str | None = None
    summary: str = ""
    text: str = ""
    author: str | None = None
    categories: tuple[str, ...] = ()
    image_url: str | None = None
    published_at: datetime | None = None
    changed_at: datetime | None = None

    @property
    def at(self) -> datetime:
        """When it came out, as well as we know: the outlet's own date, else our first sight of it."""
        return self.published_at or self.first_seen_at


@dataclass(frozen=True, slots=True)
class Story:
    """The articles, from any outlet, that report one event."""

    id: int
    headline: str
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class StoryView:
    """A story as look-ups show it: its leading article and how many outlets carry it."""

    story: Story
    article: Article
    outlets: tuple[str, ...]


class PostingMode(StrEnum):
    """When a server wants its news."""

    INSTANT = "instant"
    DIGEST = "digest"


@dataclass(frozen=True, slots=True)
class GuildSettings:
    """How one server wants to be served; the defaults are those of a server that never said."""

    guild_id: int
    locale: str = "en"
    time_zone: str = "UTC"
    mode: PostingMode = PostingMode.INSTANT
    digest_at: time = time(9, 0)
    quiet_from: time | None = None
    quiet_to: time | None = None
    posts_per_hour: int | None = None
    ping_role_id: int | None = None
    publish: bool = False
    """Whether posts in announcement channels are published to the servers that follow them."""
    notice_channel_id: int | None = None
    events: bool = False
    """Whether releases that the server follows become scheduled events of it."""
    left_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Subscription:
    """A channel's follow of a feed. ``blocked`` holds the stored reason while the channel is closed to us."""

    id: int
    guild_id: int
    channel_id: int
    feed_id: int
    created_at: datetime
    created_by: int
    filter: str = ""
    paused: bool = False
    blocked: str | None = None


ADMINS = 0
"""The channel id of a delivery that means "wherever the server's admins look"."""

MESSAGE = "message"
"""The name under which a notice's payload holds the key of its sentence."""


class DeliveryKind(StrEnum):
    """What a delivery says."""

    STORY = "story"
    NOTICE = "notice"
    REMINDER = "reminder"
    """To one person, of a release that they follow."""
    RELEASE = "release"
    """To a channel, of a release that it follows."""
    EVENT = "event"
    """A scheduled event of a server, made, changed or called off."""
    DAILY = "daily"
    """The question of a day, and once that is over its answer."""


class DeliveryState(StrEnum):
    """Where a delivery stands; all but the first two are final."""

    PENDING = "pending"
    CLAIMED = "claimed"
    SENT = "sent"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One thing to be said in one place: an outbox row.

    ``key`` is unique: it makes a second row for the same thing in the same place impossible. ``payload`` is
    small JSON for what no table holds (a notice's message key and values). ``edit_due_at`` is set on a sent
    row whose article has changed since. What goes to a person has their id as ``channel_id``, and no server (0).
    """

    id: int
    kind: DeliveryKind
    key: str
    guild_id: int
    channel_id: int
    due_at: datetime
    created_at: datetime
    state: DeliveryState = DeliveryState.PENDING
    article_id: int | None = None
    subscription_id: int | None = None
    reminder_id: int | None = None
    follow_id: int | None = None
    digest: bool = False
    payload: dict[str, str] = field(default_factory=dict)
    expires_at: datetime | None = None
    reason: str = ""
    attempts: int = 0
    claimed_by: str | None = None
    claimed_at: datetime | None = None
    lease_until: datetime | None = None
    message_id: int | None = None
    sent_at: datetime | None = None
    edit_due_at: datetime | None = None

    @property
    def nonce(self) -> str:
        """What Discord recognises a repeated send by (at most 25 characters)."""
        return f"callsheet-{self.id}"


@dataclass(frozen=True, slots=True)
class NewDelivery:
    """A delivery before it is stored."""

    kind: DeliveryKind
    key: str
    guild_id: int
    channel_id: int
    due_at: datetime
    subscription_id: int | None = None
    reminder_id: int | None = None
    follow_id: int | None = None
    digest: bool = False
    payload: dict[str, str] = field(default_factory=dict)
    expires_at: datetime | None = None


class Outcome(StrEnum):
    """What was decided about one article for one subscription."""

    QUEUED = "queued"
    BASELINE = "baseline"
    FILTERED = "filtered"
    SAME_STORY = "same_story"
    PAUSED = "paused"
    TOO_OLD = "too_old"


@dataclass(frozen=True, slots=True)
class Decision:
    """An outcome, with the reason that ``/why`` shows (see :mod:`bot.domain.reasons`)."""

    subscription_id: int
    outcome: Outcome
    reason: str = ""


# ------------------------------------------------------------------ what is asked


@dataclass(frozen=True, slots=True)
class StoryQuery:
    """What a look-up of stories wants; everything left out does not narrow it.

    ``text`` is what a member typed (any text is safe), ``names`` are phrases that must occur, of each group of
    ``aliases`` one must. ``guild_id`` is the server that asks: articles of private feeds are shown only to servers that
    follow such a feed.
    """

    text: str = ""
    outlet: str | None = None
    since: datetime | None = None
    names: tuple[str, ...] = ()
    aliases: tuple[tuple[str, ...], ...] = ()
    guild_id: int | None = None

"""What is to be said in one place, ready to be rendered: what services hand to a publisher."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeAlias

from bot.domain.daily import DailyAnswers
from bot.domain.facts import Certainty, StoredFact
from bot.domain.games import Round
from bot.domain.models import Article
from bot.domain.reminders import Planned, Standing, Telling


@dataclass(frozen=True, slots=True)
class StoryBody:
    """One story: the article that is shown and every outlet that carries it, the article's own first.

    ``facts`` are the few things that it says which are worth a line of their own.
    """

    article: Article
    outlets: tuple[str, ...]
    facts: tuple[StoredFact, ...] = ()


@dataclass(frozen=True, slots=True)
class DigestBody:
    """Several stories said at once, oldest first."""

    stories: tuple[StoryBody, ...]


@dataclass(frozen=True, slots=True)
class NoticeBody:
    """A sentence of the locale catalogues and what fills its places."""

    key: str
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReleaseBody:
    """What is told of a release to those who follow it.

    ``value`` and ``former`` are EDTF, "" for no date; ``days`` are left until a ``value`` that is a day, where the post
    is read (negative: it is over), None for any other. ``sources`` say it, the best first, and so surely as
    ``certainty``. ``late_by`` is how much later than planned it is said.
    """

    telling: Telling
    title_id: int
    title: str
    year: int | None = None
    season: int | None = None
    value: str = ""
    former: str = ""
    days: int | None = None
    certainty: Certainty = Certainty.CONFIRMED
    network: str = ""
    sources: tuple[StoredFact, ...] = ()
    late_by: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class Ahead:
    """What somebody who follows a release can expect: how it stands, and what is planned by the clock of a zone."""

    standing: Standing
    planned: tuple[Planned, ...]
    zone: str


@dataclass(frozen=True, slots=True)
class ReminderBody:
    """What one person is told of a release: in a direct message or, where the post has a server, by a mention there.

    ``ahead`` is what they can expect next, where that has changed.
    """

    told: ReleaseBody
    reminder_id: int
    user_id: int
    ahead: Ahead | None = None


@dataclass(frozen=True, slots=True)
class EventBody:
    """What a scheduled event of a server is to be: no message, but it goes the same way.

    ``event_id`` is our id of it, ``discord_id`` Discord's, once it is made. ``span`` is from when to when it lasts,
    None if it is to be called off; ``value`` is the day. ``sources`` say the day, the best first.
    """

    event_id: int
    discord_id: int | None
    span: tuple[datetime, datetime] | None
    title: str
    year: int | None = None
    season: int | None = None
    value: str = ""
    network: str = ""
    sources: tuple[StoredFact, ...] = ()


@dataclass(frozen=True, slots=True)
class DailyBody:
    """The question of a day; ``ended`` is how it ended, once it is over, ``before`` how the one before it did."""

    asked: Round
    ended: DailyAnswers | None = None
    before: DailyAnswers | None = None


Body: TypeAlias = StoryBody | DigestBody | NoticeBody | ReleaseBody | ReminderBody | EventBody | DailyBody


@dataclass(frozen=True, slots=True)
class Post:
    """One message to one channel, or (with ``guild_id`` 0 and their id as ``channel_id``) to one person.

    ``nonce`` is what Discord recognises a repeated send by; ``delivery_id`` is the (first) row behind it, by which
    the message can be found again. ``channel_id`` 0 means wherever the server's admins look. ``ping_role_id`` is
    the only role that may be pinged (a reminder may ping its person, and nobody else); ``publish`` asks for
    announcement channels to be published.
    """

    delivery_id: int
    nonce: str
    guild_id: int
    channel_id: int
    locale: str
    body: Body
    ping_role_id: int | None = None
    publish: bool = False

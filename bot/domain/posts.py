"""What is to be said in one place, ready to be rendered: what services hand to a publisher."""

from dataclasses import dataclass, field
from typing import TypeAlias

from bot.domain.facts import StoredFact
from bot.domain.models import Article


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


Body: TypeAlias = StoryBody | DigestBody | NoticeBody


@dataclass(frozen=True, slots=True)
class Post:
    """One message to one channel.

    ``nonce`` is what Discord recognises a repeated send by; ``delivery_id`` is the (first) row behind it, by which
    the message can be found again. ``channel_id`` 0 means wherever the server's admins look. ``ping_role_id`` is
    the only role that may be pinged; ``publish`` asks for announcement channels to be published.
    """

    delivery_id: int
    nonce: str
    guild_id: int
    channel_id: int
    locale: str
    body: Body
    ping_role_id: int | None = None
    publish: bool = False

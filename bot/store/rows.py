"""From rows to the domain's data: which columns make which dataclass, in the order of its fields."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import Column, Table

from bot.domain.daily import DailyGame
from bot.domain.following import TitleFollow
from bot.domain.games import Answer, Game, Round
from bot.domain.models import Article, Decision, Delivery, Feed, GuildSettings, Subscription, Validators
from bot.domain.reminders import Reminder
from bot.store import schema


def _columns(of: type, table: Table) -> tuple[Column[Any], ...]:
    return tuple(table.c[field.name] for field in fields(of))


ANSWER = _columns(Answer, schema.answer)
ARTICLE = _columns(Article, schema.article)
DAILY = _columns(DailyGame, schema.daily)
DELIVERY = _columns(Delivery, schema.delivery)
DECISION = _columns(Decision, schema.decision)
FOLLOW = _columns(TitleFollow, schema.follow)
GAME = _columns(Game, schema.game)
GUILD = _columns(GuildSettings, schema.guild)
REMINDER = _columns(Reminder, schema.reminder)
ROUND = _columns(Round, schema.round_)
SUBSCRIPTION = _columns(Subscription, schema.subscription)

_FEED_FIELDS = tuple(field.name for field in fields(Feed) if field.name != "validators")
FEED = (*(schema.feed.c[name] for name in _FEED_FIELDS), schema.feed.c.etag, schema.feed.c.last_modified)


def to_feed(row: Sequence[Any]) -> Feed:
    """Build a feed from the values of the ``FEED`` columns."""
    *plain, etag, last_modified = row
    return Feed(**dict(zip(_FEED_FIELDS, plain, strict=True)), validators=Validators(etag, last_modified))


def from_feed(feed: Feed) -> dict[str, object]:
    """Return the column values of a feed, without its id."""
    values: dict[str, object] = {name: getattr(feed, name) for name in _FEED_FIELDS if name != "id"}
    return {**values, "etag": feed.validators.etag, "last_modified": feed.validators.last_modified}

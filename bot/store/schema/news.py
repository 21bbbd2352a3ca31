"""The tables of servers, feeds, stories and articles, and of what is to be said of them."""

from sqlalchemy import (
    BigInteger,
    BindParameter,
    Boolean,
    Column,
    ColumnElement,
    ForeignKey,
    FromClause,
    Index,
    Integer,
    Table,
    Time,
    UniqueConstraint,
    and_,
    bindparam,
    false,
    literal_column,
)

from bot.domain.models import DeliveryKind, DeliveryState, Outcome, PostingMode
from bot.errors import FeedFault
from bot.store.schema.base import metadata, partial
from bot.store.types import Key, Pairs, PlainText, Strings, UtcDateTime, Word

meta = Table(
    "meta",
    metadata,
    Column("key", PlainText, primary_key=True),
    Column("value", PlainText, nullable=False),
)

guild = Table(
    "guild",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("locale", PlainText, nullable=False),
    Column("time_zone", PlainText, nullable=False),
    Column("mode", Word(PostingMode), nullable=False),
    Column("digest_at", Time, nullable=False),
    Column("quiet_from", Time),
    Column("quiet_to", Time),
    Column("posts_per_hour", Integer),
    Column("ping_role_id", BigInteger),
    Column("publish", Boolean, nullable=False),
    Column("notice_channel_id", BigInteger),
    Column("left_at", UtcDateTime),
    Column("events", Boolean, nullable=False, server_default=false()),
)

feed = Table(
    "feed",
    metadata,
    Column("id", Key, primary_key=True),
    Column("url", PlainText, nullable=False, unique=True),
    Column("outlet", PlainText, nullable=False),
    Column("private", Boolean, nullable=False),
    Column("added_at", UtcDateTime, nullable=False),
    Column("next_poll_at", UtcDateTime, nullable=False, index=True),
    Column("home_url", PlainText),
    Column("language", PlainText),
    Column("etag", PlainText),
    Column("last_modified", PlainText),
    Column("baseline_at", UtcDateTime),
    Column("last_polled_at", UtcDateTime),
    Column("last_success_at", UtcDateTime),
    Column("last_new_at", UtcDateTime),
    Column("failures", Integer, nullable=False),
    Column("fault", Word(FeedFault)),
    Column("fault_since", UtcDateTime),
    Column("fault_detail", PlainText, nullable=False),
    sqlite_autoincrement=True,
)

subscription = Table(
    "subscription",
    metadata,
    Column("id", Key, primary_key=True),
    Column("guild_id", ForeignKey("guild.guild_id", ondelete="CASCADE"), nullable=False),
    Column("channel_id", BigInteger, nullable=False),
    Column("feed_id", ForeignKey("feed.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("created_by", BigInteger, nullable=False),
    Column("filter", PlainText, nullable=False),
    Column("paused", Boolean, nullable=False),
    Column("blocked", PlainText),
    UniqueConstraint("channel_id", "feed_id"),
    Index(None, "guild_id", "feed_id"),
    sqlite_autoincrement=True,
)

story = Table(
    "story",
    metadata,
    Column("id", Key, primary_key=True),
    Column("headline", PlainText, nullable=False),
    Column("lead", PlainText, nullable=False),
    Column("first_at", UtcDateTime, nullable=False),
    Column("last_at", UtcDateTime, nullable=False, index=True),
    sqlite_autoincrement=True,
)

article = Table(
    "article",
    metadata,
    Column("id", Key, primary_key=True),
    Column("story_id", ForeignKey("story.id"), nullable=False, index=True),
    Column("outlet", PlainText, nullable=False),
    Column("at", UtcDateTime, nullable=False),  # Article.at, kept so that it can be indexed
    Column("private", Boolean, nullable=False),
    Column("first_seen_at", UtcDateTime, nullable=False, index=True),
    Column("published_at", UtcDateTime),
    Column("changed_at", UtcDateTime),
    Column("page_tried_at", UtcDateTime),
    Column("url", PlainText, index=True),
    Column("own_url", PlainText, unique=True),  # the address, if it is that of this article alone
    Column("headline", PlainText, nullable=False),
    Column("author", PlainText),
    Column("categories", Strings, nullable=False),
    Column("image_url", PlainText),
    Column("summary", PlainText, nullable=False),
    Column("text", PlainText, nullable=False),  # last: SQLite reads a row's pages only as far as it must
    Column("read_version", Integer),  # of the extraction that read it last; younger than the text, so after it
    Index(None, "at", "id", "story_id", "private"),
    Index(None, "outlet", "at", "id", "story_id", "private"),
    Index(None, "read_version", "id"),
    sqlite_autoincrement=True,
)

entry = Table(
    "entry",
    metadata,
    Column("feed_id", ForeignKey("feed.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("key", PlainText, primary_key=True),
    Column("article_id", ForeignKey("article.id", ondelete="SET NULL")),
    Column("digest", PlainText, nullable=False),
    Index(None, "feed_id", "article_id"),
    Index(None, "article_id", "feed_id"),
    sqlite_with_rowid=False,
)

decision = Table(
    "decision",
    metadata,
    Column("article_id", ForeignKey("article.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("subscription_id", ForeignKey("subscription.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("outcome", Word(Outcome), nullable=False),
    Column("reason", PlainText, nullable=False),
    Column("decided_at", UtcDateTime, nullable=False, index=True),
    sqlite_with_rowid=False,
)

delivery = Table(
    "delivery",
    metadata,
    Column("id", Key, primary_key=True),
    Column("kind", Word(DeliveryKind), nullable=False),
    Column("key", PlainText, nullable=False, unique=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("channel_id", BigInteger, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("state", Word(DeliveryState), nullable=False),
    Column("article_id", ForeignKey("article.id", ondelete="SET NULL"), index=True),
    Column("subscription_id", ForeignKey("subscription.id", ondelete="SET NULL"), index=True),
    Column("digest", Boolean, nullable=False),
    Column("payload", Pairs, nullable=False),
    Column("expires_at", UtcDateTime),
    Column("reason", PlainText, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("claimed_by", PlainText),
    Column("claimed_at", UtcDateTime),
    Column("lease_until", UtcDateTime),
    Column("retry_at", UtcDateTime),
    Column("message_id", BigInteger),
    Column("sent_at", UtcDateTime),
    Column("closed_at", UtcDateTime),
    Column("edit_due_at", UtcDateTime),
    Column(
        "reminder_id", Key
    ),  # no foreign key: a row outlives the reminder that wanted it, as the record of what was said
    Column("follow_id", Key),
    Index(None, "state", "closed_at"),
    sqlite_autoincrement=True,  # an id is never given again: keys, nonces and buttons hold it
)


def is_open(rows: FromClause) -> ColumnElement[bool]:
    """Say that a delivery is pending or claimed, in the very words of the partial indices, or SQLite overlooks them."""
    states: BindParameter[list[str]] = bindparam("open", ["pending", "claimed"], expanding=True, literal_execute=True)
    return rows.c.state.in_(states)


def wants_page() -> ColumnElement[bool]:
    """Say that an article's page is still to be read."""
    tried, url, text = article.c.page_tried_at, article.c.url, article.c.text
    return and_(tried.is_(None), url.is_not(None), text == literal_column("''"))


partial("ix_article_wants_page", article.c.id, where=wants_page())
partial("ix_delivery_open_due", delivery.c.due_at, delivery.c.id, where=is_open(delivery))
partial(
    "ix_delivery_open_channel",
    delivery.c.channel_id,
    delivery.c.guild_id,
    delivery.c.due_at,
    delivery.c.id,
    where=is_open(delivery),
)
partial("ix_delivery_open_expires", delivery.c.expires_at, where=is_open(delivery))
partial("ix_delivery_sent", delivery.c.channel_id, delivery.c.sent_at, where=delivery.c.sent_at.is_not(None))
partial("ix_delivery_edit", delivery.c.edit_due_at, where=delivery.c.edit_due_at.is_not(None))
partial("ix_delivery_reminder_id", delivery.c.reminder_id, where=delivery.c.reminder_id.is_not(None))
partial("ix_delivery_follow_id", delivery.c.follow_id, where=delivery.c.follow_id.is_not(None))

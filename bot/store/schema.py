"""The tables, as the newest migration leaves them (a test holds the two together).

Indices follow the queries: those asked on every tick or keystroke never walk a table (a test asks the planner).
The search index, ``article_search``, is something else on each database: only ``index`` knows it.
"""

from sqlalchemy import (
    BigInteger,
    BindParameter,
    Boolean,
    Column,
    ColumnElement,
    Float,
    ForeignKey,
    FromClause,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Time,
    UniqueConstraint,
    and_,
    bindparam,
    literal_column,
)

from bot.domain.facts import Certainty, NameKind, Predicate, Verdict
from bot.domain.models import DeliveryKind, DeliveryState, Outcome, PostingMode
from bot.domain.moderation import ChangeKind, ReportOutcome
from bot.errors import FeedFault
from bot.store.types import Key, Numbers, Pairs, PlainText, SortedText, Strings, UtcDateTime, Word

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

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
    Index(None, "state", "closed_at"),
    sqlite_autoincrement=True,  # an id is never given again: keys, nonces and buttons hold it
)

title = Table(
    "title",
    metadata,
    Column("id", Key, primary_key=True),
    Column("name", PlainText, nullable=False),
    Column("year", Integer),
    Column("root_id", Key, nullable=False, index=True),  # its own id, or of the title that it was merged into
    Column("fame", Integer, nullable=False),  # articles that state a fact of it, kept at roots for all merged ones
    Column("created_at", UtcDateTime, nullable=False),
    Index(None, "fame", "id"),
    sqlite_autoincrement=True,
)

person = Table(
    "person",
    metadata,
    Column("id", Key, primary_key=True),
    Column("name", PlainText, nullable=False),
    Column("root_id", Key, nullable=False, index=True),
    Column("fame", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Index(None, "fame", "id"),
    sqlite_autoincrement=True,
)

name = Table(
    "name",
    metadata,
    Column("id", Key, primary_key=True),
    Column("kind", Word(NameKind), nullable=False),
    Column("title_id", ForeignKey("title.id", ondelete="CASCADE")),
    Column("person_id", ForeignKey("person.id", ondelete="CASCADE")),
    Column("text", PlainText, nullable=False),
    Column("key", PlainText, nullable=False),
    Column("article_id", ForeignKey("article.id", ondelete="CASCADE"), index=True),  # where read; none: for all to see
    Column("created_at", UtcDateTime, nullable=False),
    Index(None, "kind", "key"),
    UniqueConstraint("title_id", "key"),
    UniqueConstraint("person_id", "key"),
    sqlite_autoincrement=True,
)

name_term = Table(  # what names are found by, made of the tables above (see ``terms_of_names``)
    "name_term",
    metadata,
    Column("kind", Word(NameKind), nullable=False),
    Column("term", SortedText, nullable=False),
    Column("name_id", ForeignKey("name.id", ondelete="CASCADE"), nullable=False),
    Column("owner_id", Key, nullable=False),  # the root
    Column("place", SmallInteger, nullable=False),
    Column("fame", Integer, nullable=False),
    # Every column is in it, so that a walk over a range of terms touches nothing else.
    PrimaryKeyConstraint("kind", "term", "name_id", postgresql_include=["owner_id", "place", "fame"]),
    Index(None, "name_id", "term"),
    sqlite_with_rowid=False,
)

name_sound = Table(  # by which people are found in other spellings (see ``romanisation.sounds``)
    "name_sound",
    metadata,
    Column("sound", PlainText, primary_key=True),
    Column("name_id", ForeignKey("name.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True),
    sqlite_with_rowid=False,
)

fact = Table(
    "fact",
    metadata,
    Column("id", Key, primary_key=True),
    Column("article_id", ForeignKey("article.id", ondelete="CASCADE"), nullable=False),
    Column("title_id", ForeignKey("title.id"), nullable=False),
    Column("person_id", ForeignKey("person.id")),
    Column("season", Integer),
    Column("predicate", Word(Predicate), nullable=False),
    Column("object", PlainText, nullable=False),
    Column("value", PlainText, nullable=False),
    Column("qualifiers", Pairs, nullable=False),
    Column("certainty", Word(Certainty), nullable=False),
    Column("negated", Boolean, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("evidence", PlainText, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Index(None, "article_id", "title_id", "person_id"),
    Index(None, "title_id", "article_id", "person_id"),
    Index(None, "person_id", "article_id", "title_id"),
    sqlite_autoincrement=True,  # buttons hold ids
)

verdict = Table(
    "verdict",
    metadata,
    Column("title_id", ForeignKey("title.id"), primary_key=True, autoincrement=False),
    Column("season", Integer, primary_key=True, autoincrement=False),
    Column("predicate", Word(Predicate), primary_key=True),
    Column("value", PlainText, primary_key=True),
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),  # 0: everywhere
    Column("person_id", ForeignKey("person.id"), index=True),  # whom the value names, should they be merged
    Column("verdict", Word(Verdict), nullable=False),
    Column("decided_by", BigInteger, nullable=False),
    Column("decided_at", UtcDateTime, nullable=False, index=True),
    sqlite_with_rowid=False,
)

report = Table(
    "report",
    metadata,
    Column("id", Key, primary_key=True),
    Column("title_id", ForeignKey("title.id"), nullable=False),
    Column("season", Integer, nullable=False),
    Column("predicate", Word(Predicate), nullable=False),
    Column("value", PlainText, nullable=False),
    Column("person_id", ForeignKey("person.id"), index=True),
    Column("fact_id", ForeignKey("fact.id", ondelete="SET NULL"), index=True),
    Column("guild_id", BigInteger),
    Column("user_id", BigInteger, nullable=False),
    Column("reported_at", UtcDateTime, nullable=False),
    Column("closed_at", UtcDateTime),
    Column("outcome", Word(ReportOutcome)),
    Index(None, "title_id", "user_id"),
    sqlite_autoincrement=True,
)

identity_change = Table(
    "identity_change",
    metadata,
    Column("id", Key, primary_key=True),
    Column("what", Word(ChangeKind), nullable=False),
    Column("kind", Word(NameKind), nullable=False),
    Column("from_id", Key, nullable=False),
    Column("into_id", Key, nullable=False),
    Column("article_ids", Numbers, nullable=False),
    Column("changed_by", BigInteger, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("undone_at", UtcDateTime),
    sqlite_autoincrement=True,
)

identity_proposal = Table(
    "identity_proposal",
    metadata,
    Column("id", Key, primary_key=True),
    Column("kind", Word(NameKind), nullable=False),
    Column("a_id", Key, nullable=False),
    Column("b_id", Key, nullable=False),
    Column("reason", PlainText, nullable=False),
    Column("proposed_at", UtcDateTime, nullable=False),
    Column("closed_at", UtcDateTime),
    UniqueConstraint("kind", "a_id", "b_id"),
    sqlite_autoincrement=True,
)


def is_open(rows: FromClause) -> ColumnElement[bool]:
    """Say that a delivery is pending or claimed, in the very words of the partial indices, or SQLite overlooks them."""
    states: BindParameter[list[str]] = bindparam("open", ["pending", "claimed"], expanding=True, literal_execute=True)
    return rows.c.state.in_(states)


def wants_page() -> ColumnElement[bool]:
    """Say that an article's page is still to be read."""
    tried, url, text = article.c.page_tried_at, article.c.url, article.c.text
    return and_(tried.is_(None), url.is_not(None), text == literal_column("''"))


def _partial(name: str, *columns: Column[object], where: ColumnElement[bool]) -> Index:
    return Index(name, *columns, sqlite_where=where, postgresql_where=where)


_partial("ix_article_wants_page", article.c.id, where=wants_page())
_partial("ix_delivery_open_due", delivery.c.due_at, delivery.c.id, where=is_open(delivery))
_partial(
    "ix_delivery_open_channel",
    delivery.c.channel_id,
    delivery.c.guild_id,
    delivery.c.due_at,
    delivery.c.id,
    where=is_open(delivery),
)
_partial("ix_delivery_open_expires", delivery.c.expires_at, where=is_open(delivery))
_partial("ix_delivery_sent", delivery.c.channel_id, delivery.c.sent_at, where=delivery.c.sent_at.is_not(None))
_partial("ix_delivery_edit", delivery.c.edit_due_at, where=delivery.c.edit_due_at.is_not(None))
_partial("ix_report_open", report.c.guild_id, report.c.reported_at, where=report.c.closed_at.is_(None))
_partial("ix_identity_proposal_open", identity_proposal.c.id, where=identity_proposal.c.closed_at.is_(None))

"""The tables of titles, people, facts, and of what people decide about them."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    UniqueConstraint,
)

from bot.domain.facts import Certainty, NameKind, Predicate, Verdict
from bot.domain.moderation import ChangeKind, ReportOutcome
from bot.store.schema.base import metadata, partial
from bot.store.types import Key, Numbers, Pairs, PlainText, SortedText, UtcDateTime, Word

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
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False, index=True),  # 0: everywhere
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


partial("ix_report_open", report.c.guild_id, report.c.reported_at, where=report.c.closed_at.is_(None))
partial("ix_identity_proposal_open", identity_proposal.c.id, where=identity_proposal.c.closed_at.is_(None))
